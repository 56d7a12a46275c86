"""What is said, in either language."""

from __future__ import annotations

import pytest

from rag.language import say


def test_english_counts_one_thing_and_dates_without_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    assert say("1 篇", "1 articles") == "1 篇"
    monkeypatch.setenv("WENJU_LANGUAGE", "en")
    assert say("", "1 reports · 1 articles, 11 articles") == "1 report · 1 article, 11 articles"
    assert say("", "first 1-1 passages, 0.1 figures") == "first 1-1 passages, 0.1 figures"
    assert say("", "not found: rate of 2021年, 2022年3月5日") == "not found: rate of 2021, 2022-03-05"
    assert say("", "“2021年”, 《2021年报》, 2021年产量") == "“2021年”, 《2021年报》, 2021年产量"
