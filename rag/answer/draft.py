"""From evidence to a model's draft. What the model writes is unverified: ``rag.verify`` decides on it.

A model on two cores reads 37 tokens a second, so it is sent the few sentences that matter: those of the
extractive answer first, then further evidence while ``BUDGET`` lasts. The system prompt is the same for
every question, and a repair goes on from the first exchange, so that what was read is not read again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from math import inf

from rag.answer.prompting import fence, harmless, prompt
from rag.domain import Claim, Evidence
from rag.errors import ModelError
from rag.ports import ChatModel

PROMPTS = ("answer.system", "answer.user", "repair.user")
"""What a record of a run fingerprints."""
BUDGET = 400
"""Characters of evidence, about 250 tokens of a Qwen vocabulary."""
HARD_LIMIT = 1200
"""Characters of evidence that no number of extractive sentences exceeds."""
MAX_QUESTION = 300

Sentence = tuple[str, tuple[int, ...]]
Messages = list[Mapping[str, str]]


def draft(
    question: str,
    evidence: Sequence[Evidence],
    sentences: Sequence[Sentence],
    chat: ChatModel,
    *,
    max_tokens: int,
    until: float = inf,
) -> Iterator[str]:
    """Pieces of the model's answer to ``question``, to be read by ``parse``.

    Args:
        question: the stand-alone question.
        evidence: what may be cited; ``evidence[i]`` has the number ``i + 1``.
        sentences: the extractive answer, each sentence with the numbers it cites.
        chat: the model. Closing the iterator stops it.
        max_tokens: of the answer.
        until: when the model has to be done, of ``time.monotonic``.

    Raises:
        EndpointError: the endpoint is down, slow or confused.
        ModelError: the local model cannot run, or was not done in time.
    """
    messages = _messages(question, evidence, sentences)
    return _bounded(chat.stream(messages, max_tokens=max_tokens), messages, until)


def repair(
    question: str,
    evidence: Sequence[Evidence],
    sentences: Sequence[Sentence],
    written: str,
    failures: Sequence[tuple[str, Sequence[str]]],
    chat: ChatModel,
    *,
    max_tokens: int,
    until: float = inf,
) -> Iterator[str]:
    """Pieces of a second draft. The other arguments are those of ``draft``, for which see also errors.

    Args:
        question: as in ``draft``.
        evidence: as in ``draft``.
        sentences: as in ``draft``.
        written: the first draft.
        failures: its sentences that were not supported, each with the reasons.
        chat: as in ``draft``.
        max_tokens: as in ``draft``.
        until: as in ``draft``.
    """
    lines = [f"- {harmless(text, 120)}（{harmless('；'.join(reasons), 80)}）" for text, reasons in failures[:5]]
    messages = _messages(question, evidence, sentences)
    messages.append({"role": "assistant", "content": harmless(written, 800, keep_marks=True)})
    messages.append({"role": "user", "content": prompt("repair.user").fill(failures="\n".join(lines))})
    return _bounded(chat.stream(messages, max_tokens=max_tokens), messages[:2], until)


def worth_wording(claims: Sequence[Claim]) -> bool:
    """Whether a model of this machine has something to word: not what was worked out, nor minutes of reading."""
    return any(not c.computation for c in claims) and sum(len(c.text) for c in claims) <= BUDGET


def warm(chat: ChatModel) -> None:
    """Let ``chat`` load, and read what every prompt begins with. Raises as ``draft``."""
    opening = [{"role": "system", "content": prompt("answer.system").text}, {"role": "user", "content": "。"}]
    for _ in chat.stream(opening, max_tokens=1):
        pass


def _bounded(pieces: Iterator[str], messages: Messages, until: float) -> Iterator[str]:
    """The pieces, broken off when they have become much longer than what they were to put into words.

    Raises:
        ModelError: time is over.
    """
    left = 200 + 2 * len(messages[-1]["content"])
    try:
        for piece in pieces:
            if time.monotonic() > until:
                raise ModelError("模型太慢，没有等它写完", "the model was too slow to wait for")
            yield piece
            left -= len(piece)
            if left < 0:
                return
    finally:
        close = getattr(pieces, "close", None)
        if close:
            close()


def _messages(question: str, evidence: Sequence[Evidence], sentences: Sequence[Sentence]) -> Messages:
    material = "\n".join(_material(evidence, sentences))
    asked = harmless(question, MAX_QUESTION)
    user = prompt("answer.user").fill(evidence=material, question=asked, fence=fence(material + asked))
    return [{"role": "system", "content": prompt("answer.system").text}, {"role": "user", "content": user}]


def _material(evidence: Sequence[Evidence], sentences: Sequence[Sentence]) -> Iterator[str]:
    """Lines ``text[1][2]。``, marked as the answer is to be marked: the extractive sentences, then evidence that they do not say, within budget."""
    said: list[str] = []
    size = 0
    for text, numbers in sentences:
        line = harmless(text, HARD_LIMIT - size)
        if line:
            yield line.rstrip("。；;，, ") + "".join(f"[{n}]" for n in numbers) + "。"
            said.append(line)
            size += len(line)
    for number, item in enumerate(evidence, 1):
        line = harmless(item.quote, HARD_LIMIT)
        if size + len(line) > BUDGET or any(_core(line) in _core(other) for other in said):
            continue
        place = item.passage.place
        lead = f"{harmless(place, 30)}：" if place and place not in line else ""
        yield f"{lead}{line.rstrip('。；;，, ')}[{number}]。"
        said.append(line)
        size += len(line)


def _core(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
