"""A follow-up that only names another row or another column of a table: 茶叶加工呢？ after 烹调师培训了多少人."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answer.table.column import asked
from rag.answer.table.match import about
from rag.answer.table.rows import meant
from rag.answer.table.wish import Wish
from rag.figures.cells import Table
from rag.retrieve.question import Query, understand
from rag.retrieve.terms import Weights
from rag.text.fold import folded

_ONLY = re.compile(r"^(?:那么?|还有|另外|至于|换成)?[，, ]*(?P<core>[^，,。；;]{2,20}?)的?(?:呢|怎么样|如何)[？?。]*$")


def followed(query: Query, held: Sequence[Table], weights: Weights) -> Query | None:
    """``query`` asked of the row, or for the column, that its follow-up names, all else as it was asked before; None for others."""
    only = _ONLY.match(query.asked.strip())
    if only is None or not query.previous:
        return None
    core = folded(only["core"])
    before = understand(folded(query.previous))
    for table in held:
        if not about(before.places, table):
            continue
        old = _names(before, table, weights)
        new = _names(understand(core), table, weights)
        if len(old) != 1 or len(new) > 1:
            continue
        name = old[0]
        if new:
            text = before.question.replace(name, new[0])
        else:
            wish = _wish(understand(f"{core}是多少"), weights)
            row = next(iter(meant(_wish(before, weights), table)), None)
            if row is None or not asked(wish, table, table.body[row], ()):
                continue
            text = f"{''.join(p.name for p in before.places)}{name}{core}是多少"
        if text != before.question:
            return replace(understand(text, query.asked), limit=query.limit)
    return None


def _wish(query: Query, weights: Weights) -> Wish:
    return Wish(query, query.asks[0], weights)


def _names(query: Query, table: Table, weights: Weights) -> tuple[str, ...]:
    """The words of a question that name rows of the table, if they name one of them."""
    told = set(meant(_wish(query, weights), table).values())
    return next(iter(told)) if len(told) == 1 else ()
