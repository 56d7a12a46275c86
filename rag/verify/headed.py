"""A place that heads what follows it: 2．河口镇。监测对象205户."""

from __future__ import annotations

import re

from rag.domain import Place
from rag.verify.reading import Reading

_NUMBERED = re.compile(r"^[（(]?[\d一二三四五六七八九十]{1,3}[)）、．.]")
_SIGNS = "。：: "


def headed_by(reading: Reading, at: int) -> Place | None:
    """The town or village that alone is a sentence before ``at``, the last that is; None where none stands so."""
    for low, high in reversed(reading.sentences):
        if high > at or not any(low <= m.start < high for m in reading.places):
            continue
        words = _NUMBERED.sub("", reading.text[low:high]).strip(_SIGNS)
        found = next((m.place for m in reading.places if low <= m.start < high and m.place.name == words), None)
        if found is not None and found.level in ("township", "village"):
            return found
    return None
