"""Figures called exactly what a comparison asks of every side, of its place and its time, as ``wenju figures`` reads them.

To set places or years side by side a sentence near to the question is not enough: 地方一般公共预算收入 of one place goes
with that of another, not with what its spending says of income, and the sides are taken from one year if they can be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.fit import Fit
from rag.answer.values import asks_for_a_plan
from rag.domain import Place
from rag.figure import Figure
from rag.figures.arithmetic import agree
from rag.figures.asked import MAX_LENGTH, ask
from rag.figures.match import plainly
from rag.retrieve.question import Query

READ = 60
"""Best sentences of a side whose figures are looked at."""
_RATE = re.compile(r"率|比例|比重|占比")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is asked of every side: the indicator as ``match.plainly`` gives it, and whether its growth is meant."""

    indicator: str
    growth: bool
    plan: bool


@dataclass(frozen=True, slots=True)
class Called:
    """A figure that is called what is asked, with its sentence."""

    fit: Fit
    figure: Figure


def measure(query: Query) -> Measure | None:
    """What ``query`` asks of all its sides; None where it names no indicator."""
    if len(query.question) > MAX_LENGTH:
        return None
    asked = ask(query.question)
    indicator = plainly(asked.indicator)
    return Measure(indicator, asked.growth, asks_for_a_plan(query.question)) if len(indicator) > 1 else None


def called(wanted: Measure, side: Query, fits: Sequence[Fit]) -> list[Called]:
    """The figures called ``wanted`` for the place and time of ``side``, best sentence first; empty without a place."""
    if not side.places:
        return []
    return [
        Called(f, q)
        for f in fits[:READ]
        if f.subject >= 0.5
        for q in f.sentence.figures
        if _is(wanted, q) and _of_place(q, side.places) and _of_time(q, side, f)
    ]


def _is(wanted: Measure, figure: Figure) -> bool:
    if figure.planned != wanted.plan or figure.high is not None or not figure.name:
        return False
    if (figure.relation == "change") != wanted.growth or figure.relation not in ("level", "share", "change"):
        return False
    if figure.relation == "share" and not _RATE.search(wanted.indicator):
        return False
    if wanted.growth and figure.unit != "%":
        return False
    return wanted.indicator in (plainly(figure.name), plainly(figure.label))


def _of_place(figure: Figure, asked: Sequence[Place]) -> bool:
    return figure.place_path in {p.path for p in asked} or figure.place in {p.name for p in asked}


def _of_time(figure: Figure, side: Query, f: Fit) -> bool:
    years = {p.since[:4] for p in side.periods if p.since and not p.relative}
    if not years:
        return True
    if figure.since is None:
        return f.period >= 0.5
    if not figure.when:
        return bool({figure.since[:4], str(int(figure.since[:4]) - 1)} & years)
    return any(figure.since[:4] <= year <= (figure.until or figure.since)[:4] for year in years)


def one_time(sides: Sequence[Sequence[Called]]) -> list[Called]:
    """One figure for each of ``sides``, all of the latest time that all tell of; where there is none each one's first."""
    times = [{c.figure.when for c in side} for side in sides]
    common = set.intersection(*times) if times else set()
    if not common:
        return [side[0] for side in sides]
    latest = max(common)
    return [next(c for c in side if c.figure.when == latest) for side in sides]


def disputed(chosen: Called, side: Sequence[Called]) -> list[Called]:
    """Those of ``side`` that give another value for the time of ``chosen``."""
    same = [c for c in side if c.figure.when == chosen.figure.when and c.figure.unit == chosen.figure.unit]
    return [c for c in same if not agree(c.figure, chosen.figure)]
