"""What a question wants named, priced or told of somebody's kin, and a report only counts or does not tell: invented reports."""

from __future__ import annotations

import pytest

from rag.pipeline import Pipeline
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "一.txt": """新田县2021年乡村建设总结

新田县全年确定美丽村庄试点村16个，县级示范村7个，三井镇获评卫生镇。建成文化广场9处，分别为龙泉、石羊、金盆等村的小广场。
新田县新隆镇搬迁小区引进电子企业2家，吸纳搬迁群众310人。县人民医院门诊楼完成主体工程，建成村卫生室27所。
新田县实施舂陵水河道整治，治理河道18公里。
""",
    "二.txt": """新田县产业见闻

新田县大豆饲料加工量12.6万吨，大豆种植面积8.7万亩。
种植户谢满姣是新田县金盆镇人，她种豆21年，今年52岁。村支书郑良东带着大家修路。
骥村镇水库由永泽水利建设公司承建，总投资800万，6月完工。香芋价高，每公斤卖6.4元。
全县大豆合作社36家，豆腐坊有骆记、冬塘、知市坪三家。
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    return pipeline(tmp_path_factory.mktemp("unnamed"), passages(REPORTS))


@pytest.mark.parametrize(
    "question",
    [
        "新田县那16个美丽村庄试点村分别是哪些村？",
        "新田县的大豆合作社是哪36家？",
        "新田县新隆镇搬迁小区引进的电子企业叫什么名字？",
        "新田县舂陵水河道整治由哪家公司承建？",
        "新田县人民医院门诊楼总投资多少？",
        "谢满姣的丈夫做什么工作？",
        "村支书郑良东今年多大岁数？",
        "村支书郑良东是哪里人？",
    ],
)
def test_what_is_not_told_is_refused(desk: Pipeline, question: str) -> None:
    answer = desk.ask(question, engine="extractive")
    assert answer.status == "refused", answer.answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("新田县的9处文化广场分别在哪些村？", "金盆"),
        ("新田县的三家豆腐坊是哪三家？", "知市坪"),
        ("骥村镇水库由哪家公司承建？", "永泽水利建设公司"),
        ("新田县香芋一公斤卖多少钱？", "6.4元"),
        ("谢满姣今年多大岁数？", "52岁"),
        ("谢满姣是哪里人？", "金盆镇人"),
    ],
)
def test_what_is_told_is_answered(desk: Pipeline, question: str, told: str) -> None:
    answer = desk.ask(question, engine="extractive")
    assert told in answer.answer, answer.answer
