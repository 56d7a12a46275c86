from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answer.reckon import asked, ratios
from rag.answer.reckon.within import methods
from rag.retrieve.question import understand
from rag.retrieve.terms import Weights

NONE = Weights(0, {})


def items(question: str) -> list[str] | None:
    told = asked.listed(understand(question))
    return None if told is None else [question[a:b] for a, b in told.items]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("石门县民办小学和公办小学一共多少所？", ["石门县民办小学", "公办小学"]),
        ("护林员、保洁员两类岗位合计多少个？", ["护林员", "保洁员"]),
        ("一共有多少家合作社和农场？", ["合作社", "农场"]),
        ("补贴加奖补合起来能拿多少钱？", ["补贴", "奖补"]),
        ("夫妻俩每月一共挣多少钱？", []),
        ("甲、乙、丙五项合计多少？", None),  # five are asked for, three are named
        ("全县公共图书馆有多少个？", None),
        ("全县有多少所小学？", None),
    ],
)
def test_what_is_to_be_added(question: str, named: list[str] | None) -> None:
    assert items(question) == named


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("老李比老周多养多少头牛？", "老李", "老周"),
        ("县城的收入和农村的收入相差多少？", "县城的收入", "农村的收入"),
        ("产值同比增长多少？", None, None),
        ("占比多少？", None, None),
    ],
)
def test_what_is_set_against_what(question: str, first: str | None, second: str | None) -> None:
    told = asked.set_against(understand(question))
    assert (None if told is None else question[slice(*told.first)]) == first
    assert (None if told is None else question[slice(*told.second)]) == second


def test_where_only_the_time_differs_the_words_hold_for_both() -> None:
    query = understand("合作社今年的面积比去年多多少亩？")
    told = asked.set_against(query)
    assert told is not None
    first, second = next(asked.side_by_side(query, told, NONE))
    assert (first.when, second.when) == ("今年", "去年") and first.words == second.words and first.far and second.far


def test_a_part_and_its_whole() -> None:
    for question in ("护理床位占养老床位总数的比例是多少？", "养老床位中护理床位占比多少？"):
        told = asked.part_and_whole(understand(question))
        assert told is not None and question[slice(*told.first)] == "护理床位"
        assert question[slice(*told.second)].startswith("养老床位")


@given(st.text(alphabet="甲乙县和、比多少占的一共加起来是几倍平均每户第12还没有，？2020年“”夫妻两项", max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_question_is_read(text: str) -> None:
    if not text.strip():
        return
    query = understand(text)
    for read in (asked.listed, asked.set_against, asked.times, asked.part_and_whole):
        told = read(query)
        for start, end in () if told is None else told.rest:
            assert 0 <= start and end <= len(query.question)
    assert methods(query)


def test_how_many_they_are_is_no_share() -> None:
    assert ratios.share not in methods(understand("规上企业中生产企业占多少家？"))
    assert ratios.share in methods(understand("规上企业中生产企业占多少？"))
