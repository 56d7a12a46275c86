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


def vectors(n: int, seed: int = 0, dimension: int = 384) -> Iterator[Vectors]:
    """``n`` unit vectors in batches of 10,000, in 2,000 clusters round a common direction.

    That is what an embedder's vectors are like: two passages of one library have a cosine near 0.85, and
    neighbours are much nearer than that.
    """
    rng = np.random.default_rng(seed)
    common = rng.normal(size=dimension)
    common *= 2.3 / np.linalg.norm(common)
    topics = rng.normal(size=(2_000, dimension)) / np.sqrt(dimension)
    for at in range(0, n, 10_000):
        size = min(10_000, n - at)
        noise = rng.normal(size=(size, dimension)) * (0.6 / np.sqrt(dimension))
        rows = (common + topics[rng.integers(0, len(topics), size)] * 0.8 + noise).astype(np.float32)
        yield rows / np.linalg.norm(rows, axis=1, keepdims=True)
