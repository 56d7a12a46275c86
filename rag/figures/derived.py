"""Rows of a table and what is worked out from them: growth, difference, share, rank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rag.figure import Figure
from rag.figures.arithmetic import Computed, difference, growth, ranks, share
from rag.figures.match import How, usual
from rag.text.places import of_path

EXACT = (None, "约")
"""Qualifiers with which a value is worked with; 超500亿元 says only where it begins."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, what it was found by, the numbers of its citations, and what was worked out from it."""

    figure: Figure
    how: How
    score: float
    citations: tuple[int, ...] = ()
    computed: Mapping[str, Computed] = field(default_factory=dict)
    rank: int | None = None


def level_of(figure: Figure) -> str:
    """The level of the figure's place, empty without one."""
    place = of_path(figure.place_path) if figure.place_path else None
    return place.level if place else ""


def worked_out(rows: Sequence[Row]) -> list[Row]:
    """The rows with growth and difference against the value before, and with share and rank among the places.

    Places are compared within a year and a level. Bounds (超500亿元) and plans are not worked with.
    """
    series: dict[tuple[str, str | None, str], list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        f = row.figure
        if not f.planned and f.qualifier in EXACT:
            # A growth is compared with growths, a fall with falls.
            sort = usual(f.label) if f.relation in ("level", "base") else f"{usual(f.label)} {f.relation} {f.direction}"
            series[(sort, f.place_path, f.unit)].append(i)
    extra: dict[int, dict[str, Computed]] = defaultdict(dict)
    for members in series.values():
        if rows[members[0]].figure.relation not in ("level", "base"):
            continue
        for before, after in _steps(rows, members):
            a, b = rows[before].figure, rows[after].figure
            grown, gap = growth(a, b), difference(a, b)
            if grown:
                extra[after]["growth"] = grown
            if gap and a.unit != "%":  # of shares the growth is the difference already
                extra[after]["difference"] = gap
    rank: dict[int, int] = {}
    for group in _compared(rows, series):
        figures = [rows[i].figure for i in group]
        rank |= dict(zip(group, ranks(figures) or [], strict=False))
        for i in group:
            part = share(rows[i].figure, figures)
            if part:
                extra[i]["share"] = part
    return [replace(row, computed=dict(extra[i]), rank=rank.get(i)) for i, row in enumerate(rows)]


def _compared(rows: Sequence[Row], series: Mapping[tuple[str, str | None, str], Sequence[int]]) -> Iterable[list[int]]:
    """Values of one indicator for places of one level in one year, one of each place."""
    groups: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for (name, place, unit), members in series.items():
        years: dict[str, list[int]] = defaultdict(list)
        for i in members:
            if rows[i].figure.relation != "base":
                years[(rows[i].figure.until or "")[:4]].append(i)
        for year, told in years.items():
            # Where the reports disagree on a place it is not compared.
            if place and len(told) == 1:
                groups[(name, unit, year, level_of(rows[told[0]].figure))].append(told[0])
    return (group for group in groups.values() if len(group) > 1)


def _steps(rows: Sequence[Row], members: Sequence[int]) -> Iterable[tuple[int, int]]:
    """(earlier, later) values of one series: the A and B of 由A增长到B, else one period and the next."""
    paired: set[int] = set()
    for i in members:
        if rows[i].figure.relation == "base":
            near = [
                j
                for j in members
                if rows[j].figure.relation == "level"
                and rows[j].figure.passage == rows[i].figure.passage
                and rows[j].figure.start > rows[i].figure.start
            ]
            if near:
                after = min(near, key=lambda j: rows[j].figure.start)
                paired.add(after)
                yield i, after
    dated = [i for i in members if rows[i].figure.dated and rows[i].figure.since == rows[i].figure.until]
    dated.sort(key=lambda i: rows[i].figure.since or "")
    for before, after in zip(dated, dated[1:], strict=False):
        a, b = rows[before].figure, rows[after].figure
        once = (
            sum(rows[i].figure.since == b.since for i in dated)
            == 1
            == sum(rows[i].figure.since == a.since for i in dated)
        )
        if after not in paired and once and a.since and b.since and len(a.since) == len(b.since):
            yield before, after
