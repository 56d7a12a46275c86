"""Vectors computed once: kept under the digest of the text they stand for and the embedder's fingerprint.

An index is rebuilt, an edited file taken in again, a passage moved, without embedding anything twice.
Half precision: it moves a cosine by about 1e-5, far less than the embedder's own arithmetic does, and the
indexes are filled from here, so that the record and they agree to the bit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from rag.domain import Passage
from rag.library.database import Database
from rag.library.rows import PASSAGE_SELECT, as_passage, content_key
from rag.ports import Vectors

_BATCH = 500


class VectorCache:
    """The vectors of the library's passages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, passages: Sequence[Passage], vectors: Vectors, fingerprint: str) -> None:
        """Keep ``vectors`` of shape ``(len(passages), dimension)``; what is there already stays."""
        rows = [
            (content_key(p), fingerprint, np.ascontiguousarray(v, dtype="<f2").tobytes())
            for p, v in zip(passages, vectors, strict=True)
        ]
        with self._database.write() as db:
            # A passage may have been removed while it was embedded: its vector must not come back.
            db.executemany(
                "INSERT OR IGNORE INTO vectors (content, fingerprint, vector) "
                "SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM passages WHERE content = ?1)",
                rows,
            )

    def missing(self, fingerprint: str, documents: Sequence[str], size: int) -> Iterator[list[Passage]]:
        """The passages of ``documents`` that have no vector yet, each text once, in batches of ``size``.

        Keep the vectors of a batch before the next is asked for.
        """
        batch: dict[bytes, Passage] = {}
        for id_ in documents:
            with self._database.read() as db:
                found = db.execute(
                    f"{PASSAGE_SELECT} LEFT JOIN vectors v ON v.content = p.content AND v.fingerprint = ? "
                    "WHERE p.document_id = ? AND v.content IS NULL ORDER BY p.ordinal, p.seq",
                    (fingerprint, id_),
                ).fetchall()
            for passage in map(as_passage, found):
                batch.setdefault(content_key(passage), passage)
                if len(batch) == size:
                    yield list(batch.values())
                    batch.clear()
        if batch:
            yield list(batch.values())

    def count_missing(self, fingerprint: str, documents: Sequence[str]) -> int:
        """Number of texts among the passages of ``documents`` without a vector."""
        found: set[bytes] = set()
        with self._database.read() as db:
            for some in _some(documents):
                found.update(
                    row[0]
                    for row in db.execute(
                        "SELECT p.content FROM passages p LEFT JOIN vectors v ON v.content = p.content "
                        f"AND v.fingerprint = ? WHERE v.content IS NULL AND p.document_id IN ({_marks(some)})",
                        (fingerprint, *some),
                    )
                )
        return len(found)

    def count(self, fingerprint: str, documents: Sequence[str]) -> int:
        """Number of passages of ``documents`` that have a vector."""
        total = 0
        with self._database.read() as db:
            for some in _some(documents):
                total += db.execute(
                    "SELECT count(*) FROM passages p JOIN vectors v ON v.content = p.content AND v.fingerprint = ? "
                    f"WHERE p.document_id IN ({_marks(some)})",
                    (fingerprint, *some),
                ).fetchone()[0]
        return total

    def of(self, ids: Sequence[str], fingerprint: str) -> tuple[list[str], Vectors]:
        """Those of ``ids`` that have a vector, in the order given, and their vectors, row by row."""
        found: dict[str, bytes] = {}
        with self._database.read() as db:
            for some in _some(ids):
                found.update(
                    db.execute(
                        "SELECT p.id, v.vector FROM passages p JOIN vectors v "
                        f"ON v.content = p.content AND v.fingerprint = ? WHERE p.id IN ({_marks(some)})",
                        (fingerprint, *some),
                    )
                )
        kept = [i for i in ids if i in found]
        return kept, _stack([found[i] for i in kept])

    def batches(
        self, fingerprint: str, size: int, documents: Sequence[str] | None = None
    ) -> Iterator[tuple[list[str], list[str], Vectors]]:
        """(passage ids, their documents' ids, vectors) in batches of at most ``size``.

        All passages that have a vector, or those of ``documents``; in the order they came in.
        """
        for some in [None] if documents is None else _some(sorted(documents)):
            where = "" if some is None else f"AND p.document_id IN ({_marks(some)}) "
            after = 0
            while True:
                with self._database.read() as db:
                    rows = db.execute(
                        "SELECT p.seq, p.id, p.document_id, v.vector FROM passages p JOIN vectors v "
                        f"ON v.content = p.content AND v.fingerprint = ? WHERE p.seq > ? {where}"
                        "ORDER BY p.seq LIMIT ?",
                        (fingerprint, after, *(some or ()), size),
                    ).fetchall()
                if not rows:
                    break
                after = rows[-1][0]
                yield [r[1] for r in rows], [r[2] for r in rows], _stack([r[3] for r in rows])

    def drop_others(self, fingerprint: str) -> None:
        """Forget the vectors of every other embedder."""
        with self._database.write() as db:
            db.execute("DELETE FROM vectors WHERE fingerprint <> ?", (fingerprint,))


def _some(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), _BATCH):
        yield ids[at : at + _BATCH]


def _marks(some: Sequence[str]) -> str:
    return ",".join("?" * len(some))


def _stack(blobs: Sequence[bytes]) -> Vectors:
    if not blobs:
        return np.zeros((0, 0), dtype=np.float32)
    half: npt.NDArray[np.float16] = np.frombuffer(b"".join(blobs), dtype="<f2").reshape(len(blobs), -1)
    wide = half.astype(np.float32)
    norms = np.sqrt(np.einsum("ij,ij->i", wide, wide))
    wide /= np.where(norms > 0, norms, np.float32(1))[:, None]
    return wide
