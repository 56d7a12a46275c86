"""From one figure to another: 由 A 增长到 B."""

from __future__ import annotations

import re

from rag.text.quantity import Quantity
from rag.verify.reading import Reading

_BEGINS = re.compile(r"(?:由|从)[^，。；]{0,9}$")
_BEFORE = 12
_TOWARDS = re.compile(r"^[^，。；由从]{0,8}(?:到|至|为)[^，。；由从]{0,8}$")


def steps(reading: Reading) -> list[tuple[Quantity, Quantity]]:
    """Each figure that is told to have become another, with that one."""
    found = reading.figures
    return [
        (a, b)
        for a, b in zip(found, found[1:], strict=False)
        if begins(reading, a) and _TOWARDS.match(reading.text[a.end : b.start])
    ]


def begins(reading: Reading, q: Quantity) -> bool:
    """Whether ``reading`` tells ``q`` as the beginning of a change."""
    return bool(_BEGINS.search(reading.text[max(0, q.start - _BEFORE) : q.start]))
