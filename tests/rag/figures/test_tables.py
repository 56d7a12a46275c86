"""Rows of tables in documents are figures too."""

from __future__ import annotations

import pytest

from rag.figures.tables import is_row
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


def test_the_names_above_a_column_are_one_name() -> None:
    text = (
        "县：武冈市；居民人均可支配收入 城镇居民 2021年：36215元；居民人均可支配收入 农村居民 2021年：15856元。\n"
        "县：绥宁县；居民人均可支配收入 城镇居民 2021年：28042元；居民人均可支配收入 农村居民 2021年：12930元。"
    )
    made = figures(text, place="邵阳市", date="2022")
    assert [(f.name, f.place, f.since, f.value) for f in made] == [
        ("城镇居民人均可支配收入", "武冈市", "2021", 36215), ("农村居民人均可支配收入", "武冈市", "2021", 15856),
        ("城镇居民人均可支配收入", "绥宁县", "2021", 28042), ("农村居民人均可支配收入", "绥宁县", "2021", 12930),
    ]  # fmt: skip
    assert [text[f.start : f.end] for f in made][:2] == ["36215元", "15856元"]


def test_a_thing_and_what_is_measured_of_it_are_one_name_and_growth_is_that_of_the_column_before() -> None:
    text = "产品：油菜籽；2021年产量：4.35万吨；2022年产量：4.62万吨；比上年增长：6.2%。"
    made = figures(text, place="绥宁县", date="2023-04-20")
    assert [(f.name, f.since, f.value, f.unit, f.as_written) for f in made] == [
        ("油菜籽产量", "2021", 43500, "吨", "4.35万吨"), ("油菜籽产量", "2022", 46200, "吨", "4.62万吨"),
        ("油菜籽产量增速", "2022", 6.2, "%", "6.2%"),
    ]  # fmt: skip


def test_the_place_in_front_of_a_name_is_no_part_of_it() -> None:
    made = figures("乡镇：长铺镇；绥宁县油茶面积：3.2万亩。", place="绥宁县", date="2022")
    assert [f.name for f in made] == ["油茶面积"]


def test_rows_without_a_year_are_of_the_year_of_their_title() -> None:
    row = "乡镇：长铺镇；油茶面积：3.2万亩。"
    (made,) = figures(row, place="绥宁县", date="2022-03-16", title="绥宁县2021年油茶生产情况")
    assert (made.since, made.dated) == ("2021", True)
    (made,) = figures(row, place="绥宁县", date="2022-03-16", title="绥宁县2019—2021年油茶生产情况")
    assert (made.since, made.dated) == ("2022-03-16", False)


def test_rows_of_markdown_are_figures_too() -> None:
    text = "镇 | 长铺镇 | 2020年面积（亩） | 3200 | 产量 | 410吨 |\n镇 | 唐家坊镇 | 2020年面积（亩） | 2100 | 产量 | 290吨 |"
    made = figures(text, place="绥宁县", date="2021")
    assert [(f.name, f.place, f.value, f.unit) for f in made] == [
        ("面积", "长铺镇", 3200, "亩"), ("产量", "长铺镇", 410, "吨"),
        ("面积", "唐家坊镇", 2100, "亩"), ("产量", "唐家坊镇", 290, "吨"),
    ]  # fmt: skip
    assert [text[f.start : f.end] for f in made] == ["3200", "410吨", "2100", "290吨"]


def test_bars_between_numbers_are_no_row() -> None:
    assert figures("| 长铺镇 | 84 | 12 |", place="绥宁县", date="2021") == ()


def test_what_a_column_counts_is_its_unit() -> None:
    made = figures("安置点：青山安置点；户数：812；人数：3204。", place="绥宁县", date="2021")
    assert [(f.name, f.subject, f.value, f.unit) for f in made] == [
        ("户数", "青山安置点", 812, "户"), ("青山安置点人数", "", 3204, "人"),
    ]  # fmt: skip


TITLE = "各县市养老床位情况（截至2023年3月31日）"


@pytest.mark.parametrize("mark", ["\t", "　", "  ", " "])
def test_cells_with_blanks_between_are_read_with_their_names_and_the_day_of_the_title(mark: str) -> None:
    row = mark.join(("县市", "绥宁县", "年度目标（张）", "1300", "床位（张）", "1240", "入住率（%）", "61.5"))
    made = figures(f"{row}\n{row.replace('绥宁县', '新宁县')}", place="邵阳市", section=TITLE, date="2023-04-06")
    assert [(f.indicator, f.value, f.unit, f.place, f.since, f.planned) for f in made[:3]] == [
        ("年度目标", 1300, "张", "绥宁县", "2023-03-31", True),
        ("床位", 1240, "张", "绥宁县", "2023-03-31", False),
        ("入住率", 61.5, "%", "绥宁县", "2023-03-31", False),
    ]
    assert {f.place for f in made[3:]} == {"新宁县"}


def test_the_unit_above_a_table_is_not_that_of_its_rates() -> None:
    made = figures("县市 | 绥宁县 | 投资 | 1240 | 完成率 | 61.5 |", section="投资情况（单位：万元）")
    assert [(f.indicator, f.value, f.unit) for f in made] == [("投资", 1.24e7, "元"), ("完成率", 61.5, "")]


@pytest.mark.parametrize("line", ["编辑　钱一　审核　孙二", "全县 建成 车间 12 家", "12　34　56　78"])
def test_words_with_blanks_between_are_no_row(line: str) -> None:
    assert not is_row(line)
