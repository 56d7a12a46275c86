"""A figure of a sentence with the words around it, and what the figures before it leave to lean on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.domain import Span
from rag.figure import Direction, Relation
from rag.figures import wording
from rag.figures.clauses import Slot
from rag.figures.nouns import after
from rag.figures.rows import heads_of, measure_of, pick, run_of
from rag.text.quantities import Quantity

NEW = re.compile(r"^(?:新增|新建|新设|新引进|新认定|净增)(?=[一-鿿]{2})|(?:新增|净增|新认定)$")
"""What makes an addition of a total."""


_ONLY_MOVES = re.compile(r"(?:同比|比上年|较上年)?(?:名义|实际)?(?:增长|下降|提高|增加|减少|上升)(?:了|约|达|为)?")


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a figure; see ``rag.figure.Figure`` for the fields."""

    indicator: str
    name: str
    subject: str = ""
    relation: Relation = "level"
    direction: Direction | None = None
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of the figure before: later figures of the sentence lean on it."""

    indicator: str = ""
    subject: str = ""
    clause: int = -1
    heads: tuple[str, ...] = ()
    near: str = ""
    """What a figure in the same clause leans on, where that is not ``indicator``."""
    part: str = ""
    """The name of the figure before, where it is a part of ``indicator``."""
    change: tuple[str, Direction] | None = None
    recent: tuple[str, ...] = ()
    """The indicators of the sentence so far."""
    verb: str = ""
    """The verb of a list of things: 新增 of 新增技术人才19万人、技能人才22万人."""

    def of(self, slot: Slot) -> str:
        """The indicator that a figure without a name of its own is a figure of: 其中早稻16万吨，增长3% is that of the part."""
        if self.part and slot.clause == self.clause + 1:
            return self.part
        return self.near if self.near and slot.clause == self.clause else self.indicator


@dataclass(frozen=True, slots=True)
class Words:
    """A figure with what stands around it, place and time taken away."""

    slot: Slot
    left: str
    right: str
    position: int
    length: int
    base: bool
    heads: tuple[str, ...]
    coming: str
    listed: str
    measure: str = ""
    """What the figure before it in a list measures."""
    verb: str = ""
    """What a list before this figure does with its things: 改造 of 改造危房3460户、…."""
    alike: bool = False
    """Whether the next figure of the list is of the same unit."""
    follows_like: bool = False
    """Whether the figure before it is of the same unit."""
    then: str = ""
    """What stands between this figure and the next one of its clause."""
    label: str = ""
    """What a row is headed by: 森林覆盖率 of 森林覆盖率：甲县74.7%，乙县77.2%."""

    @property
    def quantity(self) -> Quantity:
        """The figure itself."""
        return self.slot.quantity

    @property
    def own(self) -> str:
        """The name that this figure has in a row of names."""
        return pick(self.heads, self.position, self.length)


def words_of(cut: Sequence[Slot], i: int, dropped: Sequence[Span], said: Said, label: str) -> Words:
    """The figure ``cut[i]`` with its words; ``dropped`` (places and times) are taken out of them."""
    slot = cut[i]
    left = wording.bare(wording.without(slot.left, slot.left_at, dropped))
    right = wording.bare(wording.without(slot.right, slot.quantity.end, dropped))
    position, length, base = run_of(cut, i)
    coming = listed = then = ""
    alike = i + 1 < len(cut) and cut[i + 1].quantity.unit == slot.quantity.unit
    follows = i > 0 and cut[i - 1].quantity.unit == slot.quantity.unit
    if i + 1 < len(cut) and cut[i + 1].clause == slot.clause:
        then = slot.right + cut[i + 1].left
    if i + 1 < len(cut) and cut[i + 1].joint == "list":
        near = cut[i + 1]
        listed = after(near.quantity, wording.bare(wording.without(near.right, near.quantity.end, dropped)), "")
    if i + 1 < len(cut) and cut[i + 1].joint == "next":
        # 3068户9214名移民: the noun stands after the second figure.
        near = cut[i + 1]
        coming = after(near.quantity, wording.bare(wording.without(near.right, near.quantity.end, dropped)), "")
    # 早、晚稻产量分别由A、B增长到C、D: the figures of a run take the heads in turn.
    heads = (heads_of(left, length) or (said.heads if position or slot.joint == "to" else ())) if length > 1 else ()
    if length > 1 and len(heads) != length and not position and "分别" in left and len(said.recent) >= length:
        # 签约金额A、到位资金B，分别增长C、D: the figures before give the names.
        heads = said.recent[-length:]
        if re.search(r"累计|总数|总量", left):
            heads = tuple(NEW.sub("", h) for h in heads)
    if length > 1 and not heads and not position and len(said.heads) == length and _ONLY_MOVES.fullmatch(left):
        # 城镇、农村居民收入分别达到A、B，增长C和D: the names go on.
        heads = said.heads
    if slot.joint == "to" and not left.strip():
        left = said.indicator
    if not heads:
        left = re.sub(r"分别|各自", "", left)
    return Words(
        slot,
        left,
        right,
        position,
        length,
        base,
        heads,
        coming,
        listed,
        measure_of(said.near or said.indicator),
        said.verb,
        alike,
        follows,
        then,
        label,
    )
