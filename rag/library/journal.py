"""Which documents changed, and how far each derived index has followed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from rag.library.database import Database


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a derived index stands.

    It holds the record as of the journal's entry ``seq``: ``passages`` passages, in its generation
    ``generation``; an index of vectors also names the embedder that filled it and their length. ``stale``
    passages were dropped in place since the generation was made: their room is not given back before the next.
    """

    generation: int = 0
    seq: int = 0
    fingerprint: str = ""
    dimension: int = 0
    passages: int = 0
    stale: int = 0


class Journal:
    """Each changed document stands once, under the number of its last change.

    An entry does not say what happened: an index that follows it drops what it holds of the document and
    takes in what the record holds now. Doing so twice does no harm, which is what makes a crash harmless.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, document_id: str) -> None:
        """``document_id`` changes in the running transaction."""
        with self._database.write() as db:
            db.execute("DELETE FROM journal WHERE document_id = ?", (document_id,))
            db.execute("INSERT INTO journal (document_id) VALUES (?)", (document_id,))

    def note_all(self) -> None:
        """Every document has to be taken in anew, in the order of their ids."""
        with self._database.write() as db:
            db.execute("DELETE FROM journal")
            db.execute("INSERT INTO journal (document_id) SELECT id FROM documents ORDER BY id")

    def head(self) -> int:
        """Number of the last change ever noted; 0 before the first."""
        with self._database.read() as db:
            row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").fetchone()
            return int(row[0]) if row else 0

    def since(self, seq: int) -> list[tuple[int, str]]:
        """(number, document id) of the changes after ``seq``, oldest first."""
        with self._database.read() as db:
            return db.execute("SELECT seq, document_id FROM journal WHERE seq > ? ORDER BY seq", (seq,)).fetchall()

    def cursor(self, name: str) -> Cursor | None:
        """Where the index ``name`` stands; None if it was never built."""
        with self._database.read() as db:
            row = db.execute(
                "SELECT generation, seq, fingerprint, dimension, passages, stale FROM indexes WHERE name = ?", (name,)
            ).fetchone()
            return Cursor(*row) if row else None

    def advance(self, name: str, cursor: Cursor) -> None:
        """The index ``name`` stands at ``cursor`` from now on."""
        with self._database.write() as db:
            db.execute(
                "INSERT OR REPLACE INTO indexes "
                "(name, generation, seq, fingerprint, dimension, passages, stale) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (name, *astuple(cursor)),
            )

    def trim(self, names: Iterable[str]) -> None:
        """Forget the changes that every one of the indexes ``names`` has followed."""
        with self._database.write() as db:
            cursors = [self.cursor(name) for name in names]
            reached = min((c.seq if c else 0 for c in cursors), default=0)
            db.execute("DELETE FROM journal WHERE seq <= ?", (reached,))
