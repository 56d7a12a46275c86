from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from ingest import sources
from ingest.parse import limits
from ingest.sources import find, read
from rag.errors import IngestError


def write(path: Path, text: str = "甲县。") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_searched_in_the_order_of_names(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/z.md",
        "a/b/c.docx",
        "A.pdf",
        ".hidden.txt",
        ".git/x.txt",
        "~$a.docx",
        "x.py",
        "metadata.csv",
        "b.txt.meta.yaml",
    ):
        write(tmp_path / name)
    found = find([tmp_path])
    assert [s.path for s in found.sources] == ["A.pdf", "a/b/c.docx", "a/z.md", "b.txt"]
    assert found.ignored == ["x.py"]
    assert {s.root for s in found.sources} == {str(tmp_path)}


def test_a_file_is_called_by_its_name_and_taken_whatever_its_ending(tmp_path: Path) -> None:
    found = find([write(tmp_path / "deep" / "notes.log")])
    assert [(s.path, s.root) for s in found.sources] == [("notes.log", str(tmp_path / "deep"))]


def test_a_file_named_twice_is_taken_once(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt")
    assert len(find([file, tmp_path, tmp_path / "." / "a.txt"]).sources) == 1


def test_links_out_are_refused_and_links_within_passed_over(tmp_path: Path) -> None:
    root = tmp_path / "in"
    write(root / "a.txt")
    secret = write(tmp_path / "out" / "secret.txt")
    (root / "link.txt").symlink_to(secret)
    (root / "folder").symlink_to(secret.parent)
    (root / "inner.txt").symlink_to(root / "a.txt")
    (root / "loop").symlink_to(root)
    (root / "self.txt").symlink_to(root / "self.txt")
    found = find([root])
    assert [s.path for s in found.sources] == ["a.txt"]
    assert sorted(name for name, _ in found.refused) == ["folder", "link.txt", "self.txt"]
    assert all("链接" in error.zh for _, error in found.refused)


def test_a_link_to_nothing_is_called_that(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "gone.txt").symlink_to("/nowhere/at/all")
    (tmp_path / "within.txt").symlink_to(tmp_path / "b.txt")
    assert sorted((n, e.zh) for n, e in find([tmp_path]).refused) == [
        ("gone.txt", "链接指向的文件不存在"),
        ("within.txt", "链接指向的文件不存在"),
    ]


def test_a_link_that_is_named_itself_is_followed(tmp_path: Path) -> None:
    target = write(tmp_path / "a.txt")
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    (source,) = find([link]).sources
    assert (source.path, read(source.file)) == ("link.txt", target.read_bytes())


def test_what_is_no_file_is_refused_without_being_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    found = find([tmp_path])
    assert [(name, error.zh) for name, error in found.refused] == [("pipe.txt", "不是普通文件")]
    with pytest.raises(IngestError, match="不是普通文件"):
        read(tmp_path / "pipe.txt")


@pytest.mark.parametrize(
    ("path", "says"),
    [("/nonexistent/a.txt", "没有这个"), ("a\x00b", "不允许"), ("长" * 255, "读不出"), ("长" * 5000, "读不出")],
)
def test_paths_that_cannot_be_are_refused_by_name(path: str, says: str) -> None:
    ((name, error),) = find([path]).refused
    assert says in error.zh
    assert "\x00" not in name


def test_names_that_are_no_utf8_are_made_readable(tmp_path: Path) -> None:
    name = "关于就业.txt".encode("gb18030")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes("甲县。".encode())
    (source,) = find([tmp_path]).sources
    assert source.path == "关于就业.txt"
    assert read(source.file) == "甲县。".encode()


def test_control_and_direction_characters_in_names_are_shown(tmp_path: Path) -> None:
    write(tmp_path / "a\u202etxt.\x1b[31m.txt")
    (source,) = find([tmp_path]).sources
    assert source.path == "a\ufffdtxt.\ufffd[31m.txt"


def test_a_very_deep_folder_ends(tmp_path: Path) -> None:
    here = tmp_path
    for _ in range(80):
        here = here / "d"
    write(here / "a.txt")
    write(tmp_path / "b.txt")
    found = find([tmp_path])
    assert [s.path for s in found.sources] == ["b.txt"]
    assert "层数" in found.refused[0][1].zh


def test_a_side_car_makes_its_file_newer(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt")
    os.utime(file, (1, 1))
    assert find([file]).sources[0].mtime_ns == 1_000_000_000
    os.utime(write(tmp_path / "a.meta.yaml", "title: x"), (5, 5))
    assert find([file]).sources[0].mtime_ns == 5_000_000_000


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50 * limits.MB)
    with pytest.raises(IngestError, match="50.0 MB，超过上限 20 MB"):
        read(path)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.txt", "甲县。" * 1000)
    real = sources.detect

    def detect(data: bytes, name: str) -> object:
        with path.open("a", encoding="utf-8") as file:
            file.write("又一句。")
        return real(data, name)

    monkeypatch.setattr(sources, "detect", detect)
    with pytest.raises(IngestError, match="正在被改写"):
        read(path)


def test_a_file_that_changes_once_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.txt", "甲县。" * 1000)
    real = sources.detect
    once = threading.Event()

    def detect(data: bytes, name: str) -> object:
        if not once.is_set():
            once.set()
            path.write_text("乙县。", encoding="utf-8")
        return real(data, name)

    monkeypatch.setattr(sources, "detect", detect)
    assert read(path) == "乙县。".encode()


def test_a_link_put_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    path = write(tmp_path / "in" / "a.txt")
    (source,) = find([tmp_path / "in"]).sources
    path.unlink()
    path.symlink_to(write(tmp_path / "secret.txt"))
    with pytest.raises(IngestError):
        read(source.file)
