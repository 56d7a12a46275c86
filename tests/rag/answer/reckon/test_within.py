"""Figures that no sentence states, worked out from those of one report; each case with figures of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rag.answer.making import passages, pipeline

REPORT = """桑植县工作纪实

桑植县农村公路总里程达到2684公里，比2015年底增加912公里。
全县参加课后服务的学生占学生总数的91.4%，比上学期提高23.6个百分点。
合作社去年种植面积2860亩，每亩收入2300元；今年种植面积扩大到3500亩。
断头路工程投资960万元，其中桑植县出资540万元、邻县出资420万元。
今年建成集中供水站5处，受益人口1.08万人。
全县设县级林长8名、乡级林长36名、村级林长147名。
居家适老化改造已完成1260户，占计划的84%，剩余240户将在年底前完工。
前5个月城镇新增就业32.46万人，完成年度目标任务的46.4%。
时间银行存入服务时间7.24万小时，兑换1.13万小时。
工业项目从拿地到开工的平均时间由126个工作日压缩到68个工作日。
特困人员集中供养率由21%提高到46.5%。
"""
CASES = [
    ("桑植县2015年底农村公路总里程是多少公里？", "1772公里", "2684 − 912 = 1772"),
    ("桑植县上学期参加课后服务的学生占比是多少？", "67.8%", "91.4 − 23.6 = 67.8"),
    ("合作社今年的种植面积比去年多了多少亩？", "640亩", "3500 − 2860 = 640"),
    ("断头路工程中，桑植县出资占比是多少？", "56.25%", "540万 ÷ 960万 = 56.25%"),
    ("桑植县今年建成的集中供水站平均每处受益多少人？", "2160人", "1.08万 ÷ 5 = 2160"),
    ("桑植县县级、乡级、村级林长加起来多少名？", "191名", "8 + 36 + 147 = 191"),
    ("桑植县居家适老化改造计划一共多少户？", "1500户", "1260 + 240 = 1500"),
    ("桑植县城镇新增就业的年度目标大约是多少万人？", "70万人", "32.46万 ÷ 46.4% ≈ 70万"),
    ("桑植县时间银行存入的服务时间比兑换的多多少万小时？", "6.11万小时", "7.24万 − 1.13万 = 6.11万"),
    ("桑植县工业项目从拿地到开工的平均时间压缩了多少个工作日？", "58个工作日", "126 − 68 = 58"),
    ("桑植县特困人员集中供养率提高了多少个百分点？", "25.5个百分点", "46.5 − 21 = 25.5"),
]


@pytest.mark.parametrize(("question", "shown", "working"), CASES)
def test_worked_out(tmp_path: Path, question: str, shown: str, working: str) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": REPORT})).ask(question, engine="extractive")
    worked = [c for c in answer.claims if c.computation]
    assert len(worked) == 1, answer.answer
    assert shown in worked[0].text and worked[0].computation == working
    assert worked[0].citations


@pytest.mark.parametrize(
    "question",
    ["桑植县2015年底参加课后服务的学生占比是多少？", "桑植县2014年农村公路总里程是多少公里？"],
)
def test_not_worked_out_of_what_is_not_told(tmp_path: Path, question: str) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": REPORT})).ask(question, engine="extractive")
    assert not any(c.computation for c in answer.claims)


@pytest.mark.parametrize(
    "question",
    [
        "桑植县特困人员集中供养率是多少？",
        "桑植县居家适老化改造完成了多少户，占计划的百分之几？",
        "桑植县今年建成集中供水站多少处？",
    ],
)
def test_nothing_is_worked_out_that_was_not_asked(tmp_path: Path, question: str) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": REPORT})).ask(question, engine="extractive")
    assert answer.status == "answered" and not any(c.computation for c in answer.claims), answer.answer


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("双溪镇的城镇化率提高了几个百分点？", "8.1个百分点"),
        ("做一个零件，老李要比小王多花多少秒？", "10秒"),
    ],
)
def test_differences_are_worked_out_however_they_are_asked_for(tmp_path: Path, question: str, figure: str) -> None:
    report = "双溪镇见闻\n\n五年来，双溪镇城镇化率由37.5%提升至45.6%。\n做一个零件，小王只需5秒，而老李却要15秒。\n"
    answer = pipeline(tmp_path, passages({"见闻.txt": report})).ask(question, engine="extractive")
    assert figure in answer.answer


UNLIKE = """双溪镇见闻

双溪镇规上工业的增加值由21.6亿元增长到27.05亿元，企业由52家增加到71家。
镇上居民的年均收入由18200元提高到27350元，村里居民的年均收入由6900元提高到11020元，存、贷款余额分别由88.2亿元、31.5亿元增长到150.6亿元、79.3亿元。
"""


@pytest.mark.parametrize(
    ("question", "told", "never"),
    [
        ("双溪镇镇上居民的年均收入比村里居民的年均收入高出多少元？", "16330元", "11300"),
        ("双溪镇规上工业的增加值这五年增加了几个亿？", "5.45亿元", "增加19家"),
        ("双溪镇存、贷款余额增加了多少亿元？", "150.6亿元", "119.1"),
    ],
)
def test_only_figures_that_belong_together_are_set_against_each_other(
    tmp_path: Path, question: str, told: str, never: str
) -> None:
    answer = pipeline(tmp_path, passages({"见闻.txt": UNLIKE})).ask(question, engine="extractive")
    assert told in answer.answer and never not in answer.answer


def test_what_one_grower_has_is_not_the_county_s_of_another_year(tmp_path: Path) -> None:
    text = (
        "汝城县的辣椒\n\n去年，汝城县辣椒种植面积达11.3万亩，综合产值9.8亿元。\n"
        "“今年种了4亩8分辣椒，公司包收购。”村民朱冬姣说。\n县里力争到2022年种植面积扩大到15万亩。\n"
    )
    answer = pipeline(tmp_path, passages({"a.txt": text})).ask(
        "汝城县要实现2022年的辣椒种植面积目标，还要比去年多种多少万亩？", engine="extractive"
    )
    assert "112996" not in answer.answer and "减少" not in answer.answer
