"""What a claim is held against, and whether two things stand in the same surroundings.

A figure, a date, a place or a direction that a claim shares with its source proves nothing if the source
says it of something else. So each is compared with its surroundings: of two candidates in the source, the
one in whose surroundings the claim's words are found is the one the claim speaks of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from rag.domain import Place, Span
from rag.verify.reading import Reading

CheckName = Literal[
    "标记", "引语", "数字", "时间", "地点", "人名", "职务", "机构", "名称", "方向", "比较", "范围", "否定", "语气"
]
Severity = Literal["contradicted", "unsupported"]
Surroundings = Mapping[str, float]
Reach = Literal["clause", "phrase", "sentence"]
_NEXT = 0.6


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check: ``reason`` for people, ``severity`` None when the check passed.

    ``spans`` are the parts of the claim that the finding is about, ``instead`` what the source has in their place.
    ``worked`` are those that say how a figure is worked out (平均每家, 此前, 比上年多): no source need say them.
    """

    check: CheckName
    reason: str
    severity: Severity | None = None
    spans: tuple[Span, ...] = ()
    instead: str | None = None
    worked: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The words a claim may rest on (``body``) and what is known about them.

    ``known`` reads what stands around the words and may lend a name, a date or a place, but no content:
    the title, the byline, and the part of the passage before a quote. ``place`` is what 全市 speaks of, ``paths``
    are all units that the passage is known to speak of. Words and figures of a claim that stand in the
    ``heading``, the title and byline alone, need not stand in the body.
    """

    body: Reading
    known: Reading
    heading: Reading
    place: Place | None
    date: str | None
    paths: frozenset[str] = frozenset()

    @property
    def readings(self) -> tuple[Reading, Reading]:
        """The words, and what stands around them."""
        return (self.body, self.known)


def surroundings(
    reading: Reading, span: Span, left: int, right: int, *, stops: Iterable[Span] = (), reach: Reach = "clause"
) -> dict[str, float]:
    """Bigrams around ``span`` in its sentence, weighing less with distance.

    To the right they end with the ``reach``: at the next sign, at the next comma (襄阳、宜昌 share what is said
    of them), or with the sentence (a date stands before a comma and still dates what follows). ``stops`` are
    things of the same sort, which have surroundings of their own: they end the window, unless they stand next
    to ``span`` (20418户76350人; 2017年、2019年).
    """
    low, high = reading.sentence_of(span[0])
    low = max(low, span[0] - left)
    last = max(span[0], span[1] - 1)
    if reach != "sentence":
        bound = reading.phrase_of(last) if reach == "phrase" else reading.clause_of(last)
        high = min(high, max(bound[1], span[1]))
    high = min(high, span[1] + right)
    for start, end in stops:
        if end + 1 < span[0]:
            low = max(low, end)
        elif start > span[1] or (start == span[1] and reach == "clause"):
            if reach != "clause" and start == span[1] + 1:
                continue
            high = min(high, start)
            break
    out: dict[str, float] = {}
    before = [c for c in reading.text[low : span[0]] if c.isalnum()]
    after = [c for c in reading.text[span[1] : high] if c.isalnum()]
    # The nearest character counts alone as well: in 12金8银 nothing else tells the figures apart.
    if before:
        out["<" + before[-1]] = _NEXT
    if after:
        out[after[0] + ">"] = _NEXT
    # What stands before the comma is more likely about something else.
    phrase = sum(c.isalnum() for c in reading.text[max(low, min(reading.phrase_of(span[0])[0], span[0])) : span[0]])
    for i in range(len(before) - 1):
        distance = len(before) - 2 - i
        _put(out, before[i] + before[i + 1], distance + (10 if distance + 2 > phrase else 0))
    for i in range(len(after) - 1):
        _put(out, after[i] + after[i + 1], i)
    return out


def _put(out: dict[str, float], bigram: str, distance: int) -> None:
    weight = 5.0 / (5.0 + distance)
    if weight > out.get(bigram, 0.0):
        out[bigram] = weight


def likeness(claim: Surroundings, source: Surroundings) -> float:
    """How much of the claim's surroundings the source has, in [0, 1]; 0 for empty ones."""
    whole = sum(claim.values())
    if not whole:
        return 0.0
    return sum(min(w, source.get(b, 0.0)) for b, w in claim.items()) / whole


T = TypeVar("T")


def nearest(
    around: Surroundings, candidates: Iterable[tuple[T, Surroundings]], same: Callable[[T], bool]
) -> tuple[float, float, T | None]:
    """Best likeness of a candidate that is the ``same``, of one that is not, and the latter; -1 for none."""
    best, other = -1.0, -1.0
    rival: T | None = None
    for item, theirs in candidates:
        score = likeness(around, theirs)
        if same(item):
            best = max(best, score)
        elif score > other:
            other, rival = score, item
    return best, other, rival
