"""Cutting a page into columns and tables.

Recursive cutting after the XY-cut of Nagy and Seth (1984), with one change: bands of lines that share a
gutter are taken together before they are cut across, so that paragraphs which happen to end at one height
in two columns do not tear the columns apart. Units are points, y grows downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.parse.table import Grid

_MIN_GUTTER_EM = 0.8
_MIN_COLUMN_EM = 7.0
_MAX_DEPTH = 24
_LARGER = 1.15


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in a box. ``size`` is the height of its letters."""

    left: float
    top: float
    right: float
    bottom: float
    text: str
    size: float
    grid: Grid | None = None
    """A whole table that was recognised by its lines; then ``text`` is only a stand-in."""

    @property
    def middle(self) -> float:
        """Where its line runs."""
        return (self.top + self.bottom) / 2

    @property
    def alone(self) -> bool:
        """A table, or text set upright: it shares no line with what stands beside it."""
        return self.grid is not None or self.bottom - self.top > 2.2 * self.size


Line = tuple[Piece, ...]
"""Pieces side by side, from left to right."""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in rows and columns."""

    grid: Grid
    top: float
    bottom: float


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """Pieces that stand on one height, joined where they touch, as lines from top to bottom."""
    out: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.middle, p.left)):
        line = None if piece.alone else next((x for x in reversed(out[-8:]) if _same_line(x, piece)), None)
        if line is None:
            out.append([piece])
        else:
            line.append(piece)
    return [_joined(sorted(line, key=lambda p: p.left)) for line in out]


def _same_line(line: Sequence[Piece], piece: Piece) -> bool:
    if line[0].alone:
        return False
    top, bottom = min(p.top for p in line[-3:]), max(p.bottom for p in line[-3:])
    overlap = min(bottom, piece.bottom) - max(top, piece.top)
    return overlap > 0.5 * min(bottom - top, piece.bottom - piece.top)


def _joined(line: Sequence[Piece]) -> Line:
    out = [line[0]]
    for piece in line[1:]:
        last = out[-1]
        gap = piece.left - last.right
        if gap < _MIN_GUTTER_EM * max(last.size, piece.size):
            latin = last.text[-1:].isascii() and piece.text[:1].isascii()
            blank = " " if gap > 0.15 * last.size and latin and not last.text.endswith(" ") else ""
            out[-1] = Piece(
                last.left,
                min(last.top, piece.top),
                max(last.right, piece.right),
                max(last.bottom, piece.bottom),
                last.text + blank + piece.text,
                max(last.size, piece.size),
            )
        else:
            out.append(piece)
    return tuple(out)


def regions(lines: list[Line], depth: int) -> list[list[Line] | Table]:
    """Cut a region into stretches of single-column lines and tables, in reading order."""
    out: list[list[Line] | Table] = []
    single: list[Line] = []
    at = 0
    while at < len(lines):
        end, gutters = _band(lines, at)
        group = lines[at:end]
        kind = _kind(group, gutters) if gutters and depth < _MAX_DEPTH else "lines"
        if kind == "lines":
            single.append(lines[at])
            at += 1
            continue
        if single:
            out.append(single)
            single = []
        if kind == "table":
            out.append(_table(group, gutters))
        else:
            for part in _split(group, gutters):
                out.extend(regions(lines_of([p for line in part for p in line]), depth + 1))
        at = end
    if single:
        out.append(single)
    return out


def _band(lines: Sequence[Line], at: int) -> tuple[int, list[tuple[float, float]]]:
    """How far from ``at`` the lines leave common white strips, and these strips."""
    left = min(p.left for line in lines for p in line)
    right = max(p.right for line in lines for p in line)
    shared = [(left, right)]
    end = at
    kept: list[tuple[float, float]] = []
    while end < len(lines):
        em = median(p.size for p in lines[end])
        if end > at and _headline(lines[at:end], lines[end]) or end == at and _headline(lines[at + 1 :], lines[at]):
            break
        if _stands_across(lines, end):
            break
        shared = [(a, b) for a, b in _free(shared, lines[end]) if b - a >= _MIN_GUTTER_EM * em]
        # Strips at the margins separate nothing.
        inner = [(a, b) for a, b in shared if _between(lines[at : end + 1], a, b)]
        if end > at and kept and not inner:
            break
        if not shared:
            break
        kept = inner
        end += 1
    return max(end, at + 1), kept


def _stands_across(lines: Sequence[Line], n: int) -> bool:
    """Whether line ``n`` is a ruled table with nothing beside it: columns end above it, however narrow it is."""
    table = lines[n][0]
    if table.grid is None:
        return False
    beside = (min(p.bottom, table.bottom) - max(p.top, table.top) for k, x in enumerate(lines) if k != n for p in x)
    return all(overlap <= 0.3 * table.size for overlap in beside)


def _headline(others: Sequence[Line], line: Line) -> bool:
    """A line alone on its height and larger than the lines around it stands over columns and not in one."""
    if len(line) > 1 or not others or line[0].alone:
        return False
    size = line[0].size
    return size > _LARGER * median(p.size for x in others[-40:] for p in x) or (
        size < median(p.size for x in others[:40] for p in x) / _LARGER
    )


def _free(strips: Iterable[tuple[float, float]], line: Line) -> list[tuple[float, float]]:
    out = list(strips)
    for piece in line:
        after = []
        for a, b in out:
            if piece.right <= a or piece.left >= b:
                after.append((a, b))
                continue
            if piece.left > a:
                after.append((a, piece.left))
            if piece.right < b:
                after.append((piece.right, b))
        out = after
    return out


def _between(lines: Sequence[Line], a: float, b: float) -> bool:
    """Whether text stands on both sides of the strip."""
    pieces = [p for line in lines for p in line]
    return any(p.right <= a for p in pieces) and any(p.left >= b for p in pieces)


def _kind(lines: Sequence[Line], gutters: Sequence[tuple[float, float]]) -> str:
    """Whether the strips stand between columns of prose, cells of a table, or nothing in particular."""
    columns = _split(lines, gutters)
    if any(all(p.alone and not p.grid for line in column for p in line) for column in columns):
        return "columns"
    if any(line[0].grid for line in lines):  # A ruled table is no cell of another.
        return "columns" if len(columns) > 1 else "lines"
    if len(lines) < 2 or min(len(c) for c in columns) < 2:
        return "table" if len(lines) >= 2 and sum(len(x) > 1 for x in lines) >= 2 and _cellular(columns) else "lines"
    return "table" if _cellular(columns) else "columns"


def _cellular(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether most columns hold short texts that do not fill them, as the cells of a table do.

    In running text lines fill the column, but for the last ones of its paragraphs.
    """
    prose = 0
    for column in columns:
        pieces = [p for line in column for p in line]
        width = max(p.right for p in pieces) - min(p.left for p in pieces)
        em = median(p.size for p in pieces)
        full = [sum(p.right - p.left for p in line) > 0.75 * width for line in column]
        ends = sum(a and not b for a, b in zip(full, full[1:], strict=False))
        prose += width >= _MIN_COLUMN_EM * em and sum(full) + ends >= 0.5 * len(column)
    return prose < max(2, 0.6 * len(columns))


def _split(lines: Sequence[Line], gutters: Sequence[tuple[float, float]]) -> list[list[Line]]:
    """The lines cut at the strips: one list a column, empty columns left out."""
    edges = [(a + b) / 2 for a, b in gutters]
    columns: list[list[Line]] = [[] for _ in range(len(edges) + 1)]
    for line in lines:
        for n, column in enumerate(columns):
            low = edges[n - 1] if n else float("-inf")
            high = edges[n] if n < len(edges) else float("inf")
            inside = tuple(p for p in line if low <= (p.left + p.right) / 2 < high)
            if inside:
                column.append(inside)
    return [c for c in columns if c]


def _table(lines: Sequence[Line], gutters: Sequence[tuple[float, float]]) -> Table:
    edges = [(a + b) / 2 for a, b in gutters]
    rows = []
    for line in lines:
        cells = [""] * (len(edges) + 1)
        for piece in line:
            n = sum(edge < (piece.left + piece.right) / 2 for edge in edges)
            cells[n] = f"{cells[n]} {piece.text}".strip()
        rows.append(tuple(cells))
    pieces = [p for line in lines for p in line]
    return Table(Grid.plain(rows), min(p.top for p in pieces), max(p.bottom for p in pieces))
