"""A home that cannot be one is told before a command begins, by one line and exit code 2."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rag.errors import UsageError
from tests.conftest import ROOT
from ui import home
from ui.cli.main import COMMANDS, main

Capture = pytest.CaptureFixture[str]
ARGUMENTS = {
    "ingest": [str(ROOT)],
    "ask": ["多少？"],
    "search": ["多少？"],
    "check": ["-"],
    "library": ["list"],
    "eval": ["report", "x"],
}


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in ("models", "verify")])
@pytest.mark.parametrize("below", ["", "里面"])
def test_a_file_is_no_home(
    command: str, below: str, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "稿.txt"
    file.write_text("x", encoding="utf-8")
    monkeypatch.setenv("WENJU_HOME", "kept for restoring")
    assert main([command, *ARGUMENTS.get(command, []), "--home", str(file / below)]) == 2
    streams = capsys.readouterr()
    assert (
        streams.out == "" and streams.err.count("\n") == 1 and "数据文件夹" in streams.err and "--home" in streams.err
    )
    assert file.read_text(encoding="utf-8") == "x"


def test_help_needs_no_home(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").touch()
    monkeypatch.setenv("WENJU_HOME", str(tmp_path / "x"))
    assert main(["ask", "--help"]) == 0 and main(["--version"]) == 0


def test_looking_leaves_nothing_behind(tmp_path: Path) -> None:
    home.usable(tmp_path / "a" / "b")
    home.usable(tmp_path, written=True)
    assert os.listdir(tmp_path) == []


def test_what_cannot_be_written_is_refused_for_writing_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> str:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(home.tempfile, "mkdtemp", full)
    home.usable(tmp_path)
    for where, written in ((tmp_path, True), (tmp_path / "new", False)):
        with pytest.raises(UsageError, match="文件系统是只读的"):
            home.usable(where, written=written)
