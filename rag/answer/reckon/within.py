"""Figures worked out from the figures of one report: growth, earlier values, rests, sums, shares, averages.

Every result names its working and rests on figures of sentences that are cited. A figure that a report states
itself is preferred: the callers ask here only for what no sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rag.answer.fit import Fit, wanted
from rag.answer.reckon import asked, changes, ratios, rests, totals
from rag.answer.reckon.case import ASKS_TARGET, Case, Worked
from rag.answer.reckon.said import said_of
from rag.retrieve.content import content
from rag.retrieve.question import Query, understand
from rag.retrieve.terms import Weights

POOL = 25
"""Best fits whose figures are related."""
FLOOR = 0.45
"""Least share of the question's words that the operands and their sentence must hold."""

_ASKS_SHARE = re.compile(r"率|占(?!多少[家个人户名亩元万座所处项])|比例|比重|百分之|几成")
"""生产企业占多少家 asks how many they are."""

Method = Callable[[Case], Iterator[Worked]]

FACTS: tuple[Method, ...] = (
    changes.earlier,
    changes.before_new,
    changes.base,
    rests.others,
    rests.opposite,
    rests.net,
    ratios.shared_out,
    ratios.whole,
)
"""Ways to a figure that is asked for as any other, where no report tells it."""
NAMED: tuple[Method, ...] = (totals.items, changes.gap, ratios.multiple)
"""Ways whose operands the question names one by one."""


def work_out(query: Query, fits: Sequence[Fit], weights: Weights, *, named: bool = False) -> Worked | None:
    """The figure that the first ask of ``query`` wants, from the figures of ``fits``; None when nothing gives it.

    With ``named`` only of operands that the question names one by one.
    """
    ask = query.asks[0]
    if ask.kind != "value":
        return None
    pool = tuple(f for f in fits[:POOL] if f.place >= 0.3 and f.subject >= 0.5)
    at = query.question.find(ask.clause)
    clause = content(query.masked[at : at + len(ask.clause)] if at >= 0 else ask.clause, weights)
    case = Case(query, wanted(ask, query, weights), pool, weights, said_of(pool), clause)
    found = [
        replace(w, method=method.__name__)
        for method in methods(query)
        if not named or method in NAMED
        for w in method(case)
        if w.score >= 2 * FLOOR
    ]
    return max(found, key=lambda w: w.score, default=None)


def methods(query: Query) -> tuple[Method, ...]:
    """The ways in which the question may want its figure worked out."""
    ask, text = query.asks[0], query.question
    if len(query.asks) > 1 and understand(ask.clause).operation != query.operation:
        # Another ask wants something worked out: 从多少增长到多少，增幅多少 of the same thing, else of its own.
        return (changes.change, *FACTS) if query.operation == "growth" else FACTS
    out: list[Method] = []
    if asked.times(query):
        out.append(ratios.multiple)
    if changes.from_to(text):
        out.append(changes.stated)
    if rests.asks_lack(text):
        out.append(rests.lacking)
    if query.operation in ("growth", "difference") or (asked.set_against(query) and not asked.TOTAL.search(text)):
        return (*out, changes.change, changes.gap)
    if not out and ratios.AVERAGE.search(text) and "均" in text:
        return (ratios.mean,)
    if query.operation == "remaining" or rests.asked_for(text):
        return (*out, rests.remaining, rests.short_of, rests.others)
    if ask.unit == "%" or _ASKS_SHARE.search(ask.left[-12:] + ask.word + ask.right[:6]):
        out.append(ratios.share)
    if query.operation == "sum" or asked.TOTAL.search(text):
        out += [totals.rows, totals.items, totals.done_and_left, ratios.times_each]
    if ASKS_TARGET.search(ask.left[-10:]):
        out += [totals.done_and_left, totals.quota]
    return (*out, *FACTS)
