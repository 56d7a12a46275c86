"""How far two cells of a table lie apart: two columns of one row, one column in two rows or two years, a whole and its part.

四季度比一季度多多少; 计划比实际少多少; 甲村比乙村多几户; 没拿到证的有多少人 of 培训人数 and 取得证书人数.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer.statements import Statement
from rag.answer.table.column import asked, held_by
from rag.answer.table.match import about
from rag.answer.table.rows import meant, without
from rag.answer.table.told import phrase, subject
from rag.answer.table.wish import Wish
from rag.figure import Figure
from rag.figures.arithmetic import difference, growth, rest
from rag.figures.cells import Cell, Column, Row, Table
from rag.retrieve.question import Query, understand
from rag.text.fold import folded

_MORE = "多|少|高|低|增加|减少|增|减|涨|降|提高|下降|便宜|贵|超出|超|差|长|短|大|小"
_THAN = re.compile(
    rf"(?P<first>[^，,；;]*?)(?:比|较)(?P<second>[^，,；;]{{1,24}}?)(?P<more>{_MORE})[一-鿿]{{0,4}}?(?:多少|几)"
)
_APART = re.compile(
    r"(?P<first>[^，,；;]*?)(?:和|与|跟|同)(?P<second>[^，,；;]{1,24}?)(?:之间|相比)?(?:相差|差距?|差了)[一-鿿]{0,3}?(?:多少|几)"
)
_COMPARED = re.compile(rf"[比较与和跟同](?![一-鿿]?[赛])|(?:{_MORE})|相差|差距?|多少|几|没有?|未能?|尚未|非")
_LAST = re.compile(r"上年|去年|上一年|前一年|同期")
_NOT = re.compile(
    r"(?:没有?|未能?|尚未|还没有?)(?P<done>[一-鿿]{1,8}?)的?(?:还?有|是|为)?(?:多少|几)|非(?P<kind>[一-鿿]{2,6}?)(?:有|是|为)?(?:多少|几)"
)


@dataclass(frozen=True, slots=True)
class _End:
    """One of two cells that are set against each other."""

    row: Row
    cell: Cell
    figure: Figure


def apart(wish: Wish, held: Sequence[Table]) -> Statement | None:
    """What lies between two cells that the question names; None where it names no two."""
    question = folded(wish.query.question)
    for table in held:
        if not about(wish.query.places, table):
            continue
        than = _THAN.search(question) or _APART.search(question)
        ends = _ends(wish, table, than) if than else None
        if ends and _held(wish, table, ends):
            return _told(wish, table, *ends)
        left = _NOT.search(question)
        ends = _part(wish, table, question[: left.start()], left["done"] or left["kind"]) if left else None
        if ends and _held(wish, table, ends):
            return _left(wish, table, *ends)
    return None


def _held(wish: Wish, table: Table, ends: tuple[_End, _End]) -> bool:
    """Whether all that is asked stands in the table."""
    names = tuple(n for told in meant(wish, table).values() for n in told)
    text = _COMPARED.sub("，", without(folded(wish.query.masked), names))
    part = Wish(wish.query, replace(wish.ask, text=text), wish.weights)
    return held_by(part, table, [e.row for e in ends], names, [e.cell.column for e in ends])


def _ends(wish: Wish, table: Table, m: re.Match[str]) -> tuple[_End, _End] | None:
    """The cell that ``m`` names first and the one it is compared with."""
    named = meant(wish, table)
    rows = [table.body[i] for i in named]
    names = tuple(n for told in named.values() for n in told)
    if len(rows) == 2:
        after = m.string[m.end("second") + ("more" in m.re.groupindex) :]
        columns = _columns(wish, table, rows[0], without(m["first"] + after, names), ())
        order = sorted(rows, key=lambda r: m.string.find(names[rows.index(r)]))
        return _cells([(r, columns) for r in order])
    row = rows[0] if len(rows) == 1 else None if rows or _local(wish, table) else table.total
    if row is None:
        return None
    first, second = m.string[: m.end("first")], m["second"]
    years = [y for p in wish.query.periods if p.since and not p.relative and (y := p.since[:4])]
    if _LAST.search(second) or len(set(years)) == 2:
        columns = _columns(wish, table, row, f"{first}{'' if _LAST.search(second) else second}", names, dated=False)
        told = sorted((c for c in columns if c.year and row.under(c).figure), key=lambda c: c.year)
        if len(set(years)) == 2:
            told = [c for c in told if c.year in years]
        return _cells([(row, (told[-1],)), (row, (told[-2],))]) if len(told) > 1 else None
    right = _columns(wish, table, row, second, names)
    left = _columns(wish, table, row, first, names, taken=right)
    return _cells([(row, left), (row, right)]) if set(left) != set(right) else None


def _part(wish: Wish, table: Table, before: str, done: str) -> tuple[_End, _End] | None:
    """A whole (参加培训) and the part of it that is left out (拿到证书)."""
    named = meant(wish, table)
    rows = [table.body[i] for i in named]
    names = tuple(n for told in named.values() for n in told)
    row = rows[0] if len(rows) == 1 else None if rows or _local(wish, table) else table.total
    if row is None:
        return None
    part = _columns(wish, table, row, done, names)
    rest_of = [
        c
        for c in table.columns
        if c not in part and (f := row.under(c).figure) and len(part) == 1 and _same(row, part[0], f)
    ]
    if len(part) != 1 or not rest_of:
        return None
    whole = tuple(c for c in _columns(wish, table, row, before, names, taken=part) if c in rest_of)
    before_it = [c for c in rest_of if table.columns.index(c) < table.columns.index(part[0])]
    return _cells([(row, whole or tuple(before_it[-1:])), (row, part)])


def _same(row: Row, part: Column, figure: Figure) -> bool:
    of = row.under(part).figure
    return of is not None and of.unit == figure.unit and figure.value >= of.value


def _local(wish: Wish, table: Table) -> bool:
    return table.partial or any(p.level in ("township", "village") for p in wish.query.places)


def _columns(
    wish: Wish,
    table: Table,
    row: Row,
    text: str,
    names: Sequence[str],
    taken: Sequence[Column] = (),
    *,
    dated: bool = True,
) -> tuple[Column, ...]:
    counts = re.search(r"多少|几", text)
    query: Query = understand(text if counts else f"{text}是多少", wish.query.asked)
    periods = (query.periods or wish.query.periods) if dated else ()
    query = replace(query, places=wish.query.places, periods=periods, operation=None)
    unit = query.asks[-1].unit if counts else None
    ask = replace(query.asks[-1], kind="value", unit=unit, periods=query.asks[-1].periods if dated else ())
    return asked(Wish(query, ask, wish.weights), table, row, names, taken)


def _cells(asked_for: Sequence[tuple[Row, Sequence[Column]]]) -> tuple[_End, _End] | None:
    ends = [_End(r, r.under(c[0]), f) for r, c in asked_for if len(c) == 1 and (f := r.under(c[0]).figure)]
    return (ends[0], ends[1]) if len(ends) == 2 else None


def _told(wish: Wish, table: Table, first: _End, second: _End) -> Statement | None:
    made = difference(second.figure, first.figure)
    if made is None:
        return None
    timed = first.cell.column.measure == second.cell.column.measure and first.row is second.row
    more = "与后者相同" if made.value == 0 else f"{'多' if made.value > 0 else '少'}{made.as_written}"
    working = made.working
    if timed and made.value:
        rate = growth(second.figure, first.figure)
        more = f"{'增加' if made.value > 0 else '减少'}{made.as_written}"
        if rate and first.figure.unit != "%":
            more += f"，{'增长' if rate.value > 0 else '下降'}{rate.as_written}"
            working += f"；{rate.working}"
    return _statement(wish, table, (first, second), more if timed else f"前者比后者{more}", working)


def _left(wish: Wish, table: Table, whole: _End, part: _End) -> Statement | None:
    made = rest(whole.figure, [part.figure])
    return _statement(wish, table, (whole, part), f"还有{made.as_written}", made.working) if made else None


def _statement(wish: Wish, table: Table, ends: tuple[_End, _End], result: str, working: str) -> Statement:
    first, second = ends
    one = first.row is second.row
    told = f"{subject(first.row, table, wish)}{phrase(first.cell, first.row)}，"
    told += ("" if one else subject(second.row, table, wish)) + phrase(second.cell, second.row)
    evidence = tuple(dict.fromkeys((first.row.evidence(), second.row.evidence())))
    return Statement(f"{told}，据此计算，{result}", evidence, working)
