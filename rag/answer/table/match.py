"""Which rows and which columns of a table a question names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.answer.counted import same_unit
from rag.answer.periods import asked_periods
from rag.domain import Place
from rag.figures.cells import Cell, Column, Row, Table
from rag.figures.match import usual
from rag.retrieve.content import Word, content, covered, is_weak
from rag.retrieve.question import Ask, Query
from rag.retrieve.terms import Weights, terms
from rag.text import places
from rag.text.dates import Period
from rag.text.fold import folded
from rag.text.spoken import spoken_names
from rag.text.units import UNIT

HELD = 0.8
"""Least share of the words asked for that a column, its row and what stands above the table must hold."""
HELD_BY_NAME = 0.6
"""The same where the question holds the whole name of the column."""
NAMED = 0.6
"""Least share of a row's label that a question holds which names the row."""
_COUNTED = re.compile(r"([人户家])数(?!据)|[一-鿿](率)(?!先|领)")
_ABOUT_TABLE = re.compile(
    r"合计|总计|小计|一共|总共|共计?|加起来|全部|总量|总数|其中|各?(?:个|些)?(?:乡镇|县市区?|乡镇街道|市州|村|地方|地区)|表[中里]|"
    r"[多少几]少?[个家]?|占|比例|比重|百分|最[一-鿿]|哪[个些]?|超过|以上|以下|不到|高于|低于|比|增[长加]|减少|下降|每"
)
_COUNTERS = frozenset("个 家 人 名 位 户 项 条 处 所 座 次 场 种 类 元 万元 亿元".split())
"""Units in which columns of many sorts are told."""
_SUM_ASKED = re.compile(r"合计|总计|总额|总数|总量|一共|总共|加起来")
_VERB = re.compile(r"([一-鿿]{2})了$")
_OF_ORDER = re.compile(rf"[最哪]|^\d|^[万亿千百]*(?:{UNIT.pattern})$")
"""农村低保人|数最多: what the segmenter makes of an order; and bounds with their units."""


