"""``wenju check``: exit codes, one JSON object, files."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from docx import Document

from tests.ui.fake_pipeline import FakePipeline, library
from ui.cli import session
from ui.cli.main import main

RIGHT, WRONG = "青石县建成扶贫车间47个，吸纳就业1203人。", "青石县建成扶贫车间49个，吸纳就业1203人。"


@pytest.fixture(autouse=True)
def pipeline(home: Path, monkeypatch: pytest.MonkeyPatch) -> FakePipeline:
    fake = FakePipeline(library(home))

    class Opened:
        def __enter__(self) -> FakePipeline:
            return fake

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(session, "opened", Opened)
    return fake


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = main(["check", *args])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_the_contract(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    draft = tmp_path / "稿.txt"
    text = f"工作汇报\n{WRONG}\n{RIGHT}\n谢谢大家！"
    draft.write_text(text, encoding="utf-8")
    code, out, _ = run(capsys, str(draft), "--json")
    report = json.loads(out)
    assert code == 1 and report["summary"] == {"supported": 1, "contradicted": 1, "not_found": 0, "not_checkable": 1}
    assert [c["verdict"] for c in report["claims"]] == ["contradicted", "supported", "not_checkable"]
    for claim in report["claims"]:
        assert {"text", "start", "end", "verdict", "citations", "correction", "reasons"} <= set(claim)
        assert text[claim["start"] : claim["end"]] == claim["text"]
        assert set(claim["citations"]) <= {c["n"] for c in report["citations"]}
    assert report["claims"][0]["correction"] == "47个"


def test_no_contradiction_is_0_and_stdin_is_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(RIGHT))
    code, out, _ = run(capsys, "-")
    assert code == 0 and "已核实" in out and "来源" in out


def test_all_files_are_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(f"# 汇报\n\n{WRONG}\n", encoding="utf-8")
    paths = {kind: tmp_path / f"o.{kind}" for kind in ("docx", "html", "md")}
    args = [a for kind, path in paths.items() for a in (f"--{kind}", str(path))]
    code, out, _ = run(capsys, str(draft), *args, "--style", "office")
    assert code == 1 and "原文为47个" in out
    assert Document(str(paths["docx"])).comments and "47个" in paths["html"].read_text("utf-8")
    assert "《" in paths["md"].read_text("utf-8")


def test_our_place_is_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    draft = tmp_path / "a.txt"
    draft.write_text("我县建成扶贫车间47个，吸纳就业1203人。", encoding="utf-8")
    assert "--place" in run(capsys, str(draft))[2]
    assert "--place" not in run(capsys, str(draft), "--place", "青阳县")[2]


@pytest.mark.parametrize("content", ["", "  \n", "字" * 200_001])
def test_bad_drafts_are_one_line_and_2(capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str) -> None:
    draft = tmp_path / "a.txt"
    draft.write_text(content, encoding="utf-8")
    code, out, err = run(capsys, str(draft))
    assert code == 2 and not out and len(err.strip().splitlines()) == 1 and "Traceback" not in err


@pytest.mark.parametrize("args", [["nothing.txt"], ["a.exe"], [], ["-", "--style", "2000"], ["-", "--place", "某某某"]])
def test_wrong_usage_is_2(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, args: list[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(RIGHT))
    code, _, err = run(capsys, *args)
    assert code == 2 and err and "Traceback" not in err
