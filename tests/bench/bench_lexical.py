"""Lexical engines side by side over synthetic passages: ``python -m tests.bench.bench_lexical``.

Each engine indexes words and character bigrams, answers questions of 8 to 14 words, and takes in and gives
up a document of twenty passages. The figures of docs/decisions/0001-lexical-engine.md come from here.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from rag.backends.lexical import TantivyIndex
from rag.domain import Passage
from tests.bench.machine import describe, disk_mb, peak_mb, percentiles, resident_mb
from tests.bench.synthetic import PER_DOCUMENT, Text, cut, grams

K = 100


def _spaced(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for words, bigrams in map(cut, texts):
        yield " ".join(words), " ".join(bigrams)


class Engine(Protocol):
    """What is measured."""

    def build(self, passages: Iterable[Passage]) -> None: ...
    def open(self) -> None: ...
    def search(self, words: list[str]) -> int: ...
    def add(self, passages: list[Passage]) -> None: ...
    def remove(self, passages: list[Passage]) -> None: ...
    def settle(self) -> None: ...


class Tantivy:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, passages: Iterable[Passage]) -> None:
        index = TantivyIndex(self._folder, create=True, tokens=_spaced)
        index.replace((), passages)
        index.close()

    def open(self) -> None:
        self._index = TantivyIndex(self._folder, tokens=_spaced)

    def search(self, words: list[str]) -> int:
        return len(self._index.search_tokens(words, grams(words), K))

    def add(self, passages: list[Passage]) -> None:
        self._index.replace((), passages)

    def remove(self, passages: list[Passage]) -> None:
        self._index.replace([passages[0].document_id], ())

    def settle(self) -> None:
        self._index.settle()


class Fts5:
    """Words and bigrams made by us, joined by spaces, in two columns; the text itself is not kept.

    With positions: without them FTS5's ``bm25`` reads the text again for every row it ranks.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "fts.db"

    def build(self, passages: Iterable[Passage]) -> None:
        self.open()
        tokenizer = "unicode61 categories 'L* N* Co'"
        self._db.execute(f"CREATE VIRTUAL TABLE f USING fts5(words, grams, content='', tokenize=\"{tokenizer}\")")
        self._db.execute("CREATE TABLE ids (n INTEGER PRIMARY KEY, id TEXT NOT NULL)")
        self.add(passages)
        self._db.execute("INSERT INTO f (f) VALUES ('optimize')")

    def open(self) -> None:
        self._db = sqlite3.connect(self._file, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA cache_size = -64000")

    def search(self, words: list[str]) -> int:
        wanted = " OR ".join(f'"{t}"' for t in dict.fromkeys([*words, *grams(words)]))
        best = "SELECT rowid FROM f WHERE f MATCH ? ORDER BY bm25(f, 0.5, 1.0) LIMIT ?"
        return len(self._db.execute(f"SELECT id FROM ids WHERE n IN ({best})", (wanted, K)).fetchall())

    def add(self, passages: Iterable[Passage]) -> None:
        self._db.execute("BEGIN")
        for p in passages:
            words, bigrams = cut(p.text)
            n = self._db.execute("INSERT INTO ids (id) VALUES (?)", (p.id,)).lastrowid
            row = (n, " ".join(words), " ".join(bigrams))
            self._db.execute("INSERT INTO f (rowid, words, grams) VALUES (?, ?, ?)", row)
        self._db.execute("COMMIT")

    def remove(self, passages: list[Passage]) -> None:
        last = self._db.execute("SELECT max(n) FROM ids").fetchone()[0]
        self._db.execute("BEGIN")
        for n, p in enumerate(reversed(passages)):
            words, bigrams = cut(p.text)
            row = (last - n, " ".join(words), " ".join(bigrams))
            self._db.execute("INSERT INTO f (f, rowid, words, grams) VALUES ('delete', ?, ?, ?)", row)
            self._db.execute("DELETE FROM ids WHERE n = ?", (last - n,))
        self._db.execute("COMMIT")

    def settle(self) -> None: ...


class Bm25s:
    """Words and bigrams in one field; there is no adding and no removing but by building anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, passages: Iterable[Passage]) -> None:
        import bm25s
        import numpy as np

        vocabulary: dict[str, int] = {}
        rows = []
        for p in passages:
            words, bigrams = cut(p.text)
            ids = [vocabulary.setdefault(t, len(vocabulary)) for t in (*("w" + w for w in words), *bigrams)]
            rows.append(np.array(ids, dtype=np.int32))
        engine = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        engine.index(bm25s.tokenization.Tokenized(ids=rows, vocab=vocabulary), show_progress=False)
        engine.save(str(self._folder))

    def open(self) -> None:
        import bm25s

        self._engine = bm25s.BM25.load(str(self._folder), mmap=True)

    def search(self, words: list[str]) -> int:
        tokens = [*("w" + w for w in words), *grams(words)]
        known = [t for t in dict.fromkeys(tokens) if t in self._engine.vocab_dict]
        found, _ = self._engine.retrieve([known], k=K, show_progress=False, n_threads=1)
        return int(found.shape[1])

    def add(self, passages: list[Passage]) -> None:
        raise NotImplementedError

    remove = add

    def settle(self) -> None: ...


ENGINES = {"tantivy": Tantivy, "fts5": Fts5, "bm25s": Bm25s}


def measure(name: str, folder: Path, n: int, questions: int) -> None:
    """Build, then read in a process of its own, so that its memory is the reader's alone."""
    text = Text()
    started, cpu = time.perf_counter(), time.process_time()
    ENGINES[name](folder).build(text.passages(n, 1))
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    print(f"{name}: build {seconds:.0f} s, {cpu:.0f} s of them computing (text made included), peak {peak_mb():.0f} MB, "
          f"disk {disk_mb(folder):.0f} MB", flush=True)  # fmt: skip
    subprocess.run([sys.executable, __file__, "--read", name, str(folder), str(n), str(questions)], check=True)


def read(name: str, folder: Path, n: int, questions: int) -> None:
    """Search, add, remove."""
    text = Text()
    asked = text.questions(questions)
    base = resident_mb()
    engine: Engine = ENGINES[name](folder)
    engine.open()
    seconds, computing = [], []
    for words in asked:
        started, cpu = time.perf_counter(), time.process_time()
        engine.search(words)
        seconds.append(time.perf_counter() - started)
        computing.append(time.process_time() - cpu)
    print(f"{name}: search for {K} {percentiles(seconds)} (computing: {percentiles(computing)}), "
          f"reader +{resident_mb() - base:.0f} MB", flush=True)  # fmt: skip
    new = list(text.passages(PER_DOCUMENT, 5, first=n))
    for what in ("add", "remove"):
        seconds, after = [], []
        for _ in range(1 if name == "fts5" else 12):
            started = time.perf_counter()
            try:
                getattr(engine, what)(new)
            except NotImplementedError:
                print(f"{name}: {what} one document: only by building anew", flush=True)
                break
            seconds.append(time.perf_counter() - started)
            started = time.perf_counter()
            engine.settle()
            after.append(time.perf_counter() - started)
        else:
            print(f"{name}: {what} one document: {max(seconds) * 1e3:.0f} ms at most, merges in the background "
                  f"{max(after) * 1e3:.0f} ms at most", flush=True)  # fmt: skip


def main() -> None:
    """Measure each engine named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("engines", nargs="*", default=["tantivy"])
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        name, folder, n, questions = options.engines
        read(name, Path(folder), int(n), int(questions))
        return
    print(describe())
    print(f"{options.passages} passages of 100 to 150 words")
    for name in options.engines:
        folder = Path(tempfile.mkdtemp(prefix="wenju-bench-"))
        try:
            measure(name, folder, options.passages, options.questions)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
