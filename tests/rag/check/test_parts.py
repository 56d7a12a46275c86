"""A sentence that says several things is judged by its parts, and the reason names the false one."""

from __future__ import annotations

from dataclasses import replace

from rag.domain import Passage
from tests.rag.check.making import only, passage

REPORT = (
    "全县脱贫户2638户8156人，脱贫人口人均纯收入达到15230元。\n"
    "全年开展集中排查3轮，整改问题132个。全年接待游客36万人次。\n"
)
TOWNS = "1．李熙桥镇。监测对象31户，帮扶车间8家，安排资金426万元。\n2．红岩镇。监测对象25户，帮扶车间11家，安排资金318万元。\n"
TABLE = "乡镇：李熙桥镇；2022年帮扶车间：6个；2022年公益岗位：98个。\n乡镇：红岩镇；2022年公益岗位：76个。\n乡镇：合计；2022年帮扶车间：17个；2022年公益岗位：174个。"
PLANNED = "新建帮扶车间10家，培训1200人。"


def made(text: str, section: str = "") -> Passage:
    return replace(passage(9, text, place="绥宁县", title="绥宁县2022年工作报告", date="2023-01-12"), section=section)


def test_parts_that_stand_in_different_sentences_are_all_confirmed() -> None:
    claim = only("绥宁县脱贫人口人均纯收入15230元，整改问题132个，接待游客36万人次。", made(REPORT))
    assert claim.status == "已核实"


def test_the_reason_names_the_false_part() -> None:
    claim = only("绥宁县脱贫人口人均纯收入15230元，全年集中排查5轮，接待游客36万人次。", made(REPORT))
    assert claim.verdict == "contradicted"
    assert claim.reasons == ("“全年集中排查5轮”：数字5轮与引文不符：引文为3轮",)
    assert [(m.instead, claim.text[m.start - claim.start : m.end - claim.start]) for m in claim.marks] == [
        ("3轮", "5轮")
    ]


def test_the_remark_names_the_part_that_is_not_found() -> None:
    claim = only("绥宁县脱贫人口人均纯收入15230元，接待游客36万人次，种植烤烟78亩。", made(REPORT))
    assert claim.verdict == "not_found"
    assert claim.reasons[0] == "未找到依据的是“种植烤烟78亩”，其余已核实"


def test_a_town_does_not_take_the_figure_of_the_next() -> None:
    assert only("李熙桥镇帮扶车间8家，红岩镇帮扶车间11家。", made(TOWNS)).verdict == "supported"
    assert only("李熙桥镇帮扶车间11家，红岩镇帮扶车间11家。", made(TOWNS)).verdict != "supported"


def test_an_empty_cell_is_neither_the_row_aboves_nor_the_total() -> None:
    assert only("2022年红岩镇有帮扶车间6个。", made(TABLE)).verdict == "not_found"


def test_what_a_later_years_plan_says_is_not_told_of_the_year_before() -> None:
    claim = only("2022年绥宁县新建帮扶车间10家。", made(PLANNED, "二、2023年工作打算"))
    assert claim.verdict == "contradicted"
    assert "10家在引文中是2023年工作打算，不是2022年的" in claim.reasons


def test_another_persons_figure_denies_nothing() -> None:
    other = passage(7, "茶农梁奇锋种茶40亩，去年收入21万元。", place="绥宁县", title="茶乡见闻")
    assert only("学员周明远的12亩蜂蜜柚，去年收入11.5万元。", other).verdict == "not_found"
