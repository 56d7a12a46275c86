"""What somebody is, asked by name; and what a report asks itself and answers next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.pipeline import Pipeline
from tests.rag.answer.contract import check_answer
from tests.rag.answer.making import passages, pipeline

REPORTS = {
    "a.txt": """绥宁县就业观察

邵阳市就业服务中心4月12日发布数据，一季度绥宁县转移就业4160人。

中心主任田永盛分析，绥宁县外出务工人数多，主要因为对接早。

绥宁县副县长杨再明说，全县茶园面积在增长。
""",
    "b.txt": """绥宁县优化农村学校布局

三年来，绥宁县撤并教学点47个，保留38个。为什么撤？县教育局局长胡志刚说，有11个教学点只剩不到5名学生，质量上不去。撤并后的学生全部安排校车接送。
""",
    "c.txt": """绥宁县油茶抗旱记

今年遭遇大旱，绥宁县长铺镇的油茶林却郁郁葱葱。为什么旱情下还能保住八成产量？镇农技站站长钟学文说，主要靠三样：山塘蓄住了水，基地装上了滴灌，技术员包干割草覆盖。
""",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("posts"), passages(REPORTS))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("杨再明什么职务？", ("副县长杨再明",)),
        ("杨再明是干什么的？", ("副县长杨再明",)),
        ("胡志刚是哪个单位的？", ("县教育局局长胡志刚",)),
        ("田永盛担任什么职务？", ("邵阳市就业服务中心", "中心主任田永盛")),
    ],
)
def test_somebodys_post(desk: Pipeline, question: str, told: tuple[str, ...]) -> None:
    answer = desk.ask(question, engine="extractive")
    assert all(t in answer.answer for t in told)
    check_answer(answer.as_json(), REPORTS)


def test_a_person_whom_no_report_names(desk: Pipeline) -> None:
    assert desk.ask("李建国是什么职务？", engine="extractive").status == "refused"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("绥宁县为什么撤并教学点？", "质量上不去"),
        ("长铺镇大旱还能保住八成油茶，靠什么？", "装上了滴灌"),
    ],
)
def test_what_a_report_asks_itself_is_answered_next(desk: Pipeline, question: str, told: str) -> None:
    assert told in desk.ask(question, engine="extractive").answer
