"""The numbers that Word puts before paragraphs: 一、 第三条 (2) 1.2."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from ingest.parse.styles import W

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_PLACE = re.compile(r"%([1-9])")
_MAX = 9999


class Numbering:
    """Counts as Word does: per list, a deeper level starting anew below each number of a higher one."""

    def __init__(self, root: Any) -> None:
        """Read ``numbering.xml``; ``root`` is None when there is none."""
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._list: dict[str, str] = {}
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * 10)
        if root is None:
            return
        for abstract in root.iterchildren(f"{W}abstractNum"):
            for level in abstract.iterchildren(f"{W}lvl"):
                key = (self._get(abstract, "abstractNumId"), int(self._get(level, "ilvl") or 0))
                style = self._value(level, "numFmt") or "decimal"
                start = self._value(level, "start") or "1"
                self._levels[key] = (style, self._value(level, "lvlText"), int(start) if start.isdecimal() else 1)
        for number in root.iterchildren(f"{W}num"):
            self._list[self._get(number, "numId")] = self._value(number, "abstractNumId")

    def label(self, number_id: str, level: int) -> str:
        """The number of the next paragraph of this list and level; bullets and unknown lists have none."""
        abstract = self._list.get(number_id, "")
        found = self._levels.get((abstract, level))
        if found is None or not 0 <= level <= 8:
            return ""
        counts = self._counts[abstract]
        counts[level] = min(counts[level] + 1 if counts[level] else found[2], _MAX)
        counts[level + 1 :] = [0] * (len(counts) - level - 1)
        if found[0] in ("bullet", "none"):
            return ""

        def numeral(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            style, _, start = self._levels.get((abstract, at), ("decimal", "", 1))
            return written(counts[at] or start, style)

        return _PLACE.sub(numeral, found[1][:40])

    def _get(self, element: Any, name: str) -> str:
        return str(element.get(f"{W}{name}", ""))

    def _value(self, element: Any, name: str) -> str:
        child = element.find(f"{W}{name}")
        return "" if child is None else self._get(child, "val")


def written(number: int, style: str) -> str:
    """``number`` (1 to 9999) in one of Word's number formats; those not known here in digits."""
    if style in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"):
        return _counted(number)
    if style in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(d)] for d in str(number))
    if style == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if style == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and number <= 20:
        return chr(0x2460 + number - 1)
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 % 10 + 1)
        return letter if style == "upperLetter" else letter.lower()
    if style in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if style == "upperRoman" else roman.lower()
    return str(number)


def _counted(number: int) -> str:
    out, zero = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if not digit:
            zero = bool(out)
            continue
        out += ("零" if zero else "") + (
            "" if value == 10 and digit == 1 and not out else "零一二三四五六七八九"[digit]
        )
        out += unit
        zero = False
    return out or "零"


def _roman(number: int) -> str:
    out = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        out += sign * (number // value)
        number %= value
    return out
