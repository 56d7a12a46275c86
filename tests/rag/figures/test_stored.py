"""Figures live and die with their document, and are read again when the reader has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rag.figure import READER
from rag.figures.read import read_all
from rag.figures.stored import figures_of, rebuild
from rag.library.record import Library
from tests.rag.library.making import document

MADE = document("甲.txt", [("题目", ["全县建成扶贫车间47个，吸纳就业1203人。"])], place="绥宁县")


def test_put_read_replace_remove(home: Path) -> None:
    library = Library.open(home / "library.db")
    whole = replace(MADE, figures=tuple(read_all(MADE.passages)))
    library.put(whole)
    assert list(library.figures.all()) == list(whole.figures or ()) and len(library.figures) == 2
    changed = document("甲.txt", [("题目", ["全县建成扶贫车间52个。"])], place="绥宁县")
    library.put(replace(changed, figures=tuple(read_all(changed.passages))))
    assert [f.value for f in library.figures.all()] == [52]
    library.remove(changed.id)
    assert len(library.figures) == 0


def test_a_document_without_figures_is_read_when_asked(home: Path) -> None:
    library = Library.open(home / "library.db")
    library.put(MADE)
    assert len(library.figures) == 0 and [f.value for f in figures_of(library)] == [47, 1203]
    assert rebuild(library) == 2 and library.figures.unread(READER) == []
    assert [f.value for f in figures_of(library)] == [47, 1203]


def test_figures_of_another_reader_are_read_again(home: Path) -> None:
    library = Library.open(home / "library.db")
    library.put(replace(MADE, figures=()))
    assert figures_of(library) == []
    library.figures.put(MADE.id, (), 0)
    assert [f.value for f in figures_of(library)] == [47, 1203]
