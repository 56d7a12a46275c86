"""Worked out between cells of one table: one row from year to year, a part of a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answer.counted import same_unit
from rag.answer.statements import Statement
from rag.answer.table.match import Match, about, blank, columns, matches, named
from rag.answer.table.told import subject
from rag.answer.table.wish import Wish
from rag.domain import Evidence
from rag.figure import Figure
from rag.figures.arithmetic import difference, growth, part_of, rest
from rag.figures.cells import Row, Table
from rag.retrieve.question import Query, understand
from rag.text.words import segment

_SHARE = re.compile(
    r"^(?P<part>.+?)(?:在(?P<within>.{2,16}?)中)?(?:所)?占(?:到|了)?(?P<whole>[^，,。？?]*?)的?(?:比例|比重|比|百分|几成|多少|几)"
)
_WHOLE = re.compile(r"全部|总|合计|全[省市州县区镇乡]|所有|整个|当年")
_NOT_DONE = re.compile(r"(?:没有?|未|尚未)(?P<verb>[一-鿿]{2})")
_PLANNED = re.compile(r"计划|目标|任务|应|总投资|预算")
_OF_CHANGE = ("%", "个百分点", "成", "倍", "番")
_LAST = re.compile(r"比上年|较上年|比去年|较去年|同比|[上前这那]一年")
_TIMED = re.compile(r"[上前这那]一年|去年|上年|同期")


def reckoned(wish: Wish, held: Sequence[Table]) -> Statement | None:
    """A change or a share between cells; None for other questions, and where a cell is missing."""
    operation = wish.query.operation
    if "占" in wish.query.question and (shared := _share(wish, held)):
        return shared
    if wish.query.operation == "remaining" and (left := _left(wish, held)):
        return left
    return _change(wish, held) if operation in ("growth", "difference") else None


def _change(wish: Wish, held: Sequence[Table]) -> Statement | None:
    over = sorted(_span(wish.query))
    if _LAST.search(wish.query.question) and len(over) == 1:
        over = [str(int(over[0]) - 1), over[0]]
    open_wish = _undated(wish)
    if not any(not _TIMED.search(w.text) for w in wish.strong):
        # 纳入监测的户数，2023年比上一年少了几户: what is counted stands in the other clause.
        open_wish = replace(open_wish, ask=replace(open_wish.ask, text=wish.query.masked))
    for m in matches(open_wish, held):
        told = {c.column.year: c for c in m.cells if c.column.year and c.figure}
        if len({c.column.measure for c in m.cells}) > 1:
            continue
        years = over if len(over) == 2 else sorted(told) if len(told) == 2 and not over else []
        if len(years) == 2 and all(y in told for y in years):
            a, b = (told[y].figure for y in years)
            if a and b and _counted_in(wish, a):
                who = subject(m.row, m.table, wish) + m.cells[0].column.measure
                return _changed(who, (m.row,), a, b, years)
    for table in held:
        told_of = {r.year: r for r in table.body if r.year and r.label.startswith(r.year)}
        found = columns(open_wish, table, blank(table)) if about(wish.query.places, table) else None
        if len(over) == 2 and found and all(y in told_of for y in over):
            rows = [told_of[y] for y in over]
            a, b = (r.under(found[1][0]).figure for r in rows)
            if a and b and _counted_in(wish, a):
                place = "".join(p.name for p in wish.query.places[:1])
                return _changed(place + found[1][0].measure, rows, a, b, over)
    return None


def _counted_in(wish: Wish, figure: Figure) -> bool:
    """Whether a cell is in the unit that the question counts in, whichever of its clauses names it: 多少人，比去年多多少."""
    return all(same_unit(a.unit, figure.unit) for a in wish.query.asks if a.unit and a.unit not in _OF_CHANGE)


def _changed(who: str, rows: Sequence[Row], a: Figure, b: Figure, years: Sequence[str]) -> Statement | None:
    gap, rate = difference(a, b), growth(a, b)
    if gap is None:
        return None
    verb = "增加" if gap.value > 0 else "减少"
    if gap.value == 0:
        text, working = "两年相同", gap.working
    elif a.unit == "%" or rate is None:
        text, working = f"{'提高' if gap.value > 0 else '下降'}{gap.as_written}", gap.working
    else:
        grew = "增长" if rate.value > 0 else "下降"
        text = f"{verb}{gap.as_written}，{grew}{rate.as_written}"
        working = f"{gap.working}；{rate.working}"
    told = f"{who}{years[0]}年为{a.as_written}，{years[1]}年为{b.as_written}，据此计算，{text}"
    return Statement(told, tuple(r.evidence() for r in rows), working)


def _span(query: Query) -> set[str]:
    out: set[str] = set()
    for p in query.periods:
        if p.since and not p.relative:
            out |= {p.since[:4], (p.until or p.since)[:4]}
    return out


def _undated(wish: Wish) -> Wish:
    return _units(Wish(replace(wish.query, periods=()), replace(wish.ask, periods=()), wish.weights))


def _share(wish: Wish, held: Sequence[Table]) -> Statement | None:
    m = _SHARE.match(wish.query.question)
    if m is None:
        return None
    whole = m["whole"] or m["within"] or ""
    part = _asked(wish, m["part"])
    for left in matches(part, held):
        cells = [c for c in left.cells if c.figure and _latest(left, c.column.year)]
        if len(cells) != 1 or cells[0].figure is None:
            continue
        column = cells[0].column
        found: tuple[Figure, Row, str] | None = None
        right = _asked(wish, whole) if whole else None
        rows = [x.row for x in named(right, left.table) if not x.row.sums] if right else []
        if right and rows and rows[0] is not left.row and (f := rows[0].under(column).figure):
            found = (f, rows[0], rows[0].label)
        elif (
            right
            and (other := columns(_units(right), left.table, left.row))
            and other[1][0].measure != column.measure
            and other[2]
        ):
            f = left.row.under(other[1][0]).figure
            found = (f, left.row, other[1][0].spoken) if f else None
        elif left.table.total and not left.row.sums and (not whole or _of_all(whole, wish)) and not left.table.partial:
            f = left.table.total.under(column).figure
            found = (f, left.table.total, left.table.total.label) if f else None
        if found is None:
            continue
        made = part_of(cells[0].figure, found[0])
        if made is None or made.value > 100:
            continue
        evidence: tuple[Evidence, ...] = tuple(dict.fromkeys((left.row.evidence(), found[1].evidence())))
        told = (
            f"{subject(left.row, left.table, wish)}{column.spoken}为{cells[0].told}，{found[2]}为{found[0].as_written}"
        )
        return Statement(f"{told}，据此计算，占{made.as_written}", evidence, made.working)
    return None


def _left(wish: Wish, held: Sequence[Table]) -> Statement | None:
    """What is left of one column after another of the same row: 到位资金 less 已拨付资金, where 没拨付 is asked for."""
    m = _NOT_DONE.search(wish.query.question)
    verb = m["verb"] if m else "完成"
    for table in held:
        for line in named(wish, table):
            done = [
                c
                for c in table.columns
                if verb in c.measure and not _PLANNED.search(c.measure) and line.row.under(c).figure
            ]
            wholes = [c for c in table.columns if c not in done and line.row.under(c).figure and _said(wish, c.measure)]
            wholes = wholes or [c for c in table.columns if _PLANNED.search(c.measure) and line.row.under(c).figure]
            if len(done) != 1 or len(wholes) != 1 or line.row.sums:
                continue
            a, b = line.row.under(wholes[0]).figure, line.row.under(done[0]).figure
            made = rest(a, [b]) if a and b else None
            if a and b and made:
                who = subject(line.row, table, wish)
                told = f"{who}{wholes[0].spoken}为{a.as_written}，{done[0].spoken}为{b.as_written}"
                return Statement(f"{told}，据此计算，还有{made.as_written}", (line.row.evidence(),), made.working)
    return None


def _said(wish: Wish, measure: str) -> bool:
    """Whether the question speaks of a column: 到位的资金 of 到位资金."""
    return wish.recalls(measure) >= 1.0 or all(w in wish.text for w in segment(measure))


def _of_all(whole: str, wish: Wish) -> bool:
    return bool(_WHOLE.search(whole)) or any(p.name in whole for p in wish.query.places)


def _latest(match: Match, year: str) -> bool:
    return year == max(c.column.year for c in match.cells)


def _units(wish: Wish) -> Wish:
    return replace(wish, ask=replace(wish.ask, kind="value", unit=None))


def _asked(wish: Wish, text: str) -> Wish:
    """``text`` asked for by itself, of the places and times of the whole question where it names none."""
    query = understand(f"{text}是多少", wish.query.asked)
    query = replace(
        query, places=query.places or wish.query.places, periods=query.periods or wish.query.periods, operation=None
    )
    return _units(Wish(query, query.asks[0], wish.weights))
