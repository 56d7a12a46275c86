"""Changes of state: 由橙色降为黄色 has the source's states, in the source's order. Figures are ``facts``' business."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.domain import Span
from rag.verify.checks.facts import FITS, MARGIN
from rag.verify.context import Finding, Source, Surroundings, nearest, surroundings
from rag.verify.reading import Reading

_UP = "提升 上升 上调 升级 晋升 跃升 好转 提高 升"
_DOWN = "下降 下调 降级 降低 下滑 恶化 退化 跌落 降 跌"
_EVEN = "调整 变更 转变 转化 改变 演变 改 变 转 调"
_POLE = {**dict.fromkeys(_UP.split(), 1), **dict.fromkeys(_DOWN.split(), -1), **dict.fromkeys(_EVEN.split(), 0)}
_VERB = "|".join(sorted(_POLE, key=len, reverse=True))
_BECAME = rf"(?P<verb>{_VERB})(?:成了|为|到|至|成)(?P<after>[^，。；、：！？,;]{{1,14}})"
_CHANGE = re.compile(rf"(?:由(?![于此])|从(?![此小而]))(?P<before>[^，。；、：！？,;由从]{{1,14}}?)(?:的)?{_BECAME}")
_REACHED = re.compile(_BECAME)
_FROM_NONE = re.compile(r"[由从](?:零|0|无)[^，。；]{0,4}?[增升涨扩提][^，。；]{0,2}?[到至为]")
_TO_NONE = re.compile(r"[减降缩][^，。；]{0,2}?[到至为](?:零|0(?![.\d]))|清零|归零")
_BETWEEN = 12
"""Characters between the steps of one change: 由乙级升为甲级，再升为特级."""


@dataclass(frozen=True, slots=True)
class _Change:
    """``before`` became ``after`` at ``span``; ``pole`` is 1 for a rise, -1 for a fall, 0 where neither is said."""

    before: str
    after: str
    pole: int
    span: Span

    def same(self, other: _Change) -> bool:
        """Whether both tell one change, however much of the states they spell out."""
        states = _one(self.before, other.before) and _one(self.after, other.after)
        return states and self.pole * other.pole >= 0

    def akin(self, other: _Change) -> bool:
        """Whether a state of one is a state of the other."""
        return any(_one(a, b) for a in (self.before, self.after) for b in (other.before, other.after))

    @property
    def words(self) -> str:
        """For people."""
        return f"由{self.before}{ {1: '升', -1: '降', 0: '变'}[self.pole] }为{self.after}"


def changes(claim: Reading, sources: Sequence[Source]) -> list[Finding]:
    """A finding for each change of state in ``claim`` that the source tells otherwise."""
    held = [(c, _around(s.body, c)) for s in sources for c in _changes(s.body)]
    out: list[Finding] = []
    for mine, theirs in ((_FROM_NONE, _TO_NONE), (_TO_NONE, _FROM_NONE)):
        none = mine.search(claim.text)
        turned = next((m for s in sources if (m := theirs.search(s.body.text))), None)
        if none and turned and not any(mine.search(s.body.text) for s in sources):
            reason = f"变化与引文不符：引文为“{turned.group()}”"
            out.append(Finding("方向", reason, "contradicted", (none.span(),), turned.group()))
    if not held:
        return out
    said = _changes(claim)
    for change in said:
        found = nearest(_around(claim, change), held, change.same)
        best, other, rival = found
        if rival is None or (best >= 0 and not (other >= FITS and other > best + MARGIN)):
            continue
        if other >= FITS or change.akin(rival) or any(change.akin(c) for c, _ in held):
            out.append(_finding(rival, (change.span,)))
    for match in _REACHED.finditer(claim.text):
        if any(start <= match.start() < end for start, end in (c.span for c in said)):
            continue
        # 降为橙色 of what 由橙色降为黄色: where it began is told as what it became.
        after = _state(match["after"])
        begun = next((c for c, _ in held if _one(c.before, after)), None)
        if begun is not None and not any(_one(c.after, after) for c, _ in held):
            out.append(_finding(begun, (match.span(),)))
    return out


def _finding(rival: _Change, spans: tuple[Span, ...]) -> Finding:
    return Finding("方向", f"变化与引文不符：引文为“{rival.words}”", "contradicted", spans, rival.words)


def _changes(reading: Reading) -> list[_Change]:
    """The changes between states that are no figures, and from each state to those that follow it at once."""
    out: list[_Change] = []
    for match in _CHANGE.finditer(reading.text):
        states = (match.span("before"), match.span("after"))
        if any(a < q.end and q.start < b for q in reading.figures for a, b in states):
            continue
        befores = [_state(match["before"])]
        after, end = _state(match["after"]), match.end()
        pole = _POLE[match["verb"]]
        out.append(_Change(befores[0], after, pole, match.span()))
        _, high = reading.sentence_of(match.start())
        while (step := _REACHED.search(reading.text, end, min(high, end + _BETWEEN + 20))) is not None:
            between = reading.text[end : step.start()]
            if len(between) > _BETWEEN or not re.search(r"[再又后终]", between):
                break
            befores.append(after)
            after, end = _state(step["after"]), step.end()
            out += [_Change(b, after, _POLE[step["verb"]], (match.start(), end)) for b in befores]
    return out


def _around(reading: Reading, change: _Change) -> Surroundings:
    """What stands before the change names the thing that changed."""
    return surroundings(reading, (change.span[0], change.span[0]), 14, 0, reach="phrase")


def _state(words: str) -> str:
    return words.strip("“”‘’（）() 的")


def _one(a: str, b: str) -> bool:
    """Whether two states are one: the shorter stands in the longer, or both begin alike (橙色预警, 橙色等级)."""
    short, long = sorted((a, b), key=len)
    return bool(short) and (short in long or (len(short) > 2 and short[:2] == long[:2]))
