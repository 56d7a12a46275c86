"""Refusals that say what is missing and what the library holds that is nearest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answer.fit import Fit
from rag.answer.reading import Sentence
from rag.domain import Citation, Refusal
from rag.language import say
from rag.retrieve.content import content, is_weak
from rag.retrieve.question import Ask, Query
from rag.retrieve.subjects import is_firm
from rag.retrieve.terms import Weights
from rag.text.dictionary import kind
from rag.text.fold import folded
from rag.text.units import UNIT

NEAREST = 3
SHOWN = 24
"""Characters of what is missing that a refusal repeats."""
_PIECES = re.compile(
    r"[\d\s，,、；;。？?！!：:]+|多少|什么|哪[些个家位里年天几]?|谁|怎么样?|如何|为何|几(?=[个家人户次年])|吗|呢|吧"
)
"""A refusal gives no figures, and what stands between two of these is a phrase."""
_UNIT = re.compile(rf"^(?:万亿|亿|万|千|百)?(?:{UNIT.pattern}|个|钱)")
_LEADING = re.compile(r"^(?:请问|那么?|还|又|的|在|是|有|把|和|与|及|比|了|到底|究竟|现在|目前)+(?=[一-鿿“]{2})")
_TRAILING = re.compile(
    r"(?:的|了|是|为|有|达到?|共|一共|总共|合计|加起来|花|要|用|能|都|还|各|大概|大约|现在|目前|分别|[增涨降升减提缩](?:长|加|高|低|少|到)?)+$"
)


def scope_refusal(query: Query) -> Refusal | None:
    """Requests that have nothing to do with the library, that try to turn the program, or that are not in Chinese."""
    if query.scope == "unsafe_request":
        refused = say(
            "这个请求涉及改变或透露系统的工作方式，不予处理。请就库内报告的内容提问。",
            "This request is about changing or revealing how the system works and is not served. Ask about the reports.",
        )
        return Refusal("unsafe_request", refused)
    if query.scope == "out_of_scope":
        elsewhere = say(
            "这不是库内报告能回答的问题。请就报告中的情况、数字、人物、做法提问。",
            "This is not a question that the reports can answer. Ask about facts, figures, persons or measures in them.",
        )
        return Refusal("out_of_scope", elsewhere)
    if query.scope == "foreign":
        chinese = say("库内的报告是中文的，请用中文提问。", "The reports are in Chinese: please ask in Chinese.")
        return Refusal("out_of_scope", chinese)
    return None


def nothing_held() -> Refusal:
    """The library is empty or has not one passage for the question."""
    nothing = say(
        "库内没有与这个问题有关的内容。可以先加入报告，或换一种问法。",
        "The library holds nothing on this question. Add reports first, or ask in other words.",
    )
    return Refusal("no_evidence", nothing)


def unsupported(query: Query, fits: Sequence[Fit]) -> Refusal:
    """What was asked for is not there: says whether the place, the period or the matter is missing."""
    ranked = sorted(fits, key=lambda f: (-f.coverage, f.sentence.rank, f.sentence.key))
    nearest = _citations(ranked[:NEAREST])
    matter = _matter(query)
    close = [f for f in ranked if f.coverage >= 0.5]
    if query.places and close and all(f.place < 0.3 for f in close):
        asked = "、".join(p.name for p in query.places)
        others = list(dict.fromkeys(f.sentence.passage.place for f in close if f.sentence.passage.place))[:4]
        have = f"；有{'、'.join(others)}的" if others else ""
        has = f"; it has that of {', '.join(others)}" if others else ""
        missing = say(f"库内没有{asked}的{matter}{have}。", f"The library does not hold {matter} of {asked}{has}.")
        return Refusal("no_evidence", missing, nearest)
    if query.periods and close and all(not f.then for f in close if f.there):
        asked = "、".join(p.as_written for p in query.periods)
        where = "、".join(p.name for p in query.places)
        # A refusal gives no figures, not even years: they stand in what is nearest.
        other = any(p.since for f in close for p in f.sentence.periods)
        have = "；有其他时间的，见最接近的内容" if other else ""
        has = "; for other times see what is nearest" if other else ""
        missing = say(
            f"库内没有{where}{asked}的{matter}{have}。",
            f"The library does not hold {matter}{f' of {where}' if where else ''} for {asked}{has}.",
        )
        return Refusal("no_evidence", missing, nearest)
    where = "、".join(p.name for p in query.places)
    subject = f"{where}的{matter}" if where else matter
    tail = (
        say("以下是库内最接近的内容，供核对。", "Below is what is nearest in the library.")
        if nearest
        else say("可以先加入报告，或换一种问法。", "Add reports first, or ask in other words.")
    )
    missing = say(
        f"库内没有能回答这个问题的内容（未找到{subject}）。{tail}",
        f"The library holds no answer to this question (not found: {subject}). {tail}",
    )
    return Refusal("no_evidence", missing, nearest)


def near(query: Query, fits: Sequence[Fit]) -> tuple[Sentence, ...]:
    """The sentences of the place, time and firm asked about that hold the kind of thing asked for, the best first."""
    firm = any(map(is_firm, query.organisations))
    told = (f for f in fits if f.there and f.then and f.type > 0.0 and (f.theirs or not firm))
    return tuple({f.sentence.key: f.sentence for f in sorted(told, key=lambda f: (-f.score, f.sentence.key))}.values())


def _matter(query: Query) -> str:
    """The matter asked about, in the question's own words."""
    ask = query.asks[0]
    return matter(ask.text, ask.word) or "、".join(query.organisations)[:SHOWN] or "相关内容"


def unfound(ask: Ask) -> str:
    """What one of several asks wants that was not found; in its own words where it names nothing (办几天)."""
    return matter(ask.text, ask.word) or ask.clause.strip(" ，,？?。")


def matter(text: str, word: str = "") -> str:
    """What ``text`` asks about: an unbroken phrase of it, without question words, figures and what is only done with them.

    ``word`` is the question word, where it is known. Of what stands on its two sides the one with more to say is told.
    """
    at = text.find(word) if word else -1
    sides = [text] if at < 0 else [text[:at], _UNIT.sub("", text[at + len(word) :])]
    found = [p for side in sides for piece in _PIECES.split(side) if (p := _phrase(piece))]
    best = max(found, key=_says, default="")
    if len(best) < 2:
        # 建了几座桥: no verb of one character is what was not found.
        best = next(iter(_PIECES.split(sides[-1].strip())), "") if at >= 0 else ""
    return best[:SHOWN]


def _phrase(text: str) -> str:
    """``text`` from its first content word to its last, and no verb or particle that only led to the question word."""
    text = _LEADING.sub("", text.strip())
    held = [w.text for w in content(text, Weights(0, {}))]
    plain = folded(text)
    ends = [(plain.find(w), plain.find(w) + len(w)) for w in held if w in plain]
    if not ends or len(plain) != len(text):
        return "".join(held)
    phrase = text[min(a for a, _ in ends) : max(b for _, b in ends)]
    return _TRAILING.sub("", phrase) or phrase


def _says(phrase: str) -> float:
    """How much a phrase tells of what is asked: the characters of its content words, those that name things twice."""
    words = content(phrase, Weights(0, {}))
    return sum(len(w.text) * (0.3 if is_weak(w.text) else 2 if kind(w.text).startswith("n") else 1) for w in words)


def _citations(fits: Sequence[Fit]) -> tuple[Citation, ...]:
    return tuple(Citation.of(n, f.sentence.evidence(f.score)) for n, f in enumerate(fits, 1))
