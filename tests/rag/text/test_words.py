from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rag.text.words import bigrams, content_words, segment, words


def test_place_names_are_words() -> None:
    assert "绥宁县" in segment("绥宁县建成车间")


def test_bigrams_keep_figures_and_latin_whole() -> None:
    assert bigrams("扶贫车间128个GDP") == ["扶贫", "贫车", "车间", "128", "个", "gdp"]


def test_content_words_leave_question_words_out() -> None:
    assert "多少" not in content_words("扶贫车间有多少个？")
    assert "车间" in words("扶贫车间")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_tokens_spell_the_text(text: str) -> None:
    assert "".join(segment(text)) == text
