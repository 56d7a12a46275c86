"""A question in the words that reports use, by a model, where nothing answers it as it was put.

Who asks 一亩打多少公斤 means 亩产, and a list of such words never ends. The model sees questions alone, never a report,
and its wording is only looked for: what is found is quoted, checked, and shown with the wording that found it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Sequence

from rag.answer.prompting import harmless, prompt
from rag.answer.replied import replied
from rag.domain import Event
from rag.language import say
from rag.ports import ChatModel
from rag.retrieve.question import Query
from rag.text.fold import folded

PROMPTS = ("reword.system", "reword.user")
MOST = 3
"""Wordings tried at most."""
TOKENS = 160
_EARLIER = 3
"""Earlier questions that the model is shown."""
_QUESTION, _BEFORE = 200, 100
"""Characters it is shown of the question, and of each of those before it."""
_MARK = re.compile(r"^(?:\d{1,2}[.、．)）]|[-*•·]|改写(?:后)?(?:的问题)?[：:]|问题[：:])\s*")
_QUOTED = re.compile(r"“[^”]{1,20}”")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def wordings(
    question: str, history: Sequence[str], chat: ChatModel, *, until: float
) -> Generator[Event, None, tuple[str, ...]]:
    """At most ``MOST`` other wordings of ``question`` after ``history`` (oldest first); a ``delta`` while the model works.

    ``until`` and errors are those of ``replied``.
    """
    user = prompt("reword.user").fill(before=earlier_line(history), question=harmless(question, _QUESTION))
    written = yield from replied(chat, "reword", user, tokens=TOKENS, until=until)
    lines = (_MARK.sub("", line.strip()) for line in written.splitlines())
    known = folded(question)
    return tuple(dict.fromkeys(w[:_QUESTION] for w in lines if len(w) > 3 and folded(w) != known))[:MOST]


def earlier_line(history: Sequence[str]) -> str:
    """The line of a prompt that tells what was asked before; empty where nothing was."""
    earlier = "；".join(harmless(q, _BEFORE) for q in history[-_EARLIER:])
    return f"上文：{earlier}\n" if earlier else ""


def same_matter(query: Query, other: Query) -> bool:
    """Whether ``other`` asks for as much, of the same places, times, people and figures as ``query`` does.

    A model that words a question may lose half of it, or answer it.
    """
    kinds, told = (Counter(a.kind for a in q.asks) for q in (query, other))
    return (
        other.scope == "ok"
        and kinds == told
        and query.operation == other.operation
        and set(query.places) == set(other.places)
        and {p.since for p in query.periods} == {p.since for p in other.periods}
        and set(query.people) == set(other.people)
        and all(m.strip("“”") in other.question for m in _QUOTED.findall(query.question))
        and len(_QUOTED.findall(other.question)) <= len(_QUOTED.findall(query.question))
        and set(_DIGITS.findall(query.question)) == set(_DIGITS.findall(other.question))
    )


def found_by(wording: str) -> str:
    """For people: by which wording of the question something was found."""
    asked = wording.rstrip("？?。 ")
    return say(
        f"按原来的问法没有查到；模型把问题换成“{asked}”，是按这个说法查到的，请核对",
        f"Nothing was found as it was asked; a model put it as “{asked}”, and that found this, please check",
    )
