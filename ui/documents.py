"""Documents and their articles for people and machines."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any

from rag.domain import Article, Document
from rag.errors import UsageError
from rag.text import dates

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
    """The contract's article list of a whole document.

    ``unresolved`` lists the words (今年, 截至目前) of which nothing says what year they mean.
    """
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
                "unresolved": [] if a.date else _undated(document, a),
            }
            for a in document.articles
        ],
    }


def _undated(document: Document, article: Article) -> list[str]:
    """The relative periods that an article without a date speaks of, each once, the first five."""
    texts = (p.text for p in document.passages if p.article_id == article.id)
    found = (p.as_written for text in texts for p in dates.periods(text) if p.relative and not p.since)
    return list(islice(dict.fromkeys(found), 5))
