"""What every embedder must do, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from rag.backends.embedders import open_embedder
from rag.backends.fakes import HashEmbedder
from rag.backends.onnx_embedder import OnnxE5
from rag.models.store import ModelStore
from rag.ports import Embedder
from rag.settings import Settings, load
from tests.rag.models.making import tiny_e5

PASSAGES = [
    "绥宁县贫困村出列84个，贫困发生率下降。",
    "2019年全县人口35万人。",
    "乡镇敬老院改造完成，老人住进新房。",
    "",
    " \n\u3000",
    "<s>这里写着控制符</s>",
    "长" * 700,
    "a mixed 文本 with emoji \U0001f600 and é",
]


def built_in(home: Path) -> Settings:
    settings = load(home)
    if ModelStore(settings.models).path("e5-small") is None:
        pytest.skip("e5-small is not here")
    return settings


def folder(home: Path) -> Embedder:
    from rag.backends.e5_folder import sentence_transformers_folder
    from rag.backends.sentence_transformers import SentenceTransformersEmbedder

    return SentenceTransformersEmbedder(str(sentence_transformers_folder(tiny_e5(home / "tiny"), home / "tiny-e5")))


MAKERS: dict[str, Callable[[Path], Embedder]] = {
    "hashed": lambda home: HashEmbedder(),
    "onnx, random weights": lambda home: OnnxE5(tiny_e5(home / "tiny"), sha256="0" * 64),
    "onnx, real weights": lambda home: open_embedder(built_in(home)),
    "sentence-transformers": folder,
}


@pytest.fixture(scope="module", params=[pytest.param(k, marks=pytest.mark.slow if k[0] == "s" else ()) for k in MAKERS])
def embedder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedder]:
    yield MAKERS[request.param](tmp_path_factory.mktemp("home"))


def test_it_says_what_it_is(embedder: Embedder) -> None:
    assert embedder.name and embedder.dimension > 0
    assert embedder.fingerprint and embedder.fingerprint == embedder.fingerprint.strip()


def test_vectors_have_the_shape_and_length_promised(embedder: Embedder) -> None:
    for vectors in (embedder.embed_passages(PASSAGES), embedder.embed_queries(PASSAGES)):
        assert vectors.shape == (len(PASSAGES), embedder.dimension)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_no_text_gives_no_vector(embedder: Embedder) -> None:
    assert embedder.embed_queries([]).shape == embedder.embed_passages([]).shape == (0, embedder.dimension)


def test_the_same_text_gives_the_same_vector(embedder: Embedder) -> None:
    first, second = embedder.embed_passages(PASSAGES), embedder.embed_passages(PASSAGES)
    assert np.array_equal(first, second)


def test_a_vector_does_not_depend_on_its_neighbours(embedder: Embedder) -> None:
    together = embedder.embed_passages(PASSAGES)
    alone = np.concatenate([embedder.embed_passages([text]) for text in PASSAGES])
    turned = embedder.embed_passages(PASSAGES[::-1])[::-1]
    assert np.allclose(together, alone, atol=1e-4)
    assert np.allclose(together, turned, atol=1e-4)


def test_progress_ends_at_the_total(embedder: Embedder) -> None:
    seen: list[tuple[int, int]] = []
    embedder.embed_passages(PASSAGES, lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] > 0
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_the_passage_that_says_it_is_nearest(embedder: Embedder) -> None:
    query = embedder.embed_queries(["绥宁县贫困村出列84个"])[0]
    assert int(np.argmax(embedder.embed_passages(PASSAGES[:3]) @ query)) == 0


def test_nothing_at_the_end_of_a_long_text_is_lost(embedder: Embedder) -> None:
    """Past the longest input a model reads, words must still count."""
    long = "天气晴朗。" * 200
    plain, ended = embedder.embed_passages([long, long + "绥宁县贫困村出列。" * 40])
    assert float(plain @ ended) < 0.9999
