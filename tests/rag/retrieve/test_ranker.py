from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rag.errors import ConfigError
from rag.retrieve.features import NAMES
from rag.retrieve.ranker import SHIPPED, Ranker, shipped


def test_the_shipped_weights_tell_where_they_come_from() -> None:
    data = json.loads(SHIPPED.read_text(encoding="utf-8"))
    assert set(data["weights"]) == set(NAMES)
    assert "CC BY-SA" in data["about"]
    assert shipped() is shipped()


def test_what_speaks_for_a_passage_has_a_positive_weight() -> None:
    weights = dict(zip(NAMES, shipped().weights, strict=True))
    for name in ("words", "bigrams", "dense", "near", "content", "place", "body"):
        assert weights[name] > 0, name


def test_a_score_is_the_weighted_sum_whatever_stands_beside() -> None:
    ranker = Ranker(tuple(float(i) for i in range(len(NAMES))))
    rows = np.random.default_rng(1).normal(size=(50, len(NAMES)))
    scores = ranker.scores(rows)
    assert np.allclose(scores, rows @ np.arange(len(NAMES)))
    assert [ranker.scores(rows[i : i + 1])[0] for i in range(50)] == scores.tolist()
    assert ranker.scores(rows[:0]).shape == (0,)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"weights": {"words": 1}}', '{"weights": 1}', '{"weights": {"x": 1}}']
)
def test_other_weights_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "ranker.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError):
        Ranker.load(path)
    with pytest.raises(ConfigError):
        Ranker.load(tmp_path / "missing.json")


def test_a_feature_too_many_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ranker.json"
    path.write_text(json.dumps({"weights": dict.fromkeys((*NAMES, "more"), 1)}), encoding="utf-8")
    with pytest.raises(ConfigError):
        Ranker.load(path)
