"""How well a sentence answers one thing asked. Every part is in [0, 1] and can be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.answer.reading import Sentence
from rag.domain import Place
from rag.retrieve.question import Ask, Query
from rag.retrieve.terms import Weights, coverage, terms
from rag.text import names, places
from rag.text.dates import Period
from rag.text.fold import folded
from rag.text.quantities import Quantity
from rag.text.spoken import spoken_names

_SAME_UNIT: tuple[frozenset[str], ...] = (
    frozenset("人 名 位 人次 口".split()),
    frozenset("个 家 座 处 所 间 只".split()),
    frozenset("元 美元 块 块钱 钱".split()),
    frozenset("亩 公顷 平方公里 平方米 平方".split()),
    frozenset("项 条 件 个 起 宗".split()),
    frozenset("天 日".split()),
    frozenset("场 次 场次 届 期 批 趟".split()),
    frozenset("户 家".split()),
    frozenset("台 辆 套 架 部 个".split()),
    frozenset("公里 千米 米 里".split()),
    frozenset("吨 公斤 斤 千克".split()),
    frozenset("% 个百分点 成".split()),
    frozenset("年 岁 周岁 周年 月 个月".split()),
    frozenset("册 本 份 篇 部".split()),
)
_ENUMERATION = re.compile(r"、|一是|首先|其一|第一|①|（一）|\(一\)|一、|和|及|；")
_CAUSE = re.compile(r"因为|由于|因(?!此)|为了|原因|所以|导致|致使|缘于|得益于|源于|出于|为[^，。]{2,20}，")
_MANNER = re.compile(
    r"通过|采取|采用|利用|以[^，。]{1,20}为|推行|实行|开展|建立|组织|按照|坚持|要求|实施|出台|制定|加大|落实|依托|方式|模式|机制|措施"
)


@dataclass(frozen=True, slots=True)
class Fit:
    """One sentence against one ask. ``coverage`` counts its own words, title and neighbours."""

    sentence: Sentence
    score: float
    coverage: float
    own: float
    place: float
    period: float
    type: float
    value: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """An ask with its weighted terms, worked out once for all sentences."""

    ask: Ask
    weights: Mapping[str, float]
    context: Mapping[str, float]


def wanted(ask: Ask, query: Query, weights: Weights) -> Wanted:
    """Terms of the ask's own clause count fully, those of the rest of the question by half."""
    own = {t: weights.of(t) for t in terms(ask.focus)}
    rest = {t: 0.5 * weights.of(t) for t in terms(query.focus) if t not in own}
    return Wanted(ask, own, {**rest, **own})


def fit(want: Wanted, query: Query, sentence: Sentence) -> Fit:
    """Score ``sentence``; the higher the better, comparable within one question."""
    own, cover = cover_of(want.context, sentence)
    place = place_fit(query.places, sentence)
    period = period_fit(query.periods, sentence)
    kind, value = type_fit(want, query, sentence)
    prior = 1.0 / (1.0 + 0.25 * sentence.rank)
    score = 0.50 * cover + 0.15 * own + 0.22 * kind + 0.15 * place + 0.10 * period + 0.08 * prior
    return Fit(sentence, score, cover, own, place, period, kind, value)


def cover_of(weights: Mapping[str, float], sentence: Sentence) -> tuple[float, float]:
    """(own, in context): the share of the wanted weight in the sentence, and with its surroundings.

    What stands only in the title or section counts 0.7, only in a neighbouring sentence 0.45.
    """
    total = sum(weights.values())
    if total <= 0:
        return 0.0, 0.0
    own = around = 0.0
    for term, weight in weights.items():
        if term in sentence.terms:
            own += weight
        elif term in sentence.heading_terms:
            around += 0.7 * weight
        elif term in sentence.near_terms:
            around += 0.45 * weight
    return own / total, (own + around) / total


def place_fit(asked: tuple[Place, ...], sentence: Sentence) -> float:
    """1 when the sentence names a place asked for, less the further it is; 0 for another place."""
    if not asked:
        return 1.0
    return max(_one_place(p, sentence) for p in asked)


def _one_place(place: Place, sentence: Sentence) -> float:
    p = sentence.passage
    spoken = spoken_names(place)
    if any(name in sentence.text for name in spoken):
        return 1.0
    held = [path for path in p.places if path]
    if place.name == p.place or place.path in held[:1]:
        # A sentence on one township does not speak for the county.
        return 0.75 if any(len(x) > len(held[0]) and x.startswith(held[0]) for x in held[1:]) else 0.95
    if place.path in held or any(path.split("/")[-1] == place.name for path in held):
        return 0.9
    if any(name in p.text or name in p.title or name in (p.subtitle or "") for name in spoken):
        return 0.8
    if any(path.startswith(place.path + "/") for path in held):
        return 0.5
    if place.level in ("township", "village", "zone") and not place.code:
        return 0.0
    if place.level == "country":
        return 0.8
    return 0.0


