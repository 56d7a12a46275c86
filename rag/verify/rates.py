"""For each what: a figure for each month is none for each year, and one for each household none for all."""

from __future__ import annotations

import re

from rag.text.quantity import Quantity

_EACH = re.compile(
    r"每(?:个|一)?(?P<per>人|户|亩|名|株|头|村|吨|公斤|斤|台|家|月|年|天|日|学期|季度)|(?P<mean>[人户亩村株头])均|"
    r"(?P<span>[月年日])(?:均|工资|薪|收入|补助|补贴|租金|利润)"
)
_FAR = 40
"""Characters before a figure that are looked through."""
_TIMES = {"月": "月", "年": "年", "天": "日", "日": "日", "学期": "学期", "季度": "季度"}
_SAME = {"名": "人", "公斤": "公斤"}


def rates(text: str, low: int, q: Quantity) -> tuple[str, str]:
    """What ``q`` is for each of (人, 户, 亩 …) and for which time (月, 年, 日), as ``text`` from ``low`` on says.

    Both are empty where it does not.
    """
    each = time = ""
    for match in _EACH.finditer(text, max(low, _clause(text, q.start)), q.start):
        word = match["per"] or match["mean"] or match["span"]
        if word in _TIMES:
            time = _TIMES[word]
        else:
            each = _SAME.get(word, word)
    return each, time


def _clause(text: str, at: int) -> int:
    return 1 + max(text.rfind(c, max(0, at - _FAR), at) for c in "，。；：！？")


def differ(a: tuple[str, str], b: tuple[str, str]) -> bool:
    """Whether two figures are for each of different things, so far as both say so."""
    return any(x and y and x != y for x, y in zip(a, b, strict=True))
