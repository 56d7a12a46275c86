"""Figures worked out from the figures of one report: growth, earlier values, rests, sums, shares, averages.

Every result names its working and rests on figures of sentences that are cited. A figure that a report states
itself is preferred: the callers ask here only for what no sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from rag.answer.fit import Fit
from rag.answer.reckon import ages, asked, changes, each, last_year, ratios, rests, span, targets, totals, without
from rag.answer.reckon.case import ASKS_TARGET, Case, Worked, case_of
from rag.answer.reckon.operands import TIMES
from rag.retrieve.question import Query, understand
from rag.retrieve.terms import Weights
from rag.text.fold import folded
from rag.text.words import frequency

FLOOR = 0.45
"""Least share of the question's words that the operands and their sentence must hold."""
BESIDE = 0.2
"""What it tells against a way that a figure of it is told by other words than those asked."""

_BODY = re.compile(r"社区|安置点|安置区|小区|园区|合作社|车间|工厂|基地|学校|小学|中学|医院|公司|中心")
"""What goes by a name of its own."""
_ASKS_SHARE = re.compile(r"率|占(?!多少[家个人户名亩元万座所处项])|比例|比重|百分之|几成")
"""生产企业占多少家 asks how many they are."""

_MOVED = re.compile(r"(?:增产|减产|增收|减收|涨价|降价|[降涨跌省]|便宜|缩短)了?$")
"""How much something became more or less: 每亩增产多少吨."""
_FOLD = re.compile(r"[几多少]+倍|几番")
_STILL_TO = re.compile(r"(?:目标|计划|任务).{0,8}还[要需得]|还[要需得].{0,16}(?:目标|计划|任务)")

Method = Callable[[Case], Iterator[Worked]]

FACTS: tuple[Method, ...] = (
    changes.earlier,
    changes.before_new,
    changes.base,
    rests.others,
    rests.opposite,
    without.without,
    rests.net,
    ratios.shared_out,
    ratios.whole,
    each.times_each,
    each.a_year,
)
"""Ways to a figure that is asked for as any other, where no report tells it."""
NAMED: tuple[Method, ...] = (totals.items, changes.gap, ratios.multiple)
"""Ways whose operands the question names one by one."""


def work_out(query: Query, fits: Sequence[Fit], weights: Weights, *, named: bool = False) -> Worked | None:
    """The figure that the first ask of ``query`` wants, from the figures of ``fits``; None when nothing gives it.

    With ``named`` only of operands that the question names one by one, or by their two years.
    """
    ask = query.asks[0]
    # 要多用几秒, 多大年纪: asked for a figure in other words than those of a value.
    if ask.kind != "value" and not (asked.set_against(query) or ages.asks_then(query.question)):
        return None
    case = case_of(query, fits, weights)
    names = _names(case)
    found = [
        replace(w, method=method.__name__)
        for method in methods(query)
        if not named or method in NAMED or (method is changes.change and changes.years_of(case))
        for w in method(case)
        if w.score >= 2 * FLOOR and case.belong(w.operands) and all(_speaks_of(case, name, w.fits) for name in names)
    ]
    best = max(found, key=lambda w: w.score, default=None)
    # Of the figures of one sentence those that are told by the least that is not asked: 投产32.8万亩 is not all 茶园.
    alike = [
        w for w in found if best and (w.method, w.fits) == (best.method, best.fits) and w.score > best.score - BESIDE
    ]
    return max(alike, key=lambda w: w.score - BESIDE * max(map(case.beyond, w.operands)), default=None)


def _names(case: Case) -> list[str]:
    """What the question calls by a name that a report of the pool knows too: words of no dictionary, 城北社区."""
    plain = folded(case.query.question)
    found = [w.text for w in case.want.own if not (frequency(w.text) or w.related or w.aliases or w.text.isdigit())]
    found += [n for w in case.want.own for m in _BODY.finditer(plain) if (n := w.text + m.group()) in plain]
    # A word that no report uses is none of its names: 能产, as the segmenter cuts it.
    return [n for n in found if any(n in f.sentence.folded for f in case.pool)]


def _speaks_of(case: Case, name: str, fits: Sequence[Fit]) -> bool:
    """Whether what is reckoned with is told where the report speaks of a name: what 甲安置点 has left is not what 乙 has."""
    articles = {f.sentence.passage.article_id for f in case.pool if name in f.sentence.folded}
    body = _BODY.search(name)
    another = re.compile(rf"(?<![一-鿿])[一-鿿]{{2,4}}{body.group()}") if body else None
    return any(
        name in f.sentence.folded
        or (f.sentence.passage.article_id in articles and not (another and another.search(f.sentence.folded)))
        for f in fits
    )


def methods(query: Query) -> tuple[Method, ...]:
    """The ways in which the question may want its figure worked out."""
    ask, text = query.asks[0], query.question
    rated = (
        ((without.share_without,) if without.takes_away(ask.clause) else (ratios.share, ratios.reached))
        if ask.unit == "%" or _ASKS_SHARE.search(ask.left[-12:] + ask.word + ask.right[:6])
        else ()
    )
    own_rate = bool(rated) and not rests.asked_for(ask.clause)
    if len(query.asks) > 1 and (understand(ask.clause).operation != query.operation or own_rate):
        # Another ask wants something worked out: 从多少下降到多少，降幅多少 of the same thing, else of its own.
        return (*((changes.change,) if query.operation == "growth" else ()), *rated, *FACTS)
    out: list[Method] = []
    if asked.times(query):
        out += [ratios.multiple, *((changes.change,) if TIMES.search(text) and not changes.from_to(text) else ())]
    elif _FOLD.search(text) and TIMES.search(text) and not changes.from_to(text):
        out.append(changes.change)
    if changes.from_to(text):
        out.append(changes.stated)
    if targets.asks_lack(text):
        out.append(targets.lacking)
    if ages.asks_then(text):
        return (ages.then,)
    if targets.asks_beyond(text):
        return (targets.beyond,)
    if _STILL_TO.search(text):
        out.append(targets.short_of)
    if (
        query.operation in ("growth", "difference")
        or _MOVED.search(ask.left)
        or (asked.set_against(query) and not asked.TOTAL.search(text))
    ):
        return (*out, changes.change, changes.gap, last_year.against_last, span.over_years)
    if not out and each.AVERAGE.search(text) and "均" in text:
        return (each.mean,)
    if query.operation == "remaining" or rests.asked_for(text):
        return (*out, without.without, rests.remaining, targets.short_of, rests.others)
    out += rated
    if query.operation == "sum" or asked.TOTAL.search(text):
        out += [
            totals.rows,
            totals.items,
            totals.joined,
            totals.with_more,
            totals.done_and_left,
            each.times_each,
            each.of_several,
        ]
    if ASKS_TARGET.search(ask.left[-10:]):
        out += [totals.done_and_left, totals.quota]
    return tuple(dict.fromkeys((*out, *FACTS)))
