"""Figures live and die with their document, and are read again when the reader has changed."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from rag.errors import Cancelled
from rag.figure import READER
from rag.figures import stored
from rag.figures.asked import ask
from rag.figures.read import read_all
from rag.figures.stored import catch_up, figures_of, rebuild, table
from rag.library.record import Library
from tests.rag.library.making import document

MADE = document("甲.txt", [("题目", ["全县建成扶贫车间47个，吸纳就业1203人。"])], place="绥宁县")
OTHER = document("乙.txt", [("题目", ["全县建成扶贫车间61个。", "全县总人口30万人。"])], place="平江县")


def test_put_read_replace_remove(home: Path) -> None:
    library = Library.open(home / "library.db")
    library.put(MADE)
    catch_up(library)
    assert list(library.figures.all()) == list(read_all(MADE.passages)) and len(library.figures) == 2
    library.put(document("甲.txt", [("题目", ["全县建成扶贫车间52个。"])], place="绥宁县"))
    assert len(library.figures) == 0 and library.figures.unread(READER) == [MADE.id]
    catch_up(library)
    assert [f.value for f in library.figures.all()] == [52]
    library.remove(MADE.id)
    assert len(library.figures) == 0 and library.figures.unread(READER) == []


def test_figures_that_are_still_to_be_read_are_in_no_table_missing(home: Path) -> None:
    """Whether the table can keep what it reads, or somebody else is writing, or nothing may be written."""
    library = Library.open(home / "library.db")
    library.put(MADE)
    catch_up(library)
    library.put(OTHER)
    reading = Library.open(home / "library.db", read_only=True)
    wanted = ask("各县扶贫车间有多少个？")

    def values() -> list[float]:
        return sorted(row.figure.value for row in table(reading, wanted).rows)

    with library.writing():
        other: list[list[float]] = []
        thread = threading.Thread(target=lambda: other.append(values()))
        thread.start()
        thread.join()
        assert other == [[47, 61]] and library.figures.unread(READER) == [OTHER.id]
    assert values() == [47, 61] and library.figures.unread(READER) == []
    assert values() == [47, 61]


def test_reading_can_be_stopped_and_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "_TOLD", 1)
    library = Library.open(home / "library.db")
    for made in (MADE, OTHER):
        library.put(made)
    told: list[tuple[int, int]] = []

    def stop() -> None:
        if len(told) == 2:
            raise Cancelled("停", "stop")

    with pytest.raises(Cancelled):
        catch_up(library, lambda done, total: told.append((done, total)), stop)
    assert told == [(1, 3), (2, 3)] and len(library.figures.unread(READER)) == 1
    catch_up(library)
    assert library.figures.unread(READER) == [] and len(library.figures) == 4


def test_a_document_without_figures_is_read_when_asked(home: Path) -> None:
    library = Library.open(home / "library.db")
    library.put(MADE)
    assert len(library.figures) == 0 and [f.value for f in figures_of(library)] == [47, 1203]
    assert rebuild(library) == 2 and library.figures.unread(READER) == []
    assert [f.value for f in figures_of(library)] == [47, 1203]


def test_figures_of_another_reader_are_read_again(home: Path) -> None:
    library = Library.open(home / "library.db")
    library.put(MADE)
    library.figures.put(MADE.id, (), READER)
    assert figures_of(library) == []
    library.figures.put(MADE.id, (), 0)
    assert [f.value for f in figures_of(library)] == [47, 1203]
