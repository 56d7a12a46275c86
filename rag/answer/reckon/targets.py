"""What is still to be reached, and what is reached beyond it: targets, tasks and needs beside what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.answer.reckon.asked import unit_of
from rag.answer.reckon.case import Case, Worked
from rag.answer.reckon.parts import of_asked
from rag.answer.reckon.said import Said, aimed, exact, in_unit, same_spot
from rag.figures import related
from rag.figures.arithmetic import comparable, difference, rest
from rag.retrieve.content import Word
from rag.text.fold import folded
from rag.text.quantities import quantities

_PLAN = re.compile(r"目标|计划|任务")
_AWAY = re.compile(r"(?:距离?|离)[^，,。？?]{2,30}?(?:还差|差|还有|还缺)")
_HALF = re.compile(r"上半年|前[一二三四五六七八九十两\d]{1,2}个?(?:季度|月)|\d[至—-]\d{1,2}月")
_TARGET = re.compile(
    r"[一二两三四五\d]年内|到(?:20\d\d年|[“\"]?十[一二三四五六七]五|明年|今年底|年底)|力争|目标|计划|规划|将|确保|奔着"
)
_SOON = re.compile(r"(?:[一二两三四五\d]年内|(?:提出|力争|计划|目标)[^；;。]*)[^；;。]*(?:到|至)$")
_LACKS = re.compile(r"缺口|(?<!紧)缺(?:少|了|的是)?(?:多少|几)|(?<![相偏落])差(?:了|的是)?(?:多少|几)")
_LACKING = re.compile(r"^(?:缺口?|缺少|还?差|每年|需要?|一年|人手|多[大少])$")
_NEEDS = re.compile(r"需求?要?|要用")
_ONLY = re.compile(
    r"[，,](?:但|可|而|却|然而)?(?:本地|当地|本[县市镇村]|[县市村]里|全[县市镇村]|自己|自家|目前|现在|眼下|实际|每年|一年|年)*"
    r"(?:库存|储备|产量)?(?:(?:只|仅|才|却)(?:能|有|够)?(?:自产|生产|产|供应|供给|提供|筹集|筹|落实|到位|储备|收|满足|解决|保障|招到)?|(?:目前|实际)?(?:现|已)有)[了出到]?(?:约|近)?"
)
"""All that may stand between what is needed and what there is of it: a noun of its own makes it another thing."""
_FULL = 0.6
"""Least share of a thing's name that the question must say for the thing to be meant."""
_PASSED = re.compile(r"[过超]$")
_NEXT = 0.4
"""What it tells for two figures that the report sets them one after the other itself."""
_BY_NOW = re.compile(r"已经?(?:累计)?(?:完成|实现|达到?|建成|落实|到位|开工)了?(?P<what>[一-鿿]{0,8})$")
"""What is done of a target by now, and of what noun."""
_BEYOND = re.compile(r"(?:超出?|超过|超额|多完成)了?[^，,。？?]{0,10}(?:目标|任务|计划)[^，,。？?]{0,4}(?:多少|几)")
_WAY = re.compile(r"距离?|还?[差剩缺]|剩[下余]|还[要有]|实现|达到|完成|恢复")


def short_of(case: Case) -> Iterator[Worked]:
    """What a target is ahead of what is reached: 力争20万亩, 目前16.5万亩; the question may name it (离100亿元还差多少)."""
    question = case.query.question
    if not (_PLAN.search(question) or _AWAY.search(question)):
        return
    for score, plan, now in _set_to(case):
        made = difference(now.figure, plan.figure) if now.figure.value < plan.figure.value else None
        if made:
            yield case.made(f"还差{made.as_written}", made, score, (plan, now))


def beyond(case: Case) -> Iterator[Worked]:
    """What is reached ahead of a target: 62730人，完成年度目标61200人的102.5%."""
    if not asks_beyond(case.query.question):
        return
    for score, plan, now in _set_to(case):
        made = difference(plan.figure, now.figure) if now.figure.value > plan.figure.value else None
        if made:
            yield case.made(f"超出目标{made.as_written}", made, score, (now, plan))


def asks_beyond(question: str) -> bool:
    """Whether a question wants by how much a target was passed: 超出年度目标多少人."""
    return bool(_BEYOND.search(question))


def _set_to(case: Case) -> Iterator[tuple[float, Said, Said]]:
    """Targets with what is reached of them, and how well they hold the question."""
    question, unit = case.query.question, unit_of(case.query)
    stated = [q for q in quantities(question) if in_unit(unit, q.unit) and q.qualifier != "几"]
    words = tuple(w for w in case.topic if not _PLAN.search(w.text) and not _WAY.fullmatch(w.text))
    for plan in case.said:
        if not _is_target(case, plan) or not in_unit(unit, plan.figure.unit):
            continue
        if stated and all(q.value != plan.figure.value or q.unit != plan.figure.unit for q in stated):
            continue
        for now in case.said:
            if not _reached(case, now, plan):
                continue
            paired = _of_it(now, plan)
            follows = not paired and _follows(now, plan)
            # 完成全年任务6.2万人的86%: the task is that of what was done, by whatever name.
            told = (now,) if paired else (plan,) if follows else (now, plan)
            held = min(_about(s, words) for s in told)
            last = 1.0 if paired or follows else min(s.holds(words[-1:]) for s in (now, plan))
            if held >= _FULL and last >= 0.8 and of_asked(case, now):
                yield held + _NEXT * follows + (plan if follows else now).around(words), plan, now


