"""Figures of several subjects side by side: which is more, how much together, how far apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.fit import Fit, asked_periods, wanted
from rag.answer.statements import Statement
from rag.answer.values import best_value, same_unit
from rag.domain import Evidence
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights
from rag.text.amounts import amount, as_written, number, plain
from rag.text.dates import Period
from rag.text.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure and where it stands."""

    quantity: Quantity
    evidence: Evidence


def value_of(query: Query, f: Fit, weights: Weights) -> Operand | None:
    """The figure that answers the first ask in the chosen sentence."""
    ask = query.asks[0]
    _, quantity = (
        (f.type, f.value)
        if f.value
        else best_value(ask, wanted(ask, query, weights).own, f.sentence, query.places, asked_periods(ask, query))
    )
    if quantity is None:
        return None
    return Operand(quantity, f.sentence.evidence())


def time_of(f: Fit) -> Period | None:
    """The first time that the chosen sentence names by its year; None when it names none."""
    return next((p for p in f.sentence.periods if p.since and p.parts[0] is not None), None)


def first(question: str, times: Sequence[tuple[str, Period, Evidence]]) -> list[Statement]:
    """Which of several came first (last, where 晚 is asked); nothing when that is left open (2020年 and 2020年3月)."""
    if not re.search(r"[早晚先后]", question):
        return []
    late = "晚" in question and "早" not in question
    ordered = sorted(times, key=lambda x: x[1].since or "", reverse=late)
    (name, a, _), (_, b, _) = ordered[0], ordered[1]
    evidence = tuple(e for _, _, e in times)
    if a.since == b.since:
        return [Statement(f"两者的时间相同，均为{a.as_written}", evidence)]
    if (a.since or "").startswith(b.since or "") or (b.since or "").startswith(a.since or ""):
        return []
    return [
        Statement(
            f"相比之下，{name}较{'晚' if late else '早'}（{a.as_written}）",
            evidence,
            " < ".join(t.as_written for _, t, _ in sorted(times, key=lambda x: x[1].since or "")),
        )
    ]


def compare(question: str, operands: Sequence[tuple[str, Operand]]) -> Statement | None:
    """Which of several subjects has more, for two or more figures of one unit."""
    if len(operands) < 2:
        return None
    units = {o.quantity.unit for _, o in operands}
    if len(units) > 1 and not all(same_unit(a, b) for a in units for b in units):
        return None
    ordered = sorted(operands, key=lambda x: -x[1].quantity.value)
    evidence = tuple(o.evidence for _, o in operands)
    (top, a), (_, b) = ordered[0], ordered[1]
    if a.quantity.value == b.quantity.value:
        return Statement(f"两者相同，均为{a.quantity.as_written}", evidence)
    working = " > ".join(as_written(o.quantity) for _, o in ordered)
    if re.search(r"更?(?:少|低|小)|最(?:少|低|小)", question) and not re.search(r"更?(?:多|高|大)", question):
        low, lowest = ordered[-1]
        return Statement(f"相比之下，{low}较少（{lowest.quantity.as_written}）", evidence, working)
    return Statement(f"相比之下，{top}较多（{a.quantity.as_written}）", evidence, working)


def combine(operation: str, operands: Sequence[tuple[str, Operand]]) -> Statement | None:
    """Sum or difference over subjects; both need figures of one unit."""
    if len(operands) < 2:
        return None
    unit = operands[0][1].quantity.unit
    if any(o.quantity.unit != unit for _, o in operands):
        return None
    values = [o.quantity.value for _, o in operands]
    evidence = tuple(o.evidence for _, o in operands)
    if operation == "sum" and unit != "%":
        model = operands[0][1].quantity
        working = " + ".join(as_written(o.quantity) for _, o in operands) + f" = {number(sum(values), model)}"
        return Statement(f"据此计算，合计{amount(sum(values), model)}", evidence, working)
    if operation == "difference" and len(values) == 2:
        high, low = max(values), min(values)
        name, larger = operands[values.index(high)]
        smaller = operands[1 - values.index(high)][1]
        shown = f"{plain(round(high - low, 4))}个百分点" if unit == "%" else amount(high - low, larger.quantity)
        working = (
            f"{as_written(larger.quantity)} − {as_written(smaller.quantity)} = {number(high - low, larger.quantity)}"
        )
        return Statement(f"据此计算，相差{shown}（{name}较多）", evidence, working)
    if operation == "ratio" and len(values) == 2 and values[1]:
        return Statement(
            f"据此计算，前者是后者的{plain(round(values[0] / values[1], 2))}倍",
            evidence,
            f"{plain(values[0])} ÷ {plain(values[1])} = {plain(round(values[0] / values[1], 2))}",
        )
    return None
