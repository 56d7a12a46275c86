"""Citation marks as models write them, brought to one internal form.

Inside this package a mark is ``MARK`` (two private-use characters around its number), which no input
can contain: what comes in is cleaned of private-use characters first.
"""

from __future__ import annotations

import re

_OPEN, _CLOSE = "\ue000", "\ue001"
MARK = f"{_OPEN}[0-9]{{1,3}}{_CLOSE}"
RUN = f"(?:{MARK})+"
_ONE = re.compile(f"{_OPEN}([0-9]{{1,3}}){_CLOSE}")

_WORD = r"(?:\^|来源|资料|证据|引文|文献|出处|注|sources?|refs?|citations?)?\s{0,3}[:：]?\s{0,3}"
_NUMBER = r"[0-9０-９]{1,3}"
_BETWEEN = r"\s{0,3}(?:[,，、;；&和及与]|[-–—~～至]|\s)\s{0,3}"
_TARGET = r"(?:\((?:https?:|www\.|#|/|data:|javascript:|file:)[^)\n]{0,500}\))?"
_BRACKETED = re.compile(
    rf"\\?[\[［【]{{1,2}}\s{{0,3}}{_WORD}({_NUMBER}(?:{_BETWEEN}{_WORD}{_NUMBER}){{0,20}})"
    rf"\s{{0,3}}(?:†[^\]】\n]{{0,60}})?\\?[\]］】]{{1,2}}{_TARGET}",
    re.IGNORECASE,
)
_RANGE = re.compile(r"([0-9]+)\s*[-–—~～至]\s*([0-9]+)|([0-9]+)")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

# ² after a unit or a number is an exponent (km², 10³), elsewhere a mark.
_SUPERSCRIPT = re.compile(r"(?<![A-Za-z0-9米．.²³⁻])[⁰¹²³⁴-⁹]{1,2}(?![A-Za-z])")
# （1） and ① number the items of a list when they stand before them, and are marks after a statement.
_AFTER = r"(?=\s{0,3}(?:[。！？!?；;，,\n]|[（(①-⑳]|$))"
_ROUND = re.compile(rf"(?<=[^\s。；;：:，,、（(])\s?(?:[（(]\s?([0-9０-９]{{1,2}})\s?[）)]|([①-⑳])){_AFTER}")

_SIGN = f"{_CLOSE}\\s{{0,3}}[、,，和及与]\\s{{0,3}}{_OPEN}"
_WRAPPED = re.compile(
    rf"[（(]\s{{0,3}}(?:见|参见|详见|来源|资料来源|数据来源|出处|引自|据|根据)?\s{{0,3}}[:：]?\s{{0,3}}({RUN})\s{{0,3}}[）)]"
)


def _marks(numbers: str) -> str:
    out: list[int] = []
    for low, high, single in _RANGE.findall(numbers.translate(_WIDE)):
        if single:
            out.append(int(single))
        elif int(low) <= int(high) <= int(low) + 20:
            out.extend(range(int(low), int(high) + 1))
        else:
            out.extend((int(low), int(high)))
    return "".join(f"{_OPEN}{n}{_CLOSE}" for n in dict.fromkeys(out))


def unify(text: str) -> str:
    """``text`` with its marks in the internal form.

    Known forms: ``[1]``, ``【1】``, ``［1］``, ``[1,2]``, ``[1-3]``, ``[^1]``, ``[来源1]``,
    ``【1†…】``, ``[1](https://…)``, ``（见[1]）`` and superscripts; ``（1）`` and ``①`` after a statement,
    when the text uses no brackets. Four digits in brackets are a year (国办发[2020]12号), not a mark.
    """
    text = unmistakable("".join(c for c in text if not _private(c)))
    if not _ONE.search(text):
        text = _ROUND.sub(lambda m: _marks(m[1] or str(ord(m[2]) - ord("①") + 1)), text)
    text = re.sub(_SIGN, _CLOSE + _OPEN, text)
    return _WRAPPED.sub(r"\1", text)


def unmistakable(text: str) -> str:
    """``text`` with the marks that can be nothing else, brackets and superscripts, in the internal form."""
    text = _BRACKETED.sub(lambda m: _marks(m[1]), text)
    return _SUPERSCRIPT.sub(lambda m: _marks(m[0].translate(_RAISED)), text)


def numbers(text: str) -> tuple[int, ...]:
    """The numbers of the internal marks, each once, in order."""
    return tuple(dict.fromkeys(int(n) for n in _ONE.findall(text)))


def without(text: str) -> str:
    """``text`` without internal marks."""
    return _ONE.sub("", text)


def _private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"
