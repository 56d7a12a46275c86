from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.reading import read
from rag.answer.reckon.compute import Operand, combine, compare
from rag.domain import Evidence
from rag.figures.read import measured
from rag.text.amounts import as_written, plain
from tests.rag.answer.making import passages
from tests.rag.figures.making import passage

SOMEWHERE = read(passages()[1], 0)[0].evidence()


def operand(text: str, evidence: Evidence = SOMEWHERE) -> Operand:
    (figure,) = measured(passage(f"数量{text}。"))
    return Operand(figure, evidence)


def pair(a: str, b: str) -> list[tuple[str, Operand]]:
    return [("甲县", operand(a)), ("乙县", operand(b))]


@pytest.mark.parametrize(
    ("value", "text"), [(449.0, "449"), (88.34, "88.34"), (0.1 + 0.2, "0.3"), (1e7, "10000000"), (0.0, "0")]
)
def test_plain(value: float, text: str) -> None:
    assert plain(value) == text


@given(st.floats(min_value=0, max_value=1e12))
def test_plain_is_a_number_near_the_value(value: float) -> None:
    text = plain(value)
    assert "e" not in text.lower()
    assert abs(float(text) - value) <= 5e-5 * (1 + value * 1e-9)


def test_difference() -> None:
    made = combine("difference", pair("1181个", "732个"))
    assert made is not None
    assert "相差449个" in made.text and "甲县" in made.text
    assert made.computation == "1181 − 732 = 449"


def test_difference_of_shares_is_in_points() -> None:
    made = combine("difference", pair("62.5%", "70%"))
    assert made is not None
    assert "7.5个百分点" in made.text and "乙县" in made.text


def test_sum_ratio() -> None:
    total = combine("sum", [*pair("45个", "61个"), ("丙县", operand("4个"))])
    assert total is not None and "合计110个" in total.text
    ratio = combine("ratio", pair("120个", "60个"))
    assert ratio is not None and "2倍" in ratio.text


@pytest.mark.parametrize(
    ("operation", "a", "b"),
    [("sum", "45%", "5%"), ("difference", "45个", "5亩"), ("sum", "45个", "5元"), ("growth", "1个", "2个")],
)
def test_what_cannot_be_combined(operation: str, a: str, b: str) -> None:
    assert combine(operation, pair(a, b)) is None


def test_ratio_to_nothing_is_not_worked_out() -> None:
    assert combine("ratio", pair("45个", "0个")) is None


def test_one_figure_is_neither_combined_nor_compared() -> None:
    one = pair("45个", "61个")[:1]
    assert combine("sum", one) is None and compare("哪个县更多？", one) is None


def test_compare() -> None:
    more = compare("哪个县更多？", pair("45个", "61个"))
    assert more is not None and "乙县较多（61个）" in more.text and more.computation == "61 > 45"
    less = compare("哪个县更少？", pair("45个", "61个"))
    assert less is not None and "甲县较少（45个）" in less.text
    same = compare("哪个县更多？", pair("45个", "45个"))
    assert same is not None and "相同" in same.text
    assert compare("哪个县更多？", pair("45个", "61亩")) is None


def test_amounts_of_different_scale_are_compared_by_value() -> None:
    made = compare("哪个县投入更多？", pair("9800万元", "1.2亿元"))
    assert made is not None and "乙县较多" in made.text


def test_figures_as_written() -> None:
    assert as_written(operand("约3.6亿元").figure) == "3.6亿"
    assert as_written(operand("45个").figure) == "45"
