"""A configured reranker orders what is found; one that fails costs nothing but a remark."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.backends.fakes import OverlapReranker
from rag.errors import EndpointError
from rag.pipeline import Pipeline
from rag.retrieve.rerank import SecondLook
from tests.rag.answer.making import passages, pipeline

QUESTION = "平江县投入了多少资金？"


class Backwards:
    """Prefers what the learned order likes least."""

    name = "backwards"

    def score(self, question: str, passages: list[str]) -> list[float]:
        return [float(i) for i in range(len(passages))]


@pytest.fixture
def desk(home: Path) -> Pipeline:
    return pipeline(home, passages())


def test_the_reranker_decides_the_order(desk: Pipeline) -> None:
    before = desk.search(QUESTION)
    desk.second = SecondLook(Backwards, passages=20)
    remarks: list[str] = []
    after = desk.search(QUESTION, tell=remarks.append)
    assert len(before) > 1 and not remarks
    assert [h.passage.id for h in after] == [h.passage.id for h in before[::-1]]
    assert desk.search(QUESTION, k=1) == after[:1]


def test_a_failing_reranker_leaves_hits_and_answer_and_says_so(desk: Pipeline) -> None:
    hits, answer = desk.search(QUESTION), desk.ask(QUESTION, engine="extractive")
    desk.second = SecondLook(lambda: OverlapReranker(EndpointError("重排服务挂了", "it is down")), passages=20)
    remarks: list[str] = []
    assert desk.search(QUESTION, tell=remarks.append) == hits
    assert len(remarks) == 1 and "按内置的排序" in remarks[0] and "重排服务挂了" in remarks[0]
    again = desk.ask(QUESTION, engine="extractive")
    assert again.answer == answer.answer and again.status == answer.status == "answered"
    assert again.notes == (*answer.notes, remarks[0])


def test_several_subjects_give_one_remark(desk: Pipeline) -> None:
    desk.second = SecondLook(lambda: OverlapReranker(EndpointError("挂了")), passages=20)
    answer = desk.ask("平江县和桃源县各投入了多少资金？", engine="extractive")
    assert sum("挂了" in note for note in answer.notes) == 1


def test_a_refusal_says_so_too(desk: Pipeline) -> None:
    desk.second = SecondLook(lambda: OverlapReranker(EndpointError("挂了")), passages=20)
    answer = desk.ask("华容县建成多少个扶贫车间？", engine="extractive")
    assert answer.status == "refused" and any("挂了" in note for note in answer.notes)
