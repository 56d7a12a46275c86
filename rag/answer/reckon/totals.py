"""Sums that no sentence states: of things named one by one, of the lines of a list, of what is done and what is left.

And the other way round: a target of which a part and its share are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.answer.lists import wanted_count
from rag.answer.periods import overlap
from rag.answer.reading import Sentence
from rag.answer.reckon import asked
from rag.answer.reckon.case import ASKS_TARGET, DONE, LEFT, Case, Worked
from rag.answer.reckon.contrast import contrasted
from rag.answer.reckon.operands import Named, alike, together
from rag.answer.reckon.said import Said, exact, in_unit, same_spot
from rag.figures import related
from rag.figures.arithmetic import total, whole_of
from rag.retrieve.content import Word

ABOUT = 0.45
"""Least share of what is asked of all things that must stand around each figure."""
_RATE = re.compile(r"[一-鿿]率(?!先|领)|比例|占比|比重")
_MEAN = re.compile(r"每(?:亩|户|吨|公斤|斤|公里|平方米)|均")
_PAIR = re.compile(r"夫妻|夫妇|两口子|小两口")
_THEN = re.compile(r"(?:后|之后|以后|届时|到时候?)[^？?]{0,12}(?:共|总数|达到|会有|将有|有)(?:多少|几)|会有(?:多少|几)")
_AGAIN = re.compile(r"(?:再|将|新|计划)(?:新?[建增添购招设开办])[^，,。；;]{0,12}$")
_BUILDS = re.compile(r"^(?:建成|建|新建|再建|计划|明年|今年|完成|一共)$")
_MORE_OF = re.compile(r"^[，,、][^，,。；;\d]{0,4}(?:加上|另外?|还有?|外加|再)[^，,。；;\d]{0,16}$")
"""What adds one figure to the one before."""
_THINGS = frozenset("个 家 座 处 所 间".split())
"""Counters that tell things apart by no measure."""
_SPOUSE = re.compile(r"妻|丈夫|老公|老婆|爱人|媳妇|老伴|夫妻|夫妇")


def done_and_left(case: Case) -> Iterator[Worked]:
    """What is done and what is left of it make the whole: 已改造1260户，…剩余240户."""
    ask = case.query.asks[0]
    for f in case.pool:
        found = [q for q in f.sentence.figures if in_unit(ask.unit, q.unit) and q.unit != "%"]
        for done, left in zip(found, found[1:], strict=False):
            text = f.sentence.text
            if done.unit != left.unit or not LEFT.search(text[max(0, left.start - 6) : left.start]):
                continue
            if DONE.search(text[max(0, done.start - 20) : done.start]):
                made = total((done, left))
                if made:
                    score = case.score(f, done) + 0.2
                    yield case.result(f"一共{made.as_written}", made, score, (f, done), (f, left))


def quota(case: Case) -> Iterator[Worked]:
    """A target of which a part and its share are told: 32.46万人，完成年度目标的46.4%."""
    ask = case.query.asks[0]
    for f in case.pool:
        if not f.then:
            continue
        for q in related.quotas(f.sentence):
            meant = next((w for w in ASKS_TARGET.findall(q.whole) if w in case.query.question), None)
            made = whole_of(q.done, q.share) if meant and in_unit(ask.unit, q.done.unit) else None
            if made:
                text = f"{meant}约为{made.as_written}"
                yield case.result(text, made, case.score(f, q.done), (f, q.done), (f, q.share))


def items(case: Case) -> Iterator[Worked]:
    """The things that the question names one by one: 县级8名、乡级36名、村级147名; told together or near each other."""
    told = asked.listed(case.query)
    if told is None:
        return
    unit, rest = asked.unit_of(case.query), asked.words_in(case.query, told.rest, case.weights).words
    if not told.items:
        yield from _counted(case, told.count or 0, unit, rest)
        return
    if _RATE.search(case.query.question):
        return  # rates are not added
    told_as = [_as_things(s, unit) for s in case.meant]
    for names in asked.operands(case.query, told.items, case.weights):
        if not all(names):
            continue
        about = (*names[-1].words, *rest)
        context = tuple(dict.fromkeys((*case.topic, *rest)))
        found = (*together(told_as, names, about, unit), *contrasted(told_as, names, context, unit))
        for score, said in found:
            made = total([s.figure for s in said]) if _may_be_added(said, names) else None
            one = len({s.fit.sentence.key for s in said}) == 1
            if made and all((s.around(rest) if one else s.holds(rest)) >= ABOUT for s in said):
                score += 0.2 - 0.05 * bool(names[0].context)
                yield case.made(f"合计{made.as_written}", made, score, said)


def joined(case: Case) -> Iterator[Worked]:
    """What one sentence adds up itself without the sum: 筹得27万元，加上县里补助45万元."""
    unit = asked.unit_of(case.query)
    if not asked.TOTAL.search(case.query.question) or unit is None:
        return
    words = tuple(w for w in case.about if not asked.TOTAL.search(w.text))
    for f in case.pool[:3]:
        mine = [s for s in case.said if s.fit.sentence.key == f.sentence.key and in_unit(unit, s.figure.unit)]
        mine = [s for s in mine if s.figure.relation == "level" and s.figure.unit not in ("%", "")]
        text = f.sentence.text
        links = [_MORE_OF.search(text[a.figure.end : b.figure.start]) for a, b in zip(mine, mine[1:], strict=False)]
        if not links or not all(links) or not f.then or not all(map(exact, mine)) or not alike(mine):
            continue
        made = total([s.figure for s in mine]) if _may_be_added(mine, ()) else None
        held = min(s.around(words) for s in mine)
        if made and held >= 0.6:
            yield case.made(f"合计{made.as_written}", made, held + 0.6, mine)


def with_more(case: Case) -> Iterator[Worked]:
    """What there will be when what is planned has come to what there is: 已建成268个，明年再建32个."""
    question, unit = case.query.question, asked.unit_of(case.query)
    if not _THEN.search(question):
        return
    words = tuple(w for w in case.topic if not _BUILDS.match(w.text))
    for more in case.said:
        f = more.figure
        head = more.fit.sentence.text[max(0, f.start - 16) : f.start]
        if not _AGAIN.search(head) or not in_unit(unit, f.unit) or not exact(more) or more.holds(words[-1:]) < 0.8:
            continue
        for now in case.said:
            g = now.figure
            same = now.fit.sentence.passage.article_id == more.fit.sentence.passage.article_id
            if not same or g.planned or g.relation != "level" or g.unit != f.unit or not exact(now):
                continue
            # What was already added is part of what there is.
            if same_spot(now, more) or _AGAIN.search(now.fit.sentence.text[max(0, g.start - 16) : g.start]):
                continue
            made = total([g, f]) if now.holds(words) >= 0.6 and more.holds(words) >= 0.6 else None
            if made:
                yield case.made(f"届时共{made.as_written}", made, now.around(words) + more.holds(words), (now, more))


def _may_be_added(said: Sequence[Said], names: Sequence[Named]) -> bool:
    """Whether nothing is counted twice: no time within another, no parts that are more than their whole, no averages."""
    if any(_MEAN.search(s.own) for s in said):
        return False
    times = [p for n in names for p in n.periods] + [q for s in said if (q := s.span) is not None]
    if any(overlap(a, b) and (a.since, a.until) != (b.since, b.until) for a in times for b in times):
        return False
    wholes = [{p.whole for p in related.parts(s.fit.sentence) if p.part.start == s.figure.start} for s in said]
    shared = set.intersection(*wholes) if len({s.fit.sentence.key for s in said}) == 1 else set()
    return all(sum(s.figure.value for s in said) <= whole.value for whole in shared)


def _as_things(said: Said, unit: str | None) -> Said:
    """30所 and 303个 are 333个, where 个 is asked for; 34家 and 127个 are 161家."""
    if unit not in _THINGS or said.figure.unit not in _THINGS or not in_unit(unit, said.figure.unit):
        return said
    return Said(said.fit, replace(said.figure, unit=unit))


def _counted(case: Case, count: int, unit: str | None, words: Sequence[Word]) -> Iterator[Worked]:
    """As many figures of one kind in one sentence as the question counts: 夫妻俩, of whom it tells 妻子 and 丈夫."""
    pair = bool(_PAIR.search(case.query.question))
    for f in case.pool[:8]:
        mine = [s for s in case.said if s.fit.sentence.key == f.sentence.key and in_unit(unit, s.figure.unit)]
        mine = [s for s in mine if s.figure.relation == "level" and s.figure.unit not in ("%", "") and exact(s)]
        if len(mine) != count or not f.then or not alike(mine):
            continue
        if pair and not any(_SPOUSE.search(s.own) for s in mine):
            continue
        # 两项 that do not stand side by side are not the two that are meant.
        if not pair and len({s.figure.name[-2:] for s in mine}) > 1:
            continue
        made = total([s.figure for s in mine])
        held = sum(s.around(words) for s in mine) / count
        if made and (pair or held >= 0.6):
            yield case.made(f"合计{made.as_written}", made, held + 0.6, mine)


def rows(case: Case) -> Iterator[Worked]:
    """The lines of a list that give one figure to each of several (甲园区：产值3亿元。乙园区：产值5亿元。)."""
    ask, count = case.query.asks[0], wanted_count(case.query.question)
    for f in case.pool[:3]:
        if f.value is None or not f.then or "：" not in f.sentence.text:
            continue
        form = _form(f.sentence)
        lines = [g for g in case.pool if g.value and g.sentence.passage.article_id == f.sentence.passage.article_id]
        lines = sorted((g for g in lines if _form(g.sentence) == form), key=lambda g: g.sentence.key)
        operands = [(g, g.value) for g in lines if g.value is not None]
        made = total([q for _, q in operands]) if count in (None, len(operands)) else None
        if made and in_unit(ask.unit, f.value.unit):
            yield case.result(f"合计{made.as_written}", made, case.score(f, f.value) + 0.3, *operands)


def _form(sentence: Sentence) -> str:
    """The line without its name and its figures."""
    return re.sub(r"[\d.,\s]+", "#", sentence.text.partition("：")[2]).rstrip("。；;")
