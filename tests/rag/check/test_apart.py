"""Claims whose figures are worked out from two sentences or two rows, which the reports keep apart."""

from __future__ import annotations

import pytest

from tests.rag.check.making import only, passage

REPORT = passage(
    7,
    "绥宁县把排查出的问题分给各部门。排查组共列出问题870个，逐一交办。县里派出干部三十人到村里走访。"
    "群众对走访干部的作风很满意。有的村还请来戏班子。截至目前，已整改问题555个，其余正在抓紧整改。",
    place="绥宁县",
    title="一张清单改到底",
)
TABLE = passage(
    8,
    "乡镇：长铺镇；2022年 帮扶车间：9家；2022年 吸纳就业：310人。\n"
    "乡镇：武阳镇；2022年 帮扶车间：5家；2022年 吸纳就业：142人。\n"
    "乡镇：河口乡；2022年 帮扶车间：3家；2022年 吸纳就业：57人。\n"
    "乡镇：合计；2022年 帮扶车间：17家；2022年 吸纳就业：509人。",
    place="绥宁县",
    title="绥宁县2022年帮扶车间统计表",
    date="2023-01-10",
)


def test_both_sentences_are_cited() -> None:
    claim = only("绥宁县排查出的问题还有315个没有整改。", REPORT)
    assert claim.status == "已核实", claim.reasons
    assert any("870个 − 555个 = 315个" in r for r in claim.reasons)
    assert len(claim.citations) == 2


@pytest.mark.parametrize(
    "claim",
    ["2022年绥宁县长铺镇的帮扶车间比武阳镇多4家。", "2022年绥宁县长铺镇和武阳镇的帮扶车间共14家。"],
)
def test_two_rows_are_brought_together(claim: str) -> None:
    assert only(claim, TABLE).status == "已核实", only(claim, TABLE).reasons


@pytest.mark.parametrize(
    ("claim", "passages"),
    [
        ("绥宁县排查出的问题还有415个没有整改。", (REPORT,)),
        ("2022年绥宁县长铺镇和武阳镇的帮扶车间共16家。", (TABLE,)),
        ("2022年绥宁县长铺镇的帮扶车间比武阳镇多6家。", (TABLE,)),
    ],
)
def test_what_does_not_come_out_is_not_confirmed(claim: str, passages: tuple[object, ...]) -> None:
    found = only(claim, *passages)  # type: ignore[arg-type]
    assert found.status in ("与原文不符", "未找到依据")


def test_another_county_lends_no_figures() -> None:
    other = passage(9, "全县有驻村工作队60支、队员180名。", place="城步苗族自治县", title="驻村队员在一线")
    assert only("绥宁县驻村工作队平均每支3人。", other).status != "与原文不符"
