from __future__ import annotations

from pathlib import Path

import pytest

from rag.answer.counted import same_unit
from rag.answer.reading import Sentence, read
from rag.answer.values import asks_for_a_plan, best_value, of_period, of_place
from rag.retrieve.content import content
from rag.retrieve.question import understand
from rag.retrieve.terms import Weights
from tests.rag.answer.making import passages, pipeline


def sentence(text: str, place: str = "平江县") -> Sentence:
    """``text`` as a sentence of a report on ``place``."""
    held = passages({"a.txt": f"{place}工作情况\n\n{text}\n"})
    return next(s for p in held for s in read(p, 0) if s.text in text and s.text != f"{place}工作情况")


def value(question: str, text: str) -> str | None:
    query = understand(question)
    own = content(query.asks[0].text, Weights(0, {}))
    _, found = best_value(query.asks[0], own, sentence(text), query.places, query.periods)
    return found.as_written if found else None


@pytest.mark.parametrize(
    ("question", "text", "figure"),
    [
        ("平江县搬迁多少户？", "平江县搬迁群众4128户、15306人。", "4128户"),
        ("平江县搬迁多少人？", "平江县搬迁群众4128户、15306人。", "15306人"),
        (
            "平江县GDP是多少？",
            "平江县地区生产总值为初步核算数，有规模以上工业企业286家，生产总值406.2亿元。",
            "406.2亿元",
        ),
        ("平江县整改率是多少？", "平江县排查隐患326处，整改率达到88.3%。", "88.3%"),
        ("平江县投入多少资金？", "平江县建成车间45个，投入资金3.6亿元。", "3.6亿元"),
        ("平江县收入是多少元？", "平江县收入由9800元增长到12740元。", "12740元"),
        ("2019年平江县收入是多少元？", "平江县收入由2019年的9800元增长到2021年的12740元。", "9800元"),
        ("桃源县建成多少个车间？", "平江县建成车间45个，桃源县建成车间61个。", "61个"),
        ("平江县建成多少个车间？", "平江县建成车间45个，桃源县建成车间61个。", "45个"),
    ],
)
def test_the_figure_asked_for(question: str, text: str, figure: str) -> None:
    assert value(question, text) == figure


@pytest.mark.parametrize("question", ["2021年平江县收入是多少元？", "平江县收入达到多少元？"])
def test_growth_to_a_past_year_is_a_fact(question: str) -> None:
    assert value(question, "平江县收入由2019年的9800元增长到2021年的12740元。") == "12740元"


def test_another_kind_of_figure_is_none() -> None:
    assert value("平江县投入多少万元？", "平江县建成车间45个。") is None


def test_a_plan_is_no_fact() -> None:
    text = "平江县计划建成车间80个。"
    assert value("平江县建成多少个车间？", text) is None
    assert value("平江县计划建成多少个车间？", text) == "80个"


def test_planned_and_asking_for_plans() -> None:
    made = sentence("平江县力争建成车间80个，已建成45个。")
    assert [f.planned for f in made.figures] == [True, False]
    assert asks_for_a_plan("计划建成多少个") and not asks_for_a_plan("建成了多少个")


@pytest.mark.parametrize(
    ("asked", "written", "same"),
    [
        (None, "亩", True),
        ("个", "个", True),
        ("万元", "元", True),
        ("人", "名", True),
        ("公里", "千米", True),
        ("元", "亩", False),
        ("%", "个", False),
        ("户", "亩", False),
    ],
)
def test_same_unit(asked: str | None, written: str, same: bool) -> None:
    assert same_unit(asked, written) is same


def test_of_several_places_only_the_one_asked_for() -> None:
    made = sentence("平江县入学率97.6%，桃源县入学率98.3%。")
    for question, figure in (("平江县入学率是多少？", "97.6%"), ("桃源县入学率是多少？", "98.3%")):
        assert [f.as_written for f in of_place(made.figures, understand(question).places)] == [figure]
    assert len(of_place(made.figures, understand("石门县入学率是多少？").places)) == 2


def test_what_the_county_did_in_a_township_is_told_of_both() -> None:
    told = "该县在搬迁安置点三墩乡办起车间8家。"
    assert value("平江县三墩乡办了几家车间？", told) == "8家"
    assert value("平江县长寿镇办了几家车间？", told) is None


def test_of_several_years_only_the_one_asked_for() -> None:
    made = sentence("平江县收入由2019年的9800元增长到2021年的12740元，支出由1.2万元增长到1.5万元。")
    for year, told in ((2019, [9800, 12000]), (2021, [12740, 15000])):
        assert [f.value for f in of_period(made.figures, understand(f"{year}年收入").periods)] == told


def test_numbers_that_are_no_statistics_still_answer() -> None:
    assert value("平江县的技术员今年几岁？", "平江县的技术员今年42岁，入行18年。") == "42岁"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("平江县有多少个车间？", "全市车间共有168个。"),
        ("平江县有多少个车间？", "车间方面，浏阳市132个。"),
        ("平江县种了多少亩油茶？", "种植户陈大山今年种了28亩油茶。"),
        ("平江县帮扶车间多少个？", "平江县帮扶车间吸纳就业1270人。"),
    ],
)
def test_what_is_told_of_others_is_no_answer(question: str, text: str) -> None:
    assert value(question, text) is None


@pytest.mark.parametrize(
    ("question", "figure"), [("种植户陈大山种了多少亩油茶？", "28亩"), ("大山村民每户种了多少亩油茶？", "28亩")]
)
def test_what_somebody_has_answers_about_somebody(question: str, figure: str) -> None:
    assert value(question, "种植户陈大山今年种了28亩油茶。") == figure


def test_the_target_for_an_output_is_told_as_its_growth() -> None:
    text = "今年主要预期目标是：平江县地区生产总值增长7%以上，城镇新增就业5000人。"
    assert value("平江县地区生产总值目标是多少？", text) == "7%以上"
    assert value("平江县地区生产总值是多少？", text) is None


EACH = """道真县2023年冬季帮扶工作

道真县忠信镇整合资金260万元，计划开发护路员岗位180个，已有75人上岗。
道真县玉溪镇落实养牛补贴资金80万元，每户补贴3200元。
道真县大磏镇发放取暖补助，标准为每人每月90元，共发放补助18万元。
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("忠信镇每户发多少补贴？", ""),
        ("忠信镇每人补助多少？", ""),
        ("玉溪镇每户补贴多少钱？", "3200元"),
        ("大磏镇每人发放多少补助？", "90元"),
    ],
)
def test_what_was_paid_to_all_is_not_what_each_gets(tmp_path: Path, question: str, told: str) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": EACH})).ask(question, engine="extractive")
    assert (told in answer.answer) if told else answer.status == "refused"
