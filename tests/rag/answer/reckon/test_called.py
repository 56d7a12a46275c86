"""Several places set side by side by the figures that are called what is asked, of one time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.answer.reckon.called import Measure, another
from rag.domain import Answer
from rag.pipeline import Pipeline
from tests.rag.answer.making import passages, pipeline
from tests.rag.figures.making import figures

REPORTS = {
    "安仁.txt": """安仁县2022年工作回顾

2022年，安仁县地区生产总值126.4亿元，增长4.9%；规模以上工业增加值增长8.6%；地方一般公共预算收入8.12亿元，下降1.4%。
全县收入只够支出的三成左右，全年一般公共预算支出41.3亿元。
2020年，安仁县茶油产量达到4200吨。
2022年，安仁县造林5.2万亩，城镇新增就业3100人。
""",
    "汝城.txt": """汝城县2022年工作回顾

2022年，汝城县地区生产总值108.7亿元，增长5.6%；规模以上工业增加值增长7.1%，财政日子不好过；地方一般公共预算收入7.35亿元，增长3.2%。
2022年，汝城县茶油产量达到3900吨。
2022年，汝城县完成造林4.6万亩，城镇新增就业2800人。
全县建成养老机构21家，其中民办6家。
2022年上半年，汝城县接待游客210万人次。
""",
    "宜章.txt": """宜章县2022年工作回顾

2022年，宜章县地区生产总值289.5亿元，增长5.1%；地方一般公共预算收入15.6亿元，增长6.4%。
2022年，宜章县城镇新增就业4600人。
全县有家庭养老床位350张。
2022年，宜章县接待游客530万人次。
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("called"), passages(REPORTS))


def ask(desk: Pipeline, question: str) -> Answer:
    return desk.ask(question, engine="extractive")


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("安仁县和汝城县的地方一般公共预算收入哪个多，多多少？", "相差0.77亿元（安仁县较多）"),
        ("安仁县、汝城县和宜章县，谁的地区生产总值最大？", "最大（289.5亿元）；从大到小依次为："),
        (
            "安仁县、汝城县、宜章县三县城镇新增就业人数从高到低怎么排？",
            "宜章县（4600人）、安仁县（3100人）、汝城县（2800人）",
        ),
        ("安仁县规上工业增加值增速比汝城县高几个百分点？", "相差1.5个百分点（安仁县较高）"),
        ("汝城县和宜章县2022年GDP增速哪个快？", "较快（5.6%）"),
        ("安仁县和汝城县造林面积哪个大？", "安仁县较大（5.2万亩）"),
        ("安仁县和汝城县财政收入增速哪个高？", "汝城县较高（3.2%）"),
    ],
)
def test_sides_are_told_by_the_figures_of_one_name(desk: Pipeline, question: str, result: str) -> None:
    assert result in ask(desk, question).answer


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("安仁县和汝城县的茶油产量哪个多？", "安仁县的4200吨是2020年的"),
        ("汝城县和宜章县接待游客哪个多，多多少？", "汝城县的210万人次是2022年1至6月的"),
    ],
)
def test_figures_of_different_times_are_not_set_against_each_other(desk: Pipeline, question: str, note: str) -> None:
    answer = ask(desk, question)
    assert "相比之下" not in answer.answer and "据此计算" not in answer.answer
    assert any(note in n for n in answer.notes)


def test_no_difference_is_worked_out_of_a_rise_and_a_fall(desk: Pipeline) -> None:
    assert "据此计算" not in ask(desk, "汝城县财政收入增速比安仁县高几个百分点？").answer


def test_a_figure_of_a_part_does_not_stand_for_the_whole(desk: Pipeline) -> None:
    answer = ask(desk, "汝城县和宜章县的养老机构哪个多？").answer
    assert "相比之下" not in answer


def test_a_part_does_not_go_by_the_name_of_its_whole(tmp_path: Path) -> None:
    held = passages(
        {
            "资兴.txt": "资兴市财政\n\n2022年，资兴市地方一般公共预算收入21.5亿元，其中税收收入14.2亿元。\n",
            "永兴.txt": "永兴县财政\n\n2022年，永兴县地方一般公共预算收入18.3亿元，其中税收收入12.6亿元。\n",
        }
    )
    answer = pipeline(tmp_path, held).ask("资兴市和永兴县的一般公共预算收入相差多少亿元？", engine="extractive")
    assert "相差3.2亿元（资兴市较多）" in answer.answer and not answer.conflicts


MORE = {
    "桂东.txt": """桂东县养老服务

2022年，桂东县建成机构养老床位820张、家庭养老床位160张，总数达到980张。
2022年，桂东县就业帮扶车间稳定在64个。
2022年前三季度，桂东县网络零售额3.1亿元。
""",
    "永兴.txt": """永兴县养老服务

2022年，永兴县养老床位达到1210张，60岁以上老人占19.7%。
2022年，永兴县就业帮扶车间总数达到51家。
2022年，永兴县民生支出占一般公共预算支出的76.8%，税收收入占一般公共预算收入的67%。
""",
}


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("永兴县养老床位比桂东县多多少张？", "相差230张（永兴县较多）"),
        ("桂东县和永兴县的就业帮扶车间哪个多，多多少？", "相差13个（桂东县较多）"),
    ],
)
def test_the_whole_of_a_list_and_things_counted_otherwise(tmp_path: Path, question: str, result: str) -> None:
    answer = pipeline(tmp_path, passages(MORE)).ask(question, engine="extractive")
    assert result in answer.answer and not answer.conflicts


def test_a_part_of_a_year_is_said_to_be_one(tmp_path: Path) -> None:
    answer = pipeline(tmp_path, passages(MORE)).ask("桂东县2022年网络零售额是多少？", engine="extractive")
    assert any("2022年1至9月的数，不是2022年全年的" in n for n in answer.notes)


@pytest.mark.parametrize(
    "question", ["永兴县税收收入占一般公共预算收入的比重是多少？", "永兴县和桂东县60岁以上老人占比相差多少？"]
)
def test_what_is_of_another_thing_is_no_disagreement(tmp_path: Path, question: str) -> None:
    assert not pipeline(tmp_path, passages(MORE)).ask(question, engine="extractive").conflicts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全省地区生产总值126.4亿元。", [False]),
        ("全省生产总值126.4亿元。", [False]),
        ("全省海洋生产总值26.4亿元。", [True]),
        ("人均地区生产总值5.4万元。", [True]),
        ("旅游总收入26亿元。", [True]),
        ("地区生产总值增长4.9%。", [True]),
    ],
)
def test_what_is_called_something_else(text: str, expected: list[bool]) -> None:
    wanted = Measure("地区生产总值", growth=False, plan=False)
    assert [another(wanted, f) for f in figures(text)] == expected


def test_only_what_is_called_so_is_set_beside(tmp_path: Path) -> None:
    reports = {
        "甲.txt": "安仁县2022年工作回顾\n\n2022年，安仁县地区生产总值126.4亿元。\n",
        "乙.txt": "汝城县2022年工作回顾\n\n2022年，汝城县旅游总收入突破20亿元，林业生产总值达到31亿元。\n",
    }
    answer = pipeline(tmp_path, passages(reports)).ask("安仁县比汝城县GDP多多少", engine="extractive")
    assert not any(c.computation for c in answer.claims)
    assert "31亿元" not in answer.answer and answer.status == "partial"
