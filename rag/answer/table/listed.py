"""Which rows of a table have something in one of its columns: 县水利局负责哪些项目, 哪些项目在建."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.statements import Statement
from rag.answer.table.match import Wish, about
from rag.figures.cells import Column, Row, Table
from rag.retrieve.content import covered
from rag.retrieve.terms import terms
from rag.text.fold import folded

_WHICH = re.compile(
    r"哪(?:些|几)(?:个|项(?!目)|家|种|类(?!别))?(?P<kind>[一-鿿]{1,6})|(?:多少|几)(?:个|项(?!目)|家|种)(?P<counted>[一-鿿]{1,6})"
)
_DENIED = re.compile(r"[没未不]")
_LEAST = 2
HALF = 0.5
"""Least share of a word in the table; one may stand in none: what ties a value to its row (负责) the column alone tells."""
SHOWN = 20
"""Rows listed and cited at most."""


def listed(wish: Wish, held: Sequence[Table]) -> Statement | None:
    """The labels of the rows that hold, in a column of words, what the question names; None where it names nothing such."""
    asked = _WHICH.search(wish.query.question)
    if asked is None or _DENIED.search(wish.query.question):
        return None
    kind = asked["kind"] or asked["counted"]
    for table in held:
        head = table.head
        if not table.body or not table.whole or not about(wish.query.places, table) or not _of_kind(kind, head):
            continue
        for column in table.columns:
            if column == head or not column.measure:
                continue
            values = {k.value for r in table.body for k in r.keys if k.column == column}
            said = [v for v in values if len(v) > 1 and _says(wish, v)]
            rows = [r for r in table.body if r.under(column).value in said]
            if said and len(values) >= _LEAST and rows and _held(wish, table, column, said):
                return _told(table, column, rows, said)
    return None


def _says(wish: Wish, value: str) -> bool:
    """Whether the question names a value: 农业农村局 of 县农业农村局."""
    bare = re.sub(r"^[省市州县区镇乡](?=[一-鿿]{3})", "", value)
    return folded(bare) in folded(wish.query.question)


def _of_kind(kind: str, head: Column) -> bool:
    pairs = {head.measure[i : i + 2] for i in range(len(head.measure) - 1)}
    return any(p in kind for p in pairs) or (len(head.measure) <= 2 and kind[0] in head.measure)


def _held(wish: Wish, table: Table, column: Column, said: Sequence[str]) -> bool:
    text = folded(
        " ".join(
            (
                table.title,
                column.measure,
                table.rows[0].cells[0].column.measure,
                *said,
                *(c.measure for c in table.columns),
            )
        )
    )
    missing = [w for w in wish.strong if covered((w,), set(terms(text)), text) < HALF]
    return len(missing) <= 1


def _told(table: Table, column: Column, rows: Sequence[Row], said: Sequence[str]) -> Statement:
    names = "、".join(r.label for r in rows[:SHOWN]) + ("等" if len(rows) > SHOWN else "")
    text = f"表中“{column.measure}”为{'、'.join(sorted(said))}的有{len(rows)}个：{names}"
    return Statement(
        text, tuple(r.evidence() for r in rows[:SHOWN]), reasons=(f"取自引文所示各行的“{column.measure}”一栏",)
    )
