"""The figures of a library: those kept with its documents, and those of documents kept before there were any."""

from __future__ import annotations

from collections.abc import Callable

from rag.figure import READER, Figure
from rag.figures.asked import Asked
from rag.figures.match import Embed, matches
from rag.figures.read import read_all
from rag.figures.table import Table, here, tabulate
from rag.library.record import Library
from rag.ports import Progress


def figures_of(library: Library) -> list[Figure]:
    """Every figure of ``library``. Documents that an older program took in are read anew, without being changed."""
    with library.snapshot():
        stale = library.figures.unread(READER)
        kept = list(library.figures.all())
    if not stale:
        return kept
    passages = {p.id for p in library.passages_of(stale)}
    return [f for f in kept if f.passage not in passages] + list(read_all(library.passages_of(stale)))


def rebuild(library: Library, progress: Progress | None = None, stop: Callable[[], None] | None = None) -> int:
    """Read the figures of every document again and keep them; how many there are now.

    ``stop`` is called between documents and may raise to end the work; what is done is kept.
    """
    documents = library.documents()
    for done, document in enumerate(documents, 1):
        if stop:
            stop()
        found = tuple(read_all(library.passages_of([document.id])))
        with library.writing():
            library.figures.put(document.id, found, READER)
        if progress:
            progress(done, len(documents))
    return len(library.figures)


def table(library: Library, asked: Asked, embed: Embed | None = None) -> Table:
    """The table that ``asked`` asks of ``library``."""
    with library.snapshot():
        figures = figures_of(library)
        wanted = {figures[i].passage for i in matches(figures, here(asked, figures), embed)}
        passages = {p.id: p for p in library.passages(sorted(wanted))}
    return tabulate(figures, passages, asked, embed)
