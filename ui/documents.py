"""Documents and their articles for people and machines."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from rag.domain import Document
from rag.errors import UsageError

if TYPE_CHECKING:
    from rag.library.record import Library


def wanted(library: Library, name: str) -> Document:
    """The document that ``name`` means.

    Raises:
        UsageError: there is none, or several.
    """
    document = library.document(name)
    if document is None:
        raise UsageError(f"库里没有 {name!r}", f"the library holds no {name!r}", hint="wenju library list")
    return document


def listing(library: Library | None) -> list[dict[str, Any]]:
    """Every document by path, with its numbers of articles and passages; nothing where there is no library."""
    if library is None:
        return []
    counts = library.counts()
    return [
        {
            "document": d.path,
            "id": d.id,
            "sha256": d.sha256,
            "publication": d.publication,
            "date": d.date,
            "media_type": d.media_type,
            "size": d.size,
            "root": d.root,
            "articles": counts.get(d.id, (0, 0))[0],
            "passages": counts.get(d.id, (0, 0))[1],
        }
        for d in library.documents()
    ]


def article_list(document: Document) -> dict[str, Any]:
    """The contract's article list of a whole document."""
    passages = Counter(p.article_id for p in document.passages)
    return {
        "document": document.path,
        "id": document.id,
        "sha256": document.sha256,
        "publication": document.publication,
        "date": document.date,
        "articles": [
            {
                "title": a.title,
                "subtitle": a.subtitle,
                "byline": a.byline,
                "kind": a.kind,
                "place": a.place,
                "date": a.date,
                "page": a.page,
                "spans": [list(span) for span in a.spans],
                "passages": passages[a.id],
            }
            for a in document.articles
        ],
    }
