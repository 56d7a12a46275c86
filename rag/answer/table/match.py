"""Which rows and which columns of a table a question names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rag.answer.counted import SCALE, same_unit
from rag.answer.periods import asked_periods
from rag.answer.table.likeness import likeness
from rag.answer.table.wish import Wish
from rag.domain import Place
from rag.figure import Figure
from rag.figures.cells import Cell, Column, Row, Table
from rag.figures.match import stem, usual
from rag.retrieve.content import Word, covered
from rag.retrieve.terms import terms
from rag.text import places
from rag.text.dates import Period
from rag.text.fold import folded
from rag.text.spoken import spoken_names

HELD = 0.8
"""Least share of the words asked for that a column, its row and what stands above the table must hold."""
HELD_BY_NAME = 0.6
"""The same where the question holds the whole name of the column."""
NAMED = 0.6
"""Least share of a row's label that a question holds which names the row."""
_OF_UNIT = 0.9
"""What a row's name counts of which the question says the rest by its unit."""
_EACH = re.compile(r"亩产|单产|每|[人户亩日月年]均|平均|均价|单价")
_COUNTED = re.compile(r"([人户家])数(?!据)|[一-鿿](率)(?!先|领)")
_COUNTERS = frozenset("个 家 人 名 位 户 项 条 处 所 座 次 场 种 类 元 万元 亿元".split())
"""Units in which columns of many sorts are told."""
_SUBTOTAL = re.compile(r"[小合总]计$")
"""A column that sums up those beside it is called what they are all called."""
_SUM_ASKED = re.compile(r"合计|总计|总额|总数|总量|一共|总共|加起来")
KINDS = {
    "where": re.compile(r"地点|地址|位置|所在|乡镇|[镇乡村县市]$|区域"),
    "person": re.compile(r"负责人|责任人|联系人|书记|姓名|法人|法定代表人|队长|主任"),
    "time": re.compile(r"时间|日期|时限|期限|年月"),
}
"""What columns are called that hold the kind of thing asked for."""
A_TIME = re.compile(r"\d\s*[年月日号]|\d[-/.]\d{1,2}[-/.]\d")
_UNKNOWN = re.compile(
    r"\s*(?:(?![各全哪每个些])[一-鿿]){1,4}(?:镇(?![村区])|(?<![城返下回入家])乡(?![镇村土]))|"
    r"\s*(?:(?![各全哪每个些])[一-鿿]){2,4}(?<!行政)(?<!自然)(?<!建制)(?<!贫困)(?<!出列)(?<!示范)(?<!重点)(?<!农)(?:村(?![级集民庄])|街道|社区)"
)
"""A township that no gazetteer has, where a question begins: the sum of all is not its."""
_VERB = re.compile(r"([一-鿿]{2})了$")
_OF_TIME = re.compile(r"^[上前去这那本][一几两]?年|同期")


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
    of_years = not table.measured
    lines = [Line(r, h) for r in body if (h := _named(wish, table, r, of_years=of_years)) >= NAMED]
    if not lines:
        lines = [Line(r, h) for r in table.rows if len(r.part) > 1 and (h := wish.recalls(r.part)) >= NAMED]
    best = max((x.held for x in lines), default=0.0)
    if best < 1.0 and _SUM_ASKED.search(wish.query.question):
        lines = []  # 衔接资金合计: of 中央衔接资金 and 省级衔接资金 neither
    found = [x for x in lines if x.held >= best - 1e-9]
    if found:
        return found if len(found) <= 4 else []
    if _UNKNOWN.match(wish.query.masked):
        return []
    local = [p for p in wish.query.places if table.home and p.name != table.home.name and places.covers(table.home, p)]
    if table.total is None or any(p.level in ("township", "village") or not _titled(p, table) for p in local):
        return []
    return [Line(table.total, 0.0)]


def _named(wish: Wish, table: Table, row: Row, *, of_years: bool) -> float:
    """How well the question names a row, in [0, 1]."""
    asked = wish.query.places
    if row.place is not None:
        return 1.0 if any(p.name == row.place.name for p in asked) or _in(row.label, wish) else 0.0
    if row.year and row.year == row.label[:4]:
        return 1.0 if row.year in wish.years else 0.0
    if row.month:
        return 1.0 if row.month in wish.months else 0.0
    rest = row.label
    for mention in reversed(places.find(rest, within=table.home)):
        if asked and mention.place.level in ("county", "township", "village"):
            if not any(p.name == mention.place.name or places.covers(p, mention.place) for p in asked):
                return 0.0
        rest = rest[: mention.start] + rest[mention.end :]
    rest = rest or row.label
    if len(rest) < 2:
        return 0.0
    alike = likeness(wish.query.masked, rest) if of_years else 0.0
    return max(wish.recalls(rest), alike, _OF_UNIT * _by_noun(wish, row, rest))


