"""Domain types to table rows and back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from typing import Any

from rag.domain import Article, Document, Passage, SourcedText

DOCUMENT_COLUMNS = "id, root, path, sha256, revision, size, mtime_ns, media_type, publication, date, text"
ARTICLE_COLUMNS = (
    "id, document_id, ordinal, title, subtitle, byline, kind, place, place_path, date, publication, page, spans"
)
PASSAGE_COLUMNS = (
    "id, document_id, article_id, ordinal, content, text, runs, title, subtitle, byline, kind, section, "
    "place, places, date, publication, page"
)
PASSAGE_SELECT = (
    "SELECT d.path, d.sha256, "
    + ", ".join(f"p.{name.strip()}" for name in PASSAGE_COLUMNS.split(","))
    + ", p.seq FROM passages p JOIN documents d ON d.id = p.document_id"
)

Row = tuple[Any, ...]

_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def content_key(passage: Passage) -> bytes:
    """16 bytes that stand for ``passage.index_text``, and so for its vector."""
    return hashlib.sha256(passage.index_text.encode("utf-8", "surrogatepass")).digest()[:16]


def article_row(article: Article, document: str) -> Row:
    """Values of ``ARTICLE_COLUMNS``."""
    a = article
    return (
        a.id, document, a.ordinal, a.title, a.subtitle, a.byline, a.kind,
        a.place, a.place_path, a.date, a.publication, a.page, _dumps(a.spans),
    )  # fmt: skip


def passage_row(passage: Passage) -> Row:
    """Values of ``PASSAGE_COLUMNS``."""
    p = passage
    return (
        p.id, p.document_id, p.article_id, p.ordinal, content_key(p), p.body.text, _dumps(p.body.runs),
        p.title, p.subtitle, p.byline, p.kind, p.section,
        p.place, _dumps(p.places), p.date, p.publication, p.page,
    )  # fmt: skip


def document_row(document: Document, revision: str) -> Row:
    """Values of ``DOCUMENT_COLUMNS``."""
    d = document
    return (
        d.id, d.root, d.path, d.sha256, revision, d.size, d.mtime_ns, d.media_type, d.publication, d.date,
        zlib.compress(d.text.encode("utf-8", "surrogatepass"), 2),
    )  # fmt: skip


def revision(document: Document, articles: list[Row], passages: list[Row]) -> str:
    """Digest of all that is kept of ``document``, but for when and how large its file was."""
    d = document
    whole = (d.root, d.path, d.sha256, d.media_type, d.publication, d.date, d.text, articles, passages)
    return hashlib.sha256(repr(whole).encode("utf-8", "surrogatepass")).hexdigest()


def as_article(row: sqlite3.Row | Row) -> Article:
    """From ``ARTICLE_COLUMNS``."""
    (id_, _, ordinal, title, subtitle, byline, kind, place, place_path, date, publication, page, spans) = row
    return Article(
        id=id_,
        ordinal=ordinal,
        title=title,
        spans=tuple((s, e) for s, e in json.loads(spans)),
        subtitle=subtitle,
        byline=byline,
        kind=kind,
        place=place,
        place_path=place_path,
        date=date,
        publication=publication,
        page=page,
    )


def as_passage(row: sqlite3.Row | Row) -> Passage:
    """From a row of ``PASSAGE_SELECT``."""
    (path, sha256, id_, document_id, article_id, ordinal, _, text, runs, title, subtitle, byline, kind, section,
     place, places, date, publication, page, _) = row  # fmt: skip
    return Passage(
        id=id_,
        document=path,
        document_id=document_id,
        document_sha256=sha256,
        article_id=article_id,
        ordinal=ordinal,
        body=SourcedText(text, tuple((a, s, n) for a, s, n in json.loads(runs))),
        title=title,
        place=place,
        places=tuple(json.loads(places)),
        date=date,
        section=section,
        publication=publication,
        page=page,
        kind=kind,
        byline=byline,
        subtitle=subtitle,
    )


def as_document(
    row: sqlite3.Row | Row, articles: tuple[Article, ...] = (), passages: tuple[Passage, ...] = ()
) -> Document:
    """From ``DOCUMENT_COLUMNS``; with None in place of the text it stays empty."""
    (id_, root, path, sha256, _, size, mtime_ns, media_type, publication, date, text) = row
    return Document(
        id=id_,
        path=path,
        sha256=sha256,
        text=zlib.decompress(text).decode("utf-8", "surrogatepass") if text is not None else "",
        root=root,
        size=size,
        mtime_ns=mtime_ns,
        media_type=media_type,
        publication=publication,
        date=date,
        articles=articles,
        passages=passages,
    )