def period_fit(asked: tuple[Period, ...], sentence: Sentence) -> float:
    """1 when the period asked for is named, 0 when another one is, 0.5 when nothing dates the sentence."""
    definite = [p for p in asked if not p.relative or p.since]
    if not definite:
        return 1.0
    scores = [_one_period(p, sentence) for p in definite]
    return min(scores)


def _one_period(asked: Period, sentence: Sentence) -> float:
    if folded(asked.as_written) in folded(sentence.text):
        return 1.0
    named = [p for p in sentence.periods if p.since]
    if asked.since is None:
        return 0.5
    if any(_overlap(asked, p) for p in named):
        return 1.0
    surroundings = " ".join(
        (sentence.before, sentence.passage.title, sentence.passage.subtitle or "", sentence.passage.section or "")
    )
    if folded(asked.as_written) in folded(surroundings):
        return 0.85
    if named:
        return 0.0
    date = sentence.passage.date
    if date and asked.since[:4] == date[:4]:
        return 0.9 if len(asked.since) <= 4 or asked.since[:7] == date[:7] else 0.4
    if asked.since[:4] in folded(sentence.passage.text):
        return 0.7
    return 0.1 if date else 0.3


def _overlap(a: Period, b: Period) -> bool:
    """Whether two periods agree: one holds the other, or they are the same."""
    if a.since is None or b.since is None:
        return False
    low_a, high_a = a.since, (a.until or a.since) + "~"
    low_b, high_b = b.since, (b.until or b.since) + "~"
    return low_a <= low_b <= high_a or low_b <= low_a <= high_b


def same_unit(a: str | None, b: str) -> bool:
    """Whether a counter asked for and one written can count the same thing."""
    if a is None or a == b or a in b or (b and b in a):
        return True
    return any(a in group and b in group for group in _SAME_UNIT)


def type_fit(want: Wanted, query: Query, sentence: Sentence) -> tuple[float, Quantity | None]:
    """Whether the sentence holds the kind of answer asked for; for figures also which one."""
    kind = want.ask.kind
    if kind == "value":
        return best_value(want, sentence)
    if kind == "person":
        return (1.0 if names.persons(sentence.text) else 0.0), None
    if kind == "time":
        return (1.0 if sentence.periods else 0.0), None
    if kind == "where":
        asked = {p.name for p in query.places}
        return (1.0 if any(m.place.name not in asked for m in places.find(sentence.text)) else 0.4), None
    if kind == "list":
        marks = len(_ENUMERATION.findall(sentence.text))
        return min(1.0, 0.25 + 0.25 * marks), None
    if kind == "reason":
        return (1.0 if _CAUSE.search(sentence.text) else 0.4), None
    if kind == "manner":
        return (1.0 if _MANNER.search(sentence.text) else 0.4), None
    return 0.6, None


def best_value(want: Wanted, sentence: Sentence) -> tuple[float, Quantity | None]:
    """The figure whose own surroundings hold most of the words around the question word."""
    best: tuple[float, Quantity | None] = (0.0, None)
    left = {t: want.weights.get(t, 1.0) for t in terms(_tail(want.ask.left))}
    right = {t: want.weights.get(t, 1.0) for t in terms(_head(want.ask.right))}
    for quantity in sentence.quantities:
        if not same_unit(want.ask.unit, quantity.unit):
            continue
        before = terms(sentence.text[max(0, quantity.start - 22) : quantity.start])
        after = terms(sentence.text[quantity.start : quantity.end + 10])
        score = 0.35
        score += 0.30 * (coverage(left, before) if left else 0.5)
        score += 0.20 * (coverage(right, after) if right else 0.5)
        score += 0.15 if want.ask.unit and quantity.unit == want.ask.unit else 0.0
        if score > best[0] + 1e-9:
            best = (min(1.0, score), quantity)
    return best


def _tail(left: str) -> str:
    return re.sub(r"(?:是|为|有|达|了|的|共|到)+$", "", left)[-12:]


def _head(right: str) -> str:
    return re.sub(r"^(?:是|为|有|达|了|的)+", "", right)[:8]
