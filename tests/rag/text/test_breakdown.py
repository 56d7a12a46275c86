"""Sentences that only give each place its figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.breakdown import breaks_down


@pytest.mark.parametrize(
    "text",
    [
        "分县看，平江县94个，浏阳市113个。",
        "从区县看，慈利县约4160人、桑植县3720人。",
        "其中，绥宁1052名，洞口947名。",
        "河西镇7.2万亩,东岸街道4.8万亩,1社区0.5万亩。".replace("1社区", "桥头社区"),
    ],
)
def test_places_with_a_figure_each(text: str) -> None:
    assert breaks_down(text)


@pytest.mark.parametrize(
    "text",
    [
        "河西镇油茶7.6万亩，东岸乡5.3万亩。",
        "全县建成车间94个，吸纳就业2300人。",
        "平江县94个。",
        "2020年平江县3个，2021年浏阳市4个。",
        "一期12公里，二期9公里。",
        "",
    ],
)
def test_what_says_itself_what_it_counts(text: str) -> None:
    assert not breaks_down(text)


@given(st.text(alphabet="甲乙县市镇其中看，、。；0123.万个人 a", max_size=60))
def test_any_text_is_taken(text: str) -> None:
    assert breaks_down(text) in (True, False)


def test_how_much_each_rose_may_stand_behind_its_figure() -> None:
    text = "甲县9.6亿元，增长10%；乙县8.3亿元，同比下降8%。"
    assert breaks_down(text, moves=True) and not breaks_down(text)
    assert not breaks_down("甲县9.6亿元，增长10%。", moves=True)
