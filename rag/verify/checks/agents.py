"""Who does it: what the claim has one body do, the source does not have another do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, bigrams, strip

_DONE_BY = re.compile(
    r"由(?P<who>[^，。；、：！？,;由]{2,16}?)(?:共同|联合|统一|全额|出资|独家)?"
    r"(?P<verb>牵头|负责|承担|主办|承办|承建|援建|建设|投资|出资|管理|运营|供货|主持|组织|实施|发放|支付|补贴|提供|派出|制定|监管|验收)"
)
_AKIN = 0.5
"""Share of the shorter name that two names of one body have in common."""


def agents(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each body by which ``claim`` has done what the sources have done by another."""
    held = [(m["who"], m["verb"]) for s in sources for m in _DONE_BY.finditer(s.body.text)]
    out: list[Finding] = []
    for match in _DONE_BY.finditer(claim.text):
        theirs = [who for who, verb in held if verb == match["verb"]]
        if theirs and not any(_akin(match["who"], who) for who in theirs):
            reason = f"引文说的是由{theirs[0]}{match['verb']}，不是{match['who']}"
            out.append(Finding("名称", reason, "contradicted", (match.span("who"),), theirs[0]))
    return out


def _akin(a: str, b: str) -> bool:
    """Whether two names may mean one body: one shortens the other, or they share most."""
    x, y = strip(a), strip(b)
    one, other = bigrams(x), bigrams(y)
    return x in y or y in x or len(one & other) > _AKIN * min(len(one), len(other))
