from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.text import words as text_words
from rag.text.fold import folded
from rag.text.words import Cutter, bigrams, content_words, frequency, reference, segment, words, words_and_bigrams

SAMPLES = Path(__file__).resolve().parents[3] / "samples"


def test_place_names_are_words() -> None:
    assert "绥宁县" in segment("绥宁县建成车间")


def test_bigrams_keep_figures_and_latin_whole() -> None:
    assert bigrams("扶贫车间128个GDP") == ["扶贫", "贫车", "车间", "128", "个", "gdp"]


def test_content_words_leave_question_words_out() -> None:
    assert "多少" not in content_words("扶贫车间有多少个？")
    assert "车间" in words("扶贫车间")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.one_of(st.sampled_from("\x01，。\n１２3.%ＧＤＰa 車间"), st.characters()), max_size=60), max_size=4
    )
)
def test_many_in_one_go_are_each(texts: list[str]) -> None:
    found = [(of_words.split(), sorted(of_grams.split())) for of_words, of_grams in words_and_bigrams(texts)]
    assert found == [(words(text), sorted(bigrams(text))) for text in texts]


def test_a_place_is_not_read_across_the_border_of_a_common_word() -> None:
    assert "资中县" not in segment("总投资中县财政承担多少万元")
    assert "资中县" in segment("四川省资中县财政承担多少万元")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_tokens_spell_the_text(text: str) -> None:
    assert "".join(segment(text)) == text


_MIXED = st.text("的县城车间建设就业扶贫湖南省绥宁帮扶一二年月人万aZ09.%+#&_- ，。", max_size=40)

_NOT_RARE = st.characters(max_codepoint=0x33FF) | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
"""Rare characters are left out: to jieba they are signs between words, to rjieba parts of words."""


@pytest.fixture(scope="module")
def jieba() -> Cutter:
    return reference()


_TIED = re.compile(r"(.)\1|(.).\2")
"""设设设 splits two ways that are as likely (设设|设, 设|设设); which is taken neither of the two says."""


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(_MIXED, st.text(_NOT_RARE, max_size=40)).map(lambda t: _TIED.sub("，", t)))
def test_segments_are_those_of_jieba(jieba: Cutter, text: str) -> None:
    assert segment(text) == list(jieba.cut(text))


@pytest.mark.parametrize("path", sorted((SAMPLES / "reports").glob("*.txt")), ids=lambda p: p.stem)
def test_words_of_reports_are_those_of_jieba(jieba: Cutter, path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert segment(line) == list(jieba.cut(line))
        runs = re.findall("[㐀-鿿]+|[a-z]+|\\d+(?:\\.\\d+)?%?", folded(line))
        assert words(line) == [word for run in runs for word in jieba.cut_for_search(run)]


def test_without_rjieba_jieba_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = segment("绥宁县建成扶贫车间2-3个")
    monkeypatch.setitem(sys.modules, "rjieba", None)
    text_words._cutter.cache_clear()
    try:
        assert segment("绥宁县建成扶贫车间2-3个") == expected
    finally:
        text_words._cutter.cache_clear()


def test_frequencies_are_those_of_jieba() -> None:
    import jieba

    counts = jieba.Tokenizer()
    counts.initialize()
    for word in ("我们", "卫生", "扶贫", "车间", "贫困户", "的"):
        assert frequency(word) == counts.FREQ[word] > 0
    assert frequency("扶贫车") == 0 < frequency("绥宁县")
