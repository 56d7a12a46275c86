"""A newspaper page to its articles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.layout.assign import Shares, share_out
from ingest.layout.costs import Costs
from ingest.layout.draft import Draft, Piece, join
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


def looks_like_page(paragraphs: Sequence[Paragraph], media_type: str = "text/plain") -> bool:
    """Whether the text is a page of several articles rather than one document.

    What newspapers print (bylines, 本报讯, signatures, credits, sentences that columns cut) is weighed against
    what documents have (numbered headings, forms). A format that has headings of its own is a document.
    """
    if not media_type.startswith(_PAGE_TYPES) or any(p.kind == "table_row" for p in paragraphs):
        return False
    page = document = 0.0
    previous = ""
    for paragraph in paragraphs[:_SAMPLE]:
        text, kind = paragraph.text, role(paragraph)
        if kind == "byline":
            page += 1.0 if "记者" in text or "通讯员" in text else 0.6
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
        document += 0.7 * bool(_NUMBERED.match(text)) + 0.5 * bool(_FORM.match(text) and kind != "byline")
        previous = kind
    return page >= 2.0 and page > 1.5 * document


def read(paragraphs: Sequence[Paragraph]) -> list[Draft]:
    """The articles of a page, in the order in which they begin."""
    parts = elements(paragraphs)
    if not parts.bodies:
        pieces = tuple(Piece(p.source, page=p.page) for p in paragraphs)
        return [Draft(pieces=pieces)] if pieces else []
    return _Drafts(parts, share_out(Costs(parts))).drafts()


class _Drafts:
    """Puts the shared-out parts together again, each paragraph of the page in exactly one draft."""

    def __init__(self, parts: Elements, shares: Shares) -> None:
        self.parts = parts
        self.shares = shares
        self.article_of = [0] * len(parts.bodies)
        for k, group in enumerate(shares.groups):
            for i in group:
                self.article_of[i] = k
        self.count = len(shares.groups)
        self.kickers: list[list[int]] = [[] for _ in range(self.count)]
        self.bylines: list[list[int]] = [[] for _ in range(self.count)]
        self.apart: list[list[int]] = [[] for _ in range(self.count)]
        self.orphans: list[list[int]] = [[] for _ in range(self.count)]
        self.sections: dict[int, list[int]] = {}
        self._place_headlines()
        self._place_bylines()
        for i in parts.orphans:
            self.orphans[self._near(parts.slot_of[i])].append(i)
        for i in parts.furniture:
            self.apart[self._near(parts.slot_of[i])].append(i)

    def _near(self, slot: int) -> int:
        n = len(self.article_of)
        return self.article_of[slot if slot < n and (slot == 0 or slot < n) else n - 1]

    def _place_headlines(self) -> None:
        heads = self.parts.headlines
        owner = {t: k for k, t in enumerate(self.shares.titles) if t is not None}
        captioned = {t for t in self.shares.caption_titles if t is not None}
        for k in range(len(heads) - 1, -1, -1):
            if k in owner or k in captioned:
                continue
            head = heads[k]
            below = next((j for j in range(k + 1, len(heads)) if heads[j].above == k), None)
            if below is not None and below in owner:
                owner[k] = owner[below]
                self.kickers[owner[below]].insert(0, k)
            elif head.above is not None and head.above in owner:
                self.kickers[owner[head.above]].append(k)
            else:
                self.sections.setdefault(head.slot, []).insert(0, k)

    def _place_bylines(self) -> None:
        parts = self.parts
        n = len(parts.bodies)
        title_at = {}
        for k, t in enumerate(self.shares.titles):
            if t is not None:
                head = parts.headlines[t]
                for i in (head.at, *head.subtitles):
                    title_at[i] = k
        taken: dict[int, int] = {}
        for i in parts.bylines:
            slot = parts.slot_of[i]
            after = self.article_of[slot] if slot < n else None
            before = self.article_of[slot - 1] if slot else None
            near = title_at.get(i - 1, title_at.get(i + 1))
            if i - 1 in taken and parts.roles[i - 1] == "byline":
                choice = taken[i - 1]
            elif near is not None and near in (after, before):
                choice = near
            elif after is not None and (after != before or before is None):
                choice = after
            else:
                choice = near if near is not None else after if after is not None else before or 0
            taken[i] = choice
            self.bylines[choice].append(i)

    def drafts(self) -> list[Draft]:
        """All drafts: articles and captions, in the order of their first character."""
        out = [self._article(k) for k in range(self.count)]
        out += [self._caption(k) for k in range(len(self.parts.captions))]
        # Sections behind the last text have no article of their own below them.
        return sorted(out, key=lambda d: min(s for s, _ in d.spans))

    def _article(self, k: int) -> Draft:
        parts = self.parts
        bodies = self.shares.groups[k]
        pieces: list[Piece] = []
        section: str | None = None
        open_text: list[SourcedText] = []
        page: str | None = None
        for position, i in enumerate(bodies):
            heads = self._sections_before(i, k)
            if heads:
                self._close(pieces, open_text, section, page)
                for h in heads:
                    headline = parts.headlines[h]
                    lines = [headline.at, *headline.subtitles]
                    section = " ".join(parts.paragraphs[x].text for x in lines)
                    pieces.extend(Piece(parts.paragraphs[x].source, "heading", section) for x in lines)
            paragraph = parts.paragraphs[parts.bodies[i].at]
            if not open_text:
                page = paragraph.page
            open_text.append(paragraph.source)
            if parts.bodies[i].closed or position + 1 == len(bodies):
                self._close(pieces, open_text, section, page)
        title = self.shares.titles[k]
        head = parts.headlines[title] if title is not None else None
        kickers, lines = self._title_lines(k, title)
        return Draft(
            pieces=tuple(pieces),
            title=self._joined(lines),
            kicker=self._joined(kickers),
            subtitle=self._joined([*(head.subtitles if head else ()), *self.orphans[k]]),
            byline=self._joined(self.bylines[k]),
            apart=tuple(parts.paragraphs[i].source for i in self.apart[k]),
        )

    def _sections_before(self, i: int, article: int) -> list[int]:
        found = list(self.sections.get(i, ()))
        last = len(self.article_of) - 1
        if i == last or (i == self.shares.groups[article][-1] and self.article_of[last] == article and i == last):
            pass
        return found

    @staticmethod
    def _close(pieces: list[Piece], open_text: list[SourcedText], section: str | None, page: str | None) -> None:
        if open_text:
            pieces.append(Piece(join(open_text), "text", section, page))
            open_text.clear()

    def _title_lines(self, k: int, title: int | None) -> tuple[list[int], list[int]]:
        """Paragraphs of the kicker and of the title's lines."""
        parts = self.parts
        if title is None:
            return [], []
        head = parts.headlines[title]
        lines = [head.at]
        kickers: list[int] = []
        for h in self.kickers[k]:
            at = parts.headlines[h].at
            if at < head.at and parts.headlines[h].is_kicker_like:
                kickers.append(at)
            else:
                lines.append(at)
        return kickers, sorted(lines)

    def _joined(self, indices: Sequence[int]) -> SourcedText | None:
        return join(self.parts.paragraphs[i].source for i in indices) if indices else None

    def _caption(self, k: int) -> Draft:
        parts = self.parts
        group = parts.captions[k]
        title = self.shares.caption_titles[k]
        head = parts.headlines[title] if title is not None else None
        texts = [i for i in group if parts.roles[i] != "credit"]
        return Draft(
            pieces=tuple(Piece(parts.paragraphs[i].source, page=parts.paragraphs[i].page) for i in texts),
            title=self._joined([head.at] if head else []),
            subtitle=self._joined(head.subtitles if head else []),
            byline=self._joined([i for i in group if parts.roles[i] == "credit"]),
            kind="图片说明",
        )
