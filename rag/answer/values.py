"""Which figure of a sentence answers a question for a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.columns import column, of_row
from rag.answer.counted import (
    OF_KIND,
    SCALE,
    asks_start,
    counts,
    head,
    may_answer,
    said_elsewhere,
    same_unit,
    somebody_counted,
    tail,
)
from rag.answer.measures import lasting, units_asked
from rag.answer.reading import Sentence
from rag.domain import Place
from rag.figure import Figure
from rag.retrieve.content import Word
from rag.retrieve.question import Ask
from rag.retrieve.terms import terms
from rag.text.dates import Period
from rag.text.fold import folded
from rag.text.places import covers, of_path
from rag.text.related import related
from rag.text.spoken import spoken_names

OF_COLUMN = 0.9
"""How well the one cell of a row suits whose column is asked for."""
_NAMED_SO = 0.12
"""What it adds that a figure is called by the people, or households, that are counted."""
COUNTED = 0.5
"""What standing right beside the noun asked for adds to how well a figure suits."""
_BECAME = re.compile(r"脱贫|摘帽|整改|复工|搬迁|入住|落户|返乡|签约|达标|销号|办结|通车|投产")
_MONEY = re.compile(
    r"钱|挣|赚|花[了掉费去]|要花|资金|GDP|经济总量|增加值|收入|投资|投入|产值|总值|工资|月薪|价格|金额|补贴|奖|经费|贷款|存款|税|利润|资产|负债|权益|股利|薪|费|财政|元|额|赔|罚|贷|债"
)
_SUM_ASKED = re.compile(
    r"(?:投资额?|资金|金额|产值|造价|预算|工资|费用|经费|成本|售价|单价|价格|债务|存款|税收|利润|补贴|补助|奖金|租金|罚款|保费)(?:一共|总共|合计|大约|大概|分别|[是为有达约共])*$"
)
_SUMS = (
    "投资额?|投入|资金|造价|预算",
    "产值",
    "销售额|营业额|营收|交易额|零售额",
    "利润",
    "税收",
    "贷款|授信",
    "出口额",
    "工资|薪水",
)
"""Ends of the names of sums that are never one another."""
_EACH_OF = r"[每一](?:公斤|千克|斤|两|吨|担|瓶|盒|袋|箱|桶|包|件|只|头|羽|尾|枚|套|平方米|平米)"
_PRICE = re.compile(
    rf"{_EACH_OF}(?:[^，,]{{0,4}}(?:卖|售|值)[^，,]{{0,4}})?多少钱|多少钱{_EACH_OF}|(?:单价|售价|价格)(?:是|为|多少)"
)
_THING_PRICED = re.compile(r"(?P<thing>[一-鿿]{2})(?:现在|目前|如今|今年|去年|大概|大约|平均|的)*$")
_NO_PRICE = re.compile(r"挣|赚|收入|补|奖|节|省|利润|成本|降|涨|增")
_PRICED = re.compile(rf"价|{_EACH_OF}")
_SHARE = re.compile(r"率|占比|比例|比重|百分|几成|增幅|涨幅|增速|满意度|成分")
_DURATION = re.compile(r"多久|多长时间|期|几年|几天|年限|工期|时长|天|年龄|多大|岁|年")
_TARGET = re.compile(r"目标|预期")
_ASKS_PLAN = re.compile(
    r"力争|计划|预计|目标|拟|确保|将|规划|有望|争取|打算|准备|未来|下一步|想(?:要)?(?:做到|达到|实现|发展到|增加到|降到|搞到|建)|"
    r"(?<![主重需必纪摘首])要(?:再|新|力争|努力|进一步)?(?:提高|提升|增加|增长|扩大|达|建|完成|实现|改造|培育|培训|降|减|控制|超|突破|安排|投|新增|花|用|拿|出钱)"
)
_ATTRIBUTE = re.compile(
    r"(?:总投资额?|总?库容|总?规模|全长|总长|占地|建筑面积|(?:年|日|设计)[一-鿿]{0,4}(?:能力|产能)|床位|工期)$"
)
"""What a project is to be is told of it while it is still planned."""
_NEEDED = re.compile(r"要(?:花|用|拿|掏|付|走|坐)$")
"""一顿饭要花多少: what it takes, planned or not."""
_NEW = re.compile(r"新(?:增|建|开|认定|评|改|招|签|引进|培育|入)?[一-鿿]{0,6}$")
_TOTAL = re.compile(r"(?:总数|总量|总计|累计|共有|共|达到?|总里程|总面积)[一-鿿]{0,3}$")
_PART = re.compile(r"其中(?P<what>[^，,。；;\d]*)$")
_LEFT_OVER = re.compile(r"剩余|还剩|余留|尚有|还有|剩下|未[一-鿿]{1,3}|仍有|其余")
_BOUND_ASKED = re.compile(
    r"(?:最[多高]|顶多|最大|上限)(?=能|可|贷|奖|补|给|不)|最[多高]$|(?P<least>(?:最[低少]|至少)(?=能|可|要|得|不)|最[低少]$)"
)
_MOST_TOLD = re.compile(r"最高|最多|上限|不超过|封顶|顶格")
_LEAST_TOLD = re.compile(r"最低|最少|至少|不低于|不少于")
_CHANGE = re.compile(r"^(?:同比|比上年|较上年|又)?(?:增长|下降|提高|减少|上升|增加|降低)了?$")
_ROW = re.compile(r"([^，,。；;：:\d]{2,24})[：:]")


def asks_for_a_plan(text: str) -> bool:
    """Whether the question is about plans."""
    return bool(_ASKS_PLAN.search(text))


def of_place(figures: Sequence[Figure], asked: tuple[Place, ...]) -> Sequence[Figure]:
    """Those said of the places asked for, where a sentence tells of several of one rank (甲县97.6%，乙县98.3%)."""
    paths = {p.path for p in asked}
    levels = {p.level for p in asked}
    own = [f for f in figures if f.place_path in paths]
    others = [p for f in figures if f.place_path and f.place_path not in paths and (p := of_path(f.place_path))]
    return own if own and any(p.level in levels for p in others) else figures


def of_period(figures: Sequence[Figure], asked: tuple[Period, ...]) -> Sequence[Figure]:
    """Those of the years asked for, where a sentence tells of several (由2015年的甲增长到2020年的乙)."""
    years = {p.since[:4] for p in asked if p.since and not p.relative}
    told = {f.since[:4] for f in figures if f.dated and f.since}
    own = [f for f in figures if f.since and {f.since[:4], (f.until or f.since)[:4]} & years]
    return own if own and len(told) > 1 else figures


def best_value(
    ask: Ask, own: tuple[Word, ...], sentence: Sentence, asked: tuple[Place, ...], periods: tuple[Period, ...] = ()
) -> tuple[float, Figure | None]:
    """(score in [0, 1], the figure) whose surroundings hold most of the words around the question word."""
    best: tuple[float, Figure | None] = (0.0, None)
    left = terms(tail(ask.left)) or [t for w in own[-2:] for t in w.terms]
    right = terms(head(ask.right))
    # 多少个问题 wants the figure that 个问题 follows: 213个问题, not 问题87个.
    noun = folded(head(ask.right))[len(ask.unit or "") :][:2]
    if not any(same_unit(ask.unit, f.unit) for f in sentence.figures):
        return best
    became = _BECAME.search(ask.right)
    if became and not any(w in sentence.text for w in (became[0], *related(became[0]))):
        return best  # 多少户脱贫 is not how many there are
    figures: Sequence[Figure] = sentence.figures
    if sentence.tabled:
        return best
    if sentence.is_row:
        figures = column(own, sentence, ask.unit) if of_row(sentence, asked) else []
    told = of_period([f for f in of_place(figures, asked) if not said_elsewhere(f, sentence, asked)], periods)
    asks_change = set("增减升降提缩涨扩多少") & set(re.sub("多少", "", ask.left + ask.right))
    wants_plan = asks_for_a_plan(ask.text + ask.left + ask.right)
    of_project = bool(_ATTRIBUTE.search(tail(ask.left)))
    # 林业总产值：甲县63.5亿元，乙县31.8亿元: the label holds for every figure after it.
    label = set(terms(m[1])) if (m := _ROW.match(sentence.text)) else set()
    people = somebody_counted(ask)
    for q in told:
        # The target for an output is told as its growth: 生产总值目标 is 增长7%以上.
        moved = asks_change or (q.planned and bool(_TARGET.search(ask.left + ask.right)))
        if (q.planned and not (wants_plan or of_project)) or (q.relation == "change" and not moved):
            continue
        if not may_answer(ask, own, q, sentence.text) or _no_money(ask, q, sentence):
            continue
        if sentence.is_row and len(told) == 1:
            return OF_COLUMN, q
        before = label | set(terms(sentence.text[max(0, q.start - 22) : q.start]))
        after = set(terms(sentence.text[q.start : q.end + 10]))
        follows = len(noun) == 2 and noun in folded(sentence.text[q.end - 1 : q.end + 4])
        score = 0.42 if follows else 0.27
        score += 0.30 * (sum(t in before for t in left) / len(left) if left else 0.5)
        score += 0.20 * (sum(t in after for t in right) / len(right) if right else 0.5)
        score += 0.20 if ask.unit and q.unit and SCALE.sub("", ask.unit) == q.unit else 0.0
        if ask.unit is None:
            score = (score + 0.1) * _suits(ask, q)
        elif not q.unit:
            score -= 0.2
        # What the very noun is counted by goes before what only stands in its sentence.
        # A township's are only some of those of its province.
        plainly = min(counts(ask, q, sentence.text), OF_KIND if _of_part(q, asked) else 1.0)
        score += COUNTED * plainly - (0.15 if follows and plainly == OF_KIND else 0.0)
        if _asks_left(ask) and _LEFT_OVER.search(sentence.text[max(0, q.start - 8) : q.end + 3]):
            score += 0.3
        if q.relation == "base" and not (_named(q, periods) or asks_start(ask)):
            score -= 0.25
        # 计划新建多少: what was built before is no plan, though a plan may be told without a word that says so.
        score -= 0.25 * (wants_plan and not q.planned and not _NEEDED.search(ask.left))
        score += _amount(ask, sentence.text[max(0, q.start - 10) : q.start])
        score += _called(people, q)
        if bound := _BOUND_ASKED.search(ask.left):
            # 最多能贷多少 wants 最高能贷30万元, not what was lent.
            told_bound = _LEAST_TOLD if bound["least"] else _MOST_TOLD
            score += 0.3 if told_bound.search(sentence.text, max(0, q.start - 10), q.start) else -0.1
        if score > best[0] + 1e-9:
            best = (min(1.0, score), q)
    return best


def _no_money(ask: Ask, q: Figure, sentence: Sentence) -> bool:
    """Whether a sum of money is asked for, or a price, and ``q`` is none: 总投资多少 wants no 39所, 一斤卖多少钱 no turnover."""
    text, priced = sentence.text, _PRICE.search(ask.clause)
    if priced and not _NO_PRICE.search(ask.clause):
        thing = _THING_PRICED.search(ask.clause[: priced.start()])
        if thing and not any(thing["thing"] in t for t in (text, sentence.before, sentence.heading)):
            return True
        low = max(text.rfind(mark, 0, q.start) for mark in "，,。；;") + 1
        return not (q.unit.partition("/")[0].endswith("元") and ("/" in q.unit or _PRICED.search(text, low, q.end + 4)))
    asked, told = (next((g for g in _SUMS if re.search(rf"(?:{g})$", t)), None) for t in (tail(ask.left), q.name))
    if asked and told and asked != told:
        return True  # 销售额 is no 投资额
    return (
        ask.unit is None
        and bool(_SUM_ASKED.search(ask.left))
        and bool(q.unit)
        and not q.unit.partition("/")[0].endswith("元")
    )


def _of_part(figure: Figure, asked: tuple[Place, ...]) -> bool:
    """Whether a figure is of a place that lies in one asked for, and of none asked for."""
    told = of_path(figure.place_path or "")
    return told is not None and told not in asked and any(p != told and covers(p, told) for p in asked)


def _called(people: str, figure: Figure) -> float:
    """What it adds that a figure is called by the ``people`` counted: 社区有渔民8500人, and not 渔民志愿者48名."""
    name = folded(figure.name)
    if not people or not name.endswith(people):
        return 0.0
    return _NAMED_SO if name == people else 0.5 * _NAMED_SO


def _asks_left(ask: Ask) -> bool:
    return bool(re.search(r"还剩|剩|尚有|还有|没有?|未", ask.clause))


def _named(figure: Figure, asked: tuple[Period, ...]) -> bool:
    """Whether the figure is of the very year asked for."""
    return figure.since == figure.until and any(p.since and p.since[:4] == (figure.since or "")[:4] for p in asked)


def _amount(ask: Ask, before: str) -> float:
    """A total answers 多少 better than an addition, unless the addition is asked for."""
    part = _PART.search(before)
    if part and "其中" not in ask.clause and not set(terms(part["what"])) & set(terms(ask.clause)):
        return -0.15  # 新建公路620公里，其中通组路385公里: how long the roads are tells the first
    if "新" in ask.clause:
        return 0.0
    return -0.12 if _NEW.search(before) else 0.05 if _TOTAL.search(before) else 0.0


def _suits(ask: Ask, quantity: Figure) -> float:
    """How well the sort of figure suits a question that names no unit; 0 when it cannot be meant."""
    about = lasting(ask)
    money = quantity.unit.endswith(("元", "美元"))
    share = quantity.unit in ("%", "个百分点", "成")
    duration = quantity.unit in ("年", "个月", "月", "天", "日", "小时", "岁", "周")
    if units_asked(ask) is not None and not share:
        return 1.0
    if _SHARE.search(about) or _CHANGE.match(ask.left):
        return 1.0 if share else 0.25
    if _MONEY.search(about):
        return 1.0 if money else 0.1 if duration else 0.4
    if duration:
        return 1.0 if _DURATION.search(about) else 0.1
    return 0.45 if share or money else 1.0


def named_in(place: Place, text: str) -> bool:
    """Whether folded ``text`` names ``place``."""
    return any(folded(name) in text for name in spoken_names(place))
