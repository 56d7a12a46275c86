"""Tables answer cell by cell: the row and the column that are asked for, or that nothing stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.domain import Answer
from tests.rag.answer.making import passages, pipeline

WORK = """洞口县2023年就业帮扶工作总结

2023年，全县脱贫劳动力务工就业35210人，就业率为89.6%，建成帮扶车间66个。全年发放交通补贴420万元。

表1  2023年洞口县部分乡镇就业帮扶情况

乡镇        务工人数（人）    就业率（%）    帮扶车间（个）    交通补贴（万元）
文昌街道      3340    91.5    8    38.6
高沙镇      2875    86.4    —    31.0
竹市镇      1998    88.2    5    —
石江镇      2410    87.3    3    27.5
小计        10623    88.5    16    97.1

下一步，将继续做好稳岗就业工作。
"""
FUNDS = """江永县2020—2022年衔接资金安排情况

资金来源    2020年（万元）    2021年（万元）    2022年（万元）
中央衔接资金    4800    5150    6000
省级衔接资金    2100    2240    2310
社会帮扶资金    560    —    700
合计    7460    7390    9010
"""
REPORTS = {"01_洞口.txt": WORK, "02_江永.txt": FUNDS}


def ask(home: Path, question: str, reports: dict[str, str] = REPORTS) -> Answer:
    return pipeline(home, passages(reports)).ask(question, engine="extractive")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("文昌街道有几个帮扶车间？", "文昌街道帮扶车间为8个"),
        ("洞口县石江镇的就业率是多少？", "石江镇就业率为87.3%"),
        ("竹市镇务工人数是多少？", "竹市镇务工人数为1998人"),
        ("江永县省级衔接资金2021年是多少？", "江永县省级衔接资金2021年为2240万元"),
    ],
)
def test_a_cell_is_told_as_row_column_and_value_and_cited_with_its_row(
    tmp_path: Path, question: str, told: str
) -> None:
    answer = ask(tmp_path, question)
    assert answer.answer == f"{told}[1]。"
    value = told.split("为")[-1].rstrip("个%人万元")
    assert value in answer.citations[0].quote


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("高沙镇建了多少个帮扶车间？", "高沙镇"),
        ("竹市镇的交通补贴是多少？", "竹市镇"),
        ("高沙镇有帮扶车间吗？", "高沙镇"),
        ("江永县2021年社会帮扶资金是多少？", "社会帮扶资金"),
    ],
)
def test_an_empty_cell_is_answered_by_no_other_figure(tmp_path: Path, question: str, row: str) -> None:
    answer = ask(tmp_path, question)
    assert answer.refusal is not None
    assert "没有数据" in answer.refusal.message
    assert [row in c.quote for c in answer.refusal.nearest] == [True]


@pytest.mark.parametrize(
    ("question", "told", "other"),
    [
        ("洞口县就业率是多少？", "89.6%", "88.5"),
        ("洞口县一共有多少个帮扶车间？", "66个", "16"),
        ("洞口县务工就业多少人？", "35210人", "10623"),
    ],
)
def test_the_sum_of_some_townships_is_not_the_county(tmp_path: Path, question: str, told: str, other: str) -> None:
    answer = ask(tmp_path, question)
    assert told in answer.answer
    assert other not in answer.answer


def test_without_a_sentence_on_the_whole_the_sum_of_a_part_is_still_none(tmp_path: Path) -> None:
    reports = {"01.txt": WORK.replace("，建成帮扶车间66个", "")}
    assert "16" not in ask(tmp_path, "洞口县有多少个帮扶车间？", reports).answer


def test_the_total_of_a_whole_table_is_the_whole(tmp_path: Path) -> None:
    assert ask(tmp_path, "江永县2022年衔接资金合计多少？").answer == "江永县2022年合计9010万元[1]。"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("江永县中央衔接资金从2020年到2022年增加了多少？", ("增加1200万元", "增长25%")),
        ("江永县省级衔接资金2020到2022年增长了百分之几？", ("增长10%",)),
        ("江永县2022年中央衔接资金占全部资金的比例是多少？", ("占66.59%",)),
    ],
)
def test_cells_of_one_row_and_one_column_are_reckoned_with(
    tmp_path: Path, question: str, told: tuple[str, ...]
) -> None:
    answer = ask(tmp_path, question)
    assert [t for t in told if t not in answer.answer] == []
    assert answer.claims[-1].computation


def test_no_change_is_worked_out_from_an_empty_cell(tmp_path: Path) -> None:
    answer = ask(tmp_path, "江永县社会帮扶资金2022年比2021年增加了多少？")
    assert "据此计算" not in answer.answer


def test_the_most_of_a_column_leaves_out_empty_cells_and_says_so(tmp_path: Path) -> None:
    answer = ask(tmp_path, "洞口县哪个乡镇帮扶车间最少？")
    assert "石江镇帮扶车间最少，为3个" in answer.answer
    assert any("高沙镇" in note and "没有计入" in note for note in answer.notes)
    assert any("只列了一部分" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("洞口县就业率超过88%的乡镇有几个？", "有2个：文昌街道（91.5%）、竹市镇（88.2%）"),
        ("洞口县哪些乡镇务工人数在2500人以上？", "有2个：文昌街道（3340人）、高沙镇（2875人）"),
        ("洞口县有几个乡镇就业率低于80%？", "没有就业率低于80%的"),
    ],
)
def test_rows_beyond_a_bound_are_counted_over_the_whole_column(tmp_path: Path, question: str, told: str) -> None:
    assert told in ask(tmp_path, question).answer


def test_what_a_report_says_of_the_township_itself_stands_where_its_cell_is_empty(tmp_path: Path) -> None:
    reports = {"01.txt": WORK.replace("下一步，", "高沙镇新建帮扶车间7个。下一步，")}
    assert "7个" in ask(tmp_path, "高沙镇有多少个帮扶车间？", reports).answer


PROJECTS = """宁远县2023年重点项目推进情况表

