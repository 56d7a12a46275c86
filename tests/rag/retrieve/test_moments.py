"""One thing at two times, and a target against a result."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.retrieve.followup import standalone
from rag.retrieve.parts import split
from rag.retrieve.question import understand
from tests.rag.answer.making import passages, pipeline


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        (
            "慈利县2022年7月底的务工人数比5月底多了多少人？",
            ["慈利县2022年7月底的务工人数是多少人？", "慈利县2022年5月底的务工人数是多少人？"],
        ),
        (
            "慈利县2022年实际到位资金比上年多多少亿元？",
            ["慈利县2022年实际到位资金是多少亿元？", "慈利县2021年实际到位资金是多少亿元？"],
        ),
        (
            "从2022年5月底到7月底，慈利县公益性岗位增加了多少个？",
            ["2022年5月底慈利县公益性岗位是多少个？", "2022年7月底慈利县公益性岗位是多少个？"],
        ),
        (
            "慈利县2022年务工人数和2020年相比少了多少人？",
            ["慈利县2022年务工人数是多少人？", "慈利县2020年务工人数是多少人？"],
        ),
        (
            "慈利县务工人数2022年较2020年下降了多少？",
            ["慈利县务工人数2022年是多少？", "慈利县务工人数2020年是多少？"],
        ),
        ("慈利县务工人数比上年多多少人？", None),
        ("慈利县2022年缴费标准是多少元，比上年涨了多少？", None),
    ],
)
def test_a_difference_of_two_times_is_asked_of_each(question: str, sides: list[str] | None) -> None:
    asked = [part.question for _, part in split(understand(question))]
    assert asked == (sides or [question])


REPORT = """慈利县人民政府工作报告

——2023年1月6日在慈利县人民代表大会上

一、2022年工作回顾

全年招商引资实际到位资金46.8亿元，上年为39.2亿元。全年接待游客586万人次，实现旅游综合收入38.2亿元，恢复到2019年的82%。
总投资12.6亿元的红枫新材料项目6月18日开工。

二、2023年工作安排

力争全年接待游客700万人次，旅游综合收入50亿元。
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("慈利县2022年招商引资实际到位资金比上年多多少亿元？", "7.6亿元"),
        ("慈利县2023年接待游客的目标比2022年实际接待数多多少？", "114万人次"),
        ("慈利县2022年旅游综合收入是多少？", "38.2亿元"),
        ("慈利县的红枫新材料项目总投资多少，哪天动工的？", "12.6亿元"),
    ],
)
def test_what_is_told_of_two_times(tmp_path: Path, question: str, told: str) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": REPORT})).ask(question, engine="extractive")
    assert told in answer.answer, (answer.answer, answer.notes)


def test_another_measure_of_the_same_place_and_time() -> None:
    assert standalone("旅游综合收入呢？", ["慈利县2022年接待游客多少人次？"]) == "慈利县2022年旅游综合收入是多少？"


def test_the_edition_that_is_named_is_the_one_read(tmp_path: Path) -> None:
    one = "就业简报\n\n第{n}期\n\n慈利县人社局编　2022年{m}月10日\n\n慈利县目前开班{k}期，培训学员{p}人。\n"
    reports = {f"{n}.txt": one.format(n=n, m=m, k=k, p=p) for n, m, k, p in ((6, 6, 8, 412), (8, 8, 15, 786))}
    held = pipeline(tmp_path, passages(reports))
    for edition, told in ((6, "412人"), (8, "786人")):
        answer = held.ask(f"就业简报第{edition}期里，慈利县培训学员多少人？", engine="extractive")
        assert told in answer.answer and answer.answer.count("培训学员") == 1, answer.answer
