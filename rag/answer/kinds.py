"""Whether a sentence holds the kind of answer that is asked for: a figure, a person, a day, a list, a cause."""

from __future__ import annotations

import re

from rag.answer.beside import CAUSE
from rag.answer.reading import Sentence
from rag.answer.sorts import names_sort, sort_known
from rag.answer.unnamed import from_nowhere, no_such_body, only_counts
from rag.answer.values import best_value
from rag.figure import Figure
from rag.retrieve.content import Word, told_one_by_one
from rag.retrieve.question import Ask, Query
from rag.text import names
from rag.text.dates import Period
from rag.text.fold import folded
from rag.text.offices import appointments
from rag.text.places import find
from rag.text.words import segment

_LABEL = re.compile(r"[“\"「『《‘]([^”\"」』》’“]{1,30})[”\"」』》’]")
_EXPLAINS = re.compile(r"[”\"」』》’]?[一-鿿]{0,8}[，,：:—\s]*(?:即|就是|是指|指的是|包括|分别是|分别为|是|：|:|——)")
EXPLAINED_BEFORE = re.compile(
    r"(?:[，,](?:这|也|正)?(?:就是|即|叫做?|称为|称作|简称)|所谓)[^，,。；“”‘’]{0,8}[“\"「『《‘]$"
)
"""…，就是我们说的“三变”."""
_ENUMERATION = re.compile(r"、|一是|首先|其一|第一|①|（一）|\(一\)|一、|和|及|；")
_MANNER = re.compile(
    r"通过|采取|采用|利用|以[^，。]{1,20}为|推行|实行|开展|建立|组织|按照|坚持|要求|实施|出台|制定|加大|落实|依托|方式|模式|机制|措施"
)
_PLACES_ASKED = re.compile(r"^(?:个|座)?(?:城市|地方|地区|省份?|市|县|区县|县市|乡镇|镇|村|国家)(?!级)")
_EVERY = re.compile(
    r"每(?:周[一二三四五六日天末]|月[\d一二三初上中下]|年[\d一二三四五六七八九十]{1,2}月|天[早中晚上下\d]|逢)"
)
"""A time that comes again: 每周三."""
_DAY = re.compile(r"哪一?[天日]|几号|何日|什么日子")
"""Asks for a day; a month or a year is none."""
_NEAR_DAY = re.compile(r"[^，。]{0,12}?(?:到来|来临|即将到来)?(?:之际|前夕|前后)")
"""在…日到来之际: a day that something else is told to lie near."""
_BESIDES = re.compile(r"除了?(?P<known>[^，,。？?]{1,16}?)(?:以外|之外|外)?[，,]?(?:还|又|另外)")
"""除了坚果还做什么: what is told after this."""
_ALSO = re.compile(r"此外|另外|还有|还(?!是)|以及|同时|其他|也")
_WHICH = re.compile(r"哪")
_SITE = re.compile(
    r"(?:在|于|到|至|地点(?:设在|[为是：:])?)[^，,。；;]{2,24}?(?:学校|中专|大学|学院|中心|站|馆|医院|广场|公园|楼|厅|室|会堂|园区|村|社区|基地|车间|酒店|宾馆)"
)
"""Where something is held: a phrase of place that ends in such a noun."""
UNNAMED = 0.3
"""What a sentence that names none of the sort asked for (什么病) still has of it."""
_CLAUSE = re.compile(r"[，,。；？?]")
_HAN = re.compile(r"[一-鿿]{2}")


