"""The record and the index of vectors at size: ``python tests/bench/bench_index.py [--passages N]``.

Synthetic passages of twenty a document with synthetic vectors of 384 dimensions, as an ingest would leave
them. The figures of docs/decisions/0002-index-lifecycle.md come from here.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from rag.domain import Article, Document
from rag.index.dense import NAME, DenseFollower
from rag.library.journal import Cursor
from rag.library.record import Library
from tests.bench.machine import describe, disk_mb, peak_mb, percentiles, resident_mb
from tests.bench.synthetic import PER_DOCUMENT, Text, vectors

_FINGERPRINT, _DIMENSION = "synthetic", 384
K = 100


def documents(n: int, *, first: int = 0) -> Iterator[Document]:
    """Documents of twenty passages, ``n`` passages in all."""
    passages = Text().passages(n, 1 + first, first=first)
    while some := tuple(islice(passages, PER_DOCUMENT)):
        p = some[0]
        article = Article(p.article_id, 0, "", ((0, 1),))
        text = "\n".join(p.text for p in some)
        yield Document(p.document_id, p.document, p.document_sha256, text, articles=(article,), passages=some)


def build(home: Path, n: int) -> None:
    """Fill the record, its cache of vectors, and the first base."""
    library = Library.open(home / "library.db")
    started = time.perf_counter()
    rows = iter(())
    batches = vectors(n)
    for at, document in enumerate(documents(n)):
        library.put(document)
        if at * PER_DOCUMENT % 10_000 == 0:
            rows = iter(np.split(next(batches), range(PER_DOCUMENT, 10_000, PER_DOCUMENT)))
        library.vectors.keep(document.passages, next(rows)[: len(document.passages)], _FINGERPRINT)
    library.settle()
    seconds = time.perf_counter() - started
    print(f"record: {n} passages with vectors in {seconds:.0f} s, {disk_mb(home):.0f} MB", flush=True)
    follower = DenseFollower(library, home / "index")
    started, cpu = time.perf_counter(), time.process_time()
    follower.follow(_FINGERPRINT, _DIMENSION, lambda done, of: print(f"\r{done}/{of}", end="", file=sys.stderr))
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    library.journal.trim([NAME])
    print(f"Chroma: build {seconds:.0f} s, {cpu:.0f} s of them computing ({n / seconds:.0f}/s), peak {peak_mb():.0f} MB, "
          f"disk {disk_mb(home / 'index'):.0f} MB", flush=True)  # fmt: skip


def read(home: Path, questions: int) -> None:
    """Search, with the recall against an exact search; add and remove a document."""
    base = resident_mb()
    library = Library.open(home / "library.db")
    follower = DenseFollower(library, home / "index")
    asked = list(islice(next(vectors(10_000, seed=0))[5::7], questions))
    noise = np.random.default_rng(7).normal(size=(len(asked), _DIMENSION)) * (0.4 / np.sqrt(_DIMENSION))
    asked = [q / np.linalg.norm(q) for q in (np.stack(asked) + noise).astype(np.float32)]
    started = time.perf_counter()
    follower.search(asked[0], K, _FINGERPRINT)
    print(f"reader: first search {time.perf_counter() - started:.1f} s, imports included", flush=True)
    seconds, found = [], []
    for q in asked:
        started = time.perf_counter()
        found.append([i for i, _ in follower.search(q, K, _FINGERPRINT)])
        seconds.append(time.perf_counter() - started)
    print(f"reader: search for {K} {percentiles(seconds)}, reader +{resident_mb() - base:.0f} MB", flush=True)
    exact = _exact(library, np.stack(asked))
    for k in (10, K):
        share = np.mean([len(set(f[:k]) & set(e[:k])) / k for f, e in zip(found, exact, strict=True)])
        print(f"reader: recall@{k} {share:.4f}", flush=True)
    first = len(library)
    new = next(iter(documents(PER_DOCUMENT, first=first)))
    fresh = next(vectors(PER_DOCUMENT, seed=5))
    for what in ("add", "remove"):
        started = time.perf_counter()
        if what == "add":
            library.put(new)
            library.vectors.keep(new.passages, fresh, _FINGERPRINT)
        else:
            library.remove(new.id)
        library.journal.advance("vectors", Cursor(0, library.journal.head(), _FINGERPRINT, _DIMENSION))
        follower.follow(_FINGERPRINT, _DIMENSION)
        library.settle()
        written = time.perf_counter() - started
        held = new.passages[3].id in [i for i, _ in follower.search(fresh[3], 5, _FINGERPRINT)]
        assert held == (what == "add")
        print(f"{what} one document: {written:.2f} s, seen {time.perf_counter() - started:.2f} s after", flush=True)
    library.close()


def _exact(library: Library, asked: np.ndarray) -> list[list[str]]:
    """The ids of the nearest of all, a batch at a time."""
    scores: list[np.ndarray] = []
    names: list[str] = []
    best = [np.zeros(0)] * len(asked)
    kept: list[list[str]] = [[] for _ in asked]
    for ids, _, rows in library.vectors.batches(_FINGERPRINT, 50_000):
        for n, row in enumerate(asked @ rows.T):
            top = np.argpartition(-row, min(K, len(row) - 1))[:K]
            scores, names = [best[n], row[top]], kept[n] + [ids[i] for i in top]
            together = np.concatenate(scores)
            order = np.argsort(-together, kind="stable")[:K]
            best[n], kept[n] = together[order], [names[i] for i in order]
    return kept


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read(options.read, options.questions)
        return
    print(describe())
    home = Path(tempfile.mkdtemp(prefix="wenju-bench-"))
    try:
        build(home, options.passages)
        subprocess.run(
            [sys.executable, __file__, "--read", str(home), "--questions", str(options.questions)], check=True
        )
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
