"""Outputs made from gold: what a system that is always right would say, and the faults a harness must notice."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from eval.cases import Case, CaseSet
from eval.metrics.normal import norm
from eval.records import CaseResult


class Sources:
    """The originals by file name, and where a text stands in one, white space aside."""

    def __init__(self, folder: Path) -> None:
        self.texts: dict[str, str] = {}
        for path in sorted(folder.glob("*.txt")):
            with path.open(encoding="utf-8", newline="") as file:
                self.texts[path.name] = file.read()
        self._dense = {
            name: [(i, c) for i, c in enumerate(text) if not c.isspace()] for name, text in self.texts.items()
        }
        self._joined = {name: "".join(c for _, c in dense) for name, dense in self._dense.items()}

    def find(self, text: str) -> tuple[str, int, int] | None:
        wanted = "".join(text.split())
        for name, joined in self._joined.items():
            at = joined.find(wanted)
            if at >= 0:
                dense = self._dense[name]
                return name, dense[at][0], dense[at + len(wanted) - 1][0] + 1
        return None

    def citation(self, n: int, text: str) -> dict[str, Any]:
        name, start, end = self.find(text) or (next(iter(self.texts)), 0, 0)
        quote = "".join(self.texts[name][start:end].split()) if end else text
        spans = [[start, end]] if end else []
        return {"n": n, "document": name, "document_sha256": "", "article": "", "quote": quote, "spans": spans}

    def spelled(self, citation: Mapping[str, Any]) -> str | None:
        text = self.texts.get(os.path.basename(citation["document"]))
        spans = citation["spans"]
        return "".join(text[a:b] for a, b in spans) if text is not None and spans else None

    def hits(self, case: Case) -> list[dict[str, Any]]:
        gold = [n for d in case.docs for n in self.texts if n == d or n.split("_")[0] == d]
        texts = [x for group in case.evidence for x in group]
        return [{"document": n, "article": "", "text": "。".join(texts), "score": 1.0} for n in gold]


def right(case: Case, sources: Sources) -> CaseResult:
    """What a system that is always right says: the evidence, cited, and what is computed from it."""
    citations = [sources.citation(n, group[0]) for n, group in enumerate(case.evidence, 1)]
    claims = [{"text": c["quote"], "citations": [c["n"]]} for c in citations]
    said = norm("".join(c["text"] for c in claims))
    lacking = [g[0] for g in case.must if not any(norm(x) in said for x in g)]
    if lacking and citations:
        worked = case.computation or " ".join(lacking)
        # Not at the beginning of a line, where 105.8 is read as the 105th item of a list.
        claims.append({"text": f"得{'、'.join(lacking)}", "citations": [1], "computation": worked})
    result = composed(case, claims, citations)
    if case.type == "conflict":
        result["conflicts"] = [{"subject": case.question, "values": []}]
    return row(case, result, sources, sources.hits(case))


def composed(case: Case, claims: Sequence[Mapping[str, Any]], citations: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    answer = "".join(f"{c['text']}{''.join(f'[{n}]' for n in c['citations'])}。\n" for c in claims)
    if not claims:
        return refused(case)
    return {"question": case.question, "status": "answered", "answer": answer, "claims": list(claims), "citations": list(citations), "conflicts": []}  # fmt: skip


def refused(case: Case) -> dict[str, Any]:
    return {
        "question": case.question,
        "status": "refused",
        "answer": "",
        "claims": [],
        "citations": [],
        "conflicts": [],
    }


def row(case: Case, result: Mapping[str, Any], sources: Sources, hits: Sequence[Mapping[str, Any]] = ()) -> CaseResult:
    spelled = tuple(sources.spelled(c) for c in result["citations"])
    return CaseResult(case.id, dict(result), 0.05, tuple(hits), spelled)


Answering = Callable[[Case], CaseResult]


@dataclass
class Scripted:
    """A subject for the harness that costs no time: answers come from a function."""

    answering: Answering
    fingerprints: Mapping[str, Any] = field(default_factory=lambda: {"library": "scripted"})
    asked: list[str] = field(default_factory=list)

    def answer(self, case: Case) -> CaseResult:
        self.asked.append(case.id)
        return self.answering(case)


def faulty(cases: CaseSet, sources: Sources) -> dict[str, Answering]:
    """The seeded faults by name; each is the right answer with one thing wrong."""
    good = {c.id: right(c, sources) for c in cases.cases}
    answered = [c for c in cases.cases if good[c.id].result["citations"]]  # type: ignore[index]
    following = {c.id: answered[(n + 1) % len(answered)] for n, c in enumerate(answered)}

    def swapped(case: Case) -> CaseResult:
        """The citations of another case under the same numbers."""
        mine = good[case.id]
        if case.id not in following or mine.result is None:
            return mine
        others = good[following[case.id].id].result["citations"]  # type: ignore[index]
        citations = [{**others[i % len(others)], "n": c["n"]} for i, c in enumerate(mine.result["citations"])]
        return row(case, {**mine.result, "citations": citations}, sources, mine.hits)

    def noise(case: Case) -> CaseResult:
        """Only what has nothing to do with the question is found, and it is duly quoted."""
        if case.id not in following:
            return good[case.id]
        other = following[case.id]
        found = good[other.id]
        wrong = [h for h in found.hits if h["document"].split("_")[0] not in case.docs]
        return replace(found, id=case.id, hits=tuple(wrong))

    def refuses(case: Case) -> CaseResult:
        return row(case, refused(case), sources, good[case.id].hits)

    def answers(case: Case) -> CaseResult:
        """Something that sounds like it, with a quote that is real, also where nothing is known."""
        if case.answerable:
            return good[case.id]
        found = good[answered[0].id]
        return replace(found, id=case.id)

    def altered(case: Case) -> CaseResult:
        """Every figure of the answer one digit off; quotes as they were."""
        mine = good[case.id]
        result = dict(mine.result or {})

        def off(text: str) -> str:
            text = re.sub(r"\d+(?![\d\]])", lambda m: str(int(m[0]) + 1), text)
            return text

        if result.get("claims"):
            result = composed(case, [{**c, "text": off(c["text"])} for c in result["claims"]], result["citations"])
        return row(case, result, sources, mine.hits)

    def leaked(case: Case) -> CaseResult:
        """The expected values, which were never found: the citation is some sentence of the report."""
        mine = good[case.id]
        if not case.answerable:
            return mine
        first = next(iter(sources.texts))
        other = {**sources.citation(1, sources.texts[first][:12]), "n": 1}
        claim = {"text": "、".join(g[0] for g in case.must), "citations": [1]}
        return row(case, composed(case, [claim], [other]), sources, mine.hits)

    def slow(case: Case) -> CaseResult:
        return replace(good[case.id], seconds=9.0)

    def broken(case: Case) -> CaseResult:
        raise RuntimeError("seeded")

    return {
        "shuffled citations": swapped,
        "noise-only retrieval": noise,
        "always refuse": refuses,
        "always answer": answers,
        "figures changed": altered,
        "gold leaked": leaked,
        "slow engine": slow,
        "broken engine": broken,
    }


def damaged(case: Case, sources: Sources, seed: int) -> CaseResult:
    """A right answer with several things wrong at random: food for comparing scorers."""
    random_ = random.Random(f"{case.id}/{seed}")
    mine = right(case, sources)
    result = dict(mine.result or {})
    citations = [dict(c) for c in result["citations"]]
    claims = [dict(c) for c in result["claims"]]
    if random_.random() < 0.2:
        return row(case, refused(case), sources)
    for citation in citations:
        draw = random_.random()
        if draw < 0.15 and citation["spans"]:
            citation["spans"] = [[a + 1, b + 1] for a, b in citation["spans"]]
        elif draw < 0.35:
            citation["quote"] = citation["quote"][: len(citation["quote"]) // 2]
        elif draw < 0.45:
            citation |= sources.citation(citation["n"], next(iter(sources.texts.values()))[100:160])
    for claim in claims:
        if random_.random() < 0.3:
            claim["text"] = (
                claim["text"][: random_.randint(1, len(claim["text"]))] + f"，共１,{random_.randint(100, 999)}个"
            )
    if random_.random() < 0.3:
        claims = claims[1:]
    if not claims and random_.random() < 0.5:
        claims = [{"text": "有4,576人" + "".join(case.must_not[:1]), "citations": [1]}]
        citations = [sources.citation(1, next(iter(sources.texts.values()))[40:90])]
    answer = composed(case, claims, citations if claims else [])
    if random_.random() < 0.2:
        answer["answer"] = "1. " + answer["answer"] + "\n（2）其余未提及"
    return row(case, answer, sources)
