"""Questions that join several subjects, and subjects with periods beside them."""

from __future__ import annotations

import pytest

from rag.retrieve.parts import MOST, crossed, split
from rag.retrieve.question import understand


def asked(question: str) -> list[str]:
    return [part.question for _, part in split(understand(question))]


def more(question: str) -> list[str]:
    return [part.question for _, part in crossed(understand(question))]


def test_two_bodies_and_two_years_go_in_step() -> None:
    question = "远帆物流集团有限公司和青禾种业有限公司在2019年和2018年的利润总额分别是多少？"
    assert asked(question) == [
        "远帆物流集团有限公司在2019年的利润总额是多少？",
        "青禾种业有限公司在2018年的利润总额是多少？",
    ]
    assert more(question) == [
        "远帆物流集团有限公司在2018年的利润总额是多少？",
        "青禾种业有限公司在2019年的利润总额是多少？",
    ]


def test_said_to_go_in_step_they_are_not_crossed() -> None:
    question = "青禾种业有限公司和远帆物流集团有限公司分别在2019年和2018年分发了多少股利？"
    assert len(asked(question)) == 2 and more(question) == []


def test_three_places_and_two_years_are_each_with_each() -> None:
    question = "平江县、桃源县和绥宁县2019年和2020年的财政收入是多少？"
    assert asked(question) == [
        f"{place}{year}的财政收入是多少？" for place in ("平江县", "桃源县", "绥宁县") for year in ("2019年", "2020年")
    ]
    assert more(question) == []


def test_never_more_than_can_be_searched() -> None:
    places = "、".join(["平江县", "桃源县", "绥宁县", "新宁县", "隆回县"])
    assert len(asked(f"{places}2018年、2019年和2020年各有多少户脱贫？")) == MOST
    assert len(asked(f"{places}2019年和2020年各有多少户脱贫？")) == MOST


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "青禾种业有限公司在2020年和远帆物流集团有限公司在2021年分别募集了多少资金？",
            ["青禾种业有限公司在2020年募集了多少资金？", "远帆物流集团有限公司在2021年募集了多少资金？"],
        ),
        ("平江县2018年和桃源县2017年退出多少个村？", ["平江县2018年退出多少个村？", "桃源县2017年退出多少个村？"]),
        ("2018年平江县和2017年桃源县退出多少个村？", ["2018年平江县退出多少个村？", "2017年桃源县退出多少个村？"]),
    ],
)
def test_each_with_its_own_year(question: str, parts: list[str]) -> None:
    assert asked(question) == parts
    assert more(question) == []


def test_one_subject_in_two_years_is_two() -> None:
    assert asked("平江县2018年和2019年的就业率是多少？") == [
        "平江县2018年的就业率是多少？",
        "平江县2019年的就业率是多少？",
    ]


def test_each_year_is_asked_without_what_is_asked_of_both() -> None:
    query = understand("道县脐橙种植，2020年和2021年哪一年规模大，各多少亩？")
    assert [q.question for _, q in split(query)] == ["道县脐橙种植，2020年是多少亩？", "道县脐橙种植，2021年是多少亩？"]
