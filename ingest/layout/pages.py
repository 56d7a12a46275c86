"""A newspaper page to its articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from threadpoolctl import ThreadpoolController

from ingest.layout.assign import Shares, share_out
from ingest.layout.costs import Costs
from ingest.layout.draft import Draft, Lines, Piece, join
from ingest.layout.elements import Elements, elements
from ingest.layout.paragraphs import Paragraph
from ingest.layout.roles import ends_closed, is_opening, role, signature
from rag.domain import SourcedText

_PAGE_TYPES = ("text/plain", "application/pdf", "image/")
_NUMBERED = re.compile(
    r"^(?:#{1,6}\s|[一二三四五六七八九十]{1,3}[、．]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十百零\d]{1,4}[条章节款编]|\d{1,2}[、．]|\d{1,2}\.\D)"
)
_FORM = re.compile(r"^[^，。；！？]{1,12}[:：][^。；]{0,40}$")
_SAMPLE = 600
_PAGE_SIZE = 160
"""Paragraphs a page has at most; the largest newspaper page of the samples has about a hundred."""
_USUAL, _PATIENCE = 4_000, 20_000
"""Merges and moves that a page may take (most take 200 to 1,700), and how many more all pages of a file may."""


def looks_like_page(paragraphs: Sequence[Paragraph], media_type: str = "text/plain") -> bool:
    """Whether the text is a page of several articles rather than one document.

    What newspapers print (bylines, 本报讯, signatures, credits, sentences that columns cut) is weighed against
    what documents have (numbered headings, forms). A format that has headings of its own is a document.
    """
    table = any(p.kind == "table_row" for p in paragraphs)
    if not media_type.startswith(_PAGE_TYPES) or (table and media_type != "text/plain"):
        return False
    page = document = 0.0
    previous = ""
    for paragraph in paragraphs[:_SAMPLE]:
        text, kind = paragraph.text, role(paragraph)
        if kind == "byline":
            page += 1.0 if "记者" in text or "通讯员" in text else 0.8
        elif kind in ("subtitle", "credit"):
            page += 0.8 if kind == "credit" or previous == "head" else 0.3
        elif kind == "caption":
            page += 0.5
        elif kind == "body":
            page += (
                1.0 * is_opening(text)
                + 1.0 * (signature(text) is not None)
                + 0.5 * (not ends_closed(text) and len(text) > 25)
            )
        if kind == "table_row":
            document += 0.5
            continue
        document += 0.7 * bool(_NUMBERED.match(text)) + 0.5 * bool(_FORM.match(text) and kind != "byline")
        previous = kind
    return page >= 1.5 and page > 1.5 * document


def read(paragraphs: Sequence[Paragraph]) -> list[Draft]:
    """The articles of a page, in the order in which they begin; each paragraph is in exactly one of them.

    A file of many pages is read a page at a time. When the first of them turn out to be nonsense, which takes ten
    times as long as a page, articles are taken in the order in which they stand.
    """
    with _blas().limit(limits=1):
        return list(_read(paragraphs))


def _read(paragraphs: Sequence[Paragraph]) -> Iterator[Draft]:
    left = _PATIENCE
    for window in _windows(paragraphs):
        parts = elements(window)
        if parts.bodies:
            shares = share_out(Costs(parts), thorough=left > 0)
            left -= max(0, shares.tried - _USUAL)
            yield from _Drafts(parts, shares).drafts()
            continue
        taken = {i for group in parts.captions for i in group}
        pieces = tuple(Piece(p.source, page=p.page) for i, p in enumerate(window) if i not in taken)
        if pieces:
            yield Draft(pieces=pieces)
        yield from (caption_draft(parts, group, None) for group in parts.captions)


@lru_cache(maxsize=1)
def _blas() -> ThreadpoolController:
    """For the small matrices of a page further threads only wait: they take as much time again as the whole page."""
    return ThreadpoolController().select(user_api="blas")


def _windows(paragraphs: Sequence[Paragraph]) -> Iterator[Sequence[Paragraph]]:
    """The file's pages; what has no pages is cut before a headline or byline once it grows too long."""
    start = 0
    for i in range(1, len(paragraphs) + 1):
        size = i - start
        if i < len(paragraphs):
            turned = paragraphs[i].page != paragraphs[i - 1].page
            full = size >= _PAGE_SIZE and (size >= 1.25 * _PAGE_SIZE or role(paragraphs[i]) in ("head", "byline"))
            if not turned and not full:
                continue
        yield paragraphs[start:i]
        start = i


