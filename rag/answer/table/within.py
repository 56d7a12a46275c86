"""A share within one row: 转移就业人数中，去省外的占百分之几 of the columns 转移就业人数省外 and 转移就业人数小计."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.statements import Statement
from rag.answer.table.match import about
from rag.answer.table.told import phrase, subject
from rag.answer.table.wish import Wish
from rag.figures.arithmetic import part_of
from rag.figures.cells import Column, Row, Table
from rag.figures.match import usual
from rag.text.fold import folded

_ASKED = re.compile(
    r"(?P<whole>.{2,40}?)[中里内]?[，,](?P<part>[^，,]{2,16}?)的?(?:所?占|是)(?:到|了)?(?:多少|百分之[几多]|几成|多大|的?比[例重])"
)
_TOTAL = re.compile(r"[合总小]计$")
_LEAST = 2


def within(wish: Wish, held: Sequence[Table]) -> Statement | None:
    """What share one column has of the sum of those beside it, in the row asked for, else in the sum of all rows."""
    m = _ASKED.search(usual(folded(wish.query.question)))
    if m is None:
        return None
    for table in held:
        row = _row(wish, table) if about(wish.query.places, table) else None
        columns = _columns(table, m["part"], m["whole"])
        if row is None or columns is None:
            continue
        part, whole = (row.under(c) for c in columns)
        made = part_of(part.figure, whole.figure) if part.figure and whole.figure else None
        if made and made.value <= 100:
            told = f"{subject(row, table, wish)}{phrase(part, row)}，{phrase(whole, row)}"
            return Statement(f"{told}，据此计算，占{made.as_written}", (row.evidence(),), made.working)
    return None


def _row(wish: Wish, table: Table) -> Row | None:
    """The one row whose label the question holds; the sum of all where it holds none."""
    held = [r for r in table.body if len(r.label) > 1 and folded(r.label) in wish.text]
    if held:
        return held[0] if len(held) == 1 else None
    local = any(p.level in ("township", "village") for p in wish.query.places)
    return None if local or table.partial else table.total


def _columns(table: Table, part: str, whole: str) -> tuple[Column, Column] | None:
    """The column called ``part``, and the sum of those that begin like it with what ``whole`` holds."""
    for total in table.columns:
        stem = usual(folded(_TOTAL.sub("", total.measure)))
        if stem == usual(folded(total.measure)) or len(stem) < _LEAST or not _says(whole, stem):
            continue
        rest = {c: usual(folded(c.measure)).removeprefix(stem) for c in table.columns if c != total}
        found = [c for c, own in rest.items() if own != usual(folded(c.measure)) and len(own) > 1 and own in part]
        longest = max((len(rest[c]) for c in found), default=0)
        found = [c for c in found if len(rest[c]) == longest]
        if len(found) == 1 and found[0].year == total.year:
            return found[0], total
    return None


def _says(whole: str, stem: str) -> bool:
    """Whether the question names the sum: 转移就业总人数 of 转移就业人数."""
    if stem in whole or stem in whole.replace("总", ""):
        return True
    return stem[:2] in whole and bool(_TOTAL.search(whole))  # 衔接资金合计 of 资金来源合计
