"""Of several in turn (第一期, 第二期) each has its own time, place and figures, and the claim may not take another's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.domain import Span
from rag.text.quantity import compare
from rag.verify.checks.periods import same_parts, same_period
from rag.verify.checks.venues import told_at
from rag.verify.context import CheckName, Finding, Source
from rag.verify.reading import Reading, bigrams, strip

_JOINED = frozenset("、和与及")
_COMMON = 0.3
"""Share of the claim's words that the stretch of its own turn, or of the sentence around it, must have."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """What is told of the ``number``-th ``unit`` (期): a stretch of the text; ``home`` is its sentence."""

    number: float
    unit: str
    span: Span
    home: Span


def turns(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each time, place or figure that ``claim`` tells of one turn and the source only of another."""
    out: list[Finding] = []
    for mine in _turns(claim):
        for source in sources:
            body = source.body
            theirs = [t for t in _turns(body) if t.unit == mine.unit]
            own = [t for t in theirs if t.number == mine.number and _akin(claim, mine, body, t)]
            rest = [t for t in theirs if t.number != mine.number]
            if own and rest:
                out += _taken(claim, mine, body, own, rest)
    return out


def _turns(reading: Reading) -> Iterator[_Turn]:
    keys = [q for q in reading.figures if q.kind == "ordinal" and q.unit]
    for i, q in enumerate(keys):
        low, high = reading.sentence_of(q.start)
        before = [r.end for r in keys[:i] if r.unit == q.unit and r.start >= low]
        after = [r.start for r in keys[i + 1 :] if r.unit == q.unit and r.start < high]
        if after and set(reading.text[q.end : after[0]]) <= _JOINED:
            return  # 第一期、第二期均在…: what follows is told of both
        yield _Turn(q.value, q.unit, (q.start if before else low, after[0] if after else high), (low, high))


def _akin(claim: Reading, mine: _Turn, body: Reading, theirs: _Turn) -> bool:
    said = bigrams(strip(claim.text[slice(*mine.home)]))
    return len(said & bigrams(strip(body.text[slice(*theirs.home)]))) >= _COMMON * len(said)


def _taken(
    claim: Reading, mine: _Turn, body: Reading, own: Sequence[_Turn], rest: Sequence[_Turn]
) -> Iterator[Finding]:
    """What the claim tells of its turn and the source of the others alone, which has something else there."""

    def inside(at: int, turns: Sequence[_Turn]) -> bool:
        return any(t.span[0] <= at < t.span[1] for t in turns)

    details: list[tuple[CheckName, Span, str, list[tuple[int, str, bool]]]] = []
    for p in claim.periods:
        held = [(r.start, r.as_written, same_period(p, r) or same_parts(p.parts, r.parts)) for r in body.periods]
        details.append(("时间", (p.start, p.end), p.as_written, held))
    for q in claim.figures:
        if q.kind != "ordinal" and q.unit:
            same_kind = [r for r in body.figures if r.kind == q.kind and r.unit == q.unit]
            held = [(r.start, r.as_written, compare(q, r) == "same") for r in same_kind]
            details.append(("数字", (q.start, q.end), q.as_written, held))
    for v in told_at(claim):
        words = bigrams(strip(v.where))
        held = [(w.span[0], w.where, bool(words & bigrams(strip(w.where)))) for w in told_at(body)]
        details.append(("地点", v.span, v.where, held))
    for check, span, written, held in details:
        if not mine.span[0] <= span[0] < mine.span[1]:
            continue
        here = [(w, same) for at, w, same in held if inside(at, own)]
        there = any(same for at, _, same in held if inside(at, rest) and not inside(at, own))
        if there and here and not any(same for _, same in here):
            reason = f"{written}在引文中不是第{mine.number:.0f}{mine.unit}的：引文为{here[0][0]}"
            yield Finding(check, reason, "contradicted", (span,), here[0][0])
