"""``python -m eval.meaning``: learn the weights that ship in ``rag/answer/data/meaning.json``.

Learned from this project's sample questions alone, of which only those count that no sentence answers in their own
words. A group of five is held out in turn to say how well unseen questions do.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.cases import Case
from eval.datasets import qa
from eval.metrics.normal import bare
from ingest.run import ingest
from rag.answer.extract import REACH, TOP
from rag.answer.fit import wanted
from rag.answer.inquiry import HITS
from rag.answer.meaning import NAMES, SHIPPED, Look, Model, Rows, candidates
from rag.answer.reading import gather
from rag.answer.select import select
from rag.index.indexes import Indexes
from rag.library.record import Library
from rag.ports import TokenEmbedder
from rag.retrieve.followup import standalone
from rag.retrieve.parts import split
from rag.retrieve.question import understand
from rag.retrieve.search import search, weights_of
from rag.settings import load

THRESHOLD = 0.35
"""Two wrong answers less are worth one right answer more: see the table that is printed."""
RIDGE = 2.0
FOLDS = 5
_EDGE = 10
ABOUT = (
    "Weights of the second look by meaning, fitted by `python -m eval.meaning` on this project's samples with "
    "multilingual-e5-small as shipped."
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing asked that words did not answer: features ``(n, features)`` of the candidates, labels ``(n,)``."""

    case: str
    answerable: bool
    rows: Rows
    labels: Rows


def main(argv: Sequence[str] | None = None) -> int:
    """Ingest, ask, fit, write, and print what questions that are held out get."""
    parser = argparse.ArgumentParser(prog="python -m eval.meaning", description=__doc__)
    parser.add_argument("--samples", type=Path, default=Path("samples"))
    parser.add_argument("--work", type=Path, required=True, help="where the library is made; kept for the next time")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    args = parser.parse_args(argv)
    settings = load(args.work)
    with closing(Library.open(settings.database)) as library, closing(Indexes.open(settings, library)) as indexes:
        ingest([args.samples / "reports"], settings=settings, library=library, indexes=indexes)
        files = [*sorted(args.samples.glob("questions*.jsonl")), args.samples / "spoken.jsonl"]
        cases = qa.load(files, "samples").cases
        seen = [one for case in cases for one in looked_at(case, library, indexes)]
    held_out = [
        (one, model.probabilities(one.rows))
        for fold in range(FOLDS)
        for model in [fit([one for one in seen if _fold(one) != fold])]
        for one in seen
        if _fold(one) == fold
    ]
    table = [_counts(held_out, t) for t in (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)]
    model = fit(seen)
    out = {
        "about": ABOUT,
        "asked": len(seen),
        "held_out": next(row for row in table if row["threshold"] == THRESHOLD),
        "threshold": THRESHOLD,
        "bias": round(model.bias, 3),
        "weights": {name: round(w, 3) for name, w in zip(NAMES, model.weights, strict=True)},
    }
    args.out.write_text(json.dumps(out, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for row in table:
        print(json.dumps(row))
    return 0


def looked_at(case: Case, library: Library, indexes: Indexes) -> Iterator[Seen]:
    """What the second look would see of ``case``: the asks that no sentence answers, as the pipeline has them."""
    query = understand(standalone(case.question, case.history))
    reader = indexes.embedder
    assert isinstance(reader, TokenEmbedder)
    if query.scope != "ok":
        return
    gold = [bare(text) for group in case.evidence for text in group]
    weights = weights_of(indexes, " ".join([query.question, query.focus, *(a.focus for a in query.asks)]))
    for _, part in split(query):
        hits = search(part, indexes, library, load(Path()).retrieve, k=HITS)
        sentences = gather(hits, library, top=TOP, reach=REACH, openings=bool(part.organisations))
        selection = select(part, sentences, weights)
        look = Look(reader, part, weights)
        for i, chosen in selection.chosen.items():
            want = wanted(part.asks[i], part, weights)
            near = [] if chosen else candidates(selection.ranked[i], want, weights)
            if near:
                labels = [float(_answers(bare(f.sentence.text), gold)) for f in near]
                yield Seen(case.id, case.answerable, look.rows(want, near), np.array(labels))


def _answers(text: str, gold: Sequence[str]) -> bool:
    """Whether a sentence holds evidence, lies in it, or holds an end of one that runs over its edge."""
    return any(
        e in text or text in e or (len(e) > _EDGE + 2 and (e[:_EDGE] in text or e[-_EDGE:] in text)) for e in gold
    )


def fit(seen: Sequence[Seen]) -> Model:
    """Logistic regression with a ridge on standardised features, by Newton's method (Hastie et al. 2009, 4.4.1)."""
    x = np.concatenate([one.rows for one in seen])
    y = np.concatenate([one.labels for one in seen])
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread[spread < 1e-9] = np.inf
    z = np.column_stack([(x - mean) / spread, np.ones(len(x))])
    ridge = RIDGE * np.eye(z.shape[1])
    ridge[-1, -1] = 0.0
    w = np.zeros(z.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-z @ w))
        w -= np.linalg.solve((z.T * (p * (1 - p))) @ z + ridge, z.T @ (p - y) + ridge @ w)
    weights = w[:-1] / spread
    return Model(tuple(weights.tolist()), float(w[-1] - weights @ mean), THRESHOLD)


def _fold(one: Seen) -> int:
    """Neighbouring questions are of one page, so their numbers are dealt out in blocks."""
    return int("".join(c for c in one.case if c.isdigit())) // 10 % FOLDS


def _counts(held_out: Sequence[tuple[Seen, list[float]]], threshold: float) -> dict[str, float]:
    """How often the most probable sentence is shown, and right, at a threshold."""
    shown = [(one, one.labels[int(np.argmax(p))]) for one, p in held_out if max(p) >= threshold]
    answerable = sum(one.answerable for one, _ in held_out)
    return {
        "threshold": threshold,
        "answerable": answerable,
        "right": int(sum(label for one, label in shown if one.answerable)),
        "wrong": int(sum(1 - label for one, label in shown if one.answerable)),
        "unanswerable": len(held_out) - answerable,
        "answered": sum(not one.answerable for one, _ in shown),
    }


if __name__ == "__main__":
    sys.exit(main())
