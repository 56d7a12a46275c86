"""What each one has, and what all have together: figures spread over a number of things, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rag.answer.reckon import asked
from rag.answer.reckon.case import Case, Worked
from rag.answer.reckon.said import Said, exact, in_unit
from rag.figures.arithmetic import average, product, products
from rag.retrieve.content import content, covered
from rag.retrieve.terms import terms
from rag.text.dictionary import kind
from rag.text.fold import folded
from rag.text.numerals import read
from rag.text.quantities import quantities
from rag.text.units import UNIT

AVERAGE = re.compile(rf"每一?(?P<unit>{UNIT.pattern})|(?P<short>户|人|村|亩|镇|县|日|月|年|所|家|个|座|场)均")
"""What an average is over."""
_MONTHLY = re.compile(r"^(?:月薪|每月|月|工资|收入|按|平均|一年|全年|半年|挣|\d+个?月|个月)$")
_BODY = re.compile(r"每一?个(?P<noun>村|乡镇|镇|乡|县|班|组|点|站|所)")
_SELF = frozenset("人 名 位 户 亩 人次 天 日 月 个月 年 吨 公斤 斤 公里 平方米 平方公里 村 镇 乡 次 元".split())
"""Units that name themselves what they count: 240户, 2.86万平方米."""
_PEOPLE = frozenset("人口 人数 人员 总人口".split())
_EACH_ONE = ("人", "名", "位")
_TIME = frozenset("年 月 天 日 个月 小时".split())
_MEAN = re.compile(r"均|平均|每")
_PER = re.compile(rf"每一?(?:名|位|个)?(?P<unit>{UNIT.pattern})|(?P<short>亩|户)[产均]")
_IN_ALL = re.compile(r"总(?:产量?|产值|收入|成本|投入|开支)")
_A_MONTH = re.compile(r"月(?:平?均)?(?:工资|薪|收入|补[助贴]|报酬|租金|养老金)|每(?:人每)?月|月(?=挣|领|拿)")
_A_YEAR = re.compile(r"(?P<span>(?:一|每|全)年|半年|(?P<n>[一二两三四五六七八九十\d]{1,2})个月)")
_EACH = re.compile(r"(?:各|每[一-鿿]{1,2}|均)(?:[一-鿿]{1,4})?$")
"""What gives every one of those counted before the same: 3个村各奖300万元."""
_ABOUT = 0.45
"""Least share of what is asked that must stand around what is added."""
_NO_AMOUNT = ("%", "个百分点", "", "倍")


def _of_one_name(found: Sequence[tuple[Said, Said]]) -> list[tuple[Said, Said]]:
    """``found`` without those that mix two things told alike: 甲金61.3万人次1.94亿元，乙金17.2万人次5306.8万元."""
    named = [pair for pair in found if pair[0].figure.name and pair[0].figure.name == pair[1].figure.name]
    taken = {id(said) for pair in named for said in pair}
    return [pair for pair in found if pair in named or not taken & {id(said) for said in pair}]


def mean(case: Case) -> Iterator[Worked]:
    """平均每处多少人: people over places, told in one sentence or in neighbouring ones."""
    question, unit = case.query.question, asked.unit_of(case.query)
    m = AVERAGE.search(question)
    if m is None:
        return
    each = m["unit"] or m["short"]
    # 人口平均每户几个人: people are told by their unit.
    words = tuple(w for w in case.topic if w.text not in _PEOPLE) or case.topic
    behind = content(re.split(r"[，,。？?]|多少|几", case.query.masked[m.end() :])[0], case.weights)[:1]
    ahead = content(case.query.masked[: m.start()].removesuffix("平均"), case.weights)[-1:]
    does = bool(behind) and kind(behind[0].text).startswith("v")
    if any(_mean_told(s, unit, each) and s.around(words) >= 0.7 for s in case.said if s.fit in case.pool[:3]):
        return
    tops = [s for s in case.said if in_unit(unit, s.figure.unit) and s.figure.unit not in _NO_AMOUNT]
    tops = [s for s in tops if s.figure.relation == "level" and not _MEAN.search(s.own)]
    found: list[tuple[Said, Said]] = []
    for below in case.said:
        if not _counts(below, each) or _listed(below) or not _of_body(below, question):
            continue
        for top in tops:
            one = top.fit.sentence.key == below.fit.sentence.key
            if each in _TIME and (not one or "累计" not in top.own + top.lead):
                continue
            if not (exact(top) and exact(below)) or top.figure.unit == below.figure.unit:
                continue
            if top.figure.planned != below.figure.planned or not top.fit.then:
                continue
            over = max(below.holds(behind), below.holds(ahead) if ahead else 0.0) if behind else 1.0
            if does and below.holds(behind) < 0.5:
                # 平均每家吸纳多少人: what it does is told of the people, and it is what is named before.
                over = min(top.holds(behind), below.holds(ahead) if ahead else _named_body(case, below))
            if not one and _tells_more(case, top):
                continue
            if over >= 0.5 or (each in _SELF and top.holds(behind) >= 0.5):
                found.append((top, below))
    for top, below in _of_one_name(found):
        if not _beside(top, below) and not _alone(top, below, found):
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
    name = [w for w in content(top.figure.name, case.weights) if kind(w.text).startswith("n")]
    return bool(name) and covered(name, set(terms(case.query.question)), folded(case.query.question)) < 0.5


def _counts(below: Said, each: str) -> bool:
    f = below.figure
    if f.value <= 1 or f.relation == "change" or f.unit in _NO_AMOUNT:
        return False
    if each in _EACH_ONE and f.unit in _EACH_ONE:
        return True
    return f.unit == each or (each in ("个", "家", "场") and in_unit(each, f.unit) and f.unit not in _SELF)


def _of_body(below: Said, question: str) -> bool:
    """Whether a figure counts what 平均每个村 names, not what else is counted so."""
    body = _BODY.search(question)
    text = below.fit.sentence.text
    return body is None or text.startswith(body["noun"], below.figure.end) or body["noun"] in below.own


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
    return in_unit(unit, said.figure.unit) and bool(re.search(rf"每一?{each}|{each}均|平均", said.clause))


def _beside(top: Said, below: Said) -> bool:
    """Whether a figure may be spread over another: told in one clause group, or in sentences side by side."""
    a, b = top.fit.sentence, below.fit.sentence
    if a.key == b.key:
        low, high = sorted((top.figure, below.figure), key=lambda f: f.start)
        return not re.search(r"[；;]", a.text[low.end : high.start])
    if a.passage.article_id != b.passage.article_id:
        return False
    if a.text not in (b.before, b.after):
        return False
    # A sentence that has both of its own is not read with its neighbour.
    return not any(f.unit == below.figure.unit for f in a.figures)


def _alone(top: Said, below: Said, found: Sequence[tuple[Said, Said]]) -> bool:
    """Whether two figures of one report, wherever they stand in it, are all that the question can mean there."""
    article = top.fit.sentence.passage.article_id
    here = [pair for pair in found if article in {s.fit.sentence.passage.article_id for s in pair}]
    return below.fit.sentence.passage.article_id == article and len(here) == 1


def _gap(top: Said, below: Said) -> int:
    return abs(top.figure.start - below.figure.start) if top.fit.sentence.key == below.fit.sentence.key else 100


def times_each(case: Case) -> Iterator[Worked]:
    """What every one gets, for all of them: 126人，每人补助1.2万元; 3800亩，亩产2吨."""
    question, unit = case.query.question, asked.unit_of(case.query)
    given = quantities(question)
    total = bool(asked.TOTAL.search(question) or _IN_ALL.search(question))
    words = tuple(w for w in case.want.own if not w.text.startswith("每") and not w.text.isdigit())
    for each in case.said:
        per = _per(each)
        if not per or per in _TIME or each.figure.value <= 1 or not exact(each) or not in_unit(unit, each.figure.unit):
            continue
        if each.figure.unit in _NO_AMOUNT:
            continue
        counts = [s for s in case.said if _counts_them(s, each, per)]
        # The number may be the question's own: 8人各补助多少; else it is told right beside.
        counted = [q for q in given if in_unit(per, q.unit) and q.value > 1]
        of_question = [c for c in counts if any(q.value == c.figure.value and q.unit == c.figure.unit for q in counted)]
        beside = [c for c in counts if c.fit.sentence.key == each.fit.sentence.key and not counted]
        for count in of_question or (beside if total else []):
            made = product(each.figure, count.figure)
            if made:
                score = each.around(words) + covered(words, each.terms | count.terms, each.own + count.own)
                if of_question:
                    score = max(score, 2 * max(each.around(words), count.around(words)))
                yield case.made(f"共{made.as_written}", made, score, (each, count))


def _per(said: Said) -> str:
    m = _PER.search(said.own)
    return (m["unit"] or m["short"]) if m else ""


def _counts_them(count: Said, each: Said, per: str) -> bool:
    """Whether a figure of the same article counts the things of which ``each`` tells what one of them has."""
    return (
        count.fit.sentence.passage.article_id == each.fit.sentence.passage.article_id
        and in_unit(per, count.figure.unit)
        and count.figure.value > 1
        and exact(count)
        and count.figure.unit != each.figure.unit
    )


def a_year(case: Case) -> Iterator[Worked]:
    """What is told by the month, for a year or several months: 月薪8600元, asked for a year."""
    question, unit = case.query.question, asked.unit_of(case.query)
    m = _A_YEAR.search(question)
    if m is None or case.query.operation not in (None, "sum") or asked.set_against(case.query):
        return
    number = read(m["n"]) if m["n"] else None
    months = int(number.value) if number else 6 if m["span"] == "半年" else 12
    if months < 2:
        return  # what is told by the month
    words = tuple(w for w in case.about if not _MONTHLY.search(w.text))
    for f in case.pool[:3]:
        mine = [s for s in case.said if s.fit.sentence.key == f.sentence.key and s.figure.unit == "元" and exact(s)]
        # What the report tells of the year itself is not worked out.
        if any(re.search(r"年(?:薪|收入|工资)|(?:一|每|全)年", s.own) for s in mine):
            continue
        paid = [s for s in mine if _A_MONTH.search(s.own + s.lead) and not s.figure.planned]
        paid = [s for s in paid if in_unit(unit, s.figure.unit) and s.holds(words) >= 0.6]
        if len(paid) != 1 or not f.then:
            continue
        made = product(paid[0].figure, replace(paid[0].figure, value=months, unit="个月", as_written=f"{months}个月"))
        if made:
            yield case.made(f"{m['span']}为{made.as_written}", made, 2 * paid[0].holds(words), (paid[0],))


def of_several(case: Case) -> Iterator[Worked]:
    """What several groups get in all, each told by its number and its share: 3个村各奖300万元，6个村各奖150万元."""
    unit = asked.unit_of(case.query)
    words = tuple(w for w in case.about if not asked.TOTAL.search(w.text))
    for f in case.pool[:8]:
        mine = [s for s in case.said if s.fit.sentence.key == f.sentence.key]
        pairs = [
            (each, count)
            for count, each in zip(mine, mine[1:], strict=False)
            if in_unit(unit, each.figure.unit)
            and each.figure.unit not in (*_NO_AMOUNT, count.figure.unit)
            and _EACH.fullmatch(
                re.sub(r"^[一-鿿]{1,4}?(?=各|每|均)", "", f.sentence.text[count.figure.end : each.figure.start])
            )
            and exact(each)
            and exact(count)
        ]
        if len(pairs) < 2 or not f.then:
            continue
        listed = [s for s in mine if s.figure.start >= pairs[0][1].figure.start]
        if sum(s.figure.unit == pairs[0][0].figure.unit for s in listed) != len(pairs):
            continue
        made = products([(each.figure, count.figure) for each, count in pairs])
        held = max(each.around(words) for each, _ in pairs)
        if made and held >= _ABOUT:
            yield case.made(f"合计{made.as_written}", made, held + 0.6, [s for pair in pairs for s in pair])
