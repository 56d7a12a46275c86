"""去年 in a question over old reports: which year was meant is said."""

from __future__ import annotations

from pathlib import Path

from rag.answer.years import which_year
from rag.domain import Evidence
from rag.retrieve.question import understand
from tests.rag.answer.making import passages, pipeline
from tests.rag.figures.making import passage

REPORT = """巴东县2022年政府工作报告

（2023年1月6日在县人民代表大会上）
2022年，全县新建就业帮扶车间12家。今年力争新建20家。
"""
UNDATED = "巴东县扶贫记\n\n去年，巴东县新建就业帮扶车间31家，群众满意度达到百分之九十六。\n"


def notes(home: Path, report: str, question: str) -> str:
    answer = pipeline(home, passages({"a.txt": report})).ask(question, engine="extractive")
    assert answer.status != "refused"
    return "；".join(answer.notes)


def test_the_year_of_the_report_is_named(home: Path) -> None:
    assert "“去年”按所引报告理解，指的是2022年" in notes(home, REPORT, "巴东县去年新建了多少家帮扶车间？")


def test_an_undated_report_leaves_it_open(home: Path) -> None:
    assert "没有注明日期" in notes(home, UNDATED, "巴东县去年新建了多少家帮扶车间？")


def test_nothing_is_said_of_a_year_that_is_named(home: Path) -> None:
    assert "按所引报告" not in notes(home, REPORT, "巴东县2022年新建了多少家帮扶车间？")


def test_a_year_that_a_change_is_measured_from_needs_no_remark() -> None:
    held = passage("2024年，全县固定资产投资完成77亿元，比上年增长8%。", name="a")
    evidence = [Evidence(held, 0, len(held.text))]
    said = which_year(understand("甲县去年固定资产投资多少？"), evidence)
    assert said is not None and "2024" in said
    assert which_year(understand("甲县2024年固定资产投资比上年增长百分之几？"), evidence) is None
