from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.sentences import clauses, sentences


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲县建成3个。乙县建成5个。", ["甲县建成3个。", "乙县建成5个。"]),
        ("他说：“好。”大家笑了。", ["他说：“好。”", "大家笑了。"]),
        ("增长84.1%。完", ["增长84.1%。", "完"]),
        ("甲（见表1。略）建成。", ["甲（见表1。略）建成。"]),
        ("标题\n正文", ["标题", "正文"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.one_of(st.text(max_size=80), st.text(alphabet="甲乙。！？；，（）“”\n 3.1", max_size=80)))
def test_nothing_is_lost_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in zip(spans, spans[1:], strict=False))
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


def test_a_comma_in_a_figure_does_not_split() -> None:
    text = "投入1,200万元,建成3个"
    assert [text[a:b].rstrip(",") for a, b in clauses(text)] == ["投入1,200万元", "建成3个"]


def test_the_items_of_a_box_are_sentences() -> None:
    box = "数据　监测户：413户　2020年收入：18.6万元(村集体　合计：3万元)　岗位：1264个"
    assert [box[a:b] for a, b in sentences(box)] == [
        "数据　监测户：413户",
        "2020年收入：18.6万元(村集体　合计：3万元)",
        "岗位：1264个",
    ]
    line = "联系人：雷建军　电话：0745-222"  # who, and how: told in one breath
    assert [line[a:b] for a, b in sentences(line)] == [line]


def test_a_gap_at_the_end_of_a_line_joins_no_lines() -> None:
    text = "一、时间安排　\n地点：县城\n二、经费  \n来源：财政"
    assert [text[a:b] for a, b in sentences(text)] == ["一、时间安排", "地点：县城", "二、经费", "来源：财政"]


def test_a_long_gap_costs_no_more_than_its_length() -> None:
    text = "甲" + " " * 200_000 + "乙" + "　" * 200_000 + "。"
    assert len(sentences(text)) == 1  # hours, were each blank weighed with each other one
