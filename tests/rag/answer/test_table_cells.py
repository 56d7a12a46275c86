"""Rows meant by short names and by several columns, columns by what people call them, cells set against each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.domain import Answer
from tests.rag.answer.making import passages, pipeline

COURSES = """宁陕县2022年技工班次台账

班号：N1；承办机构：陕西育英技工学校；工种：藤编手艺；开班日期：2022-03-05；计划人数：40人；参训人数：36人；结业人数：33人；补助金额：43200元。
班号：N2；承办机构：陕西育英技工学校；工种：挖掘机驾驶；开班日期：2022-05-11；计划人数：30人；参训人数：30人；结业人数：27人；补助金额：54000元。
班号：N3；承办机构：宁陕县远航培训中心；工种：月嫂护理；开班日期：2022-07-19；计划人数：45人；参训人数：41人；结业人数：40人；补助金额：49200元。
班号：合计；计划人数：115人；参训人数：107人；结业人数：100人；补助金额：146400元。
"""
POSTS = """宁陕县2022年村级岗位安置明细

乡镇：江口镇；村：竹山村；岗位：护路员；安置人数：11人；月补贴：800元。
乡镇：江口镇；村：竹山村；岗位：保洁员；安置人数：7人；月补贴：650元。
乡镇：汤坪镇；村：八亩村；岗位：保洁员；安置人数：5人；月补贴：620元。
"""
PRICES = """宁陕县土特产价格表

产品：香菇酱；2021年单价：18元/瓶；2022年单价：21元/瓶；主管单位：县商务局。
产品：冬蜂蜜；2021年单价：96元/瓶；2022年单价：90元/瓶；主管单位：县农业农村局。
"""
MONEY = """宁陕县2022年项目资金表

项目：冷库扩建；资金投入 中央资金：90万元；资金投入 县级资金：10万元；资金投入 小计：100万元；批次：第一批。
项目：渠道衬砌；资金投入 中央资金：70万元；资金投入 县级资金：60万元；资金投入 小计：130万元；批次：第二批。
"""
REPORTS = {"01_班次.txt": COURSES, "02_岗位.txt": POSTS, "03_价格.txt": PRICES, "04_资金.txt": MONEY}


def ask(home: Path, question: str, *history: str) -> Answer:
    return pipeline(home, passages(REPORTS)).ask(question, history=list(history), engine="extractive")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("宁陕县藤编班计划招多少人，结业多少？", ("40人", "33人")),
        ("竹山村保洁员安置了多少人，月补贴多少？", ("7人", "650元")),
        ("竹山村的村级岗位安置了多少人？", ("合计18人",)),
        ("藤编班和月嫂护理班一共结业多少人？", ("合计73人",)),
        ("宁陕县育英技工学校办了几个班？", ("有2个",)),
        ("宁陕县2022年技工班补助总共发了多少？", ("146400元",)),
        ("冬蜂蜜归哪个部门主管？", ("县农业农村局",)),
        ("宁陕县二批项目一共投入县级资金多少万元？", ("合计70万元",)),
    ],
)
def test_a_row_is_meant_by_a_part_of_its_name_or_by_several_columns(
    tmp_path: Path, question: str, told: tuple[str, ...]
) -> None:
    answer = ask(tmp_path, question)
    assert all(t in answer.answer for t in told), answer.answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("宁陕县2022年技工班计划人数合计比参训人数多多少？", "多8人"),
        ("月嫂护理班参训了没结业的有多少人？", "还有1人"),
        ("月嫂护理班比挖掘机驾驶班多结业多少人？", "多13人"),
        ("冬蜂蜜2022年单价比2021年降了多少？", "减少6元"),
        ("香菇酱2022年一瓶多少钱，比上年涨了多少？", "增加3元"),
    ],
)
def test_two_cells_are_set_against_each_other(tmp_path: Path, question: str, told: str) -> None:
    assert told in ask(tmp_path, question).answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("宁陕县补助金额最高的是哪个班，多少元？", ("挖掘机驾驶", "54000元")),
        ("宁陕县投资最大的项目是哪个，多少万元？", ("渠道衬砌", "130万元")),
        ("宁陕县哪个工种的班结业人数最少？", ("挖掘机驾驶", "27人")),
        ("宁陕县村级岗位里月补贴最高的是什么岗位？", ("护路员", "800元")),
        ("宁陕县技工班参训人数最多的是哪个班，比挖掘机驾驶班多多少人？", ("月嫂护理", "相差11人")),
    ],
)
def test_the_first_by_a_column_that_is_called_otherwise(tmp_path: Path, question: str, told: tuple[str, ...]) -> None:
    answer = ask(tmp_path, question)
    assert all(t in answer.answer for t in told), answer.answer


def test_a_follow_up_names_another_row_or_another_column(tmp_path: Path) -> None:
    first = "宁陕县藤编手艺培训了多少人？"
    assert "41人" in ask(tmp_path, "那月嫂护理呢？", first).answer
    assert "43200元" in ask(tmp_path, "补助金额呢？", first).answer


@pytest.mark.parametrize(
    ("question", "untold"),
    [
        ("冬蜂蜜由哪家企业灌装？", "90元"),
        ("宁陕县电焊班计划招多少人，结业多少？", "人，"),
        ("月嫂护理班比电焊班多结业多少人？", "多"),
        ("八亩村护路员安置了多少人？", "5人"),
    ],
)
def test_what_no_cell_tells_is_not_answered(tmp_path: Path, question: str, untold: str) -> None:
    answer = ask(tmp_path, question)
    assert answer.status == "refused" or untold not in answer.answer, answer.answer
