from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.figure import Figure
from rag.figures.arithmetic import (
    Computed,
    average,
    before,
    difference,
    growth,
    part_of,
    ratio,
    rounded,
    total,
    whole_of,
)
from rag.figures.read import measured
from tests.rag.figures.making import passage


def figure(text: str) -> Figure:
    (found,) = measured(passage(f"数量{text}。"))
    return found


@pytest.mark.parametrize(
    ("made", "shown", "working"),
    [
        (growth(figure("80亿元"), figure("120亿元")), "50%", "(120亿 − 80亿) ÷ 80亿 = 50%"),
        (growth(figure("21%"), figure("46.5%")), "25.5个百分点", "46.5 − 21 = 25.5"),
        (difference(figure("3.2亿元"), figure("9800万元")), "22200万元", "9800万 − 3.2亿 = -22200万"),
        (total([figure("8名"), figure("36名"), figure("147名")]), "191名", "8 + 36 + 147 = 191"),
        (ratio(figure("120个"), figure("60个")), "2倍", "120 ÷ 60 = 2"),
        (part_of(figure("540万元"), figure("960万元")), "56.25%", "540万 ÷ 960万 = 56.25%"),
        (average(figure("1.08万人"), figure("5处")), "2160人", "1.08万 ÷ 5 = 2160"),
        (before(figure("2684公里"), figure("912公里")), "1772公里", "2684 − 912 = 1772"),
        (whole_of(figure("32.46万人"), figure("46.4%")), "70万人", "32.46万 ÷ 46.4% ≈ 70万"),
    ],
)
def test_worked_out_with_its_working(made: Computed | None, shown: str, working: str) -> None:
    assert made and (made.as_written, made.working) == (shown, working)


@pytest.mark.parametrize(
    "made",
    [
        growth(figure("0个"), figure("3个")),
        growth(figure("3个"), figure("3亩")),
        difference(figure("30至50个"), figure("60个")),
        total([figure("45%"), figure("5%")]),
        total([figure("45个")]),
        ratio(figure("45个"), figure("0个")),
        part_of(figure("45%"), figure("50%")),
        average(figure("45%"), figure("5处")),
        average(figure("45人"), figure("0处")),
        before(figure("45人"), figure("5%")),
        whole_of(figure("45人"), figure("5人")),
    ],
)
def test_what_cannot_be_worked_out(made: Computed | None) -> None:
    assert made is None


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_part_and_its_rest_make_the_whole(a: int, b: int) -> None:
    made = total([figure(f"{a}个"), figure(f"{b}个")])
    gap = difference(figure(f"{a}个"), figure(f"{a + b}个"))
    assert made and made.value == a + b and gap and gap.value == b


@given(st.floats(min_value=-1e9, max_value=1e9, allow_nan=False))
def test_halves_are_rounded_as_people_do(value: float) -> None:
    assert abs(rounded(value) - value) <= 0.005 + 1e-6 * max(1.0, abs(value))
    assert (rounded(4.625), rounded(-4.625), rounded(0.0)) == (4.63, -4.63, 0.0)
