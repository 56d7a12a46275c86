"""Order: of two things that the claim compares the one is more that is more by the source's own figures or words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isclose

from rag.domain import Span
from rag.text import dates, places
from rag.text.dates import Period
from rag.text.quantity import Quantity
from rag.text.units import related
from rag.verify.checks.periods import same_period
from rag.verify.checks.timing import clash, when
from rag.verify.comparisons import THEN, Comparison, comparisons
from rag.verify.context import Finding, Severity, Source
from rag.verify.derived.changes import growths
from rag.verify.reading import Reading, bigrams, shortens, strip
from rag.verify.rows import rows
from rag.verify.told import Told, told

SHARE = 0.75
"""Share of the words that tell one side from the other which a figure must be said of."""
_ABOUT = 0.6
"""Share of what a claim compares that the sentence of the figures must speak of."""
MEASURES = re.compile(r"种植面积|面积|数量|总数|人数|户数|个数|头数|规模|其中|[的了数量是比为中里]")
"""What the unit of a figure says already."""
_MOVED = re.compile(
    r"(?:同比|环比|[比较][^，。；]{0,8}?年(?:同期)?)[^，。；\d]{0,6}?"
    r"(?:(?P<up>增长|增加|上升|提高|提升|增|升|涨|多|高)|(?P<down>下降|减少|降低|下滑|回落|减|降|跌|少|低))"
)
_TOLD_AS = {1: "比{}多", -1: "比{}少", 0: "与{}持平"}
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_YEAR_BEFORE = re.compile("上一?年|前一年")
"""The year before the one that is named: 2023年…比上年."""
_GROWTH = re.compile("[增涨降跌减][幅速]|增长率|变化率")
"""What makes it a comparison of changes, not of what changed."""
MOST = 60
"""Figures of a source that are set against each other at most."""


def orders(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each comparison that ``claim`` makes.

    Where the source says it in the same words, the other checks do; else its figures are compared. What neither
    its words nor its figures tell is not carried.
    """
    bodies = [s.body for s in sources]
    out: list[Finding] = []
    for c in comparisons(claim):
        found = None if _worded(c, bodies) else _compared(c, claim, sources)
        out += [found] if found else []
    return out


def _worded(c: Comparison, bodies: Sequence[Reading]) -> bool:
    """Whether a source itself sets these two against each other: then its words decide."""
    first, second = strip(c.first), strip(c.second)
    for body in bodies:
        if any(c.written + second[:2] in b or f"比{second}" in b or f"较{second}" in b for b in (body.bare,)):
            for theirs in comparisons(body):
                if theirs.pole == c.pole and _akin(strip(theirs.second), second):
                    return bool(bigrams(first) & bigrams(strip(theirs.first))) or not first
    return False


def _akin(a: str, b: str) -> bool:
    return a in b or b in a


def _compared(c: Comparison, claim: Reading, sources: Sequence[Source]) -> Finding | None:
    span = (c.span,)
    bodies = [s.body for s in sources]
    if (year := _YEAR.search(c.first)) and _YEAR_BEFORE.fullmatch(c.second):
        c = replace(c, second=f"{int(year.group()) - 1}年")
    lent = frozenset[str]().union(*(s.heading.bigrams for s in sources))
    if THEN.search(c.second) and not any(ch.isdigit() for ch in claim.text[c.span[1] : c.span[1] + 1]):
        pole = _movement(_side(c.first, claim, c.second).words, bodies)
        if pole is not None and pole != c.pole:
            return Finding(
                "比较",
                f"与引文方向相反：引文说的是{_TOLD_AS[pole].format(strip(c.second))}",
                "contradicted",
                span,
            )
        if pole is not None:
            return Finding("比较", f"“{claim.text[c.span[0] : c.span[1]]}”与引文一致", None, (_tail(c, claim),))
    elif THEN.search(c.second):
        return None
    if _GROWTH.search(c.first + c.second) and (grown := _grown(c, bodies)):
        severity: Severity | None = None if grown[0] == c.pole else "contradicted"
        return Finding("比较", grown[1], severity, span)
    if cells := _in_row(c, claim, bodies):
        now, then = cells
        so = (now.value > then.value) - (now.value < then.value) == c.pole
        reason = f"按引文，{strip(c.first)}{now.as_written}，{strip(c.second)}{then.as_written}"
        return Finding("比较", reason, None if so else "contradicted", (_tail(c, claim) if so else c.span,))
    pairs = [
        (a, b)
        for a, b in _pairs(c, claim, bodies)
        if covered(c.first, a, claim, lent) and covered(c.second, b, claim, lent)
    ]
    poles = {(value(a) > value(b)) - (value(a) < value(b)) for a, b in pairs}
    if len(poles) != 1:
        return Finding("比较", f"引文没有比较“{strip(c.first)[-8:]}”和“{strip(c.second)[:8]}”", "unsupported", span)
    a, b = pairs[0]
    figures = f"按引文，{shown(a)}{a.quantity.as_written}，{shown(b)}{b.quantity.as_written}"
    by = next((q for q in claim.figures if q.start == c.span[1]), None)
    if poles == {c.pole} and by is not None:
        return _difference(by, a, b, figures, _tail(c, claim))
    if poles != {c.pole}:
        return Finding("比较", figures, "contradicted", span)
    return Finding("比较", figures, None, (_tail(c, claim),))


