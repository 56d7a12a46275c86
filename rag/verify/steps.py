"""From one figure to another: 由 A 增长到 B."""

from __future__ import annotations

import re

from rag.text.quantity import Quantity
from rag.verify.reading import Reading

BEGINS = re.compile(r"(?:由|从)[^，。；]{0,6}$")
_TOWARDS = re.compile(r"^[^，。；由从]{0,8}(?:到|至|为)[^，。；由从]{0,8}$")


def steps(reading: Reading) -> list[tuple[Quantity, Quantity]]:
    """Each figure that is told to have become another, with that one."""
    found = reading.figures
    return [
        (a, b)
        for a, b in zip(found, found[1:], strict=False)
        if BEGINS.search(reading.text[max(0, a.start - 8) : a.start]) and _TOWARDS.match(reading.text[a.end : b.start])
    ]