项目名称    责任单位    计划资金（万元）    已拨付资金（万元）
冷水镇供水管网改造    县水利局    640    512
湾井镇蔬菜大棚    县农业农村局    380    380
柏家坪镇机耕道    县农业农村局    150    90
基础设施类小计    —    790    602
合计    —    1170    982
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("宁远县农业农村局负责哪些项目？", ("湾井镇蔬菜大棚", "柏家坪镇机耕道")),
        ("宁远县基础设施类项目的计划资金小计是多少？", ("790万元",)),
        ("冷水镇供水管网改造还有多少资金没拨付？", ("128万元",)),
        ("湾井镇蔬菜大棚由哪个单位负责？", ("县农业农村局",)),
        ("宁远县哪个项目计划资金最多？", ("冷水镇供水管网改造", "640万元")),
    ],
)
def test_rows_that_are_no_places_are_found_by_their_labels(
    tmp_path: Path, question: str, told: tuple[str, ...]
) -> None:
    answer = ask(tmp_path, question, {"01.txt": PROJECTS})
    assert [t for t in told if t not in answer.answer] == []


YEARLY = """武冈市村集体经济情况

年份    集体经济收入（万元）    达标村（个）
2021    61.3    2
2022    95.4    —
2023    112.1    4
"""
PREFECTURE = """邵阳市2023年部分县粮食生产情况

2023年，全市粮食总产量301.6万吨。

县市区\t总产量（万吨）\t种粮大户（户）
新宁县\t25.8\t412
绥宁县\t14.1\t
城步苗族自治县\t9.2\t97
合计\t49.1\t509
"""
COUNTY = """新宁县2023年主要指标

指标名称    计量单位    2022年    2023年
粮食总产量    万吨    25.1    25.8
其中：早稻    万吨    6.2    —
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("武冈市2022年村集体经济收入是多少？", "95.4万元"),
        ("武冈市村集体经济收入2023年比2021年增长了多少？", "增加50.8万元"),
        ("邵阳市粮食总产量是多少？", "301.6万吨"),
        ("新宁县和绥宁县粮食产量哪个高？", "新宁县"),
        ("新宁县2022年粮食总产量是多少？", "25.1万吨"),
    ],
)
def test_years_counties_and_indicators_head_rows(tmp_path: Path, question: str, told: str) -> None:
    reports = {"01.txt": YEARLY, "02.txt": PREFECTURE, "03.txt": COUNTY}
    assert told in ask(tmp_path, question, reports).answer


@pytest.mark.parametrize(
    "question",
    ["武冈市2022年达标村有几个？", "绥宁县有多少户种粮大户？", "新宁县2023年早稻产量是多少？"],
)
def test_what_is_not_filled_in_is_refused_however_rows_are_headed(tmp_path: Path, question: str) -> None:
    reports = {"01.txt": YEARLY, "02.txt": PREFECTURE, "03.txt": COUNTY}
    assert ask(tmp_path, question, reports).status == "refused"


LEDGER = """江永县2023年衔接资金项目台账

项目名称    实施乡镇    计划资金（万元）    到位资金（万元）
桃川水渠改造    桃川镇    210    190
冷链仓储建设    上江圩镇    320    320
"""


def test_a_row_of_another_township_than_the_one_asked_about_says_so(tmp_path: Path) -> None:
    reports = {"03.txt": LEDGER}
    wrong = ask(tmp_path, "桃川镇的冷链仓储建设项目到位资金多少万元？", reports)
    assert any("上江圩镇" in note and "桃川镇" in note for note in wrong.notes)
    assert ask(tmp_path / "right", "上江圩镇的冷链仓储建设项目到位资金多少万元？", reports).notes == ()
