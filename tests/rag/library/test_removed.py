"""What was removed can be had back for a day, and is gone after it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from rag.library.removed import KEPT_S, Removed
from tests.rag.library.making import document

MADE = document("简报.txt", [("题", ["青石县建成车间84个。"])], place="青石县")


def test_a_document_comes_back_as_it_was_until_it_is_dropped(tmp_path: Path) -> None:
    removed = Removed(tmp_path)
    assert removed.take(MADE.id) is None and removed.documents() == []
    removed.keep(MADE)
    removed.keep(MADE)
    assert removed.take(MADE.id) == MADE and [d.id for d in removed.documents()] == [MADE.id]
    removed.drop(MADE.id)
    assert removed.take(MADE.id) is None


@pytest.mark.parametrize("name", ["..", "../x", "", "a/b", "/etc"])
def test_a_name_leads_nowhere_else(name: str, tmp_path: Path) -> None:
    assert Removed(tmp_path).take(name) is None


def test_after_a_day_it_is_gone_although_it_was_read(tmp_path: Path) -> None:
    removed = Removed(tmp_path)
    removed.keep(MADE)
    (removed.room("x") / "a.txt").write_text("x", encoding="utf-8")
    then = time.time() - KEPT_S + 60
    for entry in (tmp_path / "removed").iterdir():
        for path in (*entry.iterdir(), entry):
            os.utime(path, (then, then))
    assert removed.take(MADE.id) is not None, "reading it makes it no younger"
    then -= 120
    for entry in (tmp_path / "removed").iterdir():
        for path in entry.glob("library.db"):
            os.utime(path, (then, then))
        os.utime(entry, (then, then))
    removed.expire()
    assert os.listdir(tmp_path / "removed") == []
