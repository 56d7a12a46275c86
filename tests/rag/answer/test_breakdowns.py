"""Answers from sentences that only give places their figures: what they count the sentence before them says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.pipeline import Pipeline
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "a.txt": """邵阳市就业数据发布

一季度，邵阳市新增农村劳动力转移就业1.18万人。从区县看，绥宁县4160人，洞口县3720人，新宁县2650人。

邵阳市共有就业帮扶车间1168个，吸纳就业2.86万人。分县看，绥宁县94个，洞口县113个。
""",
    "b.txt": """新宁县车间见闻

据新宁县人社局介绍，全县就业帮扶车间已建成102个。
""",
    "c.txt": """永州市就业帮扶车间情况

永州市建成就业帮扶车间1263个，吸纳就业3.9万人。
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("breakdowns"), passages(REPORTS))


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("洞口县一季度新增转移就业多少人？", "3720人"),
        ("绥宁县就业帮扶车间有多少个？", "94个"),
        ("邵阳市就业帮扶车间有多少个？", "1168个"),
        ("邵阳市和永州市的就业帮扶车间加起来多少个？", "2431个"),
    ],
)
def test_the_figure_of_the_place(desk: Pipeline, question: str, figure: str) -> None:
    answer = desk.ask(question, engine="extractive")
    assert figure in answer.answer
    assert answer.status == "answered"


def test_the_figure_of_the_whole_is_not_given_to_a_part(desk: Pipeline) -> None:
    answer = desk.ask("武冈市就业帮扶车间有多少个？", engine="extractive")
    assert answer.status == "refused"
