"""Reports of one form about several bodies: what is told of others never answers for the one asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.domain import Answer
from rag.retrieve.subjects import organisations
from tests.rag.answer.making import passages, pipeline

FORM = """{name}年度报告

{name}成立于{year}年3月，注册地位于{place}。
在{since}年2月，公司任命了一位新的首席执行官。
在{since}年4月，公司修订了治理政策，增强了透明度。
这一事件对公司的净利润产生了影响，使得公司的净利润达到了{profit}万元。
公司还通过债务重组减轻了负担。
在{since}年5月，公司任命了两位新董事，对决策产生了影响。
在{since}年9月，公司向股东分发了{paid}万元股利。
公司与一家海外环保机构签订了协议。
用水量由3000吨下降到了一定水平。
在{since}年11月，公司采取了安全管理举措，并改进了系统。
公司还完善了设备管理政策，组织了设备管理培训。
"""
REPORTS = {
    "a.txt": FORM.format(name="青禾种业有限公司", year=2003, place="长沙市", since=2019, profit=150, paid=80),
    "b.txt": FORM.format(name="远帆物流集团有限公司", year=2008, place="岳阳市", since=2018, profit=920, paid=300),
    "c.txt": FORM.format(name="明湖水务有限公司", year=2011, place="常德市", since=2020, profit=410, paid=55),
}


def ask(home: Path, question: str) -> Answer:
    return pipeline(home, passages(REPORTS)).ask(question, engine="extractive")


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("远帆物流集团有限公司的净利润是多少？", ["920万元"]),
        ("明湖水务有限公司成立于哪一年？", ["2011年"]),
        ("青禾种业有限公司在2019年5月任命了几位新董事？", ["两位"]),
        ("明湖水务有限公司的用水量从多少下降？", ["3000吨"]),
        ("青禾种业有限公司和远帆物流集团有限公司在2019年和2018年分发的股利分别是多少？", ["80万元", "300万元"]),
        ("青禾种业有限公司的注册地在哪里？", ["长沙市"]),
        ("青禾种业有限公司在2019年2月任命了哪位新的高管？", ["首席执行官"]),
        ("青禾种业有限公司和远帆物流集团有限公司分别在2019年和2018年分发了多少股利？", ["80万元", "300万元"]),
        (
            "比较青禾种业有限公司和远帆物流集团有限公司修订治理政策的时间，哪家公司修订时间更早？",
            ["远帆物流集团有限公司较早"],
        ),
    ],
)
def test_the_one_asked_about(tmp_path: Path, question: str, held: list[str]) -> None:
    answer = ask(tmp_path, question)
    assert all(h in answer.answer for h in held), answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "青禾种业有限公司在2019年2月设立了什么子公司？",
        "青禾种业有限公司的研发团队成立于哪一年？",
        "明湖水务有限公司与哪家海外环保机构签订了协议？",
        "明湖水务有限公司在2020年7月向股东分发了多少股利？",
        "明湖水务有限公司的用水量是多少？",
        "青禾种业有限公司的设备管理政策制定于何时？",
        "青禾种业有限公司的设备管理培训在何时进行？",
    ],
)
def test_what_is_not_told_of_it(tmp_path: Path, question: str) -> None:
    assert ask(tmp_path, question).status == "refused"


def test_common_words_before_a_company_are_no_name() -> None:
    assert organisations("这一事件对公司产生影响，确保公司稳定，物流公司增多。") == []
    text = "信达百货和喜乐娱乐集团"
    assert [text[a:b] for a, b in organisations(text)] == ["信达百货", "喜乐娱乐集团"]


def test_the_year_a_firm_was_founded_dates_nothing(tmp_path: Path) -> None:
    text = (
        "远帆科技有限公司是一家于2005年成立的上市公司\n\n远帆科技有限公司2017年工作报告。公司在2017年4月植树造林。\n"
        "公司全年用水30万吨，用水量为30万吨，同生产规模有关。\n"
    )
    answer = pipeline(tmp_path, passages({"a.txt": text})).ask(
        "远帆科技有限公司2017年的用水量是多少？", engine="extractive"
    )
    assert "30万吨" in answer.answer, answer.answer


WORKSHOPS = """安化县车间里的日子

安化县办起了青石竹业、白溪鞋业、红岭服装厂等作坊，帮村民在家门口挣钱。
目前，安化县六家作坊全部开工，共计吸纳困难户96人，其中妇女41人。
青石竹业副经理说，青石竹业像这样的困难户有15个，公司都安排了住宿。
镇上的五所学校共有学生2300人。
"""


@pytest.mark.parametrize(
    ("question", "held"),
    [("青石竹业里有多少困难户？", "15个"), ("青石竹业的困难户有多少？", "15个")],
)
def test_a_figure_of_all_bodies_is_not_that_of_one(tmp_path: Path, question: str, held: str) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": WORKSHOPS})).ask(question, engine="extractive").answer
    assert held in answer and "96人" not in answer


@pytest.mark.parametrize("question", ["白溪鞋业吸纳困难户多少人？", "红岭服装厂吸纳了多少困难户？"])
def test_the_name_asked_never_stands_before_what_is_told_of_others(tmp_path: Path, question: str) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": WORKSHOPS})).ask(question, engine="extractive").answer
    assert "白溪鞋业：" not in answer and "红岭服装厂：" not in answer and "96人" not in answer
