"""Do the citations carry the answer, and do they say what the reports say?

Recall and precision follow ALCE (Gao et al. 2023) and LongCite (Zhang et al. 2024) with gold spans in place of an
entailment model: a citation counts when it holds gold evidence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from eval.metrics.normal import grams, norm, numbers, squeeze

COVERED = 0.6
"""Share of the 5-grams of gold evidence that one quote must hold."""
_MARK = re.compile(r"\[(\d+)\]")
_SENTENCE = re.compile(r"[^。！？\n]*[^。！？\n\s][^。！？\n]*(?:[。！？]|\n|$)(?:\[\d+\])*")


def covered(evidence: str, quotes: Sequence[str]) -> bool:
    """Whether ``quotes`` (already normalised) hold ``evidence``: word for word, or ``COVERED`` of its 5-grams in one."""
    wanted = norm(evidence)
    if wanted in "\n".join(quotes):
        return True
    pieces = grams(wanted)
    return any(len(pieces & grams(q)) / len(pieces) >= COVERED for q in quotes)


def evidence_recall(evidence: Sequence[Sequence[str]], quotes: Sequence[str]) -> float:
    """Share of the evidence groups of which one alternative is covered, in [0, 1]; 0 without groups."""
    return sum(any(covered(x, quotes) for x in group) for group in evidence) / max(1, len(evidence))


def relevant(quotes: Sequence[str], evidence: Sequence[Sequence[str]], must: Sequence[Sequence[str]]) -> int:
    """How many of the normalised ``quotes`` hold gold evidence or, where there is gold evidence, an expected value."""
    gold = [norm(x) for group in evidence for x in group]
    values = [norm(v) for group in must for v in group]
    return sum(bool(gold) and (any(v in q for v in values) or any(covered(g, [q]) for g in gold)) for q in quotes)


def verbatim(citations: Sequence[Mapping[str, Any]], spelled: Sequence[str | None]) -> int:
    """How many quotes are, white space aside, the words their spans point at in the original."""
    pairs = zip(citations, spelled, strict=True)
    return sum(s is not None and squeeze(s) == squeeze(str(c.get("quote") or "")) for c, s in pairs)


def resolvable(spelled: Sequence[str | None]) -> int:
    """How many citations point at words that are there, whatever they quote."""
    return sum(s is not None for s in spelled)


def invalid_marks(
    answer: str, citations: Sequence[Mapping[str, Any]], conflicts: Sequence[Mapping[str, Any]] = ()
) -> int:
    """Marks ``[n]`` without a citation, citations without a mark, and numbers given twice. 0 is right.

    The values of a conflict name their citations by number: that is a mark too.
    """
    given = [int(c["n"]) for c in citations]
    used = {int(n) for n in _MARK.findall(answer)}
    used |= {int(n) for c in conflicts for value in c.get("values", ()) for n in value.get("citations", ())}
    return len(used - set(given)) + len(set(given) - used) + len(given) - len(set(given))


def sentences(answer: str) -> list[str]:
    """The sentences of an answer, each with the marks that follow its full stop."""
    return [s.strip() for s in _SENTENCE.findall(answer) if re.search(r"\w", _MARK.sub("", s))]


def unmarked(answer: str) -> tuple[int, int]:
    """(sentences without any mark, sentences)."""
    found = sentences(answer)
    return sum(not _MARK.search(s) for s in found), len(found)


def misplaced_figures(claims: Sequence[Mapping[str, Any]], citations: Sequence[Mapping[str, Any]], known: str) -> int:
    """Figures of a claim that stand in none of the citations the claim names.

    ``known`` is text whose figures need no citation (the question). The headline and the date of a cited article
    count as part of it; claims that state their computation are checked by the verifier, not here.
    """
    by_number = {c["n"]: c for c in citations}
    count = 0
    for claim in claims:
        if claim.get("computation"):
            continue
        cited = [by_number[n] for n in claim.get("citations", ()) if n in by_number]
        support = numbers("\n".join(str(c.get(k) or "") for c in cited for k in ("quote", "article", "date")) + known)
        support |= frozenset(n.lstrip("0") for n in support)
        count += sum(n not in support for n in numbers(claim["text"]))
    return count
