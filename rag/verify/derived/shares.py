"""Shares: the part that one figure is of another, or how much a share of a whole comes to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from math import isclose

from rag.text.quantity import Quantity, compare
from rag.text.units import related
from rag.verify.bounds import bounded, denied, holds
from rag.verify.derived.results import Derived
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.rows import rows
from rag.verify.told import Told, told

_OTHERS = re.compile(r"其余|剩下|余下|剩余|其他")
_OF_WHOLE = re.compile(r"^[，,](?:其中|当中)?(?:的|(?P<what>[^，。；：\d]{2,14})的?占)?约?$|^的$")
_GROWTH = re.compile(r"(?<!新)增|[降升涨减跌]|提高|回落|扩大|缩小|[高低多少快慢]出?|(?<!占)比(?![例重])")
_PART_OF = re.compile(r"(?:占|达到?|相当于)[^，。；\d]{0,8}$")
_RATE = re.compile("(?P<not>[不未])?(?P<of>[一-鿿]{2})率")
_SHARE = re.compile("占比|比重|比例|所占|·")
_GOAL = re.compile("目标|任务|计划")
_AMONG = re.compile("其中|当中|含")
_KNOWN = 0.5
"""Share of the words that a figure is said of which a claim must say to mean it."""
_MOST = 40
"""Figures of a source that are set against each other."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A figure of source ``body`` with its sentence's number, the words it is said of, and the time of its cell in a table."""

    told: Told
    body: int
    sentence: int
    words: frozenset[str]
    cell: str | None


def about(q: Quantity, claim: Reading, other: Quantity, body: Reading) -> bool:
    """Whether the source says its share of something that the claim speaks of: 农户筹一半 tells nothing of 覆盖一半的果园."""
    low, high = body.sentence_of(other.start)
    low, high = max(low, body.phrase_of(other.start)[0]), min(high, body.phrase_of(other.start)[1])
    named = frozenset[str]().union(*(bigrams(claim.text[m.start : m.end]) for m in claim.places))
    return bool((_words(claim, q) - named) & bigrams(strip(body.text[low:high])))


def share(q: Quantity, claim: Reading, bodies: Sequence[Reading], years: Set[str]) -> Derived | None:
    """Whether the claim's share is that of a part in its whole; None where it tells growth, or the sources tell neither.

    Of cells of a table only those of ``years`` count, where there are any.
    """
    low, _ = claim.phrase_of(q.start)
    if q.unit in ("倍", "番") or _GROWTH.search(claim.text, low, q.start):
        return None
    said, span = _words(claim, q), bounded(q, claim)
    told_so = [
        (i, t)
        for i, b in enumerate(bodies)
        for t in told(b)
        if t.quantity.kind == "percent" and not t.quantity.qualifier and t.words
    ]
    named_so = [_score(said, _bare(t)) for _, t in told_so]
    best = max(named_so, default=0.0)
    for (i, t), score in zip(told_so, named_so, strict=True):
        if best >= _KNOWN and score == best and holds(q, claim, t.quantity.value):
            return Derived(True, t.quantity.as_written, (span,), uses=(i,))
    rate = _RATE.search(claim.text[low : q.start])
    own = bigrams(strip(claim.text[low : span[0]])) | bigrams(strip(claim.text[q.end : claim.phrase_of(q.start)[1]]))
    pairs = [p for p in _pairs(bodies) if not any(_of_later_row(x, q, claim, bodies) for x in p)]
    places = {m.place.path for m in claim.places}
    named = max((len(own & part.words) for _, part in pairs), default=0) > 1
    scored: list[tuple[float, float, _Placed, _Placed]] = []
    for whole, part in pairs:
        if rate and rate["of"] not in part.words:
            continue  # 城镇化率 is none of 新增城镇就业.
        if named and not own & part.words:
            continue  # 车间12个，工人580人，其中四成是妇女: what the share itself is said of is the part.
        if not (_of_place(whole, places) and _of_place(part, places)):
            continue
        if years and whole.cell and not any(y in whole.cell for y in years):
            continue
        goal = (whole.told.ahead > part.told.ahead or _GOAL.search(whole.told.label)) and _GOAL.search(claim.text)
        a = 1.0 if goal else _score(said, whole.words)
        b = max(_score(said, part.words), _score(said, part.words - whole.words))
        # 总额1.89亿元，其中产业10980万元，占58%: what the claim tells itself is meant, whatever it is called.
        a, b = (2.0 if _tells(claim, q, x.told.quantity) else score for x, score in ((whole, a), (part, b)))
        if a > 0 and b > 0:
            scored.append((a + b, min(a, b), whole, part))
    top = max((s[0] for s in scored), default=0.0)
    ties = [s for s in scored if isclose(s[0], top)]
    low, _ = claim.phrase_of(q.start)
    left = _OTHERS.search(claim.text, low, q.start) is not None
    working = [
        (
            *_working(w.told.quantity, p.told.quantity, left=left or _turned(claim.text[low : q.start], p)),
            (w.body, p.body),
        )
        for _, _, w, p in ties
    ]
    both = [(w.told.quantity, p.told.quantity) for _, _, w, p in ties]
    mark = _PART_OF.search(claim.text, low, span[0])
    words = (mark.span(),) if mark else ()
    for (value, how, uses), taken in zip(working, both, strict=True):
        if holds(q, claim, value):
            return Derived(True, how, (span,), words, uses=uses, taken=taken)
    if ties and min(s[1] for s in ties) >= _KNOWN and all(denied(q, claim, value) for value, _, _ in working):
        return Derived(False, working[0][1], (span,), (), f"{working[0][0]:.1f}%", working[0][2])
    return None


