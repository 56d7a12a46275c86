from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.library.record import Library
from rag.library.schema import MIGRATIONS
from tests.rag.library.making import document


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    opened = Library.open(home / "library.db")
    yield opened
    opened.close()


FIRST = document("一.txt", [("甲", ["同一段文字。"]), ("乙", ["另一段。"])])
SECOND = document("二.txt", [("甲", ["同一段文字。"])])


def test_links_lead_to_the_original(library: Library) -> None:
    library.put(FIRST)
    library.put(SECOND)
    original, other, copy = FIRST.articles[0].id, FIRST.articles[1].id, SECOND.articles[0].id
    library.reprints.link(
        [(copy, original, 0.97), (original, original, 1.0), ("gone", original, 1.0), (other, "gone", 1.0)]
    )
    assert library.reprints.originals([original, other, copy]) == {copy: original}
    assert library.reprints.of(original) == [(copy, 0.97)]
    library.reprints.link([(copy, other, 0.5)])
    assert library.reprints.originals([copy]) == {copy: other}


def test_links_and_signatures_go_with_their_articles(library: Library) -> None:
    library.put(FIRST)
    library.put(SECOND)
    original, copy = FIRST.articles[0].id, SECOND.articles[0].id
    assert library.reprints.unsigned() == sorted([FIRST.id, SECOND.id])
    library.reprints.sign([(original, b"1"), (copy, b"2"), ("gone", b"3")])
    assert list(library.reprints.signatures()) == sorted([(original, b"1"), (copy, b"2")])
    assert library.reprints.unsigned() == [FIRST.id], "its second article has none"
    library.reprints.link([(copy, original, 1.0)])
    library.remove(FIRST.id)
    assert list(library.reprints.signatures()) == [(copy, b"2")]
    assert library.reprints.originals([copy]) == {}


def test_a_library_of_the_first_layout_is_brought_up_to_date(home: Path) -> None:
    library = Library.open(home / "library.db")
    library.put(FIRST)
    library.close()
    with sqlite3.connect(home / "library.db") as old:
        old.executescript("DROP TABLE reprints; DROP TABLE signatures; PRAGMA user_version = 1;")
    old.close()
    again = Library.open(home / "library.db")
    assert again.document(FIRST.id) == FIRST
    again.reprints.sign([(FIRST.articles[0].id, b"1")])
    assert again._database.connection().execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    again.close()