def _reached(case: Case, now: Said, plan: Said) -> bool:
    """Whether a figure may be what is reached of a plan: a fact of the same report, the latest that it tells."""
    a, b = now.figure, plan.figure
    if a.planned or a.relation != "level" or not exact(now) or not comparable(a, b) or a.value <= 0:
        return False
    if now.fit.sentence.passage.article_id != plan.fit.sentence.passage.article_id or same_spot(now, plan):
        return False
    if _PASSED.search(now.fit.sentence.text[: a.start]):
        return False  # 产值过百亿元的产业 tells no output
    if _is_target(case, now) or related.superseded(now.fit.sentence, a):
        return False
    # What half a year brought is not set against what a whole one is to bring, unless the report does it.
    return (
        _of_it(now, plan)
        or _follows(now, plan)
        or not (a.part_of_year or _HALF.search(now.fit.sentence.text[: a.start]))
    )


def _of_it(now: Said, plan: Said) -> bool:
    """Whether one sentence tells what was done and of which task it is a part: 已完成5486人，占任务6200人的88%."""
    if now.fit.sentence.key != plan.fit.sentence.key or not aimed(plan):
        return False
    low, high = sorted((now.figure, plan.figure), key=lambda f: f.start)
    between = now.fit.sentence.text[low.end : high.start]
    return "完成" in between and not re.search(r"[；;。]|\d", between)


def _follows(now: Said, plan: Said) -> bool:
    """Whether a sentence goes on from the one that sets a target to tell how far that is: 计划压沙5万亩。截至4月底，已完成压沙3万亩."""
    if plan.fit.sentence.after != now.fit.sentence.text or now.figure.unit != plan.figure.unit:
        return False
    done = _BY_NOW.search(now.fit.sentence.text[: now.figure.start])
    return done is not None and folded(done["what"]) in plan.own


def asks_lack(question: str) -> bool:
    """Whether a question wants what is lacking of a need: 缺多少, 缺口是多少, 差多少吨."""
    return bool(_LACKS.search(question)) and "均" not in question


def lacking(case: Case) -> Iterator[Worked]:
    """What is needed less what there is, where one sentence tells both: 需要45万吨，本地只产31万吨."""
    unit = unit_of(case.query)
    words = tuple(w for w in case.about if not _LACKING.search(w.text))
    if not words or any(re.search(r"缺|差", s.own) and in_unit(unit, s.figure.unit) for s in case.said):
        return
    for need in case.said:
        if not _NEEDS.search(need.own) or not in_unit(unit, need.figure.unit) or need.figure.unit in ("", "%"):
            continue
        for have in case.said:
            if have.fit.sentence.key != need.fit.sentence.key or not comparable(need.figure, have.figure):
                continue
            text = need.fit.sentence.text
            between = text[need.figure.end : have.figure.start]
            same = re.search(r"(?<=有)[一-鿿]{2,6}$", between)
            if same and same.group() in need.own:
                between = between[: same.start()]
            if not _ONLY.fullmatch(between) or not (exact(need) and exact(have)):
                continue
            # 需要玉米45万吨，只产31万吨大豆: what there is has no noun or that of the need.
            noun = re.match(r"[一-鿿]*", text[have.figure.end :])
            if (noun and noun.group() not in need.own) or not need.fit.then:
                continue
            made = rest(need.figure, [have.figure])
            held = max(need.holds(words), need.around(words))
            if made and held >= _FULL and need.holds(words) > 0:
                yield case.made(f"还缺{made.as_written}", made, held + need.around(words), (need, have))


def _about(said: Said, words: Sequence[Word]) -> float:
    return max(said.holds(words), (said.holds(words) + said.around(words)) / 2)


def _is_target(case: Case, said: Said) -> bool:
    """Whether a figure is to be reached: told so, or of the year to come that the question names."""
    if aimed(said):
        return True
    low = max(said.fit.sentence.text.rfind(mark, 0, said.figure.start) for mark in "。；;") + 1
    told = bool(_TARGET.search(said.fit.sentence.text[low : said.figure.start]))
    asked = [p for p in case.query.periods if p.since and not p.relative]
    if asked:
        return told and said.figure.dated and said.at(asked)
    if told and _SOON.search(said.fit.sentence.text[low : said.figure.start]):
        return True
    return told and said.figure.dated and any(q.value == said.figure.value for q in quantities(case.query.question))
