from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parse import csv
from ingest.parse.compose import Composer, one_line
from ingest.parse.table import Grid, rows_of
from rag.errors import IngestError
from tests.ingest.parse.checks import assert_honest, said


def rendered(grid: Grid) -> list[str]:
    composer = Composer()
    composer.table(grid)
    return said(composer.parsed("text/csv"))


def merged(rows: list[list[str]]) -> Grid:
    """A grid in which ``<`` and ``^`` belong to the cell on their left and above."""
    cells = [list(row) for row in rows]
    anchors = [[(r, c) for c in range(len(row))] for r, row in enumerate(rows)]
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                source = (r, c - 1) if text == "<" else (r - 1, c)
                cells[r][c] = cells[source[0]][source[1]]
                anchors[r][c] = anchors[source[0]][source[1]]
    return Grid.anchored(cells, anchors)


def test_each_row_carries_its_header() -> None:
    assert rendered(Grid.plain([["县市", "出列村数"], ["甲县", "84"], ["乙县", "12"]])) == [
        "县市：甲县；出列村数：84。",
        "县市：乙县；出列村数：12。",
    ]


def test_headers_of_two_levels_are_joined() -> None:
    grid = merged([["县市", "2020年", "<", "备注"], ["^", "就业", "增幅", "^"], ["甲县", "1.14", "8.2%", "约"]])
    assert rendered(grid) == ["县市：甲县；2020年 就业：1.14；2020年 增幅：8.2%；备注：约。"]


def test_a_title_and_a_unit_above_the_table_are_captions() -> None:
    grid = merged([["表1 就业情况", "<"], ["单位：万人", ""], ["县市", "就业"], ["甲县", "1.14"]])
    assert rendered(grid) == ["表1 就业情况", "单位：万人", "县市：甲县；就业：1.14万人。"]


def test_a_cell_merged_down_is_said_in_each_of_its_rows() -> None:
    grid = merged([["市", "县", "村"], ["某市", "甲县", "3"], ["^", "乙县", "4"]])
    assert rendered(grid) == ["市：某市；县：甲县；村：3。", "市：某市；县：乙县；村：4。"]


def test_a_part_heading_within_the_table_is_a_caption() -> None:
    grid = merged([["县", "村"], ["东部", "<"], ["甲县", "3"]])
    assert rendered(grid) == ["东部", "县：甲县；村：3。"]


def test_pairs_without_a_header_are_name_and_value() -> None:
    assert rendered(Grid.plain([["面积", "1200平方公里"], ["人口", "30万人"]])) == [
        "面积：1200平方公里。",
        "人口：30万人。",
    ]


def test_years_as_column_names_are_a_header() -> None:
    grid = Grid.plain([["指标", "2020年", "2021"], ["产值", "3", "4"]])
    assert rendered(grid) == ["指标：产值；2020年：3；2021：4。"]


def test_a_header_repeated_on_the_next_page_is_left_out() -> None:
    grid = Grid.plain([["县", "村"], ["甲县", "3"], ["县", "村"], ["乙县", "4"]])
    assert rendered(grid) == ["县：甲县；村：3。", "县：乙县；村：4。"]


@given(st.lists(st.lists(st.sampled_from(["", "甲", "乙县", "12", "3.4%", "2020年"]), max_size=5), max_size=6))
def test_rows_with_figures_are_said_in_full(rows: list[list[str]]) -> None:
    said_rows = [row.caption or "".join(name + value for name, value in row.cells) for row in rows_of(Grid.plain(rows))]
    for row in rows:
        if any("." in cell for cell in row):
            assert any(all(cell in text for cell in row) for text in said_rows)


def test_csv_in_gb18030_with_quotes_and_thousands() -> None:
    parsed = csv.parse('县市,村数,说明\n甲县,"1,234","两\n行"\n'.encode("gb18030"))
    assert said(parsed) == ["县市：甲县；村数：1,234；说明：两行。"]


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_delimiters(mark: str) -> None:
    data = f"县{mark}村\n甲县{mark}3\n乙县{mark}4\n".encode()
    assert said(csv.parse(data)) == ["县：甲县；村：3。", "县：乙县；村：4。"]


@given(st.binary(max_size=300))
def test_any_bytes_become_a_table_or_a_refusal(data: bytes) -> None:
    try:
        assert_honest(csv.parse(data))
    except IngestError as error:
        assert error.zh


@given(st.text(alphabet='县,"\n\r\t;|1甲 ', max_size=80))
def test_any_csv_is_honest(text: str) -> None:
    try:
        assert_honest(csv.parse(text.encode()))
    except IngestError as error:
        assert error.zh


def test_one_line_joins_chinese_without_a_gap_and_words_with_one() -> None:
    assert one_line("出列\r\n村数") == "出列村数"
    assert one_line("GDP\n growth ") == "GDP growth"


