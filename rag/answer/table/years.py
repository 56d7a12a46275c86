"""Tables that tell of each thing in several years: in which year it was most, what the years make together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.answer.counted import same_unit
from rag.answer.statements import Statement
from rag.answer.table.likeness import called
from rag.answer.table.match import about
from rag.answer.table.order import HALF, IN_ORDER
from rag.answer.table.told import subject
from rag.answer.table.wish import Wish
from rag.figures.arithmetic import adds_up, ranks, total
from rag.figures.cells import Cell, Row, Table
from rag.retrieve.content import covered
from rag.retrieve.terms import terms
from rag.text.degrees import LESS
from rag.text.fold import folded

_WHICH_YEAR = re.compile(r"哪(?:一|个)?年|什么年份")
_TOGETHER = re.compile(r"合计|总计|一共|总共|累计|共计|加起来|总和|共(?=[一-鿿]*(?:多少|几))")
_SPAN = re.compile(r"[这前后近]?[两二三四五六七八九十几\d]+年(?:[来间里内中]|以来)?|历年|各年|每年|[以]来")
_LEAST = 2


@dataclass(frozen=True, slots=True)
class _Series:
    """What a row tells of one thing, year by year."""

    table: Table
    row: Row
    cells: tuple[Cell, ...]

    @property
    def name(self) -> str:
        """What it is of: the row where the columns are years, else the column."""
        measure = self.cells[0].column.measure
        return self.row.label if not measure else measure


def over_years(wish: Wish, held: Sequence[Table]) -> Statement | None:
    """In which year it was most or least, or the sum of the years asked for; None for other questions."""
    text = wish.query.question
    most = IN_ORDER.search(text) if _WHICH_YEAR.search(text) else None
    together = _TOGETHER.search(text) and (_SPAN.search(text) or len(_years(wish)) > 1)
    if not (most or together):
        return None
    for table in held:
        if not about(wish.query.places, table) or (series := _asked(wish, table)) is None:
            continue
        return _most(wish, series, most["degree"] or "高") if most else _sum(wish, series)
    return None


def _asked(wish: Wish, table: Table) -> _Series | None:
    """The series that the question calls, of the years it names; None where it calls none or several."""
    series = [s for s in _series(table) if _in_unit(wish, s)] if not table.measured else []
    text = _SPAN.sub(" ", IN_ORDER.sub(" ", _TOGETHER.sub(" ", wish.query.masked)))
    found = [series[i] for i in called(text, [s.name for s in series])]
    if len(found) != 1:
        return None
    around = folded(f"{table.title} {found[0].name} {' '.join(k.value for k in found[0].row.keys)}")
    own = set(terms(around))
    strong = [w for w in wish.strong if not _SPAN.search(w.text) and not _TOGETHER.search(w.text)]
    if strong and sum(covered((w,), own, around) < HALF for w in strong) > len(strong) // 2:
        return None
    years = _years(wish)
    cells = tuple(c for c in found[0].cells if not years or c.column.year in years)
    if len(cells) < _LEAST or len(cells) < len(years):
        return None
    return _Series(table, found[0].row, cells)


def _series(table: Table) -> Iterator[_Series]:
    for row in table.rows:
        cells = tuple(c for c in row.cells if c.column.year and not c.column.measure and c.figure and _whole_year(c))
        if len(cells) >= _LEAST:
            yield _Series(table, row, cells)


def _whole_year(cell: Cell) -> bool:
    """Whether a cell is of a year and not of some of its months: 2025年1—6月."""
    figure = cell.figure
    return figure is None or not figure.since or len(figure.since) == 4


def _in_unit(wish: Wish, series: _Series) -> bool:
    units = [a.unit for a in wish.query.asks if a.unit]
    figure = series.cells[0].figure
    return figure is not None and all(same_unit(u, figure.unit) for u in units)


def _years(wish: Wish) -> set[str]:
    """The years that the question names, those between included."""
    out: set[int] = set()
    for p in wish.query.periods:
        if p.since and not p.relative:
            out |= set(range(int(p.since[:4]), int((p.until or p.since)[:4]) + 1))
    named = sorted(out)
    if len(named) == _LEAST and re.search(rf"{named[0]}年?[到至—–\-~]", wish.query.question):
        out = set(range(named[0], named[1] + 1))
    return {str(y) for y in out}


def _most(wish: Wish, series: _Series, degree: str) -> Statement | None:
    told = [(c, f) for c in series.cells if (f := c.figure)]
    if ranks([f for _, f in told]) is None:
        return None
    order = sorted(told, key=lambda pair: pair[1].value, reverse=degree not in LESS)
    first = [c for c, f in order if f.value == order[0][1].value]
    years = "、".join(f"{c.column.year}年" for c in first)
    each = "，".join(f"{c.column.year}年{f.as_written}" for c, f in told)
    text = f"{subject(series.row, series.table, wish)}{years}最{degree}，为{order[0][1].as_written}（{each}）"
    working = (" < " if degree in LESS else " > ").join(f.as_written for _, f in order)
    return Statement(text, (series.row.evidence(),), working)


def _sum(wish: Wish, series: _Series) -> Statement | None:
    figures = [f for c in series.cells if (f := c.figure)]
    made = total(figures) if all(map(adds_up, figures)) else None
    if made is None:
        return None
    each = "，".join(f"{c.column.year}年{c.told}" for c in series.cells)
    text = f"{subject(series.row, series.table, wish)}：{each}，据此计算，合计{made.as_written}"
    return Statement(text, (series.row.evidence(),), made.working)
