"""What stands beside the sentence found: the cause of a fact, the name of a person, the answer to a question asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.reading import Sentence
from rag.answer.whom import names_someone
from rag.retrieve.subjects import organisations
from rag.text.names import SURNAMES

CAUSE = re.compile(
    r"因为|由于|因(?!此)|为了|旨在|目的|原因|所以|导致|致使|缘于|得益于|源于|出于|为[^，。]{2,20}，|受.{1,12}影响|造成|"
    r"不是[^。]{1,20}?[，,而]是|难在|只好|只能|发现是|查明|怕|怎么(?:办|走|行|去|回(?!事))|(?:不|没)(?:放心|甘心|忍心)|舍不得|打动|"
    r"[一-鿿]不[了起](?!解)|没人要|没法|无法|不敢|不便"
)
"""Words that give a cause; what somebody cannot do is one (她出不了远门)."""
_EXPLAINS = re.compile(r"^[^，。：“”]{2,30}(?:解释|分析|坦言|道出)(?:说|称|道|了[^，。]{0,6})?[，,：:]")
"""Begins the words of somebody who explains what stands before."""
_ASKED = re.compile(r"^(?:记者|问)[：:]|[？?][”\"」』]?$")
_WHY = re.compile(r"(?:为什么|为何|为啥|缘何|何以|原因何在|怎么回事|咋回事)[^。]*[？?][”\"」』]?$")
_COUNTS = re.compile(
    r"[一二三四五六七八九十]是|其[一二三四五]|第[一二三四五]|首先|其次|再次|最后|[（(]?[一二三四五\d]{1,2}[)）、.．]"
)
_LACKS = re.compile(r"滞后|缺乏|短缺|缺少|不足|薄弱|困难|落后|没人|无人|闲置|撂荒|大量外出|老化|偏远")
"""What is wanting, told before what was done about it."""
_SPEAKS = re.compile(r"[^，。：“”]{2,24}(?:说|表示|介绍|告诉|坦言|感慨|回忆|道)")
"""Who said the words before it."""
_OBJECTS = re.compile(r"反对|不同意|不愿|不肯|不信|摇头|拒绝|犹豫|顾虑|担心|犯愁|抱怨|纳闷|埋怨|质疑|打退堂鼓|不买账")
"""Somebody is against it, or doubts: why, their own words tell."""
_SHORT = 14
_WORDS_WITHIN = 4
CREDIT = re.compile(r"\s*[（(]?[一-鿿·][一-鿿·\s]{1,9}?\s*(?:摄影报道|摄影|摄)[）)]?。?\s*")
"""The line that ends a caption: 某某 摄."""
BYLINE = re.compile(
    rf"[^，。；]{{0,14}}(?:记者|通讯员)[\s:：]*[^，。；说]{{0,20}}|(?:[{SURNAMES}][一-鿿]{{1,2}}\s+){{1,4}}[{SURNAMES}][一-鿿]{{1,2}}|{CREDIT.pattern}"
)
"""Who wrote the article is nobody of whom it tells."""
_PRONOUN = re.compile(r"^[“\"「]?(?:他|她|这位|这个)")


def explained(best: Sentence, near: Sequence[Sentence], people: tuple[str, ...] = ()) -> list[Sentence]:
    """``best`` with the sentences that tell why, in reading order; ``best`` alone when it tells it or none does.

    A sentence that asks (记者：…？), or only announces, is followed by its answer. Where one of ``people`` is asked
    about, what they say themselves right after is their reason.
    """
    ordered = _ordered(near)
    at = _at(best, ordered)
    if (quote := _quoted_before(at, ordered)) is not None:
        return [quote, best]
    if (end := _closes(at, ordered)) > at + 1:
        return ordered[at:end]
    if _ASKED.search(best.text) or len(best.text) <= _SHORT:
        return _until_asked(at, ordered)
    if CAUSE.search(best.text):
        return [best]
    if at + 1 < len(ordered) and _EXPLAINS.match(ordered[at + 1].text):
        return ordered[at : at + 2]
    if at + 1 < len(ordered) and _WHY.search(ordered[at + 1].text):
        return [best, *_until_asked(at + 1, ordered)]  # 撤并了47个。(为什么撤？)…
    if at and _LACKS.search(ordered[at - 1].text) and not CAUSE.search(ordered[min(at + 1, len(ordered) - 1)].text):
        return ordered[at - 1 : at + 1]
    for other in (at + 1, at - 1, at + 2):
        if not 0 <= other < len(ordered) or not CAUSE.search(ordered[other].text):
            continue
        group = ordered[min(at, other) : max(at, other) + 1]
        # In an interview the next question begins another matter.
        if not any(_ASKED.search(s.text) for s in group if s.key != best.key):
            return group
    said = _own_words(at, ordered, people)
    return [best, *said] if said else [best]


def asks(text: str, *, why: bool = False) -> bool:
    """Whether a sentence of a report asks (for a reason): what answers it is told after it."""
    return bool((_WHY if why else _ASKED).search(text))


def replied(best: Sentence, near: Sequence[Sentence]) -> list[Sentence]:
    """What the report tells after ``best``, which asks."""
    ordered = _ordered(near)
    return _until_asked(_at(best, ordered), ordered)


def _until_asked(at: int, ordered: Sequence[Sentence]) -> list[Sentence]:
    """What answers sentence ``at``, which asks: at most three sentences, more where they count (一是…).

    They end before the next that asks and, where the question did not stand in a line of its own, with its paragraph. The
    question itself is told where nothing follows.
    """
    end = at + 1
    alone = end < len(ordered) and _new_paragraph(ordered[at], ordered[end])
    while end < len(ordered) and not _ASKED.search(ordered[end].text):
        counts = _COUNTS.match(ordered[end].text)
        if not counts and (end > at + 3 or (not alone and _new_paragraph(ordered[end - 1], ordered[end]))):
            break
        end += 1
    return list(ordered[at + 1 : end]) or [ordered[at]]


def _new_paragraph(before: Sentence, after: Sentence) -> bool:
    """Whether a line ends between two sentences of one passage."""
    return before.passage.id == after.passage.id and "\n" in before.passage.text[before.end : after.start]


def _closes(at: int, ordered: Sequence[Sentence]) -> int:
    """Where the words end whose quotation begins in sentence ``at``: “我哪懂这个？亏了怎么办？” is told whole."""
    end, deep = at + 1, ordered[at].text.count("“") - ordered[at].text.count("”")
    while deep > 0 and end < min(len(ordered), at + _WORDS_WITHIN):
        deep += ordered[end].text.count("“") - ordered[end].text.count("”")
        end += 1
    return end if deep == 0 else at + 1


def _quoted_before(at: int, ordered: Sequence[Sentence]) -> Sentence | None:
    """What stands in quotation marks right before sentence ``at``, which goes on to tell whose words they are."""
    if not at or not ordered[at - 1].text.endswith(("”", "」")) or not ordered[at - 1].text.startswith(("“", "「")):
        return None
    return ordered[at - 1] if _OBJECTS.search(ordered[at].text) else None


def _own_words(at: int, ordered: Sequence[Sentence], people: tuple[str, ...]) -> list[Sentence]:
    """The first words of theirs that are quoted within a few sentences after ``at``, with who says them."""
    for i in range(at + 1, min(at + 1 + _WORDS_WITHIN, len(ordered))):
        if "“" not in ordered[i].text or "我" not in ordered[i].text:
            continue
        told = ordered[i : i + 2]
        if any(p in told[0].text for p in people):
            return list(told[:1])
        if len(told) > 1 and any(told[1].text.startswith(p) for p in people):
            return list(told)
    return []


def named(best: Sentence, near: Sequence[Sentence]) -> list[Sentence]:
    """``best`` with the sentence that names the person it speaks of; ``best`` alone when it names one.

    That is the nearest one before it that names a person, for a pronoun goes back; else the first of the article.
    """
    if _names(best):
        return [best]
    ordered = _ordered(near)
    spoken = ordered[_at(best, ordered) + 1 :][:1] if best.text.endswith(("”", "」")) else []
    if spoken and _SPEAKS.match(spoken[0].text) and _names(spoken[0]):
        return [best, spoken[0]]
    before = [s for s in ordered[: _at(best, ordered)] if _names(s)]
    if before and _PRONOUN.match(best.text):
        return [before[-1], best]
    found = before[:1] or [s for s in ordered if _names(s)][:1]
    return [*found, best] if found else [best]


def named_body(best: Sentence, near: Sequence[Sentence]) -> list[Sentence]:
    """``best`` with the sentence next to it that names an organisation; ``best`` alone when it names one itself."""
    if organisations(best.text):
        return [best]
    ordered = _ordered(near)
    at = _at(best, ordered)
    # 很快对接一家种苗厂——某公司 follows whom it helps; 某厂与…成立 goes before what it got.
    for other in (at - 1, at + 1, at - 2):
        if 0 <= other < len(ordered) and organisations(ordered[other].text):
            return ordered[min(at, other) : max(at, other) + 1]
    return [best]


def _names(sentence: Sentence) -> bool:
    return not BYLINE.fullmatch(sentence.text) and names_someone(sentence.text)


def _ordered(near: Sequence[Sentence]) -> list[Sentence]:
    return sorted(near, key=lambda s: (s.passage.ordinal, s.start))


def _at(best: Sentence, ordered: Sequence[Sentence]) -> int:
    return next(i for i, s in enumerate(ordered) if s.key == best.key)
