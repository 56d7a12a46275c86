"""A claim that sets one place against another (甲县的收入比乙县多1.35亿元), reckoned from the figures of both.

No report need say it: it follows from two figures that are called what the claim measures, of its time and each of
its own place. Where one is missing, disputed or of another time, nothing is concluded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.answer.counted import same_unit
from rag.answer.reading import read as sentences_of
from rag.answer.reckon.called import Called, called, measure, one_time, with_others
from rag.answer.reckon.compute import Operand, told_apart
from rag.check.claims import Claim
from rag.check.evidence import Finder
from rag.domain import Evidence, Place, Span
from rag.figures.arithmetic import Computed, difference
from rag.retrieve.question import Query, understand
from rag.retrieve.subjects import named_places
from rag.text import dates
from rag.text.quantity import Quantity
from rag.verify.comparisons import Comparison, comparisons
from rag.verify.reading import read

EXACT = (None, "约")


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What follows from the figures of both places; of a claim that is wrong, where and what it should be instead."""

    verdict: Literal["supported", "contradicted"]
    evidence: tuple[Evidence, ...]
    reason: str
    span: Span = (0, 0)
    instead: str | None = None


def reckoned(claim: Claim, finder: Finder) -> Reckoned | None:
    """What the figures of both places say to ``claim``; None where it compares no two places, or they leave it open."""
    reading = read(claim.words)
    told = comparisons(reading)
    if len(told) != 1 or len(reading.text) != len(claim.words):
        return None
    sides = _sides(claim, told[0], reading.text)
    after = [q for q in reading.figures if q.start >= told[0].span[1] - 1]
    if sides is None or len(after) > 1:
        return None
    pair = _figures(sides, finder)
    if pair is None:
        return None
    return _held(told[0], sides, pair, after[0] if after else None)


def _sides(claim: Claim, told: Comparison, text: str) -> tuple[tuple[str, Query], tuple[str, Query]] | None:
    """The two places, each with a question for what is measured of it."""
    mine, other = (named_places(x) for x in (told.first, told.second))
    if len(mine) != 1 or len(other) != 1 or mine[0].place == other[0].place:
        return None
    what = told.first[: mine[0].start] + told.first[mine[0].end :]
    for p in reversed(dates.periods(what)):
        what = what[: p.start] + what[p.end :]
    what = what.strip("的，, ")
    rest = (told.second[: other[0].start] + told.second[other[0].end :]).strip("的，, ")
    years = {p.since[:4] for p in dates.periods(text) if p.since and not p.relative}
    year = next(iter(years), claim.year or "")
    if len(years) > 1 or len(what) < 2 or rest not in ("", what):
        return None

    def asked(place: Place, name: str) -> tuple[str, Query]:
        return name, understand(f"{f'{year}年' if year else ''}{place.name}{what}是多少？")

    return (
        asked(mine[0].place, told.first[mine[0].start : mine[0].end]),
        asked(other[0].place, told.second[other[0].start : other[0].end]),
    )


def _figures(sides: tuple[tuple[str, Query], tuple[str, Query]], finder: Finder) -> tuple[Called, Called] | None:
    held = []
    for name, query in sides:
        wanted = measure(query)
        passages = finder.passages(query.question, name)
        sentences = [s for rank, p in enumerate(passages) for s in sentences_of(p, rank)]
        found = called(wanted, query, sentences) if wanted else []
        held.append([c for c in found if c.figure.qualifier in EXACT])
    if not all(held):
        return None
    first, second = (with_others(c, side) for c, side in zip(one_time(held), held, strict=True))
    named = [(n, Operand(c.figure, c.sentence.evidence())) for (n, _), c in zip(sides, (first, second), strict=True)]
    if first.others or second.others or told_apart(sides[0][1], named):
        return None
    # Without a year in the claim only figures that leave no other year open can be meant.
    if not sides[0][1].periods and any(len({c.figure.when for c in side}) > 1 for side in held):
        return None
    return first, second


def _held(
    told: Comparison,
    sides: tuple[tuple[str, Query], tuple[str, Query]],
    pair: tuple[Called, Called],
    much: Quantity | None,
) -> Reckoned | None:
    a, b = (c.figure for c in pair)
    gap = difference(*sorted((a, b), key=lambda f: f.value))
    if gap is None or "down" in (a.direction, b.direction):
        return None
    evidence = tuple(c.sentence.evidence() for c in pair)
    (mine, _), (other, _) = sides
    reason = f"据原文计算：{mine}{a.as_written}，{other}{b.as_written}，相差{gap.as_written}（{gap.working}）"
    if (a.value > b.value) - (a.value < b.value) != told.pole:
        instead = "相同" if a.value == b.value else f"{mine}{'高于' if a.value > b.value else '低于'}{other}"
        return Reckoned("contradicted", evidence, reason, told.span, instead)
    if much is not None and not _same(much, gap):
        return Reckoned("contradicted", evidence, reason, (much.start, much.end), gap.as_written)
    return Reckoned("supported", evidence, reason)


def _same(much: Quantity, gap: Computed) -> bool:
    """Whether the claim gives the difference, at its own precision."""
    if much.high is not None or not same_unit(much.unit, gap.unit):
        return False
    return abs(much.value - abs(gap.value)) <= 0.5 * much.step + 1e-9 * abs(gap.value)
