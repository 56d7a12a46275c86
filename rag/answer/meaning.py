"""A second look, by meaning, for what no sentence answers in the question's own words.

Who asks 挣多少 means 工资, who asks for the 一把手 means the 局长. Where words find nothing, the sentences that are
near and in place are read beside the question token by token (late interaction: Khattab and Zaharia 2020, ColBERT),
and a logistic model of a few features says how probable it is that one of them answers. What it picks is quoted and
verified like everything else. ``python -m eval.meaning`` learns the weights; see docs/decisions/0014-meaning.md.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rag.answer.counted import somebody_counted, tail
from rag.answer.fit import Fit, Wanted, held_around, nouns_asked, wanted
from rag.answer.particulars import form_asked
from rag.answer.reading import Sentence
from rag.answer.select import Selection, only_counted, widen
from rag.answer.values import asks_for_a_plan
from rag.errors import ConfigError
from rag.ports import TokenEmbedder, Tokens
from rag.retrieve.content import Word, is_weak
from rag.retrieve.question import Query
from rag.retrieve.subjects import is_firm
from rag.retrieve.terms import Weights
from rag.text import names
from rag.text.dictionary import kind
from rag.text.fold import folded
from rag.text.words import frequency

SHIPPED = Path(__file__).parent / "data" / "meaning.json"
NAMES = (
    *("own", "type", "head", "rank", "cosine", "inside", "around", "weakest", "weakest_around", "sense"),
    *("sense_own", "named", "words", "unknown", "missed", "place", "value", "list", "reason", "person"),
)
PLACE = 0.5
"""Least agreement of the place: words make up for less than where they agree."""
SAME_NOUN = 0.5
VAGUE = 0.25
"""Agreement of kind up to which a figure, or a time, is hardly the one asked for: words make up for that, meaning does not."""
CANDIDATES = 8
"""Sentences looked at for one thing asked."""
READ, BESIDE = 300, 60
"""Characters read of a sentence, and of the one before and after it."""
_BOUND = re.compile(
    r"(?:超过?|突破|过|[高多大]于|不(?:低|少)于|[低少小]于|不足|不到|不满)\d|过[百千万亿]|[万亿]元?(?:以上|以下)|\d[^，,。；;]{0,4}(?:以上|以下)"
)
"""产值过亿元的企业: only some of a kind, told apart by a figure."""
_MEASURE = re.compile(r"(?:种植|播种|养殖|栽培|综合|年|总)?(?:面积|产量|产值|销售额|零售额|存栏量?|出栏量?|覆盖率)$")
_SURE, _NOTHING = 0.96, 0.82
"""Cosines of tokens of this model that mean the same word, and nothing in common."""

Rows = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Model:
    """Probability that a sentence answers: the logistic function of ``bias`` plus weighted features."""

    weights: tuple[float, ...]
    bias: float
    threshold: float
    """Least probability with which a sentence is shown."""

    def probabilities(self, rows: Rows) -> list[float]:
        """For rows of shape ``(n, len(NAMES))``."""
        return [
            1 / (1 + math.exp(-self.bias - math.fsum(w * x for w, x in zip(self.weights, r, strict=True))))
            for r in rows.tolist()
        ]

    @classmethod
    def load(cls, path: Path) -> Model:
        """Read ``{"weights": {feature: number}, "bias": number, "threshold": number}``; other keys are for people.

        Raises:
            ConfigError: not the file, or not the features, that this version knows.
        """
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            weights = held["weights"]
            if set(weights) != set(NAMES):
                raise ValueError("other features")
            return cls(tuple(float(weights[n]) for n in NAMES), float(held["bias"]), float(held["threshold"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ConfigError(
                f"{path} 不是这一版的权重", f"{path} holds no weights of this version", hint="python -m eval.meaning"
            ) from error


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The weights that come with the product."""
    return Model.load(SHIPPED)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Looks with an embedder that can tell tokens apart; ``open`` gives None for one that cannot."""

    open: Callable[[], TokenEmbedder | None]

    def fill(
        self, query: Query, selection: Selection, sentences: Sequence[Sentence], weights: Weights
    ) -> tuple[Selection, bool]:
        """``selection`` with a sentence for each ask that has none and that one can be told to answer; whether any.

        Nothing for questions about firms: reports of one form say of each nearly what is asked, in nearly the
        same words, and what is left unsaid of one lies as near in meaning as an answer would.
        """
        empty = (
            [] if any(map(is_firm, query.organisations)) else [i for i, fits in selection.chosen.items() if not fits]
        )
        reader = self.open() if empty else None
        if reader is None:
            return selection, False
        chosen = dict(selection.chosen)
        look = Look(reader, query, weights)
        for i in empty:
            if form_asked(query.asks[i]):
                continue  # a telephone number is there or it is not
            want = wanted(query.asks[i], query, weights)
            if want.ask.kind in ("what", "list", "where") and only_counted(selection.ranked[i]):
                continue
            near = candidates(selection.ranked[i], want, weights)
            if want.ask.kind == "value" and len(empty) < len(query.asks):
                # Beside what is told for sure no figure of something else: that it was not found is said.
                near = [f for f in near if f.head >= SAME_NOUN]
            if not near:
                continue
            model = shipped()
            best, at = max((p, -n) for n, p in enumerate(model.probabilities(look.rows(want, near))))
            if best >= model.threshold:
                chosen[i] = widen(want, query, near[-at], sentences)
        found = any(chosen[i] for i in empty)
        return (replace(selection, chosen=chosen), True) if found else (selection, False)


def candidates(ranked: Sequence[Fit], want: Wanted, weights: Weights) -> list[Fit]:
    """The best that are in place and hold the kind of thing asked for, however they are worded.

    What is counted may be called otherwise only if reports do not know the question's word for it: who asks how many
    扶贫车间 there are is not told of anything else. The day of an opening is not that of anything else either, nor are
    those who grow something those who do anything else.
    """
    figure, time = want.ask.kind in ("value", "time"), want.ask.kind == "time"
    people = figure and bool(somebody_counted(want.ask))
    unknown = weights.of("")
    bounded = figure and bool(_BOUND.search(want.ask.clause))
    planned = figure and asks_for_a_plan(want.ask.clause)
    things = [w for w in _measured(want) if figure and min(map(weights.of, w.terms)) < unknown]
    known = figure and all(min(map(weights.of, w.terms)) < unknown for w in nouns_asked(want))
    return [
        f
        for f in ranked
        if f.in_place
        and f.type > 0.0
        and f.place >= PLACE
        and not (figure and f.type <= VAGUE)
        and not ((known or time) and f.head < SAME_NOUN)
        and all(held_around(w, f.sentence) >= SAME_NOUN for w in things)
        and not (people and f.own < SAME_NOUN)
        and not (planned and f.value and not f.value.planned)
        and not (bounded and not _BOUND.search(f.sentence.text))
    ][:CANDIDATES]


def _measured(want: Wanted) -> list[Word]:
    """The thing whose measure is asked for: 早稻 of 早稻种植面积是多少; none for other questions."""
    left = folded(tail(want.ask.left))
    measure = _MEASURE.search(left)
    before = [w for w in want.own if measure and w.text in left[: measure.start()] and len(w.text) > 1]
    return [w for w in before if kind(w.text)[:1] == "n" and not is_weak(w.text)][-1:]


class Look:
    """One question beside sentences. Each sentence is read once, with its title and neighbours."""

    def __init__(self, reader: TokenEmbedder, query: Query, weights: Weights) -> None:
        """``weights`` are those of the question's terms in the library."""
        self._reader = reader
        self._weights = weights
        (self._question,) = reader.embed_tokens([query.question], query=True)
        self._spans = _spans(self._question)
        self._text = folded("".join(self._question.pieces))
        self._read: dict[tuple[str, int], tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], float]] = {}

    def rows(self, want: Wanted, fits: Sequence[Fit]) -> Rows:
        """Features of shape ``(len(fits), len(NAMES))``."""
        self._look([f.sentence for f in fits])
        return np.array([self._row(want, f) for f in fits])

    def _look(self, sentences: Sequence[Sentence]) -> None:
        new = [s for s in sentences if s.key not in self._read]
        settings = [(f"{s.passage.title}。{s.before[-BESIDE:]}", s.text[:READ], s.after[:BESIDE]) for s in new]
        read = self._reader.embed_tokens(["".join(parts) for parts in settings])
        for sentence, (before, text, _), tokens in zip(new, settings, read, strict=True):
            low = len("".join(before.split()))
            high = low + len("".join(text.split()))
            inside = [i for i, (a, b) in enumerate(_spans(tokens)) if a < high and b > low]
            likeness = self._question.vectors @ tokens.vectors.T
            own = likeness[:, inside] if inside else likeness
            mean = tokens.vectors[inside].mean(axis=0) if inside else tokens.vectors.mean(axis=0)
            question = self._question.vectors.mean(axis=0)
            cosine = float(mean @ question / (np.linalg.norm(mean) * np.linalg.norm(question) + 1e-9))
            self._read[sentence.key] = (own.max(axis=1), likeness.max(axis=1), cosine)

    def _row(self, want: Wanted, f: Fit) -> list[float]:
        s = f.sentence
        inside, around, cosine = self._read[s.key]
        own = {w.text for w in want.own}
        total = alike = total_own = alike_own = unknown = missed = 0.0
        named = 1.0
        for w in want.all:
            words = held_around(w, s)
            sense = max(words, 0.8 * self._sense(w.text, around))
            total, alike = total + w.weight, alike + w.weight * sense
            if w.text in own:
                total_own, alike_own = total_own + w.weight, alike_own + w.weight * sense
            if min(self._weights.of(t) for t in w.terms) >= self._weights.of(""):
                unknown += w.weight
            elif w.text in own and max(words, w.held(s.heading_terms, s.heading), w.held(s.near_terms, s.near)) < 0.5:
                # A word that reports use would be used here too.
                missed += w.weight
            if not frequency(w.text) or (len(w.text) == 3 and names.is_person_like(w.text)):
                named = min(named, max(w.held(s.passage_terms, s.passage_folded), w.held(s.heading_terms, s.heading)))
        asked = want.ask.kind
        return [
            *(f.own, f.type, f.head, 1 / (1 + 0.2 * s.rank), cosine, float(inside.mean()), float(around.mean())),
            *(float(np.sort(inside)[:3].mean()), float(np.sort(around)[:3].mean())),
            *(alike / total if total else 0.5, alike_own / total_own if total_own else 0.5, named),
            *(min(len(want.all), 10) / 10, unknown / total if total else 0.0),
            *(missed / total if total else 0.0, f.place),
            *(float(asked == k) for k in ("value", "list", "reason", "person")),
        ]

    def _sense(self, word: str, around: npt.NDArray[np.float32]) -> float:
        """How surely a word of the question has its like in the sentence or beside it, in [0, 1]."""
        at = self._text.find(word)
        tokens = [i for i, (a, b) in enumerate(self._spans) if at >= 0 and a < at + len(word) and b > at]
        if not tokens:
            return 0.0
        return min(1.0, max(0.0, (float(around[tokens].mean()) - _NOTHING) / (_SURE - _NOTHING)))


def _spans(tokens: Tokens) -> list[tuple[int, int]]:
    """The characters of each token in the text without blanks."""
    out, at = [], 0
    for piece in tokens.pieces:
        out.append((at, at + len(piece)))
        at += len(piece)
    return out
