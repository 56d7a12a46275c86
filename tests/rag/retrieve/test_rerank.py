from __future__ import annotations

from rag.backends.fakes import OverlapReranker
from rag.domain import Hit
from rag.errors import EndpointError
from rag.retrieve.given import given_passage
from rag.retrieve.question import understand
from rag.retrieve.rerank import SecondLook

QUERY = understand("甲县有多少人？")


def hits(*texts: str) -> list[Hit]:
    return [Hit(given_passage(n, {"text": text}), 1.0 / (n + 1), {"words": float(n)}) for n, text in enumerate(texts)]


def test_the_best_are_put_in_the_rerankers_order() -> None:
    found = hits("道路通车。", "甲县有30万人。", "甲县有多少人？30万。")
    again, error = SecondLook(OverlapReranker, passages=10).look(QUERY, found)
    assert error is None
    assert [h.passage.id for h in again] == ["given-2", "given-1", "given-0"]
    assert [h.score for h in again] == [h.score for h in found]
    assert again[0].parts["words"] == 2.0 and again[0].parts["reranker"] > again[1].parts["reranker"]


def test_those_it_does_not_read_keep_their_places() -> None:
    found = hits("道路通车。", "甲县有30万人。", "甲县有多少人？30万。")
    again, _ = SecondLook(OverlapReranker, passages=2).look(QUERY, found)
    assert [h.passage.id for h in again] == ["given-1", "given-0", "given-2"]


def test_equal_scores_leave_the_learned_order() -> None:
    found = hits("道路。", "桥梁。", "房屋。")
    again, _ = SecondLook(OverlapReranker, passages=10).look(QUERY, found)
    assert [h.passage.id for h in again] == [h.passage.id for h in found]


def test_a_failure_leaves_the_learned_order_and_is_not_tried_again_at_once() -> None:
    reranker = OverlapReranker(EndpointError("挂了"))
    now = [0.0]
    second = SecondLook(lambda: reranker, passages=10, rest_s=60, clock=lambda: now[0])
    found = hits("道路通车。", "甲县有30万人。")
    for _ in range(3):
        again, error = second.look(QUERY, found)
        assert again == found and error is not None and error.zh == "挂了"
    assert reranker.asked == 1
    now[0], reranker.fails = 61.0, None
    again, error = second.look(QUERY, found)
    assert error is None and again[0].passage.id == "given-1"


def test_it_is_opened_once_and_only_when_there_is_something_to_rank() -> None:
    opened: list[int] = []

    def opening() -> OverlapReranker:
        opened.append(1)
        return OverlapReranker()

    second = SecondLook(opening, passages=10)
    second.look(QUERY, hits("甲县。"))
    assert not opened
    for _ in range(2):
        second.look(QUERY, hits("甲县。", "乙县。"))
    assert len(opened) == 1
