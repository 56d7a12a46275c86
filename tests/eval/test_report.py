from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from eval.baseline import Baseline, matched
from eval.cases import Case, CaseSet
from eval.compare import compare
from eval.folder import RunFolder
from eval.gate import Rules, judge
from eval.history import earlier
from eval.records import CaseResult, CaseScore, Score
from eval.report.files import write
from eval.report.junit import junit
from eval.report.pieces import changed, highlighted
from eval.run import record_of, run
from rag.errors import ConfigError, UsageError
from rag.settings import load
from tests.eval.making import Scripted

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>\x0b\ud800'
CASES = CaseSet.of(
    "s",
    "1",
    [Case(f"c{n}", "fact", f"几个？{HOSTILE}", must=(("5",),), evidence=(("全县共建成5个车间",),)) for n in range(4)],
)


def said(text: str) -> Scripted:
    def answer(case: Case) -> CaseResult:
        quote = f"全县共 建成5个车间。{HOSTILE}"
        citation = {"n": 1, "document": HOSTILE, "article": HOSTILE, "quote": quote, "spans": [[0, 4]]}
        shown = text if case.id == "c1" else "建成5个"
        result = {"status": "answered", "answer": f"{shown}{HOSTILE}[1]。", "claims": [], "citations": [citation]}
        return CaseResult(case.id, result, 0.1, (), (quote,))

    return Scripted(answer)


