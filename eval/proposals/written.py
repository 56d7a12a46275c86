"""Questions a model writes about passages. Its answers must stand in the passage word for word, or they are dropped."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator

from eval.proposals.review import Proposal
from eval.proposals.templates import Original
from rag.answer.prompting import fence, harmless, prompt
from rag.domain import Passage
from rag.ports import ChatModel
from rag.text.sentences import sentences

PROMPTS = ("propose.system", "propose.user")
MAX_TOKENS = 300
PER_PASSAGE = 3
_OBJECT = re.compile(r"\{[^{}]{1,600}\}")
_LEANS = re.compile(r"本文|这段|文中|上文|该段|材料")


def proposals(
    passages: Iterable[Passage],
    original: Original,
    chat: ChatModel,
    limit: int,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> list[Proposal]:
    """At most ``limit`` questions; the passages are taken in an order that a digest decides.

    Raises:
        EndpointError, ModelError: the model cannot be reached.
    """
    pool = [p for p in passages if 20 <= len(p.text) <= 1_000]
    pool.sort(key=lambda p: hashlib.sha256(p.index_text.encode("utf-8", "surrogatepass")).hexdigest())
    chosen: dict[str, Proposal] = {}
    for passage in pool:
        if len(chosen) >= limit:
            break
        reply = "".join(chat.stream(_messages(passage), max_tokens=MAX_TOKENS))
        for proposal in _read(reply, passage, original(passage.document_id) or ""):
            if len(chosen) < limit:
                chosen.setdefault(proposal.id, proposal)
        if progress:
            progress(len(chosen), limit)
    return list(chosen.values())


def _messages(passage: Passage) -> list[dict[str, str]]:
    slots = {"title": passage.title, "place": passage.place or "", "date": passage.date or "", "text": passage.text}
    plain = {k: harmless(v, 1_000) for k, v in slots.items()}
    return [
        {"role": "system", "content": prompt("propose.system").fill()},
        {"role": "user", "content": prompt("propose.user").fill(fence=fence("".join(plain.values())), **plain)},
    ]


def _read(reply: str, passage: Passage, original: str) -> Iterator[Proposal]:
    for match in list(_OBJECT.finditer(reply))[:PER_PASSAGE]:
        try:
            value = json.loads(match[0])
        except ValueError:
            continue
        question, answer = value.get("question"), value.get("answer")
        if not isinstance(question, str) or not isinstance(answer, str) or not 1 <= len(answer) <= 60:
            continue
        if not 6 <= len(question) <= 120 or _LEANS.search(question) or answer in question:
            continue
        for start, end in sentences(passage.text):
            sentence = passage.text[start:end]
            spans = passage.body.spans(start, end)
            if answer not in sentence or not spans:
                continue
            if "".join(original[spans[0][0] : spans[-1][1]].split()) == "".join(sentence.split()):
                yield Proposal(
                    type="fact",
                    question=question,
                    why=f"模型读《{passage.title}》后提出",
                    must=((answer,),),
                    evidence=((sentence,),),
                    docs=(os.path.basename(passage.document),),
                    spans=((spans[0][0], spans[-1][1]),),
                    place=passage.place or "",
                )
            break
