"""Shares, averages, multiples: one figure over or times another, where both are told and the result is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.answer.reckon import asked
from rag.answer.reckon.case import DONE, Case, Worked
from rag.answer.reckon.operands import NAMED, Named, together
from rag.answer.reckon.parts import again, done_of, elsewhere, of_asked, pairs
from rag.answer.reckon.said import Said, exact, in_unit
from rag.figures.arithmetic import average, part_of, portion, product, ratio, whole_of
from rag.retrieve.content import Word, content, covered
from rag.retrieve.terms import terms
from rag.text.dictionary import kind
from rag.text.fold import folded
from rag.text.quantities import quantities
from rag.text.units import UNIT

AVERAGE = re.compile(rf"每一?(?P<unit>{UNIT.pattern})|(?P<short>户|人|村|亩|镇|县|日|月|年|所|家|个|座|场)均")
"""What an average is over."""
_SELF = frozenset("人 名 位 户 亩 人次 天 日 月 个月 年 吨 公斤 斤 公里 平方米 平方公里 村 镇 乡 次 元".split())
"""Units that name themselves what they count: 240户, 2.86万平方米."""
_TIME = frozenset("年 月 天 日 个月 小时".split())
_MEAN = re.compile(r"均|平均|每")
_PER = re.compile(rf"每一?(?:名|位|个)?(?P<unit>{UNIT.pattern})")
_RATE = re.compile(r"(?P<of>[一-鿿]{2})率")
_ASKS = frozenset("占比 比例 比重 百分之".split())
_ALL = frozenset("总 全部 所有 人数 总数 总量 总额 总人数 全部 总体 比例 比重".split())
_DOES = frozenset("完成 达标 实现 落实 到位".split())
_HEADS = re.compile(r"人口|人数|人员|劳动力")
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
    words = tuple(w for w in case.want.own if w.text not in _ASKS)
    part_words = asked.named(case.query, named.first, case.weights).words if named else ()
    rate = _RATE.search(case.query.asks[0].clause)
    people = bool(_HEADS.search(case.query.question))
    does = content(rate["of"], case.weights) if rate else ()
    about = tuple(w for w in words if rate is None or w.text[-1:] != "率" and w.text not in rate["of"])
    for whole, part in (*pairs(case), *done_of(case, does, about)):
        if rate and (elsewhere(whole, part) or again(case, part) or not of_asked(case, whole)):
            continue
        if (part.fit.period < 0.25 and whole.fit.period < 0.25) or (people and part.figure.unit == "户"):
            continue
        if not (part.holds(part_words) >= NAMED or _does(part_words, whole, part)) or (
            rate and not _rated(rate["of"], whole, part)
        ):
            continue
        made = part_of(part.figure, whole.figure)
        rates = [s for s in _beside_share(case, part) if rate and rate["of"] + "率" in s.own]
        if any(s.fit.coverage >= part.fit.coverage for s in rates):
            continue
        if made and not _share_told(case, words, part):
            held = max(covered(words, part.terms | whole.terms, part.own + whole.own), part.holds(words))
            score = 0.7 * held + 0.3 * case.near(part.fit, (part.figure,), 2) + part.fit.coverage
            score += 0.3 * case.whose(part.fit.sentence, part.figure)
            yield case.made(f"约为{made.as_written}", made, score, (part, whole))


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
        s
        for s in case.said
        if s.figure.unit == "%" and s.fit.period >= 0.25 and s.fit.sentence.passage.article_id == article
    )


def mean(case: Case) -> Iterator[Worked]:
    """平均每处多少人: people over places, told in one sentence or in neighbouring ones."""
    question, unit = case.query.question, asked.unit_of(case.query)
    m = AVERAGE.search(question)
    if m is None:
        return
    each = m["unit"] or m["short"]
    words = tuple(w for w in case.want.own if not w.text.startswith(("平均", "每")))
    behind = content(re.split(r"[，,。？?]|多少|几", case.query.masked[m.end() :])[0], case.weights)[:1]
    ahead = content(case.query.masked[: m.start()].removesuffix("平均"), case.weights)[-1:]
    does = bool(behind) and kind(behind[0].text).startswith("v")
    if any(_mean_told(s, unit, each) and s.around(words) >= 0.7 for s in case.said):
        return
    tops = [s for s in case.said if in_unit(unit, s.figure.unit) and s.figure.unit not in _NO_AMOUNT]
    tops = [s for s in tops if s.figure.relation == "level" and not _MEAN.search(s.own)]
    for below in case.said:
        if not _counts(below, each) or _listed(below):
            continue
        for top in tops:
            if each in _TIME and (below.fit.sentence.key != top.fit.sentence.key or "累计" not in top.own + top.lead):
                continue
            if not (exact(top) and exact(below)) or not _beside(top, below) or (top.figure.unit == below.figure.unit):
                continue
            if top.figure.planned != below.figure.planned or top.fit.period < 0.25:
                continue
            over = max(below.holds(behind), below.holds(ahead) if ahead else 0.0) if behind else 1.0
            if does:
                # 平均每家吸纳多少人: what it does is told of the people, and it is what is named before.
                over = min(top.holds(behind), below.holds(ahead) if ahead else _named_body(case, below))
            if top.fit.sentence.key != below.fit.sentence.key and _tells_more(case, top):
                continue
            if over < 0.5 and not (each in _SELF and top.holds(behind) >= 0.5):
                continue
            made = average(top.figure, below.figure)
            if made:
                near = 0.3 if top.fit.sentence.key == below.fit.sentence.key else 0.0
                held = covered(words, top.terms | below.terms, top.own + below.own) if words else 0.7
                score = held + near + (top.around(words) + below.around(words)) / 2 - 0.001 * _gap(top, below)
                yield case.made(f"平均每{each}{made.as_written}", made, score, (top, below))


def _named_body(case: Case, below: Said) -> float:
    """1 where the figure is told of the body that the question names, or it names none."""
    bodies = case.query.organisations
    return float(not bodies or any(folded(b) in below.own for b in bodies))


def _tells_more(case: Case, top: Said) -> bool:
    """Whether a figure is of something narrower than what is asked: 安置残疾人就业412人, where all are meant."""
    name = content(top.figure.name, case.weights)
    return bool(name) and covered(name, set(terms(case.query.question)), folded(case.query.question)) < 0.5


def _counts(below: Said, each: str) -> bool:
    f = below.figure
    if f.value <= 1 or f.relation == "change" or f.unit in _NO_AMOUNT:
        return False
    return f.unit == each or (each in ("个", "名", "位", "家", "场") and in_unit(each, f.unit) and f.unit not in _SELF)


def _listed(below: Said) -> bool:
    """Whether a figure is one of several of its unit told side by side (甲96处、乙320处): what is spent is for all."""
    sentence, f = below.fit.sentence, below.figure
    for other in sentence.figures:
        low, high = sorted((other, f), key=lambda x: x.start)
        if (
            other.start != f.start
            and other.unit == f.unit
            and re.match(r"、[^，,；;]*$", sentence.text[low.end : high.start])
        ):
            return True
    return False


def _mean_told(said: Said, unit: str | None, each: str) -> bool:
    return in_unit(unit, said.figure.unit) and bool(re.search(rf"(?:平均)?每一?{each}|{each}均|平均", said.own))


def _beside(top: Said, below: Said) -> bool:
    """Whether a figure may be spread over another: told in one clause group, or in sentences side by side."""
    a, b = top.fit.sentence, below.fit.sentence
    if a.key == b.key:
        low, high = sorted((top.figure, below.figure), key=lambda f: f.start)
        return not re.search(r"[；;]", a.text[low.end : high.start])
    if a.passage.article_id != b.passage.article_id or (a.text not in (b.before, b.after)):
        return False
    # A sentence that has both of its own is not read with its neighbour.
    return not any(f.unit == below.figure.unit for f in a.figures)


def _gap(top: Said, below: Said) -> int:
    return abs(top.figure.start - below.figure.start) if top.fit.sentence.key == below.fit.sentence.key else 100


def multiple(case: Case) -> Iterator[Worked]:
    """甲是乙的几倍."""
    told = asked.times(case.query)
    if told is None:
        return
    rest = asked.words_in(case.query, told.rest, case.weights).words
    for first, second in asked.side_by_side(case.query, told, case.weights):
        for score, (a, b) in together(case.said, (first, second), (*first.words, *rest), None):
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
        if q.unit != "%" or q.relation != "share" or q.planned or not exact(rate) or rate.fit.period < 0.25:
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
        if not parts or not in_unit(unit, parts[-1].figure.unit) or rate.fit.period < 0.25:
            continue
        made = whole_of(parts[-1].figure, q)
        if made and "；" not in rate.fit.sentence.text[parts[-1].figure.end : q.start]:
            yield case.made(f"{name}约为{made.as_written}", made, 1.0 + rate.around(case.want.own), (parts[-1], rate))


def times_each(case: Case) -> Iterator[Worked]:
    """What every one gets, for all of them: 126人，每人补助1.2万元."""
    question, unit = case.query.question, asked.unit_of(case.query)
    stated = quantities(question)
    words = case.want.own
    for each in case.said:
        m = _PER.search(each.own)
        if (
            m is None
            or m["unit"] in _TIME
            or each.figure.value <= 1
            or not exact(each)
            or not in_unit(unit, each.figure.unit)
            or each.figure.unit in _NO_AMOUNT
        ):
            continue
        counts = [
            s
            for s in case.said
            if s.fit.sentence.passage.article_id == each.fit.sentence.passage.article_id
            and in_unit(m["unit"], s.figure.unit)
            and s.figure.value > 1
            and exact(s)
            and s.figure.unit != each.figure.unit
        ]
        counted = [q for q in stated if in_unit(m["unit"], q.unit)]
        of_question = [c for c in counts if any(q.value == c.figure.value and q.unit == c.figure.unit for q in counted)]
        beside = [c for c in counts if c.fit.sentence.key == each.fit.sentence.key and not counted]
        for count in of_question or (beside if asked.TOTAL.search(question) else []):
            made = product(each.figure, count.figure)
            if made:
                score = each.around(words) + covered(words, each.terms | count.terms, each.own + count.own)
                yield case.made(f"共{made.as_written}", made, score, (each, count))
