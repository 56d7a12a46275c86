"""Sentences that a model says answer a question, picked among the nearest, where rules find none.

The model gives numbers and nothing else: what is shown are the reports' own sentences, those that are of the place and
time asked about. Only a model behind an endpoint is asked. The one of this machine picks at random: of 24 questions
that reports answer it found 7, and of 24 that they do not it answered 15 (docs/decisions/0024-a-model-looks-again.md).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence

from rag.answer.prompting import fence, harmless, prompt
from rag.answer.reading import Sentence
from rag.answer.replied import replied
from rag.answer.reworded import earlier_line
from rag.domain import Event
from rag.language import say
from rag.ports import ChatModel

PROMPTS = ("pick.system", "pick.user")
SHOWN = 16
"""Sentences that the model is shown."""
MOST = 4
"""Sentences it may pick: who picks more has found nothing."""
_LENGTH, _QUESTION = 200, 300
_TOKENS = 24
_NUMBER = re.compile(r"\d{1,2}")
_REPLY = re.compile(r"[\s\d、，,；;和\[\]【】（）()第条。.]*")
"""Numbers with what may stand between them: a reply that says anything else picks nothing."""


def picked(
    question: str, history: Sequence[str], near: Sequence[Sentence], chat: ChatModel, *, until: float
) -> Generator[Event, None, tuple[Sentence, ...]]:
    """Those of ``near`` that answer ``question`` after ``history``, in their order; a ``delta`` while the model works.

    ``until`` and errors are those of ``replied``.
    """
    shown = near[:SHOWN]
    if not shown:
        return ()
    lines = "\n".join(f"{n} {_line(s)}" for n, s in enumerate(shown, 1))
    asked, before = harmless(question, _QUESTION), earlier_line(history)
    user = prompt("pick.user").fill(sentences=lines, before=before, question=asked, fence=fence(lines + before + asked))
    written = yield from replied(chat, "pick", user, tokens=_TOKENS, until=until)
    reply = written.rpartition("回答：")[2].strip()
    numbers = {int(n) for n in _NUMBER.findall(reply)} if _REPLY.fullmatch(reply) else set()
    good = 0 < len(numbers) <= MOST and all(1 <= n <= len(shown) for n in numbers)
    return tuple(shown[n - 1] for n in sorted(numbers)) if good else ()


def _line(sentence: Sentence) -> str:
    """The sentence as the model is shown it, led by its place and time where it does not say them."""
    p, text = sentence.passage, harmless(sentence.text, _LENGTH)
    lead = "".join(f"{harmless(x, 30)}：" for x in (p.place, p.date and p.date[:4]) if x and x not in text)
    return lead + text


def picked_by(name: str) -> str:
    """For people: which model said that what is shown answers the question."""
    return say(
        f"原文的措辞与所问不同，是模型（{name}）从最接近的原文里选出的，请核对",
        f"The report uses other words than the question; a model ({name}) picked this among what is nearest, please check",
    )
