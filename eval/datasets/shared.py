"""The sets of ``../shared/bench``: real public data in JSON lines, to measure on; nothing of them is shipped.

A folder with ``docs.jsonl`` (``{"document", "text", "title"?}``) and ``questions*.jsonl`` in the search form of
``eval.datasets.qa``; the claims are ``{"id", "type", "evidence", "claim", "label"}``.

=================== ===================================================================================
policy              the questions are searched for in the library of the documents
company_reports     the questions are asked of it, with gold evidence, key points and unanswerable ones
reading             every question is asked with its own paragraph in place of a library
claims              every claim is held against its news
=================== ===================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from eval.cases import Case, CaseSet
from eval.datasets import qa
from eval.datasets.lines import read_lines, wrong
from rag.errors import UsageError

LABELS = ("supported", "unsupported", "contradicted")


def policy(folder: Path) -> CaseSet:
    """658 (here: the development half) questions about government policy, to be searched for."""
    held = qa.load(_questions(folder), "policy")
    return CaseSet.of("policy", held.version, held.cases, _documents(folder))


def company_reports(folder: Path) -> CaseSet:
    """Questions about company reports (DRAGONBall), to be asked.

    The answers are sentences, so there is no string that must stand in ours: key points, the overlap with the gold
    answer, gold evidence and refusals are scored, ``correct`` only for what cannot be answered.
    """
    points = {str(v["id"]): v.get("keypoints") for path in _questions(folder) for _, v in read_lines(path)}
    cases = [asked(c, points.get(c.id)) for c in qa.load(_questions(folder), "company_reports").cases]
    return CaseSet.of("company_reports", "", cases, _documents(folder))


def reading(folder: Path) -> CaseSet:
    """DRCD and CMRC 2018 (trial): a paragraph, a question, and the words of the paragraph that answer it."""
    paragraphs = {d["document"]: d for d in _rows(folder / "docs.jsonl", "document", "text")}

    def of(case: Case) -> Case:
        held = paragraphs.get(case.docs[0] if case.docs else "")
        if held is None or not case.answer:
            raise UsageError(
                f"{folder}：{case.id} 没有段落或答案", f"{folder}: {case.id} lacks its paragraph or its answer"
            )
        passage = {"text": held["text"], "title": str(held.get("title") or "")}
        return replace(case, kind="qa", rule="reading", must=((case.answer,),), passages=(passage,))

    return CaseSet.of("reading", "", map(of, qa.load(_questions(folder), "reading").cases))


def claims(folder: Path) -> CaseSet:
    """Real and invented continuations of news (UHGEval), to be verified against the news."""
    paths = sorted(folder.glob("*.jsonl"))
    if not paths:
        raise _absent(folder, "*.jsonl")
    cases = [
        Case(
            id=str(row["id"]),
            type=str(row.get("type") or "claim"),
            question=str(row["claim"]),
            kind="verify",
            label=row["label"],
            passages=({"text": str(row["evidence"])},),
        )
        for path in paths
        for row in _rows(path, "id", "claim", "evidence", "label")
    ]
    if bad := next((c for c in cases if c.label not in LABELS), None):
        raise UsageError(f"{folder}：{bad.id} 的 label 不对", f"{folder}: the label of {bad.id} is none of {LABELS}")
    return CaseSet.of("claims", "", cases)


def asked(case: Case, keypoints: object) -> Case:
    """A case of the search form as one to be asked; its evidence stays gold."""
    points = tuple(str(p) for p in keypoints) if isinstance(keypoints, list) and case.answerable else ()
    return replace(case, kind="qa", keypoints=points, evidence=case.evidence if case.answerable else ())


def _questions(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("questions*.jsonl"))
    if not paths:
        raise _absent(folder, "questions*.jsonl")
    return paths


def _documents(folder: Path) -> Iterator[tuple[str, str]]:
    for row in _rows(folder / "docs.jsonl", "document", "text"):
        yield str(row["document"]), str(row["text"])


def _rows(path: Path, *needed: str) -> Iterator[dict[str, Any]]:
    for n, row in read_lines(path):
        if missing := [k for k in needed if not isinstance(row.get(k), str | int)]:
            raise wrong(path, n, f"缺少 {'、'.join(missing)}", f"lacks {', '.join(missing)}")
        yield row


def _absent(folder: Path, pattern: str) -> UsageError:
    return UsageError(f"{folder} 里没有 {pattern}", f"there is no {pattern} in {folder}", hint="--data DIR")
