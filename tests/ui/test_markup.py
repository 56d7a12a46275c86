"""Text of others stays text, and a highlight stands exactly on the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from rag.domain import SourcedText
from tests.ui.hostile import HOSTILE
from ui.plain import plain
from ui.web.markup import marked, pieces, tag, text


def shown(page: str) -> str:
    return str(lxml_html.fragment_fromstring(f"<div>{page}</div>").text_content())


def elements(page: str) -> list[str]:
    return [str(e.tag) for e in lxml_html.fragment_fromstring(f"<div>{page}</div>").iter() if e.tag != "div"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_shown_and_nothing_else(hostile: str) -> None:
    page = tag("p", text(hostile))
    assert elements(page) == ["p"]
    assert shown(page) == plain(hostile).replace("\t", " ")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markdown_makes_nothing_of_it_either(hostile: str) -> None:
    rendered = MarkdownIt("commonmark", {"html": True, "linkify": False}).render(tag("div", tag("p", text(hostile))))
    assert elements(rendered) == ["p"]
    assert shown(rendered).strip() == plain(hostile).replace("\t", " ").strip()
    inline = MarkdownIt("commonmark").render("x" + text(hostile))
    assert set(elements(inline)) <= {"p"}


@given(st.text())
def test_any_text_comes_out_as_it_went_in(value: str) -> None:
    safe = text(value)
    assert not set(safe) & set("<>\"'`*_[]()!$\n")
    kept = "".join(c for c in plain(value) if ord(c) >= 32 or c in "\t\n").replace("\t", " ")
    assert shown(tag("p", safe)) == kept


@pytest.mark.parametrize("hostile", HOSTILE)
def test_attributes_cannot_be_left(hostile: str) -> None:
    element = lxml_html.fragment_fromstring(tag("a", "x", title=hostile, href=f"/doc/1?q={hostile}"))
    assert sorted(element.attrib) == ["href", "title"]


def test_attributes_that_are_none_are_left_out() -> None:
    assert tag("a", "x", id=None, class_="c") == '<a class="c">x</a>'


def spans_in(length: int) -> st.SearchStrategy[list[tuple[int, int]]]:
    pair = st.tuples(st.integers(0, length), st.integers(0, length)).filter(lambda p: p[0] < p[1])
    return st.lists(pair, max_size=4)


@given(st.data())
def test_exactly_the_spans_are_marked(data: st.DataObject) -> None:
    original = data.draw(st.text("甲乙丙丁12, \n", min_size=1, max_size=40))
    body = SourcedText.joined(original, data.draw(spans_in(len(original))))
    spans = data.draw(spans_in(len(original)))
    cut = pieces(body, spans)
    assert "".join(piece for piece, _ in cut) == body.text
    flags = [inside for piece, inside in cut for _ in piece]
    origins = [start + i for _, start, length in body.runs for i in range(length)]
    assert flags == [any(s <= at < e for s, e in spans) for at in origins]


def test_the_first_mark_carries_the_anchor() -> None:
    page = marked(SourcedText.whole("一二三四五"), [(1, 2), (3, 4)], anchor="t1-s1")
    assert page == '一<mark id="t1-s1">二</mark>三<mark>四</mark>五'
    assert [m.get("id") for m in lxml_html.fragment_fromstring(f"<p>{page}</p>").iter("mark")] == ["t1-s1", None]


def test_a_quote_healed_over_a_line_break_has_its_marks_on_both_sides() -> None:
    original = "年轻麻利的女\n工只需5秒"
    body = SourcedText.joined(original, [(0, 6), (7, 12)])
    assert pieces(body, [(4, 6), (7, 8)]) == [("年轻麻利", False), ("的女工", True), ("只需5秒", False)]
