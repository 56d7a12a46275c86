"""Why and what for: a cause or an aim that the claim gives stands in the source, as one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.synonyms import spell_out
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, bigrams, strip

_WHY = re.compile(
    r"(?:(?:主要|直接)?(?:原因|主因)(?:就?是|为|在于)|(?:主要)?(?:是因为|因为|由于|得益于|归功于|缘于|源于)|(?<![基原病成诱起外内死])因(?![此而为地公素人村户事势材])|受(?=[^，。；！？]{2,20}影响))"
    r"(?P<cause>[^，。；！？](?=致)|[^，。；！？]{2,40}?)(?=而(?!且)|导致|使得|被|致(?=[贫困返残病险])|[，。；！？]|$)"
)
_AIM = re.compile(r"(?:(?:目的|意)在?(?:就?是|为|在于)|是?为了|以便|旨在)(?P<cause>[^，。；！？]{2,40})")
_BECAUSE = re.compile(
    r"因为?|由于|原因|得益|归功|缘于|源于|受|影响|为了|为|以便|旨在|目的|从而|使|让|靠|所以|导致|带动|解决|破解|针对|主要是|按照"
)
_CELLS = re.compile("：[^；：。]*；[^；：。]*：")
_HAD = re.compile(r"^(?:有了?|其|(?:\d+年)?\d+月(?:份|\d+日)?的?)")
_TAIL = re.compile(r"(?:的?(?:影响|缘故|原因)|等原因|而)?$")
_KNOWN = 0.5
"""Share of a cause that the source must have in one sentence."""
_FAR = 0.4
"""Share of the rest of the claim by which another cause's sentence must tell more of it."""
_ABOUT = 0.4
"""Share of the rest of the claim that a sentence must have to give another cause for it."""


def causes(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each cause or aim of ``claim`` that no sentence of the sources tells, or none as one."""
    out: list[Finding] = []
    homes = [s.body.text[a:b] for s in sources for a, b in s.body.sentences]
    for match in (*_WHY.finditer(claim.text), *_AIM.finditer(claim.text)):
        words = _HAD.sub("", _TAIL.sub("", match["cause"]))
        said = _plain(words) or _plain("因" + words)  # 因病致贫
        if not said:
            continue
        rest = _plain(claim.text[: match.start()] + claim.text[match.end() :])
        # 因疫情停工的41个车间: what it led to may stand beside it, so its first word will do.
        first = strip(words)[:2] if len(strip(words)) > 2 and match.re is _WHY else ""
        pairs = [(text, len(rest & _plain(text))) for text in _with_next(homes)]
        held = [
            (text, shared)
            for text, shared in pairs
            if len(said & _plain(text)) >= _KNOWN * len(said) or (first and first in text and _BECAUSE.search(text))
        ]
        # A row of a table has no word for it: 运营状态：停产；备注：消防不合格.
        told = max((n for text, n in held if _BECAUSE.search(text) or _CELLS.search(text)), default=-1)
        # Where the matter itself is told with another cause, what is said elsewhere of this one does not count.
        elsewhere = max((n for text, n in pairs if _BECAUSE.search(text) and (text, n) not in held), default=0)
        if told >= 0 and elsewhere < told + max(1, _FAR * len(rest)):
            continue
        other = (
            any(_BECAUSE.search(t) and rest and len(rest & _plain(t)) >= _ABOUT * len(rest) for t in homes) and not held
        )
        reason = f"引文没有说这是{'目的' if match.re is _AIM else '原因'}：“{match['cause']}”"
        out.append(Finding("范围", reason, "contradicted" if other else "unsupported", (match.span("cause"),)))
    return out


def _with_next(homes: Sequence[str]) -> list[str]:
    """Each sentence with the one after it, which may give its cause."""
    return [a + b for a, b in zip(homes, [*homes[1:], ""], strict=True)]


def _plain(text: str) -> frozenset[str]:
    return bigrams(strip(spell_out(text)))