def _grown(c: Comparison, bodies: Sequence[Reading]) -> tuple[int, str] | None:
    """Which of both grew by more, and how that is reckoned; None where two figures of each are not told."""
    held = growths(bodies)
    sides = [bigrams(strip(x)) for x in (c.first, c.second)]
    scored = [sorted(((len(s & w) / len(w), g, t) for w, g, t in held if w), reverse=True) for s in sides]
    if not all(s and s[0][0] >= SHARE and (len(s) < 2 or s[1][0] < s[0][0]) for s in scored):
        return None
    (_, a, told_a), (_, b, told_b) = scored[0][0], scored[1][0]
    if a == b or told_a == told_b:
        return None
    return (1 if a > b else -1), f"按引文，{told_a}，增长{a:.1f}%；{told_b}，增长{b:.1f}%"


def _difference(by: Quantity, a: Told, b: Told, figures: str, tail: Span) -> Finding | None:
    """Whether the claim's difference is that of the two figures; a share (高出两成) is left to the other checks."""
    spans = (tail, (by.start, by.end))
    if not related(by.unit, a.quantity.unit):
        return Finding("比较", figures, None, (tail,))
    right = isclose(by.value, abs(value(a) - value(b)), rel_tol=1e-6)
    return Finding("比较", figures, None if right else "contradicted", spans)


def _tail(c: Comparison, claim: Reading) -> tuple[int, int]:
    """The words of the comparison without what is measured."""
    at = claim.text.find(c.second, c.span[0] + len(c.first))
    return (min(at, c.span[1]) if at >= 0 else c.span[0], c.span[1])


def _movement(first: frozenset[str], bodies: Sequence[Reading]) -> int | None:
    """Whether the sources say that ``first``, compared with the year before, became more (1) or less (-1) or stayed (0)."""
    best: dict[int, float] = {}
    for body in bodies:
        end = 0
        for match in _MOVED.finditer(body.text):
            low, end = max(end, body.sentence_of(match.start())[0]), match.end()
            shared = len(first & bigrams(strip(body.text[low : match.end()])))
            pole = 1 if match["up"] else -1
            best[pole] = max(best.get(pole, 0), shared)
        for theirs in comparisons(body):
            if THEN.search(theirs.second):
                best[theirs.pole] = max(best.get(theirs.pole, 0), len(first & bigrams(strip(theirs.first))))
    if not best or not max(best.values()):
        return None
    return max(best, key=lambda p: best[p]) if len(set(best.values())) == len(best) else None


def _pairs(c: Comparison, claim: Reading, bodies: Sequence[Reading]) -> Iterable[tuple[Told, Told]]:
    """The figures of both sides, those first that are said of most of what both share."""
    low, _ = claim.sentence_of(c.span[0])
    topic = bigrams(strip(claim.text[low : c.span[1]]))
    held = [(t, b) for b in bodies for t in told(b) if t.figure and t.quantity.kind != "ordinal"][:MOST]
    if _GROWTH.search(c.first + c.second):
        held = [(t, b) for t, b in held if t.figure and t.figure.relation == "change"]
    first, second = _side(c.first, claim, c.second), _side(c.second, claim, c.first)
    found = [
        (a, b)
        for a, here in held
        for b, there in held
        if b is not a and _comparable(a, b)
        if (_is(a, b, first) and _is(b, a, second)) or (a.name == b.name and _timed(a, here, first, b, there, second))
    ]
    best = max((_about(p, topic) for p in found), default=0)
    return [p for p in found if _about(p, topic) == best]