def test_notes_between_title_and_header_name_no_columns() -> None:
    grid = Grid.plain(
        [
            ["某县2023年项目台账", "", "", ""],
            ["填报单位：某县某局", "", "", "截至2023年11月30日"],
            ["项目", "地点", "计划（万元）", "到位（万元）"],
            ["修路", "甲镇", "30", "—"],
            ["修渠", "乙镇", "12", "10"],
        ]
    )
    assert rendered(grid) == [
        "某县2023年项目台账",
        "填报单位：某县某局",
        "截至2023年11月30日",
        "项目：修路；地点：甲镇；2023年 计划：30万元；2023年 到位：—。",
        "项目：修渠；地点：乙镇；2023年 计划：12万元；2023年 到位：10万元。",
    ]


def test_a_paragraph_that_is_the_title_of_a_table_is_its_caption() -> None:
    composer = Composer()
    composer.add("表1 2022年部分乡镇主要指标")
    composer.table(Grid.plain([["乡镇", "人口（人）"], ["甲镇", "30"], ["乙镇", "20"]]))
    assert [b.kind for b in composer.parsed("text/html").blocks] == ["caption", "table_row", "table_row"]


def test_the_year_of_a_title_goes_before_the_day_on_which_a_table_was_filled_in() -> None:
    grid = Grid.plain([["乡镇", "产量（吨）"], ["东山镇", "12"], ["西河镇", "30"]])
    above = ["甲县2023年生产情况统计表", "填报单位：甲县农业农村局 填报日期：2024年1月9日"]
    assert [r.cells[1] for r in rows_of(grid, above)] == [("2023年 产量", "12吨"), ("2023年 产量", "30吨")]
    assert next(rows_of(grid, ["填报日期：2024年1月9日"])).cells[1] == ("产量", "12吨")
    assert next(rows_of(grid, ["数据截至2022年12月31日"])).cells[1] == ("2022年 产量", "12吨")


def test_a_unit_is_read_beside_who_filled_the_table_in() -> None:
    grid = Grid.plain([["乡镇", "务工人数"], ["东山镇", "12"], ["西河镇", "30"]])
    assert next(rows_of(grid, ["填报单位：甲县人社局 单位：人"])).cells[1] == ("务工人数", "12人")


def test_a_remark_below_the_rows_is_a_line_of_its_own() -> None:
    grid = Grid.plain(
        [["序号", "乡镇", "产量"], ["1", "东山镇", "12"], ["备注：产量按鲜重计算。", "", ""], ["填表人：张三", "", ""]]
    )
    assert [(bool(r.cells), r.note) for r in rows_of(grid)] == [
        (True, ""), (False, "备注：产量按鲜重计算。"), (False, "填表人：张三"),
    ]  # fmt: skip


def test_a_name_of_a_column_holds_no_mark_that_parts_cells() -> None:
    grid = Grid.plain([["乡镇", "总数", "其中：脱贫人口"], ["东山镇", "12", "3"], ["西河镇", "30", "4"]])
    assert next(rows_of(grid)).cells[2] == ("其中脱贫人口", "3")


def test_cells_that_say_their_own_name_above_a_header_are_notes() -> None:
    grid = Grid.plain(
        [
            ["经办股室：就业股", "", "统计截止：2024年6月底"],
            ["班次", "学员", "结业"],
            ["A1", "30", "28"],
            ["A2", "41", "40"],
        ]
    )
    assert rendered(grid)[-1] == "班次：A2；2024年 学员：41；2024年 结业：40。"


def test_a_line_of_units_below_the_names_is_part_of_the_header() -> None:
    grid = Grid.plain([["小区", "一月", "二月"], ["", "（吨）", "（吨）"], ["甲", "3", "5"], ["乙", "4", "6"]])
    assert rendered(grid) == ["小区：甲；一月：3吨；二月：5吨。", "小区：乙；一月：4吨；二月：6吨。"]


def test_of_several_units_above_a_table_each_column_has_its_own() -> None:
    grid = Grid.plain(
        [["乡镇", "受灾户数", "受灾人数", "救灾资金"], ["甲镇", "12", "40", "3.5"], ["乙镇", "2", "9", "1"]]
    )
    told = next(rows_of(grid, ["单位：户、人、万元"])).cells
    assert [v for _, v in told[1:]] == ["12户", "40人", "3.5万元"]


def test_a_form_is_one_row_of_names_and_values() -> None:
    grid = Grid.plain(
        [
            ["工程名称", "甲村晒场", "建设地点", "甲村三组"],
            ["开工日期", "2022年3月", "总投资", "46万元"],
            ["受益户数", "85户", "负责人", "李某"],
        ]
    )
    assert rendered(grid) == [
        "工程名称：甲村晒场；建设地点：甲村三组；开工日期：2022年3月；总投资：46万元；受益户数：85户；负责人：李某。"
    ]
    rows = [["姓名", "职务", "电话", "住址"], ["张三", "主任", "123", "甲村"], ["李四", "会计", "456", "乙村"]]
    assert rendered(Grid.plain(rows))[0] == "姓名：张三；职务：主任；电话：123；住址：甲村。"
