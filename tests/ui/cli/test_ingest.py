"""``wenju ingest`` as a user meets it: messages, exit codes, one JSON object."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ui.cli.main import main

TEXT = "甲县今年新建车间84个，带动就业30.78万人，群众满意度达到百分之九十六。"


pytestmark = pytest.mark.usefixtures("no_indexes")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "坏.txt").write_bytes(b"\x00\x01\x02")
    return folder


def test_sums_on_stdout_and_refusals_on_stderr(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", str(reports)]) == 2, "bad input, although the rest of it was taken in"
    out, err = capsys.readouterr()
    assert out.startswith("新增 1，更新 0，未变 0，删除 0，未导入 1；")
    assert "未导入 坏.txt：不是文本文件" in err


def test_json_is_one_object_and_progress_goes_to_stderr(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", str(reports), "--json"]) == 2
    out, err = capsys.readouterr()
    report = json.loads(out)
    assert report["added"] == ["a.txt"]
    assert report["refused"][0]["document"] == "坏.txt"
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    assert {line["progress"]["phase"] for line in lines} == {"reading", "indexing", "figures"}


def test_in_english(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "ingest", str(reports)]) == 2
    out, err = capsys.readouterr()
    assert out.startswith("added 1, ")
    assert "not a text file" in err


@pytest.mark.parametrize("what", ["empty folder", "no such path", "empty file", "binary file"])
def test_nothing_usable_is_exit_2_and_one_clear_line(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "空"
    folder.mkdir()
    if what == "empty folder":
        target = folder
    else:
        target = folder / "x.txt"
        if what != "no such path":
            target.write_bytes(b"" if what == "empty file" else bytes(range(256)))
    assert main(["ingest", str(target)]) == 2
    err = [line for line in capsys.readouterr().err.splitlines() if "读取" not in line and "建索引" not in line]
    assert len(err) == 1
    assert any(word in err[0] for word in ("没有找到", "没有这个文件", "空文件", "二进制"))


def test_sync_removes(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ingest", str(reports)])
    (reports / "a.txt").unlink()
    capsys.readouterr()
    assert main(["ingest", "--sync", str(reports), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["removed"] == ["a.txt"]


def test_names_cannot_trick_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a\x1b[31m\u202e.txt").write_bytes(b"\x00\x01")
    main(["ingest", str(tmp_path)])
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert "\u202e" not in err


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished_and_is_exit_130(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(3000):
        (folder / f"{n:04}.txt").write_text(TEXT.replace("甲", f"第{n}"), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.cli.main", "ingest", str(folder), "--json"],
        cwd=Path(__file__).parents[3],
        env=os.environ | {"WENJU_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    for line in process.stderr:
        if '"done": 0' not in line and '"reading"' in line:
            break
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 130
    report = json.loads(out)
    assert report["cancelled"] is True
    assert 0 < len(report["added"]) < 3000


def test_what_was_passed_over_or_has_gone_is_told(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (reports / "b.txt").write_text(TEXT.replace("甲", "乙"), encoding="utf-8")
    (reports / "程序.exe").write_bytes(b"x")
    main(["ingest", str(reports)])
    assert "另有 1 个文件不是能读的类型" in capsys.readouterr().err
    (reports / "b.txt").unlink()
    main(["ingest", str(reports)])
    assert "库里有 1 份的文件已不在这些文件夹里：b.txt；要一并删除，加 --sync" in capsys.readouterr().err


def test_a_folder_of_other_files_is_told_what_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.exe").write_bytes(b"x")
    assert main(["ingest", str(tmp_path)]) == 2
    assert "能读的有" in capsys.readouterr().err


def test_a_reprint_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "".join(f"{c}乡新建车间{n}个，带动{n * 7}人就业，群众满意。" for n, c in enumerate("甲乙丙丁戊己庚辛", 3))
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    main(["ingest", str(tmp_path)])
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("转载")]
    assert len(lines) == 2 and "等 2 份相同或几乎相同" in lines[1] and "等" not in lines[0]
