"""Figures: those an answer states that nothing it cites states, and those it should state, with their units."""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.normal import norm, numbers, without_marks
from rag.text.quantities import quantities
from rag.text.quantity import Quantity, compare


def unsupported(answer: str, quotes: Sequence[str], question: str) -> tuple[int, int]:
    """(figures that stand neither in a quote nor in the question, figures), as sets of Arabic numbers.

    ``quotes`` are normalised. 100 * first / second over a set is the "unsupported figures per 100".
    """
    stated = numbers(answer)
    known = numbers("\n".join(quotes)) | numbers(question)
    return len(stated - known), len(stated)


def expected(must: Sequence[Sequence[str]], evidence: Sequence[Sequence[str]]) -> list[list[Quantity]]:
    """For each group of ``must`` that is a figure, the quantities of the gold evidence that are written with it.

    A group whose figure stands nowhere in the evidence (it is computed, or no figure at all) is left out.
    """
    written = [q for group in evidence for text in group for q in quantities(text)]
    out = []
    for group in must:
        values = [n for x in group if (n := norm(x)) and any(c.isdigit() for c in n)]
        held = [q for q in written if any(v == norm(q.as_written) or v in _numerals(q) for v in values)]
        if held:
            out.append(held)
    return out


def accuracy(answer: str, gold: Sequence[Sequence[Quantity]]) -> tuple[int, int]:
    """(gold figures the answer states with their value and unit, gold figures): 2.36万人 for 23600人 is right, 亩 is not."""
    stated = quantities(without_marks(answer))
    right = sum(any(_says(claim, source) for claim in stated for source in group) for group in gold)
    return right, len(gold)


def _says(claim: Quantity, source: Quantity) -> bool:
    return bool(claim.unit or not source.unit) and compare(claim, source) in ("same", "qualifier")


def _numerals(quantity: Quantity) -> set[str]:
    """What may be expected of 352.6亿元: 352.6, 352.6亿, 352.6亿元."""
    text = norm(quantity.as_written)
    start = next((i for i, c in enumerate(text) if c.isdigit()), len(text))
    end = start
    while end < len(text) and (text[end].isdigit() or text[end] == "."):
        end += 1
    return {text[start:stop] for stop in range(end, len(text) + 1)} if end > start else set()
