"""Rows of a table chosen by what stands in them: 县水利局负责的项目, 还没有开工的, those whose 增速 falls short of its 目标.

They are listed, counted, or summed up in the column that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answer.counted import same_unit
from rag.answer.statements import Statement
from rag.answer.table.conditions import BARE, column_called, conditions, meeting
from rag.answer.table.match import about, blank, columns, like, named
from rag.answer.table.order import HALF, IN_ORDER, MISSING, counter, notes, of_kind
from rag.answer.table.wish import Wish
from rag.figure import Figure
from rag.figures.arithmetic import comparable, total
from rag.figures.cells import Column, Row, Table
from rag.retrieve.content import covered
from rag.retrieve.terms import terms
from rag.text.fold import folded

_WHICH = re.compile(
    r"哪(?:些|[一几两二三四五六七八九]?(?:个|项(?!目)|[家户人名位种]|类(?!别)|处|座)|[几两三四五六七八九]项)|有哪|还?有谁"
)
_HOW_MANY = re.compile(r"(?:多少|几)(?P<of>个(?!人)|项(?!目)|家|种|处|座|户|人|名|位|所|条|村|镇|乡)")
_AIM = re.compile(r"目标|计划|任务|预期|预算|下达|应")
_SHORT = re.compile(
    r"(?:没有?|未能?|尚未|还没有?)(?:全部|如期|按期)?(?:达到|达成|达|完成|实现|够)|(?:低于|不到|少于|落后于?|不及|不足|没够)(?=[^，。？]{0,6}(?:目标|计划|任务|预期))"
)
_MET = re.compile(r"(?:完成|达到|达成|实现)了?(?=[^，。？]{0,8}(?:目标|计划|任务|预期))|达标")
_OVER = re.compile(r"超额|超过|超出|高于|多于|超(?=[^，。？]{0,4}(?:目标|计划|任务|预期))")
_GREW = re.compile(r"增[长速幅减]|同比|比上年")
_GROWTH = ("增速", "增长", "增幅", "涨幅", "增长率")
_LEAST = 2
_COUNTER = re.compile(r"[户个家项人名位][有是]")
"""户有 of 有几户: what the segmenter makes of a counter."""
_FEW = 6
"""Rows of which more is told than their names."""
SHOWN = 20
"""Rows listed and cited at most."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rows and what they have in common, in words; ``used`` is what of the question says so, ``shown`` the columns to tell of each."""

    table: Table
    rows: tuple[Row, ...]
    common: str
    reason: str
    used: tuple[str, ...]
    shown: tuple[Column, ...] = ()
    bounds: tuple[Column, ...] = ()
    """Those of them whose figures were held against a bound."""


def chosen(wish: Wish, held: Sequence[Table]) -> tuple[Statement, tuple[str, ...]] | None:
    """(statement, remarks for people) on the rows that hold what the question names, listed, counted or summed; None where it names nothing such."""
    if wish.ask.kind not in ("list", "value", "what", "where", "person") or IN_ORDER.search(wish.query.question):
        return None
    for table in held:
        if not table.body or not table.whole or not about(wish.query.places, table):
            continue
        if any(not line.row.sums for line in named(wish, table)):
            continue  # it is asked about one row
        for found in (*_beyond(wish, table), *_demanded(wish, table)):
            if made := _told(wish, found):
                return made, tuple(n for c in found.bounds for n in notes(table, c))
    return None


def _demanded(wish: Wish, table: Table) -> Iterator[Chosen]:
    """By all that the question demands of single columns."""
    if demanded := conditions(wish, table):
        common = "且".join(c.said for c in demanded)
        columns_used = "、".join(f"“{c.column.measure}”" for c in demanded)
        used = tuple(w for c in demanded for w in c.used)
        bounds = tuple(c.column for c in demanded if c.least is not None)
        rows = meeting(table, demanded)
        for c in (c for c in demanded if c.least is not None):
            rows = _sorted(rows, c.column, reverse=bool(c.least))
        yield Chosen(table, rows, f"{common}的", f"{columns_used}一栏", used, bounds=bounds)


