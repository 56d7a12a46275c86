"""Thinking taken out of a stream, wherever its tags are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.backends.thinking import after_thinking, without_thinking

PARTS = st.sampled_from(
    ["<think>", "</think>", "<Thinking>", "</thinking>", "◁think▷", "◁/think▷", "甲", "a<b", "<", ">", "\n"]
)


def joined(*pieces: str) -> str:
    return "".join(without_thinking(pieces))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("甲<think>乙\n丙</think>丁", "甲丁"),
        ("<THINK>乙</THINK>丁", "丁"),
        ("<reasoning>乙</reasoning>丁<thought>戊</thought>", "丁"),
        ("◁think▷乙◁/think▷丁", "丁"),
        ("甲<think>乙", "甲"),
        ("甲</think>丁", "甲</think>丁"),
        ("1<2，3>2", "1<2，3>2"),
        ("甲<", "甲<"),
        ("", ""),
    ],
)
def test_whole_text(text: str, left: str) -> None:
    assert joined(text) == left


def test_unopened_thinking_is_dropped_from_a_whole_text() -> None:
    assert after_thinking("想\n</think>\n甲") == "\n甲"
    assert after_thinking("想</think>甲<think>再想</think>乙") == "甲乙"


def test_words_are_passed_on_at_once() -> None:
    pieces = without_thinking(iter(["甲", "乙<", "b", "丙"]))
    assert next(pieces) == "甲"
    assert next(pieces) == "乙"


@given(st.lists(PARTS, max_size=8).map("".join), st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_cuts_make_no_difference(text: str, widths: list[int]) -> None:
    pieces, at, turn = [], 0, 0
    while at < len(text):
        width = widths[turn % len(widths)]
        pieces.append(text[at : at + width])
        at, turn = at + width, turn + 1
    assert "".join(without_thinking(pieces)) == joined(text)
