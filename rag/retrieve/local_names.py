"""Short names of places that the library spells out: words as well (平果, 永定), or without the people of the township (三洞乡).

Running text gives no such hint, so ``rag.text.places`` leaves these names alone; but who asks a library asks about what
is in it, and says 永定 for 永定区, 三洞乡 for 三洞侗族乡.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.retrieve.subjects import is_firm, organisations
from rag.text.dictionary import count, kind
from rag.text.gazetteer import Name, gazetteer
from rag.text.places import find
from rag.text.spoken import spoken_names
from rag.text.words import bigrams

Frequencies = Callable[[Sequence[str]], tuple[int, dict[str, int]]]
"""Number of passages, and in how many of them each bigram occurs: ``Searchable.frequencies``."""

_BEFORE = re.compile(r"(?:^|[，,。；;、：:？?！!\s和与及跟同比在到从对让那看问说]|还是|以及)$")
_AFTER = re.compile(
    r"的|呢|[、，,和与跟及比]|有|共|全[县市区]|今年|去年|前年|明年|现在|目前|[前近上下]|\d|一共|各|农|城|哪|谁|多少|几|$|[？?]"
)
"""What follows a name that is a common word, where the place is meant."""
_ENDS_A_NAME = frozenset("坪坝溪山岭岗湾洞口滩塘冲坡沟寨堡桥店庄港圩屯坑坳垭寺庙沱")
"""What the names of small places end in."""
_PROPER = ("ns", "nr", "nz", "nt")
_RARE = 60
"""Occurrences in jieba's corpus below which a word is hardly one: 平果, 永定."""
_EVERYDAY = frozenset(
    "和平 平原 江南 中原 古城 河口 友谊 凤凰 太平 红旗 新建 新城 朝阳 温泉 路桥 向阳 武功 共和 天桥 牡丹 海港 南海 东海 威信 元宝 滨海 城西 城东 石林 宝塔 九龙 东湖 江山 白银".split()
)
"""Names that the dictionary knows as such, but that reports use as words."""


_PEOPLES = (
    "土家 苗 侗 瑶 彝 回 壮 布依 白 哈尼 黎 傣 畲 傈僳 仡佬 拉祜 佤 水 纳西 羌 土 仫佬 锡伯 柯尔克孜 达斡尔 景颇 毛南 撒拉 布朗 塔吉克 "
    "阿昌 普米 鄂温克 怒 京 基诺 德昂 保安 俄罗斯 裕固 乌孜别克 门巴 鄂伦春 独龙 赫哲 高山 珞巴 塔塔尔 蒙古 藏 维吾尔 满 朝鲜 哈萨克 东乡"
).split()
"""The peoples that a township may be named after."""


def spelled_out(question: str, frequencies: Frequencies) -> str:
    """``question`` with the names in full that the library knows in full."""
    for m in reversed(find(question)) if "乡" in question else ():
        name = question[m.start : m.end]
        if m.place.level == "township" and name.endswith("乡") and not name.endswith("族乡"):
            question = question[: m.start] + _of_people(name, frequencies) + question[m.end :]
    return _words_spelled_out(question, frequencies)


def _of_people(name: str, frequencies: Frequencies) -> str:
    """三洞侗族乡 for a 三洞乡 that no report names, if one names that; else ``name``."""
    if len(name) < 3 or _told(name, frequencies):
        return name
    return next((f for p in _PEOPLES if _told(f := f"{name[:-1]}{p}族乡", frequencies)), name)


def _told(name: str, frequencies: Frequencies) -> bool:
    """Whether reports hold every two characters of ``name``."""
    pairs = bigrams(name)
    counts = frequencies(pairs)[1]
    return all(counts.get(p, 0) for p in pairs)


def _words_spelled_out(question: str, frequencies: Frequencies) -> str:
    """``question`` with such names written in full: 平果有多少个车间 asks of 平果市, if reports speak of that.

    The library is asked only where such a name stands. Any question is taken; a name inside a word stays as it is.
    """
    table = gazetteer()
    known = find(question)
    bodies = organisations(question)
    out, at = "", 0
    while at < len(question):
        name = next((n for n in table.by_head.get(question[at : at + 2], ()) if question.startswith(n, at)), "")
        held = tuple(n for n in table.by_name.get(name, ()) if n.text != n.place.name)
        over = [m for m in known if m.start < at + len(name) and at < m.end]
        if over:
            # What stands beside it says already which place is meant; by itself it would not.
            held = tuple(
                n for n in held for m in over[:1] if (m.start, m.place) == (at, n.place) and m.end == at + len(name)
            )
        # 滨江消费品有限公司 is a firm's name from its beginning, 甲农机研究院 that of a body of the place.
        free = not any(a < at < b or (a == at and is_firm(question[a:b])) for a, b in bodies)
        full = _meant(question, at, name, held, frequencies) if free and held and all(n.weak for n in held) else ""
        out += full or question[at]
        at += len(name) if full else 1
    return out


def _meant(question: str, at: int, name: str, held: Sequence[Name], frequencies: Frequencies) -> str:
    """The full name of the unit meant, as reports write it; empty where none is."""
    if not _BEFORE.search(question[:at]):
        return ""
    after = question[at + len(name) :]
    if is_word(name) and not _AFTER.match(after):
        return ""
    longer = name[-1] + after[:1]
    if after[:1] in _ENDS_A_NAME and frequencies([longer])[1].get(longer, 0):
        return ""  # 永定坪, where reports tell of it, is not 永定区
    for unit in held:
        for full in spoken_names(unit.place):
            if full.startswith(name) and not after.startswith(full[len(name) :][:1]):
                if _told(full, frequencies):
                    return full
    return ""


def is_word(name: str) -> bool:
    """Whether people use ``name`` for something else as well."""
    proper = (kind(name) or "ns").startswith(_PROPER)
    return name in _EVERYDAY or (not proper and count(name) >= _RARE)
