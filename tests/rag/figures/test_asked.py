"""What a question for a table asks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import UsageError
from rag.figures.asked import MAX_LENGTH, ask


@pytest.mark.parametrize(
    ("question", "indicator", "places", "levels"),
    [
        ("各县贫困劳动力就业率", "贫困劳动力就业率", [], ("county",)),
        ("新宁县五年来城镇居民收入", "城镇居民收入", ["新宁县"], ()),
        ("建了多少扶贫车间", "扶贫车间", [], ()),
        ("怀化市各县区的森林覆盖率是多少？", "森林覆盖率", ["怀化市"], ("county",)),
        ("2020年绥宁县和新宁县的财政收入", "财政收入", ["绥宁县", "新宁县"], ()),
        # comparisons, as people put them
        ("绥宁县和新宁县，哪个县的扶贫车间多，各有多少？", "扶贫车间", ["绥宁县", "新宁县"], ()),
        ("新宁县和绥宁县的财政收入哪个更高", "财政收入", ["新宁县", "绥宁县"], ()),
        ("绥宁县农村公路总里程2019年和2023年分别是多少公里？", "农村公路总里程", ["绥宁县"], ()),
        ("绥宁县财政收入从2016年到2020年增加了多少亿元", "财政收入", ["绥宁县"], ()),
        ("四个园区上半年工业总产值", "工业总产值", [], ()),
        ("绥宁县“一元公交”线路（含城乡）由多少条增加到多少条", "一元公交线路", ["绥宁县"], ()),
        ("绥宁县和新宁县老人占比哪个高", "老人占比", ["绥宁县", "新宁县"], ()),
        ("", "", [], ()),
    ],
)
def test_indicator_and_places(question: str, indicator: str, places: list[str], levels: tuple[str, ...]) -> None:
    asked = ask(question)
    assert (asked.indicator, [p.name for p in asked.places], asked.levels) == (indicator, places, levels)


def test_periods_of_the_question_and_of_the_options() -> None:
    asked = ask("2016年到2020年财政收入")
    assert (asked.since, asked.until) == ("2016", "2020")
    assert ask("2016年到2020年财政收入", since="2018").since == "2018"


def test_a_place_that_nobody_knows() -> None:
    with pytest.raises(UsageError, match="不认识地名"):
        ask("财政收入", named=["没有这个地方"])


def test_too_long_a_question() -> None:
    with pytest.raises(UsageError, match="太长"):
        ask("长" * (MAX_LENGTH + 1))


@given(st.text(max_size=MAX_LENGTH))
def test_any_text_is_taken(text: str) -> None:
    assert ask(text).question == ask(text).question
