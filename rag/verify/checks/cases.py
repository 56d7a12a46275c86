"""Only for a case, no longer, or not at all: where and when something was to be held is not where and when it is held."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain import Span
from rag.verify.checks.periods import same_period
from rag.verify.checks.venues import told_at
from rag.verify.context import CheckName, Finding, Source
from rag.verify.provisos import provisos
from rag.verify.reading import Reading, bigrams, strip

_OFF = re.compile(
    r"(?:被|已|遂|最终|临时|全部|均|都|予以|宣布|决定)*(?:取消|停办|叫停|未能?(?:如期)?(?:举行|举办|召开|开幕))(?:了|举[行办]|召开)?(?=[，。；！？）]|$)"
)
_TAKES_PLACE = re.compile("举行|举办|召开|开幕|启幕|开赛|开班|开讲|开展|进行|办了|开了")
_AS_MEANT = re.compile("如期|按期|按时|顺利|成功|圆满|隆重|正式")
_PLACE = re.compile(r"(?:地点|地址|会场|场地)(?:设在|定在|为|是|在|：)(?P<where>[^，。；、：（）！？]{2,20})")
_LEAST = 3
"""Characters in which the names of two venues must agree from the end."""
_ALIKE = 0.6
"""Share of the claim's words that stand before what was called off."""
_NAMES = {
    "case": "只在“{}”时才是这样",
    "former": "是“{}”的，后来变了",
    "spare": "只是“{}”的",
}


def cases(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each venue and time of ``claim`` told as it is which the sources tell only for a case, as given up or in reserve."""
    out: list[Finding] = []
    texts = [r for s in sources for r in s.readings]
    items: list[tuple[CheckName, Span, list[tuple[Reading, int]]]] = []
    for venue in told_at(claim):
        ends = _ends(venue.where, texts)
        items.append(("地点", venue.span, [(r, m.start()) for r in texts for m in re.finditer(ends, r.text)]))
    for p in claim.periods:
        items.append(("时间", (p.start, p.end), [(r, t.start) for r in texts for t in r.periods if same_period(p, t)]))
    for check, span, held in items:
        mine = {sort for sort, _ in provisos(claim, span[0])}
        theirs = [dict(provisos(body, at)) for body, at in held]
        if not theirs or not all(theirs) or any(mine & set(t) for t in theirs):
            continue
        sort, word = next(iter(theirs[0].items()))
        other = _instead(check, sources)
        reason = f"{claim.text[slice(*span)]}在引文中{_NAMES[sort].format(word)}"
        out.append(Finding(check, reason, "contradicted", (span,), other))
    return out + _called_off(claim, sources)


def _ends(where: str, texts: Sequence[Reading]) -> str:
    """A pattern for the longest end of ``where`` that stands in the sources: 文化馆 of 甲县文化馆."""
    for i in range(max(1, len(where) - _LEAST + 1)):
        if any(where[i:] in r.text for r in texts):
            return re.escape(where[i:])
    return "(?!)"


def _instead(check: CheckName, sources: Sequence[Source]) -> str | None:
    """Where the sources have it simply."""
    if check != "地点":
        return None
    found = ((r, m) for s in sources for r in s.readings for m in _PLACE.finditer(r.text))
    return next((m["where"] for r, m in found if not dict(provisos(r, m.start("where")))), None)


def _called_off(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding where ``claim`` has held what the sources say was called off."""
    done = _TAKES_PLACE.search(claim.text)
    if done is None or re.search("取消|停办|叫停|未|没", claim.text):
        return []
    # What is held, without where: the source may say 全县 or leave it out.
    spans = sorted(
        [(m.start, m.end) for m in claim.places] + [m.span() for m in _AS_MEANT.finditer(claim.text)] + [done.span()]
    )
    ends = [0, *(b for _, b in spans)]
    starts = [*(a for a, _ in spans), len(claim.text)]
    said = frozenset[str]().union(*(bigrams(strip(claim.text[a:b])) for a, b in zip(ends, starts, strict=True)))
    for source in sources:
        for m in _OFF.finditer(source.body.text):
            low, _ = source.body.sentence_of(m.start())
            if said and len(said & bigrams(strip(source.body.text[low : m.start()]))) >= _ALIKE * len(said):
                return [Finding("语气", f"引文说的是“{m.group()}”", "contradicted", (done.span(),), m.group())]
    return []
