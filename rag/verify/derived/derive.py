"""A figure that no source gives, from two of theirs: which operation the claim says, which operands it names, what they come to."""

from __future__ import annotations

import re

from rag.text.quantity import Quantity, compare
from rag.verify.derived.changes import moved, tells_change
from rag.verify.derived.levels import began, beside, reached
from rag.verify.derived.means import mean
from rag.verify.derived.operands import operands
from rag.verify.derived.rests import rest
from rag.verify.derived.results import Derived
from rag.verify.derived.shares import about, portion, share
from rag.verify.derived.sums import together
from rag.verify.derived.times import times
from rag.verify.derived.wording import AFTER, EARLIER, LEFT, MEAN, TOGETHER, Asked
from rag.verify.reading import Reading
from rag.verify.steps import steps

_BY = re.compile(r"(?:[加长高升涨大多少降低跌短小]了|高出|净[增减]加?)(?:约|近)?$")
"""Says that a figure tells by how much, and not what something became."""


def says(q: Quantity, claim: Reading) -> bool:
    """Whether ``claim`` says of ``q`` that it is worked out: a change, a mean, a sum, a rest, a share, a time before or after."""
    if q.kind in ("percent", "ratio", "points"):
        return True
    asked = Asked.of(q, claim)
    return q.kind in ("count", "money") and (
        any(asked.mark(p) for p in (MEAN, TOGETHER, LEFT, EARLIER, AFTER)) or tells_change(q, claim)
    )


def derived(q: Quantity, claim: Reading, bodies: tuple[Reading, ...]) -> Derived | None:
    """What the figures of ``bodies`` come to for ``q`` of ``claim``; None where they come to nothing like it, or give it themselves."""
    part = q.kind in ("percent", "ratio")
    asked = Asked.of(q, claim)
    if q.high is not None or q.qualifier == "几" or _told(asked, bodies):
        return None
    held = operands(bodies)
    years = {p.since[:4] for p in claim.periods if p.since and not p.relative}
    of_time = [o for o in held if not years or not o.year or o.year in years]
    return (
        moved(q, claim, bodies)
        or beside(asked, bodies, held)
        or times(asked, of_time, bodies)
        or (share(q, claim, bodies, years) if part else None)
        or mean(asked, of_time)
        or rest(asked, of_time)
        or (portion(q, claim, bodies) if q.kind in ("count", "money") else None)
        or together(asked, of_time)
        or began(asked, held, bodies)
        or reached(asked, held)
    )


def _told(asked: Asked, bodies: tuple[Reading, ...]) -> bool:
    """Whether a source gives the figure itself: no share of another thing, and for a mean no number of all."""
    q, claim = asked.q, asked.claim
    part = q.kind in ("percent", "ratio")
    each = asked.mark(MEAN) is not None
    same = [
        (b, r)
        for b in bodies
        for r in b.figures
        if compare(q, r) == "same" and (not part or about(q, claim, r, b)) and (not each or r.unit == q.unit)
    ]
    # 增加了6800元 of what 由900元增加到6800元 tells: what it became is not by how much.
    return not (
        same and _BY.search(claim.text, 0, q.start) and all(any(r == y for _, y in steps(b)) for b, r in same)
    ) and bool(same)
