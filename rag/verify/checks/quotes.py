"""Marks and quoted words: a mark resolves, and what stands in quotation marks stands in the source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.quantities import quantities
from rag.text.quantity import compare
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, strip

_QUOTED = re.compile(r"“([^“”]{2,200})”")


def quotes(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """One finding for each quoted string of ``claim``, compared without punctuation and white space."""
    bare = [r.bare for s in sources for r in s.readings]
    out: list[Finding] = []
    for match in _QUOTED.finditer(claim.text):
        words = strip(match.group(1))
        if len(words) < 2:
            continue
        held = any(words in text for text in bare) or _rewritten(match.group(1), bare)
        reason = f"引号内的话{'逐字' if held else '不'}在引文中：“{match.group(1)[:20]}”"
        out.append(Finding("引语", reason, None if held else "unsupported", (match.span(1),)))
    return out


def _rewritten(quoted: str, bare: Sequence[str]) -> bool:
    """Whether only figures are written otherwise (4万 for 40000); these have a check of their own."""
    pieces: list[str] = []
    at = 0
    said = quantities(quoted)
    for q in said:
        pieces.append(strip(quoted[at : q.start]))
        at = q.end
    if not pieces:
        return False
    pieces.append(strip(quoted[at:]))
    pattern = re.compile("[^，。]{1,16}?".join(map(re.escape, pieces)))
    found = (quantities(m.group()) for text in bare for m in pattern.finditer(text))
    return any(all(any(compare(q, r) == "same" for r in held) for q in said) for held in found)
