"""What readers say of answers: kept on this machine, in a table of its own."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from rag.domain import Answer
from rag.errors import LibraryError, UsageError

Verdict = Literal["useful", "wrong_source", "wrong_figure", "off_topic"]
VERDICTS: tuple[Verdict, ...] = ("useful", "wrong_source", "wrong_figure", "off_topic")
_MAX_NOTE = 1000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  verdict TEXT NOT NULL,
  note TEXT NOT NULL,
  question TEXT NOT NULL,
  status TEXT NOT NULL,
  engine TEXT NOT NULL,
  answer TEXT NOT NULL
)
"""


def record(path: Path, answer: Answer, verdict: str, note: str = "") -> None:
    """Append one line to the table in ``path``, creating both when missing. ``answer`` is kept whole, as JSON.

    Raises:
        UsageError: a verdict that is none of ``VERDICTS``.
        LibraryError: the file cannot be written.
    """
    if verdict not in VERDICTS:
        raise UsageError(f"没有这种评价 {verdict!r}", f"no such verdict {verdict!r}")
    row = (
        datetime.now(UTC).isoformat(timespec="seconds"),
        verdict,
        note.strip()[:_MAX_NOTE],
        answer.question,
        answer.status,
        answer.engine,
        json.dumps(answer.as_json(), ensure_ascii=False),
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=5)) as db, db:
            db.execute(_SCHEMA)
            db.execute(
                "INSERT INTO feedback (at, verdict, note, question, status, engine, answer) VALUES (?,?,?,?,?,?,?)", row
            )
    except (OSError, sqlite3.Error) as error:
        raise LibraryError(f"评价没有存下：{error}", f"the feedback could not be kept: {error}") from error


def propose(home: Path, answer: Answer, verdict: str, history: Sequence[str] = ()) -> bool:
    """Make a complaint a proposed case in the review file of ``home``; whether it is one, and new.

    Raises:
        UsageError: the review file is damaged or cannot be written.
    """
    from eval.proposals import review
    from eval.proposals.feedback import proposal

    proposed = proposal(verdict, answer.as_json(), history)
    return proposed is not None and review.add(home / review.NAME, [proposed]) > 0
