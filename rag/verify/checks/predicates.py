"""What is said of a figure in its own stretch of the sentence: 1873人取得证书 is not 1873人就业, which the source says of 1690."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from rag.text.quantity import Quantity, compare
from rag.verify.context import Finding, Source
from rag.verify.coverage import same_words
from rag.verify.reading import Reading, bigrams, strip

_LEAST, _MOST = 4, 0.6
"""Bigrams that tell the other figure which the claim must say, and their share of all that tell it."""
_NEW = re.compile("新[增建开办设创]|净增")
_OF_THEM = re.compile("，其中[^，。；\\d]{0,6}?(?:新[增建开办设创]|净增)[^，。；\\d]{0,6}")
_RATE = re.compile("[一-鿿]{2}率(?!先|领)")
_BOUND = re.compile(
    r"(?:最[高多低少](?:可|能|不超过|补|奖|支持|给予|为|达)*|上限为?|封顶|至[多少]|[可能](?:同时)?(?:容纳|接待|安置|停放|灌溉|储存|吞吐|生产|处理)[一-鿿]{0,6})$"
)
_LOOSELY = re.compile(
    "最|上限|封顶|至[多少]|不[超少低]|以[内上下]|[可能]|容纳|规模|设计|接待|处理|生产|灌溉|储|不等|之间|[元户人年%][到至]"
)
_NEAR = 14
_FIGURES = 40
"""Figures of a claim, or of a source, that are looked at."""


def predicates(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each figure of ``claim`` of which it says what the source says of another in the same sentence."""
    out: list[Finding] = []
    for q in claim.figures[:_FIGURES]:
        if q.kind not in ("count", "money") or not q.unit:
            continue
        own = [(s.body, r) for s in sources for r in s.body.figures[:_FIGURES] if compare(q, r) == "same"]
        rivals = [_newer(q, claim, body, r) or _rival(q, body, r, claim) for body, r in own]
        if own and all(rivals):
            theirs = rivals[0]
            assert theirs is not None
            reason = f"{q.as_written}在引文中说的是别的事，此处引文为{theirs.as_written}"
            out.append(Finding("数字", reason, "contradicted", ((q.start, q.end),), theirs.as_written))
    return out + _exchanged(claim, sources) + _rates(claim, sources) + _bounded(claim, sources)


def _bounded(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each figure that the sources give as the most, the least or what there is room for, and ``claim`` as it is."""
    out: list[Finding] = []
    for q in claim.figures[:_FIGURES]:
        if q.qualifier or (q.kind == "count" and not q.unit):
            continue
        low, high = claim.phrase_of(q.start)
        held = [(s.body, r) for s in sources for r in s.body.figures[:_FIGURES] if compare(q, r) == "same"]
        marks = [_BOUND.search(b.text, b.phrase_of(r.start)[0], r.start) for b, r in held]
        if held and all(marks) and marks[0] and not _LOOSELY.search(claim.text, low, min(high, q.end + 6)):
            reason = f"{q.as_written}在引文中是“{marks[0].group()}”的"
            out.append(Finding("范围", reason, "unsupported", ((q.start, q.end),), marks[0].group()))
    return out


def _exchanged(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding where two figures of ``claim`` have each other's unit: 三名、八个班 of what 八名、三个班 tells."""
    held = [r for s in sources for r in s.body.figures[:_FIGURES]]
    units = [{r.unit for r in held if compare(q, r) == "same"} for q in claim.figures[:_FIGURES]]
    for (a, mine), (b, theirs) in combinations(zip(claim.figures, units, strict=False), 2):
        if a.unit != b.unit and mine == {b.unit} and theirs == {a.unit}:
            reason = f"{a.as_written}和{b.as_written}与引文对调"
            return [Finding("数字", reason, "contradicted", ((a.start, a.end), (b.start, b.end)))]
    return []


def _rates(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each rate of ``claim`` whose figure the sources give for a rate of another name alone: 返贫率 of what 烂果率2% tells."""
    out: list[Finding] = []
    for q in claim.figures[:_FIGURES]:
        name = _rate(claim, q) if q.kind in ("percent", "ratio") else None
        if name is None or any(name.group() in s.body.text or name.group() in s.heading.text for s in sources):
            continue
        theirs = [_rate(s.body, r) for s in sources for r in s.body.figures if compare(q, r) == "same"]
        if any(t and same_words(t.group()) == same_words(name.group()) for t in theirs):
            continue
        if theirs and all(theirs) and theirs[0]:
            reason = f"{q.as_written}在引文中是{theirs[0].group()}，不是{name.group()}"
            out.append(Finding("数字", reason, "contradicted", (name.span(),), theirs[0].group()))
    return out


def _rate(reading: Reading, q: Quantity) -> re.Match[str] | None:
    """The rate whose name stands before ``q`` between the same commas."""
    low, _ = reading.phrase_of(q.start)
    return next(reversed(list(_RATE.finditer(reading.text, low, q.start))), None)


def _newer(q: Quantity, claim: Reading, body: Reading, r: Quantity) -> Quantity | None:
    """What the source tells as new where the claim calls all of them so: 新增车间83家 of what 83家，其中新建14家 tells."""
    if not _NEW.search(claim.text, max(claim.phrase_of(q.start)[0], q.start - _NEAR), q.start):
        return None
    low, high = body.sentence_of(r.start)
    if _NEW.search(body.text, max(low, body.phrase_of(r.start)[0]), r.start):
        return None
    for other in body.figures[:_FIGURES]:
        among = r.end <= other.start < high and other.unit == r.unit and other.value < r.value
        if among and _OF_THEM.fullmatch(body.text[r.end : other.start]):
            return other
    return None


def _rival(q: Quantity, body: Reading, r: Quantity, claim: Reading) -> Quantity | None:
    low, high = body.sentence_of(r.start)
    for far in (False, True):
        said, mine = _around(claim, q, far=far), _around(body, r, far=far)
        for other in body.figures[:_FIGURES]:
            if not low <= other.start < high or other.unit != r.unit or compare(other, r) == "same":
                continue
            theirs = _around(body, other, far=far)
            telling = theirs - mine
            shared = said & telling
            plain = len(shared) >= _LEAST and len(shared) >= _MOST * len(telling) and not said & (mine - theirs)
            if plain and not any(compare(c, other) == "same" for c in claim.figures):
                return other
    return None


def _around(reading: Reading, q: Quantity, *, far: bool) -> frozenset[str]:
    """The words of its stretch between commas; ``far`` with the one before where that has no figure: 单种稻谷，一亩收入1800元."""
    low, high = reading.phrase_of(q.start)
    words = bigrams(strip(reading.text[low : q.start])) | bigrams(strip(reading.text[q.end : high]))
    first = reading.sentence_of(q.start)[0]
    if far and low > first and reading.text[low - 1] in "，,":
        before = reading.phrase_of(low - 2)[0]
        if not any(before <= r.start < low for r in reading.figures):
            words |= bigrams(strip(reading.text[before:low]))
    return words
