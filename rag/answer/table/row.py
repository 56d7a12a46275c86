"""What is asked of one row in several clauses, a cell for each (用了多少人，里面有多少脱贫人口), or of rows added up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.statements import Statement
from rag.answer.table.column import asked, held_by
from rag.answer.table.match import Match, about
from rag.answer.table.rows import meant
from rag.answer.table.told import said
from rag.answer.table.wish import Wish
from rag.figures.arithmetic import total
from rag.figures.cells import Column, Row, Table
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights
from rag.text.quantities import quantities

_TOGETHER = re.compile(r"加起来|加在一起|合计|一共|总共|共|合起来|合在一起|总和|之和")
_MOST = 12
_OF_ONE = re.compile(r"[人户亩日月年]均|平均|均价|单价|率|比例|占比|标准|月补|月工资|月薪|日薪")
"""What is told of one, and adds up to nothing."""
_KINDS = ("value", "what", "person", "time", "where")


def of_row(query: Query, held: Sequence[Table], weights: Weights) -> Statement | None:
    """The cells that the asks of ``query`` want of one row, or their sum over the rows named; None where one is not found."""
    if query.operation in ("difference", "ratio", "remaining") or any(a.kind not in _KINDS for a in query.asks):
        return None
    wishes = [Wish(query, a, weights) for a in query.asks]
    tables = [t for t in held if about(query.places, t)]
    for table in tables:
        named = meant(wishes[0], table)
        rows = [table.body[i] for i in named]
        names = tuple(dict.fromkeys(n for told in named.values() for n in told))
        if not named and _TOGETHER.search(query.question):
            rows = _all(query, table)
        if rows and len(rows) <= _MOST and (made := _told(wishes, table, rows, names)):
            return made
    return None


def _all(query: Query, table: Table) -> list[Row]:
    """The row that sums up all; all of them where the question says how many there are (三个重点村)."""
    if any(int(n.value) == len(table.body) for n in quantities(query.question) if n.unit) and not table.total:
        return list(table.body)
    local = any(p.level in ("township", "village") for p in query.places)
    return [table.total] if table.total and not table.partial and not local else []


def _told(wishes: Sequence[Wish], table: Table, rows: Sequence[Row], names: Sequence[str]) -> Statement | None:
    columns = _columns(wishes, table, rows[0], names)
    if not columns or not all(held_by(w, table, rows, names, c) for w, c in zip(wishes, columns, strict=True)):
        return None
    if len(rows) > 1:
        alone = len(columns) == len(wishes) == 1 and len(columns[0]) == 1
        return _added(rows, columns[0][0]) if alone and _adds_up(wishes[0], columns[0][0]) else None
    cells = tuple(dict.fromkeys(rows[0].under(c) for told in columns for c in told))
    return None if any(c.empty for c in cells) else said(Match(table, rows[0], cells, 1.0, True), wishes[0])


def _adds_up(wish: Wish, column: Column) -> bool:
    """Whether the figures of several rows that the question names alike are asked for as one: how many there are in 甲村."""
    return bool(_TOGETHER.search(wish.query.question)) or not (
        _OF_ONE.search(column.measure) or re.search(r"[和与及、比]|分别|各", wish.query.question)
    )


def _columns(wishes: Sequence[Wish], table: Table, row: Row, names: Sequence[str]) -> list[tuple[Column, ...]]:
    """The columns of each ask; empty where one has none, or two have the same."""
    told: list[tuple[Column, ...]] = []
    for wish in wishes:
        taken = [c for columns in told for c in columns]
        columns = asked(wish, table, row, names, taken)
        told.append(columns or ((c,) if (c := _in_words(wish, row)) else ()))
    return told if all(told) and len(set(told)) == len(told) else []


def _in_words(wish: Wish, row: Row) -> Column | None:
    """The column of words that tells how many there are of what is counted: 危桥7座."""
    unit, counted = wish.ask.unit, wish.counted
    if not unit or len(counted) < 2:
        return None
    told = re.compile(
        rf"{re.escape(counted)}\s*[\d.]+\s*万?{re.escape(unit)}|[\d.]+\s*万?{re.escape(unit)}[一-鿿]{{0,4}}{re.escape(counted)}"
    )
    found = [c.column for c in row.cells if c.figure is None and told.search(c.value)]
    return found[0] if len(found) == 1 else None


def _added(rows: Sequence[Row], column: Column) -> Statement | None:
    pairs = [(r, f) for r in rows if (f := r.under(column).figure)]
    made = total([f for _, f in pairs]) if len(pairs) == len(rows) else None
    if made is None:
        return None
    each = "，".join(f"{'、'.join(k.value for k in r.keys[:2])}{column.spoken}为{f.as_written}" for r, f in pairs)
    return Statement(f"{each}，据此计算，合计{made.as_written}", tuple(r.evidence() for r, _ in pairs), made.working)
