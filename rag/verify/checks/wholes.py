"""All of it: 全部 and 均 are the source's too, or only a part is so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.units import related
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.told import told

_ALL = re.compile(
    r"(?:已经?|能够?|可以?)?(?P<all>全部|所有的?|悉数|全都|均已|都已|一律|(?<![安健完齐保周])全(?:由|是|靠)|无一例外)(?:都|均|已经?|能够?|可以?|得到|实现|由)*"
)
_HELD = re.compile(r"全部|悉数|全都|均|都|一律|所有|100%|百分之百|全覆盖|全面|清零|每[^，。；]{1,6}都|户户|人人")
_PART = re.compile(r"剩余|剩下|其余|余下|尚有|还有|只(?![有要])|只有|仅|尚未|未(?!来)|部分|其中|自付|个人负担")
_NEAR = 14
"""Characters between what says that it is all and the words that this is said of."""


def wholes(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each 全部 of ``claim`` of which the sources say no such thing."""
    out: list[Finding] = []
    for match in _ALL.finditer(claim.text):
        scope = strip(claim.text[match.end() : match.end() + 2])
        before = strip(claim.text[max(0, match.start() - 6) : match.start()])
        if len(scope) < 2:
            continue
        homes = [(s.body, *span) for s in sources for span in s.body.sentences]
        if any(_all_of(scope, before, body, low, high) for body, low, high in homes):
            continue
        low, high = claim.sentence_of(match.start())
        said = bigrams(strip(claim.text[low:high]))
        best = max(homes, key=lambda h: len(said & bigrams(strip(h[0].text[h[1] : h[2]]))), default=None)
        part = _part(scope, claim, best[0], best[1], best[2]) if best else ""
        reason = f"引文没有说“{match['all']}”" + (f"：引文为“{part}”" if part else "")
        out.append(Finding("范围", reason, "contradicted" if part else "unsupported", (match.span("all"),)))
    return out


def _part(scope: str, claim: Reading, body: Reading, low: int, high: int) -> str:
    """What a sentence says of a part only: in words, or a smaller figure than the claim's of what ``scope`` names."""
    words = _PART.search(body.text, low, high)
    if words:
        return words.group()
    for t in told(body):
        if low <= t.quantity.start < high and scope in t.label:
            if any(related(q.unit, t.quantity.unit) and q.value > t.quantity.value for q in claim.figures):
                return t.quantity.as_written
    return ""


def _all_of(scope: str, subject: str, body: Reading, low: int, high: int) -> bool:
    """Whether a sentence says of ``scope`` or of what stands before that it is all."""
    text = body.text
    for match in _HELD.finditer(text, low, high):
        after, before = (
            strip(text[match.end() : match.end() + _NEAR]),
            strip(text[max(low, match.start() - _NEAR) : match.start()]),
        )
        if scope in after or (scope in before and match.group()[0] not in "全都均") or scope in before and not after:
            return True
        if match.group() in ("全部", "悉数", "全都") and subject and subject[-2:] in before:
            return True
    return False
