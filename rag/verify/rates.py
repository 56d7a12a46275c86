"""For each what, and who pays: a figure for each month is none for each year, and what is granted is not what is paid."""

from __future__ import annotations

import re

from rag.text.quantity import Quantity

_EACH = re.compile(
    r"每(?:个|一)?(?P<per>人|户|亩|名|株|头|村|吨|公斤|斤|台|家|月|年|天|日|学期|季度)|(?P<mean>[人户亩村株头])均|"
    r"(?P<once>一次性)|(?P<span>[月年日])(?:均|工资|薪|收入|补助|补贴|租金|利润)"
)
_OF_EACH = re.compile(r"每(?:一)?[个家户人名处座村所]|[户人村]均|平均")
_TOGETHER = re.compile(r"(?<!公)共(?!同|享|建|青|和)|累计|合计|总计")
_FAR = 40
"""Characters before a figure that are looked through."""
_TIMES = {"月": "月", "年": "年", "天": "日", "日": "日", "学期": "学期", "季度": "季度", "一次性": "次"}
_GRANTED = re.compile(r"补贴|补助|奖励|奖补|资助|给予|补给|发放|奖|补")
_PAID = re.compile(
    r"自付|自掏|自筹|自缴|自己(?:只|仅|还)?(?:要|需)?[交掏出付]|(?:只|仅|要|需|须|应)(?:要|需)?[交掏缴](?!通|流|易|付使)|缴纳|上缴|掏|交$|(?:农户|个人|群众|村民|患者|家庭|企业)(?:承担|[交掏出缴付](?!通|流|易))"
)
_OF_GRANT = re.compile(r"^的?[^，。；、\d]{0,4}?(?:补贴|补助|奖励|奖补)")
_SAME = {"名": "人", "公斤": "公斤"}


Rate = tuple[str, str, str]
"""What a figure is for each of (人, 户, 亩 …), for which time (月, 年, 日), and whether it is 得 or 付; each may be empty."""
NO_RATE: Rate = ("", "", "")


def rates(text: str, low: int, q: Quantity) -> Rate:
    """How ``text`` from ``low`` on tells ``q``."""
    each = time = ""
    for match in _EACH.finditer(text, max(low, _clause(text, q.start)), q.start):
        word = match["per"] or match["mean"] or match["span"] or match["once"]
        if word in _TIMES:
            time = _TIMES[word]
        else:
            each = _SAME.get(word, word)
    return each, time, _role(text, max(low, _clause(text, q.start)), q) if q.kind in ("money", "percent") else ""


def _role(text: str, low: int, q: Quantity) -> str:
    """Whether the sum is granted (得) or paid by who benefits (付); the word next to it decides."""
    if _OF_GRANT.match(text[q.end : q.end + 10]):
        return "得"
    marks = [(m.end(), "付") for m in _PAID.finditer(text, low, q.start)] + [
        (m.end(), "得") for m in _GRANTED.finditer(text, low, q.start)
    ]
    return max(marks)[1] if marks else ""


def _clause(text: str, at: int) -> int:
    return 1 + max(text.rfind(c, max(0, at - _FAR), at) for c in "，。；：！？")


def differ(a: Rate, b: Rate) -> bool:
    """Whether two figures are for each of different things, so far as both say so."""
    return any(x and y and x != y for x, y in zip(a, b, strict=True))


def of_each(text: str, q: Quantity) -> bool:
    """Whether ``q`` is told of each of several: 每个车间增收118万元."""
    return bool(_OF_EACH.search(text, _clause(text, q.start), q.start))


def in_total(text: str, q: Quantity) -> bool:
    """Whether ``q`` is told of several together: 85个车间共增收118万元."""
    low = _clause(text, q.start)
    return bool(_TOGETHER.search(text, low, q.start)) and not _OF_EACH.search(text, low, q.start)
