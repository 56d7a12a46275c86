"""Figures told in a row: 分别, A、B and 由A增长到B."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.figures import wording
from rag.figures.clauses import Slot

_MEASURE = re.compile(r"(?:的?(?:比例|比重|占比)|[一-鿿]{2}率|(?:增加|零售|销售|总)[值额量])$")


def run_of(cut: Sequence[Slot], i: int) -> tuple[int, int, bool]:
    """Position and length of the list of figures that ``cut[i]`` stands in, and whether it is the A of 由A增长到B.

    ``(0, 1, …)`` where it stands alone.
    """
    first = i
    while first > 0 and cut[first].joint in ("list", "to") and not _worded(cut[first]):
        first -= 1
    members = [first]
    for j in range(first + 1, len(cut)):
        if cut[j].joint not in ("list", "to") or _worded(cut[j]):
            break
        members.append(j)
    turn = next((k for k, j in enumerate(members) if cut[j].joint == "to"), 0)
    at = members.index(i)
    base = at < turn and bool(re.search(r"[由从]", cut[first].left))
    # 由A、B增长到C、D: two runs of one length.
    if turn and turn * 2 == len(members):
        return at % turn, turn, base
    return (0, 1, base) if turn else (at, len(members), base)


def _worded(slot: Slot) -> bool:
    """Whether a figure of a list has words of its own before it."""
    left = wording.tailed(wording.led(wording.bare(slot.left)))
    return bool(left) and not wording.TO.search(slot.left)


def heads_of(left: str) -> tuple[str, ...]:
    """The names in a list before 分别: 存、贷款余额 is 存款余额 and 贷款余额."""
    match = re.search(r"^(.*?)(?:均|都|，|,)?(?:最高|累计|已|共|预计)?(?:分别|各)(.*)$", left)
    if match is None:
        return ()
    verb = wording.tailed(
        re.sub(r"(?:由|从|达到|达|为|增长|下降|提高|提升|上升|增加|减少|降低|增至|实现).*$", "", match.group(2))
    )
    listed = wording.led(wording.tailed(match.group(1)))
    both = re.match(r"(?:全体)?城乡(?=居民)", listed)
    if both:
        return tuple(word + listed[both.end() :] + verb for word in ("城镇", "农村"))
    parts = [p for p in re.split(r"、|和|与|及|以及", listed) if p]
    if len(parts) < 2:
        return ()
    last = parts[-1]
    out = []
    for i, part in enumerate(parts[:-1]):
        if len(part) <= 3 and len(last) >= len(part) + 3:
            part += last[len(part) :]
        elif not _MEASURE.search(part):
            # 户厕、处理设施覆盖率: the measure of the next name that has one.
            part += next((m.group() for m in map(_MEASURE.search, parts[i + 1 :]) if m), "")
        out.append(wording.led(part) + verb)
    return (*out, last + verb)


def pick(heads: tuple[str, ...], position: int, length: int) -> str:
    """The name of the figure at ``position`` of a row; empty unless there are as many names as figures."""
    return heads[position] if len(heads) == length > 1 and position < length else ""
