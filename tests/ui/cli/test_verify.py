"""``wenju verify --batch``: the contract of its lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui.cli.main import main

PASSAGE = {"text": "去年，全县建成茶园12.6万亩，比上年增长14.2%。", "place": "绥宁县", "date": "2022-03-08"}


def run(tmp_path: Path, *lines: object, code: int = 0) -> list[dict[str, object]]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    assert main(["verify", "--batch", str(source), "--out", str(target)]) == code
    return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def test_each_line_gets_verdict_score_and_reasons(tmp_path: Path) -> None:
    good, bad = run(
        tmp_path,
        {"id": "a", "claim": "绥宁县2021年建成茶园12.6万亩。", "passages": [PASSAGE]},
        {"id": "b", "claim": "绥宁县2021年建成茶园16.2万亩。", "passages": [PASSAGE]},
    )
    assert (good["id"], good["verdict"]) == ("a", "supported")
    assert (bad["id"], bad["verdict"]) == ("b", "contradicted")
    assert isinstance(good["score"], float) and isinstance(bad["score"], float)
    assert good["score"] > bad["score"]
    assert any("12.6万亩" in str(reason) for reason in list(bad["reasons"]))  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "line", [{"id": 1}, {"id": 1, "claim": "甲", "passages": "乙"}, {"id": 1, "claim": 3, "passages": []}]
)
def test_a_bad_line_is_an_error_of_its_own(tmp_path: Path, line: dict[str, object]) -> None:
    good = {"id": 2, "claim": "绥宁县建成茶园12.6万亩。", "passages": [PASSAGE]}
    first, second = run(tmp_path, line, good, code=2)
    assert "error" in first["result"]  # type: ignore[operator]
    assert (first["verdict"], first["score"]) == ("unsupported", 0.0) and first["reasons"]
    assert second["verdict"] == "supported"


def test_without_a_batch_it_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 2
    assert "--batch" in capsys.readouterr().err
