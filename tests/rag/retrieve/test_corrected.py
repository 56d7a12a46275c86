"""A question put right: another place, another time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.corrected import with_period, with_place


@pytest.mark.parametrize(
    ("question", "place", "whole"),
    [
        ("桃源县有多少人就业？", "石门县", "石门县有多少人就业？"),
        ("湖南省桃源县有多少人就业？", "石门县", "石门县有多少人就业？"),
        ("2020年桃源县的粮食产量是多少？", "石门县", "2020年石门县的粮食产量是多少？"),
        ("粮食产量是多少？", "石门县", "石门县粮食产量是多少？"),
        ("桃源县的粮食产量是多少？", "", "粮食产量是多少？"),
        ("桃源县比石门县多多少？", "桃源县、慈利县", "桃源县比慈利县多多少？"),
        ("桃源县和石门县的产量是多少？", "慈利县", "慈利县的产量是多少？"),
        ("桃源县和石门县分别是多少？", "慈利县，永兴县", "慈利县和永兴县分别是多少？"),
        ("粮食产量是多少？", "", "粮食产量是多少？"),
    ],
)
def test_the_place_is_put_where_the_other_stood(question: str, place: str, whole: str) -> None:
    assert with_place(question, place) == whole
    assert with_place(whole, place) == whole, "once more changes nothing"


@pytest.mark.parametrize(
    ("question", "period", "whole"),
    [
        ("桃源县2020年有多少人就业？", "2021年", "桃源县2021年有多少人就业？"),
        ("桃源县2020年有多少人就业？", "2021", "桃源县2021年有多少人就业？"),
        ("桃源县有多少人就业？", "2021", "桃源县2021年有多少人就业？"),
        ("有多少人就业？", "2021年上半年", "2021年上半年有多少人就业？"),
        ("桃源县2020年的产量是多少？", "", "桃源县产量是多少？"),
        ("桃源县2019年和2020年的产量是多少？", "2018、2021", "桃源县2018年和2021年的产量是多少？"),
        ("桃源县有多少人就业？", "", "桃源县有多少人就业？"),
    ],
)
def test_the_period_is_put_where_the_other_stood(question: str, period: str, whole: str) -> None:
    assert with_period(question, period) == whole
    assert with_period(whole, period) == whole, "once more changes nothing"


@given(st.text(max_size=60), st.text(max_size=12))
def test_any_text_is_taken(question: str, name: str) -> None:
    assert (
        name.strip() in with_place(question, name)
        or "、" in name
        or "," in name
        or "，" in name
        or ";" in name
        or "；" in name
    )
    with_period(question, name)
