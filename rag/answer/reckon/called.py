"""Figures called exactly what a comparison asks of every side, of its place and its time, as ``wenju figures`` reads them.

To set places or years side by side a sentence near to the question is not enough: 地方一般公共预算收入 of one place goes
with that of another, not with what its spending says of income, and the sides are taken from one year if they can be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from os.path import commonprefix

from rag.answer.periods import overlap, period_fit
from rag.answer.reading import Sentence
from rag.answer.reckon.said import BOUNDS
from rag.answer.values import asks_for_a_plan
from rag.figure import Figure
from rag.figures.arithmetic import agree
from rag.figures.asked import MAX_LENGTH, ask
from rag.figures.match import plainly
from rag.figures.naming import normal
from rag.retrieve.content import Word, covered
from rag.retrieve.question import Query
from rag.retrieve.terms import terms
from rag.text.dates import Period
from rag.text.fold import folded
from rag.text.words import bigrams

_RATE = re.compile(r"率|比例|比重|占比")
_CALLED = 0.8
"""Least share of the words asked that a figure's name holds which is called what is asked."""
LIKE = 3
"""Characters at the end of two names by which they are of one sort of thing."""
_EACH = re.compile(r"[人户亩村]均|单位|每")
_RISE = re.compile(r"(?:同比)?(?:增长(?:率|幅度)?|增幅|涨幅)$")
"""Names of one rate, which figures go by as 增速."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is asked of every side: the indicator as ``match.plainly`` gives it, and whether its growth is meant."""

    indicator: str
    growth: bool
    plan: bool


@dataclass(frozen=True, slots=True)
class Called:
    """A figure that is called what is asked, with its sentence."""

    sentence: Sentence
    figure: Figure
    others: tuple[Called, ...] = ()
    """Figures of the same name, place and time that differ from it."""


def measure(query: Query) -> Measure | None:
    """What ``query`` asks of all its sides; None where it names no indicator."""
    if len(query.question) > MAX_LENGTH:
        return None
    asked = ask(query.question)
    indicator = plainly(_RISE.sub("增速", asked.indicator) if asked.growth else asked.indicator)
    return Measure(indicator, asked.growth, asks_for_a_plan(query.question)) if len(indicator) > 1 else None


def called(wanted: Measure, side: Query, sentences: Sequence[Sentence]) -> list[Called]:
    """The figures called ``wanted`` for the place and time of ``side``, in the order of ``sentences``; none without a place."""
    if not side.places:
        return []
    names = {p.name for p in side.places}
    paths = {p.path for p in side.places}
    mine = (s for s in sentences if paths & set(s.passage.places) or any(n in s.text for n in names))
    found = [
        Called(s, q)
        for s in mine
        for q in s.figures
        if is_called(wanted, q) and (q.place_path in paths or q.place in names) and _of_time(q, side, s)
    ]
    # 首次突破5亿元 tells less than 5.06亿元.
    return [c for c in found if c.figure.qualifier not in BOUNDS] or found


def is_called(wanted: Measure, figure: Figure) -> bool:
    """Whether a figure is called ``wanted``: a fact or a plan, a level or its growth, as that is."""
    if figure.planned != wanted.plan or figure.high is not None or not figure.name:
        return False
    if (figure.relation == "change") != wanted.growth:
        return False
    # 由2020年的3.1万亩: what was in a year that the report names is a side as well.
    if figure.relation == "base" and not figure.dated:
        return False
    if figure.relation == "share" and not _RATE.search(wanted.indicator):
        return False
    if wanted.growth and figure.unit != "%":
        return False
    if figure.whole and figure.relation == "level":
        # 收入19亿元，其中税收13亿元: a part goes by its own name.
        return wanted.indicator == plainly(figure.name)
    return wanted.indicator in (plainly(figure.name), plainly(figure.label))


def another(wanted: Measure, figure: Figure) -> bool:
    """Whether a figure is called something else than what is wanted: 海洋生产总值, 旅游收入, how 地区生产总值 grew."""
    if (figure.relation == "change") != wanted.growth:
        return True
    # As it is written: 生产总值 is 地区生产总值, but no part of 海洋生产总值.
    name = normal(figure.label or figure.name)
    if wanted.indicator in name:
        return bool(_EACH.match(name)) and not _EACH.match(wanted.indicator)
    if not name or name in wanted.indicator:
        return False
    alike = len(commonprefix((name[::-1], wanted.indicator[::-1]))) >= LIKE
    return alike or not set(bigrams(name)) & set(bigrams(wanted.indicator))


def of_another(words: Sequence[Word], ends: Sequence[Figure], figures: Sequence[Figure]) -> bool:
    """Whether the ``ends`` of a change are called nothing that ``words`` ask for, and one of ``figures`` tells how that moved.

    岗位减少6.4%，补贴由480元提高到560元: how much a thing became more or less is not how much something of it did.
    """
    names = {f.name for f in ends}
    if not words or any(_held_by(name, words) for name in names):
        return False
    return any(f.relation == "change" and f.name not in names and _held_by(f.name, words) >= _CALLED for f in figures)


def _held_by(name: str, words: Sequence[Word]) -> float:
    text = folded(name)
    return covered(words, set(terms(text)), text)


def _of_time(figure: Figure, side: Query, sentence: Sentence) -> bool:
    if figure.dated and figure.since and len(figure.since) >= 7:
        told = Period(0, 0, figure.since, figure.until or figure.since, "", False)
        # 5月底 and 7月底 are of one year, but not one time.
        if any(p.since and len(p.since) >= 7 and not overlap(p, told) for p in side.periods):
            return False
    years = {p.since[:4] for p in side.periods if p.since and not p.relative}
    if not years:
        return True
    if figure.since is None:
        return period_fit(side.periods, sentence) >= 0.5
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


def with_others(chosen: Called, side: Sequence[Called]) -> Called:
    """``chosen`` with those of ``side`` that give another value for its time: nothing follows from it then."""
    same = [c for c in side if c.figure.when == chosen.figure.when and c.figure.unit == chosen.figure.unit]
    return replace(chosen, others=tuple(c for c in same if not agree(c.figure, chosen.figure)))
