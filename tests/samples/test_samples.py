"""The sample pages and questions hold what they claim to hold, by string match alone."""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from eval.datasets import sets
from eval.datasets.check import faults, originals

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
REPORTS = sorted((SAMPLES / "reports").glob("*.txt"))
QUESTION_FILES = [SAMPLES / f"questions{part}.jsonl" for part in ("", "_more", "_near")]
SHARED = ROOT.parent / "shared"

REQUIRED = {
    "id": str,
    "type": str,
    "question": str,
    "answerable": bool,
    "must": list,
    "must_not": list,
    "evidence": list,
    "docs": list,
    "place": (str, type(None)),
    "history": list,
}
OPTIONAL = {"computation": str, "paraphrases": list}
TYPES = {
    "fact",
    "name",
    "list",
    "reason",
    "coref",
    "compare",
    "compute",
    "multi",
    "conflict",
    "followup",
    "false_premise",
    "unanswerable",
    "out_of_scope",
    "injection",
    "near_year",
    "near_place",
}
# The answer may name what the question offered to choose from, so its words count too.
CHOOSES = {"compare", "compute", "multi"}
OVERLAP = 22


def squeeze(text: str) -> str:
    """Text without white space, NFKC folded."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def read_jsonl(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@cache
def page(name: str) -> str:
    return squeeze((SAMPLES / "reports" / name).read_text(encoding="utf-8"))


@cache
def questions() -> tuple[dict, ...]:
    return tuple(q for path in QUESTION_FILES for q in read_jsonl(path))


@cache
def articles() -> tuple[dict, ...]:
    return tuple(read_jsonl(SAMPLES / "articles.jsonl"))


def pages_of(question: dict) -> dict[str, str]:
    """The squeezed pages a question names, by the number they begin with."""
    return {doc: page(path.name) for doc in question["docs"] for path in REPORTS if path.name.startswith(doc)}


def test_there_are_enough_pages_of_the_right_length():
    assert len(REPORTS) >= 14
    for path in REPORTS:
        text = path.read_bytes().decode("utf-8")
        assert 3500 <= len(text) <= 8000, (path.name, len(text))


def test_there_are_enough_questions_and_a_fifth_cannot_be_answered():
    unanswerable = sum(not q["answerable"] for q in questions())
    assert len(questions()) >= 300
    assert 0.18 <= unanswerable / len(questions()) <= 0.25
    assert sum(q["type"].startswith("near_") for q in questions()) >= 30
    assert {q["type"] for q in questions()} == TYPES


def test_every_question_keeps_the_schema():
    for q in questions():
        assert set(REQUIRED) <= set(q) <= set(REQUIRED) | set(OPTIONAL), q["id"]
        for field, kind in (REQUIRED | OPTIONAL).items():
            assert field not in q or isinstance(q[field], kind), (q["id"], field)
        for field in ("must", "evidence"):
            assert all(g and all(isinstance(x, str) and x for x in g) for g in q[field]), q["id"]
        for field in ("must_not", "docs", "history"):
            assert all(isinstance(x, str) and x for x in q[field]), (q["id"], field)
        assert q["type"] in TYPES, q["id"]
        assert q["question"] == q["question"].strip() != "", q["id"]
        assert bool(q["history"]) == (q["type"] == "followup"), q["id"]
        parts = (q["must"], q["evidence"], q["docs"])
        assert all(parts) if q["answerable"] else not any(parts), q["id"]


def test_question_ids_are_unique_and_consecutive():
    assert [q["id"] for q in questions()] == [f"s{i:03d}" for i in range(1, len(questions()) + 1)]


def test_no_question_is_asked_twice():
    asked = [(squeeze(q["question"]), *q["history"]) for q in questions()]
    assert len(asked) == len(set(asked))


def test_every_evidence_stands_in_a_page_the_question_names():
    for q in questions():
        pages = pages_of(q)
        assert sorted(pages) == sorted(q["docs"]), q["id"]
        evidence = [squeeze(e) for group in q["evidence"] for e in group]
        for e in evidence:
            assert any(e in text for text in pages.values()), (q["id"], e)
        for doc, text in pages.items():
            assert any(e in text for e in evidence), (q["id"], doc)


def test_every_expected_value_stands_in_the_evidence_or_is_computed():
    for q in questions():
        words = [e for group in q["evidence"] for e in group] + [q.get("computation", "")]
        if q["type"] in CHOOSES:
            words.append(q["question"])
        known = squeeze("\n".join(words))
        for group in q["must"]:
            assert any(squeeze(value) in known for value in group), (q["id"], group)


def test_the_harness_finds_no_fault_in_the_gold():
    held = sets.load(["samples"])
    assert len(held.cases) == len(questions()) and held.version
    assert not list(faults(held, originals(SAMPLES / "reports")))


def test_no_expected_value_is_forbidden():
    for q in questions():
        for value in (squeeze(v) for group in q["must"] for v in group):
            assert not any(squeeze(bad) in value for bad in q["must_not"]), (q["id"], value)


def test_a_computed_value_is_the_result_of_its_computation():
    signs = str.maketrans({"−": "-", "×": "*", "÷": "/"})
    computed = [q for q in questions() if "computation" in q]
    assert {q["type"] for q in computed} >= {"compute"}
    for q in computed:
        left, right = q["computation"].translate(signs).replace(" ", "").split("=")
        percent = right.endswith("%")
        claimed = float(right.rstrip("%"))
        digits = len(right.rstrip("%").partition(".")[2])
        value = arithmetic(left) * (100 if percent else 1)
        assert abs(value - claimed) <= 0.5 * 10**-digits + 1e-9, (q["id"], value, claimed)


def arithmetic(expression: str) -> float:
    """Value of a sum of products and quotients, left to right; brackets hold such sums."""
    inner = re.search(r"\(([^()]*)\)", expression)
    if inner:
        value = arithmetic(inner[1])
        return arithmetic(f"{expression[: inner.start()]}{value!r}{expression[inner.end() :]}")
    total = 0.0
    for sign, term in re.findall(r"([+-]?)([\d.*/]+)", expression):
        first, *rest = re.findall(r"([*/]?)([\d.]+)", term)
        value = float(first[1])
        for operator, number in rest:
            value = value * float(number) if operator == "*" else value / float(number)
        total += -value if sign == "-" else value
    return total


def test_every_article_names_a_page_and_its_snippets_stand_there_once():
    assert {a["document"] for a in articles()} == {path.name for path in REPORTS}
    for a in articles():
        assert set(a) == {"document", "title", "place", "snippets"}
        assert squeeze(a["title"]) in page(a["document"]), a["title"]
        assert 1 <= len(a["snippets"]) <= 6, a["title"]
        for snippet in a["snippets"]:
            assert page(a["document"]).count(squeeze(snippet)) == 1, (a["document"], snippet)


def test_no_snippet_belongs_to_two_articles():
    seen = [(a["document"], squeeze(s)) for a in articles() for s in a["snippets"]]
    assert len(seen) == len(set(seen))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports and sets are not here")
def test_nothing_is_copied_from_the_shared_texts():
    def kept(path: Path) -> str:
        text = path.read_text(encoding="utf-8", errors="replace")
        return re.sub(r"[^\u4e00-\u9fff0-9]", "", text)

    def windows(text: str, length: int) -> set[str]:
        return {text[i : i + length] for i in range(len(text) - length + 1)}

    half = OVERLAP // 2
    texts = [kept(path) for path in sorted(SAMPLES.rglob("*")) if path.is_file()]
    ours = set().union(*(windows(text, OVERLAP) for text in texts))
    halves = set().union(*(windows(text, half) for text in texts))
    shared = [p for part in ("reports", "qa", "bench") for p in sorted((SHARED / part).rglob("*"))]
    assert shared
    for path in filter(Path.is_file, shared):
        text = kept(path)
        # Every window of twice its length holds a whole block of this grid.
        for start in range(0, len(text), half):
            if text[start : start + half] in halves:
                near = windows(text[max(0, start - half) : start + OVERLAP], OVERLAP)
                copied = [w for w in near & ours if len(set(w)) > 6]
                assert not copied, (path.name, copied[0])


def test_spoken_questions_rest_on_the_pages() -> None:
    pages = [page(path.name) for path in REPORTS]
    spoken = read_jsonl(SAMPLES / "spoken.jsonl")
    assert len({q["id"] for q in spoken} | {q["id"] for q in questions()}) == len(spoken) + len(questions())
    for q in spoken:
        assert all(isinstance(q[name], kind) for name, kind in REQUIRED.items()), q["id"]
        assert q["type"] in TYPES and q["answerable"] == bool(q["must"]) == bool(q["evidence"]), q["id"]
        for group in q["evidence"]:
            assert any(squeeze(text) in held for text in group for held in pages), (q["id"], group)


@pytest.mark.parametrize(("name", "least"), [("second", 300), ("third", 200)])
def test_the_other_sets_hold_what_they_claim(name: str, least: int) -> None:
    held = sets.load([str(SAMPLES / name / "questions.jsonl")])
    assert len(held.cases) >= least
    assert not list(faults(held, originals(SAMPLES / name / "reports")))


def test_the_office_set_names_files_that_are_there():
    held = sets.load([str(SAMPLES / "office" / "questions.jsonl")])
    files = [path.name.split("_", 1)[0] for path in (SAMPLES / "office" / "files").iterdir()]
    assert len(held.cases) >= 200
    assert {d for case in held.cases for d in case.docs} <= set(files)
