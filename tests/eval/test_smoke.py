"""The smoke tier: part of the sample questions over the sample reports, through the gate, in under a minute."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.baseline import FOLDER
from rag.models.store import ModelStore
from rag.settings import load
from ui.cli.main import main

BASELINE = FOLDER / "samples-extractive.json"


@pytest.mark.slow
def test_no_regression_on_the_samples(samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if ModelStore(load().models).path("e5-small") is None:
        pytest.skip("the embedder's weights are not here: wenju models pull e5-small")
    run = str(tmp_path / "run")
    assert main(["eval", "run", "samples", "--sample", "40", "--documents", str(samples), "--out", run]) == 0
    verdict = main(["eval", "gate", run, "--baseline", str(BASELINE), "--shared-only"])
    assert verdict == 0, capsys.readouterr().out
