"""由甲到乙 of which two reports tell an end each."""

from __future__ import annotations

import pytest

from tests.rag.check.making import only, passage

EARLIER = passage(
    1,
    "截至2020年底，全县留守老人签约率达71.6%，有互助小组54个。",
    place="绥宁县",
    title="养老服务起步",
    date="2021-02-03",
)
LATER = passage(
    2,
    "2023年，全县留守老人签约率达88.2%，有互助小组131个，助餐点27处。",
    place="绥宁县",
    title="养老服务提质",
    date="2024-02-20",
)
ELSEWHERE = passage(
    3, "2023年，全县留守老人签约率达90.5%，有互助小组98个。", place="洞口县", title="养老工作总结", date="2024-01-19"
)
TWO = (EARLIER, LATER, ELSEWHERE)


@pytest.mark.parametrize(
    "claim",
    [
        "绥宁县留守老人签约率由71.6%提高到88.2%。",
        "绥宁县互助小组从54个增加到131个。",
        "绥宁县留守老人签约率由2020年底的71.6%上升到2023年的88.2%。",
        "2020年至2023年，绥宁县留守老人签约率由71.6%提高到88.2%。",
    ],
)
def test_both_reports_are_cited_and_do_not_disagree(claim: str) -> None:
    got = only(claim, *TWO)
    assert (got.status, got.conflict, len(got.citations)) == ("已核实", None, 2), got.reasons


@pytest.mark.parametrize(
    "claim",
    [
        "绥宁县留守老人签约率由71.6%提高到88.2%，建有助餐点27处。",
        "绥宁县留守老人签约率由71.6%提高到88.2%，互助小组从54个增加到131个。",
    ],
)
def test_nor_where_the_sentence_tells_more(claim: str) -> None:
    got = only(claim, *TWO)
    assert (got.status, got.conflict) == ("已核实", None), got.reasons


@pytest.mark.parametrize(
    "claim",
    [
        "绥宁县留守老人签约率由71.6%提高到88.2%，建有助餐点72处。",
        "绥宁县留守老人签约率由71.6%提高到88.2%，互助小组从131个减少到54个。",
        "绥宁县留守老人签约率由88.2%下降到71.6%。",
        "绥宁县留守老人签约率由71.6%提高到90.5%。",
        "洞口县留守老人签约率由71.6%提高到90.5%。",
        "绥宁县互助小组从54个增加到113个。",
        "绥宁县互助小组由131个减少到54个。",
        "绥宁县助餐点由54处增加到131处。",
        "2018年至2023年，绥宁县留守老人签约率由71.6%提高到88.2%。",
        "绥宁县留守老人签约率由2019年底的71.6%上升到2023年的88.2%。",
        "绥宁县留守老人签约率三年来由71.6%下降到88.2%。",
    ],
)
def test_another_place_thing_time_order_or_figure_is_not_carried(claim: str) -> None:
    assert only(claim, *TWO).verdict != "supported"
