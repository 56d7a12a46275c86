"""From what a parser read to a document with its articles and passages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest import metadata, passages, placing
from ingest.layout import pages, plain
from ingest.layout.draft import Draft
from ingest.layout.paragraphs import paragraphs
from ingest.parsed import Parsed
from rag.domain import Article, Document, Passage, Place
from rag.library.ids import article_id, document_id, passage_id

_LONGEST_TITLE = 60


def build_document(parsed: Parsed, *, path: str, root: str, sha256: str, size: int, mtime_ns: int) -> Document:
    """The document with its articles and passages; every span spells words of ``parsed.text``.

    Args:
        parsed: the file's text and structure.
        path: the file relative to the ingested folder, with ``/``.
        root: the ingested folder.
        sha256: of the file's bytes, in hex.
        size: of the file, in bytes.
        mtime_ns: when the file was last changed.
    """
    units = paragraphs(parsed)
    alone = not pages.looks_like_page(units)
    drafts = [plain.read(parsed.text, units)] if alone else pages.read(units)
    drafts = [draft for draft in drafts if draft.spans]
    ident = document_id(root, path)
    dated = metadata.document_date(parsed, path)
    articles: list[Article] = []
    found: list[Passage] = []
    for ordinal, draft in enumerate(drafts):
        article, place = _article(draft, parsed, path, ordinal, alone=alone, dated=dated, ident=ident, sha256=sha256)
        articles.append(article)
        found.extend(_passages(parsed, draft, article, place, path, ident, sha256, len(found)))
    return Document(
        id=ident,
        path=path,
        sha256=sha256,
        text=parsed.text,
        root=root,
        size=size,
        mtime_ns=mtime_ns,
        media_type=parsed.media_type,
        publication=parsed.publication or next((a.publication for a in articles if a.publication), None),
        date=dated or (articles[0].date if alone and articles else None),
        articles=tuple(articles),
        passages=tuple(found),
    )


def _article(
    draft: Draft, parsed: Parsed, path: str, ordinal: int, *, alone: bool, dated: str | None, ident: str, sha256: str
) -> tuple[Article, Place | None]:
    stem = PurePosixPath(path).stem
    setting = placing.article_place(draft, fallback=(stem,) if alone else ())
    own = metadata.date_of(draft, alone=alone)
    article = Article(
        id=article_id(ident, sha256, ordinal),
        ordinal=ordinal,
        title=_title(draft, parsed, stem, alone=alone),
        spans=draft.spans,
        subtitle=_one_line(draft.subtitle.text) if draft.subtitle else None,
        byline=_one_line(draft.byline.text) if draft.byline else None,
        kind=metadata.kind_of(draft, alone=alone),
        place=setting.place.name if setting.place else None,
        place_path=setting.place.path if setting.place else None,
        date=own or dated,
        publication=metadata.publication_of(draft, parsed),
        page=next((piece.page for piece in draft.pieces if piece.page), None) or parsed.page,
    )
    return article, setting.place


def _title(draft: Draft, parsed: Parsed, stem: str, *, alone: bool) -> str:
    """The headline; else the file's own title or name; else the article's first words."""
    if draft.title is not None:
        return _one_line(draft.title.text)
    if alone:
        return _one_line(parsed.title or "") or stem
    lead = _one_line(draft.text.split("\n", 1)[0])
    stop = next((i for i, c in enumerate(lead) if c in "。！？；，,;" and i >= 4), len(lead))
    return lead[: min(stop, _LONGEST_TITLE)] or stem


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _passages(
    parsed: Parsed, draft: Draft, article: Article, place: Place | None, path: str, ident: str, sha256: str, first: int
) -> Iterator[Passage]:
    township: str | None = None
    for k, cut in enumerate(passages.cut(parsed.text, draft)):
        named = placing.named_in(cut.body.text, place)
        held = [p.path for p in named]
        towns = [p.path for p in named if p.level == "township"]
        if not towns and township and placing.speaks_of_township(cut.body.text):
            held.append(township)
        township = towns[-1] if towns else township
        yield Passage(
            id=passage_id(ident, sha256, first + k),
            document=path,
            document_id=ident,
            document_sha256=sha256,
            article_id=article.id,
            ordinal=first + k,
            body=cut.body,
            title=article.title,
            place=article.place,
            places=tuple(dict.fromkeys([*((article.place_path,) if article.place_path else ()), *held])),
            date=article.date,
            section=cut.section,
            publication=article.publication,
            page=cut.page or article.page,
            kind=article.kind,
            byline=article.byline,
            subtitle=article.subtitle,
        )
