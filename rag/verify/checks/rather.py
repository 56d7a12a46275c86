"""Not this but that: what a source says a thing is not (不是缺钱，而是缺人) the claim may not say it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, strip

_RATHER = re.compile(
    r"(?:并?不是|并非|不在于?)(?P<no>[^，。；！？]{2,16}?)[，、]?而是?(?:在于?)?(?P<yes>[^，。；！？]{2,24})"
)
_NOT = re.compile(r"(?:不是|并非|不在于?|没有|[不未非])[^，。；]{0,2}$")


def rather(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding where ``claim`` says what a source denies in favour of something else, which the claim does not name."""
    out: list[Finding] = []
    for match in (m for s in sources for m in _RATHER.finditer(s.body.text)):
        at = claim.text.find(match["no"])
        yes = strip(match["yes"])
        if at >= 0 and not _NOT.search(claim.text[:at]) and yes not in claim.bare:
            span = (at, at + len(match["no"]))
            reason = f"引文说不是{match['no']}，而是{yes}"
            out.append(Finding("否定", reason, "contradicted", (span,), yes))
    return out
