"""Numbers as they are written: Arabic with thousands separators, full width, Chinese numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_WIDTH = {**{ord("０") + i: str(i) for i in range(10)}, ord("％"): "%", ord("．"): ".", ord("〇"): "零", ord("○"): "零"}

_WIDE = re.compile("[０-９％．〇○]")
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_UNIT = {"十": 10, "百": 100, "千": 1000}
MAGNITUDE = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10, "": 1}

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
HAN = r"[零一二两三四五六七八九十百千万亿]+(?:点[零一二三四五六七八九]+)?"
_ARABIC, _HAN = re.compile(ARABIC), re.compile(HAN)
_SPOKEN = re.compile(r"([十百千万]?)([一二三四五六七八九两])([二三四五六七八九])([十百千]?[万亿]?)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number read: ``step`` is the weight of its last written digit; ``high`` ends a spoken range (三四十)."""

    value: float
    step: float
    high: float | None = None


def narrow(text: str) -> str:
    """``text`` with full-width digits and signs in half width; the length stays."""
    return text.translate(_WIDTH) if _WIDE.search(text) else text


@lru_cache(maxsize=4096)
def read(text: str) -> Number | None:
    """The number that ``text`` spells, whole, in half width; None when it spells none."""
    if _ARABIC.fullmatch(text):
        digits = text.replace(",", "")
        decimals = len(digits.partition(".")[2])
        # More digits than a float holds name something; they are not a quantity.
        return Number(float(digits), 10.0**-decimals) if len(digits) <= 18 else None
    return _han(text)


def _han(text: str) -> Number | None:
    whole, point, decimals = text.partition("点")
    if not _HAN.fullmatch(text) or len(text) > 24:
        return None
    if text == "十":
        return Number(10.0, 1.0)
    pair = _SPOKEN.fullmatch(whole)
    if pair and not point and _DIGIT[pair[3]] == _DIGIT[pair[2]] + 1:
        return _spoken_range(pair)
    if all(c in _DIGIT for c in whole):
        if len(whole) > 1 and not point:
            return Number(float("".join(str(_DIGIT[c]) for c in whole)), 1.0) if len(whole) == 4 else None
        number: Number | None = Number(float("".join(str(_DIGIT[c]) for c in whole)), 1.0)
    else:
        number = _composed(whole)
    if number is None or not point:
        return number
    if not decimals or any(c not in _DIGIT for c in decimals):
        return None
    fraction = float("0." + "".join(str(_DIGIT[c]) for c in decimals))
    return Number(round(number.value + fraction, len(decimals)), 10.0 ** -len(decimals))


def _spoken_range(pair: re.Match[str]) -> Number | None:
    """三四十 is 30 to 40, 十五六 is 15 to 16."""
    head, low, high, tail = pair.groups()
    if head and tail:
        return None
    base = MAGNITUDE[head] if head else 0
    weight = 1
    for char in tail:
        weight *= MAGNITUDE[char]
    if head and head != "十":
        weight = MAGNITUDE[head] // 10
    return Number(float(base + _DIGIT[low] * weight), float(weight), float(base + _DIGIT[high] * weight))


def _composed(text: str) -> Number | None:
    """三百二十, 两万, 一亿二千万, 一万零五百: sections of 万 and 亿, each of digits and 十百千."""
    total = section = 0.0
    digit: int | None = None
    step = 1.0
    last_unit = 10**9
    for char in text:
        if char in _DIGIT:
            if digit:
                return None
            digit = _DIGIT[char]
            step = 1.0
        elif char in _UNIT:
            weight = _UNIT[char]
            if weight >= last_unit or (digit is None and char != "十" and section == 0 and total > 0):
                return None
            section += (1 if digit is None else digit) * weight
            digit, step, last_unit = None, float(weight), weight
        else:
            weight = MAGNITUDE[char]
            section += digit or 0
            if section == 0 and total == 0:
                section = 1
            if char == "亿" or section == 0:
                total = (total + section) * weight
            else:
                total += section * weight
            section, digit, step, last_unit = 0.0, None, step * weight, 10**9
    if digit is not None:
        # 一百二 is 120, 三万五 is 35000: a last digit without unit, not after 零, counts tenths.
        spoken = len(text) > 2 and text[-2] in "百千万亿"
        weight = MAGNITUDE[text[-2]] // 10 if spoken else 1
        section += digit * weight
        step = float(weight)
    return Number(total + section, step)
