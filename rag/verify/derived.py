"""Figures that no source gives and that follow from two of its own: what is left of a whole, its share, a change, where it began."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isclose

from rag.domain import Span
from rag.text.quantity import Quantity, compare
from rag.text.units import related
from rag.verify.bounds import bounded, denied, holds
from rag.verify.comparisons import THEN
from rag.verify.moved import moved
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.rows import rows
from rag.verify.told import Told, told

_LEFT = re.compile(r"还有|尚有|仍有|剩下?|余下|其余|还差|相差|没有?|尚未|仍未|未(?!来)")
"""What says that a figure tells what is left."""
_TOGETHER = re.compile("合计|总计|一共|总共|共|加起来")
_OTHERS = re.compile(r"其余|剩下|余下|剩余|其他")
_OF_WHOLE = re.compile(r"^[，,](?:其中|当中)?(?:的)?(?:约)?$|^的$")
_GROWTH = re.compile(r"(?<!新)增|[降升涨减跌]|提高|回落|扩大|缩小|[高低多少快慢]出?|(?<!占)比(?![例重])")
_MORE = re.compile(r"比[^，。；]{0,12}?(?:多|增|高|升|扩大)[^，。；\d]{0,4}$")
_LESS = re.compile(r"比[^，。；]{0,12}?(?:少|减|低|降)[^，。；\d]{0,4}$")
_THAN = re.compile(
    r"^，(?:比(?P<other>[^，。；\d]{2,14}?)(?:(?P<up>高出?|多)|[低少])|(?:(?P<up2>高出|高于|超过)|低于)(?P<other2>[^，。；\d]{2,14}?))$"
)
_LEVELLED = re.compile(r"全[国省市州县区]|水平|的")
"""What says nothing of which is compared: 高出全县平均水平."""
_GOAL = re.compile("目标|任务|计划")
_KNOWN = 0.5
"""Share of the words that a figure is said of which a claim must say to mean it."""
_LEADS_TO = 12
"""Characters before a comma that still say that what follows is left."""
_WRITTEN = 10_000
"""What is less is shown in full."""
_MOST = 40
"""Figures of a source that are set against each other."""


@dataclass(frozen=True, slots=True)
class Derived:
    """Whether the claim's figure is what the source's come to, how, and the parts of the claim that say so."""

    right: bool
    working: str
    spans: tuple[Span, ...]
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A figure of a source with its sentence's number and the words it is said of."""

    told: Told
    sentence: int
    words: frozenset[str]


def derived(q: Quantity, claim: Reading, bodies: tuple[Reading, ...]) -> Derived | None:
    """What the figures of ``bodies`` come to for ``q`` of ``claim``; None where they come to nothing like it, or give it themselves."""
    share = q.kind in ("percent", "ratio")
    if q.high is not None or any(
        compare(q, r) == "same" and (not share or _about(q, claim, r, b)) for b in bodies for r in b.figures
    ):
        return None
    change = moved(q, claim, bodies)
    if change is not None:
        return Derived(change.right, change.working, (change.span, (q.start, q.end)), change.instead)
    low, _ = claim.phrase_of(q.start)
    level = _level(q, claim, bodies) if q.kind == "percent" else None
    if level is not None:
        return level
    if share:
        return None if _GROWTH.search(claim.text, low, q.start) else _share(q, claim, bodies)
    if q.kind not in ("count", "money"):
        return None
    return _rest(q, claim, bodies) or _portion(q, claim, bodies) or _sum(q, claim, bodies) or _before(q, claim, bodies)


def _about(q: Quantity, claim: Reading, other: Quantity, body: Reading) -> bool:
    """Whether the source says its share of something that the claim speaks of: 农户筹一半 tells nothing of 覆盖一半的果园."""
    low, high = body.sentence_of(other.start)
    low, high = max(low, body.phrase_of(other.start)[0]), min(high, body.phrase_of(other.start)[1])
    named = frozenset[str]().union(*(bigrams(claim.text[m.start : m.end]) for m in claim.places))
    return bool((_words(claim, q) - named) & bigrams(strip(body.text[low:high])))


def remainders(claim: Reading, bodies: tuple[Reading, ...]) -> list[Span]:
    """Where ``claim`` says what is left of something, as the figures of ``bodies`` have it: a 没有 there denies nothing."""
    if not _LEFT.search(claim.text):
        return []
    found = (derived(q, claim, bodies) for q in claim.figures if q.kind in ("count", "money"))
    return [s for d in found if d for s in d.spans]