def _sorted(rows: Sequence[Row], column: Column, *, reverse: bool) -> tuple[Row, ...]:
    def value(row: Row) -> float:
        figure = row.under(column).figure
        return figure.value if figure else 0.0

    return tuple(sorted(rows, key=value, reverse=reverse))


def _beyond(wish: Wish, table: Table) -> Iterator[Chosen]:
    """By two columns: what was reached against what was to be reached."""
    text = wish.query.question
    short, over = _SHORT.search(text), _OVER.search(text)
    met = None if short or over else _MET.search(text)
    sign = short or over or met
    if sign is None or not _AIM.search(text):
        return
    pair = _pair(wish, table)
    if pair is None:
        return
    done, aim = pair
    test: Callable[[float, float], bool] = (
        (lambda a, b: a < b) if short else (lambda a, b: a > b) if over else (lambda a, b: a >= b)
    )
    both = [(r, a, b) for r in table.body if (a := r.under(done).figure) and (b := r.under(aim).figure)]
    if len(both) < _LEAST or any(not comparable(a, b) for _, a, b in both):
        return
    rows = tuple(r for r, a, b in both if test(a.value, b.value))
    word = "低于" if short else "高于" if over else "达到"
    yield Chosen(
        table,
        rows,
        f"{done.spoken}{word}{aim.spoken}的",
        f"{done.spoken}与{aim.spoken}两栏相比",
        (sign[0], aim.measure, done.measure, *_AIM.findall(text), *(_GROWTH if _GREW.search(done.measure) else ())),
        (done, aim),
    )


def _pair(wish: Wish, table: Table) -> tuple[Column, Column] | None:
    """The column of what was reached and that of what was to be reached; None where they cannot be told."""
    aims = [c for c in table.columns if _AIM.search(c.measure) and like(table, c)]
    if len(aims) > 1:
        aims = [c for c in aims if wish.recalls(c.measure) >= 1.0]
    if len(aims) != 1:
        return None
    aim = aims[0]
    of = like(table, aim)
    others = [c for c in table.columns if c != aim and (f := like(table, c)) and of and f.unit == of.unit]
    others = [c for c in others if all(_same_unit(r, c, aim) for r in table.body)]
    others = [c for c in others if c.year == aim.year] or others
    if len(others) > 1:
        others = [c for c in others if re.search(r"完成|实际|实绩|达到|增长|增速", c.measure)] or others
    return (others[0], aim) if len(others) == 1 else None


def _same_unit(row: Row, a: Column, b: Column) -> bool:
    x, y = row.under(a).figure, row.under(b).figure
    return x is None or y is None or x.unit == y.unit


def _told(wish: Wish, found: Chosen) -> Statement | None:
    if not _held(wish, found):
        return None
    listing = wish.ask.kind in ("list", "person") or _WHICH.search(wish.ask.clause)
    if not listing and not _counts(wish, found.table):
        return _summed(wish, found) if wish.ask.kind == "value" else None
    also = tuple(c for c in _also(wish, found) if c not in (*found.shown, *found.bounds))
    single = tuple(r for r in found.rows if not r.rests)
    return _listed(replace(found, rows=single, shown=(*found.shown, *also))) if of_kind(wish, found.table) else None


def _counts(wish: Wish, table: Table) -> bool:
    """Whether it is asked how many rows there are (几户 of 户主姓名, 几个乡镇), and not for what a column counts."""
    if (
        wish.ask.kind != "value"
        or not (m := _HOW_MANY.search(wish.ask.clause))
        or not of_kind(wish, table, wish.ask.clause)
    ):
        return False
    if wish.counted and column_called(table, wish.counted, wish.ask.unit or ""):
        return False
    of_rows = m["of"] in table.head.measure or not any(
        (f := like(table, c)) and same_unit(wish.ask.unit, f.unit) for c in table.columns
    )
    # 参训 of 有多少人参训: what is done by those who are counted names a column.
    return of_rows or m["of"] not in "户人名位"


def _also(wish: Wish, found: Chosen) -> list[Column]:
    """The columns that the asks of a question of several want of the rows, if these are few."""
    if not 0 < len(found.rows) <= _FEW:
        return []
    asks = (Wish(wish.query, a, wish.weights) for a in wish.query.asks if len(wish.query.asks) > 1)
    out = []
    for ask in asks:
        told = columns(ask, found.table, found.rows[0])
        if told or (alone := _in_unit(ask, found.table)) is None:
            out += [c for c in told[1] if c != found.table.head] if told else []
        else:
            out.append(alone)
    return [c for c in out if found.rows[0].under(c).value != found.rows[0].label]


