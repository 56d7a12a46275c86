"""What is left of a whole: 还有189条没有办理 of 收集1260条，已办理1071条."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.text.quantity import Quantity
from rag.text.units import related
from rag.verify.derived.operands import MEANT, Operand, Said, named, near
from rag.verify.derived.results import Candidate, Derived, decided
from rag.verify.derived.wording import LEFT, Asked

_PART = 0.3
"""How much less a whole need be named than its part."""


def rest(asked: Asked, held: Sequence[Operand]) -> Derived | None:
    """Whether the claim's rest is that of a whole and a part of it; None where it tells none."""
    q, claim = asked.q, asked.claim
    if q.kind not in ("count", "money"):
        return None
    _, high = claim.phrase_of(q.start)
    marks = [m.span() for m in LEFT.finditer(claim.text, asked.near, high) if m.end() <= q.start or m.start() >= q.end]
    said = asked.said(*marks)
    found = [*_rests(q, said, held, undone=not marks)]
    if marks:
        return decided(q, claim, said, tuple(marks), found)
    # 已有1908人再就业 of what 2314人，尚有406人未再就业 tells; what is done may be told elsewhere.
    done = decided(q, claim, said, ((q.start, high),), found)
    return done if done is not None and done.right else None


def _rests(q: Quantity, said: Said, held: Sequence[Operand], *, undone: bool) -> Iterator[Candidate]:
    amounts = [o for o in held if o.q.kind == q.kind and related(o.q.unit, q.unit) and not any(o.told.rate[:2])]
    for whole in amounts:
        for part in amounts:
            a, b = whole.q, part.q
            if a.value <= b.value or not near(whole, part) or not related(a.unit, b.unit) or _times_apart(whole, part):
                continue
            if part.undone != undone or (part.told.figure and part.told.figure.relation in ("change", "base")):
                continue
            of_whole, of_part = named(whole, said), named(part, said)
            if part.done and of_whole >= MEANT:
                # 问题尚余348个: what of them is done goes without saying.
                of_part = max(of_part, MEANT)
            if part.whole and whole.name and whole.name in part.whole:
                of_whole = max(of_whole, of_part)
            score = min(of_part, of_whole + _PART)
            value = a.value - b.value
            yield Candidate(value, f"{a.as_written} − {b.as_written}", (whole, part), score)


def _times_apart(a: Operand, b: Operand) -> bool:
    return bool(a.year and b.year and a.year != b.year) or bool(a.place and b.place and a.place != b.place)
