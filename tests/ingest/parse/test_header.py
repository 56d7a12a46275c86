from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parse.header import Title, measured, parted, titles
from ingest.parse.table import rows_of
from tests.ingest.parse.test_tables import merged


def said(rows: list[list[str]], above: tuple[str, ...] = ()) -> list[str]:
    return [
        row.caption or "；".join(f"{n}：{v}" if n else v for n, v in row.cells) for row in rows_of(merged(rows), above)
    ]


def test_a_number_comes_with_the_unit_of_its_column() -> None:
    rows = [["产品", "2019年产量（万吨）", "增幅（%）", "备注"], ["茶叶", "1.86", "3.2", "约一半出口"]]
    assert said(rows) == ["产品：茶叶；2019年产量：1.86万吨；增幅：3.2%；备注：约一半出口"]


def test_a_row_that_names_another_unit_has_that() -> None:
    rows = [["产品", "产量（万吨）", "比上年增长（%）"], ["油料", "4.3", "1.5"], ["家禽（万羽）", "310", "-2.4"]]
    assert said(rows) == [
        "产品：油料；产量：4.3万吨；比上年增长：1.5%",
        "产品：家禽；产量：310万羽；比上年增长：-2.4%",
    ]


def test_a_column_of_units_is_for_its_rows() -> None:
    rows = [["指标", "单位", "2020年", "增长"], ["造林面积", "万亩", "12", "5%"], ["护林员", "人", "340", ""]]
    assert said(rows) == [
        "指标：造林面积；单位：万亩；2020年：12万亩；增长：5%",
        "指标：护林员；单位：人；2020年：340人",
    ]


def test_a_unit_above_the_table_is_for_what_has_none() -> None:
    rows = [["表3 财政收支（单位：万元）", "<", "<", "<"], ["县", "收入", "户数", "占比"], ["甲县", "120", "30", "4.1"]]
    assert said(rows)[1:] == ["县：甲县；收入：120万元；户数：30；占比：4.1"]
    assert said([["县", "收入"], ["甲县", "120"]], ("单位：万元、%",)) == ["县：甲县；收入：120万元"]
    assert said([["县", "收入"], ["甲县", "120"]], ("单位：万元",)) == ["县：甲县；收入：120万元"]


def test_years_and_groups_are_led_by_what_the_title_measures() -> None:
    rows = [
        ["表2 2019—2020年部分县居民人均消费支出情况", "<", "<", "<", "<"],
        ["县", "城镇居民（元）", "<", "农村居民（元）", "<"],
        ["^", "2019年", "2020年", "2019年", "2020年"],
        ["甲县", "21000", "22000", "11000", "12000"],
    ]
    assert said(rows)[1] == (
        "县：甲县；居民人均消费支出 城镇居民 2019年：21000元；居民人均消费支出 城镇居民 2020年：22000元；"
        "居民人均消费支出 农村居民 2019年：11000元；居民人均消费支出 农村居民 2020年：12000元"
    )


def test_the_year_of_the_title_dates_columns_without_one() -> None:
    rows = [["乡镇", "油茶面积", "产量"], ["甲镇", "3200", "410"]]
    assert said(rows, ("2020年各乡镇油茶情况表",)) == ["乡镇：甲镇；2020年 油茶面积：3200；2020年 产量：410"]
    dated = [["乡镇", "2019年面积", "产量"], ["甲镇", "3200", "410"]]
    assert said(dated, ("2020年各乡镇油茶情况表",)) == ["乡镇：甲镇；2019年面积：3200；产量：410"]
    assert said(rows, ("2018—2020年各乡镇油茶情况表",)) == ["乡镇：甲镇；油茶面积：3200；产量：410"]


def test_a_unit_stays_in_the_name_of_what_is_no_number() -> None:
    assert said([["县", "就业（人）"], ["甲县", "约三百"], ["乙县", "210"]]) == [
        "县：甲县；就业（人）：约三百",
        "县：乙县；就业：210人",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("产量（万吨）", ("产量", "万吨")), ("产值(单位：亿元)", ("产值", "亿元")), ("单产（公斤/亩）", ("单产", "公斤/亩")),
        ("县（市、区）", ("县（市、区）", "")), ("就业（含灵活就业）", ("就业（含灵活就业）", "")), ("（万元）", ("（万元）", "")),
        ("城镇（元） 2020年", ("城镇 2020年", "元")), ("增减（百分点）", ("增减", "百分点")),
    ],
)  # fmt: skip
def test_units_in_brackets(name: str, expected: tuple[str, str]) -> None:
    assert parted(name) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("表1 2020年各县区粮食产量（万吨）", Title("万吨", "2020年", "粮食产量")),
        ("附表2：部分乡镇城镇新增就业人数统计表", Title("", "", "城镇新增就业人数")),
        ("单位：万元", Title("万元")), ("就业情况", Title()), ("2018-2020年油茶产值", Title("", "", "油茶产值")),
        ("2020年以来造林面积", Title("", "", "造林面积")),
        ("编制单位：县乡村振兴局    数据截至2024年11月    资金单位：万元", Title("万元", "2024年")),
        ("填报单位：县农业农村局 填报时间：2024年1月15日 单位：亩", Title("亩")),
    ],
)  # fmt: skip
def test_titles_of_tables(line: str, expected: Title) -> None:
    assert Title.of([line]) == expected


def test_running_text_is_no_title() -> None:
    assert titles("表1 各县就业情况") and titles("（单位：人）") and titles("各乡镇造林情况统计表（2020年）")
    assert not titles("今年以来，全县就业情况稳定。") and not titles("县里填了表，报了数")


@given(st.text(max_size=40), st.text(max_size=20), st.sampled_from(["", "人", "%", "万元"]))
def test_a_value_keeps_its_own_words(value: str, name: str, unit: str) -> None:
    assert measured(value, name, unit, "", "") in (value, value + unit)
