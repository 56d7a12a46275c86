"""Work reports: what is planned, what was done, and both; who heads the body that writes; bodies that sit elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.pipeline import Pipeline
from rag.retrieve.compared import compared
from rag.retrieve.question import understand
from tests.rag.answer.making import passages, pipeline

REPORT = """绥宁县农业农村局
关于2023年工作总结和2024年工作计划的报告

县人民政府：

一、2023年工作完成情况

（一）粮油生产。油菜种植9.1万亩。建成高标准农田2.1万亩。全县家庭农场412家，其中当年新建35家。

（二）乡村建设。改造农村户厕2860户。局党委书记、局长陈立安带队到各镇督查12次。

二、存在的主要问题

竹笋深加工比例低，目前仅为18%。

三、2024年工作计划

（一）稳粮扩油。油菜种植扩大到9.6万亩，建成高标准农田2.8万亩，新建家庭农场60家。

（二）建设乡村。改造农村户厕1500户。竹笋深加工比例提高到25%。

绥宁县农业农村局
2024年1月15日
"""
BRIEFING = """邵阳市劳务协作简报

2023年第3期

邵阳市某局办公室　　2023年4月12日

【县市动态】

绥宁县：劳务站办到厂门口

绥宁县在浙江宁波、广东佛山设立劳务服务站，由驻站干部对接岗位。

驻宁波劳务服务站站长石远志介绍，站里今年帮助追讨欠薪12起，涉及金额47.6万元。

新宁县：零工驿站解急难

新宁县设立零工驿站3个。
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    yield pipeline(tmp_path_factory.mktemp("plans"), passages({"总结.txt": REPORT, "简报.txt": BRIEFING}))


@pytest.mark.parametrize(
    ("question", "told", "other"),
    [
        ("绥宁县2024年计划建成高标准农田多少亩？", "2.8万亩", "2.1万亩"),
        ("绥宁县2023年建成高标准农田多少亩？", "2.1万亩", "2.8万亩"),
        ("绥宁县2024年打算再新建多少家家庭农场？", "60家", "35家"),
        ("绥宁县2024年准备改造农村户厕多少户？", "1500户", "2860户"),
    ],
)
def test_a_plan_is_asked_for_or_what_was_done(desk: Pipeline, question: str, told: str, other: str) -> None:
    answer = desk.ask(question, engine="extractive").answer
    assert told in answer
    assert other not in answer


def test_what_is_now_and_what_is_to_be_are_both_told(desk: Pipeline) -> None:
    answer = desk.ask("绥宁县竹笋深加工比例现在只有多少，2024年要提高到多少？", engine="extractive")
    assert answer.status == "answered"
    assert "18%" in answer.answer
    assert "25%" in answer.answer


@pytest.mark.parametrize(
    ("question", "closing"),
    [
        ("绥宁县2024年改造农村户厕的计划比2023年实际完成数多还是少，各是多少？", "2024年目标较少（1500户）"),
        ("绥宁县2024年油菜种植目标比2023年实际高还是低？", "2024年目标较高（9.6万亩）"),
    ],
)
def test_a_target_is_set_against_a_result(desk: Pipeline, question: str, closing: str) -> None:
    assert closing in desk.ask(question, engine="extractive").answer


def test_without_two_years_nothing_is_set_against_anything() -> None:
    assert compared("绥宁县户厕改造的目标比实际高还是低？") == []


def test_the_head_of_the_body_that_writes_needs_not_be_called_by_its_name(desk: Pipeline) -> None:
    assert "陈立安" in desk.ask("绥宁县农业农村局局长是谁？", engine="extractive").answer
    assert desk.ask("绥宁县教育局局长是谁？", engine="extractive").status == "refused"


def test_where_a_body_sits_is_no_second_place(desk: Pipeline) -> None:
    question = "绥宁县驻宁波劳务服务站的站长叫什么，站里讨回的欠薪涉及多少钱？"
    assert [p.name for p in understand(question).places] == ["绥宁县"]
    answer = desk.ask(question, engine="extractive").answer
    assert "石远志" in answer
    assert "47.6万元" in answer
    assert [p.name for p in understand("绥宁县和宁波市").places] == ["绥宁县", "宁波市"]


def test_a_headline_of_a_place_heads_a_section_of_a_briefing() -> None:
    held = passages({"简报.txt": BRIEFING})
    (told,) = {p.section for p in held if "47.6" in p.text}
    assert told == "【县市动态】 绥宁县：劳务站办到厂门口"
