"""Plans told as facts: what the source only means to reach has not been reached."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.quantity import compare
from rag.verify.context import Finding, Source
from rag.verify.reading import Reading
from rag.verify.told import told

DONE = re.compile(r"已(?!知)|了(?!解)|曾|完成")
"""What says outright that something is so."""


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
