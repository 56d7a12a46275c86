"""How fast files become searchable passages: ``python tests/bench/bench_ingest.py [FOLDER]``.

First everything but embedding, part by part, on one core: reading and understanding, the record, reprints, the index
of words; with the vectors (synthetic ones) every passage can be found then. What follows it in the same run is told
apart: the graph of vectors, the figures. Then the whole with the real embedder, beside what the embedder takes for
the same passages alone. FOLDER defaults to the provinces' work reports of the shared bench, else to
the samples. The samples are read before, so that
dictionaries, tables and imports are not measured: they take the same two seconds for any number of files.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest import sources
from ingest.build import build_document
from ingest.dedupe import link
from ingest.parsed import Parsed
from ingest.run import ingest
from rag.domain import Document
from rag.figures.read import measured
from rag.figures.stored import catch_up
from rag.index.dense import DenseFollower
from rag.index.indexes import Indexes
from rag.index.lexical import LexicalFollower
from rag.library.record import Library
from rag.ports import Vectors
from rag.settings import load
from rag.text.words import words_and_bigrams
from tests.bench.machine import describe

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT.parent / "shared" / "bench" / "province_reports_2025"
_FINGERPRINT, _DIMENSION = "synthetic", 384


def build(files: Sequence[tuple[str, str]]) -> list[Document]:
    return [
        build_document(Parsed(text, "text/plain"), path=name, root="bench", sha256="0" * 64, size=0, mtime_ns=0)
        for name, text in files
    ]


def vectors(n: int) -> Vectors:
    made = np.random.default_rng(1).normal(size=(n, _DIMENSION)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def parts(files: Sequence[tuple[str, str]], home: Path) -> None:
    """Everything but embedding, in processor time."""
    warm = [(path.name, path.read_text(encoding="utf-8")) for path in sorted((ROOT / "samples/reports").glob("*.txt"))]
    for document in build(warm):
        words_and_bigrams([passage.index_text for passage in document.passages])
    size = sum(len(text.encode()) for _, text in files) / 1e6
    library = Library.open(home / "library.db")
    lexical = LexicalFollower(library, home / "lexical")
    dense = DenseFollower(library, home / "dense")
    dense.renew(_FINGERPRINT, _DIMENSION)
    documents: list[Document] = []

    def record() -> None:
        with library.writing():
            for document in documents:
                library.put(document)

    def keep() -> None:
        for document in documents:
            library.vectors.keep(document.passages, vectors(len(document.passages)), _FINGERPRINT)
        dense.renew(_FINGERPRINT, _DIMENSION)

    def figures() -> None:
        measured.cache_clear()
        catch_up(library)

    steps = {
        "reading into passages": lambda: documents.extend(build(files)),
        "the record": record,
        "reprints": lambda: link(library),
        "the index of words": lexical.renew,
    }
    after = {"the graph of vectors (Chroma)": keep, "figures": figures}
    total = 0.0
    print(f"{len(files)} files, {size:.2f} MB of text")
    for name, step in (steps | after).items():
        if name == next(iter(after)):
            print(f"{'until everything can be searched':36s} {total:6.2f} s {size / total:7.2f} MB/s")
        began = time.process_time()
        step()
        took = time.process_time() - began
        total += took
        print(f"{name:36s} {took:6.2f} s {size / took:7.2f} MB/s")
    print(f"{'everything but embedding':36s} {total:6.2f} s {size / total:7.2f} MB/s", flush=True)
    library.close()


def whole(folder: Path, home: Path) -> None:
    """From nothing to a searchable library, and the embedder alone over the same passages."""
    settings = load(home)
    library = Library.open(settings.database)
    indexes = Indexes.open(settings, library)
    began = time.perf_counter()
    report = ingest([folder], settings=settings, library=library, indexes=indexes)
    took = time.perf_counter() - began
    texts = [p.index_text for p in library.all_passages()]
    began = time.perf_counter()
    indexes.embedder.embed_passages(texts)
    alone = time.perf_counter() - began
    print(
        f"from nothing: {report.passages} passages in {took:.1f} s, {report.passages / took:.1f} a second; the embedder "
        f"alone {alone:.1f} s, {len(texts) / alone:.1f} a second; the whole takes {took / alone:.3f} of that"
    )
    indexes.close()
    library.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=REPORTS if REPORTS.is_dir() else ROOT / "samples/reports"
    )
    parser.add_argument("--parts", action="store_true", help="without the real embedder")
    options = parser.parse_args()
    print(describe())
    found = sources.find([options.folder]).sources
    files = [(s.path, s.file.read_text(encoding="utf-8")) for s in found if s.file.suffix == ".txt"]
    home = Path(tempfile.mkdtemp(prefix="wenju-bench-"))
    try:
        parts(files, home)
        if not options.parts:
            whole(options.folder, home / "whole")
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
