"""The evaluation room: runs, their trend, the proposals, and the page of a run; every text of them is hostile."""

from __future__ import annotations

from pathlib import Path

from eval.cases import Case, CaseSet
from eval.proposals import review
from eval.records import CaseResult
from eval.run import record_of, run
from rag.domain import Answer, Citation
from rag.settings import load
from tests.eval.making import Scripted
from tests.ui.hostile import HOSTILE
from tests.ui.service import client, service
from ui.web import feedback
from ui.web.runs import overview, run_html

HOST = HOSTILE if isinstance(HOSTILE, str) else "".join(HOSTILE)


def made(home: Path, name: str, text: str) -> None:
    def answer(case: Case) -> CaseResult:
        citation = {"n": 1, "document": HOST, "article": HOST, "quote": "建成5个", "spans": [[0, 4]]}
        result = {"status": "answered", "answer": f"{text}{HOST}[1]。", "claims": [], "citations": [citation]}
        return CaseResult(case.id, result, 0.1, (), ("建成5个",))

    cases = [Case(f"c{n}", "fact", f"几个？{HOST}", must=(("5",),), evidence=(("建成5个",),)) for n in range(3)]
    held, subject = CaseSet.of("<b>mine", "1", cases), Scripted(answer)
    run(held, subject, record_of(held, "extractive", load(), subject), home / "runs" / name)


def test_nothing_yet_says_how(home: Path) -> None:
    assert "wenju eval run" in overview(home)


def test_runs_with_their_trend_and_a_link_each(home: Path) -> None:
    made(home, "a", "建成5个")
    assert "<svg" not in overview(home), "one run is no trend"
    made(home, "b", "建成6个")
    (home / "runs" / "broken").mkdir()
    (home / "runs" / "old").mkdir()
    (home / "runs" / "old" / "run.json").write_text('{"format": 1}', encoding="utf-8")
    html = overview(home)
    assert "<svg" in html and 'href="/eval/a"' in html and 'href="/eval/b"' in html and "<b>mine" not in html
    assert "100.0%" in html and "0.0%" in html and "broken" not in html


def test_the_page_of_a_run(home: Path) -> None:
    made(home, "a", "建成5个")
    page = run_html(home, "a")
    assert page is not None and "<script" not in page and "onerror=" not in page.replace("&", "") or HOST not in page
    assert page.count("<details") == 3
    assert run_html(home, "none") is None and run_html(home, "..") is None and run_html(home, "../runs/a") is None


def test_a_run_is_served_behind_the_guard(home: Path) -> None:
    made(home, "a", "建成5个")
    app, _ = service(home)
    visitor = client(app)
    answer = visitor.get("/eval/a")
    assert answer.status_code == 200 and "default-src 'none'" in answer.headers["content-security-policy"]
    assert visitor.get("/eval/none").status_code == 404
    for path in ("/eval/..%2f..%2fetc", "/eval/a/b", "/eval/", "/eval/.hidden"):
        assert visitor.get(path).status_code == 404, path
    (home / "runs" / "a" / "run.json").write_text('{"format": 1}', encoding="utf-8")
    assert visitor.get("/eval/a").status_code == 500


def test_a_thumbs_down_becomes_a_proposed_case(home: Path) -> None:
    citation = Citation(1, "x/甲.txt", "0" * 64, "题", "建成5个", ((0, 4),))
    answer = Answer(f"几个？{HOST}", "几个？", "answered", "建成5个[1]。", "extractive", citations=(citation,))
    assert not feedback.propose(home, answer, "useful")
    assert feedback.propose(home, answer, "wrong_figure", ["先问的"]) and not feedback.propose(
        home, answer, "off_topic", ["先问的"]
    )
    assert (home / review.NAME).is_file()
    html = overview(home)
    assert "待审的考题 1 道" in html and "读者说数字有误" in html and "<script" not in html
    (home / review.NAME).write_text("{", encoding="utf-8")
    assert 'role="alert"' in overview(home)