def _by_noun(wish: Wish, row: Row, label: str) -> float:
    """How well the question names what a row measures, where its unit says how: 多少万吨粮食 of 粮食总产量."""
    unit = SCALE.sub("", wish.ask.unit or "")
    if not unit or not any(c.figure and c.figure.unit == unit for c in row.cells):
        return 0.0
    noun = stem(label, unit)
    return wish.recalls(noun) if len(noun) > 1 else 0.0


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
    by_words = wish.ask.kind not in ("value", "yesno")
    by_unit = _by_unit(wish, table, row)
    for column in table.columns:
        measure = column.measure
        if measure in best or (row.keys and column == row.keys[0].column) or not _suits(wish, table, row, column):
            continue
        score = (1.0, False) if measure == by_unit else _column_score(wish, table, row, measure, left)
        if score is not None:
            best[measure] = score
    if not best:
        return _by_kind(wish, table, row, left)
    best = _counted(wish, table, row, best)
    top = max(score for score, _ in best.values())
    chosen = [m for m, (score, _) in best.items() if score >= top - 1e-9]
    others = [c for c in table.columns if len(c.measure) > 1 and c != table.head and (like(table, c) or by_words)]
    said = wish.text if len(wish.query.asks) < 2 else usual(folded(wish.ask.clause))
    if not all(best[m][1] for m in chosen) and any(c.measure in said for c in others):
        return None  # 服务站就业人数: another column is named, and that is not it
    several = [m for m, (_, whole) in best.items() if whole and not any(m != o and m in o and best[o][1] for o in best)]
    if len(chosen) > 1 and not (len(several) > 1 and set(chosen) <= set(several)):
        return None
    if len(several) > 1 and re.search(r"分别|[和及、与]|各", wish.query.question):
        chosen = several
    years = [c for c in table.columns if c.measure in chosen and of_time(wish, table, row, c)]
    return (top, tuple(years), all(best[m][1] for m in chosen)) if years else None


def _counted(wish: Wish, table: Table, row: Row, found: dict[str, tuple[float, bool]]) -> dict[str, tuple[float, bool]]:
    """Of several columns those of what is counted in the very unit asked for: 生猪 of 多少头猪; all where none is."""
    unit = SCALE.sub("", wish.ask.unit or "")
    tests: tuple[Callable[[str], bool], ...] = (
        lambda m: bool(wish.counted) and wish.counted in m,
        lambda m: any(
            (f := row.under(c).figure or like(table, c)) and f.unit == unit for c in table.columns if c.measure == m
        ),
    )
    for test in tests:
        if len(found) > 1 and (kept := {m: s for m, s in found.items() if test(m)}):
            found = kept
    return found


def like(table: Table, column: Column) -> Figure | None:
    """A figure of a column."""
    return next((f for r in table.rows if (f := r.under(column).figure)), None)


def _by_kind(wish: Wish, table: Table, row: Row, left: Sequence[Word]) -> tuple[float, tuple[Column, ...], bool] | None:
    """The only column of words that holds the kind of thing asked for (所在乡镇, 负责人), if nothing else is asked than that."""
    pattern = KINDS.get(wish.ask.kind)
    if pattern is None or not row.cells or wish.query.operation:
        return None
    found = [c for c in table.columns if c != table.head and pattern.search(c.measure) and not like(table, c)]
    above = folded(f"{table.title} {table.head.measure}")
    rest = [w for w in left if w in wish.strong and covered((w,), set(terms(above)), above) < HELD]
    return (1.0, (found[0],), False) if len(found) == 1 and not rest else None


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
        if not table.measured and not row.sums:
            cover, least = _of_series(wish, table, around), HELD_BY_NAME
        else:
            least = HELD
        return (cover + 0.5, True) if cover >= least and not row.sums or cover >= 1.0 - 1e-9 else None
    if place is not None:
        return None
    whole = _SUBTOTAL.sub("", measure) or measure
    recalled = max(wish.recalls(whole), wish.recalls(stem(whole, SCALE.sub("", wish.ask.unit or ""))))
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


def _of_series(wish: Wish, table: Table, around: str) -> float:
    """Share of the words asked for that a row of a table of years holds, by usual names; none that the unit says (户数) or that is of time."""
    told, units = usual(around), {f.unit for r in table.rows for c in r.cells if (f := c.figure)}
    words = [w for w in wish.strong if not _OF_TIME.search(w.text) and w.text.removesuffix("数") not in units]
    own = set(terms(told))
    held = sum(max(covered((w,), own, told), float(usual(w.text) in told)) for w in words)
    return held / len(words) if words else 1.0


def _suits(wish: Wish, table: Table, row: Row, column: Column) -> bool:
    """Whether a column holds what is counted in the unit asked for; words where no figure is asked for."""
    cell = row.under(column)
    figure = cell.figure or like(table, column)
    if wish.ask.kind not in ("value", "yesno"):
        if wish.ask.kind == "time" and not (KINDS["time"].search(column.measure) or _dated(table, column)):
            return False
        own = KINDS.get(wish.ask.kind)
        if own and not own.search(column.measure) and any(k.search(column.measure) for k in KINDS.values()):
            return False
        return figure is None and not wish.query.operation
    if figure is None:
        return False
    if not same_unit(wish.ask.unit, figure.unit):
        return False
    if _EACH.search(column.measure) and not _EACH.search(wish.query.question):
        return False
    for counted in _COUNTED.finditer(wish.ask.text):
        if figure.unit and (figure.unit != "%" if counted[2] else not same_unit(counted[1], figure.unit)):
            return False
    return True


def _dated(table: Table, column: Column) -> bool:
    """Whether a column of words holds times."""
    return any(A_TIME.search(r.under(column).value) for r in table.rows)


def of_time(wish: Wish, table: Table, row: Row, column: Column) -> bool:
    """Whether a cell is of a time asked for; where the question says a month the table has to say it too."""
    asked = [p for p in asked_periods(wish.ask, wish.query) if p.since and not p.relative]
    told = _time(table, row, column)
    if not asked or told is None:
        return True
    return any(_meets(p, *told) for p in asked)


def _time(table: Table, row: Row, column: Column) -> tuple[str, str] | None:
    """First and last of the time that a cell is of, ISO dates as exact as the table gives them."""
    figure = row.under(column).figure
    if year := column.year or row.year:
        if figure and figure.dated and (figure.since or "").startswith(f"{year}-"):
            return figure.since or year, figure.until or year
        of_title = table.period
        if of_title and of_title.since and of_title.since[:4] == year and not row.year:
            return of_title.since, of_title.until or of_title.since
        return year, year
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
