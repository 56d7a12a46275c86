from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import ModelError
from rag.models.e5_convert import convert, quantise
from rag.models.e5_file import E5File, dequantised, published_name
from tests.rag.models.making import HIDDEN, PIECES, POSITIONS, publisher_files, tiny_e5


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_e5(tmp_path_factory.mktemp("e5"))


def test_what_was_written_is_read(path: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    original = load_file(publisher_files(tmp_path)[0])
    file = E5File(path)
    assert (file.shape.hidden, file.shape.layers, file.shape.positions) == (HIDDEN, 12, POSITIONS)
    for name in file.names():
        expected = original[published_name(name)].reshape(-1)
        got = file.floats(name)
        if name.endswith(".b") or "ln." in name or name in ("emb.pos", "emb.type"):
            assert np.array_equal(got, expected), name
        else:
            # Half a step, a step being an eighth of the block's peak; and a whole one on the far side.
            peak = np.repeat(np.abs(expected.reshape(-1, 32)).max(axis=1), 32)
            assert (np.abs(got - expected) <= peak / 8 * 1.001).all(), name
    assert set(file.names()) == {n for n in file.names() if published_name(n) in original}


def test_the_vocabulary_is_read(path: Path) -> None:
    vocabulary = E5File(path).vocabulary()
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *PIECES, "<mask>"]
    assert [vocabulary.piece(i) for i in range(len(pieces))] == pieces
    assert (vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk) == (0, 1, 2, 3)
    for char in {piece[0] for piece in PIECES} - {"▁"}:
        assert sorted(vocabulary.beginning(char)) == [i for i, piece in enumerate(pieces) if piece[0] == char]
    assert [pieces[i] for i in vocabulary.beginning("", spaced=True)] == ["▁"]
    assert [pieces[i] for i in vocabulary.beginning("a", spaced=True)] == ["▁ab"]
    assert vocabulary.beginning("龘") == []


def test_normalisation_is_that_of_sentencepiece(path: Path) -> None:
    table = E5File(path).vocabulary().normalisation
    assert "，（１２％）\u3000㎡\u200b\t\x01～".translate(table) == ",(12%) m2  ～"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-4, 4, width=32), min_size=32, max_size=32))
def test_a_block_is_as_near_as_four_bits_allow(values: list[float]) -> None:
    block = np.array([values], np.float32)
    got = dequantised(quantise(block))
    peak = float(np.abs(block).max())
    assert float(np.abs(got - block).max()) <= peak / 8 * 1.001 + 1e-6
    # What came out of four bits goes back into them unchanged.
    if peak > 1e-3:
        assert np.array_equal(dequantised(quantise(got)), got)


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cut") / "e5.bin"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 20_000))
def test_a_file_that_ends_early_is_refused(path: Path, cut: Path, size: int) -> None:
    cut.write_bytes(path.read_bytes()[:size])
    with pytest.raises(ModelError) as caught:
        E5File(cut)
    assert "verify" in caught.value.hint


@pytest.mark.parametrize("data", [b"", b"GGUF" + bytes(100), b"E5S1" + b"\xff" * 100])
def test_another_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(ModelError):
        E5File(tmp_path / "x")


@pytest.mark.parametrize("broken", ["weights", "tokenizer"])
def test_publishers_files_that_are_not(tmp_path: Path, broken: str) -> None:
    weights, tokenizer = publisher_files(tmp_path)
    (weights if broken == "weights" else tokenizer).write_bytes(b"{}")
    with pytest.raises(ModelError):
        convert(weights, tokenizer, tmp_path / "out")
