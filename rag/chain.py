"""The pipeline as LangChain pieces, so that a user can trace it or build it into a chain of their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableGenerator
from pydantic import ConfigDict, SkipValidation

from rag.backends.openai_chat import stay_silent
from rag.domain import Event, Hit
from rag.errors import UsageError
from rag.pipeline import Pipeline
from rag.ports import ChatModel

stay_silent()


class LibraryRetriever(BaseRetriever):
    """The library's search as a LangChain retriever; ``k`` passages, best first."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    pipeline: SkipValidation[Pipeline]
    k: int = 10
    place: str | None = None
    since: str | None = None
    until: str | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        hits = self.pipeline.search(query, k=self.k, place=self.place, since=self.since, until=self.until)
        return [_document(hit) for hit in hits]


class Step(dict[str, Any]):
    """One event of an answer, with the key ``event`` and what ``as_step`` adds to it.

    Where LangChain sums a stream up, a later step takes the place of an earlier one: the sum of an
    answer's steps is its last, the ``answer``.
    """

    def __add__(self, later: Step) -> Step:
        return later


def answer_chain(pipeline: Pipeline) -> Runnable[dict[str, Any], Step]:
    """A Runnable from ``{"question": str, "history": [str, ...], "engine": str}`` to steps.

    ``history`` (earlier questions, oldest first) and ``engine`` may be left out. ``stream`` and
    ``astream`` give every step as it happens; ``invoke`` gives the last one, whose ``answer`` is the
    contract's Answer. Closing the stream stops the model.

    Raises:
        UsageError: there is no question in the input.
    """

    def steps(inputs: Iterator[Any]) -> Iterator[Step]:
        with closing(_events(pipeline, list(inputs))) as events:
            for event in events:
                yield as_step(event)

    async def asteps(inputs: AsyncIterator[Any]) -> AsyncIterator[Step]:
        given = [item async for item in inputs]
        events = await asyncio.to_thread(_events, pipeline, given)
        try:
            while event := await asyncio.to_thread(next, events, None):
                yield as_step(event)
        finally:
            await asyncio.to_thread(events.close)

    return RunnableGenerator(steps, asteps, name="wenju")


def as_step(event: Event) -> Step:
    """``event``, ``text`` where it has one, ``citations`` of evidence, ``answer`` of the end; all JSON."""
    step = Step(event=event.kind)
    if event.text:
        step["text"] = event.text
    if event.citations:
        step["citations"] = [citation.as_json() for citation in event.citations]
    if event.answer:
        step["answer"] = event.answer.as_json()
    return step


class PortChatModel(BaseChatModel):
    """A chat model of this project (the local GGUF, an endpoint) as LangChain's."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    port: Any
    max_tokens: int = 400

    @property
    def _llm_type(self) -> str:
        return "wenju"

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        pieces = self.port.stream([_turn(message) for message in messages], max_tokens=self.max_tokens)
        for piece in _until(pieces, stop or []):
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=piece))
            if run_manager:
                run_manager.on_llm_new_token(piece, chunk=chunk)
            yield chunk

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = "".join(chunk.text for chunk in self._stream(messages, stop, run_manager, **kwargs))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])


def as_chat_model(chat: ChatModel, *, max_tokens: int = 400) -> PortChatModel:
    """``chat`` for LangChain. What it writes is a draft: nothing verifies it outside the pipeline."""
    return PortChatModel(port=chat, max_tokens=max_tokens)


def _events(pipeline: Pipeline, inputs: list[Any]) -> Any:
    """The pipeline's generator for the one input."""
    given = inputs[-1] if inputs else None
    question = given if isinstance(given, str) else given.get("question") if isinstance(given, dict) else None
    if not isinstance(question, str):
        raise UsageError("缺少 question", 'the input needs a "question"')
    options = given if isinstance(given, dict) else {}
    return pipeline.stream(
        question, history=tuple(options.get("history") or ()), engine=options.get("engine") or "auto"
    )


def _document(hit: Hit) -> Document:
    passage = hit.passage
    return Document(
        id=passage.id, page_content=passage.text, metadata={**hit.as_json(), "document_sha256": passage.document_sha256}
    )


def _turn(message: BaseMessage) -> dict[str, str]:
    roles = {"human": "user", "ai": "assistant", "system": "system"}
    return {"role": roles.get(message.type, "user"), "content": str(message.text)}


def _until(pieces: Iterator[str], stop: list[str]) -> Iterator[str]:
    """The pieces up to the first stop word, which may be cut between two of them."""
    held = ""
    reach = max(map(len, stop), default=1) - 1
    for piece in pieces:
        held += piece
        cut = min((at for word in stop if (at := held.find(word)) >= 0), default=-1)
        if cut >= 0:
            yield held[:cut]
            return
        if len(held) > reach:
            yield held[: len(held) - reach]
            held = held[len(held) - reach :]
    yield held