@dataclass(frozen=True)
class Wish:
    """One thing asked for, read for tables."""

    query: Query
    ask: Ask
    weights: Weights

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """What it is about; without what is only said of tables and of order (乡镇, 合计, 最高)."""
        found = content(self.ask.text, self.weights)
        return tuple(w for w in found if not (_ABOUT_TABLE.fullmatch(w.text) or _OF_ORDER.search(w.text)))

    @cached_property
    def strong(self) -> tuple[Word, ...]:
        """The words that the evidence has to hold."""
        return tuple(w for w in self.words if not is_weak(w.text) and len(w.text) > 1)

    @cached_property
    def text(self) -> str:
        """The question, folded, with usual names for what has several."""
        return usual(folded(self.query.question))

    @cached_property
    def terms(self) -> frozenset[str]:
        """Of the question."""
        return frozenset(terms(self.text))

    @cached_property
    def years(self) -> frozenset[str]:
        """The years it names."""
        told = asked_periods(self.ask, self.query)
        return frozenset(p.since[:4] for p in told if p.since and not p.relative)

    def recalls(self, name: str) -> float:
        """Share of ``name`` that the question holds, in [0, 1]."""
        plain = usual(folded(name))
        if not plain:
            return 0.0
        if plain in self.text or (len(plain) > 2 and plain.removeprefix("总") in self.text):
            return 1.0
        own = terms(plain)
        return sum(t in self.terms for t in own) / len(own) if own else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A row that a question names, with how much of its label it holds."""

    row: Row
    held: float


@dataclass(frozen=True, slots=True)
class Match:
    """The cells of one column (its years, where the question names none) in the row that is asked for."""

    table: Table
    row: Row
    cells: tuple[Cell, ...]
    score: float
    exact: bool
    """Whether the question holds the whole name of the column."""

    @property
    def empty(self) -> bool:
        """Whether the table has the row and the column, and nothing where they meet."""
        return all(c.empty for c in self.cells)


def matches(wish: Wish, held: Sequence[Table]) -> list[Match]:
    """The cells that ``wish`` asks for in tables where it names a row, or the sum of all of them; best first."""
    out = [m for table in held for m in _in_table(wish, table)]
    return sorted(out, key=lambda m: -m.score)


def _in_table(wish: Wish, table: Table) -> Iterator[Match]:
    for line in named(wish, table):
        chosen = columns(wish, table, line.row)
        if chosen:
            score, names, exact = chosen
            cells = tuple(line.row.under(c) for c in names)
            yield Match(table, line.row, cells, score + 0.3 * line.held, exact)


def named(wish: Wish, table: Table) -> list[Line]:
    """The rows named: the best alone, all where several are named alike well; the sum of all where none is named."""
    if not about(wish.query.places, table):
        return []
    body = [r for r in table.body if not (wish.years and r.year and r.year not in wish.years)]
    lines = [Line(r, h) for r in body if (h := _named(wish, table, r)) >= NAMED]
    if not lines:
        lines = [Line(r, h) for r in table.rows if len(r.part) > 1 and (h := wish.recalls(r.part)) >= NAMED]
    best = max((x.held for x in lines), default=0.0)
    if best < 1.0 and _SUM_ASKED.search(wish.query.question):
        lines = []  # 衔接资金合计: of 中央衔接资金 and 省级衔接资金 neither
    found = [x for x in lines if x.held >= best - 1e-9]
    if found:
        return found if len(found) <= 4 else []
    local = [p for p in wish.query.places if table.home and p.name != table.home.name and places.covers(table.home, p)]
    if table.total is None or any(p.level in ("township", "village") or not _titled(p, table) for p in local):
        return []
    return [Line(table.total, 0.0)]


def _named(wish: Wish, table: Table, row: Row) -> float:
    """How well the question names a row, in [0, 1]."""
    asked = wish.query.places
    if row.place is not None:
        return 1.0 if any(p.name == row.place.name for p in asked) or _in(row.label, wish) else 0.0
    if row.year and row.year == row.label[:4]:
        return 1.0 if row.year in wish.years else 0.0
    rest = row.label
    for mention in reversed(places.find(rest, within=table.home)):
        if asked and mention.place.level in ("county", "township", "village"):
            if not any(p.name == mention.place.name or places.covers(p, mention.place) for p in asked):
                return 0.0
        rest = rest[: mention.start] + rest[mention.end :]
    rest = rest or row.label
    return wish.recalls(rest) if len(rest) > 1 else 0.0


def _in(label: str, wish: Wish) -> bool:
    return len(label) > 1 and folded(label) in folded(wish.query.question)


def _titled(place: Place, table: Table) -> bool:
    return any(name in table.title for name in spoken_names(place))


def about(asked: Sequence[Place], table: Table) -> bool:
    """Whether a table may tell of the places asked for: it is of one that holds them or lies in them, or it names them."""
    told = folded(
        " ".join([table.title, *(k.value for r in table.rows for k in r.keys), *(c.measure for c in table.columns)])
    )
    for p in asked:
        if any(folded(name) in told for name in spoken_names(p)):
            if not p.parents or table.home is None or _akin(table.home, p):
                continue
        if table.home is None or (p != table.home and p.level != "country"):
            return False  # what a county has is not what its prefecture has
    return True


def _akin(a: Place, b: Place) -> bool:
    return places.covers(a, b) or places.covers(b, a)


def blank(table: Table) -> Row:
    """A row without cells: stands for any, where a column is asked for by itself."""
    return Row(table.rows[0].passage, 0, 0, ())


def columns(wish: Wish, table: Table, row: Row) -> tuple[float, tuple[Column, ...], bool] | None:
    """(how well it suits, the column asked for in each year that is asked for, whether its whole name is asked for); None where none is."""
    label = " ".join(k.value for k in row.keys)
    left = (
        [w for w in wish.words if covered((w,), set(terms(folded(label))), folded(label)) < 0.8]
        if not row.sums
        else wish.words
    )
    best: dict[str, tuple[float, bool]] = {}
    by_unit = _by_unit(wish, table, row)
    for column in table.columns:
        measure = column.measure
        if measure in best or (row.keys and column == row.keys[0].column) or not _suits(wish, table, row, column):
            continue
        score = (1.0, False) if measure == by_unit else _column_score(wish, table, row, measure, left)
        if score is not None:
            best[measure] = score
    if not best:
        return None
    top = max(score for score, _ in best.values())
    chosen = [m for m, (score, _) in best.items() if score >= top - 1e-9]
    if not all(best[m][1] for m in chosen) and any(
        c.measure in wish.text for c in table.columns[1:] if len(c.measure) > 1
    ):
        return None  # 服务站就业人数: another column is named, and that is not it
    several = [m for m, (_, whole) in best.items() if whole and not any(m != o and m in o and best[o][1] for o in best)]
    if len(chosen) > 1 and not (len(several) > 1 and set(chosen) <= set(several)):
        return None
    if len(several) > 1 and re.search(r"分别|[和及、与]|各", wish.query.question):
        chosen = several
    years = [c for c in table.columns if c.measure in chosen and _of_time(wish, table, row, c)]
    return (top, tuple(years), all(best[m][1] for m in chosen)) if years else None


def _by_unit(wish: Wish, table: Table, row: Row) -> str | None:
    """The only column in a unit that measures (打了多少吨粮), if what is counted stands above the table; else None."""
    unit, counted = wish.ask.unit, re.sub(r"[的呢吗？?。]", "", wish.ask.right)[len(wish.ask.unit or "") :]
    if not unit or unit in _COUNTERS or not counted or row.sums:
        return None
    if any(c not in table.title for c in counted) or not all(len(w.text) == 1 or unit in w.text for w in wish.words):
        return None
    found = {
        c.measure
        for c in table.columns
        if (f := next((r.under(c).figure for r in table.rows if r.under(c).figure), None)) and f.unit == unit
    }
    return found.pop() if len(found) == 1 else None


def _column_score(wish: Wish, table: Table, row: Row, measure: str, left: Sequence[Word]) -> tuple[float, bool] | None:
    label = " ".join(k.value for k in row.keys)
    name = usual(folded(measure))
    above = folded(table.title)
    told = folded(table.told.get(measure, ""))
    around = " ".join((folded(label), folded(measure), name, above, told))
    cover = covered(wish.strong, set(terms(around)), around) if wish.strong else 1.0
    place = places.resolve(measure, table.home) if 1 < len(measure) <= 12 else None
    if not measure or (place is not None and any(p.name == place.name for p in wish.query.places)):
        # The column is a year or a place: what is measured stands in the row.
        return (cover + 0.5, True) if cover >= HELD and not row.sums or cover >= 1.0 - 1e-9 else None
    if place is not None:
        return None
    recalled = wish.recalls(measure)
    # What the title says need not stand in the name; something of it has to.
    own = [
        w for w in left if covered((w,), set(terms(above)), above) < 0.8 or covered((w,), set(terms(name)), name) > 0
    ]
    called = f"{name} {told}"
    held = covered(own, set(terms(called)), called) if own else 0.0
    if recalled < 0.5 and (held < 0.5 or not any(covered((w,), set(terms(name)), name) for w in own)):
        return None
    if cover < (HELD_BY_NAME if recalled >= 1.0 - 1e-9 else HELD):
        return None
    # 计划资金已经拨付了多少: the verb before the question word says which of two columns is meant.
    verb = _VERB.search(wish.ask.left)
    done = verb is not None and verb[1] in measure
    return cover + 0.5 * recalled + 0.5 * held + 0.7 * done, done or recalled >= 1.0 - 1e-9


def _suits(wish: Wish, table: Table, row: Row, column: Column) -> bool:
    """Whether a column holds what is counted in the unit asked for; words where no figure is asked for."""
    cell = row.under(column)
    figure = cell.figure or next((f for r in table.rows if (f := r.under(column).figure)), None)
    if wish.ask.kind not in ("value", "yesno"):
        return figure is None and not wish.query.operation
    if figure is None:
        return False
    if not same_unit(wish.ask.unit, figure.unit):
        return False
    for counted in _COUNTED.finditer(wish.ask.text):
        if figure.unit and (figure.unit != "%" if counted[2] else not same_unit(counted[1], figure.unit)):
            return False
    return True


def _of_time(wish: Wish, table: Table, row: Row, column: Column) -> bool:
    """Whether a cell is of a time asked for; where the question says a month the table has to say it too."""
    asked = [p for p in asked_periods(wish.ask, wish.query) if p.since and not p.relative]
    told = _time(table, row, column)
    if not asked or told is None:
        return True
    return any(_meets(p, *told) for p in asked)


def _time(table: Table, row: Row, column: Column) -> tuple[str, str] | None:
    """First and last of the time that a cell is of, ISO dates as exact as the table gives them."""
    if year := column.year or row.year:
        return year, year
    figure = row.under(column).figure
    if figure and figure.dated and figure.since:
        return figure.since, figure.until or figure.since
    if table.period and table.period.since:
        return table.period.since, table.period.until or table.period.since
    date = row.passage.date or ""
    return (date[:4], date[:4]) if date else None


def _meets(asked: Period, since: str, until: str) -> bool:
    low, high = asked.since or "", asked.until or asked.since or ""
    if not (low[:4] <= until[:4] and since[:4] <= high[:4]):
        return False
    whole_year = low[5:7] in ("", "01") and high[5:7] in ("", "12")
    if whole_year or low[5:7] == "12":
        return True
    # A month is none of a year, but the day a table is of lies in it.
    return len(since) >= 7 and low[:7] <= until[:7] and since[:7] <= high[:7]
