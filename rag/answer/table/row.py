"""What is asked of one row in several clauses, a cell for each (用了多少人，里面有多少脱贫人口), or of rows added up.

A row is named by any of its words that no other row has: by the post 质检员 of 用人单位 and 招聘岗位.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from os.path import commonprefix

from rag.answer.counted import SCALE, same_unit
from rag.answer.statements import Statement
from rag.answer.table.match import Match, about, of_time
from rag.answer.table.told import said
from rag.answer.table.wish import Wish
from rag.figure import Figure
from rag.figures.arithmetic import total
from rag.figures.cells import Column, Row, Table
from rag.figures.match import usual
from rag.retrieve.content import covered
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights, terms
from rag.text.fold import folded

_COMPANY = re.compile(r"(?:科技|服务|集团)*(?:股份)?(?:有限)?(?:责任)?公司$")
_PART = re.compile(r"^其中[：:]?")
_WHOLE = re.compile(r"[合总小]计$")
_TOGETHER = re.compile(r"合计|总计|总额|总数|一共|总共")
_ADDED = re.compile(r"加起来|加在一起|合计|一共|总共|共")
_GREW = re.compile(r"增[长速幅]|同比")
_AIM = re.compile(r"目标|计划|任务|预期")
_DOCUMENT = re.compile(r"(?:公告|通知|台账|名册|清单|报告|表)?[里中上]?$")
"""Which document or table it stands in: asked of no row."""
_UNSAID = re.compile(r"[这那][一-鿿]|[要能][一-鿿]")
"""这件, 要建: words that only point, or that the figure says by itself."""
_HELD = 0.5
"""Least share of a word in what the table says around the cells."""
_MOST = 6
_LEAST_PREFIX = 2


def of_row(query: Query, held: Sequence[Table], weights: Weights) -> Statement | None:
    """The cells that the asks of ``query`` want of one row, or their sum over the rows named; None where one is not found."""
    wishes = [Wish(query, a, weights) for a in query.asks]
    if query.operation in ("difference", "ratio", "remaining"):
        return None
    if any(w.ask.kind not in ("value", "what", "person", "time", "where") for w in wishes):
        return None
    for table in held:
        rows = _rows(wishes[0], table) if about(query.places, table) else []
        if len(rows) == 1:
            columns = _columns(wishes, table, rows[0])
            cells = tuple(dict.fromkeys(rows[0].under(c) for c in columns))
            if cells and not any(c.empty for c in cells) and _all_held(wishes, table, rows):
                return said(Match(table, rows[0], cells, 1.0, True), wishes[0])
        elif 1 < len(rows) <= _MOST and len(wishes) == 1 and _ADDED.search(query.question):
            columns = _columns(wishes, table, rows[0])
            if len(columns) == 1 and _all_held(wishes, table, rows) and (made := _added(rows, columns[0])):
                return made
    return None


def _rows(wish: Wish, table: Table) -> list[Row]:
    """The rows of which the question holds the most, by words that are theirs alone."""
    common = Counter(k.value for r in table.body for k in r.keys)
    found: dict[int, set[str]] = {}
    for i, row in enumerate(table.body):
        names = {_bare(k.value) for k in row.keys if common[k.value] == 1}
        found[i] = {n for n in names if len(n) > 1 and n in wish.text}
    held = {n for names in found.values() for n in names}
    # 粮食 in 粮食加工项目 names no row of its own.
    longest = {n for n in held if not any(n != o and n in o for o in held)}
    return [table.body[i] for i, names in found.items() if names & longest]


def _bare(value: str) -> str:
    return _COMPANY.sub("", usual(folded(value)))


def _columns(wishes: Sequence[Wish], table: Table, row: Row) -> list[Column]:
    """The column of each ask; empty where one has none."""
    named = [_by_name(w, table, row) for w in wishes]
    taken = {c for c in named if c}
    # One figure of a row that is named by its label is matched by the name of its column, or not at all.
    alone = len(wishes) == 1 and _bare(row.label) in wishes[0].text
    told = [c or (None if alone else _by_unit(w, table, row, taken)) for w, c in zip(wishes, named, strict=True)]
    out = [c or _in_words(w, table, row) for w, c in zip(wishes, told, strict=True)]
    if any(c and not of_time(w, table, row, c) for w, c in zip(wishes, out, strict=True)):
        return []
    once = [c for c in told if c]
    return [c for c in out if c] if all(out) and len(set(once)) == len(once) else []


def _clause(wish: Wish, row: Row) -> str:
    """What an ask says besides the names of the row."""
    text = usual(folded(wish.ask.clause))
    for key in sorted((_bare(k.value) for k in row.keys), key=len, reverse=True):
        text = text.replace(key, " ") if len(key) > 1 else text
    return text


def _by_name(wish: Wish, table: Table, row: Row) -> Column | None:
    """The column whose own name an ask says, whose growth or whose sum it asks for."""
    text = _clause(wish, row)
    fits = [c for c in table.columns if c != table.head and c.measure and _suits(wish, row.under(c).figure)]
    named = [c for c in fits if len(own := usual(folded(_own(c, table)))) > 1 and own in text]
    if not named and _TOGETHER.search(text):
        named = [c for c in fits if _WHOLE.search(c.measure)]
    if not named and _GREW.search(text) and not _AIM.search(text):
        named = [c for c in fits if _GREW.search(c.measure) and not _AIM.search(c.measure)]
    longest = max((len(_own(c, table)) for c in named), default=0)
    named = [c for c in named if len(_own(c, table)) == longest]
    return named[0] if len(named) == 1 else None


def _own(column: Column, table: Table) -> str:
    """The name of a column without what others beside it begin with: 中央资金 of 资金来源中央资金."""
    shared = (commonprefix([column.measure, c.measure]) for c in table.columns if c.measure != column.measure)
    prefix = max(shared, key=len, default="")
    own = column.measure[len(prefix) :] if len(prefix) >= _LEAST_PREFIX else column.measure
    return _PART.sub("", own if len(own) > 1 else column.measure)


def _suits(wish: Wish, figure: Figure | None) -> bool:
    """Whether a cell may be what is asked: a figure in the unit named, words where no figure is wanted."""
    if wish.ask.kind != "value":
        return figure is None
    return figure is None or same_unit(wish.ask.unit, figure.unit)


def _by_unit(wish: Wish, table: Table, row: Row, taken: set[Column]) -> Column | None:
    """The only column in the unit asked for that no other ask names, of the year asked for; no part of another."""
    unit = SCALE.sub("", wish.ask.unit or "")
    if wish.ask.kind != "value" or not unit or unit == "%":
        return None
    found = [
        c
        for c in table.columns
        if c not in taken
        and (f := row.under(c).figure)
        and same_unit(wish.ask.unit, f.unit)
        and f.unit
        and not _PART.search(c.measure)
        and of_time(wish, table, row, c)
    ]
    return found[0] if len(found) == 1 else None


def _in_words(wish: Wish, table: Table, row: Row) -> Column | None:
    """The column of words that tells how many there are of what is counted: 危桥7座."""
    unit, counted = wish.ask.unit, wish.counted
    if not unit or len(counted) < 2:
        return None
    told = re.compile(
        rf"{re.escape(counted)}\s*[\d.]+\s*万?{re.escape(unit)}|[\d.]+\s*万?{re.escape(unit)}[一-鿿]{{0,4}}{re.escape(counted)}"
    )
    found = [c for c in table.columns if (cell := row.under(c)).figure is None and told.search(cell.value)]
    return found[0] if len(found) == 1 else None


def _all_held(wishes: Sequence[Wish], table: Table, rows: Sequence[Row]) -> bool:
    """Whether all that is asked stands above the table, in its columns or in its rows."""
    text = folded(" ".join((table.title, *(c.spoken for c in table.columns), *_values(rows))))
    own = set(terms(text))
    strong = (w for wish in wishes for w in wish.strong if not _UNSAID.fullmatch(w.text))
    words = (w for w in strong if len(_DOCUMENT.sub("", w.text)) > 1)
    return all(covered((w,), own, text) >= _HELD for w in words)


def _values(rows: Sequence[Row]) -> Iterator[str]:
    return (c.value for r in rows for c in r.cells)


def _added(rows: Sequence[Row], column: Column) -> Statement | None:
    pairs = [(r, f) for r in rows if (f := r.under(column).figure)]
    made = total([f for _, f in pairs]) if len(pairs) == len(rows) else None
    if made is None:
        return None
    each = "，".join(f"{'、'.join(k.value for k in r.keys[:2])}{column.spoken}为{f.as_written}" for r, f in pairs)
    return Statement(f"{each}，据此计算，合计{made.as_written}", tuple(r.evidence() for r, _ in pairs), made.working)
