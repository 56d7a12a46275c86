"""What proposals are made of: the passages of a library, and the originals they were cut from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache

from eval.proposals.templates import Original
from rag.domain import Passage
from rag.errors import LibraryError, UsageError
from rag.settings import Settings


@contextmanager
def opened(settings: Settings, document: str | None = None) -> Iterator[tuple[Iterable[Passage], Original]]:
    """(passages, originals) of the library of ``settings``, or of one ``document`` in it.

    Raises:
        LibraryError: there is no library.
        UsageError: it holds no such document, or nothing at all.
    """
    from rag.library.record import Library

    if not settings.database.exists():
        raise LibraryError(
            f"{settings.home} 里还没有库", f"{settings.home} holds no library yet", hint="wenju ingest PATH"
        )
    library = Library.open(settings.database, read_only=True)
    try:
        wanted = library.resolve(document) if document else None
        if document and wanted is None:
            raise UsageError(f"库里没有 {document}", f"the library holds no {document}", hint="wenju library list")
        if not len(library):
            raise UsageError("库是空的", "the library is empty", hint="wenju ingest PATH")

        @lru_cache(maxsize=8)
        def original(document_id: str) -> str | None:
            found = library.document(document_id)
            return found.text if found else None

        yield (library.passages_of([wanted]) if wanted else library.all_passages()), original
    finally:
        library.close()
