"""Both indexes of a library: searched together, brought up to the record together."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from rag.errors import IndexMismatch, LibraryError, WenjuError
from rag.index import dense, lexical
from rag.index.dense import DenseFollower
from rag.index.lexical import LexicalFollower
from rag.library.journal import Cursor
from rag.library.record import Library
from rag.ports import Embedder, Progress, Vectors
from rag.settings import Settings

_VECTORS = "vectors"
"""The cursor that says up to which change every passage has been embedded."""
_EMBEDDED = 256
"""Passages embedded between two commits: about ten seconds of work is lost to a crash."""
_SAMPLED = 200
_ASKED = 64
"""Questions whose vectors are kept: one search asks for the same vector more than once."""


class Indexes:
    """Everything here is derived from the library and can be made anew from it (``rebuild``).

    Safe to share between threads. A change that another process has finished is seen by the next search.
    The embedder is opened by the first thing that needs it.
    """

    def __init__(self, settings: Settings, library: Library, embedder: Callable[[], Embedder]) -> None:
        self._settings = settings
        self._library = library
        self._open_embedder = embedder
        self._embedder: Embedder | None = None
        self._lock = threading.Lock()
        self._warming: threading.Thread | None = None
        self._lexical = LexicalFollower(library, settings.indexes / lexical.NAME)
        self._dense = DenseFollower(library, settings.indexes / dense.NAME, settings.index.vectors)
        self._asked = lru_cache(maxsize=_ASKED)(self._vector_of)

    @classmethod
    def open(cls, settings: Settings, library: Library, embedder: Callable[[], Embedder] | None = None) -> Indexes:
        """The indexes of ``library``; ``embedder`` opens another embedder than the one of the settings."""

        def of_settings() -> Embedder:
            from rag.backends.embedders import open_embedder

            return open_embedder(settings)

        return cls(settings, library, embedder or of_settings)

    @property
    def embedder(self) -> Embedder:
        """The embedder, opened once.

        Raises:
            ModelError: its weights are missing or altered.
        """
        with self._lock:
            if self._embedder is None:
                self._embedder = self._open_embedder()
            return self._embedder

    def warm(self) -> None:
        """Begin to open what the first search will need, beside whatever the caller does meanwhile.

        Errors are left to that search.
        """

        def work() -> None:
            with contextlib.suppress(WenjuError):
                cursor = self._library.journal.cursor(_VECTORS)
                if cursor is not None:
                    # The graph is read at the first search.
                    self._dense.search(np.eye(1, cursor.dimension, dtype=np.float32)[0], 1, cursor.fingerprint)

        self._warming = threading.Thread(target=work, name="wenju-warm", daemon=True)
        self._warming.start()

    def lexical(self, query: str, k: int) -> list[tuple[str, float]]:
        """At most ``k`` pairs (passage id, score >= 0), best first; without the passages that share no token."""
        return self._lexical.search(query, k)

    def lexical_scores(self, query: str, ids: Sequence[str]) -> dict[str, tuple[float, float]]:
        """(BM25 over words, BM25 over bigrams) of those of ``ids`` that share a token with ``query``."""
        return self._lexical.scores(query, ids)

    def frequencies(self, terms: Sequence[str]) -> tuple[int, dict[str, int]]:
        """Number of passages, and in how many of them each bigram (figure, Latin word) of ``terms`` occurs."""
        return self._lexical.frequencies(terms)

    def dense(self, query: str, k: int) -> list[tuple[str, float]]:
        """At most ``k`` pairs (passage id, cosine), best first; empty while nothing has been embedded.

        Raises:
            IndexMismatch: the vectors are another embedder's.
            ModelError: the embedder's weights are missing or altered.
        """
        if self._library.journal.cursor(_VECTORS) is None:
            return []
        fingerprint = self._fingerprint()
        return self._dense.search(self._asked(query), k, fingerprint)

    def cosines(self, query: str, ids: Sequence[str]) -> dict[str, float]:
        """The cosine of ``query`` with each of ``ids`` that has been embedded, exactly. Raises as ``dense``."""
        if self._library.journal.cursor(_VECTORS) is None or not ids:
            return {}
        found, vectors = self._library.vectors.of(ids, self._fingerprint())
        if not found:
            return {}
        return dict(zip(found, (vectors @ self._asked(query)).tolist(), strict=True))

    def _vector_of(self, query: str) -> Vectors:
        vector: Vectors = self.embedder.embed_queries([query])[0]
        vector.flags.writeable = False
        return vector

    def pending(self) -> bool:
        """Whether the record has changes that an index has not taken in, as after a crash."""
        return _reached(self._library) < self._library.journal.head()

    def sync(self, progress: Progress | None = None, writing: Progress | None = None) -> None:
        """Bring both indexes up to the record; what a crash interrupted is finished.

        Args:
            progress: called with (done, total) in passages as they are embedded; then all of them can be found.
                What it raises ends the work; what was done is kept.
            writing: the same as they are written into the base of the index of vectors.

        Raises:
            IndexMismatch: the vectors so far are another embedder's; the lexical index is up to date.
            ModelError: the embedder's weights are missing or altered; the lexical index is up to date.
            LibraryError: another process is writing.
        """
        with self._library.writing():
            # The record must be on the disk before anything that is derived from it.
            self._library.settle()
            self._lexical.follow()
            self._follow_vectors(progress, writing)
            self._library.journal.trim((lexical.NAME, _VECTORS, dense.NAME))
            self._library.settle()

    def recover(self) -> bool:
        """Finish what a killed process left undone, when nobody is writing and it takes no more than seconds.

        The library may be open for reading only. Without this a question after a crash is answered from what
        both indexes hold already, and the next ``sync`` finishes the work.

        Returns:
            Whether the indexes are up to the record now.
        """
        if not self.pending():
            return True
        try:
            library = Library.open(self._settings.database)
        except LibraryError:
            return False
        own = Indexes(self._settings, library, lambda: self.embedder)
        try:
            with library.writing("recover", wait_s=0):
                own._lexical.follow()
                if own._unembedded() <= _EMBEDDED:
                    own.sync()
        except WenjuError:
            return False
        finally:
            own.close()
            library.close()
        return not self.pending()

    def rebuild(self, progress: Progress | None = None, writing: Progress | None = None) -> None:
        """Make both indexes anew from the record, embedding only what this embedder has not embedded yet.

        ``progress`` and ``writing`` as in ``sync``.

        Raises:
            ModelError: the embedder's weights are missing or altered; nothing has been touched.
            LibraryError: another process is writing.
        """
        embedder = self.embedder
        with self._library.writing():
            journal = self._library.journal
            with self._library.transaction():
                journal.note_all()
                at = journal.cursor(dense.NAME) or Cursor()
                # No base: see DenseFollower. The number goes on, so that readers notice.
                journal.advance(dense.NAME, Cursor(at.generation))
                journal.advance(_VECTORS, Cursor(fingerprint=embedder.fingerprint, dimension=embedder.dimension))
            self._library.settle()
            self._lexical.renew()
            self._follow_vectors(progress, writing)
            self._library.vectors.drop_others(embedder.fingerprint)
            journal.trim((lexical.NAME, _VECTORS, dense.NAME))
            self._library.settle()

    def check(self) -> list[str]:
        """Compare the record with each index, ids and a sample of vectors; problems in Chinese, none when sound."""
        problems = self._library.check()
        held = set(self._library.passage_ids())
        problems += _compare("词语索引", held, *self._lexical.held())
        cursor = self._library.journal.cursor(_VECTORS)
        if cursor is None:
            return [*problems, f"{len(held)} 段还没有向量"] if held else problems
        problems += _compare("向量索引", held, *self._dense.held(cursor.fingerprint))
        return problems + self._check_vectors(sorted(held), cursor.fingerprint)

    def close(self) -> None:
        """Release the files of both indexes; the library stays open."""
        if self._warming:
            self._warming.join()
        self._lexical.close()
        self._dense.close()

    def _check_vectors(self, held: list[str], fingerprint: str) -> list[str]:
        sample = held[:: max(1, len(held) // _SAMPLED)]
        ids, vectors = self._dense.base_vectors(sample, fingerprint)
        kept, expected = self._library.vectors.of(ids, fingerprint)
        rows = {id_: n for n, id_ in enumerate(ids)}
        found = vectors[[rows[i] for i in kept]] if kept else vectors
        wrong = int(np.sum(np.einsum("ij,ij->i", found, expected) < 0.999)) if kept else 0
        return [f"向量索引：抽查 {len(kept)} 段，{wrong} 段的向量与记录不符"] if wrong else []

    def _unembedded(self) -> int:
        """Number of texts that a ``sync`` would have to embed."""
        cursor = self._library.journal.cursor(_VECTORS) or Cursor()
        changed = [id_ for _, id_ in self._library.journal.since(cursor.seq)]
        return self._library.vectors.count_missing(cursor.fingerprint, changed)

    def _follow_vectors(self, progress: Progress | None, writing: Progress | None) -> None:
        """Embed what has no vector yet, then bring the index of vectors up to the record."""
        journal, vectors = self._library.journal, self._library.vectors
        cursor = journal.cursor(_VECTORS) or Cursor()
        head = journal.head()
        changed = [id_ for _, id_ in journal.since(cursor.seq)]
        missing = vectors.count_missing(cursor.fingerprint, changed)
        done = 0
        if missing:
            # The embedder is opened here at the earliest: a run that changed nothing does not wait for it.
            fingerprint = self._fingerprint()
            if not cursor.fingerprint:
                # A first run that was cut short has left vectors, but no cursor.
                missing = vectors.count_missing(fingerprint, changed)
            cursor = replace(cursor, fingerprint=fingerprint, dimension=self.embedder.dimension)
            for batch in vectors.missing(fingerprint, changed, _EMBEDDED):
                vectors.keep(batch, self.embedder.embed_passages([p.index_text for p in batch]), fingerprint)
                done += len(batch)
                if progress:
                    progress(done, max(done, missing))
        if not cursor.fingerprint:
            return
        journal.advance(_VECTORS, replace(cursor, seq=head))
        self._dense.follow(cursor.fingerprint, cursor.dimension, writing)

    def _fingerprint(self) -> str:
        """The embedder's fingerprint, once it is known to be that of the vectors."""
        cursor = self._library.journal.cursor(_VECTORS)
        if cursor is not None and cursor.fingerprint != self.embedder.fingerprint:
            raise IndexMismatch(
                "索引里的向量是另一个嵌入模型算的，需要重建",
                "the vectors in the index are another embedder's; the index has to be rebuilt",
                hint="wenju library rebuild",
            )
        return self.embedder.fingerprint


def waiting(library: Library) -> set[str]:
    """Ids of the documents whose last change an index has not taken in: they are not all found. Removed ones too."""
    return {id_ for _, id_ in library.journal.since(_reached(library))}


def _reached(library: Library) -> int:
    """The last change that the indexes of words and of vectors have both taken in."""
    journal = library.journal
    words, vectors = ((journal.cursor(name) or Cursor()).seq for name in (lexical.NAME, _VECTORS))
    # A library without a passage has no vectors that could be behind.
    return vectors if vectors < words and len(library) else words


def _compare(name: str, held: set[str], entries: int, found: set[str]) -> list[str]:
    problems = []
    if doubled := entries - len(found):
        problems.append(f"{name}：重复 {doubled} 段")
    if lost := len(held - found):
        problems.append(f"{name}：缺 {lost} 段")
    if orphaned := len(found - held):
        problems.append(f"{name}：多出 {orphaned} 段记录里没有的")
    return problems
