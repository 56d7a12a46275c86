"""How much likelier two characters stand side by side inside a sentence than by chance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

_FOLD = str.maketrans(",;:!?()\"'三四五六七八九两几", "，；：！？（）“‘" + 9 * "二")
_SMOOTH = 2.0
_LEAST, _MOST = -2.5, 3.0


@dataclass(frozen=True, slots=True)
class _Counts:
    """Counts of characters on the left and on the right of another, and of pairs; ``total`` of all pairs."""

    left: Mapping[str, int]
    right: Mapping[str, int]
    pairs: Mapping[str, float]
    total: int


@lru_cache(maxsize=1)
def _counts() -> _Counts:
    """The table of ``data/build_pairs.py``, read once (about 40 ms)."""
    left: dict[str, int] = {}
    right: dict[str, int] = {}
    pairs: dict[str, float] = {}
    for line in files("ingest.layout").joinpath("data/pairs.tsv").read_text(encoding="utf-8").split("\n")[:-1]:
        char, before, behind, held = line.split("\t")
        left[char], right[char] = int(before), int(behind)
        for group in held.split(" ") if held else ():
            count = 2 ** (int(group[:2]) / 2)
            for other in group[2:]:
                pairs[char + other] = count
    return _Counts(left, right, pairs, sum(left.values()))


def side_by_side(left: str, right: str) -> float:
    """Pointwise mutual information of the last character of ``left`` and the first of ``right``, in [-2.5, 3].

    Both counts are raised by two, so that what is rare says little; all figures count as one character.
    """
    a, b = left[-1:].translate(_FOLD), right[:1].translate(_FOLD)
    a, b = "0" if a.isdigit() else a, "0" if b.isdigit() else b
    counts = _counts()
    chance = counts.left.get(a, 0) * counts.right.get(b, 0) / counts.total
    value = math.log((counts.pairs.get(a + b, 0.0) + _SMOOTH) / (chance + _SMOOTH)) if chance else 0.0
    return max(_LEAST, min(_MOST, value))


def rarity(char: str) -> float:
    """Negative log of the share that ``char`` has of all characters, about 3.5 (的) to 14 (what was never counted)."""
    counts = _counts()
    return math.log(counts.total / (counts.left.get(char, 0) + _SMOOTH))
