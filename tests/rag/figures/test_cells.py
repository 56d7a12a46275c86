"""Tables are read back from passages: their columns, the cells that are empty, the row that sums up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.figures.cells import Column, tables
from tests.rag.answer.making import passages

TEXT = """隆回县2022年部分乡镇茶叶生产情况

乡镇    茶园面积（亩）    产量（吨）    产值（万元）
金石桥镇    2300    120    1650
司门前镇    —    88    990
小沙江镇    1998    —    1430
小计    4298    208    4070
"""


def test_a_cell_that_is_left_empty_is_known_by_its_column() -> None:
    (table,) = tables(passages({"a.txt": TEXT}))
    assert [c.measure for c in table.columns] == ["乡镇", "茶园面积", "产量", "产值"]
    row = table.rows[1]
    assert row.place is not None and row.place.name == "司门前镇"
    assert row.under(Column("茶园面积")).empty
    figure = table.rows[2].under(Column("茶园面积")).figure
    assert figure is not None and (figure.value, figure.unit) == (1998.0, "亩")


def test_the_sum_of_a_part_is_told_from_the_rows() -> None:
    (table,) = tables(passages({"a.txt": TEXT}))
    assert table.total is table.rows[-1]
    assert table.partial
    assert [r.label for r in table.body] == ["金石桥镇", "司门前镇", "小沙江镇"]


def test_two_tables_of_one_form_stay_apart() -> None:
    second = TEXT.replace("2022", "2021").replace("120", "110")
    found = list(tables(passages({"a.txt": f"茶叶生产台账\n\n表1 {TEXT}\n\n表2 {second}"})))
    assert [(t.year, t.rows[0].under(Column("产量")).value) for t in found] == [("2022", "120"), ("2021", "110")]


def test_a_year_is_part_of_what_a_column_is_called() -> None:
    assert Column.of("2022年 产量（吨）") == Column("产量", "2022")
    assert Column.of("2020年") == Column("", "2020")


@given(st.text(alphabet="镇 　\t0123456789（）：；|—年产量亩\n", max_size=120))
def test_any_text_is_read(text: str) -> None:
    for table in tables(passages({"a.txt": f"某县情况\n\n{text}"})):
        assert all(r.passage.text[r.start : r.end] for r in table.rows)
        assert all(table.rows[0].under(c).column == c for c in table.columns)


SORTS = """新田县2023年农产品抽检情况

类别    品种    抽检批次（批次）    合格率（%）
种植业    蔬菜    620    98.7
种植业    茶叶    85    100
养殖业    禽蛋    165    —
"""


def test_rows_are_headed_by_the_column_that_tells_them_apart() -> None:
    (table,) = tables(passages({"a.txt": SORTS}))
    assert table.head == Column("品种")
    assert [r.label for r in table.rows] == ["蔬菜", "茶叶", "禽蛋"]
    assert table.rows[2].under(Column("合格率")).empty


def test_a_row_that_ends_in_an_empty_cell_takes_nothing_from_the_next() -> None:
    text = (
        "会同县2023年粮食生产情况\n\n乡镇\t面积（亩）\t大户（户）\n林城镇\t302\t186\n坪村镇\t228\t\n堡子镇\t196\t97\n"
    )
    (table,) = tables(passages({"a.txt": text}))
    assert [r.under(Column("大户")).value for r in table.rows] == ["186", "", "97"]


def test_a_sum_in_the_column_of_numbers_and_that_of_a_year_sum_up_the_rows() -> None:
    text = "甲县2023年生产情况表\n\n序号：1；乡镇：东山镇；产量：12吨。\n序号：2；乡镇：西河镇；产量：30吨。\n序号：合计；产量：42吨。"
    (table,) = tables(passages({"a.txt": text}))
    assert table.total is table.rows[-1]
    monthly = "甲县2023年产量分月统计表\n\n月份：1月；产量：12吨；产值：3万元。\n月份：2月；产量：30吨；产值：8万元。\n月份：全年；产量：42吨；产值：11万元。"
    (table,) = tables(passages({"a.txt": monthly}))
    assert table.total is table.rows[-1]
    assert [r.month for r in table.rows] == [1, 2, None]
    figure = table.rows[1].under(Column("产量")).figure
    assert figure is not None and figure.since == "2023-02"
