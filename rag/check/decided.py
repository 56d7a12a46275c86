"""What one sentence decides of a yes-or-no question: that there was none, that all are done or some are left, that a level was reached."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.check.evidence import Window
from rag.retrieve.content import Word, content, covered
from rag.retrieve.question import understand
from rag.retrieve.terms import Weights, terms
from rag.text.fold import folded
from rag.text.quantities import quantities
from rag.text.quantity import Quantity
from rag.text.words import segment

HELD = 0.75
"""Least share of what is asked about in the sentence that decides it."""
AROUND = 0.45
"""The same where the title and the passage are looked at for the rest."""
_ALL = re.compile(r"全部|所有|全都|[都均](?!市|县|区|江|昌|价|匀)|全体|一律|每个|普遍")
ALL_TOLD = re.compile(
    rf"{_ALL.pattern}|应(?P<verb>[一-鿿])尽(?P=verb)|全覆盖|覆盖率[为达到是]*(?:100%|百分之百)|100%|百分之百|无一|没有一[个户名例]不"
)
"""How a report says that it is all of them."""
_LEFT = re.compile(
    r"(?:剩余|其余|余下|剩下|尚有|还有|仍有|另有)的?[^，。；]{0,6}?\d[\d.]*万?[个户人名件条项处家村所栋套]"
)
_TO_BE = re.compile(r"前全部|将|确保|力争|争取|计划|目标|要求|预计")
_SOMEBODY = ("有人", "有一人")
_TAIL_OF = re.compile(rf"(?:{_ALL.pattern})")
_ONLY_FOR_REASONS = re.compile(r"经批准|予以保留")
_ANY = re.compile(
    r"(?:有(?!的|些|关|效|限)|发生过?|出现过?|造成)(?P<what>[一-鿿]{2,14})$|(?P<did>[一-鿿]{1,2})过(?P<of>[一-鿿]{0,12})$"
)
"""Asks whether there is such a thing, or whether it was ever done."""
_DENIED = re.compile(
    r"无(?!人[机驾售]|线|论|锡|偿|公害|形|数|限|纸|障碍)|没有?(?!收|落)|未(?![来成])|从未|从没|零(?=伤亡|事故|死亡|发生|上访|返贫)"
)
_THIS = frozenset("这次 本次 此次 这场 这起 当时 目前 去年 今年".split())
_WHO = re.compile(r"(?:人员|群众|村民|孩子|学生|人口|[的人户]|情况|现象|事情|事件|案件|问题|发生|出现)$")
"""Whom something befell, or that it is a thing that happens: what befell them is denied or not."""
_CASUALTIES = {w: ("伤亡", w) for w in ("死亡", "受伤", "遇难")} | {"伤亡": ("伤亡", "死亡", "受伤")}
_HURT = re.compile(r"\d+[人名](?:因灾|不幸)?(?P<how>死亡|遇难|受伤|失踪)")
_EVENTS = ("洪涝汛水雨", "火", "震", "滑坡泥石流塌", "风雹台", "事故车祸爆炸", "疫")
"""Characters that name the same sort of event: of a fire a report of a flood says nothing."""
_LEVEL = re.compile(
    r"^(?P<of>.*?)(?P<bound>达到了?|达|超过了?|突破了?|超|高于|多于|大于|不到|不足|低于|少于|小于)(?P<level>\d[^，。；]*?)(?:了|以上)?$"
)
_BELOW = ("不到", "不足", "低于", "少于", "小于")
_AT_MOST = re.compile(r"不(?:得|可|能)?(?:超过|高于|多于|大于)|以[内下]|至多")
_AIM = re.compile(r"目标|力争|计划|争取|确保|要求|到20\d\d年|预计|离|距")
_MEASURE = re.compile(
    r"[一-鿿]{0,8}?(?P<head>[一-鿿](?:率|额|值|量|数|进度|收入|资金|面积|规模|产值|占比|比例|比重|支出|自筹|人数|户数))$"
)
_CLAUSE = re.compile(r"[^，,；;。]+")


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether ``holds``, by which ``window``, and what that has (``told``: 99.2%, 无人员伤亡), if that says more than yes or no."""

    holds: bool
    window: Window
    told: str = ""


def decided(statement: str, windows: Sequence[Window], weights: Weights) -> Decision | None:
    """What the first of ``windows`` (nearest first, of the statement's place) that decides ``statement`` says of it."""
    words = content(understand(statement).masked, weights)
    for decide in (_none, _level, _all):
        for window in windows:
            if decision := decide(statement, words, window):
                return decision
    return None


