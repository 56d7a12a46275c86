"""Figures worked out from the figures of one report: growth, earlier values, rests, sums, shares, averages.

Every result names its working and rests on figures of sentences that are cited. A figure that a report states
itself is preferred: the callers ask here only for what no sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answer import relations
from rag.answer.fit import Fit, Wanted, asked_periods, overlap, wanted
from rag.answer.lists import wanted_count
from rag.answer.reading import Sentence
from rag.answer.statements import Statement
from rag.answer.values import planned, same_unit
from rag.retrieve.content import Word, content, covered
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights, terms
from rag.text import places
from rag.text.amounts import amount, as_written, number, plain
from rag.text.fold import folded
from rag.text.quantities import Quantity, quantities

POOL = 25
"""Best fits whose figures are related."""
FLOOR = 0.45
"""Least share of the question's words that the operands and their sentence must hold."""

_RATE = re.compile(r"增幅|涨幅|降幅|增长率|增速|百分之")
_MARKS = re.compile(r"[，,；;。：:、]")
_DONE = re.compile(r"已|完成|整改|落实|解决|办结|脱贫|退出|到位|销号|建成|兑现|发放")
_LEFT = re.compile(r"剩余|还剩|余留|尚有|还有|剩下|未(?:完成|整改|脱贫|解决)|仍有|余下|其余")
_ASKS_SHARE = re.compile(r"率|占比|比例|比重|百分之|几成")
_ASKS_TOTAL = re.compile(r"一共|总共|合计|共计|加起来|总数|之和")
_ASKS_TARGET = re.compile(r"目标|计划|任务|总数|总量|总额")
_AVERAGE = re.compile(
    r"平均每(?:一)?(?P<unit>个|处|户|人|名|家|村|所|座|亩|次|年|月|天|件|台|辆)|(?P<short>户|人|村|亩|日|月|年)均"
)
_MORE = re.compile(r"比(?P<other>[^，,。？?]{1,20}?)(?:要)?(?:多|少|高|低)(?:出|了)?(?:多少|几)")


@dataclass(frozen=True, slots=True)
class Worked:
    """A figure worked out (by ``method``: share, earlier …), the fits of its operands, how well they hold the question in [0, 2]."""

    statement: Statement
    fits: tuple[Fit, ...]
    score: float
    method: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """What every method is given."""

    query: Query
    want: Wanted
    pool: tuple[Fit, ...]
    weights: Weights

    def score(self, f: Fit, *figures: Quantity) -> float:
        """How well a sentence and the words right around some of its figures hold what is asked."""
        return 0.7 * self.near(f, figures, 1) + 0.3 * self.near(f, figures, 2) + f.coverage

    def near(self, f: Fit, figures: Sequence[Quantity], reach: int) -> float:
        """Share of the ask's words in the clauses of ``figures``."""
        text = folded(" ".join(relations.clause(f.sentence, q, reach=reach) for q in figures))
        return covered(self.want.own, set(terms(text)), text)

    def result(self, f: Fit, score: float, text: str, working: str, *more: Fit) -> Worked:
        fits = tuple(dict.fromkeys((f, *more)))
        evidence = tuple(dict.fromkeys(x.sentence.evidence() for x in fits))
        return Worked(Statement(f"据此计算，{text}", evidence, working), fits, score)


def work_out(query: Query, fits: Sequence[Fit], weights: Weights) -> Worked | None:
    """The figure that the first ask of ``query`` wants, from the figures of ``fits``; None when nothing gives it."""
    ask = query.asks[0]
    if ask.kind != "value":
        return None
    pool = tuple(f for f in fits[:POOL] if f.place >= 0.3 and f.subject >= 0.5)
    case = _Case(query, wanted(ask, query, weights), pool, weights)
    found = [
        replace(w, method=method.__name__.strip("_"))
        for method in _methods(query)
        for w in method(case)
        if w.score >= 2 * FLOOR
    ]
    return max(found, key=lambda w: w.score, default=None)


