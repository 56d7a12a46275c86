"""What holds for every answer, whoever made it. For the tests of the pipeline, the commands and the API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rag.text.quantities import agrees, quantities

_MARK = re.compile(r"\[(\d+)\]")
_SENTENCE_END = re.compile(r"(?<=[。；\n])")


def check_answer(answer: Mapping[str, Any], originals: Mapping[str, str] | None = None) -> None:
    """Assert that ``answer`` (the JSON of an Answer) keeps the contract.

    With ``originals`` (document to its text), the quotes are looked up in them as well.
    """
    assert answer["status"] in ("answered", "partial", "refused")
    assert answer["engine"] in ("extractive", "local", "openai")
    if answer["status"] == "refused":
        _check_refused(answer)
    else:
        _check_answered(answer)
    refusal = answer["refusal"] or {}
    for citation in [*answer["citations"], *refusal.get("nearest", [])]:
        _check_citation(citation, originals)


def _check_refused(answer: Mapping[str, Any]) -> None:
    refusal = answer["refusal"]
    assert refusal is not None
    assert refusal["reason"] in ("no_evidence", "out_of_scope", "unsafe_request")
    assert refusal["message"]
    assert answer["claims"] == [] and answer["citations"] == [] and answer["conflicts"] == []
    assert not _MARK.search(answer["answer"])


def _check_answered(answer: Mapping[str, Any]) -> None:
    assert answer["refusal"] is None
    assert answer["claims"] and answer["answer"].strip()
    numbers = [c["n"] for c in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    by_claims = {n for c in answer["claims"] for n in c["citations"]}
    by_conflicts = {n for k in answer["conflicts"] for v in k["values"] for n in v["citations"]}
    shown = {int(n) for n in _MARK.findall(answer["answer"])}
    assert shown <= set(numbers), "a mark without its citation"
    assert by_claims | by_conflicts == set(numbers), "a citation that nothing uses"
    assert by_claims <= shown, "a claim without its mark in the answer"
    for claim in answer["claims"]:
        assert claim["verdict"] == "supported"
        assert claim["citations"], "a claim without a citation"
        assert claim["text"].strip() and claim["text"] in answer["answer"]
        _check_figures(claim, {c["n"]: c["quote"] for c in answer["citations"]})
    for conflict in answer["conflicts"]:
        assert len(conflict["values"]) > 1
        assert all(v["value"] and v["citations"] for v in conflict["values"])


def _check_figures(claim: Mapping[str, Any], quotes: Mapping[int, str]) -> None:
    """Each figure of a claim is in one of its quotes, or the claim says how it was worked out."""
    if claim.get("computation"):
        return
    held = [q for n in claim["citations"] for q in quantities(quotes[n])]
    for figure in quantities(claim["text"]):
        assert any(agrees(figure, q) for q in held), f"{figure.as_written} is in no quote of {claim['text']!r}"


def _check_citation(citation: Mapping[str, Any], originals: Mapping[str, str] | None) -> None:
    assert citation["quote"].strip() and citation["document"]
    assert citation["spans"] and all(0 <= a < b for a, b in citation["spans"])
    assert sum(b - a for a, b in citation["spans"]) == len(citation["quote"])
    if originals is not None:
        text = originals[citation["document"]]
        assert "".join(text[a:b] for a, b in citation["spans"]) == citation["quote"]


def words(text: str) -> str:
    """``text`` without its marks."""
    return _MARK.sub("", text)


def sentences(text: str) -> list[str]:
    """The sentences of an answer."""
    return [s.strip() for s in _SENTENCE_END.split(text) if s.strip()]
