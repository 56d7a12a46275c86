"""The figures of a library: read once after a document came in, and kept with it.

A document is searchable before its figures are read. Which were not read yet the record knows: ``catch_up`` reads
them, after an ingest or before the first table, and until then they are read for each table anew. So a table never
lacks figures, whatever was interrupted.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from rag.errors import LibraryError
from rag.figure import READER, Figure
from rag.figures.asked import Asked
from rag.figures.match import Embed
from rag.figures.read import read, read_all
from rag.figures.selection import select
from rag.figures.table import Table, laid_out
from rag.library.record import Library
from rag.ports import Progress

_TOLD = 50
"""Passages between two looks at the clock and at whether to stop."""


def figures_of(library: Library) -> list[Figure]:
    """Every figure of ``library``. Documents whose figures are not kept yet are read, without being changed."""
    with library.snapshot():
        stale = library.figures.unread(READER)
        kept = list(library.figures.all())
    if not stale:
        return kept
    passages = {p.id for p in library.passages_of(stale)}
    return [f for f in kept if f.passage not in passages] + list(read_all(library.passages_of(stale)))


def rebuild(library: Library, progress: Progress | None = None, stop: Callable[[], None] | None = None) -> int:
    """Read the figures of every document again and keep them; how many there are now.

    ``progress`` counts passages. ``stop`` is called now and then and may raise to end the work: the documents that
    were read to their end are kept.
    """
    _read([d.id for d in library.documents()], library, progress, stop)
    return len(library.figures)


def catch_up(library: Library, progress: Progress | None = None, stop: Callable[[], None] | None = None) -> None:
    """Read and keep the figures of the documents that were not read by this reader. ``stop`` as in ``rebuild``.

    Raises:
        LibraryError: another process is writing.
    """
    _read(library.figures.unread(READER), library, progress, stop)


def _read(
    documents: Sequence[str], library: Library, progress: Progress | None, stop: Callable[[], None] | None
) -> None:
    sizes = library.counts() if documents else {}
    done, total = 0, sum(sizes[d][1] for d in documents if d in sizes)
    for document in documents:
        # What is read must be what is kept: nobody may change the document in between.
        with library.writing():
            found: list[Figure] = []
            for passage in library.passages_of([document]):
                if stop and done % _TOLD == 0:
                    stop()
                found += read(passage)
                done += 1
                if progress and done % _TOLD == 0:
                    progress(done, total)
            library.figures.put(document, found, READER)
    if progress and documents:
        progress(total, total)


def _kept_if_possible(library: Library) -> None:
    """What an interrupted ingest left unread is read once for all; where somebody else is writing it has to wait."""
    if library.figures.unread(READER):
        with contextlib.suppress(LibraryError), contextlib.closing(Library.open(library.path)) as own:
            with own.writing("figures", wait_s=0):
                catch_up(own)


def table(library: Library, asked: Asked, embed: Embed | None = None) -> Table:
    """The table that ``asked`` asks of ``library``."""
    _kept_if_possible(library)
    with library.snapshot():
        figures = figures_of(library)
        selected = select(figures, asked, embed)
        passages = {p.id: p for p in library.passages(sorted({f.passage for f, _ in selected.chosen}))}
    return laid_out(selected, figures, passages)
