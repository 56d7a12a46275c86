"""Asked again and in other words; killed in the middle of a case; rows kept on disk."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.cases import Case, CaseSet
from eval.folder import RunFolder
from eval.records import CaseResult
from eval.rewordings import rewordings
from eval.rows import Rows
from eval.run import Asking, record_of, run
from rag.errors import UsageError
from rag.settings import load
from tests.conftest import ROOT
from tests.eval.making import Scripted

CASE = Case("c0", "fact", "2020年建成几个？", must=(("5",),), evidence=(("建成5个",),))


def says(answer: Callable[[Case], str]) -> Scripted:
    def made(case: Case) -> CaseResult:
        text = answer(case)
        quote = [{"n": 1, "document": "a", "article": "", "quote": "建成5个", "spans": [[0, 4]]}] if text else []
        status = "answered" if text else "refused"
        result = {"status": status, "answer": text, "claims": [], "citations": quote, "conflicts": []}
        return CaseResult(case.id, result, 0.1, (), ("建成5个",) * len(quote))

    return Scripted(made)


def scored(tmp_path: Path, subject: Scripted, asking: Asking, case: Case = CASE) -> dict[str, float]:
    cases = CaseSet.of("s", "1", [case])
    outcome = run(cases, subject, record_of(cases, "extractive", load(), subject, asking), tmp_path, asking=asking)
    return {k: v["value"] for k, v in outcome.summary["metrics"].items()}


def test_a_question_has_other_words_of_its_own_or_made_ones() -> None:
    assert list(rewordings(CASE)) == ["请问，2020年建成几个？", "2020年建成幾個？", "２０２０年建成几个"]
    own = Case("c", "fact", "几个？", paraphrases=("有多少？", "几个？", "有多少？"))
    assert list(rewordings(own)) == ["有多少？"]


def test_a_steady_subject_agrees_with_itself(tmp_path: Path) -> None:
    subject = says(lambda case: "建成5个[1]。")
    found = scored(tmp_path, subject, Asking(repeat=3, reword=True))
    assert found["repeat_agreement"] == found["paraphrase_agreement"] == found["correct"] == 1
    assert len(subject.asked) == 1 + 2 + 3
    again = RunFolder(tmp_path).results()["c0"].again
    assert [a["question"] for a in again] == [CASE.question] * 2 + list(rewordings(CASE))
    before = (tmp_path / "scores.jsonl").read_bytes()
    assert RunFolder(tmp_path).rescore()[1] and (tmp_path / "scores.jsonl").read_bytes() == before


def test_one_that_wavers_is_seen(tmp_path: Path) -> None:
    turn = itertools.count()
    found = scored(tmp_path / "a", says(lambda case: f"建成5个{'，真的' * (next(turn) % 2)}[1]。"), Asking(repeat=3))
    assert found["repeat_agreement"] == 0.5 and "paraphrase_agreement" not in found
    found = scored(
        tmp_path / "b", says(lambda c: "" if c.question.startswith("请问") else "建成5个[1]。"), Asking(1, True)
    )
    assert found["paraphrase_agreement"] == pytest.approx(2 / 3, abs=1e-6) and found["correct"] == 1


def test_a_rewording_that_breaks_counts_as_another_outcome(tmp_path: Path) -> None:
    def breaks(case: Case) -> str:
        if case.question.startswith("请问"):
            raise ValueError("bug")
        return "建成5个[1]。"

    assert scored(tmp_path, says(breaks), Asking(1, True))["paraphrase_agreement"] == pytest.approx(2 / 3, abs=1e-6)


def test_another_way_of_asking_is_another_run(tmp_path: Path) -> None:
    subject = says(lambda case: "建成5个[1]。")
    scored(tmp_path, subject, Asking())
    with pytest.raises(UsageError, match="另一次运行"):
        scored(tmp_path, subject, Asking(repeat=2))


DIES = """
import os, sys
from pathlib import Path
from eval.cases import Case, CaseSet
from eval.run import record_of, run
from rag.settings import load
from tests.eval.test_stability import says
cases = CaseSet.of("s", "1", [Case(f"c{n}", "fact", "几个？", must=(("5",),), evidence=(("建成5个",),)) for n in range(4)])
subject = says(lambda case: os._exit(9) if case.id == "c1" else "建成5个[1]。")
run(cases, subject, record_of(cases, "extractive", load(), subject), Path(sys.argv[1]))
"""


def test_a_case_that_kills_the_process_has_failed_in_the_end(tmp_path: Path) -> None:
    def tried() -> int:
        return subprocess.run([sys.executable, "-c", DIES, str(tmp_path)], cwd=ROOT, timeout=120).returncode

    assert [tried(), tried()] == [9, 9]
    assert list(RunFolder(tmp_path).results()) == ["c0"] and RunFolder(tmp_path).deaths("c1") == 2
    assert tried() == 0
    results = RunFolder(tmp_path).results()
    assert len(results) == 4 and "退出" in results["c1"].error
    assert RunFolder(tmp_path).rescore()[0]["failed"] == 1


def test_an_interrupted_case_is_no_death(tmp_path: Path) -> None:
    def stopped(case: Case) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scored(tmp_path, says(stopped), Asking())
    assert RunFolder(tmp_path).deaths("c0") == 0


def test_rows_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    from eval.cases import line

    path = tmp_path / "results.jsonl"
    rows = [CaseResult(f"c{n % 50}", {"answer": f"第{n}次"}, 0.1) for n in range(100)]
    path.write_text("".join(line(r.as_json()) for r in rows) + '{"id": "c3", "res', encoding="utf-8")
    held = Rows(path)
    assert len(held) == 50 and held["c7"].result == {"answer": "第57次"} and "c99" not in held
    assert {r.id: r for r in rows} == dict(held)
    path.write_text("{}\n" + line(rows[0].as_json()), encoding="utf-8")
    with pytest.raises(UsageError, match="第 1 行"):
        Rows(path)
    assert not Rows(tmp_path / "none")
