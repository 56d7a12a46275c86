"""Of whom a sentence speaks: the persons that a question names, in the sentence or as its 他, 她 or 我."""

from __future__ import annotations

import re

from rag.answer.reading import Sentence
from rag.retrieve.subjects import people
from rag.text.names import SURNAMES, persons
from rag.text.offices import appointments
from rag.text.wholes import OF_ALL
from rag.text.words import frequency, segment

_PRONOUN = re.compile(r"[他她](?!们|人|山|乡)|我(?![们国省市县区镇乡村])|自己")
_BYLINE = re.compile(r"^[^，。：“”]{0,16}(?:记者|通讯员)[ 　][^，。：“”]{2,40}$")
"""Who wrote the report, not whom it speaks of."""
_LINE = re.compile(r"[。！？\n]")
_SAYS = re.compile(r"说|道|表示|介绍|告诉|感慨|感叹|坦言|回忆|高兴|开心|激动|笑")
_CLOSE = 70
"""Characters behind a quotation in which its speaker is named."""
_REACH = 300
"""Characters before a sentence in which its 他 may be named."""
NAMED, MEANT, NEAR, OTHER = 1.0, 0.9, 0.6, 0.2
"""The person is named; spoken of as 他; named somewhere around; not named at all."""


def speaks_of(names: tuple[str, ...], sentence: Sentence) -> float:
    """How surely ``sentence`` speaks of one of the persons ``names``; ``NAMED`` where none is asked about."""
    if not names or any(n in sentence.folded for n in names):
        return NAMED
    around = (
        sentence.speaker,
        sentence.passage_folded,
        sentence.heading,
        sentence.opening,
        sentence.near,
        sentence.led,
    )
    if not any(n in text for n in names for text in around):
        return OTHER
    opened = sentence.passage.text[: sentence.start].rpartition("”")[2]
    if "“" in opened and any(n in _LINE.split(opened.partition("“")[0])[-1] for n in names):
        return MEANT  # 某某说：“以前…。现在一个月有3200元。”
    behind = _behind(sentence)
    if _SAYS.search(behind):
        if any(n in behind for n in names):
            return MEANT
        if _another(behind, names):
            return OTHER  # “我在车间挣了两万元。”…搬迁户某某说: another's words
    pronoun = _PRONOUN.search(sentence.text)
    # 搬迁户某某告诉记者，她…: of whom the sentence itself has named before.
    if pronoun and not _another(sentence.text[: pronoun.start()], names):
        before = (sentence.led + sentence.passage.text[: sentence.start])[-_REACH:] or sentence.before
        last = max(before.rfind(n) for n in names)
        if last >= 0 and not _another(before[last:], names):
            return MEANT
    if not pronoun and OF_ALL.search(sentence.text):
        return OTHER  # 全县蜡染作坊达到64家: of all, not of one
    return OTHER if _another(sentence.text, names) else NEAR


def _behind(sentence: Sentence) -> str:
    """What tells, behind the quotation that ``sentence`` is of, who says it (“以前…。现在…。”某某一面锄草一面说); else empty."""
    text = sentence.passage.text
    if text.rfind("“", 0, sentence.end) <= text.rfind("”", 0, sentence.end - 1):
        return ""
    closes = text.find("”", sentence.end - 1)
    opens = text.find("“", sentence.end)
    if closes < 0 or 0 <= opens < closes:
        return ""
    return _LINE.split(text[closes + 1 : closes + 1 + _CLOSE])[0]


def names_someone(text: str) -> bool:
    """Whether ``text`` names a person."""
    if _BYLINE.search(text):
        return False
    if persons(text) or appointments(text) or people(text):
        return True
    # 刘畅是…: two characters that no dictionary holds, the first of them a surname.
    return any(len(w) == 2 and w[0] in SURNAMES and not frequency(w) for w in segment(text)[:1])


def _another(text: str, names: tuple[str, ...]) -> bool:
    """Whether ``text`` names somebody else: 他 is then that one."""
    found = [p.text for p in persons(text)] + [a.name for a in appointments(text)] + list(people(text))
    return any(f not in n and n not in f for f in found for n in names)
