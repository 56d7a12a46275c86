"""Against the ``tokenizers`` library, which is right and slow to open."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.models.e5_file import E5File, Vocabulary
from rag.models.store import ModelStore
from rag.models.unigram import Unigram
from rag.settings import load
from tests.rag.models.making import PIECES, tiny_e5


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    return E5File(tiny_e5(tmp_path_factory.mktemp("e5"))).vocabulary()


def best_score(vocabulary: Vocabulary, line: str) -> float:
    """By trying every segmentation there is."""
    scores = {vocabulary.piece(i): float(vocabulary.scores[i]) for i in range(4, len(vocabulary.offsets) - 2)}
    unknown = float(vocabulary.scores.min()) - 10
    best = float("-inf")
    for cuts in itertools.product((False, True), repeat=len(line) - 1):
        parts, piece = [], line[0]
        for cut, char in zip(cuts, line[1:], strict=True):
            if cut:
                parts.append(piece)
                piece = char
            else:
                piece += char
        parts.append(piece)
        if all(p in scores or len(p) == 1 for p in parts):
            best = max(best, sum(scores.get(p, unknown) for p in parts))
    return best


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="贫困村绥宁ab 县x龘", min_size=1, max_size=9))
def test_the_likeliest_segmentation(vocabulary: Vocabulary, text: str) -> None:
    unigram = Unigram(vocabulary)
    line = unigram.normalised(text)
    ids = unigram.encode(text)
    if line == "▁":
        assert ids == []
        return
    unknown_characters = sum(char not in PIECES for char in line)
    known = [i for i in ids if i != vocabulary.unk]
    score = sum(float(vocabulary.scores[i]) for i in known)
    score += unknown_characters * (float(vocabulary.scores.min()) - 10)
    assert score == pytest.approx(best_score(vocabulary, line), abs=1e-4)


def test_control_tokens_cannot_be_written(vocabulary: Vocabulary) -> None:
    ids = Unigram(vocabulary).encode("<s> </s> <mask> <pad> <unk>")
    assert not {vocabulary.bos, vocabulary.eos, vocabulary.pad} & set(ids)
    assert len(vocabulary.offsets) - 2 not in ids  # <mask>


def test_any_string_is_taken(vocabulary: Vocabulary) -> None:
    unigram = Unigram(vocabulary)
    assert unigram.encode("") == unigram.encode(" \n\u3000") == []
    assert unigram.encode("\ud800贫困\U0001f600")[-1] == vocabulary.unk


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Unigram, Any]:
    path = ModelStore(load(tmp_path_factory.mktemp("home")).models).path("e5-small")
    if path is None:
        pytest.skip("e5-small is not here")
    from rag.backends.e5_folder import tokenizer

    vocabulary = E5File(path).vocabulary()
    return Unigram(vocabulary), tokenizer(vocabulary)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(codec="gb2312", exclude_characters="▁"), max_size=60))
def test_as_the_library_does(both: tuple[Unigram, Any], text: str) -> None:
    unigram, reference = both
    assert unigram.encode("passage: " + text) == reference.encode("passage: " + text).ids[1:-1]


def test_real_text_as_the_library_does(both: tuple[Unigram, Any], shared: Path) -> None:
    unigram, reference = both
    for path in sorted((shared / "reports").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for start in range(0, len(text), 300):
            piece = text[start : start + 300]
            assert unigram.encode(piece) == reference.encode(piece).ids[1:-1]
