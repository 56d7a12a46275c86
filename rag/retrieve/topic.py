"""What a question is about: its subject without its place and its time, and the other part of the same whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text import dates, places
from rag.text.dictionary import kind

_SORTS = (
    "城市 城镇 城里 城区 农村 乡村 乡下",
    "男性 女性",
    "公办 民办",
    "国内 国外 海外 境外",
    "省内 省外",
    "县内 县外",
    "上半年 下半年",
)
"""Words that stand for the parts of one whole: 农村呢？ after 城市社区的覆盖率 asks of the other part."""


def topic_of(text: str) -> str:
    """The subject of ``text`` without its place and time."""
    plain, where = _without(text, dates.periods(text)), places.find(text)
    return subject_of(plain[where[-1].end :] if where else plain)


def subject_of(text: str) -> str:
    """The noun the previous question was about: its last run of content before the question ends.

    累计建立了多少个扶贫车间？ gives 扶贫车间; 贫困劳动力就业率是多少？ gives 贫困劳动力就业率.
    """
    clause = re.split(r"[，,；;]", text)[0]
    m = re.search(
        r"(?:多少|几)(?:个|家|人|名|户|亩|所|座|项|条|万元|亿元|元|公里|次|场)?的?([一-鿿]{2,14}?)(?=[到在去来给]|[？?]|$)",
        clause,
    )
    if m and kind(m.group(1)) != "v":
        return m.group(1)
    head = re.split(r"(?:是|有|达|为)?(?:多少|几|什么|哪|谁|何|怎|如何|吗|是否)", clause)[0]
    head = re.sub(r"(?:的|了|是|有|为|达到?|分别|共|一共|和|与|跟|同)+$", "", head.replace(" ", ""))
    head += m.group(1) if m else ""  # 车间吸纳了多少人就业: 车间吸纳就业
    return head if 2 <= len(head) <= 16 else ""


def _without(text: str, spans: Sequence[dates.Period]) -> str:
    """``text`` with white space in place of its times."""
    for p in spans:
        text = text[: p.start] + " " * (p.end - p.start) + text[p.end :]
    return text


def other_part(core: str, previous: str) -> str | None:
    """农村呢？ after a question on towns: the same of the country."""
    held = next((words for group in _SORTS if core in (words := group.split())), [])
    other = next((w for w in held if w != core and w in previous), None)
    return previous.replace(other, core, 1) if other else None
