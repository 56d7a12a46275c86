"""Chinese-looking passages in any number: words of one to four characters, drawn after Zipf's law.

Characters are Zipfian too, so that bigrams within and across words are as skewed as in real text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from rag.domain import Passage, SourcedText
from rag.ports import Vectors

_WORDS, _CHARACTERS = 80_000, 3_500
PER_DOCUMENT = 20


class Text:
    """A source of passages of 100 to 150 words."""

    def __init__(self, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        characters = [chr(0x4E00 + int(i)) for i in rng.permutation(20_000)[:_CHARACTERS]]
        share = 1 / np.arange(1, _CHARACTERS + 1) ** 0.9
        lengths = rng.choice([1, 2, 3, 4], size=_WORDS, p=[0.05, 0.65, 0.2, 0.1])
        drawn = iter(rng.choice(_CHARACTERS, size=int(lengths.sum()), p=share / share.sum()).tolist())
        made = ["".join(characters[i] for i in islice(drawn, n)) for n in lengths.tolist()]
        self._words = np.array(made, dtype=object)
        frequency = 1 / (np.arange(1, _WORDS + 1) + 2.7)
        self._cumulative = np.cumsum(frequency / frequency.sum())

    def tokens(self, n: int, seed: int) -> Iterator[list[str]]:
        """The words of ``n`` passages."""
        rng = np.random.default_rng(seed)
        for at in range(0, n, 1000):
            lengths = rng.integers(100, 151, size=min(1000, n - at))
            ranks = np.searchsorted(self._cumulative, rng.random(int(lengths.sum())))
            drawn = self._words[np.minimum(ranks, _WORDS - 1)]
            start = 0
            for length in lengths.tolist():
                yield drawn[start : start + length].tolist()
                start += length

    def passages(self, n: int, seed: int, *, first: int = 0) -> Iterator[Passage]:
        """``n`` passages, twenty a document, words joined by spaces so that ``cut`` finds them again."""
        for i, words in enumerate(self.tokens(n, seed), first):
            yield passage(i, " ".join(words))

    def questions(self, n: int, seed: int = 99) -> list[list[str]]:
        """``n`` runs of 8 to 14 words out of passages of their own."""
        rng = np.random.default_rng(seed)
        out = []
        for words in self.tokens(n, seed):
            length = int(rng.integers(8, 15))
            start = int(rng.integers(0, len(words) - length))
            out.append(words[start : start + length])
        return out


def passage(i: int, text: str) -> Passage:
    """The ``i``-th passage of a library of documents of twenty."""
    document = f"{i // PER_DOCUMENT:016x}"
    return Passage(
        f"{document}.00000000.{i % PER_DOCUMENT}", f"{document}.txt", document, "0" * 64, f"{document}.00000000.a0",
        i % PER_DOCUMENT, SourcedText.whole(text), "",
    )  # fmt: skip


def cut(text: str) -> tuple[list[str], list[str]]:
    """Words and bigrams of a synthetic text."""
    words = text.split()
    return words, grams(words)


def grams(words: list[str]) -> list[str]:
    """Bigrams of the words written together."""
    joined = "".join(words)
    return [joined[i : i + 2] for i in range(len(joined) - 1)]


class Embedded:
    """Unit vectors as e5-small gives them to reports: subjects, documents within them, passages within these.

    Made after what was measured on two libraries of ours (4,900 passages of 700 documents): all vectors lie about
    a common direction (the length of their mean is 0.93), two at random have a cosine of 0.87, two of one document
    0.95; of the variance about the mean 40% is between subjects, 20% between their documents, 40% between a
    document's passages; its spectrum falls as a power, so that ten directions hold a third and a hundred three
    quarters of it. A question is a passage moved by as much as lies between question and passage there.
    """

    def __init__(self, subjects: int = 10_000, dimension: int = 384) -> None:
        rng = np.random.default_rng(0)
        mean = rng.normal(size=dimension)
        self._mean = (0.93 * mean / np.linalg.norm(mean)).astype(np.float32)
        self._between, self._within = _directions(0.9, dimension, rng), _directions(0.75, dimension, rng)
        self._subjects = _normal(subjects, self._between, 0.05, rng)

    def rows(self, n: int, seed: int) -> Vectors:
        """``n`` rows, fifty to a document; the same for the same ``seed``."""
        rng = np.random.default_rng((1, seed))
        documents = -(-n // 50)
        centres = self._subjects[rng.integers(0, len(self._subjects), documents)]
        centres = centres + _normal(documents, self._between, 0.025, rng)
        return _unit(self._mean + np.repeat(centres, 50, axis=0)[:n] + _normal(n, self._within, 0.05, rng))

    def questions(self, passages: Vectors) -> Vectors:
        """One about each of ``passages``."""
        rng = np.random.default_rng(2)
        return _unit(passages + _normal(len(passages), self._within, 0.12, rng))


def _directions(power: float, dimension: int, rng: np.random.Generator) -> Vectors:
    """Orthogonal rows whose squared lengths fall as ``k ** -power`` and add up to one."""
    lengths = np.arange(1, dimension + 1) ** (-power / 2)
    turned, _ = np.linalg.qr(rng.normal(size=(dimension, dimension)))
    return np.asarray((turned * (lengths / np.linalg.norm(lengths))).T, np.float32)


def _normal(n: int, directions: Vectors, variance: float, rng: np.random.Generator) -> Vectors:
    drawn = rng.standard_normal((n, len(directions)), dtype=np.float32)
    return np.asarray(drawn @ directions * np.float32(np.sqrt(variance)), np.float32)


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
