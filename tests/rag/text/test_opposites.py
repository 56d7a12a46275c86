"""Opposites: each word has one pole, and its opposites have it as theirs."""

from __future__ import annotations

from rag.text.opposites import POLES, WORD, opposites


def test_opposites_are_opposites_of_one_another() -> None:
    assert all(word in opposites(other) for word in POLES for other in opposites(word))


def test_the_longest_word_is_taken() -> None:
    assert WORD.findall("工期推迟，净增30户，由改造变为新建") == ["推迟", "净增", "改造", "新建"]
    assert "提前" in opposites("推迟") and "减产" in opposites("增产")
