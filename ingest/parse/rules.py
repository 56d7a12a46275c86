"""Tables drawn with lines on a PDF page: the lines give the cells, merged ones too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from ingest.parse.columns import Piece
from ingest.parse.table import Grid

Turned = Callable[[float, float, float, float], tuple[float, float, float, float]]

_THIN = 2.5
"""Points; a filled box thinner than this is a line."""
_SNAP = 2.5
"""Lines nearer than this are one."""
_SHORT = 6.0
_MAX_OBJECTS = 20_000
_MAX_EDGES = 200
_MAX_LINES = 1000
"""A page with more lines than this holds a drawing and not a table."""


@dataclass(frozen=True, slots=True)
class Line:
    """From ``low`` to ``high`` along the line, which stands ``at`` across it."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Rules:
    """The lines drawn across and down a page."""

    across: tuple[Line, ...] = ()
    down: tuple[Line, ...] = ()

    def between(self, left: float, right: float, middle: float) -> bool:
        """Whether a line down the page stands between two letters of one line of text."""
        return any(left <= d.at <= right and d.low <= middle <= d.high for d in self.down)


def drawn(page: Any, turned: Turned) -> Rules:
    """The rules of a page of pypdfium2; none where there are so many that they make a picture.

    Args:
        page: of pypdfium2.
        turned: from the page's coordinates to displayed ones (see ``ingest.parse.glyphs``).
    """
    across, down = (tuple(_merged(lines)) for lines in _drawn(page, turned))
    return Rules(across, down) if max(len(across), len(down)) <= _MAX_LINES else Rules()


def with_tables(pieces: Sequence[Piece], rules: Rules) -> list[Piece]:
    """The pieces of a page, those of each ruled table replaced by one piece that holds the table."""
    across, down = rules.across, rules.down
    rest = list(pieces)
    for rows, columns in _meshes(across, down):
        ys, xs = _edges(r.at for r in rows), _edges(c.at for c in columns)
        if not (2 <= len(ys) <= _MAX_EDGES and 3 <= len(xs) <= _MAX_EDGES):
            continue
        inside = [p for p in rest if xs[0] < _centre(p) < xs[-1] and ys[0] < p.middle < ys[-1]]
        grid = _filled(xs, ys, rows, columns, inside)
        if sum(any(row) for row in grid.cells) < 2:
            continue
        rest = [p for p in rest if p not in inside]
        rest.append(Piece(xs[0], ys[0], xs[-1], ys[-1], "▦", median(p.size for p in inside), grid))
    return rest


def _drawn(page: Any, turned: Turned) -> tuple[list[Line], list[Line]]:
    """The lines across and down the page. A box that is not filled counts as its four sides."""
    import pypdfium2.raw as pdfium

    across: list[Line] = []
    down: list[Line] = []
    for n, thing in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if n >= _MAX_OBJECTS:
            break
        left, bottom, right, top = thing.get_bounds()
        x0, y0, x1, y1 = turned(left, top, right, bottom)
        if y1 - y0 <= _THIN and x1 - x0 >= _SHORT:
            across.append(Line((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THIN and y1 - y0 >= _SHORT:
            down.append(Line((x0 + x1) / 2, y0, y1))
        elif x1 - x0 >= _SHORT and y1 - y0 >= _SHORT and _is_frame(thing):
            across += [Line(y0, x0, x1), Line(y1, x0, x1)]
            down += [Line(x0, y0, y1), Line(x1, y0, y1)]
    return across, down


def _merged(lines: Sequence[Line]) -> list[Line]:
    """Lines that go on where another ends, as one: many programs draw each cell's sides by themselves."""
    out: list[Line] = []
    for line in sorted(lines, key=lambda x: (round(x.at / _SNAP), x.low)):
        last = out[-1] if out else None
        if last and abs(last.at - line.at) <= _SNAP and line.low <= last.high + _SNAP:
            out[-1] = Line(last.at, last.low, max(last.high, line.high))
        else:
            out.append(line)
    return out


def _is_frame(thing: Any) -> bool:
    """Whether a path is one box that is drawn and not filled (a filled one is shading)."""
    import ctypes

    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing.raw, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(stroke.value) and pdfium.FPDFPath_CountSegments(thing.raw) <= 6


def _meshes(across: Sequence[Line], down: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Lines that cross or touch one another, family by family, from the top of the page."""
    family = list(range(len(across) + len(down)))

    def head(n: int) -> int:
        while family[n] != n:
            family[n] = family[family[n]]
            n = family[n]
        return n

    for i, a in enumerate(across):
        for j, d in enumerate(down):
            if a.low - _SNAP <= d.at <= a.high + _SNAP and d.low - _SNAP <= a.at <= d.high + _SNAP:
                family[head(i)] = head(len(across) + j)
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for i, a in enumerate(across):
        groups.setdefault(head(i), ([], []))[0].append(a)
    for j, d in enumerate(down):
        groups.setdefault(head(len(across) + j), ([], []))[1].append(d)
    return sorted((g for g in groups.values() if g[0] and g[1]), key=lambda g: min(a.at for a in g[0]))


def _edges(values: Iterable[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _SNAP:
            out.append(value)
    return out


def _filled(
    xs: Sequence[float], ys: Sequence[float], rows: Sequence[Line], columns: Sequence[Line], pieces: Sequence[Piece]
) -> Grid:
    """The grid between the edges. Cells with no line between them are one."""
    height, width = len(ys) - 1, len(xs) - 1
    anchors = [[(r, c) for c in range(width)] for r in range(height)]
    for r in range(height):
        for c in range(width):
            if c and not _covered(columns, xs[c], ys[r], ys[r + 1]):
                anchors[r][c] = anchors[r][c - 1]
            elif r and not _covered(rows, ys[r], xs[c], xs[c + 1]):
                anchors[r][c] = anchors[r - 1][c]
    texts: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        r = max(0, min(height - 1, sum(y < piece.middle for y in ys) - 1))
        c = max(0, min(width - 1, sum(x < _centre(piece) for x in xs) - 1))
        texts.setdefault(anchors[r][c], []).append(piece)
    said = {anchor: _text(some) for anchor, some in texts.items()}
    return Grid.anchored([[said.get(anchors[r][c], "") for c in range(width)] for r in range(height)], anchors)


def _covered(lines: Sequence[Line], at: float, low: float, high: float) -> bool:
    """Whether lines stand at ``at`` along most of the way from ``low`` to ``high``."""
    covered = sum(max(0.0, min(high, line.high) - max(low, line.low)) for line in lines if abs(line.at - at) <= _SNAP)
    return covered >= 0.6 * (high - low)


def _text(pieces: Sequence[Piece]) -> str:
    """What a cell says, line by line."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        if lines and piece.middle - lines[-1][-1].middle < 0.5 * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return "\n".join(" ".join(p.text for p in sorted(line, key=lambda p: p.left)) for line in lines)


def _centre(piece: Piece) -> float:
    return (piece.left + piece.right) / 2
