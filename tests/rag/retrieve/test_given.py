from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.ports import PassageSource
from rag.retrieve.given import GivenPassages
from tests.rag.answer.making import passages

HELD = passages()
DESK = GivenPassages(HELD)


def test_is_a_passage_source() -> None:
    source: PassageSource = DESK
    assert source.passages([HELD[2].id, "unknown", HELD[0].id]) == [HELD[2], HELD[0]]


def test_neighbours_are_the_article_in_order() -> None:
    article = [p for p in HELD if p.article_id == HELD[0].article_id]
    assert DESK.neighbours(article[-1]) == sorted(article, key=lambda p: p.ordinal)


def test_lexical_ranks_by_common_words() -> None:
    ranked = DESK.lexical("电商服务站", 10)
    assert ranked
    assert DESK.passages([ranked[0][0]])[0].place == "桃源县"
    assert [s for _, s in ranked] == sorted((s for _, s in ranked), reverse=True)
    assert DESK.lexical("电商服务站", 1) == ranked[:1]


@pytest.mark.parametrize("query", ["", "？？", "zzz", "鲲鹏"])
def test_nothing_in_common_finds_nothing(query: str) -> None:
    assert DESK.lexical(query, 10) == []


def test_no_vectors() -> None:
    assert DESK.dense("电商", 5) == [] and DESK.cosines("电商", [HELD[0].id]) == {}


def test_scores_only_what_is_asked_for() -> None:
    ids = [HELD[0].id, HELD[1].id]
    assert set(DESK.lexical_scores("平江县搬迁", ids)) <= set(ids)


def test_frequencies() -> None:
    size, counts = DESK.frequencies(["车间", "没有的"])
    assert size == len(HELD)
    assert counts["没有的"] == 0 and 1 <= counts["车间"] <= size


def test_empty() -> None:
    none = GivenPassages([])
    assert none.lexical("平江县", 5) == [] and none.frequencies(["平江"]) == (0, {"平江": 0})


@settings(max_examples=50, deadline=None)
@given(st.permutations(HELD), st.text(alphabet="平江桃源县车间电商多少个", max_size=20))
def test_order_of_the_passages_does_not_matter(shuffled: list[object], query: str) -> None:
    assert GivenPassages(shuffled).lexical(query, 20) == DESK.lexical(query, 20)  # type: ignore[arg-type]
