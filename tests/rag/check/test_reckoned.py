"""Claims that set one place against another are held against the figures of both: invented reports."""

from __future__ import annotations

import pytest

from tests.rag.check.making import only, passage

ANREN = passage(
    11,
    "2022年，安仁县地方一般公共预算收入8.12亿元，增长6.1%；森林覆盖率达61.4%。全县建成养老机构24家。",
    place="安仁县",
    title="安仁县2022年工作回顾",
    date="2023-01-10",
)
RUCHENG = passage(
    12,
    "2022年，汝城县地方一般公共预算收入7.35亿元，增长3.2%；森林覆盖率达74.9%。2020年，汝城县建成养老机构21家。",
    place="汝城县",
    title="汝城县2022年工作回顾",
    date="2023-01-12",
)


@pytest.mark.parametrize(
    "claim",
    [
        "2022年安仁县地方一般公共预算收入比汝城县多0.77亿元。",
        "安仁县2022年地方一般公共预算收入高于汝城县。",
        "2022年汝城县森林覆盖率比安仁县高13.5个百分点。",
        "2022年，安仁县地方一般公共预算收入增速比汝城县快2.9个百分点。",
    ],
)
def test_a_comparison_that_follows_from_two_figures_is_confirmed(claim: str) -> None:
    got = only(claim, ANREN, RUCHENG)
    assert got.verdict == "supported" and len(got.citations) == 2 and "据原文计算" in got.reasons[0]


@pytest.mark.parametrize(
    ("claim", "correction"),
    [
        ("2022年安仁县地方一般公共预算收入比汝城县多0.87亿元。", "0.77亿元"),
        ("2022年安仁县森林覆盖率高于汝城县。", "安仁县低于汝城县"),
    ],
)
def test_one_that_does_not_is_denied_with_what_does(claim: str, correction: str) -> None:
    got = only(claim, ANREN, RUCHENG)
    assert got.verdict == "contradicted" and got.correction == correction
    assert all(m.start >= got.start and m.end <= got.end for m in got.marks)


@pytest.mark.parametrize(
    "claim",
    [
        "2022年安仁县养老机构比汝城县多3家。",  # the other figure is of another year
        "2022年安仁县旅游收入比汝城县多3亿元。",  # neither tells of it
        "2022年安仁县地方一般公共预算收入比宜章县多0.77亿元。",  # nothing is held of the other
    ],
)
def test_nothing_is_concluded_where_a_figure_is_missing(claim: str) -> None:
    assert only(claim, ANREN, RUCHENG).verdict != "supported"
