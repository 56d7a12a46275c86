"""Model text of every shape, cut into sentences with their marks."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answer import marks
from rag.answer.parse import MAX_CHARS, MAX_SENTENCE_CHARS, MAX_SENTENCES, DraftSentence, parse


def pairs(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(sentence.text, sentence.marks) for sentence in parse(text)]


@pytest.mark.parametrize(
    "mark",
    ["[1]", "【1】", "［１］", "[ 1 ]", "[[1]]", "[^1]", "\\[1\\]", "[来源1]", "[资料 1]", "[source: 1]", "¹", "【1†report.txt】",
     "（见[1]）", "(来源：[1])", "<sup>1</sup>", "<sup>[1]</sup>", "[1](https://evil.example/?q=1)", "[1](#src-1)", "（1）", "①"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["甲县有84个{}。", "甲县有84个。{}", "甲县有84个 {} 。", "- 甲县有**84个**{}"])
def test_mark_forms(mark: str, form: str) -> None:
    if mark in ("（1）", "①") and form == "甲县有84个。{}":
        pytest.skip("after a full stop they number the next item")
    assert pairs(form.format(mark)) == [("甲县有84个", (1,))]


@pytest.mark.parametrize(
    ("run", "numbers"),
    [
        ("[1][2]", (1, 2)),
        ("[1,2]", (1, 2)),
        ("[1、2，3]", (1, 2, 3)),
        ("[1]、[2]", (1, 2)),
        ("[1]和[2]", (1, 2)),
        ("[2-4]", (2, 3, 4)),
        ("[1～2]", (1, 2)),
        ("[来源1，来源2]", (1, 2)),
        ("[2][1][2]", (2, 1)),
        ("¹²", (12,)),
        ("[1-999]", (1, 999)),
    ],
)
def test_mark_lists(run: str, numbers: tuple[int, ...]) -> None:
    assert pairs(f"甲县有84个{run}。") == [("甲县有84个", numbers)]


@pytest.mark.parametrize(
    "text",
    [
        "国办发[2020]12号",
        "面积3km²",
        "王五（45），干部[2]",
        "（1）加强就业；（2）加强培训",
        "①加强就业②加强培训",
        "从1.5万亩增到2万亩",
        "3、4月份",
        "占比<5%",
        "2*3*4",
    ],
)
def test_what_is_no_mark_stays(text: str) -> None:
    assert pairs(text)[0][0] == text.replace("[2]", "")


def test_marks_belong_to_the_sentence_before_them() -> None:
    assert pairs("甲县84个。[1] 乙县114个。[2,3]丙县没有。") == [
        ("甲县84个", (1,)),
        ("乙县114个", (2, 3)),
        ("丙县没有", ()),
    ]


def test_line_that_begins_with_its_mark() -> None:
    assert pairs("[1] 甲县84个。丁镇2个。\n[2] 乙县114个。") == [
        ("甲县84个", (1,)),
        ("丁镇2个", (1,)),
        ("乙县114个", (2,)),
    ]
    assert pairs("[1] 甲县84个。[2] 乙县114个。") == [("甲县84个", (1,)), ("乙县114个", (2,))]


def test_words_around_a_mark_go_with_it() -> None:
    assert pairs("根据资料[1]，甲县84个。[2]显示，乙县114个。\n据[3]中的记载：丙县1个。") == [
        ("甲县84个", (1,)),
        ("乙县114个", (2,)),
        ("丙县1个", (3,)),
    ]


def test_echo_of_the_prompt_goes() -> None:
    assert pairs("材料：甲县84个[1]。") == [("甲县84个", (1,))]
    assert pairs("**回答：**甲县84个[1]。\n答：乙县的答复：114个[2]。") == [
        ("甲县84个", (1,)),
        ("乙县的答复：114个", (2,)),
    ]


def test_markdown_goes() -> None:
    text = "## 结果\n\n> **甲县**有`84个`[1]。\n\n* 乙县114个[2]\n2. 丙县*没有*[3]\n\n---\n```json\n丁\n```\n| 县 | 数 |\n|---|:-:|\n| 戊 | 5[4] |"
    assert pairs(text) == [
        ("结果", ()),
        ("甲县有84个", (1,)),
        ("乙县114个", (2,)),
        ("丙县没有", (3,)),
        ("丁", ()),
        ("县，数", ()),
        ("戊，5", (4,)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "甲县![x](http://evil/?q=1)84个[1]。",
        "甲县[84个](javascript:alert(1))[1]。",
        "甲县<img src=x onerror=alert(1)>84个[1]。",
        "甲县<!-- 藏 -->84个[1]。",
        "甲县<script>alert('坏')</script>84个[1]。",
        "甲县&lt;b&gt;84个&lt;/b&gt;[1]。",
        "甲县84个[1]。<|im_end|>",
        "<think>乙县99个[2]。</think>甲县84个[1]。",
        "乙县99个[2]。</think>甲县84个[1]。",
        "甲\u200b县84\u202e个[1]。",
        "甲县84个[1]。\n\n[1]: https://evil.example/a",
        "甲县84个[1]。<think>还没有想完[3]",
    ],
)
def test_what_must_not_pass(text: str) -> None:
    found = pairs(text)
    assert [numbers for _, numbers in found] == [(1,)]
    assert re.sub(r"[^\w]|x", "", found[0][0]).replace("alert1", "") == "甲县84个"
    assert not re.search(r"<[a-z/!|]|\]\(|!\[", found[0][0])


def test_bounds() -> None:
    assert len(parse("好。" * 9000)) == MAX_SENTENCES
    assert len(parse("好" * 50_000)[0].text) == MAX_SENTENCE_CHARS
    assert parse("，。！") == parse("") == parse("\n\n") == parse("[1]。") == []


@pytest.mark.parametrize(
    "piece", ["<script ", "[", "[1,", "![a", "*a", "（见", "<!--", "<|", "&lt;", "[a](b", "1、", "⁰", "<think>"]
)
def test_time_is_bounded(piece: str) -> None:
    started = time.monotonic()
    parse(piece * (2 * MAX_CHARS // len(piece)))
    assert time.monotonic() - started < 1


ANY = st.text(
    st.one_of(
        st.sampled_from(
            "[]【】［］（）()<>!*#|`-~^†\\/&;:：、，。；！？\n\t 0123456789１２①②¹²甲县个万亿%.\ue000\ue001\u200b"
        ),
        st.characters(),
    ),
    max_size=120,
)


@settings(max_examples=400, deadline=None)
@given(ANY)
def test_any_text_is_read(text: str) -> None:
    for sentence in parse(text):
        assert isinstance(sentence, DraftSentence)
        assert all(isinstance(n, int) and 0 <= n <= 999 for n in sentence.marks)
        assert len(set(sentence.marks)) == len(sentence.marks)
        assert any(c.isalnum() for c in sentence.text)
        assert sentence.text == sentence.text.strip() and "\n" not in sentence.text
        assert marks.unmistakable(sentence.text) == sentence.text
        assert not re.search(r"[\ue000-\uf8ff\u200b]|<[A-Za-z/!?|]|\]\(|!\[", sentence.text)


@given(
    st.lists(
        st.tuples(st.text("甲乙丙丁县镇村有个", min_size=2, max_size=20), st.sets(st.integers(1, 30), max_size=3)),
        max_size=8,
    )
)
def test_what_is_written_plainly_is_read_back(given_sentences: list[tuple[str, set[int]]]) -> None:
    written = "".join(text + "".join(f"[{n}]" for n in sorted(numbers)) + "。" for text, numbers in given_sentences)
    assert pairs(written) == [(text, tuple(sorted(numbers))) for text, numbers in given_sentences]
