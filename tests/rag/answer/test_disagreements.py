"""Reports that give one figure otherwise are shown side by side; what is another thing is not: invented reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "一.txt": """双牌县办学成绩单

2021年，双牌县新建学校5所、改扩建学校21所，三年新增学位12860个。
2021年，双牌县民生支出占一般公共预算支出的74.2%，教育支出占一般公共预算支出的19.5%。
2021年，双牌县接待游客182万人次，其中过夜游客165万人次。
""",
    "二.txt": """双牌县秋季开学

2021年秋季，双牌县又有2所改扩建学校投入使用，至此全县三年累计新增学位12680个。
2021年上半年，双牌县接待游客140万人次。
""",
}


@pytest.mark.parametrize("question", ["双牌县三年新增的学位是多少？", "双牌县三年新增学位，两篇报道的说法一致吗？"])
def test_a_slip_of_digits_is_shown_whichever_figure_was_taken(tmp_path: Path, question: str) -> None:
    found = pipeline(tmp_path, passages(REPORTS)).ask(question, engine="extractive").conflicts
    assert [{v.value for v in c.values} for c in found] == [{"12860个", "12680个"}]


@pytest.mark.parametrize(
    "question",
    [
        "双牌县教育支出占一般公共预算支出的比重是多少？",  # another share
        "2021年双牌县接待游客多少万人次？",  # a part of them, a half of the year
    ],
)
def test_another_thing_is_no_disagreement(tmp_path: Path, question: str) -> None:
    assert not pipeline(tmp_path, passages(REPORTS)).ask(question, engine="extractive").conflicts


TOLD = {
    "一.txt": """江永县香柚产业观察

江永县的香柚远近闻名。全县4.6万人从事香柚产业，种植香柚21万亩。
全县建有就业帮扶车间63家。
""",
    "二.txt": """香柚深处看用工

江永县副县长何立秋说，香柚产业从业人员已达5.1万人，人手还是不够。
江永县就业帮扶车间58家，吸纳就业1320人。
""",
}


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("江永县从事香柚产业的有多少人，两篇说的一样吗？", {"4.6万人", "5.1万人"}),
        ("江永县的就业帮扶车间几个？各篇报道说法不同吧", {"63家", "58家"}),
        ("江永县有多少家就业帮扶车间，各处报道的数一致吗？", {"63家", "58家"}),
    ],
)
def test_who_asks_whether_reports_agree_is_shown_all(tmp_path: Path, question: str, values: set[str]) -> None:
    found = pipeline(tmp_path, passages(TOLD)).ask(question, engine="extractive").conflicts
    assert [{v.value for v in c.values} for c in found] == [values]


def test_that_nothing_else_is_told_is_said(tmp_path: Path) -> None:
    answer = pipeline(tmp_path, passages(TOLD)).ask("江永县种植香柚多少亩，两篇说的一样吗？", engine="extractive")
    assert "21万亩" in answer.answer and not answer.conflicts
    assert "库内没有查到与此不同的数。" in answer.notes


YEARS = {
    "道县政府工作报告2022.txt": """政府工作报告

——2022年1月6日在道县第十八届人民代表大会第二次会议上

一、2021年工作回顾

一年来，全县脐橙种植面积26万亩，脐橙综合产值31.2亿元。建成就业帮扶车间74家，吸纳脱贫人口1320人。
""",
    "潇湘农报2022年3月9日第4版.txt": """潇湘农报 2022年3月9日 星期三 第4版

橙子红了

本报讯(记者 何芳)2021年，道县脐橙种植面积24.8万亩，脐橙综合产值29.6亿元。到2021年底，全县就业帮扶车间有79家。
""",
}


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("道县2021年脐橙种植面积有多大？", {"26万亩", "24.8万亩"}),
        ("2021年道县一共有多少家就业帮扶车间？", {"74家", "79家"}),
        ("道县2021年的脐橙综合产值，各处说法一致吗？", {"31.2亿元", "29.6亿元"}),
    ],
)
def test_figures_of_one_year_in_reports_of_different_days(tmp_path: Path, question: str, values: set[str]) -> None:
    answer = pipeline(tmp_path, passages(YEARS)).ask(question, engine="extractive")
    assert values in [{v.value for v in c.values} for c in answer.conflicts], answer.answer
    assert all(v in answer.answer for v in values)


def test_another_figure_that_is_asked_for_is_told(tmp_path: Path) -> None:
    report = (
        "天柱县就业帮扶\n\n天柱县人社局发布：截至8月底，全县就业帮扶车间发展到72家，吸纳就业2140人。\n"
        "数据链接　监测户：613户　就业帮扶车间：76家（截至8月底）　乡村公益性岗位：3214个\n"
    )
    desk = pipeline(tmp_path, passages({"a.txt": report}))
    for doubt in ("我怎么见到两个数？", "报上说法一致吗？", "文章里数字一样吗？"):
        answer = desk.ask(f"天柱县就业帮扶车间有多少家？{doubt}", engine="extractive")
        assert "72家" in answer.answer and "76家" in answer.answer, doubt
    one = desk.ask("天柱县乡村公益性岗位有多少个？报上说法一致吗？", engine="extractive")
    assert "3214个" in one.answer and any("没有查到与此不同" in note for note in one.notes)
