from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from rag.backends.cross_encoder import LocalCrossEncoder
from rag.errors import ModelError
from tests.rag.backends.cross_encoders import tiny_cross_encoder


@pytest.mark.parametrize("folder", ["", "  ", "nowhere", "org/name"])
def test_only_a_folder_with_a_model_is_opened(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError, match="safetensors"):
        LocalCrossEncoder(folder)


@pytest.mark.slow
def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    folder = tiny_cross_encoder(tmp_path / "pickled", safetensors=False)
    with pytest.raises(ModelError, match="safetensors"):
        LocalCrossEncoder(str(folder))


@pytest.mark.slow
def test_a_classifier_is_no_reranker(tmp_path: Path) -> None:
    folder = tiny_cross_encoder(tmp_path / "nli", labels=3)
    with pytest.raises(ModelError, match="3 个分数"):
        LocalCrossEncoder(str(folder))


@pytest.mark.slow
def test_damaged_weights_are_one_clear_error(tmp_path: Path) -> None:
    folder = tiny_cross_encoder(tmp_path / "cut")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:2000])
    with pytest.raises(ModelError, match="打不开重排模型"):
        LocalCrossEncoder(str(folder))


@pytest.mark.slow
def test_code_in_the_folder_is_not_run(tmp_path: Path) -> None:
    folder = tiny_cross_encoder(tmp_path / "code")
    mark = tmp_path / "ran"
    (folder / "evil.py").write_text(f"open({str(mark)!r}, 'w')\nclass Model: ...\n", encoding="utf-8")
    config = (folder / "config.json").read_text(encoding="utf-8")
    auto = '{"auto_map": {"AutoModelForSequenceClassification": "evil.Model", "AutoConfig": "evil.Model"},'
    (folder / "config.json").write_text(config.replace("{", auto, 1), encoding="utf-8")
    try:
        LocalCrossEncoder(str(folder)).score("问", ["答"])
    except ModelError:
        pass
    assert not mark.exists()


@pytest.mark.slow
def test_a_slow_model_is_left_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = LocalCrossEncoder(str(tiny_cross_encoder(tmp_path / "slow")), timeout_s=0.2)
    read: list[int] = []

    def predict(pairs: list[Any], **_: object) -> list[float]:
        read.append(len(pairs))
        time.sleep(0.15)
        return [0.0] * len(pairs)

    monkeypatch.setattr(model._model, "predict", predict)
    with pytest.raises(ModelError, match="没有算完"):
        model.score("问", ["答"] * 40)
    assert sum(read) < 40


@pytest.mark.slow
def test_what_torch_raises_and_scores_that_are_none_are_model_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = LocalCrossEncoder(str(tiny_cross_encoder(tmp_path / "m")))

    def fails(*_: object, **__: object) -> list[float]:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(model._model, "predict", fails)
    with pytest.raises(ModelError, match="out of memory"):
        model.score("问", ["答"])
    monkeypatch.setattr(model._model, "predict", lambda pairs, **_: [float("nan")] * len(pairs))
    with pytest.raises(ModelError, match="不是数"):
        model.score("问", ["答"])
