"""Lines that a place heads: ``3．长梁镇。监测对象205户…``, ``长梁镇：监测对象205户…``. All of the line is about it."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.domain import Place
from rag.text.places import covers, find

_LED = re.compile(
    r"\s*(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})(?:[）)、．]|\.(?!\d))|[·•◇◆●■★▲※○—*-]{1,3})?\s*"
)
_LOCAL = re.compile(
    r"(?![各全该本我其这那此有部所每多])(?![一-鿿]{0,3}(?:城镇|乡镇|小镇|城乡))[一-鿿]{1,4}(?:镇|乡|街道)(?=[：:。])"
)
"""A township by how its name ends, where it stands as a label does: 5．三里乡。"""
_REACH = 40


@lru_cache(maxsize=4096)
def headed(line: str, within: Place | None = None) -> tuple[Place, int] | None:
    """The place that heads ``line`` and where what is said of it begins; None where none does.

    It stands first but for a number or a bullet, alone, before a colon or a full stop. ``within`` is the unit that the
    text is about. Any string is taken; only its beginning is read.
    """
    at = start = _LED.match(line).end()  # type: ignore[union-attr]
    place: Place | None = None
    for mention in find(line[:_REACH], within=within):
        # 甲县长乙镇 is one name, no head of the county.
        if mention.start != at or (place is not None and not covers(place, mention.place)):
            break
        place, at = mention.place, mention.end
    if place is None and (named := _LOCAL.match(line, start)):
        inside = within if within and within.level == "county" else None
        place, at = Place(named.group(), "township", "", (*inside.parents, inside.name) if inside else ()), named.end()
    if place is None or at == start or line[at : at + 1] not in ("：", ":", "。"):
        return None
    return place, at + 1
