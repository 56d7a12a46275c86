"""Jieba's dictionary, read without jieba: how often a word was counted, what kind it is, how a text splits best."""

from __future__ import annotations

import importlib.util
import math
import re
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path

_TOTAL = 6.0e7
"""Words that the counts add up to."""
_KEPT = 500_000
"""Words, and what is none, whose entries are kept."""
_LONGEST = 5
_UNKNOWN = 3
"""What a character is counted that the dictionary does not hold."""
_NAME = 150
_YOUNG = {"乡贤": (300, "n")}
"""Words that came into use after the dictionary was counted."""
_RARE = 10
"""A word counted less often is a rare one."""
_REACH = 3
_SURE = 2.0
"""Log of how many times likelier than the name another reading has to be."""
_NATURE = frozenset("山河江湖岭海峡")
_BODY = re.compile(r"委(?!托|派|员|屈|婉)|政府|人民|人大|政协|纪委|监委|法院|检察院")
"""What the name of a unit is followed by in the names of its own bodies."""
SORTS = tuple("省市县区州盟旗")


def count(word: str) -> int:
    """How often ``word`` was counted; 0 for what the dictionary does not hold."""
    return _entries()[word][0]


def kind(word: str) -> str:
    """The part of speech of ``word`` in the notation of ICTCLAS (``v`` verb, ``d`` adverb, ``ns`` place), else empty."""
    return _entries()[word][1]


def name_count(name: str) -> int:
    """How often the name of an administrative unit is counted in reports, which write of places oftener than novels do."""
    return max(_NAME, count(name))


class _Entries(dict[str, tuple[int, str]]):
    """Word -> (count, kind), found in the sorted lines of the dictionary when it is first asked for.

    A table of all its 350,000 words takes five times as long to make as the lines do, and a question asks for few.
    """

    def __init__(self) -> None:
        super().__init__()
        spec = importlib.util.find_spec("jieba")
        folder = (spec.submodule_search_locations or [""])[0] if spec else ""
        self._lines = sorted(Path(folder, "dict.txt").read_text(encoding="utf-8").split("\n"))

    def __missing__(self, word: str) -> tuple[int, str]:
        if len(self) >= _KEPT:
            self.clear()
        if word in _YOUNG:
            return _YOUNG[word]
        key = word + " "
        at = bisect_left(self._lines, key)
        fields = self._lines[at][len(key) :].split(" ") if self._lines[at : at + 1] else []
        held = len(fields) == 2 and self._lines[at].startswith(key)
        entry = self[word] = (int(fields[0]), fields[1]) if held else (0, "")
        return entry


@lru_cache(maxsize=1)
def _entries() -> _Entries:
    return _Entries()


def crosses(text: str, start: int, end: int, *, doubtful: bool) -> bool:
    """Whether words over the edges of ``text[start:end]``, a short name of a place, read better than the name.

    美丽新宁夏 is 新 and 宁夏 and not 新宁; 京津市场 is 京津 and 市场. The likeliest split into words with the
    name standing there is weighed against the likeliest of all (unigram model, Sproat et al. 1996); a ``doubtful``
    name gets no odds.
    """
    if text[end - 1] in SORTS and _BODY.match(text, end):
        return False  # 攸县委书记, 道县政府
    ends = {end}
    if text[end : end + 1] in SORTS:
        ends.add(end + 1)  # 莱芜县: a word of its own
    elif end - start > 2 and text[end - 1] in SORTS:
        ends.add(end - 1)  # 平江县委书记: the committee takes the 县 along, the place stands all the same
    return all(_over(text, start, one, 0.0 if doubtful else _SURE) for one in ends)


def _over(text: str, start: int, end: int, odds: float) -> bool:
    left, right = start, end
    while left > max(0, start - _REACH) and "一" <= text[left - 1] <= "鿿":
        left -= 1
    while right < min(len(text), end + _REACH) and "一" <= text[right] <= "鿿":
        right += 1
    return _odds_against(text[left:start], text[start:end], text[end:right]) > odds


def _spanned(window: str, start: int, end: int) -> bool:
    """Whether a word that is not rare stands over an edge of ``window[start:end]``."""
    held = _entries()
    for edge in (start, end):
        for a in range(max(0, edge - 3), edge):
            for b in range(edge + 1, min(len(window), edge + 3, a + 4) + 1):
                if held[window[a:b]][0] >= _RARE and not a <= start < end <= b:
                    return True
    # 奥巴马, 坚如磐石: longer words that hold the name at their end.
    return any(held[window[a:end]][0] for a in range(max(0, start - 2), start))


@lru_cache(maxsize=32768)
def _odds_against(before: str, name: str, after: str) -> float:
    """Log of how many times likelier the best reading is than the best with ``name`` in it."""
    if not (before or after) or not _spanned(before + name + after, len(before), len(before) + len(name)):
        return 0.0
    standing = _standing(before, name_count(name), after)
    for more in range(1, min(3, len(after)) + 1):
        # 南昌大学, 长春队: a word that the name begins names the place too; 祁连山 is a mountain.
        word = name + after[:more]
        if count(word) and word[-1] not in _NATURE:
            standing = max(standing, _standing(before, count(word), after[more:]))
    return _likeliest(before + name + after) - standing


def _standing(before: str, counted: int, after: str) -> float:
    return _likeliest(before) + math.log(counted / _TOTAL) + _likeliest(after)


def _likeliest(text: str) -> float:
    """Log probability of the likeliest split of ``text`` into words."""
    held = _entries()
    best = [0.0] + [-math.inf] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - _LONGEST), end):
            counted = held[text[start:end]][0]
            if counted or end - start == 1:
                best[end] = max(best[end], best[start] + math.log(max(counted, _UNKNOWN) / _TOTAL))
    return best[-1]