def _share(q: Quantity, claim: Reading, bodies: Sequence[Reading]) -> Derived | None:
    said, span = _words(claim, q), bounded(q, claim)
    told_so = [
        t for b in bodies for t in told(b) if t.quantity.kind == "percent" and not t.quantity.qualifier and t.words
    ]
    best = max((_score(said, t.words) for t in told_so), default=0.0)
    for t in told_so:
        if best >= _KNOWN and _score(said, t.words) == best and holds(q, claim, t.quantity.value):
            return Derived(True, t.quantity.as_written, (span,))
    scored: list[tuple[float, float, Quantity, Quantity]] = []
    for whole, part in _pairs(bodies):
        goal = (whole.told.ahead > part.told.ahead or _GOAL.search(whole.told.label)) and _GOAL.search(claim.text)
        a = 1.0 if goal else _score(said, whole.words)
        b = max(_score(said, part.words), _score(said, part.words - whole.words))
        # 总额1.89亿元，其中产业10980万元，占58%: what the claim tells itself is meant, whatever it is called.
        a, b = (2.0 if _tells(claim, q, x.told.quantity) else score for x, score in ((whole, a), (part, b)))
        if a > 0 and b > 0:
            scored.append((a + b, min(a, b), whole.told.quantity, part.told.quantity))
    top = max((s[0] for s in scored), default=0.0)
    ties = [s for s in scored if isclose(s[0], top)]
    low, _ = claim.phrase_of(q.start)
    left = _OTHERS.search(claim.text, low, q.start) is not None
    working = [_working(w, p, left=left) for _, _, w, p in ties]
    for value, words in working:
        if holds(q, claim, value):
            return Derived(True, words, (span,))
    if ties and min(s[1] for s in ties) >= _KNOWN and all(denied(q, claim, value) for value, _ in working):
        return Derived(False, working[0][1], (span,), f"{working[0][0]:.1f}%")
    return None


def _tells(claim: Reading, q: Quantity, other: Quantity) -> bool:
    low, high = claim.sentence_of(q.start)
    return any(low <= c.start < high and c != q and compare(c, other) == "same" for c in claim.figures)


def _working(w: Quantity, p: Quantity, *, left: bool) -> tuple[float, str]:
    """The share that ``p`` is of ``w``, or that is ``left`` beside it, with its words."""
    share = 100 * p.value / w.value
    words = f"{p.as_written}是{w.as_written}的{share:.1f}%"
    return (100 - share, f"{words}，其余{100 - share:.1f}%") if left else (share, words)


def _portion(q: Quantity, claim: Reading, bodies: Sequence[Reading]) -> Derived | None:
    """How much a share is: 1776万元用于绩效 of what 结余2960万元，其中60%用于绩效 tells."""
    said = _words(claim, q)
    for body in bodies:
        for whole, part in zip(body.figures[:_MOST], body.figures[1:], strict=False):
            low, high = body.phrase_of(part.start)
            apart = part.kind != "percent" or part.qualifier or whole.kind != q.kind or not related(whole.unit, q.unit)
            if apart or not _OF_WHOLE.search(body.text[whole.end : part.start]):
                continue
            words = bigrams(strip(body.text[part.end : high]))
            value = whole.value * part.value / 100
            right = abs(value - q.value) <= 0.5 * q.step + 1e-6 * value
            if _score(said, words) >= (_KNOWN if right else 2 * _KNOWN):
                return Derived(right, f"{whole.as_written}的{part.as_written}", ((q.start, q.end),))
    return None


def _sum(q: Quantity, claim: Reading, bodies: Sequence[Reading]) -> Derived | None:
    """What several come to that one sentence lists: 省、市两级基地53个 of 省级基地20个，市级基地33个; None unless it is that."""
    low, high = claim.sentence_of(q.start)
    said = bigrams(strip(claim.text[low:high]))
    for body in bodies:
        listed = [t for t in told(body)[:_MOST] if t.figure and t.figure.relation == "level" and not t.limits]
        listed = [t for t in listed if t.quantity.unit and related(t.quantity.unit, q.unit)]
        for size in (2, 3, 4):
            for i in range(len(listed) - size + 1):
                run = listed[i : i + size]
                alike = all(t.quantity.unit == run[0].quantity.unit and related(t.quantity.unit, q.unit) for t in run)
                home = body.sentence_of(run[0].quantity.start) == body.sentence_of(run[-1].quantity.start)
                if not alike or not home or not isclose(sum(t.quantity.value for t in run), q.value, rel_tol=1e-9):
                    continue
                shared = frozenset.intersection(*(bigrams(t.name) for t in run))
                meant = [len(bigrams(t.name) & said) >= _KNOWN * len(bigrams(t.name)) for t in run]
                if (shared and _score(said, shared) >= _KNOWN) or (
                    _TOGETHER.search(claim.text[low:high]) and all(meant)
                ):
                    return Derived(True, "加".join(t.quantity.as_written for t in run), ((q.start, q.end),))
    return None


