"""All of it: 全部 and 均 are the source's too, or only a part is so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.quantity import compare
from rag.text.units import related
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.told import AHEAD, told

_ALL = re.compile(
    r"(?:已经?|能够?|可以?)?(?P<all>全部|全额|所有的?|悉数|全都|均已|都已|一律|(?<![安健完齐保周])全(?:由|是|靠)|无一例外)(?:都|均|已经?|能够?|可以?|得到|实现|由)*"
)
_HELD = re.compile(
    r"全部|全额|悉数|全都|(?<![安健完齐保周])全(?=[由是靠])|均|都|一律|所有|100%|百分之百|全覆盖|全面|清零|每[^，。；]{1,6}都|户户|人人"
)
_PART = re.compile(r"剩余|剩下|其余|余下|尚有|还有|只(?![有要])|只有|仅|尚未|未(?!来)|部分|自付|个人负担")
_REST = re.compile("其余|剩余|剩下|余下")
_BY = re.compile(r"^(?:依靠|来自|依赖|[靠由是为])")
_EACH = re.compile(r"^[^，。；]{0,8}?(?:都|均|全部|全都)(?:已经?|能够?|可以?|得到|实现)*(?P<what>[一-鿿]{2})")
_OF_THEM = re.compile(r"^[^，。；\d]{0,6}(?:中|里)[^，。；\d]{0,6}$")
_FIRST = "首次 首个 首家 首创 唯一 独家 永久 终身 无限期 史上最 历史最 全国第一 全省第一 全市第一 全县第一"
_ALIKE = {
    "首次": "第一次",
    "首个": "第一|首家|首座|首条",
    "首家": "第一|首个",
    "唯一": "独|只有",
    "永久": "长期|终身",
    "终身": "永久",
}
_LIMIT = re.compile(r"前[一二两三四五六七八九十\d]+个?[年月]|[一二两三四五六七八九十\d]+个?[年月]内|最长")
_NEAR = 14
"""Characters between what says that it is all and the words that this is said of."""


def wholes(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each 全部 of ``claim`` of which the sources say no such thing."""
    out: list[Finding] = []
    for match in _ALL.finditer(claim.text):
        scope = strip(_BY.sub("", claim.text[match.end() : match.end() + 6]))[:2]
        before = strip(claim.text[max(0, match.start() - 6) : match.start()])
        if len(scope) < 2:
            continue
        homes = [(s.body, *span) for s in sources for span in s.body.sentences]
        aims = bool(AHEAD.search(claim.text))
        if not aims and (short := _short_of(scope, claim, match.start(), [s.body for s in sources])):
            reason = f"引文没有说“{match['all']}”：引文为{short}"
            out.append(Finding("范围", reason, "contradicted", (match.span("all"),), short))
            continue
        if any(_all_of(match["all"], scope, before, body, low, high, aims) for body, low, high in homes):
            continue
        low, high = claim.sentence_of(match.start())
        said = bigrams(strip(claim.text[low:high]))
        best = max(homes, key=lambda h: len(said & bigrams(strip(h[0].text[h[1] : h[2]]))), default=None)
        part = _part(scope, claim, best[0], best[1], best[2]) if best else ""
        reason = f"引文没有说“{match['all']}”" + (f"：引文为“{part}”" if part else "")
        out.append(Finding("范围", reason, "contradicted" if part else "unsupported", (match.span("all"),)))
    return out + _each(claim, sources) + _firsts(claim, sources)


def _short_of(scope: str, claim: Reading, at: int, bodies: Sequence[Reading]) -> str:
    """How many of the claim's number a source says it of, where they are fewer: 27个问题，已整改25个."""
    low, _ = claim.sentence_of(at)
    wholes = [q for q in claim.figures if low <= q.start < at and q.kind == "count"]
    if _REST.search(claim.text, low, at):
        return ""  # 其余全部安置在县城
    for q in wholes[-1:]:
        for body in bodies:
            for whole, part in zip(body.figures, body.figures[1:], strict=False):
                if compare(q, whole) != "same" or body.sentence_of(part.start) != body.sentence_of(whole.start):
                    continue
                fewer = part.kind == "count" and part.value < whole.value and related(part.unit, whole.unit)
                said = body.text[whole.end : part.start], body.text[part.end : part.end + 2]
                if fewer and (scope in said[0] or (said[1] and said[1][0] == scope[0])):
                    return part.as_written
    return ""


def _each(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each number of things of which ``claim`` says that all are so, and the sources that some are: 23个中20个."""
    out: list[Finding] = []
    for q in claim.figures:
        match = _EACH.match(claim.text[q.end :])
        if match is None or q.kind != "count":
            continue
        for body in (s.body for s in sources):
            for whole, part in zip(body.figures, body.figures[1:], strict=False):
                among = compare(q, whole) == "same" and _OF_THEM.match(body.text[whole.end : part.start])
                _, high = body.sentence_of(part.start)
                so = among and match["what"] in body.text[part.end : min(high, part.end + _NEAR)]
                if so and part.value < whole.value and (not part.unit or related(part.unit, whole.unit)):
                    reason = f"引文说的是{whole.as_written}中的{part.as_written}，不是全部"
                    out.append(Finding("范围", reason, "contradicted", ((q.start, q.end),), part.as_written))
    return out


def _firsts(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each 首次, 唯一 or 永久 of ``claim`` that the sources do not say."""
    out: list[Finding] = []
    for word in _FIRST.split():
        at = claim.text.find(word)
        pattern = re.compile(f"{word}|{_ALIKE[word]}" if word in _ALIKE else word)
        if at < 0 or any(pattern.search(r.text) for s in sources for r in s.readings):
            continue
        limit = (
            next((m for s in sources if (m := _LIMIT.search(s.body.text))), None)
            if word in ("永久", "终身", "无限期")
            else None
        )
        reason = f"引文没有说“{word}”" + (f"：引文为“{limit.group()}”" if limit else "")
        out.append(Finding("范围", reason, "contradicted" if limit else "unsupported", ((at, at + len(word)),)))
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


def _all_of(word: str, scope: str, subject: str, body: Reading, low: int, high: int, aims: bool) -> bool:
    """Whether a sentence says of ``scope`` or of what stands before that it is all."""
    text = body.text
    for match in _HELD.finditer(text, low, high):
        if not aims and AHEAD.search(text, body.phrase_of(match.start())[0], match.start()):
            continue  # 明年底前全部打通 is no 已全部打通
        after, before = (
            strip(text[match.end() : match.end() + _NEAR]),
            strip(text[max(low, match.start() - _NEAR) : match.start()]),
        )
        if match.group() == word and after[:1] in scope:
            return True  # 全额退回 for 全额退还
        if scope in after or (scope in before and match.group()[0] not in "全都均") or scope in before and not after:
            return True
        if match.group() in ("全部", "悉数", "全都") and subject and subject[-2:] in before:
            return True
    return False
