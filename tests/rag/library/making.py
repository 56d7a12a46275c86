"""Documents for tests: articles of paragraphs, each paragraph one passage."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from rag.domain import Article, Document, Passage, SourcedText
from rag.library.ids import article_id, document_id, passage_id


def document(
    path: str,
    articles: Sequence[tuple[str, Sequence[str]]],
    *,
    root: str = "/reports",
    place: str | None = None,
    salt: str = "",
) -> Document:
    """``articles`` are (title, paragraphs); the original is title and paragraphs on lines of their own."""
    text = "".join(f"{title}\n" + "".join(f"{p}\n" for p in paragraphs) for title, paragraphs in articles)
    sha256 = hashlib.sha256((salt + text).encode()).hexdigest()
    id_ = document_id(root, path)
    made: list[Article] = []
    passages: list[Passage] = []
    at = 0
    for n, (title, paragraphs) in enumerate(articles):
        start, at = at, at + len(title) + 1
        for paragraph in paragraphs:
            passages.append(
                Passage(
                    id=passage_id(id_, sha256, len(passages)),
                    document=path,
                    document_id=id_,
                    document_sha256=sha256,
                    article_id=article_id(id_, sha256, n),
                    ordinal=len(passages),
                    body=SourcedText.whole(text, at, at + len(paragraph)),
                    title=title,
                    place=place,
                    places=(f"湖南省/{place}",) if place else (),
                )
            )
            at += len(paragraph) + 1
        made.append(Article(article_id(id_, sha256, n), n, title, ((start, at),), place=place))
    return Document(id_, path, sha256, text, root=root, size=len(text), articles=tuple(made), passages=tuple(passages))
