"""Plans told as facts: what the source only means to reach has not been reached."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.quantity import compare
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, strip
from rag.verify.told import told

DONE = re.compile(r"已(?!知)|了(?!解)|曾|完成")
"""What says outright that something is so."""

_DONE = re.compile(
    r"已经?(?!知|有|是|达)(?:[在于][^，。；]{1,12}?(?:之前|[前内底末日月年]))?(?:全部|均|都|全|陆续|基本|顺利|正式|如期)*(?P<what>[一-鿿]{2,})"
)
_DUE = re.compile(
    r"[要须需拟]|将(?!近|[\d一二两三四五六七八九十])|应(?!急|用)|必须|务必|应当|计划(?![内，。；、”》）])|力争|争取|争创|确保|预计|打算|准备|有望|下一步|今后|明年"
)
_NOT_YET = re.compile(r"(?:没有?|尚未|未|还没|不)[^，。；]{0,3}$")
_COUNTED = re.compile(r"[^，。；\d]{2,10}\d")
_SO_FAR = re.compile(r"已|了(?!解)|完成")
SCHEDULED = re.compile(
    r"(?P<year>20\d\d)年(?:全[省市州县区年])?(?:的|主要|重点|经济社会发展)*(?:工作)?(?:打算|安排|计划|任务|目标|思路|部署|主要工作|重点工作|工作)(?!完成|落实|执行|回顾|总结|情况|报告)"
)
"""What heads a part of a report that tells what is to be done in a year."""
_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
_LEFT = re.compile(r"剩余|剩下|其余|余下|尚有|还有")
_TOLD_DONE = re.compile(r"已|了(?!解)|[均都]?(?:于|在)[^，。；]{1,12}[完建落]成")
_ASKED = re.compile(r"[^。；：]{0,24}(?:明确|要求|部署|强调|提出|任务是|目标是)[，：:]")
"""Begins a sentence that tells what is to be done: 会议明确：10月底前完成鉴定."""
_BY = re.compile(r"(?:\d[年月日]|[月年]?[底末])(?:以|之)?前，?(?:全部|全面|基本|如期|必须|陆续)*$")
"""A day by which it is to be done."""
_THING = 3
"""Characters by which what is done is known."""


def plans(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each figure of ``claim`` told as reached which the sources tell only as something to be reached."""
    out: list[Finding] = []
    for mine in told(claim):
        if mine.ahead or not mine.label:
            continue
        theirs = [t for s in sources for t in told(s.body) if compare(mine.quantity, t.quantity) == "same"]
        if not theirs or not all(t.ahead and t.label and t.words & mine.words for t in theirs):
            continue
        q = mine.quantity
        low, high = claim.sentence_of(q.start)
        done = DONE.search(claim.text, low, high)
        reason = f"引文说的{q.as_written}是计划或预计，断言说成了事实"
        out.append(Finding("语气", reason, "contradicted" if done else "unsupported", ((q.start, q.end),)))
    return out


def scheduled(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each figure that ``claim`` tells of an earlier year than the part of the report which plans it."""
    years = [int(y) for y in _YEAR.findall(claim.text)]
    if not years:
        return []
    out: list[Finding] = []
    for q in claim.figures:
        held = [s for s in sources if any(compare(q, r) == "same" for r in s.body.figures)]
        # The section stands after the title.
        heads = [max(SCHEDULED.finditer(s.heading.text), key=lambda m: m.start(), default=None) for s in held]
        if q.unit and held and all(h is not None and int(h["year"]) > max(years) for h in heads):
            head = heads[0].group() if heads[0] else ""
            if not any(_YEAR.search(s.body.text) and str(max(years)) in s.body.text for s in held):
                reason = f"{q.as_written}在引文中是{head}，不是{max(years)}年的"
                out.append(Finding("时间", reason, "contradicted", ((q.start, q.end),)))
    return out


def duties(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each 已 of ``claim`` of what the sources tell only as due or not yet done."""
    out: list[Finding] = []
    for match in _DONE.finditer(claim.text):
        told_so = [(_due(s, at), s.body, at) for s in sources for at in _tellings(match["what"], s.body, sources)]
        if not told_so:
            continue
        if not all(due for due, _, _ in told_so):
            # 已有39个办结，剩余7个将在9月底前办结: the claim may speak of the rest.
            rest = _LEFT.search(claim.text)
            told_so = [x for x in told_so if rest and _LEFT.search(x[1].text[slice(*x[1].phrase_of(x[2]))])]
        due = next((due for due, _, _ in told_so), "")
        if due and all(d for d, _, _ in told_so):
            reason = f"引文说的是要求、打算或尚未做到（“{due}”），断言说成了事实"
            out.append(Finding("语气", reason, "contradicted", (match.span(),)))
    return out


def _tellings(what: str, body: Reading, sources: Sequence[Source]) -> list[int]:
    """Where ``body`` speaks of ``what`` is done: at the verb, or, where no source has that, at what follows it."""
    verb, thing = strip(what)[:2], strip(what)[2:6]
    if not any(verb in s.body.text for s in sources):
        verb = thing if len(thing) > _THING else verb
    return [m.start() for m in re.finditer(re.escape(verb), body.text)]


def _due(source: Source, at: int) -> str:
    """What says of the words at ``at`` that it is still to be done; empty where it is not said."""
    body = source.body
    low, high = body.phrase_of(at)
    before = _NOT_YET.search(body.text, max(low, at - 6), at)
    if before and _COUNTED.match(body.text, at):
        before = None  # 其中未脱贫16人: the others have been
    if before is not None:
        return before.group()
    due = [m for m in _DUE.finditer(body.text, low, at)]
    if due:
        so_far = _SO_FAR.search(body.text, due[-1].end(), at) or _SO_FAR.search(body.text, low, due[-1].start())
        return "" if so_far else due[-1].group()
    if _TOLD_DONE.search(body.text, low, high):
        return ""
    asked = _ASKED.match(body.text, body.sentence_of(at)[0], low) or _BY.search(body.text, low, at)
    heads = list(SCHEDULED.finditer(source.heading.text))
    return asked.group() if asked else heads[-1].group() if heads else ""
