"""Who was appointed, who is posted to a village, and a year that a question has wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.pipeline import Pipeline
from rag.text.offices import appointments
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "a.txt": """平江县人事任免

平江县人大常委会近日任命：万书恒为县水利局局长；免去宋长青的县水利局局长职务。

——记平江县三墩乡中岭村驻村第一书记秦越

说起驻村第一书记秦越，三墩乡中岭村的老支书邓长根直点头。
""",
    "b.txt": """桃源县大事

2018年7月，桃源县经省政府批准退出贫困县。
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("appointed"), passages(REPORTS))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("平江县新任水利局局长是谁？", "万书恒"),
        ("中岭村的第一书记是谁？", "秦越"),
        ("桃源县是2019年几月经省政府批准退出贫困县的？", "2018年7月"),
    ],
)
def test_told(desk: Pipeline, question: str, told: str) -> None:
    assert told in desk.ask(question, engine="extractive").answer


def test_appointed_and_dismissed() -> None:
    text = "会议任命格日勒图为旗林业局局长、祝青禾为旗教育局局长，免去毕大川旗教育局局长职务。"
    assert [(a.name, a.office) for a in appointments(text)] == [
        ("格日勒图", "旗林业局局长"),
        ("祝青禾", "旗教育局局长"),
    ]
