"""What is said of a figure in its own stretch of the sentence: 1873人取得证书 is not 1873人就业, which the source says of 1690."""

from __future__ import annotations

from collections.abc import Sequence

from rag.text.quantity import Quantity, compare
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, bigrams, strip

_LEAST, _MOST = 4, 0.6
"""Bigrams that tell the other figure which the claim must say, and their share of all that tell it."""
_FIGURES = 40
"""Figures of a claim, or of a source, that are looked at."""


def predicates(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each figure of ``claim`` of which it says what the source says of another in the same sentence."""
    out: list[Finding] = []
    for q in claim.figures[:_FIGURES]:
        if q.kind not in ("count", "money") or not q.unit:
            continue
        said = _around(claim, q)
        own = [(s.body, r) for s in sources for r in s.body.figures[:_FIGURES] if compare(q, r) == "same"]
        rivals = [_rival(q, said, body, r, claim) for body, r in own]
        if own and all(rivals):
            theirs = rivals[0]
            assert theirs is not None
            reason = f"{q.as_written}在引文中说的是别的事，此处引文为{theirs.as_written}"
            out.append(Finding("数字", reason, "contradicted", ((q.start, q.end),), theirs.as_written))
    return out


def _rival(q: Quantity, said: frozenset[str], body: Reading, r: Quantity, claim: Reading) -> Quantity | None:
    low, high = body.sentence_of(r.start)
    mine = _around(body, r)
    for other in body.figures[:_FIGURES]:
        if not low <= other.start < high or other.unit != r.unit or compare(other, r) == "same":
            continue
        theirs = _around(body, other)
        telling = theirs - mine
        shared = said & telling
        plain = len(shared) >= _LEAST and len(shared) >= _MOST * len(telling) and not said & (mine - theirs)
        if plain and not any(compare(c, other) == "same" for c in claim.figures):
            return other
    return None


def _around(reading: Reading, q: Quantity) -> frozenset[str]:
    low, high = reading.phrase_of(q.start)
    return bigrams(strip(reading.text[low : q.start])) | bigrams(strip(reading.text[q.end : high]))
