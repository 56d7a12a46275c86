"""Is the answer right? Strings alone decide; no model judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from eval.metrics.normal import grams, norm, numbers, reading_norm, without_marks

Normalise = Callable[[str | None], str]
SAID = 0.6
"""Share of the character bigrams of a key point that an answer must hold."""


def groups_met(answer: str, must: Sequence[Sequence[str]], normalise: Normalise) -> tuple[bool, ...]:
    """For each group of alternatives whether one of them stands in the answer. Length ``len(must)``."""
    text = normalise(answer)
    return tuple(any(normalise(x) in text for x in group) for group in must)


def forbidden(answer: str, must_not: Sequence[str], normalise: Normalise) -> tuple[str, ...]:
    """Those of ``must_not`` that stand in the answer."""
    text = normalise(answer)
    return tuple(x for x in must_not if normalise(x) in text)


def char_f1(answer: str, gold: str) -> float:
    """F1 over the multiset of characters after ``norm``, marks aside, in [0, 1] (SQuAD's F1, characters for words).

    Two empty texts agree (1.0); one empty text and one that is not do not (0.0).
    """
    a, b = Counter(norm(without_marks(answer))), Counter(norm(gold))
    return _f1((a & b).total(), a.total(), b.total())


def exact(answer: str, golds: Sequence[str]) -> float:
    """1.0 when the answer is one of ``golds`` but for punctuation, white space and marks, else 0.0 (CMRC 2018's EM)."""
    said = reading_norm(answer)
    return float(any(said == reading_norm(g) for g in golds))


def reading_f1(answer: str, golds: Sequence[str]) -> float:
    """The best F1 of the longest common run of characters with one of ``golds``, in [0, 1] (CMRC 2018's F1).

    As there, Latin words and numbers would be one unit each; here a character is, which only differs inside them.
    """
    said = reading_norm(answer)
    best = 0.0
    for gold in map(reading_norm, golds):
        matcher = SequenceMatcher(None, said, gold, autojunk=False)
        common = matcher.find_longest_match(0, len(said), 0, len(gold)).size
        best = max(best, _f1(common, len(said), len(gold)))
    return best


def rouge_l(answer: str, gold: str) -> float:
    """ROUGE-L over characters after ``norm``, in [0, 1]: F1 of the longest common subsequence (Lin 2004).

    The texts are cut at 2,000 characters; the cost is the product of their lengths in bits.
    """
    a, b = norm(without_marks(answer))[:2000], norm(gold)[:2000]
    return _f1(_common_subsequence(a, b), len(a), len(b))


def keypoints_said(answer: str, keypoints: Sequence[str]) -> float:
    """Share of the key points the answer says, in [0, 1]; 0 without key points.

    RAGEval's completeness (Zhu et al. 2024) with strings in place of its judge: a key point is said when the answer
    holds ``SAID`` of its character bigrams and every figure in it.
    """
    said, stated = grams(norm(without_marks(answer)), 2), numbers(answer)
    found = 0
    for point in keypoints:
        wanted = grams(norm(_without_number(point)), 2)
        found += len(wanted & said) / len(wanted) >= SAID and numbers(_without_number(point)) <= stated
    return found / max(1, len(keypoints))


def _without_number(point: str) -> str:
    """``1. …`` of a numbered list is no figure."""
    head, dot, rest = point.partition(".")
    return rest if dot and head.strip().isdigit() and rest[:1].isspace() else point


def _common_subsequence(a: str, b: str) -> int:
    """Its length, by bit-parallel rows (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for i, char in enumerate(a):
        places[char] = places.get(char, 0) | 1 << i
    full = (1 << len(a)) - 1
    row = full
    for char in b:
        match = row & places.get(char, 0)
        row = (row + match | row - match) & full
    return len(a) - row.bit_count()


def _f1(common: int, said: int, wanted: int) -> float:
    if not said or not wanted:
        return float(said == wanted)
    return 2 * common / (said + wanted)
