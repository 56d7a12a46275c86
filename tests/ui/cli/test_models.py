from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.rag.models.making import NAME, PARTS, WHOLE, Registry, install, model, sha256
from ui.cli.main import main


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store that knows one small model."""
    monkeypatch.setenv("WENJU_MODELS", str(tmp_path / "models"))
    install(monkeypatch, model())
    serve(monkeypatch, Registry())
    return tmp_path / "models"


def serve(monkeypatch: pytest.MonkeyPatch, registry: Registry) -> None:
    from rag.models.store import ModelStore

    monkeypatch.setattr(ModelStore.__init__, "__kwdefaults__", {"hub": None, "registry": registry})


def test_list_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list"]) == 0
    out = capsys.readouterr().out
    assert NAME in out and "未下载" in out and f"wenju models pull {NAME}" in out


def test_pull_then_verify(capsys: pytest.CaptureFixture[str], models: Path) -> None:
    assert main(["models", "verify"]) == 3
    assert main(["models", "pull", NAME]) == 0
    assert (models / NAME / "tiny.gguf").read_bytes() == WHOLE
    err = capsys.readouterr().err
    assert "MB/s" in err
    assert main(["models", "verify"]) == 0
    assert "就绪" in capsys.readouterr().out


def test_json_is_one_object_and_nothing_else(capsys: pytest.CaptureFixture[str], models: Path) -> None:
    assert main(["models", "pull", NAME, "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)["models"]
    assert entry["state"] == "ready" and entry["sha256"] == entry["expected_sha256"] == sha256(WHOLE)
    assert entry["path"] == str(models / NAME / "tiny.gguf")


def test_a_wrong_file_shows_both_hashes(capsys: pytest.CaptureFixture[str], models: Path) -> None:
    target = models / NAME / "tiny.gguf"
    target.parent.mkdir(parents=True)
    target.write_bytes(b"something else")
    assert main(["models", "verify", NAME]) == 3
    out = capsys.readouterr().out
    assert sha256(WHOLE) in out and sha256(b"something else") in out and "不符" in out


def test_an_altered_download_is_one_line_and_exit_code_3(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = PARTS[1][::-1]
    serve(monkeypatch, Registry({1: bad}))
    assert main(["models", "pull"]) == 3
    captured = capsys.readouterr()
    last = captured.err.strip().splitlines()[-1]
    assert sha256(bad) in last and sha256(PARTS[1]) in last
    assert "Traceback" not in captured.err and captured.out == ""
    assert main(["models", "list"]) == 0
    assert "已下载 33%" in capsys.readouterr().out


def test_an_unknown_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "pull", "nothing"]) == 2
    assert NAME in capsys.readouterr().err
