"""What a question may be, and what passages may come with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import UsageError
from rag.retrieve import question as understanding
from ui.questions import MAX_QUESTION, checked_history, checked_question, given_passages


def test_the_bound_is_the_pipelines_own() -> None:
    assert MAX_QUESTION == understanding.MAX_QUESTION


@pytest.mark.parametrize("value", [None, 7, [], "", " \n\t\u3000", "长" * 2001])
def test_questions_that_are_none(value: object) -> None:
    with pytest.raises(UsageError):
        checked_question(value)


def test_questions() -> None:
    assert checked_question("  多少？\n") == "多少？"
    assert len(checked_question("长" * 2000)) == 2000


def test_history_keeps_the_last_twenty() -> None:
    assert checked_history(None) == ()
    assert checked_history([f"q{n}" for n in range(50)]) == tuple(f"q{n}" for n in range(30, 50))
    for wrong in ("q", 7, [""], [None]):
        with pytest.raises(UsageError):
            checked_history(wrong)


@pytest.mark.parametrize("items", ["x", 7, {}, [7], [{}], [{"text": 7}], [{"text": "a", "title": 7}],
                                   [{"text": "a"}] * 501, [{"text": "a" * 100_001}]])  # fmt: skip
def test_passages_that_are_none(items: object) -> None:
    with pytest.raises(UsageError):
        given_passages(items)


def test_passages_carry_what_was_given() -> None:
    first, second = given_passages(
        [
            {"text": "甲。", "title": "题", "place": "绥宁县", "date": "2019", "document": "d.txt"},
            {"text": "乙。", "title": None},
        ]
    )
    assert (first.text, first.title, first.place, first.date, first.document) == (
        "甲。",
        "题",
        "绥宁县",
        "2019",
        "d.txt",
    )
    assert first.places and first.places[0].endswith("绥宁县")
    assert second.title == "" and second.id != first.id and second.article_id != first.article_id


@given(st.text(max_size=200))
def test_spans_of_a_given_passage_are_offsets_into_its_text(value: str) -> None:
    (passage,) = given_passages([{"text": value}])
    assert "".join(value[s:e] for s, e in passage.body.spans()) == value
