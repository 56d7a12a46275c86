"""由甲变为乙: the states are the source's, in its order."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from tests.rag.verify.test_check import passage

TEXT = (
    "年底，该县债务风险等级由橙色降为黄色，按期完成化债任务。石桥村从贫困村变成了远近闻名的富裕村。"
    "企业信用评级由乙级升为甲级，再升为特级。消防隐患由区级督办改为市级督办。"
)


@pytest.mark.parametrize(
    "claim",
    [
        "该县债务风险等级由黄色升为橙色。",
        "该县债务风险等级由黄色降为橙色。",
        "该县债务风险等级由橙色降为红色。",
        "该县债务风险等级由橙色升为黄色。",
        "该县债务风险等级由红色降为黄色。",
        "该县债务风险等级降为橙色。",
        "石桥村从富裕村变成了贫困村。",
        "消防隐患由市级督办改为区级督办。",
        "企业信用评级由特级降为甲级。",
    ],
)
def test_another_change_is_contradicted(claim: str) -> None:
    verdict = verify(claim, [passage(TEXT)])
    assert verdict.verdict == "contradicted", verdict.reasons
    assert "引文" in verdict.reasons[0]


@pytest.mark.parametrize(
    "claim",
    [
        "该县债务风险等级由橙色降为黄色。",
        "该县债务风险等级从橙色降到黄色。",
        "该县债务风险等级由橙色下降到黄色，按期完成化债任务。",
        "该县债务风险等级由橙色调整为黄色。",
        "该县债务风险等级降为黄色。",
        "石桥村由贫困村变为富裕村。",
        "企业信用评级由乙级升为甲级。",
        "企业信用评级由乙级升为特级。",
        "企业信用评级由甲级升为特级。",
        "消防隐患由区级督办改为市级督办。",
    ],
)
def test_the_same_change_raises_no_alarm(claim: str) -> None:
    verdict = verify(claim, [passage(TEXT)])
    assert verdict.verdict == "supported", verdict.reasons


def test_each_thing_has_its_own_change() -> None:
    text = "东片水质由劣质转为良好，西片空气由良好转为优等。"
    assert verify("东片水质由劣质转为良好。", [passage(text)]).verdict == "supported"
    assert verify("西片空气由良好转为优等。", [passage(text)]).verdict == "supported"
    assert verify("西片空气由劣质转为良好。", [passage(text)]).verdict == "contradicted"


def test_figures_are_compared_as_figures() -> None:
    text = "税收由5.2亿元提高到7.31亿元，企业由98家增加到176家。"
    assert verify("税收由5.2亿元提高到73100万元。", [passage(text)]).verdict == "supported"
