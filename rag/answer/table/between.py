"""Rows of one table that a question names side by side: 甲车间和乙车间，哪家月均工资高."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rag.answer.statements import Statement
from rag.answer.table.column import asked
from rag.answer.table.match import about, blank, columns
from rag.answer.table.rows import meant, rows_meant
from rag.answer.table.wish import Wish
from rag.domain import Place
from rag.figure import Figure
from rag.figures.arithmetic import difference, ranks
from rag.figures.cells import Column, Row, Table
from rag.retrieve.terms import terms
from rag.text.degrees import A_BIT, DEGREES, LESS
from rag.text.fold import folded

_ASKED = re.compile(
    rf"(?:哪|谁|还是)[^，,。；;？?]{{0,16}}?(?:更|最|较|要)?(?P<degree>{DEGREES}){A_BIT}(?=[，,。；;？?]|$)"
)
_SIDES = re.compile(
    r"[两二三四](?:[个家者村镇乡县位项处所]|[一-鿿](?=[，,]))|哪一?[个家县乡镇村位项处所月年]?|谁|还是|[和与及跟同]|各自?是?|分别"
)
NAMED = 0.7
"""Least share of what tells a row's label from the others that a question holds which names the row."""
_SHARED = 0.5
"""Share of the labels that hold what tells none of them apart: 帮扶车间."""
MOST = 6


def between(wish: Wish, held: Sequence[Table]) -> Statement | None:
    """The figures of the rows named, in the column asked for, and which is more; None where fewer than two are named."""
    told_apart = _ASKED.search(wish.query.question)
    if told_apart is None:
        return None
    for table in held:
        if not about(wish.query.places, table):
            continue
        rows = rows_meant(wish, table)
        rows = rows if len(rows) > 1 else named_together(wish, table)
        if not 2 <= len(rows) <= MOST:
            continue
        column = _column(wish, table, rows)
        told = [(r, f) for r in rows if column and (f := r.under(column).figure)]
        if column and len(told) == len(rows):
            return _set_out(told, column, told_apart["degree"])
    return None


def named_together(wish: Wish, table: Table) -> list[Row]:
    """The rows whose place, or what tells their label from the others', the question holds."""
    common = Counter(t for r in table.body for t in set(terms(folded(r.label))))
    most = max(1.0, _SHARED * len(table.body))
    out = []
    for row in table.body:
        own = [t for t in terms(folded(row.label)) if common[t] <= most]
        if row.place is not None:
            held = _named(row.place, wish) or folded(row.label) in wish.text
        elif row.month:
            held = row.month in wish.months
        else:
            held = bool(own) and sum(t in wish.terms for t in own) >= NAMED * len(own)
        if held:
            out.append(row)
    return out


def _named(place: Place, wish: Wish) -> bool:
    return any(p.name == place.name for p in wish.query.places)


def _column(wish: Wish, table: Table, rows: Sequence[Row]) -> Column | None:
    """The column that is compared: what the question says besides the rows."""
    text = wish.query.masked
    for row in rows:
        own = set(terms(folded(row.label)))
        text = "".join(c if not _of(text, i, own) else " " for i, c in enumerate(text))
    text = re.sub(rf"(?:更|最|较|要)?(?:{DEGREES})(?=[，,。；;？?]|$)", " ", _SIDES.sub(" ", text))
    part = Wish(
        wish.query, replace(wish.ask, kind="value", text=text, left="", right="", unit=wish.ask.unit), wish.weights
    )
    found = columns(part, table, blank(table))
    names = tuple(n for told in meant(wish, table).values() for n in told)
    told = found[1] if found else asked(part, table, rows[0], names)
    return max(told, key=lambda c: c.year or table.year) if told else None


def _of(text: str, i: int, own: set[str]) -> bool:
    """Whether the character at ``i`` stands in a pair of a row's label."""
    return folded(text[i : i + 2]) in own or folded(text[max(0, i - 1) : i + 1]) in own


def _set_out(told: Sequence[tuple[Row, Figure]], column: Column, degree: str) -> Statement | None:
    if ranks([f for _, f in told]) is None:
        return None
    order = sorted(told, key=lambda pair: pair[1].value, reverse=degree not in LESS)
    signs = [
        "=" if a.value == b.value else ">" if a.value > b.value else "<"
        for (_, a), (_, b) in zip(order, order[1:], strict=False)
    ]
    working = order[0][1].as_written
    for sign, (_, figure) in zip(signs, order[1:], strict=True):
        working += f" {sign} {figure.as_written}"
    each = "，".join(f"{r.label}{column.spoken}为{f.as_written}" for r, f in told)
    evidence = tuple(r.evidence() for r, _ in told)
    if signs[0] == "=":
        return Statement(f"{each}，两者相同", evidence, working)
    gap = difference(*(f for _, f in sorted(order[:2], key=lambda pair: pair[1].value)))
    apart = f"，相差{gap.as_written}" if gap and len(order) == 2 else ""
    most = "较" if len(order) == 2 else "最"
    working += f"；{gap.working}" if apart and gap else ""
    return Statement(
        f"{each}，据此比较，{order[0][0].label}{most}{degree}（{order[0][1].as_written}）{apart}", evidence, working
    )
