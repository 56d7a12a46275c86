"""Articles that say the same: what was printed twice, so that it counts once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.library.database import Database

_MAX_LINKS = 8
"""An article is linked to so many others; a larger family hangs together through its members."""
_MAX_STEPS = 200


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of an article's text to compare it by: ``minhash`` and the hashes of its ``bands``."""

    article_id: str
    minhash: bytes
    bands: tuple[int, ...]


class Reprints:
    """Signatures of articles, and links between those that are alike; both go with their articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def unsigned(self) -> list[str]:
        """Ids of the documents with articles that have no signature yet, in order."""
        with self._database.read() as db:
            rows = db.execute(
                "SELECT DISTINCT a.document_id FROM articles a LEFT JOIN signatures s ON s.article_id = a.id "
                "WHERE s.article_id IS NULL ORDER BY a.document_id"
            ).fetchall()
        return [row[0] for row in rows]

    def sign(self, signatures: Iterable[Signature]) -> None:
        """Keep ``signatures`` of articles that are in the record."""
        with self._database.write() as db:
            for signature in signatures:
                at = db.execute(
                    "INSERT OR REPLACE INTO signatures (article_id, minhash) VALUES (?, ?)",
                    (signature.article_id, signature.minhash),
                ).lastrowid
                db.executemany(
                    "INSERT OR IGNORE INTO bands (band, signature) VALUES (?, ?)", [(b, at) for b in signature.bands]
                )

    def candidates(self, bands: Sequence[int]) -> list[tuple[str, bytes]]:
        """(article id, minhash) of every article that shares a band, in order of their coming in."""
        marks = ",".join("?" * len(bands))
        with self._database.read() as db:
            return db.execute(
                f"SELECT article_id, minhash FROM signatures WHERE seq IN "
                f"(SELECT signature FROM bands WHERE band IN ({marks})) ORDER BY seq LIMIT 1000",
                tuple(bands),
            ).fetchall()

    def link(self, article_id: str, others: Sequence[tuple[str, float]]) -> None:
        """``article_id`` is alike ``others``, given with the share in [0, 1] of what they have in common."""
        with self._database.write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO reprints (article_id, other_id, similarity) VALUES (?, ?, ?)",
                [pair for o, s in others[:_MAX_LINKS] for pair in ((article_id, o, s), (o, article_id, s))],
            )

    def documents(self, article_ids: Sequence[str]) -> dict[str, str]:
        """Article id -> path of its document."""
        marks = ",".join("?" * len(article_ids))
        with self._database.read() as db:
            rows = db.execute(
                f"SELECT a.id, d.path FROM articles a JOIN documents d ON d.id = a.document_id WHERE a.id IN ({marks})",
                tuple(article_ids),
            )
            return dict(rows.fetchall())

    def wholes(self) -> dict[str, list[str]]:
        """Document id -> paths of the documents that hold a like of each of its articles, but for those too short to compare."""
        out: dict[str, list[str]] = {}
        with self._database.read() as db:
            found = db.execute(
                "SELECT a.document_id, d.path FROM reprints r JOIN articles a ON a.id = r.article_id "
                "JOIN articles b ON b.id = r.other_id JOIN documents d ON d.id = b.document_id "
                "WHERE b.document_id <> a.document_id GROUP BY a.document_id, d.id HAVING count(DISTINCT a.id) = "
                "(SELECT count(*) FROM articles x LEFT JOIN signatures s ON s.article_id = x.id "
                "WHERE x.document_id = a.document_id AND coalesce(s.minhash, '?') <> x'') ORDER BY a.document_id, d.path"
            )
            for document_id, path in found:
                out.setdefault(document_id, []).append(path)
        return out

    def families(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Article id -> the id that stands for all that are alike; articles without a like are left out."""
        out: dict[str, str] = {}
        with self._database.read() as db:
            for article_id in article_ids:
                if article_id in out:
                    continue
                family = {article_id}
                queue = [article_id]
                while queue and len(family) < _MAX_STEPS:
                    rows = db.execute("SELECT other_id FROM reprints WHERE article_id = ?", (queue.pop(),))
                    fresh = {row[0] for row in rows} - family
                    family |= fresh
                    queue += sorted(fresh)
                if len(family) > 1:
                    out |= dict.fromkeys(family, min(family))
        return out
