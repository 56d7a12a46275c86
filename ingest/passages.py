"""Passages: pieces of about 300 characters on sentence boundaries, within one article and section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.layout.draft import Draft, Piece
from rag.domain import SourcedText, Span
from rag.text.sentences import clauses, sentences

TARGET = 300
"""Wished length of a passage, in characters."""
LIMIT = 450
"""Longest passage; only a sentence without any clause can be cut inside itself."""

_GOES_ON = re.compile(
    r"(?:[二三四五六七八九十]是|[二三四五六七八九十]要|其[二三四次]|再次|最后|同时|此外|另外|这|该|此|他|她|其中|与此同时|[”’])"
)
_EMPTY_CELLS = re.compile(r"[ \t\xa0|]*[|\t][ \t\xa0|]*(\r?\n)")
"""What is left of a row with bars or tabs behind its last cell that says something; the end of its line parts it from the next."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage of a draft: its words and where they stand in the article."""

    body: SourcedText
    section: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence: ``spans`` of the original, and whether a paragraph begins with it."""

    spans: tuple[Span, ...]
    length: int
    leads: bool
    clings: bool
    page: str | None


def cut(original: str, draft: Draft) -> list[Cut]:
    """The passages of ``draft``: its heading as one of its own, then the text, a section at a time."""
    out: list[Cut] = []
    heading = _lines(original, draft.heading)
    if draft.kicker or draft.title or draft.subtitle:
        out.append(Cut(heading))
    for section, pieces in _sections(draft.pieces):
        rows = [p for p in pieces if p.kind == "row"]
        if rows and len(rows) == len(pieces):
            out.extend(_tables(original, section, rows))
        else:
            out.extend(_texts(original, section, pieces))
    return out


def _sections(pieces: Sequence[Piece]) -> Iterator[tuple[str | None, list[Piece]]]:
    """Runs of pieces of one section and of one sort (rows apart from text). Headings go with what follows."""
    group: list[Piece] = []
    for piece in pieces:
        fresh = group and (
            piece.section != group[-1].section
            or (piece.kind == "row") != (group[-1].kind == "row")
            or (piece.kind == "heading" and group[-1].kind != "heading")
        )
        if fresh and not all(p.kind == "heading" for p in group):
            yield group[-1].section, group
            group = []
        group.append(piece)
    if group:
        yield group[-1].section, group


def _lines(original: str, parts: Sequence[SourcedText]) -> SourcedText:
    """The parts, with a white space that stands beside them in the original between them."""
    spans: list[Span] = []
    for part in parts:
        following = list(part.spans())
        if spans and following:
            end, start = spans[-1][1], following[0][0]
            if ending := _EMPTY_CELLS.match(original, end):
                spans.append(ending.span(1))
            elif end < len(original) and original[end].isspace():
                spans[-1] = (spans[-1][0], end + 1 + (original[end : end + 2] == "\r\n"))
            elif start and original[start - 1].isspace():
                following[0] = (start - 1, following[0][1])
        spans.extend(following)
    return SourcedText.joined(original, spans)


def _tables(original: str, section: str | None, rows: Sequence[Piece]) -> Iterator[Cut]:
    """Rows together up to the target, each passage with the header of its rows."""
    group: list[Piece] = []
    size = 0
    for row in rows:
        header = sum(e - s for s, e in row.header)
        grown = size + len(row.text.text)
        if group and (grown > TARGET or row.header != group[-1].header or row.page != group[-1].page):
            yield _table(original, section, group)
            group, grown = [], header + len(row.text.text)
        group.append(row)
        size = grown
    if group:
        yield _table(original, section, group)


def _table(original: str, section: str | None, rows: Sequence[Piece]) -> Cut:
    header = SourcedText.joined(original, rows[0].header)
    parts = [header] if header.text else []
    return Cut(_lines(original, [*parts, *(r.text for r in rows)]), section, rows[0].page)


def _texts(original: str, section: str | None, pieces: Sequence[Piece]) -> Iterator[Cut]:
    units = [unit for piece in pieces for unit in _units(piece)]
    for first, last in _packed(units):
        group = units[first:last]
        spans: list[Span] = []
        for k, unit in enumerate(group):
            if k and spans and (ending := _EMPTY_CELLS.match(original, spans[-1][1])):
                spans.append(ending.span(1))
            elif k and spans:
                spans[-1] = _reach(original, spans[-1], unit.spans[0][0])
            spans.extend(unit.spans)
        yield Cut(SourcedText.joined(original, spans), section, group[0].page)


def _reach(original: str, span: Span, following: int) -> Span:
    """``span`` up to the next one if only white space is between, else with one white space after it."""
    start, end = span
    if end < following <= end + 4 and original[end:following].isspace():
        return start, following
    if end < len(original) and original[end].isspace():
        return start, end + 1
    return span


def _units(piece: Piece) -> Iterator[_Unit]:
    text = piece.text.text
    if piece.kind != "text":
        yield _Unit(piece.text.spans(), len(text), True, False, piece.page)
        return
    leads = True
    for start, end in sentences(text):
        for low, high in _short(text, start, end):
            clings = low > start or bool(_GOES_ON.match(text, low))
            yield _Unit(piece.text.spans(low, high), high - low, leads, clings, piece.page)
            leads = False


def _short(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence, or parts of it no longer than the limit, cut between clauses where it can be."""
    if end - start <= LIMIT:
        yield start, end
        return
    low = start
    high = start
    for _, stop in clauses(text, start, end):
        if stop - low > TARGET and high > low:
            yield low, high
            low = high
        high = stop
        while high - low > LIMIT:
            yield low, low + TARGET
            low += TARGET
    if end > low:
        yield low, end


def _packed(units: Sequence[_Unit]) -> list[tuple[int, int]]:
    """Cuts ``[i, j)`` over ``units`` at the least cost: lengths near the target, paragraphs and lists whole.

    Dynamic programming over the last cut; linear, since a passage holds a bounded number of units.
    """
    n = len(units)
    lengths = [unit.length for unit in units]
    best = [0.0] + [float("inf")] * n
    back = [0] * (n + 1)
    for j in range(1, n + 1):
        length = 0
        at_break = 0.0 if j == n or units[j].leads else 0.12
        if j < n and units[j].clings:
            at_break += 0.12
        least, at = float("inf"), 0
        for i in range(j - 1, max(j - 61, -1), -1):
            length += lengths[i]
            if length > LIMIT and i < j - 1:
                break
            short = (TARGET - length) / TARGET
            cost = best[i] + at_break + (short * short if short > 0 else 2.5 * short * short) + 0.02
            if cost < least:
                least, at = cost, i
        best[j], back[j] = least, at
    out: list[tuple[int, int]] = []
    j = n
    while j > 0:
        out.append((back[j], j))
        j = back[j]
    return out[::-1]
