"""``wenju eval`` as a user drives it, over a little library of given passages: no embedder, no model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui.cli.main import main


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    rows = [
        {
            "id": "q1",
            "type": "fact",
            "question": "青石县建成了多少个扶贫车间？",
            "answerable": True,
            "must": [["47"]],
            "evidence": [["青石县建成扶贫车间47个"]],
            "passages": [
                {
                    "text": "截至去年底，青石县建成扶贫车间47个，吸纳就业1203人。",
                    "title": "车间进村来",
                    "place": "青石县",
                }
            ],
        },  # fmt: skip
        {
            "id": "q2",
            "type": "unanswerable",
            "question": "青石县的高铁站有几个？",
            "answerable": False,
            "passages": [{"text": "今年的油茶收成很好。"}],
        },  # fmt: skip
    ]
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return path


def test_from_a_run_to_a_gate(questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, baseline = tmp_path / "run", tmp_path / "base" / "b.json"
    assert main(["eval", "run", str(questions), "--out", str(out), "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["n"] == 2 and summary["failed"] == 0 and summary["metrics"]["quote_verbatim"]["value"] == 1
    assert summary["metrics"]["correct"]["value"] == 1
    assert main(["eval", "run", "--replay", "--out", str(out), str(questions)]) == 0
    assert "逐字节相同" in capsys.readouterr().err
    assert main(["eval", "gate", str(out), "--baseline", str(baseline)]) == 2
    assert main(["eval", "accept", str(out), "--baseline", str(baseline), "--reason", " "]) == 2
    assert main(["eval", "accept", str(out), "--baseline", str(baseline), "--reason", "第一版"]) == 0
    assert main(["eval", "gate", str(out), "--baseline", str(baseline)]) == 0
    assert main(["eval", "compare", str(baseline), str(out)]) == 0
    assert "相同 2" in capsys.readouterr().out
    assert main(["eval", "report", str(out), "--baseline", str(baseline)]) == 0
    assert {p.name for p in out.glob("report.*")} == {"report.html", "report.json", "report.md", "report.xml"}

    rows = [json.loads(x) for x in (out / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    rows[0]["result"]["answer"] = rows[0]["result"]["answer"].replace("47", "48")
    (out / "results.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    capsys.readouterr()
    assert main(["eval", "gate", str(out), "--baseline", str(baseline), "--json"]) == 1
    assert "new:invented_figures" in {f["gate"] for f in json.loads(capsys.readouterr().out)["findings"]}
    for row in rows:
        row["error"] = "down"
    (out / "results.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    assert main(["eval", "gate", str(out), "--baseline", str(baseline)]) == 3


def test_what_a_user_can_get_wrong(questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "run", "--replay"]) == 2
    assert main(["eval", "run", str(tmp_path / "none.jsonl")]) == 2
    assert main(["eval", "run", "rgb"]) == 2
    assert main(["eval", "gate", str(tmp_path)]) == 2
    assert main(["eval", "compare", str(tmp_path), str(tmp_path / "none")]) == 2
    asked = tmp_path / "asked.jsonl"
    asked.write_text('{"id": "a", "question": "几个？", "answerable": false}\n', encoding="utf-8")
    assert main(["eval", "run", str(asked), "--out", str(tmp_path / "r")]) == 3  # there is no library
    assert main(["eval", "run", str(asked), "--documents", str(tmp_path / "none"), "--out", str(tmp_path / "r")]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.fixture
def library(home: Path) -> Path:
    from rag.library.record import Library
    from tests.rag.library.making import document

    opened = Library.open(home / "library.db")
    sentences = ["2020年，全县新建标准化扶贫车间47个。", "全县农村公路总里程达2684.5公里。"]
    opened.put(document("a.txt", [("车间进村来", sentences)], place="慈利县"))
    opened.close()
    return home


def test_questions_are_proposed_reviewed_and_checked(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "draft", "-n", "3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    path = Path(told["out"])
    assert path == library / "eval" / "review.jsonl" and told["added"] == told["proposed"] == 2
    assert main(["eval", "draft", "-n", "3", "--document", "a.txt"]) == 0
    assert main(["eval", "run", str(path), "--out", str(tmp_path / "r")]) == 2
    assert "还没有人审过" in capsys.readouterr().err
    text = path.read_text(encoding="utf-8").replace('"proposed"', '"accepted"')
    path.write_text(text, encoding="utf-8")
    originals = tmp_path / "originals"
    originals.mkdir()
    (originals / "a.txt").write_text(text, encoding="utf-8")
    assert main(["eval", "check", str(path), "--documents", str(originals)]) == 1
    assert "位置" in capsys.readouterr().out
    assert main(["eval", "check", str(path), "--documents", str(tmp_path / "none")]) == 2
    assert main(["eval", "draft", "--document", "none.txt"]) == 2
    assert main(["eval", "draft", "--engine", "openai"]) == 2


def test_without_a_library_nothing_is_proposed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "draft"]) == 3
    assert "ingest" in capsys.readouterr().err


def test_a_run_finds_its_own_folder_again(questions: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "run", str(questions), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)["run"]
    assert Path(first).parent == home / "runs"
    assert main(["eval", "run", str(questions), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["run"] == first and "沿用上次 2 题" in told.err
    assert main(["eval", "run", str(questions), "--repeat", "2", "--reword", "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary["run"] != first and summary["metrics"]["repeat_agreement"]["value"] == 1
    assert summary["metrics"]["paraphrase_agreement"]["n"] == 2


def test_without_a_judge_nobody_judges(questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "run", str(questions), "--out", str(tmp_path / "r")]) == 0
    assert main(["eval", "judge", str(tmp_path / "r")]) == 2
    assert "WENJU_JUDGE__MODEL" in capsys.readouterr().err
