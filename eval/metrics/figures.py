"""Figures an answer states that nothing it cites states."""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.normal import numbers


def unsupported(answer: str, quotes: Sequence[str], question: str) -> tuple[int, int]:
    """(figures that stand neither in a quote nor in the question, figures), as sets of Arabic numbers.

    ``quotes`` are normalised. 100 * first / second over a set is the "unsupported figures per 100".
    """
    stated = numbers(answer)
    known = numbers("\n".join(quotes)) | numbers(question)
    return len(stated - known), len(stated)
