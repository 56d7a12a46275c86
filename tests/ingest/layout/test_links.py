from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.layout.links import goes_on
from ingest.layout.pairs import side_by_side


def test_characters_that_belong_together_are_told_from_those_that_do_not() -> None:
    assert side_by_side("日均就餐人数", "达到四千余人") > 1 > side_by_side("日均就餐人数", "户。")
    assert side_by_side("增长12", "%以上") > 1


def test_figures_and_digits_count_as_one() -> None:
    assert side_by_side("新建3", "个") == side_by_side("新建8", "个")
    assert side_by_side("共有三", "个") == side_by_side("共有七", "个")


@given(st.text(max_size=3), st.text(max_size=3))
def test_it_stays_within_its_bounds(left: str, right: str) -> None:
    assert -2.5 <= side_by_side(left, right) <= 3


def test_a_sentence_goes_on_where_its_words_do() -> None:
    left = "截至目前，全市已建成老年助餐点58个，日均就餐人数"
    assert goes_on(left, "达到4700余人。", left) > goes_on(left, "户。", left) + 2
