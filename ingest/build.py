"""From what a parser read to a document with its articles and passages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from ingest import metadata, passages, placing
from ingest.layout import pages, plain
from ingest.layout.draft import Draft, said
from ingest.layout.paragraphs import Paragraph, paragraphs
from ingest.parsed import Parsed
from rag.domain import Article, Document, Passage, Place
from rag.library.ids import article_id, document_id, passage_id

_LONGEST_TITLE = 60
_TOLD = 100
"""Passages between two calls of ``progress``."""
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
_LEAD_IN = re.compile(r"^(?:[（(]?(?:图为|[上下左右]图[为是]?)[：:]?)")


def build_document(
    parsed: Parsed,
    *,
    path: str,
    root: str,
    sha256: str,
    size: int,
    mtime_ns: int,
    progress: Callable[[int, int], None] | None = None,
) -> Document:
    """The document with its articles and passages; every span spells words of ``parsed.text``.

    Args:
        parsed: the file's text and structure.
        path: the file relative to the ingested folder, with ``/``.
        root: the ingested folder.
        sha256: of the file's bytes, in hex.
        size: of the file, in bytes.
        mtime_ns: when the file was last changed.
        progress: called with (done, total), in characters made into passages; what it raises ends the work.
    """
    units = paragraphs(parsed)
    alone = not pages.looks_like_page(units, parsed.media_type)
    drafts = [plain.read(parsed.text, part) for part in _sheets(parsed, units)] if alone else pages.read(units)
    drafts = [draft for draft in drafts if draft.spans]
    day, paper = (None, None) if alone else metadata.page_head(drafts)
    date = metadata.document_date(parsed, path) or day
    if not alone and (head := metadata.dateline(drafts[0]) if drafts else None) and head.startswith(date or ""):
        date = head  # the day in a briefing's head says more than the year of its file's name
    file = _File(parsed, path, document_id(root, path), sha256, date, paper, alone)
    articles: list[Article] = []
    found: list[Passage] = []
    for ordinal, (draft, place) in enumerate(zip(drafts, _places(file, drafts), strict=True)):
        article = _article(file, draft, place, ordinal)
        articles.append(article)
        for passage in _passages(file, draft, article, place, len(found)):
            found.append(passage)
            if progress and len(found) % _TOLD == 0:
                progress(passage.extent[1], len(parsed.text))
    return Document(
        id=file.id,
        path=path,
        sha256=sha256,
        text=parsed.text,
        root=root,
        size=size,
        mtime_ns=mtime_ns,
        media_type=parsed.media_type,
        publication=parsed.publication or next((a.publication for a in articles if a.publication), None),
        date=_dated(file, articles),
        articles=tuple(articles),
        passages=tuple(found),
    )


def _sheets(parsed: Parsed, units: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """The units of each sheet of a workbook, which are about matters of their own; all together of any other format."""
    if not parsed.media_type.endswith("spreadsheetml.sheet"):
        return [list(units)]
    return [list(part) for _, part in groupby(units, key=lambda unit: unit.page)]


def _dated(file: _File, articles: Sequence[Article]) -> str | None:
    """The file's date; of one document its day, where its name or its format has only the year."""
    own = articles[0].date if file.alone and articles else None
    return own if own and own.startswith(file.date or "") else file.date


@dataclass(frozen=True, slots=True)
class _File:
    """What holds for all articles of a file; ``alone`` says that it is one document."""

    parsed: Parsed
    path: str
    id: str
    sha256: str
    date: str | None
    publication: str | None
    alone: bool

    @property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem


def _places(file: _File, drafts: Sequence[Draft]) -> list[Place | None]:
    """The unit each draft speaks of; what the side-car says holds for all."""
    given = placing.named_unit(file.parsed.metadata.get("place", ""))
    if given is not None:
        return [given] * len(drafts)
    if file.alone:
        named = placing.named_unit(file.stem)
        if named is None and len(drafts) > 1:
            named = placing.common_place([placing.article_place(draft) for draft in drafts])
        return [placing.article_place(draft, named) for draft in drafts]
    found = [placing.article_place(draft) for draft in drafts]
    # What a briefing tells without naming a county is of the county that puts it out.
    common = placing.common_place(found) or placing.issuer_place(drafts)
    known = sorted({place for place in found if place is not None}, key=lambda place: place.path)
    return [placing.article_place(draft, common, known) for draft in drafts]


def _article(file: _File, draft: Draft, place: Place | None, ordinal: int) -> Article:
    return Article(
        id=article_id(file.id, file.sha256, ordinal),
        ordinal=ordinal,
        title=_title(file, draft),
        spans=draft.spans,
        subtitle=said(draft.subtitle) or None,
        byline=said(draft.byline) or None,
        kind=metadata.kind_of(draft, alone=file.alone),
        place=place.name if place else None,
        place_path=place.path if place else None,
        date=metadata.date_of(draft, alone=file.alone, file=file.date) or file.date,
        publication=metadata.publication_of(draft, file.parsed) or file.publication,
        page=next((piece.page for piece in draft.pieces if piece.page), None) or file.parsed.page,
    )


def _title(file: _File, draft: Draft) -> str:
    """The headline; else the file's own title or name; else the article's first words."""
    if draft.title:
        own = said(draft.title)
        # The name of a sheet alone (历年) says not of what; that of its file does.
        sheet = any(piece.page == own for piece in draft.pieces)
        return f"{file.stem} {own}" if sheet and _HAN.search(file.stem) else own
    named = _one_line(file.parsed.title or "") or (file.stem if _HAN.search(file.stem) else "")
    if file.alone and named:
        return named
    lead = _LEAD_IN.sub("", _one_line(draft.text.split("\n", 1)[0]))
    stops = "。！？；" if draft.kind == "图片说明" else "。！？；，,;"
    stop = next((i for i, c in enumerate(lead) if c in stops and i >= 4), len(lead))
    return lead[: min(stop, _LONGEST_TITLE)] or file.stem


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _passages(file: _File, draft: Draft, article: Article, place: Place | None, first: int) -> Iterator[Passage]:
    township: str | None = None
    for ordinal, cut in enumerate(passages.cut(file.parsed.text, draft), first):
        named = placing.named_in(cut.body.text, place)
        held = [p.path for p in named]
        towns = [p.path for p in named if p.level == "township"]
        if not towns and township and placing.means_township(cut.body.text):
            held.append(township)
        township = towns[-1] if towns else township
        yield Passage(
            id=passage_id(file.id, file.sha256, ordinal),
            document=file.path,
            document_id=file.id,
            document_sha256=file.sha256,
            article_id=article.id,
            ordinal=ordinal,
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
