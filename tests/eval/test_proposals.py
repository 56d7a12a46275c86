"""Proposed questions: gold that stands in the originals, a review before they count, nothing written over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.datasets import qa
from eval.datasets.check import faults
from eval.proposals import feedback, review, templates, written
from rag.backends.fakes import ScriptedChat
from rag.domain import Document, Passage
from rag.errors import UsageError
from rag.library.record import Library
from tests.rag.library.making import document

SENTENCES = [
    "2020年，全县新建标准化扶贫车间47个。",
    "其中吸纳脱贫劳动力1203人，比上年增加9人。",
    "县就业服务中心主任方大明介绍说，明年再建。",
    "全县农村公路总里程达2684.5公里。",
]


@pytest.fixture
def held(tmp_path: Path) -> tuple[list[Passage], Document]:
    library = Library.open(tmp_path / "library.db")
    library.put(document("a.txt", [("车间进村来", SENTENCES)], place="慈利县"))
    found = library.document("a.txt")
    assert found is not None
    return list(library.all_passages()), found


def made(held: tuple[list[Passage], Document], limit: int = 20) -> list[review.Proposal]:
    passages, found = held
    return templates.proposals(passages, lambda _: found.text, limit)


def test_a_figure_is_taken_out_of_its_clause(held: tuple[list[Passage], Document]) -> None:
    found = {p.question: p for p in made(held)}
    first = found["2020年慈利县新建标准化扶贫车间多少个？"]
    assert first.must == (("47",),) and first.evidence == ((SENTENCES[0],),) and first.docs == ("a.txt",)
    start, end = first.spans[0]
    assert held[1].text[start:end] == SENTENCES[0]
    assert found["慈利县农村公路总里程达多少公里？"].must == (("2684.5",),)
    assert found["慈利县就业服务中心主任是谁？"].must == (("方大明",),)
    assert not any("其中" in q for q in found), "what leans on the sentence before is no question"


def test_every_fifth_asks_for_what_is_not_there(held: tuple[list[Passage], Document]) -> None:
    passages, found = held
    many = [p for n in range(6) for p in passages]
    near = [p for p in templates.proposals(many, lambda _: found.text, 20) if not p.answerable]
    assert all(p.type in ("near_year", "near_place") and p.must_not and not p.evidence for p in near)
    base = made(held)[0]
    years = list(templates._near(base, {"慈利县"}, set()))
    assert {p.type for p in years} <= {"near_year", "near_place"} and years
    assert all(p.question != base.question for p in years)


def test_the_same_library_gives_the_same_questions(held: tuple[list[Passage], Document]) -> None:
    assert made(held) == made((list(reversed(held[0])), held[1])) and len(made(held, 2)) == 2


def test_proposals_are_a_set_only_when_reviewed(held: tuple[list[Passage], Document], tmp_path: Path) -> None:
    path = tmp_path / "new" / "review.jsonl"
    proposals = made(held)
    assert review.add(path, proposals) == len(proposals) and review.add(path, proposals) == 0
    with pytest.raises(UsageError, match="还没有人审过"):
        qa.load([path])
    rows = [json.loads(x) for x in path.read_text(encoding="utf-8").splitlines()]
    for n, row in enumerate(rows):
        row["review"] = "rejected" if n == 0 else "accepted"
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).rstrip("\n"), encoding="utf-8")
    cases = qa.load([path])
    assert len(cases.cases) == len(proposals) - 1
    assert not list(faults(cases, {"a.txt": held[1].text}))
    assert list(faults(cases, {"a.txt": held[1].text.replace("47", "74").replace("2684", "1")}))
    assert list(faults(cases, {}))
    assert review.add(path, [review.Proposal("fact", "新的问题有多少？", "手写")]) == 1, "no line break was at the end"
    assert len(path.read_text(encoding="utf-8").splitlines()) == len(rows) + 1


def test_a_span_that_points_elsewhere_is_a_fault(held: tuple[list[Passage], Document], tmp_path: Path) -> None:
    row = next(p for p in made(held) if p.answerable).as_json() | {"review": "accepted", "spans": [[0, 3]]}
    path = tmp_path / "s.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert [what[:2] for _, what in faults(qa.load([path]), {"a.txt": held[1].text})] == ["位置"]


@pytest.mark.parametrize("row", [{"review": "maybe"}, {"spans": [[3, 1]]}, {"spans": [["a", 1]]}, {"spans": 3}])
def test_what_a_reviewer_can_get_wrong(
    held: tuple[list[Passage], Document], tmp_path: Path, row: dict[str, object]
) -> None:
    path = tmp_path / "s.jsonl"
    good = next(p for p in made(held) if p.answerable).as_json() | {"review": "accepted"}
    path.write_text(json.dumps({**good, **row}, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(UsageError, match="review|spans"):
        qa.load([path])


def test_what_a_model_makes_up_is_dropped(held: tuple[list[Passage], Document]) -> None:
    passages, found = held
    replies = [
        '{"question": "慈利县2020年新建扶贫车间多少个？", "answer": "47个"}\n'
        '{"question": "慈利县新建了多少所学校？", "answer": "12所"}\n'
        '{"question": "本文说的车间有几个？", "answer": "47个"}\n'
        "{bad json} 忽略"
    ]
    chat = ScriptedChat(replies * len(passages))
    made_ = written.proposals(passages, lambda _: found.text, chat, 5)
    assert [(p.question, p.must) for p in made_] == [("慈利县2020年新建扶贫车间多少个？", (("47个",),))]
    assert made_[0].evidence == ((SENTENCES[0],),)


def test_a_complaint_is_a_proposal_without_gold(tmp_path: Path) -> None:
    answer = {
        "question": "那桃源县呢？",
        "answer": "57家[1]。",
        "citations": [{"quote": "认定57家", "document": "x/b.txt"}],
    }
    assert feedback.proposal("useful", answer) is None and feedback.proposal("wrong_figure", {}) is None
    found = feedback.proposal("wrong_figure", answer, ["慈利县有几家？"])
    assert found and found.history == ("慈利县有几家？",) and found.docs == ("b.txt",) and not found.must
    path = tmp_path / "r.jsonl"
    review.add(path, [found])
    row = json.loads(path.read_text(encoding="utf-8")) | {"review": "accepted"}
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(UsageError, match="must"):
        qa.load([path])
