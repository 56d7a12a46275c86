"""All that one column of a table names: 一共开哪些工种的班 of 培训工种."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.statements import Statement
from rag.answer.table.match import about
from rag.answer.table.wish import Wish
from rag.figures.cells import Column, Table
from rag.retrieve.content import covered
from rag.retrieve.terms import terms
from rag.text.fold import folded

_ALL = re.compile(r"一共|总共|共|全部|所有|都")
_WHICH = re.compile(r"(?:哪[些几]|什么)(?:个|家|种|类|项)?(?P<noun>[一-鿿]{2,8})")
_BOUND = re.compile(r"最|[没未不]|超过|以上|以下|低于|高于|已经?|还")
_POINTS = re.compile(r"[这那][一-鿿]")
"""这次: says nothing that a table would."""
MOST = 20
"""Rows listed at most; of a longer table nothing is listed as a whole."""


def all_of(wish: Wish, held: Sequence[Table]) -> Statement | None:
    """What stands in the column asked for, row by row; None where the question asks for only some of it."""
    text = wish.query.question
    asked = _WHICH.search(text)
    if wish.ask.kind != "list" or asked is None or not _ALL.search(text) or _BOUND.search(text):
        return None
    for table in held:
        if not (table.whole and 1 < len(table.body) <= MOST and about(wish.query.places, table)):
            continue
        column = _column(table, asked["noun"])
        if column is None or not _held(wish, table) or _some(text, table):
            continue
        values = list(dict.fromkeys(c.value for r in table.body if not (c := r.under(column)).empty))
        named = f"表中“{column.spoken}”一栏有{len(values)}个：{'、'.join(values)}"
        reason = f"取自引文所示各行的“{column.spoken}”一栏"
        return Statement(named, tuple(r.evidence() for r in table.body), reasons=(reason,))
    return None


def _column(table: Table, noun: str) -> Column | None:
    """The column of words whose name holds what is asked for, or that heads the table and each of whose values does."""
    found = [c for c in table.columns if len(c.measure) > 1 and noun[:2] in c.measure]
    found = [c for c in found if c.measure.endswith(noun[:2])] or found
    found = [c for c in found if all(r.under(c).figure is None and not r.under(c).empty for r in table.body)]
    if not found and all(noun in r.label for r in table.body):
        return table.head
    return found[0] if len(found) == 1 else None


def _held(wish: Wish, table: Table) -> bool:
    """Whether all that is asked stands above the table or in the names of its columns."""
    text = folded(" ".join((table.title, *(c.measure for c in table.columns))))
    own = set(terms(text))
    return all(covered((w,), own, text) > 0 for w in wish.strong if not _POINTS.fullmatch(w.text))


def _some(text: str, table: Table) -> bool:
    """Whether the question names what stands in a row: it asks for some of them."""
    return any(len(k.value) > 1 and k.value in text for r in table.body for k in r.keys)
