from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rag.backends.e5_folder import sentence_transformers_folder
from rag.backends.onnx_embedder import OnnxE5
from rag.backends.sentence_transformers import SentenceTransformersEmbedder
from rag.errors import ModelError
from rag.models.store import ModelStore
from rag.settings import load
from tests.rag.models.making import tiny_e5

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The file of a small random model, and the folder made from it."""
    base = tmp_path_factory.mktemp("folder")
    path = tiny_e5(base)
    return path, sentence_transformers_folder(path, base / "tiny-e5")


def test_the_folder_is_the_same_model(tiny: tuple[Path, Path]) -> None:
    path, folder = tiny
    slow, fast = SentenceTransformersEmbedder(str(folder)), OnnxE5(path, sha256="0" * 64)
    texts = ["贫困村出列", "绥宁县的人口，有多少个？", "2 1 3 年 ab"]
    assert slow.dimension == fast.dimension
    for a, b in (
        (slow.embed_passages(texts), fast.embed_passages(texts)),
        (slow.embed_queries(texts), fast.embed_queries(texts)),
    ):
        assert (a * b).sum(axis=1).min() > 0.995


def test_the_fingerprint_is_that_of_the_weights(tiny: tuple[Path, Path], tmp_path: Path) -> None:
    path, folder = tiny
    first, second = (SentenceTransformersEmbedder(str(folder)).fingerprint for _ in range(2))
    assert first == second
    from rag.models.e5_convert import convert
    from tests.rag.models.making import publisher_files

    convert(*publisher_files(tmp_path, seed=8), tmp_path / "other.bin")
    other = sentence_transformers_folder(tmp_path / "other.bin", tmp_path / "tiny-e5")
    assert SentenceTransformersEmbedder(str(other)).fingerprint != first


def test_the_folder_appears_whole_or_not_at_all(tiny: tuple[Path, Path], tmp_path: Path, monkeypatch: Any) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("safetensors.numpy.save_file", full)
    with pytest.raises(OSError, match="space"):
        sentence_transformers_folder(tiny[0], tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["no-such/model", "no-such-model"])
def test_a_model_that_is_not_here(name: str) -> None:
    with pytest.raises(ModelError, match=name):
        SentenceTransformersEmbedder(name)


def test_a_folder_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("nothing", encoding="utf-8")
    with pytest.raises(ModelError):
        SentenceTransformersEmbedder(str(tmp_path))


def test_pickled_weights_are_not_read(tiny: tuple[Path, Path], tmp_path: Path) -> None:
    import shutil

    import torch

    folder = tmp_path / "pickled"
    shutil.copytree(tiny[1], folder)
    (folder / "model.safetensors").unlink()
    torch.save({}, folder / "pytorch_model.bin")
    with pytest.raises(ModelError):
        SentenceTransformersEmbedder(str(folder))


def test_damaged_weights_are_one_clear_error(tiny: tuple[Path, Path], tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "cut"
    shutil.copytree(tiny[1], folder)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:2000])
    with pytest.raises(ModelError, match="打不开嵌入模型"):
        SentenceTransformersEmbedder(str(folder))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[SentenceTransformersEmbedder, OnnxE5]:
    weights = ModelStore(load(tmp_path_factory.mktemp("home")).models).path("e5-small")
    if weights is None:
        pytest.skip("e5-small is not here")
    folder = sentence_transformers_folder(weights, tmp_path_factory.mktemp("real") / "multilingual-e5-small")
    return SentenceTransformersEmbedder(str(folder)), OnnxE5(weights, sha256="0" * 64)


def test_the_fast_path_agrees_on_real_text(real: tuple[SentenceTransformersEmbedder, OnnxE5], shared: Path) -> None:
    slow, fast = real
    text = "".join(p.read_text(encoding="utf-8") for p in sorted((shared / "reports").glob("*.txt")))
    passages = [text[i : i + 280] for i in range(0, min(len(text), 280 * 8), 280)]
    queries = [passage[40:60] for passage in passages]
    for a, b in (
        (slow.embed_passages(passages), fast.embed_passages(passages)),
        (slow.embed_queries(queries), fast.embed_queries(queries)),
    ):
        cosines = (a * b).sum(axis=1)
        assert cosines.mean() > 0.998 and cosines.min() > 0.995
    ranks = [np.argsort(-(e.embed_passages(passages) @ e.embed_queries(queries).T), axis=0)[0] for e in (slow, fast)]
    assert (ranks[0] == ranks[1]).mean() >= 0.8