@dataclass(frozen=True, slots=True)
class _Side:
    """The path of the place that tells a side from the other, if one does, its time, and its words without times."""

    path: str | None
    time: Period | None
    text: str
    words: frozenset[str]


def _side(side: str, claim: Reading, other: str) -> _Side:
    within = places.of_path(claim.path) if claim.path else None
    mentions = [m.place.path for m in places.find(side, within=within)]
    theirs = [m.place.path for m in places.find(other, within=within)]
    own = [p for p in mentions if p != claim.path and p not in theirs]
    times = dates.periods(side, claim.date)
    aside = [(p.start, p.end) for p in times]
    aside += [(m.start, m.end) for m in places.find(side, within=within) if m.place.path == claim.path]
    for start, end in sorted(aside, reverse=True):
        side = side[:start] + "，" + side[end:]
    words = frozenset[str]().union(*(bigrams(strip(part)) for part in side.split("，")))
    return _Side(own[-1] if own and theirs else None, times[-1] if times else None, strip(side), words)


def _timed(a: Told, here: Reading, first: _Side, b: Told, there: Reading, second: _Side) -> bool:
    """Whether two times of one thing are compared, and ``a`` is of the first and ``b`` of the second."""
    if first.time is None or second.time is None or not clash(first.time, second.time):
        return False
    one, other = when(here, a.quantity.start), when(there, b.quantity.start)
    return one is not None and other is not None and same_period(first.time, one) and same_period(second.time, other)


def _in_row(c: Comparison, claim: Reading, bodies: Sequence[Reading]) -> tuple[Quantity, Quantity] | None:
    """The cells of one row for the two times that ``claim`` compares; None where no row that it names has them."""
    times = [_side(c.first, claim, c.second).time, _side(c.second, claim, c.first).time]
    for row in (row for body in bodies for row in rows(body) if row.named_in(claim.text)):
        for key in dict.fromkeys(cell.key for cell in row.cells if cell.when and cell.key in claim.text):
            cells = [cell for cell in row.cells if cell.key == key and cell.when]
            found = [next((x.quantity for x in cells if t and x.when and same_period(t, x.when)), None) for t in times]
            if found[0] and found[1] and related(found[0].unit, found[1].unit):
                return found[0], found[1]
    return None


def _is(t: Told, other: Told, side: _Side) -> bool:
    """Whether of two figures ``t`` is the one said of ``side``."""
    assert t.figure is not None and other.figure is not None
    if side.path:
        return t.figure.place_path == side.path != other.figure.place_path
    # 助餐点2个 is none of 四星级助餐点, where the sentence tells of those apart.
    apart = any(w in t.around and w not in t.words and w not in other.words for w in side.words)
    if t.name and not apart and shortens(t.name, side.text) and not (other.name and shortens(other.name, side.text)):
        return True
    # What is said of both, or stands nowhere in the sentence (的数量), tells neither.
    telling = [w for w in side.words if w in t.around and not (w in t.words and w in other.words)]
    held = [w for w in telling if w in t.words]
    return bool(held) and len(held) >= SHARE * len(telling) and not any(w in other.words for w in telling)


def _comparable(a: Told, b: Told) -> bool:
    assert a.figure is not None and b.figure is not None
    same_kind = a.quantity.kind == b.quantity.kind and a.figure.relation == b.figure.relation != "base"
    return same_kind and a.figure.unit == b.figure.unit and a.ahead == b.ahead


def _about(pair: tuple[Told, Told], topic: frozenset[str]) -> int:
    return sum(len(topic & t.words) for t in pair)


def value(t: Told) -> float:
    """The number, in the unit of the figure."""
    return t.quantity.value


def shown(t: Told) -> str:
    """What a figure is said of, for people."""
    assert t.figure is not None
    return t.figure.name or t.figure.place or ""


def covered(words: str, t: Told, claim: Reading, lent: frozenset[str]) -> bool:
    """Whether the source speaks in that sentence, or in its title, of what ``words`` measure."""
    within = places.of_path(claim.path) if claim.path else None
    aside = [(p.start, p.end) for p in dates.periods(words)]
    aside += [(m.start, m.end) for m in places.find(words, within=within)]
    for start, end in sorted(aside, reverse=True):
        words = words[:start] + "，" + words[end:]
    parts = (strip(part) for part in MEASURES.sub("，", words).split("，"))
    wanted = frozenset[str]().union(*map(bigrams, parts))
    held = sum(w in t.words or w in t.around or w in lent for w in wanted)
    return held >= _ABOUT * len(wanted)
