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

_DONE = re.compile(r"已经?(?!知)")
_DUE = re.compile(r"(?:[要须需将拟应]|必须|务必|应当|计划|力争|确保)$")


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


def duties(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each 已 of ``claim`` in whose place the sources have 要 or 必须: what is to be done is not done."""
    out: list[Finding] = []
    for match in _DONE.finditer(claim.text):
        words = strip(claim.text[match.end() : match.end() + 6])[:4]
        if len(words) < 4 or any(f"已{words}" in s.body.bare or f"已经{words}" in s.body.bare for s in sources):
            continue
        for source in sources:
            at = source.body.bare.find(words)
            due = _DUE.search(source.body.bare[max(0, at - 4) : at]) if at >= 0 else None
            if due:
                reason = f"引文说的是要求（“{due.group()}”），断言说成了事实"
                out.append(Finding("语气", reason, "contradicted", (match.span(),)))
                break
    return out
