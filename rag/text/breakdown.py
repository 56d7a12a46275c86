"""Sentences that tell for each of several places what the sentence before them tells of the whole."""

from __future__ import annotations

import re

from rag.text.places import resolve

_LEAD = re.compile(r"^(?:其中|[^，,。；;：:\d]{1,8}[看说])?[，,：:]?")
_ITEM = re.compile(
    r"(?:其中|其次)?是?(?P<name>[一-鿿]{2,12}?)(?:有|为|是|达|共)?(?:约|近|超过?)?\d[\d.,]*(?:万亿|[万亿千百])?[^\d，,。；;、：:]{0,4}$"
)
_MOVE = re.compile(
    r"(?:同比|环比|[比较](?:上年|去年)(?:同期)?)?(?:增长|下降|增加|减少|提高|降低|上升|回落|增|降)了?(?:约|近)?\d[\d.,]*(?:%|个百分点)$"
)
_UNIT = re.compile(r"[省市县区州旗盟乡镇村]$|街道$|社区$")
_LEAST = 2


def breaks_down(text: str, *, moves: bool = False) -> bool:
    """Whether ``text`` is nothing but places with a figure each, such as 分县看，甲县94个，乙市113个.

    What is counted such a sentence does not say: the one before it does, or a heading. With ``moves`` each figure may
    be followed by how much it rose or fell: 甲县94个，增长3%；乙市113个，下降2%.
    """
    rest = text.strip().rstrip("。；;")
    items = re.split(r"[，,、；;](?!\d)", rest[_LEAD.match(rest).end() :])  # type: ignore[union-attr]
    if moves:
        items = items[:1] + [item for item in items[1:] if not _MOVE.match(item.strip())]
    return len(items) >= _LEAST and all(_is_item(item.strip()) for item in items)


def _is_item(item: str) -> bool:
    found = _ITEM.match(item)
    return found is not None and bool(_UNIT.search(found["name"]) or resolve(found["name"]))