def _rest(q: Quantity, claim: Reading, bodies: Sequence[Reading]) -> Derived | None:
    low, high = claim.phrase_of(q.start)
    marks = [m.span() for m in _LEFT.finditer(claim.text, max(claim.sentence_of(q.start)[0], low - _LEADS_TO), high)]
    if not marks:
        return None
    said = _words(claim, q)
    spans = ((q.start, q.end), *marks)
    scored = [
        (_score(said, p.words) + 0.5 * _score(said, w.words), w.told.quantity, p.told.quantity)
        for w, p in _pairs(bodies)
        if related(q.unit, w.told.quantity.unit) and p.told.quantity.kind == q.kind
    ]
    for score, w, p in scored:
        if score > 0 and isclose(
            w.value - p.value, q.value, rel_tol=1e-6, abs_tol=0.5 * q.step if q.qualifier == "约" else 0
        ):
            return Derived(True, f"{w.as_written}减{p.as_written}", spans)
    score, w, p = max(scored, key=lambda s: s[0], default=(0.0, q, q))
    if score >= 2 * _KNOWN and q.qualifier is None:
        left = w.value - p.value
        instead = f"{left:.0f}{q.unit}" if left == int(left) and left < _WRITTEN else None
        return Derived(False, f"{w.as_written}减{p.as_written}", spans, instead)
    return None


def _before(q: Quantity, claim: Reading, bodies: Sequence[Reading]) -> Derived | None:
    """Where a change began: 去年底2443人 of what 2486人，比去年底多43人 tells."""
    low, _ = claim.sentence_of(q.start)
    then = THEN.search(claim.text, low, q.start)
    if then is None:
        return None
    said = _words(claim, q)
    for body in bodies:
        found = told(body)
        for level, change in zip(found, found[1:], strict=False):
            a, b = level.quantity, change.quantity
            if not (related(a.unit, b.unit) and related(q.unit, a.unit)) or a.kind != b.kind or a.end > b.start:
                continue
            start = max(body.sentence_of(b.start)[0], a.end)
            more, less = _MORE.search(body.text, start, b.start), _LESS.search(body.text, start, b.start)
            if not (more or less) or not THEN.search(body.text, start, b.start) or _score(said, level.words) < _KNOWN:
                continue
            value = a.value - b.value if more else a.value + b.value
            right = abs(value - q.value) <= 0.5 * q.step + 1e-6 * value
            return Derived(
                right, f"{a.as_written}{'减' if more else '加'}{b.as_written}", ((q.start, q.end), then.span())
            )
    return None


def _level(q: Quantity, claim: Reading, bodies: Sequence[Reading]) -> Derived | None:
    """What another is: 全县平均56.5% of what 上线率87.5%，高出全县平均31个百分点 tells."""
    said = _words(claim, q)
    for body in bodies:
        for a, b in zip(body.figures[:_MOST], body.figures[1:], strict=False):
            gap = _THAN.search(body.text[a.end : b.start])
            if a.kind != "percent" or b.kind != "points" or gap is None:
                continue
            other = bigrams(_LEVELLED.sub("", strip(gap["other"] or gap["other2"])))
            if not other or _score(said, other) < _KNOWN or _score(said, _named(body, a)) < _KNOWN:
                continue
            up = gap["up"] or gap["up2"]
            value = a.value - b.value if up else a.value + b.value
            right = holds(q, claim, value)
            working = f"{a.as_written}{'减' if up else '加'}{b.as_written}"
            return Derived(right, working, ((q.start, q.end),), None if right else f"{value:g}%")
    return None


def _named(body: Reading, a: Quantity) -> frozenset[str]:
    return next((bigrams(t.name) for t in told(body) if t.quantity == a and t.name), frozenset[str]())


def _pairs(bodies: Sequence[Reading]) -> Iterator[tuple[_Placed, _Placed]]:
    """A whole and a part of it: two figures of like units, in one sentence or two that follow each other."""
    for body in bodies:
        times = {c.quantity.start: c.when.as_written for row in rows(body) for c in row.cells if c.when}
        placed = [_placed(t, body) for t in told(body)[:_MOST] if t.quantity.kind in ("count", "money")]
        for whole in (p for p in placed if not p.told.limits or _counts(p.told.quantity)):
            for part in (p for p in placed if not p.told.limits):
                a, b = whole.told.quantity, part.told.quantity
                near = abs(whole.sentence - part.sentence) <= 1 and times.get(a.start) == times.get(b.start)
                if (
                    near
                    and a.value > b.value > 0
                    and a.kind == b.kind
                    and related(a.unit, b.unit)
                    and not a.high
                    and not b.high
                ):
                    yield whole, part


def _counts(q: Quantity) -> bool:
    """Whether a figure that tells what is spoken of counts it (十件实事办成9件) rather than bounds it (10人以上的)."""
    return q.kind == "count" and q.qualifier is None


def _placed(t: Told, body: Reading) -> _Placed:
    q = t.quantity
    number = next((i for i, s in enumerate(body.sentences) if s[0] <= q.start < s[1]), 0)
    low, high = body.phrase_of(q.start)
    return _Placed(
        t, number, t.words | bigrams(strip(body.text[low : q.start])) | bigrams(strip(body.text[q.end : high]))
    )


def _score(said: frozenset[str], words: frozenset[str]) -> float:
    return len(said & words) / len(words) if words else 0.0


def _words(claim: Reading, q: Quantity) -> frozenset[str]:
    low, high = claim.sentence_of(q.start)
    return bigrams(strip(claim.text[low : q.start])) | bigrams(strip(claim.text[q.end : high]))
