"""``wenju figures``: one JSON object, files, and clear words where there is nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.library.record import Library
from tests.rag.library.making import document
from ui.cli.main import main


@pytest.fixture
def stocked(home: Path) -> Path:
    library = Library.open(home / "library.db")
    library.put(document("甲.txt", [("题目", ["全县建成扶贫车间47个。", "全县建成扶贫车间52个。"])], place="绥宁县"))
    library.close()
    return home


@pytest.fixture(autouse=True)
def without_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """The names here are the very words; no model has to be opened."""
    from rag.errors import ModelError
    from rag.index.indexes import Indexes

    def missing(self: Indexes) -> None:
        raise ModelError("没有模型", "no model")

    monkeypatch.setattr(Indexes, "embedder", property(missing))


def test_json_is_one_object_with_rows_and_conflicts(stocked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "扶贫车间", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert [r["value"] for r in made["rows"]] == [47, 52] and len(made["conflicts"]) == 1
    assert made["rows"][0]["citation"]["quote"] == "全县建成扶贫车间47个"


def test_without_an_indicator_everything(stocked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures"]) == 0
    out = capsys.readouterr().out
    assert "47个" in out and "说法不一" in out and "[1]" in out


def test_files_are_written(stocked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outs = {kind: tmp_path / f"a.{kind}" for kind in ("xlsx", "docx", "svg", "png")}
    args = [x for kind, path in outs.items() for x in (f"--{kind}", str(path))]
    assert main(["figures", "扶贫车间", *args]) == 0
    assert all(path.stat().st_size > 100 for path in outs.values())
    assert capsys.readouterr().out == ""


def test_csv_goes_to_stdout_and_nothing_else(stocked: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["figures", "扶贫车间", "--csv"]) == 0
    out = capfdbinary.readouterr().out
    assert out.startswith(b"\xef\xbb\xbf") and "47个" in out.decode("utf-8-sig")


def test_nothing_found_is_said(stocked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "火星移民"]) == 0
    assert "库中没有“火星移民”的数据" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--place", "没有这地方"], "不认识地名"), (["--since", "去年"], "日期"), (["长" * 300], "太长"),
        (["--limit", "0"], "--limit"), (["--json", "--csv"], "只能给一个"), (["扶贫车间", "--png", "/没有/a.png"], "写不了"),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line_and_2(
    stocked: Path, capsys: pytest.CaptureFixture[str], args: list[str], words: str
) -> None:
    assert main(["figures", *args]) == 2
    err = capsys.readouterr().err
    assert words in err and "Traceback" not in err


def test_without_a_library(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "就业"]) == 3
    assert "库" in capsys.readouterr().err
