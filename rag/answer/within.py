"""Figures worked out from the figures of one report: growth, earlier values, rests, sums, shares, averages.

Every result names its working and rests on figures of sentences that are cited. A figure that a report states
itself is preferred: the callers ask here only for what no sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rag.answer import totals
from rag.answer.case import ASKS_TARGET, DONE, LEFT, MARKS, Case, Worked, figure_beside
from rag.answer.fit import Fit, asked_periods, overlap, wanted
from rag.answer.reading import Sentence
from rag.answer.values import same_unit
from rag.figure import Figure
from rag.figures import related
from rag.figures.arithmetic import average, before, difference, growth, part_of
from rag.retrieve.content import content, covered
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights, terms
from rag.text import places
from rag.text.fold import folded
from rag.text.quantities import quantities

POOL = 25
"""Best fits whose figures are related."""
FLOOR = 0.45
"""Least share of the question's words that the operands and their sentence must hold."""

_RATE = re.compile(r"增幅|涨幅|降幅|增长率|增速|百分之")
_ASKS_SHARE = re.compile(r"率|占比|比例|比重|百分之|几成")
_ASKS_TOTAL = re.compile(r"一共|总共|合计|共计|加起来|总数|之和")
_AVERAGE = re.compile(
    r"平均每(?:一)?(?P<unit>个|处|户|人|名|家|村|所|座|亩|次|年|月|天|件|台|辆)|(?P<short>户|人|村|亩|日|月|年)均"
)
_MORE = re.compile(r"比(?P<other>[^，,。？?]{1,20}?)(?:要)?(?:多|少|高|低)[出花用挣赚拿要]?了?(?:多少|几)")


def work_out(query: Query, fits: Sequence[Fit], weights: Weights) -> Worked | None:
    """The figure that the first ask of ``query`` wants, from the figures of ``fits``; None when nothing gives it."""
    ask = query.asks[0]
    if ask.kind != "value":
        return None
    pool = tuple(f for f in fits[:POOL] if f.place >= 0.3 and f.subject >= 0.5)
    case = Case(query, wanted(ask, query, weights), pool, weights)
    found = [
        replace(w, method=method.__name__.strip("_"))
        for method in _methods(query)
        for w in method(case)
        if w.score >= 2 * FLOOR
    ]
    return max(found, key=lambda w: w.score, default=None)


def _methods(query: Query) -> tuple[Callable[[Case], Iterator[Worked]], ...]:
    ask = query.asks[0]
    asked = query.question
    if query.operation == "growth":
        return (_growth,)
    if query.operation == "remaining":
        return (_remaining,)
    if query.operation == "difference":
        return (_gap, _growth)
    out: list[Callable[[Case], Iterator[Worked]]] = []
    if _AVERAGE.search(asked):
        out.append(_average)
    if ask.unit == "%" or _ASKS_SHARE.search(ask.left[-8:] + ask.right[:6]):
        out.append(_share)
    if query.operation == "sum" or _ASKS_TOTAL.search(asked):
        out += [totals.rows, totals.items, totals.done_and_left]
    if ASKS_TARGET.search(ask.left[-10:]):
        out += [totals.done_and_left, totals.quota]
    if not _AVERAGE.search(asked):
        out.append(_earlier)
    return tuple(out)


def _growth(case: Case) -> Iterator[Worked]:
    """由A增长到B, or A at one time and B at another: the difference where a unit is asked for, else the rate."""
    unit = case.query.asks[0].unit
    rate = unit in (None, "%") or bool(_RATE.search(case.query.question))
    for f in case.pool:
        if f.period < 0.25:
            continue
        pairs = related.changes(f.sentence)
        pairs += [c for c, _, _ in related.dated_changes(f.sentence)] if case.query.operation == "difference" else []
        for first, second in ((p.first, p.second) for p in pairs):
            if first.value == 0 or not (rate or unit == "个百分点" or same_unit(unit, first.unit)):
                continue
            if unit == "个百分点" and first.unit != "%":
                continue
            low, high = sorted((first, second), key=lambda q: q.value)
            points = first.unit == "%"
            made = growth(first, second) if points or rate else difference(low, high)
            if made is None:
                continue
            words = ("提高", "下降") if points else ("增幅约为", "降幅约为") if rate else ("增加", "减少")
            text = f"{words[second.value < first.value]}{made.as_written}"
            yield case.result(text, made, case.score(f, first), (f, first), (f, second))


def _earlier(case: Case) -> Iterator[Worked]:
    """What held at the time that a later figure is compared with: A，比上年增加B."""
    ask = case.query.asks[0]
    periods = [p for p in asked_periods(ask, case.query) if p.since]
    for f in case.pool:
        for v in related.versus(f.sentence):
            if not same_unit(ask.unit, v.now.unit):
                continue
            base = v.base.strip("的")
            named = any(overlap(p, q) for p in periods for q in v.periods if q.since)
            if not (named or (not periods and len(base) >= 2 and base in case.query.question)):
                continue
            if any(overlap(p, q) for p in periods for q in f.sentence.periods if q not in v.periods and q.since):
                continue
            made = before(v.now, v.gap)
            if made:
                yield case.result(f"{base}为{made.as_written}", made, case.score(f, v.now), (f, v.now), (f, v.gap))


