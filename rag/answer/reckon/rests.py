"""What is left when a part of something is told: still to be done, the others, the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.answer.reckon.asked import unit_of
from rag.answer.reckon.case import DONE, LEFT, Case, Worked
from rag.answer.reckon.operands import alike
from rag.answer.reckon.parts import again, done_of, elsewhere, of_asked, pairs
from rag.answer.reckon.said import Said, exact, in_unit, same_spot
from rag.figures import related
from rag.figures.arithmetic import rest
from rag.retrieve.content import Word, content, covered
from rag.retrieve.terms import terms
from rag.text.dictionary import kind
from rag.text.fold import folded
from rag.text.quantities import quantities

_UNDONE = re.compile(
    r"(?:多少|几)[^，,。？?]{0,10}?(?:没有?|未|尚未|还没)(?!有?(?:多少|几))[一-鿿“”]{2}|"
    r"(?:没(?!有?(?:多少|几))|未(?![来满必]))[^，,。？?]{2,10}?的?(?:还|仍|尚)?(?:有|剩)(?:多少|几)"
)
_NOT = re.compile(
    r"(?:还|尚|仍)?(?:没有?|未能?|不)(?![有多少几])(?P<done>[一-鿿“”]{2,14}?)(?=的|[还仍尚]?有?(?:多少|几)|[^一-鿿“”]|$)"
)
_DUE = re.compile(r"限期|计划|[应需要拟将待]|任务|目标")
"""What of it is still to be done is told with such a word: 限期整改530座."""
_OTHERS = re.compile(r"(?:其余|其他|剩余|剩下|余下|另外)(?:的|部分|资金|款项)*(?P<who>[^，,。；;\d]{2,24})")
_ASKS_OTHERS = re.compile(r"其余|其他|剩余|剩下|余下|另外|除(?:了|去)?[^，,]{1,20}?(?:之?外|以外|，)")
_NEGATED = re.compile(r"(?:尚?未|没有|没|非)(?P<what>[一-鿿]{2})")
_SIDES = [tuple(p) for x in ("男女", "内外") for p in (x, x[::-1])]
_PAIRS = [
    (a, b)
    for x, y in (
        ("规模以上", "规模以下"),
        ("规上", "规下"),
        ("公办", "民办"),
        ("线上", "线下"),
        ("集中", "分散"),
        ("本地", "外地"),
        ("内销", "出口"),
    )
    for a, b in ((x, y), (y, x))
]
_OWN = re.compile(r"本[省市州县区镇乡村]|当地")
_OUT = re.compile(r"外[省市州县区镇乡村面]")
_ELSEWHERE = re.compile(r"外(?:地|[省市县区]|面|来|购|调|部|引)|[引调]进")
_ORIGIN = re.compile(r"^(?:全?靠|来自|从|由|依靠|需)")
_OF_SIDES = {
    "男": r"{}(?=[一-鿿])",
    "女": r"{}(?=[一-鿿])",
    "内": r"[省市县区乡镇村境国]{}",
    "外": r"[省市县区乡镇村境国]{}",
}
_PAID = re.compile(r"净(?:赚|收入|利|得|收益)|纯(?:赚|收入|利|收益)|利润|除去成本|扣除成本")
_EARNED = re.compile(r"(?:毛|总)?收入|产值|销售额|卖了?")
_COST = re.compile(r"成本|支出|开支|投入")
_MONEY = re.compile(r"(?:资金|款项?|经费|金额|贷款|投资|预算|债务|补贴)(?:里面?|中|当中)?(?:还|仍|尚)?(?:有|剩)?$")
_NAMED = 0.8
"""Share of the words for whom a rest is left to by which it is the one that is asked for."""
_FULL = 0.6
"""Least share of a thing's name that the question must say for the thing to be meant."""


def asked_for(question: str) -> bool:
    """Whether a question wants what is not yet done: 还有几户没实现, 多少户未完成, 未消除的还有几户."""
    return bool(_UNDONE.search(question))


