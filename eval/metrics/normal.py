"""How texts are made comparable before they are compared. The rules are those of the shared scorer of QA sets."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_SPACE = re.compile(r"\s+")
_MARK = re.compile(r"\[\d+\]|【\d+】")
_LIST_NUMBER = re.compile(r"(?m)^\s*(?:\d+[.、)）]|[(（]\d+[)）])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@lru_cache(maxsize=4096)
def norm(text: str | None) -> str:
    """NFKC, lower case, without white space, thousands separators and 余; straight quotes."""
    folded = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text or ""))
    folded = _SPACE.sub("", folded).replace("“", '"').replace("”", '"')
    return folded.replace("余", "").replace("多元", "元").lower()


def bare(text: str | None) -> str:
    """NFKC, lower case, without white space: the rule of the search scorer."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text or "")).lower()


def rgb_norm(text: str | None) -> str:
    """``bare`` without commas: the rule for RGB, whose figures are written either way."""
    return re.sub(r"[,，]", "", bare(text))


def reading_norm(text: str | None) -> str:
    """``bare`` without punctuation and marks: the rule of CMRC 2018's scorer."""
    plain = bare(without_marks(text))
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "PS")


def without_marks(text: str | None) -> str:
    """Without citation marks."""
    return _MARK.sub("", text or "")


def squeeze(text: str) -> str:
    """Without white space, nothing else changed: what a quote and its spans must agree in."""
    return _SPACE.sub("", text)


def numbers(text: str | None) -> frozenset[str]:
    """The figures in Arabic digits, without citation marks and the numbers of a list."""
    plain = _LIST_NUMBER.sub("", without_marks(text))
    return frozenset(_NUMBER.findall(norm(plain)))


def grams(text: str, n: int = 5) -> frozenset[str]:
    """Character ``n``-grams; the text itself when it is shorter."""
    return frozenset(text[i : i + n] for i in range(max(1, len(text) - n + 1)))
