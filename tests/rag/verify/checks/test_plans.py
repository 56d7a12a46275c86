"""Plans and parts: what is meant to be is no fact, and a part is not all."""

from __future__ import annotations

import pytest

from rag.verify.check import verify
from tests.rag.verify.test_check import passage

TEXT = (
    "县里提出，到2027年油茶产值达到30亿元。今年全县计划新建冷库12座，到目前已建成5座。"
    "按照规划，到2026年，民宿床位力争突破8000张。下一步，将厕所改造扩大到全县96个村。"
    "32个小区中，已有27个通了燃气，剩余5个明年开通。停工的工地7个，目前4个已经复工。"
    "每亩保费60元，其中农户只交18元。全部学校配齐了校医。"
)


@pytest.mark.parametrize(
    "claim",
    [
        "全县油茶产值已达30亿元。",
        "全县油茶产值达到了30亿元。",
        "全县已建成冷库12座。",
        "民宿床位已突破8000张。",
        "厕所改造已扩大到全县96个村。",
        "32个小区已全部通了燃气。",
        "停工的7个工地已全部复工。",
        "每亩保费60元全由农户交。",
    ],
)
def test_a_plan_or_a_part_told_as_done_is_contradicted(claim: str) -> None:
    verdict = verify(claim, [passage(TEXT)])
    assert verdict.verdict == "contradicted", verdict.reasons


@pytest.mark.parametrize("claim", ["2027年油茶产值达到30亿元。", "今年全县新建冷库12座。"])
def test_a_plan_told_without_its_mark_is_not_supported_as_a_fact(claim: str) -> None:
    assert verify("油茶产值为30亿元。", [passage(TEXT)]).verdict != "supported"
    assert verify(claim, [passage(TEXT)]).verdict in ("supported", "unsupported")


@pytest.mark.parametrize(
    "claim",
    [
        "全县提出到2027年油茶产值达到30亿元。",
        "全县计划今年新建冷库12座。",
        "今年全县计划新建冷库12座，已建成5座。",
        "全县计划到2026年民宿床位突破8000张。",
        "到2026年，全县力争民宿床位突破8000张。",
        "32个小区中27个已通燃气。",
        "全部学校都配齐了校医。",
    ],
)
def test_a_plan_by_any_of_its_marks_is_supported(claim: str) -> None:
    verdict = verify(claim, [passage(TEXT)])
    assert verdict.verdict == "supported", verdict.reasons
