"""The pipeline as LangChain pieces."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from rag import chain
from rag.backends.fakes import ScriptedChat
from rag.domain import Answer, Citation, Event, Hit, Passage, SourcedText
from rag.errors import UsageError

PASSAGE = Passage(
    id="d#3",
    document="a.txt",
    document_id="d",
    document_sha256="0" * 64,
    article_id="a",
    ordinal=3,
    body=SourcedText.whole("甲县有84个。"),
    title="题",
    place="甲县",
)
CITATION = Citation(n=1, document="a.txt", document_sha256="0" * 64, article="题", quote="甲县有84个", spans=((0, 7),))
ANSWER = Answer(
    question="几个？", standalone_question="几个？", status="answered", answer="甲县有84个[1]。", engine="extractive"
)
EVENTS = [
    Event("stage", "retrieve"),
    Event("evidence", citations=(CITATION,)),
    Event("delta", "甲县"),
    Event("answer", answer=ANSWER),
]


class FakePipeline(chain.Pipeline):
    """Records what it is asked."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.closed = False

    def search(self, question: str, **options: Any) -> list[Hit]:
        self.asked.append((question, options))
        return [Hit(PASSAGE, 1.5)]

    def stream(self, question: str, **options: Any) -> Iterator[Event]:
        self.asked.append((question, options))
        try:
            yield from EVENTS
        finally:
            self.closed = True


@pytest.fixture
def pipeline() -> FakePipeline:
    return FakePipeline()


def test_retriever_gives_documents(pipeline: FakePipeline) -> None:
    retriever = chain.LibraryRetriever(pipeline=pipeline, k=4, place="甲县")
    (found,) = retriever.invoke("几个？")
    assert (found.id, found.page_content) == ("d#3", "甲县有84个。")
    assert found.metadata["document"] == "a.txt" and found.metadata["score"] == 1.5
    assert pipeline.asked == [("几个？", {"k": 4, "place": "甲县", "since": None, "until": None})]


def test_chain_streams_every_step(pipeline: FakePipeline) -> None:
    steps = list(
        chain.answer_chain(pipeline).stream({"question": "几个？", "history": ["甲县呢？"], "engine": "local"})
    )
    assert [step["event"] for step in steps] == ["stage", "evidence", "delta", "answer"]
    assert steps[1]["citations"] == [CITATION.as_json()]
    assert steps[-1]["answer"] == ANSWER.as_json()
    assert pipeline.asked == [("几个？", {"history": ("甲县呢？",), "engine": "local"})]


def test_chain_invoked_gives_the_answer(pipeline: FakePipeline) -> None:
    assert chain.answer_chain(pipeline).invoke({"question": "几个？"})["answer"] == ANSWER.as_json()
    assert pipeline.asked == [("几个？", {"history": (), "engine": "auto"})]


def test_chain_composes(pipeline: FakePipeline) -> None:
    whole = chain.answer_chain(pipeline) | (lambda step: step["answer"]["answer"])
    assert whole.invoke({"question": "几个？"}) == "甲县有84个[1]。"


def test_chain_streams_asynchronously(pipeline: FakePipeline) -> None:
    async def collect() -> list[str]:
        return [step["event"] async for step in chain.answer_chain(pipeline).astream({"question": "几个？"})]

    assert asyncio.run(collect()) == ["stage", "evidence", "delta", "answer"]
    assert pipeline.closed


def test_closing_the_stream_closes_the_pipeline(pipeline: FakePipeline) -> None:
    stream = chain.answer_chain(pipeline).stream({"question": "几个？"})
    next(stream)
    assert not pipeline.closed
    stream.close()
    assert pipeline.closed


@pytest.mark.parametrize("given", [{}, {"question": None}, 3, {"question": ["几个？"]}])
def test_input_without_a_question(pipeline: FakePipeline, given: Any) -> None:
    with pytest.raises(UsageError, match="question"):
        chain.answer_chain(pipeline).invoke(given)


def test_chat_model_for_langchain() -> None:
    chat = ScriptedChat(["甲县有84个[1]。", "甲县有84个[1]。", "甲县有84个[1]。"])
    model = chain.as_chat_model(chat)
    assert model.invoke([("system", "照抄"), ("human", "几个？")]).content == "甲县有84个[1]。"
    assert chat.prompts[0] == [{"role": "system", "content": "照抄"}, {"role": "user", "content": "几个？"}]
    assert len([chunk for chunk in model.stream("几个？") if chunk.content]) > 2
    assert model.invoke("几个？", stop=["84"]).content == "甲县有"
