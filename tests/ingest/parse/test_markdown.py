from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.build import build_document
from ingest.parse import markdown
from rag.errors import IngestError
from tests.ingest.parse.checks import assert_honest, said

SOURCE = """---
title: 就业情况
来源: 某某日报
date: 2021-04-12
---
# 全县就业工作

全县新建车间**84个**，
带动就业。

- 甲镇12个
1. 乙镇3个

> 群众很满意。

小节
----

| 县市 | 村数 |
|------|-----:|
| 甲县 | 84 |

```
代码一行
```
"""


def test_the_source_is_kept_and_blocks_leave_the_marks_out() -> None:
    parsed = markdown.parse(SOURCE.encode())
    assert parsed.text == SOURCE
    assert said(parsed) == [
        "全县就业工作", "全县新建车间84个，带动就业。", "甲镇12个", "乙镇3个", "群众很满意。", "小节",
        "县市 | 甲县 | 村数 | 84 |", "代码一行",
    ]  # fmt: skip
    assert [b.level for b in parsed.blocks if b.kind == "heading"] == [1, 2]
    assert_honest(parsed)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**扶贫** *车间*有`84`个", "扶贫 车间有84个"), ("3*4*5、2 * 3", "345、2 * 3"), ("见[全文](http://a.cn/b)。", "见全文。"),
        ("![图一](x.png)丰收", "图一丰收"), ("> 一行\n> 两行", "一行两行"), ("第一行\n第二行", "第一行第二行"),
        ("GDP\ngrowth", "GDP\ngrowth"), ("<b>粗</b>细", "粗细"), ("1\\*2", "1*2"), ("甲~~乙~~丙", "甲~~乙~~丙"), ("AT&amp;T公司", "AT&T公司"),
    ],
)  # fmt: skip
def test_signs_are_no_words(source: str, expected: str) -> None:
    assert said(markdown.parse(source.encode())) == [expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("|镇|面积（亩）|产量|\n|-|-|-|\n|甲镇|3200|410|", ["镇|甲镇|面积（亩）|3200|产量|410|"]),
        ("| | 2019年 | 2020年 |\n|-|-|-|\n| 产值 | 12 | |\n| 人数 | | 7 |", ["| 产值 | 2019年 | 12 |", "| 人数 | 2020年 | 7 |"]),
        ("镇 | 户\n--|--\n甲镇 | 84", ["镇 | 甲镇 | 户 | 84"]), ("| 镇 | 户 |\n|-|-|", ["| 镇 | 户 |"]),
        ("| **镇** | *户数* |\n|-|-|\n| 甲镇 | **84** |", ["镇 | 甲镇 | 户数 | 84 |"]),
        ("| 镇 | 注 |\n|-|-|\n| 甲 | a\\|b |\n| 乙 | c | 多 |", ["镇 | 甲 | 注 | a\\|b |", "镇 | 乙 | 注 | c |"]),
    ],
)  # fmt: skip
def test_rows_carry_the_names_of_their_columns(source: str, expected: list[str]) -> None:
    parsed = markdown.parse(source.encode())
    assert said(parsed) == expected
    assert_honest(parsed)


def test_front_matter_describes_the_text() -> None:
    parsed = markdown.parse(SOURCE.encode())
    assert (parsed.title, parsed.publication, parsed.date) == ("就业情况", "某某日报", "2021-04-12")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    parsed = markdown.parse("---\n正文一段。\n---\n".encode())
    assert "正文一段。" in said(parsed)


def test_windows_line_ends_and_the_byte_order_mark_keep_offsets() -> None:
    data = "\ufeff# 标题\r\n\r\n一段。\r\n".encode()
    parsed = markdown.parse(data)
    assert parsed.text == data.decode()
    assert said(parsed) == ["标题", "一段。"]


@given(st.text(alphabet="#>*-+1.|`~ \n\r\t[]()!甲乙。:<>=_\\", max_size=120))
def test_any_markdown_is_honest(source: str) -> None:
    try:
        parsed = markdown.parse(source.encode())
    except IngestError:
        assert not source.strip() or not source.strip("\ufeff \t\r\n")
    else:
        assert parsed.text == source
        assert_honest(parsed)


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    try:
        assert_honest(markdown.parse(data))
    except IngestError as error:
        assert error.zh


def test_a_row_that_ends_in_an_empty_cell_ends_before_the_next() -> None:
    text = "# 某县情况\n\n## 各镇\n\n| 镇 | 面积 | 产量 |\n|---|---|---|\n| 甲镇 | 3 | |\n| 乙镇 | 4 | 5 |\n"
    document = build_document(
        markdown.parse(text.encode()), path="a.md", root="/r", sha256="0" * 64, size=1, mtime_ns=0
    )
    assert "镇 | 甲镇 | 面积 | 3 |\n镇 | 乙镇 | 面积 | 4 | 产量 | 5 |" in "\n".join(p.text for p in document.passages)


def test_the_line_right_above_a_table_that_names_it_holds_for_its_rows() -> None:
    text = "# 某县情况\n\n## 生产\n\n秋收已经开始。\n\n表2 各镇苹果装箱量（万箱）\n\n| 镇 | 八月 |\n|---|---|\n| 甲镇 | 3 |\n| 乙镇 | 4 |\n"
    document = build_document(
        markdown.parse(text.encode()), path="a.md", root="/r", sha256="0" * 64, size=1, mtime_ns=0
    )
    sections = {p.section for p in document.passages if "甲镇" in p.text}
    assert all("各镇苹果装箱量（万箱）" in (s or "") for s in sections)
    plain = "秋收已经开始\n\n| 镇 | 八月 |\n|---|---|\n| 甲镇 | 3 |\n"
    assert [b.kind for b in markdown.parse(plain.encode()).blocks] == ["text", "table_row"]
