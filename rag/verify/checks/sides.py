"""Sides: of what the source tells of towns and of the country each side has its own, and the claim may not exchange them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.domain import Span
from rag.verify.context import Finding, Source
from rag.verify.coverage import same_words
from rag.verify.reading import Reading, bigrams, strip

_SIDE = re.compile("(?P<town>城区|城市|城镇|城里)|(?P<country>农村|乡村|村里|乡下)")
_SEVERAL = re.compile(
    "(?:城区|城市|城镇|城里|城)(?:、|和|与|及|到|至|向|跟|同)?(?:农村|乡村|村里|乡下|乡)|(?:农村|乡村)(?:、|和|与|及|到|至|向|跟|同)(?:城区|城市|城镇|城里)"
)
_ALIKE, _MARGIN = 0.4, 0.25
"""Share of the claim's words that the other side has, and how much more than its own."""
_LEAST = 4
"""Bigrams by which what is told is known."""


def sides(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each side of ``claim`` whose words the sources tell of the other side alone; both must be told there."""
    mine = list(_told(claim))
    if not mine:
        return []
    theirs = [told for s in sources for told in _told(s.body)]
    if {side for side, _, _, _ in theirs} != {"town", "country"}:
        return []
    out: list[Finding] = []
    for side, span, word, words in mine:
        if len(words) < _LEAST:
            continue
        same = max(len(words & w) / len(words) for s, _, _, w in theirs if s == side)
        score, other = max((len(words & w) / len(words), o) for s, _, o, w in theirs if s != side)
        if score >= _ALIKE and score >= same + _MARGIN:
            out.append(Finding("范围", f"引文说的是{other}，不是{word}", "contradicted", (span,), other))
    return out


def _told(reading: Reading) -> Iterator[tuple[str, Span, str, frozenset[str]]]:
    """What ``reading`` tells of each side, from where its clause begins or it is named, to the next side or the end of the sentence."""
    for low, high in reading.sentences:
        if _SEVERAL.search(reading.text, low, high):
            continue
        found = list(_SIDE.finditer(reading.text, low, high))
        starts = [
            max(low if i == 0 else found[i - 1].end(), _comma(reading.text, m.start(), "、" if i else ""))
            for i, m in enumerate(found)
        ]
        for i, m in enumerate(found):
            end = starts[i + 1] if i + 1 < len(found) else high
            words = reading.text[starts[i] : m.start()], reading.text[m.end() : end]
            held = frozenset[str]().union(*(bigrams(strip(same_words(w))) for w in words))
            yield str(m.lastgroup), m.span(), m.group(), held


def _comma(text: str, at: int, also: str) -> int:
    return 1 + max(text.rfind(c, 0, at) for c in "，。；：！？,;\n" + also)
