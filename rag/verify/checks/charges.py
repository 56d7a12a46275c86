"""What it costs: what is to be paid for is not free, and what is free is not to be paid for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, bigrams, strip

FREE = re.compile(
    r"免费|无偿|免收|免交|免缴|不收(?:取|费|钱)|不收[^，。；]{0,6}?(?:分|厘|费|租金|钱)|(?:无需|不用|不必|不需要?)(?:自己)?(?:交|缴|付|花|掏|支付)|不要钱|不花钱|分文不[取收]"
)
_PAID = re.compile(
    r"(?<![不免未没])(?:要收|收取|只收|收费|要交|须交|需交|只交|缴纳|自付|自掏|自费|只掏|要付|付费|有偿)"
    r"|(?<![不免未没])(?:自己|个人|自行)(?:[^，。；免不无]{0,4}?)(?:[交缴付掏]|出[钱资]|花钱)|(?<![不免未没代])[交缴付]了?[^，。；\d]{0,4}费(?!用?由)"
)
_BREAK = re.compile("[，；。]")
_COMMON = 0.3
"""Share of the claim's words that a sentence must have to speak of the same thing."""


def charges(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding where ``claim`` calls free what the source has paid for, or the other way round."""
    free, paid = FREE.search(claim.text), _PAID.search(claim.text)
    if bool(free) == bool(paid) or (mark := free or paid) is None:
        return []
    wanted, turned = (FREE, _PAID) if free else (_PAID, FREE)
    said = bigrams(strip(claim.text[: mark.start()])) | bigrams(strip(claim.text[mark.end() :]))
    homes = [s.body.text[a:b] for s in sources for a, b in s.body.sentences]
    if found := _excepted(said, mark, wanted, turned, homes):
        return [found]
    if not said or any(wanted.search(text) for text in homes):
        return []
    for text in homes:
        if (other := turned.search(text)) and len(said & bigrams(strip(text))) >= _COMMON * len(said):
            reason = f"断言说“{mark.group()}”，引文说“{other.group()}”"
            return [Finding("否定", reason, "contradicted", (mark.span(),), other.group())]
    return []


def _excepted(
    said: frozenset[str], mark: re.Match[str], wanted: re.Pattern[str], turned: re.Pattern[str], homes: Sequence[str]
) -> Finding | None:
    """A finding where those of whom the claim tells it are the ones that a source excepts: 家长交费，低保户免费."""
    pieces = [(piece, bigrams(strip(piece))) for text in homes for piece in _BREAK.split(text)]
    same = [said & words for piece, words in pieces if wanted.search(piece)]
    other = [(said & words, m.group()) for piece, words in pieces if (m := turned.search(piece))]
    if not same or any(same) or not other or len((best := max(other, key=lambda x: len(x[0])))[0]) < 2:
        return None
    return Finding("否定", f"断言说“{mark.group()}”，引文说“{best[1]}”", "contradicted", (mark.span(),), best[1])
