"""The record and the index of vectors at size: ``python -m tests.bench.bench_dense [chroma|faiss] [--passages N]``.

Passages of one line, fifty a document, with vectors made after e5's (``synthetic.Embedded``), in a real record,
followed by the real index. A process of its own then searches: for 100, and for 600 that are filtered by place
and time, as ``rag.retrieve.search`` does. The figures of docs/decisions/0013-vectors-at-a-million.md come from here.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from rag.domain import Article, Document, Passage, Place, SourcedText
from rag.index.dense import NAME, DenseFollower
from rag.library.journal import Cursor
from rag.library.record import Library
from rag.ports import Vectors
from rag.retrieve.search import Filter
from rag.settings import VectorEngine
from tests.bench.machine import describe, disk_mb, peak_mb, percentiles, resident_mb
from tests.bench.synthetic import Embedded

_FINGERPRINT, _DIMENSION = "synthetic", 384
_EACH = 50
_BATCH = 10_000
K, REACH = 100, 600
"""Passages that a search without and with a filter asks for."""
_FILTER = Filter(place=Place("第3市", "prefecture"), since="2019", until="2022")


def document(n: int) -> Document:
    """The ``n``-th document: fifty passages of one line."""
    id_ = f"{n:016x}"
    place, date = f"第{n % 10}市", f"{2015 + n // 10 % 10}"
    passages = tuple(
        Passage(f"{id_}.00000000.{i}", f"{id_}.txt", id_, "0" * 64, f"{id_}.00000000.a0", i,
                SourcedText.whole(f"第{n}号报告的第{i}段"), f"第{n}号报告", place, (place,), date)
        for i in range(_EACH)
    )  # fmt: skip
    article = Article(passages[0].article_id, 0, f"第{n}号报告", ((0, 1),), place=place, date=date)
    text = "\n".join(p.text for p in passages)
    return Document(id_, f"{id_}.txt", "0" * 64, text, articles=(article,), passages=passages)


def fill(library: Library, documents: range, rows: Callable[[int], Vectors]) -> None:
    """Put documents with their vectors; ``rows(n)`` are those of the ``n``-th batch."""
    each = _BATCH // _EACH
    for at in range(documents.start, documents.stop, each):
        made = rows(at // each)
        with library.transaction():
            for n in range(at, min(at + each, documents.stop)):
                new = document(n)
                library.put(new)
                library.vectors.keep(new.passages, made[(n - at) * _EACH :][:_EACH], _FINGERPRINT)


def build(home: Path, engine: VectorEngine, n: int) -> None:
    """Fill the record, its cache of vectors, and the first base."""
    library = Library.open(home / "library.db")
    embedded = Embedded()
    timed = _Clock()
    fill(library, range(n // _EACH), lambda seed: embedded.rows(_BATCH, seed))
    library.settle()
    print(f"record: {n} passages with vectors in {timed}, {disk_mb(home):.0f} MB", flush=True)
    follower = DenseFollower(library, home / "index", engine)
    timed = _Clock()
    follower.follow(_FINGERPRINT, _DIMENSION, lambda done, of: print(f"\r{done}/{of}", end="", file=sys.stderr))
    library.journal.trim([NAME])
    print(f"{engine}: build {timed} ({n / timed.computing:.0f} passages a second of it), peak {peak_mb():.0f} MB, "
          f"disk {disk_mb(home / 'index'):.0f} MB", flush=True)  # fmt: skip


def read(home: Path, engine: VectorEngine, questions: int) -> None:
    """Search, with the recall against an exact search; add and remove documents."""
    library = Library.open(home / "library.db")
    follower = DenseFollower(library, home / "index", engine)
    embedded = Embedded()
    kept = embedded.rows(_BATCH, 0)[:: _BATCH // questions]
    asked = embedded.questions(kept)
    base = resident_mb()
    timed = _Clock()
    follower.search(asked[0], K, _FINGERPRINT)
    print(f"reader: first search {timed}, imports included", flush=True)
    found = _search(follower, library, asked)
    print(f"reader: holds {resident_mb() - base:.0f} MB more than before it opened the index", flush=True)
    exact = _exact(library, asked)
    for k in (10, K):
        share = np.mean([len(set(f[:k]) & set(e[:k])) / k for f, e in zip(found, exact, strict=True)])
        print(f"reader: recall@{k} {share:.4f}", flush=True)
    n = len(library) // _EACH
    _change(follower, library, embedded, n)
    # As many as may stand beside the base.
    more = int(0.045 * n) if n * _EACH > 20_000 else 0
    if more:
        fill(library, range(n, n + more), lambda seed: embedded.rows(_BATCH, seed))
        library.settle()
        timed = _Clock()
        follower.search(asked[0], K, _FINGERPRINT)
        print(f"with {more * _EACH} changed passages beside the base, read from the record in {timed}:", flush=True)
        _change(follower, library, embedded, n + more)
        _search(follower, library, asked)
    print(f"reader and writer: peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", flush=True)
    fill(library, range(n + more, n + more + max(1, n // 100)), lambda seed: embedded.rows(_BATCH, seed))
    timed = _Clock()
    follower.follow(_FINGERPRINT, _DIMENSION)
    print(f"taking what stands beside the base into it: {timed}", flush=True)
    library.close()


def _search(follower: DenseFollower, library: Library, asked: Vectors) -> list[list[str]]:
    plain, filtered, left = [], [], []
    found = []
    for q in asked:
        started = time.perf_counter()
        found.append([i for i, _ in follower.search(q, K, _FINGERPRINT)])
        plain.append(time.perf_counter() - started)
        started = time.perf_counter()
        passages = library.passages([i for i, _ in follower.search(q, REACH, _FINGERPRINT)])
        left.append(sum(map(_FILTER.keeps, passages)))
        filtered.append(time.perf_counter() - started)
    print(f"reader: search for {K} {percentiles(plain)}; for {REACH}, filtered {percentiles(filtered)} "
          f"({np.mean(left):.0f} left)", flush=True)  # fmt: skip
    return found


def _change(follower: DenseFollower, library: Library, embedded: Embedded, first: int) -> None:
    """Add and remove documents, one at a time; the slowest counts."""
    written: dict[str, list[float]] = {"add": [], "remove": []}
    seen: dict[str, list[float]] = {"add": [], "remove": []}
    for n in range(first, first + 5):
        new, rows = document(n), embedded.rows(_EACH, -n - 1 + 10**6)
        for what in ("add", "remove"):
            started = time.perf_counter()
            with library.writing():
                if what == "add":
                    library.put(new)
                    library.vectors.keep(new.passages, rows, _FINGERPRINT)
                else:
                    library.remove(new.id)
                library.journal.advance("vectors", Cursor(0, library.journal.head(), _FINGERPRINT, _DIMENSION))
                follower.follow(_FINGERPRINT, _DIMENSION)
                library.settle()
            written[what].append(time.perf_counter() - started)
            held = new.passages[3].id in [i for i, _ in follower.search(rows[3], 5, _FINGERPRINT)]
            assert held == (what == "add")
            seen[what].append(time.perf_counter() - started)
    for what in ("add", "remove"):
        print(f"{what} one document of {_EACH} passages, slowest of five: {max(written[what]):.2f} s, "
              f"found or gone {max(seen[what]):.2f} s after", flush=True)  # fmt: skip


def _exact(library: Library, asked: Vectors) -> list[list[str]]:
    """The ids of the nearest of all, a batch at a time."""
    best = [np.zeros(0, np.float32)] * len(asked)
    kept: list[list[str]] = [[] for _ in asked]
    for ids, _, rows in library.vectors.batches(_FINGERPRINT, 50_000):
        for n, row in enumerate(asked @ rows.T):
            top = np.argpartition(-row, min(K, len(row) - 1))[:K]
            together, names = np.concatenate([best[n], row[top]]), kept[n] + [ids[i] for i in top]
            order = np.argsort(-together, kind="stable")[:K]
            best[n], kept[n] = together[order], [names[i] for i in order]
    return kept


class _Clock:
    """Seconds on the clock and of the processor since it was made."""

    def __init__(self) -> None:
        self._clock, self._computing = time.perf_counter(), time.process_time()

    @property
    def computing(self) -> float:
        return time.process_time() - self._computing

    def __str__(self) -> str:
        return f"{time.perf_counter() - self._clock:.1f} s, {self.computing:.1f} s of them computing"


def _engines() -> Iterator[VectorEngine]:
    yield "chroma"
    yield "faiss"


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", nargs="?", choices=list(_engines()), default="chroma")
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read(options.read, options.engine, options.questions)
        return
    print(describe())
    home = Path(tempfile.mkdtemp(prefix="wenju-bench-"))
    try:
        build(home, options.engine, options.passages)
        again = [sys.executable, __file__, options.engine, "--read", str(home), "--questions", str(options.questions)]
        subprocess.run(again, check=True)
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
