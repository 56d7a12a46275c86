from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

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
        "全县就业工作", "全县新建车间**84个**，\n带动就业。", "甲镇12个", "乙镇3个", "群众很满意。", "小节",
        "| 县市 | 村数 |", "| 甲县 | 84 |", "代码一行",
    ]  # fmt: skip
    assert [b.level for b in parsed.blocks if b.kind == "heading"] == [1, 2]
    assert [parsed.text[s:e] for s, e in parsed.blocks[-2].header] == ["县市", "村数"]
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
