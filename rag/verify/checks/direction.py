"""Direction: what rose in the source has not fallen in the claim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.opposites import FALL, POLES, WORD
from rag.text.quantity import Quantity, compare
from rag.verify.context import Finding, Source, nearest, surroundings
from rag.verify.derived.changes import moved
from rag.verify.reading import Reading, strip
from rag.verify.told import told

_STEADY = re.compile("(?:稳定|保持|维持)在?$")
_NEAR = 2
_SPOKEN = frozenset(("少了", "降了", "减了", "跌了"))
"""Also said of two that are compared (比甲村少了3户), which no word of the source need turn."""
_NAMED = 4
"""Least characters of a name by which one thing is known."""


def direction(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each direction word of ``claim`` that the source turns, and one for those it shares."""
    held = [item for s in sources for item in _directions(s.body)]
    out: list[Finding] = []
    for (word, span), around in _directions(claim):
        axis, pole = POLES[word]
        near = [(w, theirs) for (w, _), theirs in held if POLES[w][0] == axis]
        best, other, rival = nearest(around, near, lambda w, pole=pole: POLES[w][1] == pole)  # type: ignore[misc]
        turned = rival is not None and other >= 0.34 and other > best + 0.1
        if axis == FALL[0] and (steady := _steady(claim, span, sources)):
            turned, rival = True, steady
        if axis == FALL[0] and (told_with := _turned_by_figure(claim, span, pole, sources)):
            turned, rival = True, told_with
        if turned and not _told_so(claim, span, axis, pole, sources):
            reason = f"“{word}”与引文方向相反：引文为“{rival}”"
            out.append(Finding("方向", reason, "contradicted", (span,), rival))
        elif not near and (axis, pole) == FALL and word not in _SPOKEN and _told_with_figure(claim, span, sources):
            out.append(Finding("方向", f"引文没有说“{word}”", "unsupported", (span,)))
        elif best >= 0.34:
            out.append(Finding("方向", f"方向“{word}”与引文一致", None, (span,)))
    return out


def _told_with_figure(claim: Reading, span: tuple[int, int], sources: Sequence[Source]) -> bool:
    """Whether a figure follows that is not what the source's own come to: 减少50万元 of 500万元 and then 450万元."""
    following = [q for q in claim.figures if 0 <= q.start - span[1] <= _NEAR]
    changes = [moved(q, claim, [s.body for s in sources]) for q in following]
    return any(change is None or not change.right for change in changes)


def _steady(claim: Reading, span: tuple[int, int], sources: Sequence[Source]) -> str | None:
    """The words of the sources for what stayed at the figure (稳定在60万亩) that the claim has it become."""
    reached = [q for q in claim.figures if 0 <= q.start - span[1] <= _NEAR]
    held = [(s.body, r) for q in reached for s in sources for r in s.body.figures if compare(q, r) == "same"]
    marks = [_STEADY.search(b.text[b.phrase_of(r.start)[0] : r.start]) for b, r in held]
    return marks[0].group() if marks and all(marks) and marks[0] else None


def _turned_by_figure(claim: Reading, span: tuple[int, int], pole: int, sources: Sequence[Source]) -> str | None:
    """The word of the sources for a change by the claim's own figure (少了三成多, 增长37%), where all turn the claim's."""
    theirs: list[str] = []
    for q in _attached(claim, span):
        for s in sources:
            for (word, at), _ in _directions(s.body):
                if POLES[word][0] == FALL[0] and any(compare(q, r) == "same" for r in _attached(s.body, at)):
                    theirs.append(word)
    return theirs[0] if theirs and all(POLES[w][1] != pole for w in theirs) else None


def _attached(reading: Reading, span: tuple[int, int]) -> list[Quantity]:
    """The figure that follows a word of change at once, by which it changed and not to which."""
    if reading.text[span[1] - 1] in "至到为":
        return []
    return [q for q in reading.figures if 0 <= q.start - span[1] <= 1 and reading.text[span[1] : q.start] in ("", "了")]


def _directions(reading: Reading) -> list[tuple[tuple[str, tuple[int, int]], dict[str, float]]]:
    return [((m.group(), m.span()), surroundings(reading, m.span(), 10, 10)) for m in WORD.finditer(reading.text)]


def _told_so(claim: Reading, span: tuple[int, int], axis: int, pole: int, sources: Sequence[Source]) -> bool:
    """Whether a source says in one clause, of what the claim's figure there is called, that it went the same way."""
    low, high = claim.phrase_of(span[0])
    name = (
        next((t.name for t in told(claim) if low <= t.quantity.start < high), "")
        .removesuffix("增速")
        .removesuffix("变化")
    )
    if len(name) < _NAMED:
        return False
    for source in sources:
        for (word, at), _ in _directions(source.body):
            a, b = source.body.phrase_of(at[0])
            if POLES[word] == (axis, pole) and name in strip(source.body.text[a:b]):
                return True
    return False