def _methods(query: Query) -> tuple[Callable[[_Case], Iterator[Worked]], ...]:
    ask = query.asks[0]
    asked = query.question
    if query.operation == "growth":
        return (_growth,)
    if query.operation == "remaining":
        return (_remaining,)
    if query.operation == "difference":
        return (_gap, _growth)
    out: list[Callable[[_Case], Iterator[Worked]]] = []
    if _AVERAGE.search(asked):
        out.append(_average)
    if ask.unit == "%" or _ASKS_SHARE.search(ask.left[-8:] + ask.right[:6]):
        out.append(_share)
    if query.operation == "sum" or _ASKS_TOTAL.search(asked):
        out += [_rows, _items, _done_and_left]
    if _ASKS_TARGET.search(ask.left[-10:]):
        out += [_done_and_left, _quota]
    if not _AVERAGE.search(asked):
        out.append(_earlier)
    return tuple(out)


def _growth(case: _Case) -> Iterator[Worked]:
    """由A增长到B, or A at one time and B at another: the difference where a unit is asked for, else the rate."""
    unit = case.query.asks[0].unit
    rate = unit in (None, "%") or bool(_RATE.search(case.query.question))
    for f in case.pool:
        if f.period < 0.25:
            continue
        pairs = relations.changes(f.sentence)
        pairs += [c for c, _, _ in relations.dated_changes(f.sentence)] if case.query.operation == "difference" else []
        for pair in pairs:
            first, second = pair.first, pair.second
            if first.value == 0 or not (rate or unit == "个百分点" or same_unit(unit, first.unit)):
                continue
            if unit == "个百分点" and first.unit != "%":
                continue
            score = case.score(f, first)
            a, b = as_written(first), as_written(second)
            gap = second.value - first.value
            if first.unit == "%":
                word = "提高" if gap >= 0 else "下降"
                shown = plain(round(abs(gap), 2))
                yield case.result(f, score, f"{word}{shown}个百分点", f"{b} − {a} = {plain(round(gap, 2))}")
            elif rate:
                growth = gap / first.value * 100
                word = "增幅约为" if growth >= 0 else "降幅约为"
                working = f"({b} − {a}) ÷ {a} = {plain(round(growth, 2))}%"
                yield case.result(f, score, f"{word}{plain(round(abs(growth), 2))}%", working)
            else:
                shown = amount(abs(gap), second)
                high, low = (b, a) if gap >= 0 else (a, b)
                word = "增加" if gap >= 0 else "减少"
                yield case.result(f, score, f"{word}{shown}", f"{high} − {low} = {number(abs(gap), second)}")


def _earlier(case: _Case) -> Iterator[Worked]:
    """What held at the time that a later figure is compared with: A，比上年增加B."""
    ask = case.query.asks[0]
    periods = [p for p in asked_periods(ask, case.query) if p.since]
    for f in case.pool:
        for v in relations.versus(f.sentence):
            if not same_unit(ask.unit, v.now.unit):
                continue
            base = v.base.strip("的")
            named = any(overlap(p, q) for p in periods for q in v.periods if q.since)
            if not (named or (not periods and len(base) >= 2 and base in case.query.question)):
                continue
            if any(overlap(p, q) for p in periods for q in f.sentence.periods if q not in v.periods and q.since):
                continue
            sign = "−" if v.up else "+"
            shown = amount(v.before, v.now)
            working = f"{as_written(v.now)} {sign} {as_written(v.gap)} = {number(v.before, v.now)}"
            yield case.result(f, case.score(f, v.now), f"{base}为{shown}", working)


def _remaining(case: _Case) -> Iterator[Worked]:
    """A total less what is done of it, where no sentence tells the rest."""
    ask = case.query.asks[0]
    pool = [f for f in case.pool if f.period >= 0.25]
    if any(
        _LEFT.search(f.sentence.text[max(0, q.start - 8) : q.start]) for f in pool[:4] for q in f.sentence.quantities
    ):
        return
    stated = [q for q in quantities(case.query.question) if same_unit(ask.unit, q.unit)]
    for whole in pool:
        for total in whole.sentence.quantities:
            if stated and not any(abs(total.value - s.value) < 1e-9 for s in stated):
                continue
            if not same_unit(ask.unit, total.unit) or total.unit == "%":
                continue
            for part in pool:
                for done in _done_of(total, whole.sentence, part.sentence):
                    beside = part.sentence.before == whole.sentence.text or part.sentence.key == whole.sentence.key
                    score = whole.coverage + part.coverage + (0.5 if beside else 0.2)
                    rest = amount(total.value - done.value, total)
                    working = f"{as_written(total)} − {as_written(done)} = {number(total.value - done.value, total)}"
                    yield case.result(whole, score, f"还剩{rest}", working, part)