def made(path: Path, text: str) -> RunFolder:
    subject = said(text)
    run(CASES, subject, record_of(CASES, "extractive", load(), subject), path)
    return RunFolder(path)


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.marked: list[str] = []
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._in = tag
        assert not {"src", "href", "onerror"} & {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in in ("mark", "ins", "del"):
            self.marked.append(f"{self._in}:{data}")


@pytest.fixture
def written(tmp_path: Path) -> dict[str, str]:
    baseline = Baseline.of(made(tmp_path / "a", "建成5个"), "旧")
    folder = made(tmp_path / "b", "建成6个")
    verdict = judge(folder.scores(), Rules(), baseline.cases)
    paths = write(folder, tmp_path / "out", baseline, verdict, earlier(folder))
    return {p.suffix: p.read_bytes().decode("utf-8") for p in paths}


def test_the_page_is_one_file_with_every_text_escaped(written: dict[str, str]) -> None:
    seen = Seen()
    seen.feed(written[".html"])
    assert not seen.tags & {"script", "img", "link", "iframe"}
    assert "http" not in written[".html"].replace("http-equiv", "")
    assert "&lt;script&gt;alert(1)" in written[".html"] and "不通过" in written[".html"]
    assert "svg" in seen.tags and "走势" in written[".html"]
    assert "del:5" in seen.marked and "ins:6" in seen.marked and "mark:全县共 建成5个车间" in seen.marked


def test_the_other_forms(written: dict[str, str]) -> None:
    value = json.loads(written[".json"])
    assert [c["id"] for c in value["cases"]] == ["c0", "c1", "c2", "c3"] and len(value["trend"]) == 1
    assert value["summary"]["wrong"] == ["c1"] and value["comparison"]["counts"]["broken"] == 1
    suite = ElementTree.fromstring(written[".xml"])
    assert suite.get("tests") and [t.get("name") for t in suite if t.find("failure") is not None][0] == "c1"
    assert "变坏 1" in written[".md"] and "<script>" not in written[".md"]


def test_what_is_highlighted_and_what_changed() -> None:
    assert highlighted("共建成 5个车间，很好", ["建成5个车间"]) == [("", "共"), ("hit", "建成 5个车间"), ("", "，很好")]
    assert highlighted("", ["a"]) == [] and highlighted("abc", []) == [("", "abc")]
    pieces = changed("建成5个", "建成16个")
    assert (
        "".join(t for s, t in pieces if s != "new") == "建成5个"
        and "".join(t for s, t in pieces if s != "old") == "建成16个"
    )


def scored(id_: str, correct: float, answer: str = "", **more: float) -> CaseScore:
    scores = {k: Score(v) for k, v in {"correct": correct, "must": correct, **more}.items()}
    return CaseScore(id_, "fact", id_, scores, answer, ("t",))


def test_differences_are_named_and_the_worst_come_first() -> None:
    before = [scored("a", 1), scored("b", 0), scored("c", 1, "x"), scored("d", 1), scored("e", 1), scored("g", 1)]
    after = [scored("a", 0), scored("b", 1), scored("c", 1, "y"), scored("e", 0, invented_figures=2), scored("f", 1), scored("g", 1)]  # fmt: skip
    found = compare(before, after)
    assert [(d.id, d.change) for d in found.differences] == [("e", "broken"), ("a", "broken"), ("d", "missing"), ("b", "fixed"), ("c", "changed"), ("f", "new"), ("g", "same")]  # fmt: skip
    assert found.differences[0].faults == ("invented_figures",)
    assert found.by_type()["fact"]["broken"] == found.by_tag()["t"]["broken"] == 2
    assert found.paired["correct"].n == 5 and found.paired["correct"].change == pytest.approx(-0.2)
    assert found.mcnemar_p == 1.0


def test_a_small_set_says_what_it_cannot_see() -> None:
    few = [scored(str(n), 1) for n in range(40)]
    verdict = judge(few, Rules(margin=0.05), few)
    assert verdict.passed and [w.gate for w in verdict.warnings] == ["power"] and "312" in verdict.warnings[0].zh
    many = [scored(str(n), 1) for n in range(320)]
    assert not judge(many, Rules(margin=0.05), many).warnings


def test_a_case_that_was_not_run_is_no_way_through() -> None:
    before = [scored(str(n), 1) for n in range(5)]
    assert [f.gate for f in judge(before[:4], Rules(), before).findings] == ["missing"]


def test_a_metric_that_was_not_measured_is_no_way_through() -> None:
    assert [f.gate for f in judge([scored("a", 1)], Rules(floors={"hit@5": 0.5})).findings] == ["bound:hit@5"]


def test_another_set_is_compared_only_when_told_to() -> None:
    a, b = [scored("a", 1), scored("b", 1)], [scored("b", 1), scored("c", 1)]
    one, two = {"name": "s", "sha256": "1" * 64}, {"name": "s", "sha256": "2" * 64}
    assert matched(one, one, a, b, False) == (a, b)
    with pytest.raises(UsageError, match="shared-only"):
        matched(one, two, a, b, False)
    old, new = matched(one, two, a, b, True)
    assert [c.id for c in old] == [c.id for c in new] == ["b"]
    with pytest.raises(UsageError):
        matched(one, two, a[:1], b[1:], True)


@pytest.mark.parametrize("text", ["margin = 2", "floor = 1", "[floors]\ncorect = 0.5", "= 3"])
def test_rules_that_cannot_be_right(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError):
        Rules.read(path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 9}', '{"format": 1, "cases": [{}]}'])
def test_a_damaged_baseline(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="基线"):
        Baseline.read(path)


def test_xml_drops_what_it_cannot_hold() -> None:
    score = CaseScore("c\x00", "t", "c", {"correct": Score(0.0, "缺 \x0b<5>\ufffe")}, "a\ud800b")
    suite = ElementTree.fromstring(junit("s", [score]))
    assert suite.get("failures") == "1" and suite[0][0].get("message") == "缺 <5>" and suite[0][0].text == "ab"


def test_a_section_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    from eval.report import results

    path = tmp_path / "results.md"
    path.write_text("# 结果\n\n前言\n", encoding="utf-8")
    results.put(path, "a", "一\n")
    results.put(path, "b", "二\n")
    results.put(path, "a", "三\n")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# 结果\n\n前言\n") and "一" not in text and text.index("三") < text.index("二")
    key, lines = results.section(made(tmp_path / "run", "建成5个"))
    assert key == "s-extractive" and "| correct | 100.0% |" in lines


def test_a_drawing_holds_its_values_and_nothing_hostile() -> None:
    from eval.report.chart import Point, drawn, points

    shown = [Point("<script>x", 0.5, 0.4, 0.6), Point("b", 0.9, 0.8, 1.0)]
    svg = drawn("<b>", shown)
    assert svg.count("<circle") == 2 and "50.0%（40.0% – 60.0%）" in svg and "<script" not in svg and "<b>" not in svg
    assert drawn("one", shown[:1]) == "" and drawn("flat", [Point("a", 1, 1, 1), Point("b", 1, 1, 1)])
    assert drawn("zero", [Point("a", 0, 0, 0)] * 2, share=False)
    summary = {"metrics": {"correct": {"value": 1, "low": 0, "high": 1}}, "latency": {}}
    assert points([("a", summary)], "hit@5") == [] and len(points([("a", summary)], "correct")) == 1


def test_every_anchor_stands_beside_something_we_measure() -> None:
    from eval.datasets.sets import PUBLIC
    from eval.report.anchors import ANCHORS
    from eval.summary import BY_NAME

    assert set(ANCHORS) == {*PUBLIC, "samples"}
    assert all(a.of_type or a.ours in BY_NAME for held in ANCHORS.values() for a in held)


def test_the_runs_beside_a_run_are_its_past(tmp_path: Path) -> None:
    from eval.history import earlier, runs

    first, second = made(tmp_path / "a", "建成5个"), made(tmp_path / "b", "建成6个")
    other = CaseSet.of("s", "1", CASES.cases[:2])
    subject = said("建成5个")
    run(other, subject, record_of(other, "extractive", load(), subject), tmp_path / "c")
    (tmp_path / "d").mkdir()
    assert [p.name for p in runs(tmp_path)] == ["a", "b", "c"] and runs(tmp_path / "none") == []
    assert [p.name for p in earlier(second)] == ["a"], "c asks other questions"
    assert first.record().started <= second.record().started