class _Drafts:
    """Puts the shared-out parts together again."""

    def __init__(self, parts: Elements, shares: Shares) -> None:
        self.parts = parts
        self.shares = shares
        self.label = [0] * len(parts.bodies)
        for k, group in enumerate(shares.groups):
            for i in group:
                self.label[i] = k
        count = len(shares.groups)
        self.lines: list[list[int]] = [[] for _ in range(count)]
        """Headlines that stand with an article's title: kickers and further lines."""
        self.bylines: list[list[int]] = [[] for _ in range(count)]
        self.orphans: list[list[int]] = [[] for _ in range(count)]
        self.apart: list[list[int]] = [[] for _ in range(count)]
        self.sections: dict[int, list[int]] = {}
        self._place_headlines()
        for i in parts.orphans:
            self.orphans[self._near(parts.slot_of[i])].append(i)
        for i in parts.furniture:
            self.apart[self._near(parts.slot_of[i])].append(i)
        self._place_bylines()
        for i in parts.signoffs:
            self.bylines[self.label[parts.slot_of[i] - 1]].append(i)

    def _near(self, slot: int) -> int:
        """The article of the body element at ``slot``, or of the last one."""
        return self.label[min(slot, len(self.label) - 1)]

    def _place_headlines(self) -> None:
        heads = self.parts.headlines
        owner = {t: k for k, t in enumerate(self.shares.titles) if t is not None}
        captioned = {t for t in self.shares.caption_titles if t is not None}
        for k in range(len(heads) - 1, -1, -1):
            if k in owner or k in captioned:
                continue
            below = next((j for j in range(k + 1, len(heads)) if heads[j].above == k), None)
            above = heads[k].above
            stack = owner.get(below) if below is not None else None
            if stack is None and above is not None:
                stack = owner.get(above)
            if stack is None:
                self.sections.setdefault(heads[k].slot, []).insert(0, k)
            else:
                owner[k] = stack
                self.lines[stack].append(k)

    def _place_bylines(self) -> None:
        """A byline goes with the text below it; one over a headline that has its own, with the text above."""
        parts = self.parts
        titled = {parts.headlines[t].slot: k for k, t in enumerate(self.shares.titles) if t is not None}
        blocks: list[list[int]] = []
        for i in parts.bylines:
            if blocks and blocks[-1][-1] == i - 1:
                blocks[-1].append(i)
            else:
                blocks.append([i])
        for block in reversed(blocks):
            slot = parts.slot_of[block[0]]
            owner = self._near(slot)
            if slot == len(self.label) or (slot and self.label[slot - 1] == owner):
                owner = titled.get(slot, owner)
            if self.bylines[owner] and slot and not self.bylines[self.label[slot - 1]]:
                owner = self.label[slot - 1]
            self.bylines[owner][:0] = block

    def drafts(self) -> list[Draft]:
        """All drafts: articles and captions, in the order of their first character."""
        out = [self._article(k) for k in range(len(self.shares.groups))]
        for group, title in zip(self.parts.captions, self.shares.caption_titles, strict=True):
            out.append(caption_draft(self.parts, group, title))
        return sorted(out, key=lambda draft: min(start for start, _ in draft.spans))

    def _article(self, k: int) -> Draft:
        parts = self.parts
        title = self.shares.titles[k]
        head = parts.headlines[title] if title is not None else None
        titles = [head.at] if head else []
        kickers: list[int] = []
        for h in self.lines[k]:
            line = parts.headlines[h]
            (kickers if head and line.at < head.at and line.is_kicker_like else titles).append(line.at)
        subtitles = [i for h in (title, *self.lines[k]) if h is not None for i in parts.headlines[h].subtitles]
        return Draft(
            pieces=tuple(self._pieces(self.shares.groups[k])),
            title=_lines(parts, sorted(titles)),
            kicker=_lines(parts, sorted(kickers)),
            subtitle=_lines(parts, [*subtitles, *self.orphans[k]]),
            byline=_lines(parts, self.bylines[k]),
            apart=_lines(parts, self.apart[k]),
        )

    def _pieces(self, bodies: Sequence[int]) -> Iterator[Piece]:
        """Whole paragraphs under their headings; a heading inside a sentence waits for the sentence's end."""
        parts = self.parts
        section: str | None = None
        started: list[SourcedText] = []
        waiting: list[int] = []
        page: str | None = None
        for position, i in enumerate(bodies):
            waiting.extend(self.sections.get(i, ()))
            if not started:
                for h in waiting:
                    section = self._section(h)
                    yield from self._heading(h, section)
                waiting = []
                page = parts.paragraphs[parts.bodies[i].at].page
            started.append(parts.paragraphs[parts.bodies[i].at].source)
            if parts.bodies[i].closed or position + 1 == len(bodies):
                yield Piece(join(started), "text", section, page)
                started = []
        if bodies and len(self.label) - 1 in bodies:
            waiting.extend(self.sections.get(len(self.label), ()))
        for h in waiting:
            yield from self._heading(h, self._section(h))

    def _section(self, headline: int) -> str:
        head = self.parts.headlines[headline]
        return " ".join(x for x in (head.text, head.subtitle) if x)

    def _heading(self, headline: int, section: str) -> Iterator[Piece]:
        head = self.parts.headlines[headline]
        for i in (head.at, *head.subtitles):
            yield Piece(self.parts.paragraphs[i].source, "heading", section, self.parts.paragraphs[i].page)


def caption_draft(parts: Elements, group: Sequence[int], title: int | None) -> Draft:
    """A photograph's caption with its credit as byline."""
    head = parts.headlines[title] if title is not None else None
    texts = [i for i in group if parts.roles[i] != "credit"]
    return Draft(
        pieces=tuple(Piece(parts.paragraphs[i].source, page=parts.paragraphs[i].page) for i in texts),
        title=_lines(parts, [head.at] if head else []),
        subtitle=_lines(parts, head.subtitles if head else []),
        byline=_lines(parts, [i for i in group if parts.roles[i] == "credit"]),
        kind="图片说明",
    )


def _lines(parts: Elements, indices: Iterable[int]) -> Lines:
    return tuple(parts.paragraphs[i].source for i in indices)