def _tells_rest(f: Fit) -> bool:
    text = f.sentence.text
    return any(_LEFT.search(text[max(0, q.start - 8) : q.start]) for q in f.sentence.quantities)


def _done_of(total: Quantity, whole: Sentence, part: Sentence) -> Iterator[Quantity]:
    if part.passage.article_id != whole.passage.article_id:
        return
    for done in part.quantities:
        if done.unit == total.unit and 0 < done.value < total.value:
            if _DONE.search(part.text[max(0, done.start - 10) : done.start]):
                yield done


def _done_and_left(case: _Case) -> Iterator[Worked]:
    """What is done and what is left of it make the whole: 已改造1260户，…剩余240户."""
    ask = case.query.asks[0]
    for f in case.pool:
        found = [q for q in f.sentence.quantities if same_unit(ask.unit, q.unit) and q.unit != "%"]
        for done, left in zip(found, found[1:], strict=False):
            text = f.sentence.text
            if done.unit != left.unit or not _LEFT.search(text[max(0, left.start - 6) : left.start]):
                continue
            if _DONE.search(text[max(0, done.start - 20) : done.start]):
                shown = amount(done.value + left.value, done)
                working = f"{as_written(done)} + {as_written(left)} = {number(done.value + left.value, done)}"
                yield case.result(f, case.score(f, done) + 0.2, f"一共{shown}", working)


def _quota(case: _Case) -> Iterator[Worked]:
    """A target of which a part and its share are told: 32.46万人，完成年度目标的46.4%."""
    ask = case.query.asks[0]
    for f in case.pool:
        if f.period < 0.25:
            continue
        for q in relations.quotas(f.sentence):
            meant = next((w for w in _ASKS_TARGET.findall(q.whole) if w in case.query.question), None)
            if meant and same_unit(ask.unit, q.done.unit):
                whole = q.done.value / q.share.value * 100
                digits = max(0, 3 - len(str(int(whole / _scale(q.done)))))
                shown = amount(whole, q.done, digits=digits)
                working = f"{as_written(q.done)} ÷ {plain(q.share.value)}% ≈ {number(whole, q.done, digits=digits)}"
                yield case.result(f, case.score(f, q.done), f"{meant}约为{shown}", working)


def _scale(quantity: Quantity) -> float:
    return {"万": 1e4, "亿": 1e8}.get(re.sub(r"[\d.,，\s]", "", as_written(quantity))[:1], 1.0)


def _items(case: _Case) -> Iterator[Worked]:
    """The figures that one sentence gives to things the question names one by one: 县级8名、乡级36名、村级147名."""
    unit = case.query.asks[0].unit
    named = [
        n for n in re.split(r"[、和与及]", re.split(r"加起来|一共|总共|合计|共计", case.query.masked)[0]) if n.strip()
    ]
    if len(named) < 2:
        return
    for f in case.pool:
        if f.period < 0.25:
            continue
        figures: list[Quantity] = []
        for name in named:
            words = content(name, case.weights) or (Word(name.strip()[-2:], (name.strip()[-2:],), 1.0),)
            best = _beside(f.sentence, words, unit, figures)
            if best is None:
                break
            figures.append(best)
        if len(figures) == len(named) and len({q.unit for q in figures}) == 1:
            total = sum(q.value for q in figures)
            shown = amount(total, figures[0])
            yield case.result(
                f,
                case.score(f, *figures) + 0.3,
                f"合计{shown}",
                " + ".join(map(as_written, figures)) + f" = {number(total, figures[0])}",
            )


def _rows(case: _Case) -> Iterator[Worked]:
    """The lines of a list that give one figure to each of several (甲园区：产值3亿元。乙园区：产值5亿元。)."""
    ask, count = case.query.asks[0], wanted_count(case.query.question)
    for f in case.pool[:3]:
        if f.value is None or f.period < 0.25 or "：" not in f.sentence.text:
            continue
        form = _form(f.sentence)
        rows = [g for g in case.pool if g.value and g.sentence.passage.article_id == f.sentence.passage.article_id]
        rows = sorted((g for g in rows if _form(g.sentence) == form), key=lambda g: g.sentence.key)
        figures = [g.value for g in rows if g.value is not None and g.value.unit == f.value.unit]
        if len(figures) != len(rows) or len(rows) < 2 or (count is not None and len(rows) != count):
            continue
        if f.value.unit == "%" or not same_unit(ask.unit, f.value.unit):
            continue
        shown = amount(sum(q.value for q in figures), f.value)
        working = " + ".join(map(as_written, figures)) + f" = {number(sum(q.value for q in figures), f.value)}"
        yield case.result(rows[0], case.score(f, f.value) + 0.3, f"合计{shown}", working, *rows[1:])


