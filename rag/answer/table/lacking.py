"""That a table has the row asked about and no column for what is asked of it: 哪家施工单位 where none tells who builds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.reading import Sentence
from rag.answer.table.column import unsaid
from rag.answer.table.match import about
from rag.answer.table.rows import meant
from rag.answer.table.wish import Wish
from rag.domain import Citation, Refusal
from rag.figures.cells import Row, Table
from rag.language import say
from rag.retrieve.content import covered
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights, terms
from rag.text.dictionary import kind
from rag.text.fold import folded

_BODY = re.compile(
    r"哪一?(?:家|个)[^，,。？?]{0,4}(?:公司|企业|厂|单位|机构|合作社|银行|部门)?|由谁|(?:单位|公司|企业|机构|部门|老师|人)(?:是|叫)?(?:哪|谁|什么)"
)
_SHOWN = 12
"""Names of columns told at most."""


def without_column(query: Query, held: Sequence[Table], shown: Sequence[Sentence], weights: Weights) -> Refusal | None:
    """A refusal where ``shown`` is nothing but the row meant, and what is asked stands nowhere in it."""
    wish = Wish(query, query.asks[0], weights)
    found = [s.key for s in shown if s.tabled]
    if len(query.asks) > 1 or not found or len(found) < len(shown) or not _BODY.search(wish.ask.clause):
        return None
    for table in held:
        named = meant(wish, table) if about(query.places, table) else {}
        rows = [table.body[i] for i in named]
        if len(rows) != 1 or (rows[0].passage.id, rows[0].start) not in found:
            continue
        names = next(iter(named.values()))
        if missing := _missing(wish, table, rows[0], names):
            return _refused(missing, table, rows[0])
    return None


def _missing(wish: Wish, table: Table, row: Row, names: Sequence[str]) -> str:
    """The nouns of the question that neither the table's title nor its columns nor the row says."""
    text = folded(" ".join((table.title, *(c.measure for c in table.columns), *(c.value for c in row.cells))))
    own = set(terms(text))
    words = [w for w in unsaid(wish, names, ()) if kind(w.text)[:1] in "nv"]
    return "、".join(w.text for w in words if covered((w,), own, text) == 0.0)


def _refused(missing: str, table: Table, row: Row) -> Refusal:
    columns = "、".join(dict.fromkeys(c.measure for c in table.columns if c.measure))
    told = columns if len(table.columns) <= _SHOWN else "、".join(columns.split("、")[:_SHOWN]) + "等"
    message = say(
        f"表中有“{row.label}”这一行，但没有写{missing}；表中有的栏是：{told}。以下是这一行，供核对。",
        f"The table has the row {row.label}, but does not tell {missing}; its columns are {told}. Below is the row.",
    )
    return Refusal("no_evidence", message, (Citation.of(1, row.evidence()),))