def _remaining(case: Case) -> Iterator[Worked]:
    """A total less what is done of it, where no sentence tells the rest."""
    ask = case.query.asks[0]
    pool = [f for f in case.pool if f.period >= 0.25]
    if any(LEFT.search(f.sentence.text[max(0, q.start - 8) : q.start]) for f in pool[:4] for q in f.sentence.figures):
        return
    stated = [q for q in quantities(case.query.question) if same_unit(ask.unit, q.unit)]
    for whole in pool:
        for total in whole.sentence.figures:
            if stated and not any(abs(total.value - s.value) < 1e-9 for s in stated):
                continue
            if not same_unit(ask.unit, total.unit) or total.unit == "%":
                continue
            for part in pool:
                for done in _done_of(total, whole.sentence, part.sentence):
                    beside = part.sentence.before == whole.sentence.text or part.sentence.key == whole.sentence.key
                    score = whole.coverage + part.coverage + (0.5 if beside else 0.2)
                    made = difference(done, total)
                    if made:
                        yield case.result(f"还剩{made.as_written}", made, score, (whole, total), (part, done))


def _done_of(total: Figure, whole: Sentence, part: Sentence) -> Iterator[Figure]:
    if part.passage.article_id != whole.passage.article_id:
        return
    for done in part.figures:
        if done.unit == total.unit and 0 < done.value < total.value:
            if DONE.search(part.text[max(0, done.start - 10) : done.start]):
                yield done


def _gap(case: Case) -> Iterator[Worked]:
    """A比B多多少, where one sentence tells both."""
    ask = case.query.asks[0]
    m = _MORE.search(case.query.question)
    if m is None:
        return
    mine = content(case.query.question[: m.start()], case.weights)
    others = content(m["other"], case.weights)
    for f in case.pool:
        if f.period < 0.25 or not others:
            continue
        past = [] if case.query.periods and f.period >= 1.0 else [q for q in f.sentence.figures if q.relation == "base"]
        second = figure_beside(f.sentence, others, ask.unit, past)
        first = figure_beside(f.sentence, mine[-2:], ask.unit, [*past, second] if second else past)
        if first and second and first.unit == second.unit:
            made = difference(*sorted((first, second), key=lambda q: q.value))
            if made:
                score = case.score(f, first, second) + 0.2
                yield case.result(f"相差{made.as_written}", made, score, (f, first), (f, second))


def _share(case: Case) -> Iterator[Worked]:
    """A part over its whole, where both are told and their share is not."""
    for f in case.pool:
        if f.period < 0.25:
            continue
        pairs = [(p.whole, p.part) for p in related.parts(f.sentence)] + list(_part_done(f.sentence))
        for whole, part in pairs:
            made = None if part.planned else part_of(part, whole)
            if made:
                score = case.score(f, whole, part) + 0.3 * _whose(case, f.sentence, part)
                yield case.result(f"约为{made.as_written}", made, score, (f, part), (f, whole))


def _whose(case: Case, sentence: Sentence, part: Figure) -> float:
    """How well the words right before a part say what is asked: 1 for a place of the ask's clause, -1 for another."""
    head = MARKS.split(sentence.text[: part.start])[-1] + sentence.text[part.start : part.end]
    mine = {m.place for m in places.find(case.query.asks[0].clause)}
    named = {m.place for m in places.find(head)}
    if mine and named:
        return 1.0 if mine & named else -1.0
    near = folded(head)
    return covered(case.want.own, set(terms(near)), near)


def _part_done(sentence: Sentence) -> Iterator[tuple[Figure, Figure]]:
    """共排查326处，已整改288处."""
    counts = [q for q in sentence.figures if q.unit not in ("", "%", "个百分点") and not q.unit.endswith("元")]
    for whole, part in zip(counts, counts[1:], strict=False):
        between = sentence.text[whole.end : part.start]
        if whole.unit == part.unit and part.value < whole.value and len(between) <= 30 and DONE.search(between):
            yield whole, part


def _average(case: Case) -> Iterator[Worked]:
    """平均每处多少人: people over places, where one sentence tells both."""
    ask = case.query.asks[0]
    m = _AVERAGE.search(case.query.question)
    assert m is not None
    each = m["unit"] or m["short"]
    for f in case.pool:
        if f.period < 0.25:
            continue
        over = [q for q in f.sentence.figures if q.unit == each and q.value > 1]
        for below in over:
            tops = [q for q in f.sentence.figures if q is not below and same_unit(ask.unit, q.unit) and q.unit != each]
            for top in tops[:3]:
                made = average(top, below)
                if made:
                    text = f"平均每{each}{made.as_written}"
                    yield case.result(text, made, case.score(f, top, below), (f, top), (f, below))