def type_fit(
    ask: Ask, own: tuple[Word, ...], label: str | None, query: Query, sentence: Sentence, periods: tuple[Period, ...]
) -> tuple[float, Figure | None]:
    """How well the sentence holds the kind of answer asked for, in [0, 1]; for figures also which one.

    ``own`` are the ask's content words, ``label`` the label that is to be explained, ``periods`` those asked for.
    """
    kind = ask.kind
    if kind == "value":
        return best_value(ask, own, sentence, query.places, periods)
    if (kind in ("list", "where") or (kind == "what" and _WHICH.match(ask.word))) and only_counts(ask, sentence):
        return 0.0, None
    if from_nowhere(ask, sentence.text) or (kind in ("what", "list", "where") and no_such_body(ask, sentence)):
        return 0.0, None
    if kind == "person":
        return (1.0 if names.persons(sentence.text) or appointments(sentence.text) else 0.4), None
    if kind == "time":
        return _time(ask, sentence), None
    if kind == "where" and sort_known(ask):
        return (1.0 if names_sort(ask, sentence.text) else UNNAMED), None
    if kind == "where":
        named = any(m.place not in query.places for m in sentence.places) or _SITE.search(sentence.text)
        return (1.0 if named else 0.4), None
    defined = _defines(ask, sentence.text) if label else 0.0
    if kind == "list":
        if _PLACES_ASKED.match(ask.right):
            # 在哪些城市设了站: one that names several.
            abroad = "国家" in ask.right
            told = find(sentence.text, countries=True) if abroad else sentence.places
            several = len({m.place for m in told if m.place not in query.places})
            return (1.0 if several > 1 else 0.1), None
        marks = len(_ENUMERATION.findall(sentence.text))
        return min(1.0, 0.2 + 0.15 * marks + 0.5 * defined), None
    if kind == "survey":
        return 0.5, None
    if kind == "reason":
        # Figures side by side in a row say nothing of why.
        return (1.0 if CAUSE.search(sentence.text) else 0.0 if sentence.is_row else 0.4), None
    if kind == "manner":
        return (1.0 if _MANNER.search(sentence.text) else 0.4), None
    if besides := _BESIDES.search(ask.left):
        known = sentence.text.find(besides["known"][-2:])
        return (1.0 if known >= 0 and _ALSO.search(sentence.text, known) else 0.2), None
    if sort_known(ask) and not label:
        return (1.0 if names_sort(ask, sentence.text) else UNNAMED), None
    return min(1.0, 0.6 + 0.4 * defined + 0.2 * _names_sort(ask, sentence)), None


def _names_sort(ask: Ask, sentence: Sentence) -> bool:
    """Whether the sentence has the noun after 什么 as a word, with what sort it is before it: 做什么工作, 保洁员工作."""
    noun = next(iter(segment(_CLAUSE.split(ask.right)[0])), "") if ask.kind == "what" else ""
    if len(noun) < 2 or noun not in sentence.text:
        return False
    words = segment(sentence.text)
    return any(w == noun and _HAN.match(before) for before, w in zip(words, words[1:], strict=False))


def _time(ask: Ask, sentence: Sentence) -> float:
    """1 for a sentence with a date, less for one that is less exact than the day asked for, 0 for one with none."""
    told = [
        p
        for p in sentence.periods
        if p.parts != (None, None, None) and not _NEAR_DAY.match(sentence.text[p.end : p.end + 20])
    ]
    if not told:
        return 1.0 if _EVERY.search(sentence.text) else 0.0
    if _DAY.search(ask.word):
        return 1.0 if any(p.parts[2] for p in told) else 0.25
    # 2023年培训的通知 has a year as well: what is told by the day is likelier what happened then.
    return 1.0 if "年" in ask.word or any(p.parts[1] for p in told) else 0.8


def _defines(ask: Ask, text: str) -> float:
    """1 when the sentence explains a label of the ask (“三化”就是…, “四个一批”，即…)."""
    for match in _LABEL.finditer(ask.left + ask.right):
        at = text.find(match.group(1))
        if at >= 0 and (_EXPLAINS.match(text[at + len(match.group(1)) :]) or EXPLAINED_BEFORE.search(text[:at])):
            return 1.0
        if told_one_by_one(folded(match.group(1)), folded(text)):
            return 1.0
    return 0.0
