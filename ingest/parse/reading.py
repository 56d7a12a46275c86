"""From pieces of text on a page to paragraphs and tables in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ingest.parse.columns import Line, Piece, Table, lines_of, regions

_STOPS = tuple("。！？…；：.!?;:”’」』）)】》")
_FEWEST = 6
"""A line of fewer characters is a label and no part of a sentence."""
_MAX_PIECES = 4000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; ``continues`` the paragraph before across a column or page."""

    lines: tuple[str, ...]
    size: float
    top: float
    bottom: float
    continues: bool = False


def arrange(pieces: Iterable[Piece]) -> list[Paragraph | Table]:
    """The paragraphs and tables of one page in reading order."""
    found = [p for p in pieces if p.text.strip()]
    out: list[Paragraph | Table] = []
    lines = lines_of(found)
    # A page with so many pieces is a map or a drawing: its labels have no order to find.
    for region in regions(lines, 0) if len(found) <= _MAX_PIECES else [lines]:
        if isinstance(region, Table):
            out.append(region)
            continue
        start = 0
        for n, line in enumerate([*region, None]):
            grid = line[0].grid if line else None
            if (grid or line is None) and start < n:
                out.extend(_paragraphs(region[start:n], out))
            if line and grid:
                out.append(Table(grid, line[0].top, line[0].bottom))
                start = n + 1
    return out


def _paragraphs(lines: Sequence[Line], before: Sequence[Paragraph | Table]) -> list[Paragraph]:
    """The paragraphs of one column, told by indents, short last lines, distances and sizes."""
    pieces = [_flat(line) for line in lines]
    left = _usual([p.left for p in pieces])
    right = max(p.right for p in pieces)
    gaps = [b.top - a.bottom for a, b in zip(pieces, pieces[1:], strict=False)]
    usual_gap = median(gaps) if gaps else 0.0
    out: list[Paragraph] = []
    current: list[Piece] = []
    for piece in pieces:
        if current and _begins(current, piece, left, right, usual_gap):
            out.append(_paragraph(current))
            current = []
        current.append(piece)
    if current:
        out.append(_paragraph(current))
    last = before[-1] if before else None
    if out and isinstance(last, Paragraph) and _runs_on(last, out[0]) and pieces[0].left < left + pieces[0].size:
        out[0] = replace(out[0], continues=True)
    return out


def _flat(line: Line) -> Piece:
    """A line as one piece; what stood apart stays apart by a blank."""
    return Piece(
        line[0].left,
        min(p.top for p in line),
        max(p.right for p in line),
        max(p.bottom for p in line),
        re.sub(r" {2,}", " ", " ".join(p.text.strip() for p in line)),
        max(p.size for p in line),
    )


def _usual(lefts: Sequence[float]) -> float:
    """The left edge that most lines share: the smallest of those that at least a quarter of the lines have."""
    for value in sorted(lefts)[:_MAX_PIECES]:
        if sum(abs(x - value) < 3 for x in lefts) * 4 >= len(lefts):
            return value
    return min(lefts)


def _begins(current: Sequence[Piece], piece: Piece, left: float, right: float, usual_gap: float) -> bool:
    last = current[-1]
    em = last.size
    if abs(piece.size - last.size) > 0.15 * em:
        return True
    if piece.top - last.bottom > usual_gap + 0.8 * em:
        return True
    if piece.left > left + 1.2 * em and last.left <= left + 1.2 * em and piece.left < left + 4 * em:
        return True
    short = last.right < right - 2.0 * em
    if len(current) == 1 and last.left > left + 4 * em and short:
        return not (abs((piece.left + piece.right) - (last.left + last.right)) < em and not last.text.endswith(_STOPS))
    return short and (last.text.endswith(_STOPS) or last.right < left + 0.7 * (right - left))


def _paragraph(pieces: Sequence[Piece]) -> Paragraph:
    return Paragraph(tuple(p.text for p in pieces), median(p.size for p in pieces), pieces[0].top, pieces[-1].bottom)


def _runs_on(last: Paragraph, first: Paragraph) -> bool:
    """Whether a column ended in the midst of a sentence that the next one goes on with."""
    return abs(last.size - first.size) <= 0.1 * last.size and breaks_off(last)


def breaks_off(paragraph: Paragraph) -> bool:
    """Whether a paragraph ends in the midst of a sentence."""
    line = paragraph.lines[-1]
    return len(line) >= _FEWEST and not line.endswith(_STOPS)
