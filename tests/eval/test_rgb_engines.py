"""RGB's five tests run from a folder in the published form, passages given, for an engine without and with a model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.datasets import rgb
from eval.run import record_of, run
from eval.subject import PipelineSubject
from rag.backends.fakes import ScriptedChat
from rag.library.record import Library
from rag.pipeline import Pipeline
from rag.retrieve.given import GivenPassages
from rag.settings import load
from ui.cli.main import main

TRUE = [
    f"截至{when}，青石县建成扶贫车间47个，吸纳就业1203人。" for when in ("去年底", "2020年底", "12月底", "年末", "岁末")
]
FALSE = [t.replace("47", "58") for t in TRUE]
NOISE = [
    f"{place}今年的油茶收成很好，亩产{n}公斤。"
    for n, place in enumerate(("红土县", "白水县", "绿塘县", "黄沙县", "紫云县"), 30)
]
ITEM = {"id": 1, "query": "青石县建成扶贫车间多少个？", "answer": ["47"], "positive": TRUE, "negative": NOISE}


def rgb_folder(folder: Path) -> Path:
    both = ITEM | {
        "query": "青石县建成扶贫车间多少个，吸纳就业多少人？",
        "answer": [["47"], ["1203"]],
        "positive": [TRUE[:2], TRUE[2:]],
    }
    fact = ITEM | {"answer": "47", "fakeanswer": "58", "positive_wrong": FALSE}
    folder.mkdir()
    for name, value in (("zh_refine", ITEM), ("zh_int", both), ("zh_fact", fact)):
        (folder / f"{name}.json").write_text(json.dumps(value, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder


class NoIndex(GivenPassages):
    def close(self) -> None:
        """Nothing is open."""


def test_from_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = rgb_folder(tmp_path / "rgb")
    assert main(["eval", "run", "rgb", "--data", str(folder), "--out", str(tmp_path / "run"), "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["n"] == 11 and summary["failed"] == 0
    assert set(summary["by_type"]) == {
        *(f"noise_{n}" for n in (0.0, 0.2, 0.4, 0.6, 0.8)), "rejection",
        *(f"integration_{n}" for n in (0.0, 0.2, 0.4)), "counterfactual", "conflict",
    }  # fmt: skip
    assert summary["metrics"]["quote_verbatim"]["value"] == 1 and summary["by_type"]["noise_0.4"]["correct"] == 1
    assert main(["eval", "report", str(tmp_path / "run"), "--section", str(tmp_path / "results.md")]) == 0
    text = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert "| rejection | " in text and "43.33%" in text and text.count("94.67") == 1


@pytest.mark.parametrize("engine", ["local", "openai"])
def test_with_a_model(tmp_path: Path, home: Path, engine: Any) -> None:
    cases = rgb.load(rgb_folder(tmp_path / "rgb"))
    settings = load()
    library = Library.open(settings.database)
    chat = ScriptedChat(["截至去年底，青石县建成扶贫车间47个[1]。"] * 100)
    pipeline = Pipeline(settings, NoIndex([]), library, [library], opening=lambda s, e: chat)
    subject = PipelineSubject(pipeline, engine)
    outcome = run(cases, subject, record_of(cases, engine, settings, subject), tmp_path / "run")
    assert outcome.errors == 0 and outcome.summary["n"] == 11 and chat.prompts
    tokens = outcome.summary["stages_tokens"]
    assert tokens["draft:calls"]["p50"] >= 1 and tokens["draft:read"]["p50"] > tokens["draft:wrote"]["p50"] > 0
    subject.close()
