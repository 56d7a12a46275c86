"""Figures told one after the other: the items of a box, lists of places, and what several places have together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.figures.read import read
from tests.rag.figures.making import figures, passage


def test_the_items_of_a_box_keep_their_names() -> None:
    box = (
        "数据链接　监测户：413户1520人，已消除风险268户　驻村工作队：57支，队员171人　2020年村集体收入：18.6万元　"
        "帮扶车间：31家（截至9月底）　公益性岗位：1264个"
    )
    assert [(f.name, f.as_written) for f in figures(box) if f.as_written != "2020年"] == [
        ("监测户", "413户"),
        ("监测户", "1520人"),
        ("消除风险", "268户"),
        ("驻村工作队", "57支"),
        ("队员", "171人"),
        ("村集体收入", "18.6万元"),
        ("帮扶车间", "31家"),
        ("公益性岗位", "1264个"),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("小溪村、大湾村和白水村共建成车间6个。", [(None, 6)]),
        ("长铺镇小溪村、李熙桥镇大湾村合计种茶900亩，务工80人。", [(None, 900), (None, 80)]),
        ("小溪村和大湾村分别建成车间3个、2个。", [("小溪村", 3), ("大湾村", 2)]),
        ("三县合计建成冷库97个，用工1.2万人。", [(None, 97), (None, 12000)]),
        ("武冈市建成车间47个，新宁县建成车间30个，两县市共建成77个。", [("武冈市", 47), ("新宁县", 30), (None, 77)]),
        ("全县23个乡镇共建成车间97个。", [("绥宁县", 97)]),
        ("小溪村种茶300亩。大湾村种茶120亩。", [("小溪村", 300), ("大湾村", 120)]),
        ("小溪村种茶300亩。走进李熙桥镇大湾村的车间，有工人22名。", [("小溪村", 300), ("大湾村", 22)]),
        ("小溪村种茶300亩。记者来到大湾村，看到茶园有120亩。", [("小溪村", 300), ("大湾村", 120)]),
    ],
)
def test_what_several_places_have_together_is_of_none_of_them(
    text: str, wanted: list[tuple[str | None, float]]
) -> None:
    where = "邵阳市" if "武冈" in text else "绥宁县"
    assert [(f.place, f.value) for f in figures(text, place=where) if f.name != "乡镇"] == wanted


def test_after_a_list_of_places_the_text_is_of_none_of_them() -> None:
    made = figures("小溪村和大湾村建成车间6个。去年种茶900亩。")
    assert [f.place for f in made] == [None, "绥宁县"]


LISTED = "武冈市19.6亿元，增长10%；绥宁县8.3亿元，增长8%；新宁县7.6亿元，下降6%。"


@pytest.mark.parametrize(
    ("title", "subtitle", "name"),
    [
        ("2023年部分县市财政收入一览", None, "财政收入"),
        ("2023年部分县市一览", "（地方一般公共预算收入，本报整理）", "地方一般公共预算收入"),
        ("2023年部分县市粮食产量一览", None, ""),
        ("数字里的县域", None, ""),
    ],
)
def test_a_list_of_places_is_of_what_its_heading_says(title: str, subtitle: str | None, name: str) -> None:
    made = read(replace(passage(LISTED, place="邵阳市", title=title, date="2024"), subtitle=subtitle))
    told = [(f.place, f.since, f.label, f.value) for f in made]
    assert told == ([
        ("武冈市", "2023", name, 19.6e8), ("武冈市", "2023", f"{name}增速", 10), ("绥宁县", "2023", name, 8.3e8),
        ("绥宁县", "2023", f"{name}增速", 8), ("新宁县", "2023", name, 7.6e8), ("新宁县", "2023", f"{name}增速", 6),
    ] if name else [])  # fmt: skip
