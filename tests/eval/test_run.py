from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from eval.baseline import Baseline
from eval.cases import Case, CaseSet
from eval.folder import RunFolder
from eval.records import CaseResult, RunRecord
from eval.run import record_of, run
from eval.summary import value_of
from rag.errors import EndpointError, UsageError
from rag.settings import load
from tests.eval.making import Scripted

CASES = CaseSet.of(
    "s", "1", [Case(f"c{n}", "fact", "几个？", must=(("5",),), evidence=(("建成5个",),)) for n in range(6)]
)


def good(case: Case) -> CaseResult:
    citation = {"n": 1, "document": "a.txt", "article": "题", "quote": "建成5个", "spans": [[0, 4]]}
    result = {"status": "answered", "answer": "建成5个[1]。", "claims": [], "citations": [citation], "conflicts": []}
    return CaseResult(case.id, result, 0.1, (), ("建成5个",))


def record(subject: Scripted, cases: CaseSet = CASES) -> RunRecord:
    return record_of(cases, "extractive", load(), subject)


def test_a_run_keeps_what_it_was_made_with(tmp_path: Path) -> None:
    subject = Scripted(good)
    outcome = run(CASES, subject, record(subject), tmp_path / "run")
    assert (outcome.total, outcome.kept, outcome.errors) == (6, 0, 0) and value_of(outcome.summary, "correct") == 1
    told = json.loads((tmp_path / "run" / "run.json").read_text(encoding="utf-8"))
    assert told["dataset"]["sha256"] == CASES.sha256 and told["fingerprints"] == {"library": "scripted"}
    assert told["machine"]["cores"] and told["packages"]["numpy"] and "commit" in told["git"]
    assert RunFolder(tmp_path / "run").cases() == CASES


def test_secrets_and_paths_stay_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENJU_CHAT__API_KEY", "sk-secret")
    monkeypatch.setenv("WENJU_CHAT__BASE_URL", "http://user:pa55w@example.test/v1")
    text = json.dumps(record(Scripted(good)).as_json())
    assert "sk-secret" not in text and "pa55w" not in text and "example.test" in text and str(tmp_path) not in text


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    def dies(case: Case) -> CaseResult:
        if case.id == "c3":
            raise KeyboardInterrupt
        return good(case)

    with pytest.raises(KeyboardInterrupt):
        run(CASES, Scripted(dies), record(Scripted(dies)), tmp_path)
    results = tmp_path / "results.jsonl"
    results.write_bytes(results.read_bytes() + b'{"id": "c3", "resu')  # killed in the middle of a line
    again = Scripted(good)
    outcome = run(CASES, again, record(again), tmp_path)
    assert again.asked == ["c3", "c4", "c5"] and outcome.kept == 3 and outcome.errors == 0
    assert [json.loads(x)["id"] for x in results.read_text(encoding="utf-8").splitlines()] == [
        c.id for c in CASES.cases
    ]
    once_more = Scripted(good)
    assert run(CASES, once_more, record(once_more), tmp_path).kept == 6 and not once_more.asked


def test_a_failed_case_counts_as_failed_and_is_tried_again(tmp_path: Path) -> None:
    def fails(case: Case) -> CaseResult:
        if case.id == "c1":
            raise ValueError("bug")
        return good(case)

    outcome = run(CASES, Scripted(fails), record(Scripted(fails)), tmp_path)
    assert outcome.errors == 1 and outcome.summary["n"] == 6
    assert value_of(outcome.summary, "correct") == pytest.approx(5 / 6, abs=1e-5) and outcome.summary["wrong"] == ["c1"]
    assert value_of(outcome.summary, "evidence_recall") == pytest.approx(5 / 6, abs=1e-5)
    assert run(CASES, Scripted(good), record(Scripted(good)), tmp_path).errors == 0


def test_without_its_service_a_run_gives_up_and_keeps_what_it_has(tmp_path: Path) -> None:
    def down(case: Case) -> CaseResult:
        raise EndpointError("连不上", "down")

    subject = Scripted(down)
    with pytest.raises(EndpointError):
        run(CASES, subject, record(subject), tmp_path)
    assert len(subject.asked) == 5 and len(RunFolder(tmp_path).results()) == 5


def test_another_run_is_not_written_over(tmp_path: Path) -> None:
    subject = Scripted(good)
    run(CASES, subject, record(subject), tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    other = CaseSet.of("s", "1", CASES.cases[:3])
    with pytest.raises(UsageError, match="另一次运行"):
        run(other, subject, record(subject, other), tmp_path)
    with pytest.raises(UsageError, match="另一次运行"):
        run(CASES, subject, replace(record(subject), engine="local"), tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_folder_that_is_no_run_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="不是空的"):
        run(CASES, Scripted(good), record(Scripted(good)), tmp_path)


def test_a_run_killed_while_it_began_begins_again(tmp_path: Path) -> None:
    for name in ("lock", "cases.jsonl", "cases.jsonl.partial", "run.json.partial"):
        (tmp_path / name).write_text("cut sho", encoding="utf-8")
    assert run(CASES, Scripted(good), record(Scripted(good)), tmp_path).errors == 0
    assert RunFolder(tmp_path).cases() == CASES


def test_two_runs_into_one_folder(tmp_path: Path) -> None:
    with RunFolder(tmp_path).appending(), pytest.raises(UsageError, match="正在写"):
        run(CASES, Scripted(good), record(Scripted(good)), tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("run.json", '{"format": 99}', "另一个版本"),
        ("run.json", "{", "损坏"),
        ("run.json", '{"format": 1}', "另一个版本"),
        ("run.json", '{"format": 2}', "损坏"),
        ("judged.jsonl", '{"judge": {}}\n{}\n', "第 2 行"),
        ("cases.jsonl", "", "改动"),
        ("cases.jsonl", "{}\n", "损坏"),
        ("results.jsonl", "{}\n{}\n", "第 1 行"),
    ],
)
def test_a_damaged_folder_is_a_clear_error(tmp_path: Path, name: str, content: str, says: str) -> None:
    subject = Scripted(good)
    run(CASES, subject, record(subject), tmp_path)
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        folder = RunFolder(tmp_path)
        folder.record()
        folder.rescore()


def test_replay_gives_the_same_bytes(tmp_path: Path) -> None:
    subject = Scripted(good)
    run(CASES, subject, record(subject), tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    _, same = RunFolder(tmp_path).rescore()
    assert same and {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
    (tmp_path / "summary.json").write_text("{}", encoding="utf-8")
    assert RunFolder(tmp_path).rescore()[1] is False
    assert (tmp_path / "summary.json").read_bytes() == before["summary.json"]


def test_a_baseline_comes_back_as_it_was(tmp_path: Path) -> None:
    subject = Scripted(good)
    run(CASES, subject, record(subject), tmp_path / "run")
    kept = Baseline.of(RunFolder(tmp_path / "run"), "第一版")
    kept.write(tmp_path / "b.json")
    again = Baseline.read(tmp_path / "b.json")
    assert again.reason == "第一版" and again.summary == kept.summary
    assert [c.as_json() for c in again.cases] == [c.as_json() for c in RunFolder(tmp_path / "run").scores()]
    again.write(tmp_path / "c.json")
    assert (tmp_path / "b.json").read_bytes() == (tmp_path / "c.json").read_bytes()
