"""Refusals that say what is missing and what the library holds that is nearest."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.fit import Fit
from rag.domain import Citation, Hit, Refusal
from rag.language import say
from rag.retrieve.content import content
from rag.retrieve.question import Query
from rag.retrieve.terms import Weights

NEAREST = 3


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


def unsupported(query: Query, fits: Sequence[Fit], hits: Sequence[Hit]) -> Refusal:
    """What was asked for is not there: says whether the place, the period or the matter is missing."""
    near = sorted(fits, key=lambda f: (-f.coverage, f.sentence.rank, f.sentence.key))
    nearest = _citations(near[:NEAREST])
    matter = _matter(query)
    close = [f for f in near if f.coverage >= 0.5]
    if query.places and close and all(f.place < 0.3 for f in close):
        asked = "、".join(p.name for p in query.places)
        others = list(dict.fromkeys(f.sentence.passage.place for f in close if f.sentence.passage.place))[:4]
        have = f"；有{'、'.join(others)}的" if others else ""
        has = f"; it has that of {', '.join(others)}" if others else ""
        missing = say(f"库内没有{asked}的{matter}{have}。", f"The library does not hold {matter} of {asked}{has}.")
        return Refusal("no_evidence", missing, nearest)
    if query.periods and close and all(f.period < 0.25 for f in close if f.place >= 0.3):
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


def _matter(query: Query) -> str:
    """The matter asked about, in the question's own words."""
    return matter(query.asks[0].text)[:30] or "相关内容"


def matter(text: str) -> str:
    """``text`` without question words and figures, in the question's own order."""
    return "".join(w.text for w in content(text, Weights(0, {})) if not w.text[0].isdigit())


def _citations(fits: Sequence[Fit]) -> tuple[Citation, ...]:
    return tuple(Citation.of(n, f.sentence.evidence(f.score)) for n, f in enumerate(fits, 1))