def _of_later_row(p: _Placed, q: Quantity, claim: Reading, bodies: Sequence[Reading]) -> bool:
    """Whether the figure stands in a row that the claim names only after ``q``: 总体支付率过六成，甲局的支付率只有两成."""
    end = claim.phrase_of(q.start)[1]
    heads = [r.head for r in rows(bodies[p.body]) if any(c.quantity == p.told.quantity for c in r.cells)]
    return any(h in claim.text[end:] and h not in claim.text[:end] for h in heads)


def _bare(t: Told) -> frozenset[str]:
    """What a share is said of, without the words that make it one: 全省 of 全省占比."""
    parts = [strip(p) for p in _SHARE.split(t.label)]
    return frozenset[str]().union(*map(bigrams, parts)) or t.words


def _of_place(p: _Placed, places: Set[str]) -> bool:
    """Whether the figure may be of one of ``places``, those that the claim names: of it, of one in it, or of one it lies in."""
    own = p.told.figure.place_path if p.told.figure else None
    return not own or not places or any(f"{a}/".startswith(f"{b}/") for x in places for a, b in ((own, x), (x, own)))


def _turned(said: str, part: _Placed) -> bool:
    """Whether the claim's rate is of what the part is not: 合格率 of what 不合格17批次 tells."""
    rate = _RATE.search(said)
    theirs = re.search(f"([不未]|没有?)?{rate['of']}", part.told.label) if rate else None
    return rate is not None and theirs is not None and bool(theirs[1]) != bool(rate["not"])


def _tells(claim: Reading, q: Quantity, other: Quantity) -> bool:
    low, high = claim.sentence_of(q.start)
    return any(low <= c.start < high and c != q and compare(c, other) == "same" for c in claim.figures)


def _working(w: Quantity, p: Quantity, *, left: bool) -> tuple[float, str]:
    """The share that ``p`` is of ``w``, or that is ``left`` beside it, with its words."""
    share = 100 * p.value / w.value
    words = f"{p.as_written}是{w.as_written}的{share:.1f}%"
    return (100 - share, f"{words}，其余{100 - share:.1f}%") if left else (share, words)


def portion(q: Quantity, claim: Reading, bodies: Sequence[Reading]) -> Derived | None:
    """How much a share is: 1776万元用于绩效 of what 结余2960万元，其中60%用于绩效 tells."""
    said = _words(claim, q)
    for i, body in enumerate(bodies):
        for whole, part in zip(body.figures[:_MOST], body.figures[1:], strict=False):
            low, high = body.phrase_of(part.start)
            apart = part.kind != "percent" or part.qualifier or whole.kind != q.kind or not related(whole.unit, q.unit)
            between = _OF_WHOLE.search(body.text[whole.end : part.start])
            if apart or between is None:
                continue
            words = bigrams(strip(between["what"] or body.text[part.end : high]))
            value = whole.value * part.value / 100
            right = abs(value - q.value) <= 0.5 * q.step + 1e-6 * value
            if _score(said, words) >= (_KNOWN if right else 2 * _KNOWN):
                return Derived(right, f"{whole.as_written}的{part.as_written}", ((q.start, q.end),), uses=(i,))
    return None


def _pairs(bodies: Sequence[Reading]) -> Iterator[tuple[_Placed, _Placed]]:
    """A whole and a part of it: two figures of like units, in one sentence, two that follow each other, or two rows of a table."""
    placed = [p for i, body in enumerate(bodies) for p in _all_placed(i, body)]
    for whole in (p for p in placed if not p.told.limits or _counts(p.told.quantity)):
        for part in (p for p in placed if not p.told.limits):
            a, b = whole.told.quantity, part.told.quantity
            near = whole.body == part.body and abs(whole.sentence - part.sentence) <= 1
            near = (near or (whole.cell is not None and part.cell is not None)) and whole.cell == part.cell
            like = a.kind == b.kind and related(a.unit, b.unit) and not a.high and not b.high
            if (
                near
                and like
                and a.value > b.value > 0
                and not (whole.body == part.body and _listed(a, b, bodies[whole.body]))
            ):
                yield whole, part


def _listed(a: Quantity, b: Quantity, body: Reading) -> bool:
    """Whether both stand in one list, neither a part of the other: 城镇就业620人、转移就业840人."""
    first, second = sorted((a, b), key=lambda q: q.start)
    between = body.text[first.end : second.start]
    return between.startswith("、") and not _AMONG.search(between)


def _all_placed(number: int, body: Reading) -> list[_Placed]:
    times = {c.quantity.start: c.when.as_written for row in rows(body) for c in row.cells if c.when}
    return [
        _placed(t, number, body, times.get(t.quantity.start))
        for t in told(body)[:_MOST]
        if t.quantity.kind in ("count", "money")
    ]


def _counts(q: Quantity) -> bool:
    """Whether a figure that tells what is spoken of counts it (十件实事办成9件) rather than bounds it (10人以上的)."""
    return q.kind == "count" and q.qualifier is None


def _placed(t: Told, source: int, body: Reading, cell: str | None) -> _Placed:
    q = t.quantity
    number = next((i for i, s in enumerate(body.sentences) if s[0] <= q.start < s[1]), 0)
    low, high = body.phrase_of(q.start)
    words = t.words | bigrams(strip(body.text[low : q.start])) | bigrams(strip(body.text[q.end : high]))
    return _Placed(t, source, number, words, cell)


def _score(said: frozenset[str], words: frozenset[str]) -> float:
    return len(said & words) / len(words) if words else 0.0


def _words(claim: Reading, q: Quantity) -> frozenset[str]:
    low, high = claim.sentence_of(q.start)
    return bigrams(strip(claim.text[low : q.start])) | bigrams(strip(claim.text[q.end : high]))
