"""Folding: one form for what a reader takes as the same.

NFKC (full width to half width), traditional to simplified, quotation marks to ``"``, lower case,
white space and zero-width characters removed. Folded text is for matching alone: what is shown is cut
from the original.
"""

from __future__ import annotations

import sys
import unicodedata
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

_QUOTES = dict.fromkeys(map(ord, "“”„‟〝〞＂「」『』"), '"') | dict.fromkeys(map(ord, "‘’‚‛＇"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_TABLE = _QUOTES | _DASHES | {ord("、"): "、", ord("〔"): "(", ord("〕"): ")", ord("【"): "(", ord("】"): ")"}


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    """One original character, folded; empty for white space, controls and format characters."""
    if char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Cn", "Co", "Cs"):
        return ""
    out = unicodedata.normalize("NFKC", char.translate(_TABLE)).translate(_TABLE).lower()
    return "".join(c for c in out if not c.isspace())


@lru_cache(maxsize=65536)
def _simple_char(char: str) -> str:
    """The simplified form of one traditional character (single characters only, so offsets stay)."""
    if not "㐀" <= char <= "鿿":
        return char
    out: str = _converter().convert(char)
    return out if len(out) == 1 else char


def folded(text: str) -> str:
    """Fold ``text``. Any string is taken; the cost is linear."""
    return text.translate(_FOLD)


class _Fold(dict[int, str]):
    """A table for ``str.translate`` that fills itself."""

    def __missing__(self, code: int) -> str:
        out = "".join(map(_simple_char, _fold_char(chr(code))))
        self[code] = out
        return out


_FOLD = _Fold()


class _Simple(dict[int, str]):
    """A table for ``str.translate`` that fills itself."""

    def __init__(self) -> None:
        super().__init__()
        self.same: npt.NDArray[np.bool_] = np.zeros(sys.maxunicode + 1, dtype=bool)
        """Which characters, of those seen so far, map to themselves: all there are in most texts."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        # 乾 is 干 in most words, but stays in names (乾县), which is where single characters matter.
        out = char if char == "乾" else _simple_char(char)
        self[code] = out
        if out == char:
            self.same[code] = True
        return out


_SIMPLE = _Simple()


def simplified(text: str) -> str:
    """``text`` with each traditional character replaced by its simplified form; the length stays."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return text if _SIMPLE.same[codes].all() else text.translate(_SIMPLE)
