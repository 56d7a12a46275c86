"""What is asked of one row in several clauses, rows added up, a share of a row's sum, all that a column names."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.domain import Answer
from tests.rag.answer.making import passages, pipeline

SHOPS = """宁陕县帮扶车间名册

序号：1；车间名称：秦味菌菇帮扶车间；所在乡镇：江口镇；主营产品：干香菇；吸纳就业：76人；其中脱贫人口：33人；月均工资：3150元；负责人：罗小兰。
序号：2；车间名称：锦绣手套帮扶车间；所在乡镇：城关镇；主营产品：手套；吸纳就业：118人；其中脱贫人口：47人；月均工资：3420元；负责人：周大兴。
序号：3；车间名称：汤坪竹器帮扶车间；所在乡镇：汤坪镇；主营产品：竹篮；吸纳就业：52人；其中脱贫人口：21人；月均工资：2980元；负责人：何正元。
"""
MONEY = """宁陕县2024年衔接资金安排表

项目名称：冷库扩建项目；建设地点：江口镇；建设内容：扩建冷库3座，安装电梯2部；资金来源 中央资金：210万元；资金来源 县级资金：45万元；资金来源 合计：255万元；实施单位：县农业农村局。
项目名称：渠道衬砌项目；建设地点：城关镇；建设内容：衬砌渠道12公里；资金来源 中央资金：160万元；资金来源 县级资金：30万元；资金来源 合计：190万元；实施单位：县水利局。
项目名称：合计；资金来源 中央资金：370万元；资金来源 县级资金：75万元；资金来源 合计：445万元。
"""
AIMS = """宁陕县2024年主要经济指标完成情况

指标：工业投资；2023年：20.5亿元；2024年：22.1亿元；比上年增长：7.8%；年初目标：7.0%。
指标：外贸进出口；2023年：1.62亿元；2024年：1.71亿元；比上年增长：5.6%；年初目标：6.5%。
"""
JOBS = """宁陕县秋季招聘会公告

用人单位：陕西安泰药业有限公司；招聘岗位：包装工；人数：42人；月薪：3600—4200。
用人单位：宁陕县山水客运公司；招聘岗位：驾驶员；人数：14人；月薪：5800—7200。
用人单位：宁陕县秋实食品有限公司；招聘岗位：验货员；人数：9人；月薪：3300。
"""
REPORTS = {"01_车间.txt": SHOPS, "02_资金.txt": MONEY, "03_指标.txt": AIMS, "04_招聘.txt": JOBS}


def ask(home: Path, question: str) -> Answer:
    return pipeline(home, passages(REPORTS)).ask(question, engine="extractive")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("宁陕县锦绣手套帮扶车间用了多少人，里面有多少脱贫人口？", ("118人", "47人")),
        ("冷库扩建项目资金合计多少万元，其中中央资金多少？", ("255万元", "210万元")),
        ("宁陕县2024年工业投资完成多少亿元，比上年增长百分之几？", ("22.1亿元", "7.8%")),
        ("宁陕县2024年外贸进出口的年初目标增速是多少？", ("6.5%",)),
        ("宁陕县秋季招聘会上，秋实食品招多少名验货员，月薪多少？", ("9人", "3300")),
        ("宁陕县冷库扩建项目要扩建几座冷库、安装几部电梯？", ("3座", "2部")),
    ],
)
def test_each_clause_has_its_own_cell_of_the_row(tmp_path: Path, question: str, told: tuple[str, ...]) -> None:
    answer = ask(tmp_path, question)
    assert all(t in answer.answer for t in told)
    assert len(answer.citations) == 1


def test_rows_named_by_their_posts_are_added_up(tmp_path: Path) -> None:
    answer = ask(tmp_path, "宁陕县招聘公告的岗位表里，包装工和驾驶员加起来招多少人？")
    assert "合计56人" in answer.answer
    assert len(answer.citations) == 2


@pytest.mark.parametrize(
    ("question", "share"),
    [("宁陕县衔接资金合计中，县级资金占百分之几？", "16.85"), ("渠道衬砌项目的资金来源里，中央资金占多少？", "84.2")],
)
def test_a_column_is_part_of_the_sum_beside_it(tmp_path: Path, question: str, share: str) -> None:
    assert share in ask(tmp_path, question).answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("宁陕县一共有哪些帮扶车间？", ("秦味菌菇", "锦绣手套", "汤坪竹器")),
        ("宁陕县秋季招聘会一共招哪些岗位的人？", ("包装工", "驾驶员", "验货员")),
    ],
)
def test_all_that_a_column_names_is_listed(tmp_path: Path, question: str, told: tuple[str, ...]) -> None:
    answer = ask(tmp_path, question)
    assert all(t in answer.answer for t in told)
    assert len(answer.citations) == 3


@pytest.mark.parametrize(
    ("question", "untold"),
    [
        ("宁陕县锦绣手套帮扶车间亏损多少万元，里面有多少贷款？", "47"),
        ("宁陕县冷库扩建项目要修几座桥？", "3座"),
        ("宁陕县招聘会上，包装工和裁缝加起来招多少人？", "42人"),
        ("宁陕县一共有哪些养老院？", "手套"),
        ("渠道衬砌项目的资金来源里，省级资金占多少？", "84"),
    ],
)
def test_what_a_table_does_not_tell_is_not_answered_by_it(tmp_path: Path, question: str, untold: str) -> None:
    answer = ask(tmp_path, question)
    assert answer.status == "refused" or untold not in answer.answer
