"""Articles scrambled into the text of a newspaper page, with the truth of what belongs to what.

A page is laid out as its text comes out of a PDF: each article flows through columns that end after whole
lines of one width, in the middle of words; its headline stands before, between or after the columns; a long
article is interrupted by others; captions stand in the middle of sentences; punctuation is half width here
and there.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.ingest.layout.articles import CAPTIONS, Written

_NEVER_FIRST = "，。、；：”’！？）》,;:)%…"
_NEVER_LAST = "“‘（《("


@dataclass
class Page:
    """``parts`` are ``(start, end, article, role)`` of ``text``; captions have negative article numbers."""

    articles: Sequence[Written]
    text: str = "\n\n"
    parts: list[tuple[int, int, int, str]] = field(default_factory=list)

    def add(self, text: str, article: int, role: str, gap: str = "\n\n") -> None:
        """Put ``text`` at the end of the page."""
        self.parts.append((len(self.text), len(self.text) + len(text), article, role))
        self.text += text + gap


def scramble(articles: Sequence[Written], seed: int) -> Page:
    """A page of ``articles``; the same seed makes the same page."""
    luck = random.Random(seed)
    page = Page(articles)
    columns = [_columns(article, luck) for article in articles]
    pending = list(range(len(articles)))
    luck.shuffle(pending)

    def put(k: int) -> None:
        blocks = columns[k]
        interrupted = luck.randrange(1, len(blocks)) if len(blocks) > 1 and pending and luck.random() < 0.4 else 0
        for number, block in enumerate(blocks):
            if number and number == interrupted:
                for _ in range(luck.randint(1, 2)):
                    if pending:
                        put(pending.pop())
            elif number and luck.random() < 0.1:
                _caption(page, luck)
            for role, text in block:
                page.add(text, k, role)

    while pending:
        put(pending.pop())
    return page


def _caption(page: Page, luck: random.Random) -> None:
    text, credit = luck.choice(CAPTIONS)
    number = -1 - sum(role == "caption" for _, _, _, role in page.parts)
    page.text += "\n\n"
    page.add(text, number, "caption")
    if credit:
        page.add(credit, number, "credit", "\n\n\n\n")


def _columns(article: Written, luck: random.Random) -> list[list[tuple[str, str]]]:
    """Blocks of ``(role, text)`` in the order in which they come out of the page."""
    head = [("kicker", article.kicker)] * bool(article.kicker) + [("title", article.title)]
    head += [("subtitle", article.subtitle)] * bool(article.subtitle)
    byline = [("byline", article.byline)] * bool(article.byline)
    width = luck.randint(12, 18)
    half = luck.random() < 0.3
    body: list[list[tuple[str, str]]] = [[]]
    for number, paragraph in enumerate(article.paragraphs):
        if paragraph.startswith("# "):
            body[-1].append(("section", paragraph[2:]))
            continue
        text = article.opening + paragraph if number == 0 else paragraph
        if half:
            text = text.replace("，", ",")
        at = _column_end(text, width, luck) if luck.random() < 0.3 else 0
        if at:
            body[-1].append(("body", text[:at]))
            body.append([])
        body[-1].append(("body", text[at:]))
        if not at and luck.random() < 0.2 and number + 1 < len(article.paragraphs):
            body.append([])
    body = [block for block in body if block]
    where = luck.random()
    if where < 0.75 or (article.opening and where < 0.95):
        body[0] = head + byline + body[0]
    elif where < 0.9 and len(body) > 1:
        body[0] = byline + body[0]
        body.insert(luck.randrange(1, len(body)), head)
    else:
        body[0] = byline + body[0]
        body.append(head)
    return body


def _column_end(text: str, width: int, luck: random.Random) -> int:
    """Where a column may end inside ``text``: after whole lines, never before a closing sign."""
    lines = (len(text) - width + 2) // width
    if lines < 1:
        return 0
    at = width - 2 + width * luck.randrange(lines)
    while at < len(text) and text[at] in _NEVER_FIRST:
        at += 1
    while at and (text[at - 1] in _NEVER_LAST or text[at - 1 : at + 1].isascii()):
        at -= 1
    return at if 4 < at < len(text) - 1 else 0
