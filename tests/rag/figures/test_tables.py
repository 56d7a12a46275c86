"""Rows of tables in documents are figures too."""

from __future__ import annotations

import pytest

from tests.rag.figures.making import figures


def test_each_cell_has_its_header_place_and_year() -> None:
    text = "县市：绥宁县；2020年 就业（万人）：1.14；就业率：82.2%\n县市：新宁县；2020年 就业（万人）：0.97；就业率：—"
    made = figures(text, place="邵阳市", date=None)
    assert [(f.name, f.value, f.unit, f.place, f.since) for f in made] == [
        ("就业", 11400, "人", "绥宁县", "2020"),
        ("就业率", 82.2, "%", "绥宁县", None),
        ("就业", 9700, "人", "新宁县", "2020"),
    ]
    assert [text[f.start : f.end] for f in made] == ["1.14", "82.2%", "0.97"]


def test_a_column_of_years_dates_its_row() -> None:
    (made,) = figures("年份：2019；地区生产总值（亿元）：84.1", date=None)
    assert (made.since, made.value, made.unit) == ("2019", 8.41e9, "元")


@pytest.mark.parametrize("cell", ["=1+1", "-", "约", "@SUM(A1)", "1.2.3", ""])
def test_what_is_no_number_is_no_figure(cell: str) -> None:
    assert figures(f"县市：绥宁县；就业率：{cell}") == ()


def test_numbers_that_only_count_rows_are_no_figures() -> None:
    assert figures("序号：1；县市：绥宁县；电话：0739") == ()