def remaining(case: Case) -> Iterator[Worked]:
    """A total less what is done of it, where no sentence tells the rest."""
    unit, question = unit_of(case.query) or _of_money(case), case.query.question
    undone = _NOT.search(question)
    done = content(undone["done"], case.weights) if undone else ()
    asked = {w.text for w in done}
    about = tuple(w for w in case.about if w.text not in asked and not LEFT.search(w.text))
    if any(_left_told(s, unit) and s.around(about) >= _FULL for s in case.said if s.fit in case.pool[:6]):
        return
    stated = [q for q in quantities(question) if in_unit(unit, q.unit) and q.qualifier != "几"]
    for whole, part in (*pairs(case), *done_of(case, done, about)):
        if not in_unit(unit, whole.figure.unit) or (stated and all(whole.figure.value != q.value for q in stated)):
            continue
        if elsewhere(whole, part) or again(case, part) or not of_asked(case, whole):
            continue
        # What is left is what nothing was done with: 茶园4.2万亩，其中甲公司流转3600亩 leaves nothing.
        if not (done and part.holds(done) >= 0.5) and not DONE.search(part.own):
            continue
        # 带动创业3120人，其中返乡农民工1274人: all of them are what is asked who is not.
        if done and not DONE.search(part.own) and whole.holds(done) >= part.holds(done):
            continue
        # 共抽检1260批次，不合格的22批次已封存: none is left that was not 抽检.
        if done and _says(done, whole) and not _says(done, part) and not _DUE.search(whole.own):
            continue
        if not whole.fit.then and not part.fit.then:
            continue
        made = rest(whole.figure, [part.figure])
        if made:
            held = (max(whole.around(about), part.around(about)) + max(whole.holds(about), part.holds(about))) / 2
            # 限期整改530座 are not yet done; of them 已完成371座 are.
            score = held + (part.holds(done) if done else 0.7) + 0.3 * bool(re.search(r"已|完成", part.own))
            yield case.made(f"还剩{made.as_written}", made, score, (whole, part))


def _of_money(case: Case) -> str | None:
    """The unit of what is asked for without one, where it is money: 资金还有多少没支出."""
    return "元" if _MONEY.search(case.query.asks[0].left) else None


def _says(words: Sequence[Word], said: Said) -> bool:
    return all(w.text in said.own for w in words)


def _left_told(said: Said, unit: str | None) -> bool:
    text = said.fit.sentence.text[max(0, said.figure.start - 10) : said.figure.start]
    return in_unit(unit, said.figure.unit) and said.figure.unit != "%" and bool(LEFT.search(text))


def others(case: Case) -> Iterator[Worked]:
    """What 其余 and the like leave to somebody, without a figure: 共315万元，其中甲180万元，其余来自乙."""
    unit, question = unit_of(case.query), case.query.question
    asks, plain = bool(_ASKS_OTHERS.search(question)), folded(question)
    held = frozenset(terms(question))
    for f in case.pool:
        text = f.sentence.text
        for m in _OTHERS.finditer(text):
            if re.match(r"\d", text[m.end() :]) or not f.then:
                continue
            who = covered(content(m["who"], case.weights), held, plain)
            named = any(
                kind(w.text).startswith("n") and len(w.text) > 1 and w.text in plain
                for w in content(m["who"], case.weights)
            )
            if (
                who < 0.5
                and not asks
                and not (named and m["who"].startswith(("由", "靠", "来自")))
                and not (_ELSEWHERE.search(question) and _ORIGIN.search(m["who"]))
            ):
                continue
            found = _before(case, f.sentence.key, m.start(), unit)
            made = rest(found[0].figure, [s.figure for s in found[1:]]) if found else None
            told = folded(m["who"] + found[0].own + found[0].lead) if found else ""
            own = covered(case.want.own, set(terms(told)), told) if found else 0.0
            if made and found and (own >= 0.5 or (who >= _NAMED and found[0].around(case.topic) >= 0.5)):
                score = who + found[0].around(case.want.own) + 0.3
                yield case.made(f"其余{made.as_written}", made, score, found)


