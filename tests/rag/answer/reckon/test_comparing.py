"""Things set side by side, end to end over small reports of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rag.answer.making import passages, pipeline

VILLAGERS = """竹山村的两位邻居

平江县竹山村的何秋生在茶厂上班，月工资3200元。
碰到67岁的老人唐满云时，她正在晒笋干，每个月能挣1800元。
茶厂里像何秋生这样的脱贫户有14个，木耳基地有9名脱贫户务工。
"""


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("平江县的何秋生和唐满云，谁的月工资高？", "何秋生较高（3200元）"),
        ("茶厂和木耳基地，哪家的脱贫户少？各多少人？", "木耳基地较少（9名）"),
    ],
)
def test_things_of_any_kind_are_compared(home: Path, question: str, result: str) -> None:
    answer = pipeline(home, passages({"邻居.txt": VILLAGERS})).ask(question, engine="extractive")
    assert answer.status == "answered" and result in answer.answer


TOWNS = """平江县财政

2023年，平江县地区生产总值441.3亿元，地方一般公共预算收入19.62亿元，增长10%；一般公共预算支出75.4亿元。
平江县茶叶面积18万亩。
是74岁的兰庚生和77岁的唐有福每天下午的去处。秦望春那时二十岁，如今还在教书。
"""
OTHER_TOWN = """桃源县财政

2023年，桃源县地方一般公共预算收入15.83亿元，增长12%。
桃源县竹溪村茶园面积5200亩。
"""


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("兰庚生和唐有福谁年纪大？", "唐有福较大（77岁）"),
        ("唐有福和兰庚生谁年轻？", "兰庚生较小（74岁）"),
        ("桃源县和平江县谁的地方一般公共预算收入多？", "平江县较多（19.62亿元）"),
        ("平江县和桃源县地方一般公共预算收入哪个增长快？", "较快（12%）"),
    ],
)
def test_what_is_concluded_is_said_of_what_is_asked(home: Path, question: str, result: str) -> None:
    assert (
        result
        in pipeline(home, passages({"平江.txt": TOWNS, "桃源.txt": OTHER_TOWN}))
        .ask(question, engine="extractive")
        .answer
    )


@pytest.mark.parametrize(
    "question",
    ["平江县和桃源县，哪个县的茶园面积大？", "兰庚生和秦望春谁年纪大？", "平江县和桃源县一般公共预算支出哪个多？"],
)
def test_nothing_is_concluded_from_figures_of_something_else(home: Path, question: str) -> None:
    assert (
        "相比之下"
        not in pipeline(home, passages({"平江.txt": TOWNS, "桃源.txt": OTHER_TOWN}))
        .ask(question, engine="extractive")
        .answer
    )


def test_a_growth_that_is_told_is_not_worked_out(home: Path) -> None:
    held = passages({"陶瓷.txt": "桃源县陶瓷\n\n2022年，桃源县陶瓷产值782亿元，比2017年的516亿元增长51.6%。\n"})
    answer = pipeline(home, held).ask("桃源县陶瓷2022年产值多少，比2017年增长了百分之几？", engine="extractive")
    assert "51.6%" in answer.answer and "据此计算" not in answer.answer


def test_what_is_told_of_two_places_together_is_an_answer(home: Path) -> None:
    held = passages({"种田.txt": "镇里的春耕\n\n平江县石桥村和竹山村的田流转给了公司，公司用无人机播种早稻860亩。\n"})
    answer = pipeline(home, held).ask("在石桥村和竹山村流转田的公司用无人机播种了多少亩早稻？", engine="extractive")
    assert answer.status == "answered" and "860亩" in answer.answer


WORKSHOPS = {
    "a.txt": "道县2020年就业扶贫工作总结\n\n2020年，道县建成扶贫车间41家，吸纳就业980人。\n",
    "b.txt": "道县2023年就业工作总结\n\n2023年，道县就业帮扶车间总数达到66家，吸纳就业1510人。\n",
    "c.txt": "道县2023年产业帮扶检查情况\n\n2023年，道县产业帮扶检查发现5个方面27项问题。\n",
}


@pytest.mark.parametrize("name", ["帮扶车间", "扶贫车间", "就业帮扶车间"])
def test_one_thing_of_two_names_is_compared_under_either(tmp_path: Path, name: str) -> None:
    desk = pipeline(tmp_path, passages(WORKSHOPS))
    answer = desk.ask(f"道县2023年{name}比2020年多了多少家？", engine="extractive").answer
    assert "41家" in answer and "66家" in answer and "25家" in answer and "27项" not in answer


YEARS = {
    "a.txt": "道县2021年安置区工作总结\n\n2021年，道县安置区劳动力就业率达94.2%，物业收费率88%。\n",
    "b.txt": "道县2023年安置区工作总结\n\n2023年，道县安置区劳动力就业率达95.9%，物业收费率85%。道县安置区门店112个。\n",
    "c.txt": "宁远县2023年安置区工作总结\n\n2023年，宁远县安置区劳动力就业率达93.1%。\n",
}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("道县安置区劳动力的就业率这三年是升了还是降了？", "由2021年的94.2%到2023年的95.9%，提高1.7个百分点"),
        ("道县安置区物业收费率近几年提高了多少？", "由2021年的88%到2023年的85%，下降3个百分点"),
        ("道县安置区门店近三年增加了多少个？", ""),
        ("宁远县安置区劳动力就业率这三年是升了还是降了？", ""),
    ],
)
def test_over_a_run_of_years_the_figures_of_the_years_are_set_against_each_other(
    tmp_path: Path, question: str, told: str
) -> None:
    answer = pipeline(tmp_path, passages(YEARS)).ask(question, engine="extractive").answer
    assert (told in answer) if told else "据此计算" not in answer
