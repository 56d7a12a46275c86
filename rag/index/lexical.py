"""The lexical index as it follows the record."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from rag.backends.lexical import TantivyIndex
from rag.errors import LibraryError
from rag.index.generations import Generations
from rag.library.journal import Cursor
from rag.library.record import Library

NAME = "lexical"
_BATCH = 200
"""Documents a commit."""
_SMALL = 2_000
_STALE = 0.2


class LexicalFollower:
    """Reads the generation in force; written in place, a commit at a time.

    Dropped passages keep their room, and their tokens, until a new generation is made: at once while the
    index is small (``_SMALL`` passages), else when they are a fifth of it.
    """

    def __init__(self, library: Library, root: Path) -> None:
        self._library = library
        self._generations = Generations(root)
        self._lock = threading.Lock()
        self._index: TantivyIndex | None = None
        self._at: Cursor | None = None
        self._finishing: threading.Thread | None = None

    def search(self, query: str, k: int) -> list[tuple[str, float]]:
        """At most ``k`` pairs (passage id, score), best first."""
        index = self._current()
        return index.search(query, k) if index else []

    def scores(self, query: str, ids: Sequence[str]) -> dict[str, tuple[float, float]]:
        """(BM25 over words, BM25 over bigrams) of those of ``ids`` that share a token with ``query``."""
        index = self._current()
        return index.scores(query, ids) if index else {}

    def frequencies(self, terms: Sequence[str]) -> tuple[int, dict[str, int]]:
        """Number of passages, and in how many of them each bigram of ``terms`` occurs."""
        index = self._current()
        return index.frequencies(terms) if index else (0, dict.fromkeys(terms, 0))

    def held(self) -> tuple[int, set[str]]:
        """Number of entries, and their passage ids."""
        index = self._current()
        return (len(index), index.ids()) if index else (0, set())

    def follow(self) -> None:
        """Take in what the journal names. Call with the writer's lock held.

        Segments may still be merged when this returns: whoever added one document does not wait for that.
        """
        self._finished()
        journal = self._library.journal
        cursor = journal.cursor(NAME) or Cursor()
        self._generations.sweep(cursor.generation)
        changes = journal.since(cursor.seq)
        index = self._writable(cursor)
        if index is None:
            self.renew()
            return
        dropped = 0
        broken = False
        try:
            for some in _batches(changes, _BATCH):
                before = len(index)
                documents = [id_ for _, id_ in some]
                passages = list(self._library.passages_of(documents))
                index.replace(documents, passages)
                gone = before + len(passages) - len(index)
                dropped += gone
                cursor = Cursor(cursor.generation, some[-1][0], "", 0, len(index), cursor.stale + gone)
                journal.advance(NAME, cursor)
        except LibraryError:
            # What cannot be written to is made anew; if the disk is full, that fails in its turn.
            broken = True
        finally:
            self._finishing = threading.Thread(target=index.close, name="wenju-merge")
            self._finishing.start()
        if broken or (dropped and (cursor.passages <= _SMALL or cursor.stale > _STALE * cursor.passages)):
            self.renew()

    def renew(self) -> None:
        """Make a new generation from the record alone. Call with the writer's lock held."""
        self._finished()
        journal = self._library.journal
        generation = (journal.cursor(NAME) or Cursor()).generation + 1
        seq = journal.head()
        index = TantivyIndex(self._generations.fresh(generation), create=True)
        try:
            index.replace((), self._library.all_passages())
            size = len(index)
        finally:
            index.close()
        journal.advance(NAME, Cursor(generation, seq, "", 0, size, 0))
        self._generations.sweep(generation)

    def close(self) -> None:
        """Release files, once merges are done."""
        self._finished()
        with self._lock:
            self._drop()

    def _finished(self) -> None:
        """Wait for the merges of the last ``follow``."""
        if self._finishing:
            self._finishing.join()
            self._finishing = None

    def _writable(self, cursor: Cursor) -> TantivyIndex | None:
        """The generation in force, opened apart from the one that is read; None if it has to be made anew."""
        if not cursor.generation:
            return None
        try:
            return TantivyIndex(self._generations.path(cursor.generation))
        except LibraryError:
            return None

    def _current(self) -> TantivyIndex | None:
        """The index as the record has it at this moment, another process's last commit included."""
        with self._lock:
            cursor = self._library.journal.cursor(NAME)
            if cursor != self._at:
                if self._index and cursor and self._at and cursor.generation == self._at.generation:
                    self._index.refresh()
                else:
                    self._drop()
                    self._index = TantivyIndex(self._generations.path(cursor.generation)) if cursor else None
                self._at = cursor
            return self._index

    def _drop(self) -> None:
        # Another thread may be searching in it: it goes with its last user.
        self._index, self._at = None, None


def _batches(changes: Sequence[tuple[int, str]], size: int) -> Iterator[list[tuple[int, str]]]:
    rest = iter(changes)
    while some := list(islice(rest, size)):
        yield some
