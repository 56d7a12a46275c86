"""Targets: what fell short of its target in the source has not met it in the claim, nor the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.quantity import compare
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading, bigrams, strip
from rag.verify.rows import rows

_AIM = r"[^，。；：、没未]{0,14}?(?:目标|任务|计划|预期)"
_MET = re.compile(
    rf"(?<!未)(?<!没有)(?<!没)(?<!未能)(?:超额|提前|圆满|如期|顺利|全面)*(?:完成|实现|达到|超过|高于|突破)了?{_AIM}(?!的)"
)
_MISSED = re.compile(
    rf"(?:低于|不及|未达到?|未能?(?:完成|实现|达到)|没有?(?:能)?(?:完成|实现|达到)|少于|落后于){_AIM}|(?:距|离){_AIM}[^，。；]{{0,4}}(?:差|有差距)"
)
_GOAL = re.compile("目标|任务|计划")
_FAR = 60
"""Characters before a target that say whose it is."""
_ALL_BUT = re.compile(r"[只仅]有?|除")
_NAMED = 8
_ALIKE = 0.5
"""Share of what the claim says before its target which the source has to say there."""


def aims(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each target that ``claim`` says was met and the source says was missed, or the other way round."""
    out: list[Finding] = []
    for mine, other, word in ((_MET, _MISSED, "完成"), (_MISSED, _MET, "未完成")):
        for match in mine.finditer(claim.text):
            said = _before(claim, match)
            told = [(len(said & _before(s.body, m)), m.group()) for s in sources for m in other.finditer(s.body.text)]
            same = max((len(said & _before(s.body, m)) for s in sources for m in mine.finditer(s.body.text)), default=0)
            best, words = max(told, default=(0, ""))
            if excepted(claim, match.start(), sources):
                continue
            if said and best >= _ALIKE * len(said) and best > same:
                reason = f"断言说目标{word}，引文说“{words}”"
                out.append(Finding("方向", reason, "contradicted", (match.span(),), words))
    return out or _in_rows(claim, sources)


def _in_rows(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding where ``claim`` says that its figure met a target and the row that gives both has it below: 年初目标：4.5%."""
    met = _MET.search(claim.text)
    if met is None:
        return []
    for body in (s.body for s in sources):
        for row in (r for r in rows(body) if r.named_in(claim.text)):
            goals = [c for c in row.cells if _GOAL.search(c.key)]
            told = [(q, c) for q in claim.figures for c in row.cells if compare(q, c.quantity) == "same"]
            for goal in goals:
                short = [q for q, _ in told if q.unit == goal.quantity.unit and q.value < goal.quantity.value]
                if short and not any(compare(q, goal.quantity) == "same" for q, _ in told):
                    theirs = goal.quantity.as_written
                    reason = f"断言说目标完成，引文中目标为{theirs}"
                    return [Finding("方向", reason, "contradicted", (met.span(),), theirs)]
    return []


def excepted(claim: Reading, at: int, sources: Sequence[Source]) -> bool:
    """Whether ``claim`` tells what is so of one alone (只有甲县没有完成) and a source singles out the same: 仅甲县尚差3人."""
    low, _ = claim.sentence_of(at)
    marks = list(_ALL_BUT.finditer(claim.text, low, at))
    who = strip(claim.text[marks[-1].end() : at])[:_NAMED] if marks else ""
    return len(who) > 1 and any(
        re.search(f"(?:[只仅]有?|除了?){re.escape(who[:2])}", s.body.text) is not None for s in sources
    )


def _before(reading: Reading, match: re.Match[str]) -> frozenset[str]:
    """What its sentence tells before the target, back to the last semicolon, without places and times."""
    low, _ = reading.sentence_of(match.start())
    low = max(low, reading.text.rfind("；", low, match.start()) + 1, match.start() - _FAR)
    aside = [(m.start, m.end) for m in reading.places] + [(p.start, p.end) for p in reading.periods]
    text = "".join("，" if any(a <= i < b for a, b in aside) else c for i, c in enumerate(reading.text))
    return frozenset[str]().union(*(bigrams(strip(p)) for p in re.split("[，、]", text[low : match.start()])))
