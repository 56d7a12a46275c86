"""Shares and multiples: one figure over another, where both are told and the result is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.answer.reckon import asked
from rag.answer.reckon.case import ASKS_TARGET, DONE, Case, Worked
from rag.answer.reckon.contrast import contrasted
from rag.answer.reckon.operands import NAMED, Named, together
from rag.answer.reckon.parts import again, came_to, done_of, elsewhere, of_asked, pairs
from rag.answer.reckon.said import Said, aimed, exact, in_unit
from rag.figures.arithmetic import part_of, portion, ratio, whole_of
from rag.retrieve.content import Word, content, covered
from rag.retrieve.terms import terms
from rag.text.fold import folded

_RATE = re.compile(r"(?P<of>[一-鿿]{2})率")
_ASKS = frozenset("占比 比例 比重 百分之".split())
_ALL = frozenset("总 全部 所有 人数 总数 总量 总额 总人数 全部 总体 比例 比重".split())
_OF_TARGET = re.compile(
    r"完成了?[^，,。？?]{0,8}(?:目标|任务|计划)[^，,。？?]{0,6}(?:百分之|比例|几成|多少)|(?:目标|任务|计划)[^，,。？?]{0,4}完成(?:率|了?百分之|了?几成)|完成率"
)
_DOES = frozenset("完成 达标 实现 落实 到位".split())
_HEADS = re.compile(r"人口|人数|人员|劳动力")
_HOUSES = re.compile(r"户数|按户")
_PAPER = re.compile(r"[拿取获持领考得]证")
_HAS_PAPER = re.compile(r"(?:取得|获得|拿到|领到|领取|持有|考取|考到|考出|获取)[^，,；;]{0,10}证")
_GENERIC = re.compile(r"(?:其中|目前|现|已经?|共|有|的)*")
"""拿证率 is of those who 取得职业资格证书."""
_NO_AMOUNT = ("%", "个百分点", "", "倍")


def share(case: Case) -> Iterator[Worked]:
    """A part over its whole: the two that the question names, else a part told with its whole."""
    named = asked.part_and_whole(case.query)
    if named and named.second[0] < named.second[1]:
        first, second = (asked.named(case.query, s, case.weights) for s in (named.first, named.second))
        first, second = (replace(n, words=tuple(w for w in n.words if w.text not in _ALL)) for n in (first, second))
        if first.words and (second.words or second.places or second.periods):
            yield from _of_two(case, *asked.apart(first, second))
    words = tuple(w for w in case.want.own if w.text not in _ASKS and not w.text.isdigit())
    part_words = asked.named(case.query, named.first, case.weights).words if named else ()
    part_words = tuple(w for w in part_words if asked.is_topic(w.text, case.query.question))
    rate = _RATE.search(case.query.asks[0].clause)
    people = bool(_HEADS.search(case.query.question))
    houses = bool(_HOUSES.search(case.query.question))
    does = content(rate["of"], case.weights) if rate else ()
    about = tuple(w for w in words if rate is None or w.text[-1:] != "率" and w.text not in rate["of"])
    succeeded = came_to(case, rate["of"]) if rate else ()
    for whole, part in (*pairs(case), *done_of(case, does, about), *succeeded):
        if rate and (elsewhere(whole, part) or again(case, part) or not of_asked(case, whole)):
            continue
        if (not part.fit.then and not whole.fit.then) or (people and part.figure.unit == "户"):
            continue
        if houses and part.figure.unit != "户":
            continue
        told = part.holds(part_words) >= NAMED or part.of_topic(part_words) or _does(part_words, whole, part)
        if not told or (rate and not _rated(rate["of"], whole, part)):
            continue
        made = part_of(part.figure, whole.figure)
        rates = [s for s in _beside_share(case, part) if rate and rate["of"] + "率" in s.own]
        if any(s.fit.coverage >= part.fit.coverage for s in rates):
            continue
        if made and not _share_told(case, words, part):
            held = max(covered(w, part.terms | whole.terms, part.own + whole.own) for w in (words, case.topic))
            held = max(held, part.holds(words))
            around = min(part.around(case.topic), whole.around(case.topic))
            score = 0.7 * held + 0.3 * case.near(part.fit, (part.figure,), 2) + max(part.fit.coverage, around)
            score += 0.3 * case.whose(part.fit.sentence, part.figure)
            yield case.made(f"约为{made.as_written}", made, score, (part, whole))


def reached(case: Case) -> Iterator[Worked]:
    """What is done of a target, where one sentence tells both and no share: 4315人，超额完成4000人的年度目标."""
    if not _OF_TARGET.search(case.query.question):
        return
    words = tuple(w for w in case.about if not ASKS_TARGET.search(w.text) and w.text not in _DOES)
    for aim in case.said:
        if not aimed(aim) or not exact(aim) or aim.figure.unit in _NO_AMOUNT or not aim.fit.then:
            continue
        here = [s for s in case.said if s.fit.sentence.key == aim.fit.sentence.key]
        if any(s.figure.unit == "%" and "完成" in s.own for s in here):
            continue
        done = [s for s in here if s.figure.unit == aim.figure.unit and not aimed(s) and s.figure.relation == "level"]
        if len(done) != 1 or not exact(done[0]) or re.search(r"[；;]", _between(aim, done[0])):
            continue
        made = part_of(done[0].figure, aim.figure)
        held = max(done[0].holds(words), aim.holds(words)) if words else 0.0
        if made and held >= NAMED:
            yield case.made(f"完成目标的{made.as_written}", made, held + done[0].around(words), (done[0], aim))


def _between(a: Said, b: Said) -> str:
    low, high = sorted((a.figure, b.figure), key=lambda f: f.start)
    return a.fit.sentence.text[low.end : high.start]


def _does(words: Sequence[Word], whole: Said, part: Said) -> bool:
    """Whether a part is named by its whole and by what only the part did: 断头路打通的, of 排查断头路48条，已打通36条."""
    last = words[-1:]
    told = covered(words, part.terms | whole.terms, part.own + whole.own)
    return told >= 0.8 and part.holds(last) >= NAMED and whole.holds(last) < 0.5


def _bare(part: Said) -> str:
    """What stands behind a part that has no noun of its own (其中3600人取得…): with one it is of those alone."""
    text = part.fit.sentence.text
    head = re.search(r"[^，,；;。：:]*$", text[: part.figure.start])
    return text[part.figure.end :][:24] if head and _GENERIC.fullmatch(head.group()) else ""


def _rated(what: str, whole: Said, part: Said) -> bool:
    """Whether a part can be what a rate is of: 办结率 of what is 办结; any part done where the sentence has no such word."""
    if what in part.own or (_PAPER.fullmatch(what) and _HAS_PAPER.search(_bare(part))):
        return True
    said = part.fit.sentence.text + whole.fit.sentence.text
    return (
        what not in said
        and bool(DONE.search(part.own))
        and (what in _DOES or part.fit.sentence.key == whole.fit.sentence.key)
    )


def _of_two(case: Case, first: Named, second: Named) -> Iterator[Worked]:
    amounts = [s for s in case.said if s.figure.unit not in _NO_AMOUNT]
    people = bool(_HEADS.search(case.query.question))
    for score, (part, whole) in together(amounts, (first, second), (*first.words, *second.words), None, nested=True):
        if people and part.figure.unit == "户":
            continue
        if part.figure.value < whole.figure.value and not _share_told(case, first.words, part):
            made = part_of(part.figure, whole.figure)
            if made:
                yield case.made(f"约为{made.as_written}", made, score + 0.2, (part, whole))
    for score, (part, whole) in contrasted(amounts, (first, second), case.topic, None, nested=True):
        made = part_of(part.figure, whole.figure) if part.figure.value < whole.figure.value else None
        if made and not (people and part.figure.unit == "户") and not _share_told(case, first.words, part):
            yield case.made(f"约为{made.as_written}", made, score, (part, whole))


def _share_told(case: Case, words: Sequence[Word], part: Said) -> bool:
    """Whether the report of ``part`` states the share itself."""
    rates = (s for s in _beside_share(case, part) if s.figure.relation in ("share", "level"))
    return any(
        (s.holds(words) if s.figure.relation == "share" else covered(words, s.terms, s.own)) >= 0.75
        for s in rates
        if not s.figure.qualifier
    )


def _beside_share(case: Case, part: Said) -> Iterator[Said]:
    """The percentages of the article of ``part``."""
    article = part.fit.sentence.passage.article_id
    yield from (
        s for s in case.said if s.figure.unit == "%" and s.fit.then and s.fit.sentence.passage.article_id == article
    )


def multiple(case: Case) -> Iterator[Worked]:
    """甲是乙的几倍."""
    told = asked.times(case.query)
    if told is None:
        return
    rest = asked.words_in(case.query, told.rest, case.weights).words
    for first, second in asked.side_by_side(case.query, told, case.weights):
        for score, (a, b) in together(case.meant, (first, second), (*first.words, *rest), None):
            made = ratio(a.figure, b.figure)
            if made:
                score -= 0.05 * bool(first.context)
                yield case.made(f"前者是后者的{made.as_written}", made, score, (a, b))


def shared_out(case: Case) -> Iterator[Worked]:
    """The part that is told only as a share: 培训2400人次，其中甲占65%."""
    unit, plain = asked.unit_of(case.query), folded(case.query.question)
    held = frozenset(terms(case.query.question))
    for rate in case.said:
        q = rate.figure
        if q.unit != "%" or q.relation != "share" or q.planned or not exact(rate) or not rate.fit.then:
            continue
        name = content(re.sub(r"占比?.*$|比[例重]$", "", q.name), case.weights)
        if not name or covered(name, held, plain) < 0.6:
            continue
        wholes = [
            s
            for s in case.said
            if s.fit.sentence.key == rate.fit.sentence.key
            and s.figure.end <= q.start
            and in_unit(unit, s.figure.unit)
            and s.figure.unit not in _NO_AMOUNT
            and s.figure.relation == "level"
        ]
        between = rate.fit.sentence.text[wholes[-1].figure.end : q.start] if wholes else ""
        if not wholes or "；" in between or not re.search(r"其中|当中|里面|，[^，]{1,12}占", between):
            continue
        both = (rate.own + wholes[-1].own, rate.terms | wholes[-1].terms)
        made = portion(wholes[-1].figure, q) if covered(case.want.own, both[1], both[0]) >= 0.7 else None
        if made:
            score = rate.around(case.want.own) + covered(name, held, plain) * wholes[-1].around(case.want.own)
            yield case.made(f"约为{made.as_written}", made, score, (wholes[-1], rate))


def whole(case: Case) -> Iterator[Worked]:
    """The whole of which a part and its share are told: 12.5亿元，占总产值的25%."""
    unit, plain = asked.unit_of(case.query), folded(case.query.question)
    held = frozenset(terms(case.query.question))
    if "占" in case.query.question or asked.TOTAL.search(case.query.question):
        return
    for rate in case.said:
        q = rate.figure
        name = q.whole.strip("的")
        words = content(name, case.weights)
        if covered(case.want.own, set(terms(name)), folded(name)) < 0.6:
            continue  # something else of it is asked for
        if q.unit != "%" or q.relation != "share" or not words or not exact(rate) or covered(words, held, plain) < 0.8:
            continue
        parts = [
            s
            for s in case.said
            if s.fit.sentence.key == rate.fit.sentence.key and s.figure.end <= q.start and s.figure.unit != "%"
        ]
        if not parts or not in_unit(unit, parts[-1].figure.unit) or not rate.fit.then:
            continue
        if any(
            s.figure.name == name and s.figure.relation == "level" and in_unit(unit, s.figure.unit) for s in case.said
        ):
            return  # it is stated
        made = whole_of(parts[-1].figure, q)
        if made and "；" not in rate.fit.sentence.text[parts[-1].figure.end : q.start]:
            yield case.made(f"{name}约为{made.as_written}", made, 1.0 + rate.around(case.want.own), (parts[-1], rate))
