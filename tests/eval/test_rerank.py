from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.rerank.fit import Listed, fit, top
from eval.rerank.questions import reading, reports, samples
from rag.domain import SourcedText
from tests.rag.answer.making import passages

REPORT = "2024年全省新建农村公路12500公里，粮食产量增长3.2%。"


def _lists(n: int = 40) -> list[Listed]:
    """Lists of eight whose right candidate has the largest first feature; the second is noise, the third is still."""
    random = np.random.default_rng(7)
    out = []
    for _ in range(n):
        rows = random.normal(size=(8, 3))
        rows[:, 2] = 1.0
        out.append(Listed(rows, (rows[:, 0] == rows[:, 0].max()).astype(float)))
    return out


def test_a_fit_finds_the_feature_that_tells() -> None:
    weights = fit(_lists())
    assert weights[0] > 5 * abs(weights[1])
    assert weights[2] == 0.0
    assert top(_lists(), weights, 1) > 0.95 > top(_lists(), -weights, 1)


def test_a_fit_is_the_same_each_time_and_ignores_what_teaches_nothing() -> None:
    silent = Listed(np.ones((3, 3)), np.zeros(3))
    assert np.array_equal(fit(_lists()), fit(_lists()))
    assert np.array_equal(fit([*_lists(), silent]), fit(_lists()))
    with pytest.raises(ValueError, match="right"):
        fit([silent])


def test_ties_and_lists_without_an_answer_count_against() -> None:
    tied = Listed(np.ones((2, 1)), np.array([1.0, 0.0]))
    none = Listed(np.ones((2, 1)), np.zeros(2))
    assert top([tied], np.ones(1), 1) == 0.0
    assert top([tied, none], np.ones(1), 2) == 0.5
    assert top([], np.ones(1), 1) == 0.0


def test_paragraphs_become_articles_and_only_the_asked_one_counts(tmp_path: Path) -> None:
    rows = [
        {"document": "drcd-7-2.txt", "title": "竹编", "text": "竹编在清末传入本地，匠人有三百余名。"},
        {"document": "drcdt-7-1.txt", "title": "竹编", "text": "竹编用的是三年以上的老竹，匠人先破篾。"},
    ]
    asked = [{"id": "drcd-7-2-1", "question": "竹编何时传入？", "gold": ["drcd-7-2.txt"], "answer": "清末"}]
    for name, some in (("docs", rows), ("questions", asked)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(json.dumps(r) for r in some), encoding="utf-8")
    (question,) = reading(tmp_path, tmp_path / "out")
    assert (tmp_path / "out" / "drcd-7.txt").read_text(encoding="utf-8").startswith("竹编\n\n竹编用的是")
    base = replace(passages()[0], document="drcd-7.txt")

    def label(text: str, document: str = "drcd-7.txt") -> float | None:
        return question.label(replace(base, document=document, body=SourcedText.whole(text)))

    assert label(rows[0]["text"]) == 1.0
    assert label("竹编在清末传入本地，匠人有三百余名。"[:8]) == 1.0
    assert label("匠人有三百余名。") is None
    assert label("竹编用的是三年以上的老竹，清末匠人先破篾。") == 0.0
    assert label(rows[0]["text"], "drcd-8.txt") == 0.0


def test_a_clause_with_a_figure_is_asked_for() -> None:
    made = []
    for n in range(12):
        passage = replace(
            passages()[0],
            id=str(n),
            document=f"2025年云山省政府工作报告{n}.txt",
            body=SourcedText.whole(f"第{n}件。{REPORT}"),
        )
        made += list(reports([passage, replace(passage, document="别的.txt")]))
    assert made
    for question in made:
        assert "云山省" in question.question and not any(c.isdigit() for c in question.question)
        assert "多少" in question.question and len(question.documents) == 1
    assert made == [q for q in made if q.texts[0][:4] in "".join(REPORT.split()).lower()]


def test_our_samples_stand_alone_and_have_an_answer() -> None:
    asked = list(samples(Path("samples")))
    assert len(asked) > 100
    assert all(q.texts and q.documents for q in asked)
