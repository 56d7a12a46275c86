"""The figures of the record: read after their document is searchable, gone with it, read again when the reader has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rag.figure import Figure
from rag.library.database import Database

_COLUMNS = "document_id, passage_id, name, place_path, since, value, unit, fields"


class Figures:
    """What the documents of one record state in figures."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, document_id: str, figures: Sequence[Figure], reader: int) -> None:
        """Keep ``figures`` in place of what was held of the document. ``reader`` numbers the way they were read."""
        with self._database.write() as db:
            db.execute("DELETE FROM figures WHERE document_id = ?", (document_id,))
            db.executemany(
                f"INSERT INTO figures ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?)",
                [(document_id, f.passage, f.name, f.place_path, f.since, f.value, f.unit, _dumps(f)) for f in figures],
            )
            db.execute("INSERT OR REPLACE INTO figured (document_id, reader) VALUES (?, ?)", (document_id, reader))

    def all(self) -> Iterator[Figure]:
        """Every figure, document by document in reading order."""
        with self._database.read() as db:
            found = db.execute(
                "SELECT f.fields FROM figures f JOIN documents d ON d.id = f.document_id ORDER BY d.path, d.root, f.seq"
            ).fetchall()
        return (as_figure(row[0]) for row in found)

    def unread(self, reader: int) -> list[str]:
        """Ids of the documents whose figures were never read, or by another reader."""
        with self._database.read() as db:
            return [
                row[0]
                for row in db.execute(
                    "SELECT d.id FROM documents d LEFT JOIN figured r ON r.document_id = d.id "
                    "WHERE r.reader IS NULL OR r.reader <> ? ORDER BY d.path, d.root",
                    (reader,),
                )
            ]

    def __len__(self) -> int:
        """Number of figures."""
        with self._database.read() as db:
            return int(db.execute("SELECT count(*) FROM figures").fetchone()[0])


def as_figure(fields: str) -> Figure:
    """A figure from its JSON."""
    data: dict[str, Any] = json.loads(fields)
    data["quote"] = tuple(data["quote"])
    return Figure(**data)


def _dumps(figure: Figure) -> str:
    return json.dumps(asdict(figure), ensure_ascii=False, separators=(",", ":"))
