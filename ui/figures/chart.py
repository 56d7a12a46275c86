"""A table of figures as a chart: what to draw, as shapes that SVG and PNG share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.figures.derived import Row
from rag.figures.match import usual
from rag.figures.table import Table
from rag.text.amounts import plain
from ui.figures.columns import period_of
from ui.language import say
from ui.plain import plain as printable

WIDTH = 960
_INK, _GRID = "#1f2933", "#d5dbe1"
COLOURS = ("#1f5fa8", "#c2571a", "#2e7d4f", "#7a3f98", "#a8324a", "#4a6572", "#8a6d1a", "#0f7f86")
DARK = {
    "#ffffff": "#24211e", _INK: "#ece8e1", _GRID: "#4a463f",
    **dict(zip(COLOURS, ("#7db0ea", "#f09a63", "#7ccb9b", "#c79be0", "#ec8ba0", "#a9bdc6", "#d6bd6c", "#67cdd4"), strict=True)),
}  # fmt: skip
"""What each colour is on a dark ground."""
_MOST = 40
"""Most bars or points; a chart of more cannot be read."""
_INSET = 36
"""Pixels between a chart's sides and its first and last points."""
_SCALES = ((1e8, "亿"), (1e4, "万"))


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled box."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Text:
    """Words whose baseline begins, lies about, or ends at ``x``."""

    x: float
    y: float
    words: str
    size: int = 15
    anchor: Literal["start", "middle", "end"] = "start"
    colour: str = _INK


Shape = Rect | Path | Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on white, in pixels."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    title: str


def chart(table: Table) -> Drawing | None:
    """Lines over time where a place has several years, else bars; None where there is nothing to draw."""
    rows = _drawn(table)
    if not rows:
        return None
    f = rows[0].figure
    places = {r.figure.place for r in rows}
    title = printable(f"{next(iter(places)) if len(places) == 1 and f.place else ''}{f.label}")
    series: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.figure.dated and row.figure.since == row.figure.until:
            series[row.figure.place or ""].append(row)
    over_time = {p: r for p, r in series.items() if len({x.figure.since for x in r}) > 1}
    # Where most places have but one value, lines would leave them out.
    lines = bool(over_time) and len(over_time) <= len(COLOURS) and 2 * len(over_time) >= len(places)
    shown = [r for some in over_time.values() for r in some] if lines else rows[:_MOST]
    # By what is drawn: the province's value, left out, would make the counties' 0.05.
    top = max(abs(r.figure.value) for r in shown)
    scale, word = next(((s, w) for s, w in _SCALES if top >= s), (1.0, ""))
    unit = f"{word}{f.unit}"
    title += say(f"（单位：{unit}）", f" ({unit})") if unit else ""
    return _lines(over_time, scale, title) if lines else _bars(shown, scale, title, several=len(places) > 1)


def _drawn(table: Table) -> list[Row]:
    """The rows of the best indicator, in the unit of most; no plans, no changes."""
    if not table.rows:
        return []
    name = usual(table.rows[0].figure.label)
    rows = [r for r in table.rows if usual(r.figure.label) == name and not r.figure.planned]
    levels = [r for r in rows if r.figure.relation in ("level", "base")] or rows
    units = [r.figure.unit for r in levels]
    best = max(units, key=lambda u: (units.count(u), u), default="")
    return [r for r in levels if r.figure.unit == best]


def _bars(rows: Sequence[Row], scale: float, title: str, *, several: bool) -> Drawing:
    names = [printable(_name(r, several))[:26] for r in rows]
    left = 30 + min(380, max((sum(15 if ord(c) > 255 else 8 for c in n) for n in names), default=60))
    room = WIDTH - left - 120
    top = max((r.figure.value for r in rows), default=0.0)
    shapes: list[Shape] = [Text(24, 36, title, 20)]
    y = 62.0
    for row, name in zip(rows, names, strict=True):
        value = max(0.0, row.figure.value)
        width = room * value / top if top > 0 else 0.0
        shapes += [
            Text(left - 10, y + 20, name, 15, "end"),
            Rect(left, y + 4, max(1.0, width), 22, COLOURS[0] if row.figure.relation != "base" else COLOURS[5]),
            Text(left + width + 8, y + 20, plain(round(row.figure.value / scale, 4)), 15),
        ]
        y += 34
    shapes.append(Path(((left, 58), (left, y)), _INK))
    return Drawing(WIDTH, int(y + 24), tuple(shapes), title)


def _name(row: Row, several: bool) -> str:
    when = period_of(row) if row.figure.period else ""
    place = row.figure.place or say("未注明", "not stated")
    return f"{place} {when}".strip() if several or not when else when


def _lines(series: dict[str, list[Row]], scale: float, title: str) -> Drawing:
    periods = sorted({str(r.figure.since) for rows in series.values() for r in rows})[:_MOST]
    values = [r.figure.value / scale for rows in series.values() for r in rows]
    low, high = min(0.0, *values), max(values)
    left, right, head, foot = 90, WIDTH - 40, 70, 420
    # Years stand as far apart as they are.
    first, last = _year(periods[0]), _year(periods[-1])
    # Clear of the axis, whose numbers stand beside it.
    inner, wide = left + _INSET, right - left - 2 * _INSET
    where_of = {p: inner + wide * (_year(p) - first) / (last - first) for p in periods} if last > first else {}

    def at(period: str, value: float) -> tuple[float, float]:
        share = (value / scale - low) / (high - low) if high > low else 0.5
        return where_of[period], foot - share * (foot - head)

    shapes: list[Shape] = [Text(24, 36, title, 20)]
    for k in range(5):
        y = foot - k * (foot - head) / 4
        shapes.append(Path(((left, y), (right, y)), _GRID))
        shapes.append(Text(left - 8, y + 5, plain(round(low + k * (high - low) / 4, 2)), 13, "end"))
    every = max(1, len(periods) // 12)
    shapes += [Text(where_of[p], foot + 24, p, 13, "middle") for i, p in enumerate(periods) if i % every == 0]
    x = left
    for (place, rows), colour in zip(sorted(series.items()), COLOURS, strict=False):
        points = sorted((str(r.figure.since), r.figure.value) for r in rows if str(r.figure.since) in periods)
        where = tuple(at(p, v) for p, v in points)
        shapes.append(Path(where, colour, 2.5))
        for (px, py), (_, value) in zip(where, points, strict=True):
            shapes.append(Rect(px - 3, py - 3, 6, 6, colour))
            shapes.append(Text(px, py - 9, plain(round(value / scale, 4)), 12, "middle", colour))
        name = printable(place)[:12] or say("未注明", "not stated")
        shapes += [Rect(x, foot + 44, 14, 14, colour), Text(x + 20, foot + 57, name, 14)]
        x += 40 + 15 * len(name)
    return Drawing(WIDTH, foot + 80, tuple(shapes), title)


def _year(period: str) -> float:
    """An ISO date as a number of years: 2020-07 is 2020.5."""
    parts = [int(x) for x in period.split("-")]
    month, day = (*parts[1:], 1, 1)[:2]
    return parts[0] + (month - 1) / 12 + (day - 1) / 365
