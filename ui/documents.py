"""Documents and their articles for people and machines."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag.domain import Article, Document
from rag.errors import UsageError
from rag.text import dates

if TYPE_CHECKING:
    from rag.library.record import Library

_NEAR = 5
"""Names that are offered for one that is not there."""


def wanted(library: Library, name: str) -> Document:
    """The document that ``name`` means.

    Raises:
        UsageError: there is none, or several; names that hold ``name`` are told.
    """
    document = library.document(name)
    if document is None:
        near = "、".join(islice((d.path for d in library.documents() if name and name in d.path), _NEAR))
        raise UsageError(
            f"库里没有“{name}”" + (f"，名字相近的有：{near}" if near else ""),
            f"the library holds no {name!r}" + (f", but {near}" if near else ""),
            hint="wenju library list",
        )
    return document


def gone(document: Document) -> dict[str, Any]:
    """What goes with ``document`` when it is removed, and ``file``: where it can be had again, None if it is gone too."""
    place = Path(document.root) / document.path
    # What came out of an archive comes back with the archive.
    file = next((p for p in (place, *place.parents) if p.is_file()), None)
    return {
        "document": document.path,
        "id": document.id,
        "articles": len(document.articles),
        "passages": len(document.passages),
        "file": str(file) if file else None,
    }


def listing(library: Library | None) -> list[dict[str, Any]]:
    """Every document by path, with its numbers of articles and passages; nothing where there is no library.

    ``indexed`` says whether all of it is searched: not while it is taken in, or after an ingest that was cut short;
    ``also_in`` names the other documents that hold all of it.
    """
    if library is None:
        return []
    from rag.index.indexes import waiting

    counts, behind, headings = library.counts(), waiting(library), library.headings()
    repeated = library.repeated()
    return [
        {
            "document": d.path,
            "id": d.id,
            "sha256": d.sha256,
            "publication": d.publication,
            # As in citations, which bear the date of their article.
            "date": headings[d.id][1] or d.date,
            "media_type": d.media_type,
            "size": d.size,
            "root": d.root,
            "articles": counts.get(d.id, (0, 0))[0],
            "passages": counts.get(d.id, (0, 0))[1],
            "indexed": d.id not in behind,
            "also_in": repeated.get(d.id, []),
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