def net(case: Case) -> Iterator[Worked]:
    """What is earned less what it cost, where one sentence tells both: 毛收入7.2万元，成本2.4万元."""
    if not _PAID.search(case.query.question):
        return
    words = tuple(w for w in case.want.own if not _PAID.search(w.text))
    for f in case.pool:
        mine = [s for s in case.said if s.fit.sentence.key == f.sentence.key and s.figure.unit.endswith("元")]
        earned = [s for s in mine if _EARNED.search(s.own) and not _COST.search(s.own)]
        cost = [s for s in mine if _COST.search(s.own) and not _EARNED.search(s.own)]
        if len(earned) != 1 or len(cost) != 1 or not f.then or any(_PAID.search(s.own) for s in mine):
            continue
        made = rest(earned[0].figure, [cost[0].figure]) if exact(earned[0]) and exact(cost[0]) else None
        if made and alike((earned[0], cost[0])):
            yield case.made(f"收支相抵为{made.as_written}", made, 2 * earned[0].around(words), (earned[0], cost[0]))


def _before(case: Case, key: tuple[str, int], end: int, unit: str | None) -> tuple[Said, ...]:
    """The whole and all its parts told before ``end`` of a sentence; the whole may stand in the sentence before."""
    here = [s for s in case.said if s.fit.sentence.key == key and s.figure.end <= end and in_unit(unit, s.figure.unit)]
    here = [s for s in here if s.figure.relation == "level" and not related.versus_at(s.fit.sentence, s.figure)]
    if not here:
        return ()
    sentence = here[0].fit.sentence
    wholes = {p.whole.start for p in related.parts(sentence)}
    told = [s for s in here if s.figure.start in wholes]
    if told:
        whole = told[-1]
        inside = [s for s in here if s.figure.start > whole.figure.start and s.figure.unit == whole.figure.unit]
        return (whole, *inside) if inside else ()
    first, *more = here
    if (
        more
        and first.figure.value > sum(s.figure.value for s in more)
        and "；" not in sentence.text[first.figure.end : end]
    ):
        return (first, *more)
    earlier = [
        s
        for s in case.said
        if s.fit.sentence.text == sentence.before
        and s.figure.unit == first.figure.unit
        and s.figure.value > sum(h.figure.value for h in here)
    ]
    return (earlier[0], *here) if len(earlier) == 1 else ()


def opposite(case: Case) -> Iterator[Worked]:
    """Those of a whole that a part is told to be the opposite of: 57人，其中未参保9人, asked for the 参保."""
    unit, question = unit_of(case.query), case.query.question
    for whole, part in pairs(case):
        # 规模以上企业52家: the name has lost what the clause tells.
        head = f"{part.figure.name} {part.own}"
        if not in_unit(unit, whole.figure.unit) or not _opposed(head, question):
            continue
        made = rest(whole.figure, [part.figure])
        told = whole.own + part.own + part.lead
        # 男工 need not be told where 女工 are.
        words = tuple(w for w in case.topic if not any(x in w.text for pair in (*_SIDES, *_PAIRS) for x in pair))
        if words and max(covered(words, set(terms(told)), told), 0.8 * whole.around(words)) < 0.5:
            continue
        if made and not any(_says_it(s, part, question) for s in case.said):
            score = whole.around(case.want.own) + max(whole.holds(case.want.own), part.holds(case.want.own))
            score = max(score, 2 * whole.around(words)) if words else score
            yield case.made(f"为{made.as_written}", made, score, (whole, part))


def _opposed(told: str, asked: str) -> bool:
    for m in _NEGATED.finditer(told):
        if re.search(rf"(?<![未没非有]){m['what']}", asked) and not _NEGATED.search(asked):
            return True
    asked, told = (_OUT.sub("外地", _OWN.sub("本地", text)) for text in (asked, told))
    if any(here in asked and there not in asked and there in told and here not in told for here, there in _PAIRS):
        return True
    for here, there in _SIDES:
        mine, other = (re.compile(_OF_SIDES[x].format(x)) for x in (here, there))
        if mine.search(asked) and not other.search(asked) and other.search(told) and not mine.search(told):
            return True
    return False


def _says_it(said: Said, part: Said, question: str) -> bool:
    """Whether another figure of the same sentence is what is asked for (男27人，女108人)."""
    if same_spot(said, part) or said.fit.sentence.key != part.fit.sentence.key or said.figure.unit != part.figure.unit:
        return False
    return any(x in said.figure.name and x in question for x in "男女") or _opposed(part.figure.name, said.figure.name)
