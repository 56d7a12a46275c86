"""What readers say is kept, whole, on this machine."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from rag.domain import Answer
from rag.errors import LibraryError, UsageError
from ui.web.feedback import VERDICTS, record

ANSWER = Answer("问？'); DROP TABLE feedback;--", "问？", "answered", "答[1]。", "extractive")


def test_every_verdict_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "new" / "feedback.db"
    for verdict in VERDICTS:
        record(path, ANSWER, verdict, "=CMD()" * 1000)
    rows = sqlite3.connect(path).execute("SELECT verdict, note, question, answer FROM feedback ORDER BY id").fetchall()
    assert [r[0] for r in rows] == list(VERDICTS)
    assert rows[0][2] == ANSWER.question and json.loads(rows[0][3])["answer"] == "答[1]。" and len(rows[0][1]) == 1000


def test_no_other_verdict(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        record(tmp_path / "f.db", ANSWER, "nice")


def test_a_file_that_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "f.db").write_text("no database at all, " * 100, encoding="utf-8")
    with pytest.raises(LibraryError):
        record(tmp_path / "f.db", ANSWER, "useful")
