"""Sentences that tell for each of several places what the sentence before them tells of the whole."""

from __future__ import annotations

import re

from rag.text.places import resolve

_LEAD = re.compile(r"^(?:其中|[^，,。；;：:\d]{1,8}[看说])?[，,：:]?")
_ITEM = re.compile(
    r"(?:其中|其次)?是?(?P<name>[一-鿿]{2,12}?)(?:有|为|是|达|共)?(?:约|近|超过?)?\d[\d.,]*(?:万亿|[万亿千百])?[^\d，,。；;、：:]{0,4}$"
)
_UNIT = re.compile(r"[省市县区州旗盟乡镇村]$|街道$|社区$")
_LEAST = 2


def breaks_down(text: str) -> bool:
    """Whether ``text`` is nothing but places with a figure each, such as 分县看，甲县94个，乙市113个.

    What is counted such a sentence does not say: the one before it does.
    """
    rest = text.strip().rstrip("。；;")
    items = re.split(r"[，,、；;](?!\d)", rest[_LEAD.match(rest).end() :])  # type: ignore[union-attr]
    return len(items) >= _LEAST and all(_is_item(item.strip()) for item in items)


def _is_item(item: str) -> bool:
    found = _ITEM.match(item)
    return found is not None and bool(_UNIT.search(found["name"]) or resolve(found["name"]))
