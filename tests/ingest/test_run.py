from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest import run, sources
from ingest.report import Progress, Report
from ingest.run import ingest
from rag.errors import LibraryError
from rag.library.record import Library
from rag.settings import Settings, load
from tests.ingest.parse import making

TEXT = "{0}今年新建车间84个，带动就业30.78万人，群众满意度达到百分之九十六。"


class FakeIndexes:
    """Remembers when it was asked to follow, and how many passages there were then."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.seen: list[int] = []

    def sync(
        self,
        progress: Callable[[int, int], None] | None = None,
        writing: Callable[[int, int], None] | None = None,
    ) -> None:
        self.seen.append(len(self._library))
        if progress:
            progress(1, 1)


class Desk:
    """A library with a folder of reports."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.settings: Settings = load(home)
        self.library = Library.open(self.settings.database)
        self.indexes = FakeIndexes(self.library)

    def write(self, name: str, text: str | bytes, age_s: float = 100) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        then = time.time() - age_s
        os.utime(path, (then, then))
        return path

    def ingest(self, *paths: Path, **options: Any) -> Report:
        return ingest(
            paths or (self.folder,), settings=self.settings, library=self.library, indexes=self.indexes, **options
        )

    def names(self) -> list[str]:
        return [d.path for d in self.library.documents()]


@pytest.fixture
def desk(tmp_path: Path, home: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "reports", home)
    yield made
    made.library.close()


def test_texts_come_in_with_offsets_into_the_decoded_file(desk: Desk) -> None:
    original = "甲县就业工作\r\n\r\n" + TEXT.format("甲县") + "\r\n"
    desk.write("a.txt", original.encode("gb18030"))
    report = desk.ingest()
    assert (report.added, report.usable, report.passages > 0) == (["a.txt"], True, True)
    found = desk.library.document("a.txt")
    assert found is not None and found.text == original
    for passage in found.passages:
        words = "".join(original[s:e] for s, e in passage.body.spans())
        assert "".join(words.split()) == "".join(passage.text.split())


def test_again_on_the_same_files_reads_none_of_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("a.txt", TEXT.format("甲县"))
    desk.write("b.zip", making.archive({"1.txt": TEXT.format("乙县").encode()}))
    desk.ingest()
    monkeypatch.setattr(sources, "read", lambda _: pytest.fail("read"))
    report = desk.ingest()
    assert (report.unchanged, report.added, report.replaced) == (2, [], [])


def test_a_touched_file_costs_a_hash_and_then_a_look_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("a.txt", TEXT.format("甲县"), age_s=100)
    desk.ingest()
    desk.write("a.txt", TEXT.format("甲县"), age_s=50)
    assert desk.ingest().unchanged == 1
    monkeypatch.setattr(sources, "read", lambda _: pytest.fail("read"))
    assert desk.ingest().unchanged == 1