def _held(wish: Wish, found: Chosen) -> bool:
    """Whether what else is asked stands in the table: its title, its columns, its sort of rows."""
    table = found.table
    text = folded(" ".join((table.title, table.head.measure, *found.used, *(c.measure for c in table.columns))))
    own = set(terms(text))
    missing = [w for w in wish.strong if covered((w,), own, text) < HALF and not _COUNTER.match(w.text)]
    return len(missing) <= (MISSING if wish.query.places else 0)


def _listed(found: Chosen) -> Statement:
    rows = found.rows[:SHOWN]
    if not rows:
        some = found.table.body[:SHOWN]
        return Statement(
            f"表中{len(found.table.body)}{counter(found.table)}里没有{found.common}",
            tuple(r.evidence() for r in some),
            reasons=(f"取自引文所示各行的{found.reason}",),
        )
    names = "、".join(r.label + _with(r, found) for r in rows) + ("等" if len(found.rows) > SHOWN else "")
    text = f"表中{found.common}有{len(found.rows)}个：{names}"
    return Statement(text, tuple(r.evidence() for r in rows), reasons=(f"取自引文所示各行的{found.reason}",))


def _with(row: Row, found: Chosen) -> str:
    alone = len(found.bounds) == 1 and not found.shown
    cells = [row.under(c) for c in (*found.bounds, *found.shown)]
    told = [c.told if alone else f"{c.column.spoken}{'' if c.figure else '：'}{c.told}" for c in cells if not c.empty]
    return f"（{'，'.join(told)}）" if told else ""


def _summed(wish: Wish, found: Chosen) -> Statement | None:
    """The sum of the column asked for over the rows; the figure itself where it is one row."""
    part = _without(wish, found.used)
    asked = columns(part, found.table, blank(found.table))
    column = max(asked[1], key=lambda c: c.year or found.table.year) if asked else _in_unit(part, found.table)
    if column is None:
        return None
    pairs: list[tuple[Row, Figure]] = [(r, f) for r in found.rows if (f := r.under(column).figure)]
    if not pairs or len(pairs) < len(found.rows) or len(pairs) > SHOWN:
        return None
    evidence = tuple(r.evidence() for r, _ in pairs)
    each = "、".join(f"{r.label}{f.as_written}" for r, f in pairs)
    lead = f"表中{found.common}有{len(pairs)}行，{column.spoken}：{each}"
    if len(pairs) == 1:
        return Statement(lead, evidence, reasons=(f"取自引文所示一行的“{column.spoken}”一栏",))
    made = total([f for _, f in pairs])
    return Statement(f"{lead}，据此计算，合计{made.as_written}", evidence, made.working) if made else None


def _in_unit(wish: Wish, table: Table) -> Column | None:
    """The column that the ask calls in its unit; the only one in that unit, where nothing else is said of it."""
    unit = "人" if wish.ask.right.startswith("个人") else wish.ask.unit
    around = folded(" ".join((table.title, *(c.measure for c in table.columns))))
    own = set(terms(around))
    alone = all(covered((w,), own, around) >= HALF for w in wish.strong)
    return column_called(table, wish.ask.text, unit or "", or_alone=alone)


def _without(wish: Wish, used: Sequence[str]) -> Wish:
    """``wish`` without the words that chose the rows."""
    text = wish.ask.text
    for word in sorted(used, key=len, reverse=True):
        bare = BARE.sub("", word)
        if len(bare) > 1:
            # 水务局牵头的: what ties the value to its row is said by the name of the column, or by none.
            text = re.sub(rf"(?:{re.escape(word)}|{re.escape(bare)})(?:[一-鿿]{{2}}(?=的))?", " ", text)
        text = re.sub("|".join(re.escape(word[i : i + 2]) for i in range(len(word) - 1)) or "(?!)", " ", text)
    return Wish(wish.query, replace(wish.ask, text=text), wish.weights)
