"""Which figure of a sentence answers a question for a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.answer.reading import Sentence
from rag.domain import Place
from rag.figure import Figure
from rag.retrieve.content import Word
from rag.retrieve.question import Ask
from rag.retrieve.terms import terms
from rag.text.dates import Period
from rag.text.dictionary import kinds
from rag.text.fold import folded
from rag.text.names import is_person_like
from rag.text.places import of_path
from rag.text.related import related
from rag.text.spoken import spoken_names
from rag.text.words import frequency, segment

_SAME_UNIT: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "人 名 位 人次 口",
        "个 家 座 处 所 间 只 项 条 件 起 宗 套 台 辆 部 架",
        "元 美元 块 块钱 钱",
        "亩 公顷 平方公里 平方米 平方",
        "天 日",
        "场 次 场次 届 期 批 趟",
        "户 家",
        "公里 千米 米 里",
        "吨 公斤 斤 千克",
        "% 成",
        "年 岁 周岁 周年",
        "月 个月",
        "册 本 份 篇 部",
    )
)
_COUNTERS = frozenset("个 家 项 条 件 处 所 座 种 类 名 人 位 户 支 场 次 批 套 台 间".split())
_OF_THINGS = frozenset("个 家 项 条 件 处 所 座 种 类 场 批 套 台 间".split())
_HEADS = frozenset("村点站室院户人员所园区厂镇乡县市路桥渠井棚栋楼房店馆堂队组")
"""Characters that stand at the end of what is counted: 脱贫|村, 服务|点."""
_PEOPLE = frozenset("人员工者民力生师户手童兵警官部属友众伍口数老长")
_MEASURES = frozenset("钱 元 块钱 亩 公里 吨 斤 公斤 岁".split())
"""Units without which a small number is none of them."""
_BECAME = re.compile(r"脱贫|摘帽|整改|复工|搬迁|入住|落户|返乡|签约|达标|销号|办结|通车|投产")
_THEN = re.compile(r"那时|当时|当年|那年|年仅|时年")
_AGED = re.compile(r"[，,（(]?(?:今年|现年|已经?|快|年近|年过|都|刚满?|也)*$")
_SCALE = re.compile(r"^(?:万亿|亿|万|千|百)(?=[一-鿿%])")
_MONEY = re.compile(
    r"钱|资金|收入|投资|投入|产值|总值|工资|月薪|价格|金额|补贴|奖|经费|贷款|存款|税|利润|资产|负债|权益|股利|薪|费|财政|元|额|赔|罚"
)
_SHARE = re.compile(r"率|占比|比例|比重|百分|几成|增幅|涨幅|增速|满意度|成分")
_DURATION = re.compile(r"多久|多长时间|期|几年|几天|年限|工期|时长|天|年龄|多大|岁|年")
_ASKS_PLAN = re.compile(r"力争|计划|预计|目标|拟|确保|将|规划|有望|争取|打算|准备|要达到|未来|下一步")
_NEW = re.compile(r"新(?:增|建|开|认定|评|改|招|签|引进|培育|入)?[一-鿿]{0,6}$")
_TOTAL = re.compile(r"(?:总数|总量|总计|累计|共有|共|达到?|总里程|总面积)[一-鿿]{0,3}$")
_LEFT_OVER = re.compile(r"剩余|还剩|余留|尚有|还有|剩下|未[一-鿿]{1,3}|仍有|其余")
_UNSAID = re.compile(
    r"[^，,。；;]{0,10}?(?:增长|增加|提高|提升|上升|扩大|发展|升|增|下降|减少|降低|缩小|回落|降|减)(?:到|至|为)了?"
    r"(?:未来的?)?(?:一定|未知|某[一个]|若干|合理|[较更][低高]的?)"
)
"""The B of 由A下降到B is not told: A is what it was, not what it is."""
_CHANGE = re.compile(r"^(?:同比|比上年|较上年|又)?(?:增长|下降|提高|减少|上升|增加|降低)了?$")
_ROW = re.compile(r"([^，,。；;：:\d]{2,24})[：:]")


def same_unit(asked: str | None, written: str) -> bool:
    """Whether a counter asked for and one written can count the same thing."""
    if asked is None:
        return True
    asked = _SCALE.sub("", asked)
    written = written.split("/", 1)[0]  # 3000元/人
    if asked == "个" and written in _SAME_UNIT[0] or (written == "个" and asked in _SAME_UNIT[0]):
        return True
    if not written or asked == written or asked in written or written in asked:
        return True
    return any(asked in group and written in group for group in _SAME_UNIT)


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
    left = terms(_tail(ask.left)) or [t for w in own[-2:] for t in w.terms]
    right = terms(_head(ask.right))
    # 多少个问题 wants the figure that 个问题 follows: 1181个问题, not 问题402个.
    noun = folded(_head(ask.right))[len(ask.unit or "") :][:2]
    if not any(same_unit(ask.unit, f.unit) for f in sentence.figures):
        return best
    became = _BECAME.search(ask.right)
    if became and not any(w in sentence.text for w in (became[0], *related(became[0]))):
        return best  # 多少户脱贫 is not how many there are
    told = of_period(of_place(sentence.figures, asked), periods)
    asks_change = set("增减升降提缩涨扩多少") & set(re.sub("多少", "", ask.left + ask.right))
    wants_plan = asks_for_a_plan(ask.left + ask.right)
    # 林业总产值：甲县63.5亿元，乙县31.8亿元: the label holds for every figure after it.
    label = set(terms(m[1])) if (m := _ROW.match(sentence.text)) else set()
    for q in told:
        if (q.planned and not wants_plan) or (q.relation == "change" and not asks_change):
            continue
        if not _may_answer(ask, own, q, sentence.text):
            continue
        before = label | set(terms(sentence.text[max(0, q.start - 22) : q.start]))
        after = set(terms(sentence.text[q.start : q.end + 10]))
        follows = len(noun) == 2 and noun in folded(sentence.text[q.end - 1 : q.end + 4])
        score = 0.42 if follows else 0.27
        score += 0.30 * (sum(t in before for t in left) / len(left) if left else 0.5)
        score += 0.20 * (sum(t in after for t in right) / len(right) if right else 0.5)
        score += 0.20 if ask.unit and q.unit and _SCALE.sub("", ask.unit) == q.unit else 0.0
        if ask.unit is None:
            score = (score + 0.1) * _suits(ask, q)
        elif not q.unit:
            score -= 0.2
        if _asks_left(ask) and _LEFT_OVER.search(sentence.text[max(0, q.start - 8) : q.end + 3]):
            score += 0.3
        if q.relation == "base" and not (_named(q, periods) or _asks_start(ask)):
            score -= 0.25
        score += _amount(ask, sentence.text[max(0, q.start - 10) : q.start])
        if score > best[0] + 1e-9:
            best = (min(1.0, score), q)
    return best


def _may_answer(ask: Ask, own: tuple[Word, ...], q: Figure, text: str) -> bool:
    """Whether a figure of ``text`` is of the sort asked for, said of what is asked, and told at all."""
    if not same_unit(ask.unit, q.unit) or (not q.unit and q.value < 100 and ask.unit in _MEASURES):
        return False  # 9大项 is no sum
    if q.unit in ("岁", "周岁") and not _of_age(q, own, text):
        return False
    if ask.unit and _counts_another(ask.unit, _noun(ask.right, ask.unit), q, text):
        return False
    if _UNSAID.match(text[q.end :]) and not _asks_start(ask):
        return False
    return not (q.value == 1 and "每" in text[max(0, q.start - 6) : q.start])


def _of_age(figure: Figure, own: tuple[Word, ...], text: str) -> bool:
    """Whether an age is that of the person asked about, who stands right beside it: 74岁的甲和77岁的乙."""
    named = [w.text for w in own if w.text in text and is_person_like(w.text) and not frequency(w.text)]
    if _THEN.search(text[max(0, figure.start - 8) : figure.end + 4]):
        return False
    after = re.split(r"[，,。；;、和与]|\d", text[figure.end :], maxsplit=1)[0]
    before = _AGED.sub("", text[: figure.start])
    return not named or any(n in after[: len(n) + 10] or before.endswith(n) for n in named)


@lru_cache(maxsize=256)
def _noun(right: str, unit: str) -> str:
    """What is counted, folded: 贫困劳动力 of 多少名贫困劳动力实现就业; empty where the question leaves it out."""
    held = kinds()
    out, named = "", False
    for word in segment(re.sub(r"[“”\"]", "", folded(_head(right))[len(unit) :])):
        kind = "n" if word in _HEADS else held.get(word, "n") if len(word) > 1 else "u"
        if word in "的了在是有和与" or (named and not kind.startswith(("n", "vn", "a", "j", "l", "i", "b", "t"))):
            break
        out, named = out + word, named or kind.startswith("n")
    return out if named else ""


def _counts_another(unit: str, noun: str, figure: Figure, text: str) -> bool:
    """Whether a figure counts something else than the ``noun`` asked for: 4个方面, where 多少个贫困村 is asked.

    Another noun follows it, and the one asked for stands nowhere in its clause. People do not answer for things.
    """
    if len(noun) < 2 or figure.unit not in _COUNTERS:
        return False
    if unit in _OF_THINGS and noun[-1] not in _PEOPLE and figure.unit in ("人", "名", "位", "人次"):
        return True
    after = segment(re.split(r"[，,。；;、：:（(“\"]", text[figure.end : figure.end + 8])[0] or "，")[0]
    if len(after) < 2 or not kinds().get(after, "v").startswith("n"):
        return False
    low = max(text.rfind(mark, 0, figure.start) for mark in "，,。；;") + 1
    clause = folded(text[low : figure.start] + re.split(r"[，,。；;]", text[figure.end :], maxsplit=1)[0])
    return not any(pair in clause for pair in terms(noun)) and not any(r in clause for r in related(noun[-2:]))


def _asks_start(ask: Ask) -> bool:
    return "从多少" in ask.clause or "由多少" in ask.clause


def _asks_left(ask: Ask) -> bool:
    return bool(re.search(r"还剩|剩|尚有|还有|没有?|未", ask.clause))


def _named(figure: Figure, asked: tuple[Period, ...]) -> bool:
    """Whether the figure is of the very year asked for."""
    return figure.since == figure.until and any(p.since and p.since[:4] == (figure.since or "")[:4] for p in asked)


def _amount(ask: Ask, before: str) -> float:
    """A total answers 多少 better than an addition, unless the addition is asked for."""
    if "新" in ask.clause:
        return 0.0
    return -0.12 if _NEW.search(before) else 0.05 if _TOTAL.search(before) else 0.0


def _suits(ask: Ask, quantity: Figure) -> float:
    """How well the sort of figure suits a question that names no unit; 0 when it cannot be meant."""
    about = ask.left[-14:] + ask.right[:8]
    money = quantity.unit.endswith(("元", "美元"))
    share = quantity.unit in ("%", "个百分点", "成")
    duration = quantity.unit in ("年", "个月", "月", "天", "日", "小时", "岁", "周")
    if _SHARE.search(about) or _CHANGE.match(ask.left):
        return 1.0 if share else 0.25
    if _MONEY.search(about):
        return 1.0 if money else 0.4
    if duration:
        return 1.0 if _DURATION.search(about) else 0.2
    return 0.45 if share or money else 1.0


def named_in(place: Place, text: str) -> bool:
    """Whether folded ``text`` names ``place``."""
    return any(folded(name) in text for name in spoken_names(place))


def _tail(left: str) -> str:
    return re.sub(r"(?:是|为|有|达|了|的|共|到)+$", "", left)[-12:]


def _head(right: str) -> str:
    return re.sub(r"^(?:是|为|有|达|了|的)+", "", right)[:8]
