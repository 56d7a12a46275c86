"""The index of vectors as it follows the record: a base that is never written in place, and what changed since.

The *base* is Chroma's, or another engine's (``settings.index.vectors``): a folder made by one process and
closed before any other opens it. What the journal names after the base was made is the *delta*: its passages
are searched exactly, by their vectors from the record, and hide what the base still holds of their documents.
So a change is seen by every reader at its next question. When the delta has grown, the base is copied, brought up to date apart, and the record is told
of the new generation in one transaction. See docs/decisions/0002-index-lifecycle.md.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from rag.backends.vector_indexes import holds, open_vector_index
from rag.errors import LibraryError
from rag.index.generations import Generations
from rag.library.journal import Cursor
from rag.library.record import Library
from rag.ports import Progress, VectorIndex, Vectors
from rag.settings import VectorEngine

NAME = "dense"
_COPIED = 20_000
"""A base up to this many passages is brought up to date at every change; a larger one when the delta is ..."""
_DELTA = 0.05
"""... this share of it."""
_STALE = 0.2
_BATCH = 2_000


@dataclass(slots=True)
class _View:
    """What is searched: the base without ``hidden``, and ``ids`` with their ``vectors``, which changed since.

    ``of_document`` keeps what was asked of the base so far: which passages it holds of a changed document,
    ``beside`` the passages and vectors of each of them. ``token`` says of which moment this is: the base, the
    embedder, and up to which change the record is told of and embedded.
    """

    token: tuple[Cursor, str, int, int] | None = None
    base: VectorIndex | None = None
    generation: int = 0
    of_document: dict[str, list[str]] = field(default_factory=dict)
    beside: dict[str, tuple[list[str], Vectors]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    vectors: Vectors = field(default_factory=lambda: np.zeros((0, 0), np.float32))


class DenseFollower:
    """Nearest neighbours by cosine over the record's passages. One search at a time."""

    def __init__(self, library: Library, root: Path, engine: VectorEngine = "chroma") -> None:
        self._library = library
        self._engine = engine
        self._generations = Generations(root)
        self._lock = threading.Lock()
        self._view = _View()

    def search(self, vector: Vectors, k: int, fingerprint: str) -> list[tuple[str, float]]:
        """At most ``k`` pairs (passage id, cosine), best first, for one vector of shape ``(dimension,)``."""
        with self._lock:
            try:
                found = _in_base(self._current(fingerprint), vector, k)
            except LibraryError:
                # Another process may have put a new generation in the place of the one that was open.
                if not self._replaced():
                    raise
                found = _in_base(self._current(fingerprint), vector, k)
            view = self._view
            if view.ids:
                found += _nearest(view, vector, k)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]

    def held(self, fingerprint: str) -> tuple[int, set[str]]:
        """Number of entries that a search could find, and their passage ids."""
        with self._lock:
            view = self._current(fingerprint)
            base = view.base.ids() - view.hidden if view.base else set()
            return len(base) + len(view.ids), base | set(view.ids)

    def base_vectors(self, ids: list[str], fingerprint: str) -> tuple[list[str], Vectors]:
        """Those of ``ids`` that the base holds, and their vectors as it has them."""
        with self._lock:
            base = self._current(fingerprint).base
            return base.vectors(ids) if base else ([], np.zeros((0, 0), np.float32))

    def due(self, fingerprint: str) -> int:
        """Number of vectors that ``follow`` would write; 0 when the delta may stay as it is."""
        cursor = self._library.journal.cursor(NAME)
        changed = self._changed(cursor)
        if not changed and cursor and self._sound(cursor):
            return 0
        if cursor is None or not self._sound(cursor) or cursor.fingerprint != fingerprint or _worn(cursor):
            return max(1, len(self._library))
        added = self._library.vectors.count(fingerprint, changed)
        if cursor.passages > _COPIED and added + len(changed) <= _DELTA * cursor.passages:
            return 0
        return max(1, added)

    def follow(self, fingerprint: str, dimension: int, progress: Progress | None = None) -> None:
        """Bring the base up to the record, if it is due. Call with the writer's lock held.

        Every passage must have its vector in the record's cache by now.
        """
        total = self.due(fingerprint)
        cursor = self._library.journal.cursor(NAME)
        self._generations.sweep(cursor.generation if cursor else 0)
        if not total:
            return
        if cursor is None or not self._sound(cursor) or cursor.fingerprint != fingerprint or _worn(cursor):
            self.renew(fingerprint, dimension, progress)
            return
        changed = self._changed(cursor)
        generation = cursor.generation + 1
        seq = self._library.journal.head()
        index = self._base(self._generations.copy(cursor.generation, generation))
        try:
            dropped = [i for ids in index.ids_of(changed).values() for i in ids]
            index.delete(dropped)
            self._fill(index, fingerprint, changed, total, progress)
            size = len(index)
        finally:
            index.close()
        self._publish(Cursor(generation, seq, fingerprint, dimension, size, cursor.stale + len(dropped)))

    def renew(self, fingerprint: str, dimension: int, progress: Progress | None = None) -> None:
        """Make a new base from the record alone. Call with the writer's lock held."""
        cursor = self._library.journal.cursor(NAME) or Cursor()
        seq = self._library.journal.head()
        fresh = self._generations.fresh(cursor.generation + 1)
        index = open_vector_index(self._engine, fresh, create=True, expected=len(self._library))
        try:
            self._fill(index, fingerprint, None, len(self._library), progress)
            size = len(index)
        finally:
            index.close()
        self._publish(Cursor(cursor.generation + 1, seq, fingerprint, dimension, size, 0))

    def close(self) -> None:
        """Release files."""
        with self._lock:
            self._drop()

    def _fill(
        self, index: VectorIndex, fingerprint: str, documents: list[str] | None, total: int, progress: Progress | None
    ) -> None:
        done = 0
        for ids, of, vectors in self._library.vectors.batches(fingerprint, _BATCH, documents):
            index.upsert(ids, vectors, of)
            done += len(ids)
            if progress:
                progress(done, max(done, total))
        index.settle()

    def _publish(self, cursor: Cursor) -> None:
        self._generations.sync(cursor.generation)
        self._library.journal.advance(NAME, cursor)
        self._generations.sweep(cursor.generation)

    def _changed(self, cursor: Cursor | None) -> list[str]:
        return [id_ for _, id_ in self._library.journal.since(cursor.seq if cursor else 0)]

    def _sound(self, cursor: Cursor) -> bool:
        return holds(self._engine, self._generations.path(cursor.generation))

    def _base(self, folder: Path) -> VectorIndex:
        return open_vector_index(self._engine, folder)

    def _current(self, fingerprint: str) -> _View:
        """The view of this moment: cheap when nothing changed, whoever changed it."""
        journal = self._library.journal
        with self._library.snapshot():
            cursor = journal.cursor(NAME) or Cursor()
            embedded = journal.cursor("vectors") or Cursor()
            token = (cursor, fingerprint, journal.head(), embedded.seq)
            old = self._view
            if token == old.token:
                return old
            changed = sorted(self._changed(cursor))
            beside: dict[str, tuple[list[str], Vectors]] = {}
            if old.token and old.token[:2] == token[:2]:
                # What stood beside this base before stays, but for what was changed or embedded since.
                fresh = {d for _, d in journal.since(min(old.token[2:]))}
                beside = {d: old.beside[d] for d in changed if d in old.beside and d not in fresh}
            beside |= self._vectors_of([d for d in changed if d not in beside], fingerprint)
        # While a rebuild is under way there is no base: every passage is in the journal, and in the delta.
        generation = cursor.generation if cursor.fingerprint == fingerprint else 0
        view = _View(token, old.base, generation, beside=beside)
        if generation != old.generation:
            self._drop()
            view.base = self._base(self._generations.path(generation)) if generation else None
        elif view.base:
            view.of_document = old.of_document
        if view.base:
            view.of_document.update(view.base.ids_of([d for d in changed if d not in view.of_document]))
            view.hidden = {i for d in changed for i in view.of_document[d]}
        held = [beside[d] for d in changed if beside[d][0]]
        view.ids = [i for ids, _ in held for i in ids]
        if held:
            view.vectors = np.concatenate([vectors for _, vectors in held])
        self._view = view
        return view

    def _vectors_of(self, documents: list[str], fingerprint: str) -> dict[str, tuple[list[str], Vectors]]:
        """Document id -> its passages that have a vector, and their vectors."""
        places: dict[str, list[tuple[str, Vectors]]] = {d: [] for d in documents}
        for ids, of, vectors in self._library.vectors.batches(fingerprint, _BATCH, documents):
            for id_, document, vector in zip(ids, of, vectors, strict=True):
                places[document].append((id_, vector))
        return {
            d: ([i for i, _ in rows], np.stack([v for _, v in rows]) if rows else np.zeros((0, 0), np.float32))
            for d, rows in places.items()
        }

    def _replaced(self) -> bool:
        """Whether the generation that is open is no longer in force; then it is closed."""
        cursor = self._library.journal.cursor(NAME)
        if cursor is None or cursor.generation == self._view.generation:
            return False
        self._drop()
        return True

    def _drop(self) -> None:
        if self._view.base:
            self._view.base.close()
        self._view = _View()


def _worn(cursor: Cursor) -> bool:
    """Whether so many nodes of the graph are dead that it is better made anew."""
    return cursor.stale > max(1_000, _STALE * cursor.passages)


def _nearest(view: _View, vector: Vectors, k: int) -> list[tuple[str, float]]:
    """The ``k`` best beside the base, and those that are as good as the last of them."""
    cosines = view.vectors @ vector
    if 0 < k < len(cosines):
        best = np.flatnonzero(cosines >= np.partition(cosines, -k)[-k])
        return [(view.ids[n], float(cosines[n])) for n in best]
    return list(zip(view.ids, cosines.tolist(), strict=True))


def _in_base(view: _View, vector: Vectors, k: int) -> list[tuple[str, float]]:
    """The ``k`` best of the base that are not hidden: asks for more until enough are left."""
    if view.base is None:
        return []
    depth = k + min(len(view.hidden), k)
    while True:
        found = view.base.search(vector, depth)
        kept = [pair for pair in found if pair[0] not in view.hidden]
        if len(kept) >= k or len(found) < depth:
            return kept[:k]
        depth *= 2
