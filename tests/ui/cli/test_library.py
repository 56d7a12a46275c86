"""``wenju library remove``: nothing goes unannounced, and the way back is told."""

from __future__ import annotations

import io
import json
import shlex
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ui.cli.main import main

pytestmark = pytest.mark.usefixtures("no_indexes")

TEXT = "甲县今年新建车间84个，带动就业30.78万人，群众满意度达到百分之九十六。"


@pytest.fixture
def reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "各县 报告"
    folder.mkdir()
    (folder / "甲县 简报.txt").write_text(TEXT, encoding="utf-8")
    (folder / "乙县.txt").write_text(TEXT.replace("甲", "乙"), encoding="utf-8")
    with zipfile.ZipFile(folder / "汇编.zip", "w") as out:
        out.writestr("上/丙县.txt", TEXT.replace("甲", "丙"))
    assert main(["ingest", str(folder)]) == 0
    capsys.readouterr()
    return folder


def names(capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert main(["library", "list", "--json"]) == 0
    return [row["document"] for row in json.loads(capsys.readouterr().out)["documents"]]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_dry_run_names_what_would_go_and_removes_nothing(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["library", "remove", "--dry-run", "甲县 简报.txt", "乙县.txt"]) == 0
    assert [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()] == [
        "将删除 甲县 简报.txt", "将删除 乙县.txt",
    ]  # fmt: skip
    assert main(["library", "remove", "--dry-run", "--json", "乙县.txt"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert [row["document"] for row in told["would_remove"]] == ["乙县.txt"] and "removed" not in told
    assert len(names(capsys)) == 3


@pytest.mark.parametrize(("answer", "code", "left"), [("y\n", 0, 2), ("是\n", 0, 2), ("\n", 130, 3), ("", 130, 3)])
def test_on_a_terminal_it_asks_first(
    reports: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: int,
    left: int,
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdin", Terminal(answer))
        assert main(["library", "remove", "乙县.txt"]) == code
    streams = capsys.readouterr()
    assert "将删除 乙县.txt" in streams.out and "原来的文件不动" in streams.err
    assert len(names(capsys)) == left


def test_without_a_terminal_it_wants_a_yes(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["library", "remove", "乙县.txt"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert "乙县.txt" in names(capsys)


def test_yes_and_a_script_are_not_asked(
    reports: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdin", Terminal(""))
        assert main(["library", "remove", "--yes", "乙县.txt"]) == 0
    assert main(["library", "remove", "甲县 简报.txt", "甲县 简报.txt", "--json"]) == 0
    assert [row["document"] for row in json.loads(capsys.readouterr().out.splitlines()[-1])["removed"]] == [
        "甲县 简报.txt"
    ]
    assert names(capsys) == ["汇编.zip/上/丙县.txt"]


@pytest.mark.parametrize("name", ["甲县 简报.txt", "汇编.zip/上/丙县.txt"])
def test_the_command_it_names_brings_the_document_back(
    reports: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["library", "remove", "-y", name]) == 0
    command = capsys.readouterr().out.strip().split("要恢复：wenju ", 1)[1]
    assert name not in names(capsys)
    assert main(shlex.split(command)) == 0
    capsys.readouterr()
    assert name in names(capsys)


def test_it_says_so_when_the_file_has_gone(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (reports / "乙县.txt").unlink()
    assert main(["library", "remove", "-y", "乙县.txt"]) == 0
    assert "无法再导入" in capsys.readouterr().out


def test_a_name_that_is_not_there_is_answered_with_names_that_hold_it(
    reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["library", "remove", "甲县"]) == 2
    assert "库里没有“甲县”，名字相近的有：甲县 简报.txt" in capsys.readouterr().err


def test_a_name_too_long_for_a_file_system_is_shortened_in_an_export(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "报告"
    folder.mkdir()
    name = "某" * 83 + ".txt"
    (folder / name).write_text(TEXT, encoding="utf-8")
    assert main(["ingest", str(folder)]) == 0
    assert main(["library", "export", str(tmp_path / "out")]) == 0
    (original,) = (tmp_path / "out" / "originals").rglob("*.txt")
    (text,) = (tmp_path / "out" / "texts").rglob("*.txt")
    assert original.read_text(encoding="utf-8") == text.read_text(encoding="utf-8") == TEXT
    assert name in (tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8")


def test_what_was_removed_for_a_day_is_taken_back(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = names(capsys)
    assert main(["library", "remove", "--yes", "--recoverable", "甲县 简报.txt", "汇编.zip/上/丙县.txt"]) == 0
    assert "wenju library restore" in capsys.readouterr().out and len(names(capsys)) == 1
    assert main(["library", "restore"]) == 0
    assert "甲县 简报.txt" in capsys.readouterr().out
    assert main(["library", "restore", "没有.txt"]) == 2
    capsys.readouterr()
    assert main(["library", "restore", "--json", "甲县 简报.txt", "汇编.zip/上/丙县.txt"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["document"] for row in told["restored"]] == ["甲县 简报.txt", "汇编.zip/上/丙县.txt"]
    assert names(capsys) == before
    assert main(["library", "restore"]) == 0 and "没有可以取回的" in capsys.readouterr().err