def test_a_file_written_a_moment_ago_is_hashed_again(desk: Desk) -> None:
    path = desk.write("a.txt", TEXT.format("甲县"), age_s=0)
    desk.ingest()
    state = path.stat()
    path.write_text(TEXT.format("乙县"), encoding="utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert desk.ingest().replaced == ["a.txt"]


def test_an_edited_file_replaces_its_revision(desk: Desk) -> None:
    desk.write("a.txt", TEXT.format("甲县"))
    desk.ingest()
    desk.write("a.txt", TEXT.format("乙县") * 2, age_s=50)
    assert desk.ingest().replaced == ["a.txt"]
    assert all("乙县" in p.text for p in desk.library.all_passages())


def test_sync_removes_what_has_gone_and_nothing_else(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "o.txt").write_text(TEXT.format("丙县"), encoding="utf-8")
    gone, broken = desk.write("sub/gone.txt", TEXT.format("甲县")), desk.write("broken.txt", TEXT.format("丁县"))
    desk.write("stays.txt", TEXT.format("乙县"))
    desk.ingest(desk.folder, other)
    gone.unlink()
    broken.write_bytes(b"\x00\x01\x02")
    report = desk.ingest()
    assert (report.removed, report.missing) == ([], ["sub/gone.txt"])
    report = desk.ingest(sync=True)
    assert (report.removed, report.missing) == (["sub/gone.txt"], [])
    assert desk.names() == ["broken.txt", "o.txt", "stays.txt"]


def test_members_of_an_archive_come_and_go_with_it(desk: Desk) -> None:
    desk.write("a.zip", making.archive({"1.txt": TEXT.format("甲县").encode(), "2.txt": TEXT.format("乙县").encode()}))
    assert desk.ingest().added == ["a.zip/1.txt", "a.zip/2.txt"]
    desk.write(
        "a.zip", making.archive({"2.txt": TEXT.format("乙县").encode(), "3.txt": TEXT.format("丙县").encode()}), 50
    )
    report = desk.ingest()
    assert (report.added, report.removed, report.unchanged) == (["a.zip/3.txt"], ["a.zip/1.txt"], 1)
    (desk.folder / "a.zip").unlink()
    assert sorted(desk.ingest(sync=True).removed) == ["a.zip/2.txt", "a.zip/3.txt"]


def test_bad_files_are_named_and_the_rest_goes_on(desk: Desk) -> None:
    desk.write("1空.txt", "")
    desk.write("2坏.docx", b"PK\x03\x04 broken")
    desk.write("3旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    desk.write("4弹.zip", making.archive({"a.txt": b"\x00" * 30_000_000}))
    desk.write("5好.docx", making.docx(making.p(TEXT.format("甲县"))))
    report = desk.ingest()
    assert report.added == ["5好.docx"]
    assert [name for name, _ in report.refused] == ["1空.txt", "2坏.docx", "3旧.doc", "4弹.zip"]
    for _, error in report.refused:
        assert error.zh and error.en and "\n" not in error.zh
    assert desk.ingest().unchanged == 1


def test_nothing_usable_is_said(desk: Desk, tmp_path: Path) -> None:
    assert not desk.ingest().usable
    assert not desk.ingest(tmp_path / "missing").usable


def test_a_file_keeps_the_name_it_came_in_under(desk: Desk) -> None:
    path = desk.write("sub/a.txt", TEXT.format("甲县"))
    desk.ingest()
    assert desk.ingest(path).unchanged == 1
    assert desk.ingest(path.parent).unchanged == 1
    assert desk.names() == ["sub/a.txt"]


def test_two_files_of_one_name_are_both_kept(desk: Desk, tmp_path: Path) -> None:
    desk.write("a.txt", TEXT.format("甲县"))
    second = tmp_path / "乙" / "reports"
    second.mkdir(parents=True)
    (second / "a.txt").write_text(TEXT.format("乙县"), encoding="utf-8")
    desk.ingest()
    assert desk.ingest(second).added == ["reports/a.txt"]
    assert desk.ingest(second).unchanged == 1
    assert desk.names() == ["a.txt", "reports/a.txt"]


def test_a_side_car_describes_its_document_and_an_edit_of_it_counts(desk: Desk) -> None:
    desk.write("a.txt", TEXT.format("甲县"))
    card = desk.write("a.meta.yaml", "publication: 某某日报\ndate: 2021-04-12")
    assert desk.ingest().added == ["a.txt"]
    found = desk.library.document("a.txt")
    assert found is not None and (found.publication, found.date) == ("某某日报", "2021-04-12")
    card.write_text("publication: 另一家报", encoding="utf-8")
    assert desk.ingest().replaced == ["a.txt"]
    card.write_text("{", encoding="utf-8")
    report = desk.ingest()
    assert report.replaced == ["a.txt"] and not report.refused and "a.meta.yaml" in report.warnings[0][1]


def test_what_is_wrong_with_a_table_of_metadata_is_said_once(desk: Desk) -> None:
    desk.write("a.txt", TEXT.format("甲县"))
    desk.write("b.txt", TEXT.format("乙县"))
    desk.write("metadata.csv", "文件,日期,作者\na.txt,2021-04-12,x\nb.txt,去年,y\n")
    warnings = desk.ingest().warnings
    assert [name for name, _ in warnings] == ["a.txt", "b.txt"]
    assert "作者" in warnings[0][1] and "去年" in warnings[1][1]


def test_reprints_are_reported(desk: Desk) -> None:
    text = "".join(f"{TEXT.format(c)}其中{c}{n}个。" for n, c in enumerate("甲乙丙丁戊己"))
    desk.write("a.txt", text)
    desk.write("b.txt", text)
    ((one, other, share),) = desk.ingest().duplicates
    assert ({one, other}, share) == ({"a.txt", "b.txt"}, 1.0)


def test_large_batches_are_indexed_on_the_way(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_INDEX_EVERY", 2)
    for n in range(12):
        desk.write(f"{n:02}.txt", TEXT.format(f"第{n}乡"))
    report = desk.ingest()
    assert desk.indexes.seen[-1] == report.passages
    assert 2 < len(desk.indexes.seen) < 8


def test_progress_counts_files_and_passages(desk: Desk) -> None:
    for n in range(3):
        desk.write(f"{n}.txt", TEXT.format(f"第{n}乡"))
    states: list[Progress] = []
    desk.ingest(progress=states.append)
    reading = [s for s in states if s.phase == "reading"]
    assert [s.done for s in reading] == [0, 1, 2, 3]
    assert reading[-1].total == 3 and reading[-1].passages == 3
    assert [s.phase for s in states[-2:]] == ["indexing", "figures"]
    assert states[-1].done == states[-1].total == 3
    assert all(set(s.as_json()) >= {"phase", "done", "total", "rate", "seconds_left"} for s in states)


def test_figures_are_read_after_everything_can_be_found(desk: Desk) -> None:
    desk.write("a.txt", TEXT.format("甲乡"))

    def stopped() -> bool:
        return bool(desk.indexes.seen)

    assert desk.ingest(cancel=stopped).cancelled
    assert desk.names() == ["a.txt"] and len(desk.library.figures) == 0
    again = desk.ingest()
    assert again.unchanged == 1 and [f.value for f in desk.library.figures.all()] == [84, 307800, 96]


def test_the_reading_of_a_large_file_is_told_and_can_be_stopped(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_LARGE", 1000)
    text = "".join(f"第{n}乡今年建成车间{n}个，带动周边群众就近就业，村里的路也修好了。\n" for n in range(4000))
    desk.write("大.txt", text)
    states: list[Progress] = []
    desk.ingest(progress=states.append)
    within = [s for s in states if s.phase == "file"]
    assert len(within) > 3 and all(s.total == len(text) and s.name == "大.txt" for s in within)
    assert [s.done for s in within] == sorted({s.done for s in within})
    assert desk.ingest(progress=states.append).unchanged == 1
    desk.write("大.txt", text + "完。")
    told: list[Progress] = []
    stopped = desk.ingest(progress=told.append, cancel=lambda: any(s.phase == "file" for s in told))
    assert stopped.cancelled and stopped.replaced == []


def test_cancelling_keeps_what_is_finished(desk: Desk) -> None:
    for n in range(5):
        desk.write(f"{n}.txt", TEXT.format(f"第{n}乡"))
    report = desk.ingest(cancel=lambda: len(desk.library.documents()) >= 2)
    assert report.cancelled
    assert desk.names() == ["0.txt", "1.txt"]
    assert desk.ingest().unchanged == 2


def test_a_second_ingest_says_who_holds_the_lock(desk: Desk, tmp_path: Path) -> None:
    desk.write("a.txt", TEXT.format("甲县"))
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with desk.library.writing("wenju ingest /somewhere"):
            held.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    states: list[Progress] = []
    try:
        with pytest.raises(LibraryError, match="wenju ingest /somewhere"):
            desk.ingest(wait_s=0.2, progress=states.append)
    finally:
        done.set()
        holder.join()
    assert states[0].phase == "waiting" and "/somewhere" in states[0].name
    assert desk.ingest(wait_s=0.2).added == ["a.txt"]


def test_a_full_disk_stops_the_run_and_the_library_is_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("a.txt", TEXT.format("甲县"))
    desk.ingest()
    before = [d.sha256 for d in desk.library.documents()]
    with desk.library._database.read() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
    desk.library._database.connection().execute(f"PRAGMA max_page_count = {pages}")
    desk.write("b.txt", "".join(TEXT.format(f"第{n}个乡") + "\n" for n in range(400)))
    with pytest.raises(LibraryError, match="磁盘已满"):
        desk.ingest()
    assert [d.sha256 for d in desk.library.documents()] == before
    assert desk.library.check() == []


def test_scanned_pages_are_forgotten_once_the_document_is_in(desk: Desk) -> None:
    path = desk.write("a.txt", TEXT.format("甲县"))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    cache = run.PageCache(desk.settings.home / "cache" / "pages")
    cache.save(digest, "0", [[0, 0, 1, 1, 1, "字"]])
    assert cache.load(digest) == {"0": [[0, 0, 1, 1, 1, "字"]]}
    cache.save(digest, "../evil", [])
    desk.ingest()
    assert cache.load(digest) == {}
    assert not (desk.settings.home / "cache" / "pages" / digest).exists()
