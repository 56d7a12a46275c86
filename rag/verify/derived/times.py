"""How many times another, or what share of it: 城镇居民收入是农村居民的2.4倍, 只相当于拉水的12%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.text.units import related
from rag.verify.derived.changes import changes_of
from rag.verify.derived.operands import SURE, Operand, Said, alike
from rag.verify.derived.results import Candidate, Derived, decided
from rag.verify.derived.wording import EARLIER, Asked
from rag.verify.reading import Reading, bigrams

_OF = re.compile(
    r"(?:[只仅]?(?:相当于|等于|是|为|达到?))(?P<other>(?:19|20)\d\d年(?:同期)?|[^，。；：\d]{2,24}?)的(?:约|近|大?约|超过|不到|不足)?$"
)


def times(asked: Asked, held: Sequence[Operand], bodies: Sequence[Reading]) -> Derived | None:
    """Whether one figure is that many times another; None where the claim sets no two against each other so."""
    q, claim = asked.q, asked.claim
    if q.kind not in ("percent", "ratio"):
        return None
    mark = _OF.search(claim.text, asked.low, q.start)
    if mark is None:
        return None
    words = ((mark.start(), mark.start("other")),)
    if q.unit == "倍" and EARLIER.fullmatch(mark["other"]):
        said = asked.said(*words)
        since = ((mark.start(), mark.end("other")),)
        return decided(q, claim, said, since, _since(said, mark["other"], bodies))
    first, other = Said.of(claim.text[asked.low : mark.start()]), Said.of(mark["other"])
    scale = 1.0 if q.unit == "倍" else 100.0
    return decided(q, claim, asked.said(*words), words, _ratios(first, other, scale, held))


def _since(said: Said, then: str, bodies: Sequence[Reading]) -> Iterator[Candidate]:
    """How many times as much it is as at another time: 手术量是2019年的2.3倍."""
    for change in changes_of(bodies):
        a, b = change.before, change.after
        known = not then[:4].isdigit() or then[:4] in change.around or then[:4] in change.years
        if (
            known
            and a.kind == b.kind in ("count", "money")
            and related(a.unit, b.unit)
            and a.value
            and not (a.high or b.high)
        ):
            score = max((len(w & said.words) / len(w) for w in change.words if w), default=0.0)
            yield Candidate(b.value / a.value, f"{b.as_written} ÷ {a.as_written}", (), score, (a, b), change.uses)


def _ratios(first: Said, other: Said, scale: float, held: Sequence[Operand]) -> Iterator[Candidate]:
    levels = [o for o in held if o.told.figure and o.told.figure.relation == "level" and o.q.kind in ("count", "money")]
    for a in levels:
        for b in levels:
            if a is b or not alike(a, b) or a.body != b.body:
                continue
            mine, theirs = bigrams(a.name) - bigrams(b.name), bigrams(b.name) - bigrams(a.name)
            if not mine or not theirs:
                continue
            score = min(_told(mine, first), _told(theirs, other))
            # What both are called is said of the first, and of the second only where it is said at all.
            shared = bigrams(a.name) & bigrams(b.name)
            if theirs & first.words or mine & other.words or (shared and _told(shared, first) < SURE):
                continue
            value = scale * a.q.value / b.q.value
            yield Candidate(value, f"{a.q.as_written} ÷ {b.q.as_written}", (a, b), score)


def _told(words: frozenset[str], said: Said) -> float:
    return len(words & said.words) / len(words)
