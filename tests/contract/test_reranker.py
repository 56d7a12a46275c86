"""What every Reranker keeps to: the fake, an endpoint, and a cross-encoder in a folder."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.backends.fakes import OverlapReranker
from rag.backends.rerankers import open_reranker
from rag.ports import Reranker
from rag.settings import RerankerSettings
from tests.rag.backends.cross_encoders import tiny_cross_encoder
from tests.rerank_server import RerankServer

QUESTION = "绥宁县有多少个贫困村出列？"
PASSAGES = [
    "绥宁县贫困村出列84个，贫困发生率下降。",
    "2019年全县人口35万人。",
    "",
    " \n　",
    "带有\ud800半个字符和\x00的一段",
    "长" * 3000,
    "a mixed 文本 with emoji \U0001f600 and é",
]


@pytest.fixture(scope="module", params=["fake", "endpoint", pytest.param("folder", marks=pytest.mark.slow)])
def reranker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reranker]:
    if request.param == "fake":
        yield OverlapReranker()
    elif request.param == "endpoint":
        with RerankServer() as server:
            yield open_reranker(RerankerSettings(base_url=server.base_url, model="m"))
    else:
        folder: Path = tiny_cross_encoder(tmp_path_factory.mktemp("cross") / "tiny-cross-encoder")
        yield open_reranker(RerankerSettings(model=str(folder), timeout_s=60))


def test_has_a_name(reranker: Reranker) -> None:
    assert reranker.name and reranker.name == reranker.name.strip()


def test_one_finite_score_for_each_passage(reranker: Reranker) -> None:
    scores = reranker.score(QUESTION, PASSAGES)
    assert len(scores) == len(PASSAGES)
    assert all(type(s) is float and math.isfinite(s) for s in scores)
    assert len(set(scores)) > 1


def test_no_passages_no_scores(reranker: Reranker) -> None:
    assert reranker.score(QUESTION, []) == []


def test_the_same_again(reranker: Reranker) -> None:
    assert reranker.score(QUESTION, PASSAGES) == reranker.score(QUESTION, PASSAGES)


def test_scores_follow_the_passages_wherever_they_stand(reranker: Reranker) -> None:
    """Padding may move the last digits, nothing more."""
    straight = reranker.score(QUESTION, PASSAGES)
    back = reranker.score(QUESTION, PASSAGES[::-1])[::-1]
    assert straight == pytest.approx(back, abs=1e-4)


def test_leaves_its_arguments_alone(reranker: Reranker) -> None:
    passages = list(PASSAGES)
    reranker.score(QUESTION, passages)
    assert passages == PASSAGES