def _form(sentence: Sentence) -> str:
    """The line without its name and its figures."""
    return re.sub(r"[\d.,\s]+", "#", sentence.text.partition("：")[2]).rstrip("。；;")


def _beside(sentence: Sentence, words: Sequence[Word], unit: str | None, taken: Sequence[Quantity]) -> Quantity | None:
    """The figure in whose own clause most of ``words`` stand (at least half of their weight)."""
    best: tuple[float, Quantity] | None = None
    low = 0
    for q in sentence.quantities:
        before, after = sentence.text[low : q.start], sentence.text[q.end : q.end + 6]
        window = folded(_MARKS.split(before)[-1] + _MARKS.split(after)[0])
        low = q.end
        if q in taken or not same_unit(unit, q.unit) or q.unit == "%":
            continue
        share = covered(words, set(terms(window)), window)
        if share >= 0.5 and (best is None or share > best[0]):
            best = (share, q)
    return best[1] if best else None


def _gap(case: _Case) -> Iterator[Worked]:
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
        second = _beside(f.sentence, others, ask.unit, ())
        first = _beside(f.sentence, mine[-2:], ask.unit, (second,) if second else ())
        if first and second and first.unit == second.unit:
            gap = first.value - second.value
            shown = amount(abs(gap), first)
            high, low = (first, second) if gap >= 0 else (second, first)
            working = f"{as_written(high)} − {as_written(low)} = {number(abs(gap), first)}"
            yield case.result(f, case.score(f, first, second) + 0.2, f"相差{shown}", working)


def _share(case: _Case) -> Iterator[Worked]:
    """A part over its whole, where both are told and their share is not."""
    for f in case.pool:
        if f.period < 0.25:
            continue
        pairs = [(p.whole, p.part) for p in relations.parts(f.sentence)] + list(_part_done(f.sentence))
        for whole, part in pairs:
            if planned(f.sentence, part) or whole.value <= 0 or whole.unit in ("%", "个百分点", ""):
                continue
            own = _whose(case, f.sentence, part)
            shown = plain(round(100 * part.value / whole.value, 2))
            working = f"{as_written(part)} ÷ {as_written(whole)} = {shown}%"
            yield case.result(f, case.score(f, whole, part) + 0.3 * own, f"约为{shown}%", working)


def _whose(case: _Case, sentence: Sentence, part: Quantity) -> float:
    """How well the words right before a part say what is asked: 1 for a place of the ask's clause, -1 for another."""
    head = _MARKS.split(sentence.text[: part.start])[-1] + sentence.text[part.start : part.end]
    mine = {m.place for m in places.find(case.query.asks[0].clause)}
    named = {m.place for m in places.find(head)}
    if mine and named:
        return 1.0 if mine & named else -1.0
    near = folded(head)
    return covered(case.want.own, set(terms(near)), near)


def _part_done(sentence: Sentence) -> Iterator[tuple[Quantity, Quantity]]:
    """共排查326处，已整改288处."""
    counts = [q for q in sentence.quantities if q.kind == "count" and q.unit]
    for whole, part in zip(counts, counts[1:], strict=False):
        between = sentence.text[whole.end : part.start]
        if whole.unit == part.unit and part.value < whole.value and len(between) <= 30 and _DONE.search(between):
            yield whole, part


def _average(case: _Case) -> Iterator[Worked]:
    """平均每处多少人: people over places, where one sentence tells both."""
    ask = case.query.asks[0]
    m = _AVERAGE.search(case.query.question)
    assert m is not None
    each = m["unit"] or m["short"]
    for f in case.pool:
        if f.period < 0.25:
            continue
        over = [q for q in f.sentence.quantities if q.unit == each and q.value > 1]
        for below in over:
            tops = [
                q for q in f.sentence.quantities if q is not below and same_unit(ask.unit, q.unit) and q.unit != each
            ]
            for top in tops[:3]:
                if top.unit in ("%", ""):
                    continue
                shown = plain(round(top.value / below.value, 2))
                working = f"{plain(top.value)} ÷ {plain(below.value)} = {shown}"
                yield case.result(f, case.score(f, top, below), f"平均每{each}{shown}{top.unit}", working)
