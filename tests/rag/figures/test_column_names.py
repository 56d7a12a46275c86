"""What a column measures is told by the names above it, the column before it and the title."""

from __future__ import annotations

import pytest

from rag.figures.column_names import Column, column, growth_of, is_aim, topic
from tests.rag.figures.making import figures


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("种植面积 合计", Column("种植面积")),
        ("种植面积 其中：新扩", Column("新扩", True, "种植面积")),
        ("其中脱贫人口", Column("脱贫人口", True)),
        ("转移就业人数 县内", Column("县内转移就业人数")),
        ("资金来源 中央资金", Column("中央资金")),
        ("资金来源 合计", Column("资金")),
    ],
)
def test_names_above_one_another_are_one_name(name: str, wanted: Column) -> None:
    assert column(name, None) == wanted


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("表2 2022年衔接资金使用情况（单位：万元）", "衔接资金"),
        ("表3 各类救助资金发放情况", "救助资金"),
        ("桂东县主要经济指标（2023年）", ""),
        ("表1 2022年部分乡镇监测对象与帮扶车间情况", ""),
    ],
)
def test_a_title_says_what_a_table_is_of(title: str, wanted: str) -> None:
    assert topic(title) == wanted


def test_growth_is_of_what_its_column_names_else_of_the_column_before() -> None:
    assert growth_of("产值比上年增减", "%", "面积") == "产值增速"
    assert growth_of("同比", "%", "年税收") == "年税收增速"
    assert growth_of("增长", "个百分点", "森林覆盖率") == "森林覆盖率增速"
    assert growth_of("比上年增减", "元", "年税收") == ""
    assert is_aim("年初目标") and not is_aim("目标完成率")


def test_kinds_are_parts_of_what_the_title_names_and_their_sum_is_it() -> None:
    text = (
        "项目类别：产业发展；2022年：13800万元；负责单位：县农业农村局。\n"
        "项目类别：基础设施；2022年：7650万元；负责单位：县交通运输局。\n"
        "项目类别：合计；2022年：21450万元。"
    )
    made = figures(text, section="表2 2022年衔接资金使用情况（单位：万元）", date="2023-01-12")
    assert [(f.name, f.label, f.when) for f in made] == [
        ("产业发展", "衔接资金（其中产业发展）", "2022"),
        ("基础设施", "衔接资金（其中基础设施）", "2022"),
        ("衔接资金", "衔接资金（合计）", "2022"),
    ]


def test_a_column_of_units_a_target_and_growth_below_zero() -> None:
    text = "指标：年税收；单位：亿元；2021年：1.6亿元；2022年：1.52亿元；同比增长：-5.0%；年初目标：3%。"
    assert [(f.label, f.value, f.unit, f.when, f.planned) for f in figures(text, date="2023")] == [
        ("年税收", 1.6e8, "元", "2021", False), ("年税收", 1.52e8, "元", "2022", False),
        ("年税收增速", -5.0, "%", "2022", False), ("年税收增速", 3.0, "%", "2022", True),
    ]  # fmt: skip


def test_when_something_began_is_not_when_its_figures_hold() -> None:
    text = "项目名称：管网延伸；开工时间：2021年3月；总投资：730万元。\n项目名称：水厂改造；开工时间：2020年5月；总投资：85万元。"
    assert {f.when for f in figures(text, title="绥宁县2023年供水项目", date="2024-02")} == {"2023"}


def test_a_part_of_the_column_before_is_told_with_it() -> None:
    text = (
        "车间：竹艺车间；吸纳就业：86人；其中：脱贫人口：37人。\n车间：茶叶车间；吸纳就业：42人；其中：脱贫人口：19人。"
    )
    assert [(f.name, f.value, f.whole) for f in figures(text)][:2] == [
        ("吸纳就业", 86, ""),
        ("脱贫人口", 37, "吸纳就业"),
    ]