def _none(statement: str, words: Sequence[Word], window: Window) -> Decision | None:
    """有人员伤亡, where the report says 无人员伤亡."""
    asked = _ANY.search(statement)
    quote = window.evidence.quote
    if asked is None or not _same_event(statement, window):
        return None
    what = [asked["did"][-1]] if asked["did"] else _befell(asked["what"])
    rest = [w for w in words if not any(x in w.text or w.text in x for x in what) and not _WHO.fullmatch(w.text)]
    rest = [w for w in rest if not any(c in w.text for group in _EVENTS for c in group) and w.text not in _THIS]
    if not what or (rest and _share(rest, window, True) < AROUND):
        return None
    if hurt := next((m for m in _HURT.finditer(quote) if what[-1] in _CASUALTIES.get(m["how"], ())), None):
        return Decision(True, window, hurt.group())
    for clause in _CLAUSE.findall(quote):
        denied = _DENIED.search(clause)
        if denied and all(any(x in clause[denied.end() :] for x in _CASUALTIES.get(w, (w,))) for w in what):
            return Decision(False, window, clause[denied.start() :].strip())
    return None


def _befell(what: str) -> list[str]:
    """What is to have happened, without whom it befell: 伤亡 of 人员伤亡, 失学 of 因贫失学的孩子."""
    if harm := next((w for w in _CASUALTIES if w in what), ""):
        return [harm]
    while (shorter := _WHO.sub("", what)) != what:
        what = shorter
    tokens = [w for w in segment(what) if len(w) > 1 and not _WHO.fullmatch(w)]
    return tokens[-1:]


def _all(statement: str, words: Sequence[Word], window: Window) -> Decision | None:
    """都有人就业, where the report says 全部实现就业, or how many are left."""
    every = _ALL.search(statement) or re.search(r"全覆盖", statement)
    quote = window.evidence.quote
    words = [w for w in words if w.text not in _SOMEBODY]
    own, around = _share(words, window, False), _share(words, window, True)
    if every is None or (own < HELD and (own < AROUND or around < 1.0)) or not _numbers_in(statement, quote):
        return None
    clauses = [c for c in _CLAUSE.findall(quote) if not _TO_BE.search(c)]
    done = [w for w in content(_TAIL_OF.split(statement)[-1], Weights(0, {})) if w.text not in _SOMEBODY]
    told = [c for c in clauses if ALL_TOLD.search(c)]
    if any(done and covered(done, set(terms(folded(c))), folded(c)) >= HELD for c in told):
        return Decision(True, window)
    if left := _LEFT.search(quote):
        return None if _ONLY_FOR_REASONS.search(quote) else Decision(False, window, left.group())
    near = any(covered(words, set(terms(folded(c))), folded(c)) >= 0.5 for c in told)
    return Decision(True, window) if near or len(told) == len(clauses) > 0 else None


def _level(statement: str, words: Sequence[Word], window: Window) -> Decision | None:
    """支出进度达到100%, where the report says 支出进度99.2%."""
    asked = _LEVEL.match(statement)
    levels = quantities(asked["level"]) if asked else []
    head = _MEASURE.search(asked["of"]) if asked else None
    if asked is None or head is None or len(levels) != 1 or _ALL.search(asked["of"]):
        return None
    found = _figure(asked["of"], head["head"], window, levels[0])
    if found is None:
        return None
    told, clause = found
    short = told.value < levels[0].value
    if _AT_MOST.search(clause):
        if told.value > levels[0].value or asked["bound"] in _BELOW:
            return None
        return Decision(False, window, clause.strip())
    over = told.value > levels[0].value or (told.value == levels[0].value and asked["bound"].startswith("达"))
    return Decision(short if asked["bound"] in _BELOW else over, window, told.as_written)


def _figure(of: str, head: str, window: Window, level: Quantity) -> tuple[Quantity, str] | None:
    """The figure that ``window`` gives for the measure ``of``, with its clause; None where it gives none, or an aim."""
    query = understand(of)
    plain = Weights(0, {})
    words = content(query.masked, plain)
    if _share(words, window, False) < HELD:
        return None
    clauses = _CLAUSE.findall(window.evidence.quote)
    for i, clause in enumerate(clauses):
        own = head in clause
        mine = not query.places or query.places[0].name in clause
        listed = not own and mine and query.places and any(head in c for c in clauses[: i + 1])
        if not (own or listed) or _AIM.search(clause):
            continue
        after = clause.find(head) if own else 0
        if own and query.places and "：" in clause:
            # 参保率：甲县97%，乙县98%: of the place that is named before the figure.
            if query.places[0].name not in clause:
                continue
            after = clause.find(query.places[0].name)
        told = [q for q in quantities(clause) if q.start >= after and q.unit == level.unit and q.kind != "ordinal"]
        if told and not re.search(r"(?:提高|增长|增加|下降|减少|降低|上升)了?$", clause[: told[-1].start]):
            return told[-1], clause
    return None


def _share(words: Sequence[Word], window: Window, around: bool) -> float:
    text = window.evidence.quote
    if around:
        text = f"{window.passage.title} {window.passage.section or ''} {window.passage.text}"
    text = folded(text)
    return covered(words, set(terms(text)), text) if words else 1.0


def _same_event(statement: str, window: Window) -> bool:
    around = f"{window.passage.title}{window.passage.text}"
    return all(any(c in around for c in group) for group in _EVENTS if any(c in statement for c in group))


def _numbers_in(statement: str, quote: str) -> bool:
    there = {(q.value, q.unit) for q in quantities(quote)}
    return all((q.value, q.unit) in there for q in quantities(statement) if q.kind != "ordinal")
