"""What of a question stands in a passage: shares of its terms in all of it, near together, and in a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.domain import Passage
from rag.retrieve.terms import terms
from rag.text.fold import folded

_SENTENCE = re.compile(r"[。！？!?；;\n]")
_RUN = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Surface:
    """A passage folded: its head (place, titles, date, section), its text, and the text's sentences."""

    head: str
    body: str
    sentences: tuple[str, ...]

    @property
    def whole(self) -> str:
        """Head and text."""
        return f"{self.head}\n{self.body}"


def surface(passage: Passage) -> Surface:
    """The surface of ``passage``; those of the last few thousand passages are kept."""
    text = passage.text
    return _surface(passage.index_text[: -len(text)] if text else passage.index_text, text)


@lru_cache(maxsize=4096)
def _surface(head: str, text: str) -> Surface:
    sentences = tuple(s for s in map(folded, _SENTENCE.split(text)) if s)
    return Surface(folded(head), folded(text), sentences)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The terms of a question with their weights (idf, > 0): bigrams, and runs of four characters."""

    bigrams: Mapping[str, float]
    runs: Mapping[str, float]

    @classmethod
    def of(cls, text: str, idf: Callable[[str], float]) -> Wanted:
        """The terms of ``text``. A run of four weighs the mean of the two bigrams it is made of."""
        runs: dict[str, float] = {}
        for run in _RUN.findall(folded(text)):
            weights = [idf(run[i : i + 2]) for i in range(len(run) - 1)]
            for i in range(len(run) - 3):
                runs.setdefault(run[i : i + 4], (weights[i] + weights[i + 2]) / 2)
        return cls({t: idf(t) for t in terms(text)}, runs)


def share(wanted: Mapping[str, float], held: Iterable[str]) -> float:
    """Share of the weight of ``wanted`` that the terms ``held`` (each of them in ``wanted``) make up; in [0, 1]."""
    total = sum(wanted.values())
    return sum(wanted[t] for t in held) / total if total else 0.0


def standing(wanted: Mapping[str, float], text: str) -> set[str]:
    """Those of ``wanted`` that stand in folded ``text``."""
    return {t for t in wanted if t in text}


def nearest(wanted: Mapping[str, float], held: set[str], sentences: Sequence[str]) -> tuple[float, str]:
    """The largest share that two sentences in a row hold, and the one sentence that holds most.

    ``held`` are the terms that stand in the text as a whole. (0.0, "") without sentences.
    """
    sets = [{t for t in held if t in s} for s in sentences]
    if not sets:
        return 0.0, ""
    alone = [sum(wanted[t] for t in own) for own in sets]
    best = alone.index(max(alone))
    pairs = (sets[i] | sets[i + 1] for i in range(len(sets) - 1))
    most = max([alone[best], *(sum(wanted[t] for t in pair) for pair in pairs)])
    total = sum(wanted.values())
    return (most / total if total else 0.0), sentences[best]
