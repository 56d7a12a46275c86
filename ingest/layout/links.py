"""Evidence that one piece of text goes on in another: words that span the break, beginnings, quotes left open."""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache
from importlib.resources import files

from ingest.layout.pairs import side_by_side
from rag.text.words import frequency

_FOLD = str.maketrans(",;:!?()\"'", "，；：！？（）“‘")
_CORPUS = 6.0e7
"""Words counted in jieba's dictionary, for the expected frequency of two words side by side."""
_UNITS = re.compile(
    r"^(?:[年月日时分个名人户家万亿元亩吨公里平方米%％次场项条套件位座所辆台株头只斤度岁倍余多点号届期村]|[.．·、－—-]?\d)"
)
_HALF_DATE = re.compile(r"\d{1,2}月\d{1,2}$|(?:19|20)\d\d$|\d年\d{1,2}$")
_LEADS_ON = re.compile(r"(?:[，,、（(“‘《]|[的和与及或在对把将为从向被让使以由于比并而且至到据按经]|——)$")
_NEVER_FIRST = frozenset("，。、；：！？）》」』”’%％,;:!?)…")
_HAN_END = re.compile(r"[\u4e00-\u9fff]+$")
_HAN_START = re.compile(r"[\u4e00-\u9fff]+")
_PAIR = 0.5
_REACH = 4
_LONGEST_WORD = 5
_SPAN = 5


@lru_cache(maxsize=1)
def _starts() -> dict[str, dict[str, int]]:
    table: dict[str, dict[str, int]] = json.loads(
        files("ingest.layout").joinpath("data/starts.json").read_text(encoding="utf-8")
    )
    return table


def inside_odds(text: str, *, clause: bool = False) -> float:
    """Log odds, in [-6, 8], that ``text`` begins inside a sentence and not with a paragraph.

    With ``clause`` the place inside the sentence is known to follow a comma.

    By the first one or two characters, counted over news and reports (``data/build_starts.py``), and by a
    closing sign or quotation mark that nothing before it opened.
    """
    head = text[:2].translate(_FOLD)
    if not head:
        return 0.0
    if head[0] in _NEVER_FIRST:
        return 8.0
    table = _starts()["clause" if clause else "inside"]
    value = table.get(head, table.get(head[0], 3)) / 10
    if closes_quote(text):
        value += 4.0
    return max(-6.0, min(8.0, value))


def leaves_quote_open(text: str) -> bool:
    """Whether the last quotation mark of ``text`` opens."""
    return text.rfind("“") > text.rfind("”") or text.count('"') % 2 == 1


def closes_quote(text: str) -> bool:
    """Whether the first quotation mark of ``text`` closes."""
    close = text.find("”")
    return 0 <= close and not 0 <= text.find("“") < close


def goes_on(left: str, right: str, page: str) -> float:
    """Log odds, roughly in [-8, 12], that ``right`` continues ``left``, which stops inside a sentence.

    ``page`` is the text around them, in which words that span the break may stand whole.
    """
    value = 0.7 * max(-4.0, min(4.0, inside_odds(right, clause=left[-1] in "，,、"))) - 0.5
    value += max(0.6 * _word_over(left, right), _string_over(left, right, page))
    value += _PAIR * side_by_side(left, right)
    if left[-1].isdigit():
        if _HALF_DATE.search(left[-8:]):
            value += 6.0 if right[0] in "年月日号" else -3.0
        else:
            value += 3.0 if _UNITS.match(right) else -1.5
    elif right[0].isdigit() and not _LEADS_ON.search(left[-2:]):
        value -= 0.3
    if right[0] in _NEVER_FIRST:
        value += 1.0
    elif _LEADS_ON.search(left[-2:]):
        value += 0.8
    opened, closed = leaves_quote_open(left), closes_quote(right)
    if opened and closed:
        value += 2.5
    elif opened and "“" in right:
        value -= 1.5
    elif closed:
        value -= 3.0
    return value


def _word_over(left: str, right: str) -> float:
    """How much likelier the words around the break are if one may span it, in [0, 8]."""
    tail, head = _HAN_END.search(left[-_REACH:]), _HAN_START.match(right[:_REACH])
    if not tail or not head:
        return 0.0
    text = tail.group() + head.group()
    return max(0.0, min(8.0, _likeliest(text) - _likeliest(tail.group()) - _likeliest(head.group())))


@lru_cache(maxsize=65536)
def _likeliest(text: str) -> float:
    """Log probability of the likeliest split of ``text`` into words of the dictionary."""
    best = [0.0] + [-math.inf] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - _LONGEST_WORD), end):
            count = frequency(text[start:end])
            if count or end - start == 1:
                best[end] = max(best[end], best[start] + math.log(max(count, 3) / _CORPUS))
    return best[-1]


def _string_over(left: str, right: str, page: str) -> float:
    """How long a string over the break stands elsewhere on the page, as evidence in [0, 5]."""
    if not _HAN_START.match(left[-1]) or left[-1] + right[0] not in page:
        return 0.0
    a = b = 1
    grown = True
    while grown:
        grown = False
        if a < min(_SPAN, len(left)) and left[-a - 1 :] + right[:b] in page:
            a, grown = a + 1, True
        if b < min(_SPAN, len(right)) and left[-a:] + right[: b + 1] in page:
            b, grown = b + 1, True
    return (0.0, 0.0, 0.3, 1.5, 3.0)[a + b] if a + b < 5 else 4.5
