"""``python -m eval.rerank``: learn the weights that ship in ``rag/retrieve/data/ranker.json``.

The same inputs give the same file: rounding to three digits hides what the order of additions changes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from eval.rerank.fit import Listed, fit, top
from eval.rerank.questions import Asked, reading, reports, samples
from ingest.run import ingest
from rag.index.indexes import Indexes
from rag.library.record import Library
from rag.retrieve.features import NAMES, features
from rag.retrieve.question import understand
from rag.retrieve.ranker import SHIPPED
from rag.retrieve.search import POOL, candidates, wanted_of, weights_of
from rag.settings import load

SHARES = {"reading": 1.0, "reports": 0.3, "samples": 0.3}
"""Weight of a set as a whole: people's own questions count most, rules and few samples less."""
EVERY = 3
"""Of the reading questions one in three is enough."""
HELD_OUT = 5
"""One group in five is not learned from."""
ABOUT = (
    "Weights of the ranking features, fitted by `python -m eval.rerank`. Learned from DRCD (CC BY-SA 3.0, Delta Research "
    "Center) and CMRC 2018 (CC BY-SA 4.0, HFL), the government work reports of China's provinces of 2025 (official "
    "documents) and this project's samples. No text of theirs is contained."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Ingest, ask, fit, write, and print how often the right passage is first."""
    args = _arguments().parse_args(argv)
    work: Path = args.work
    asked = {"reading": reading(args.reading, work / "articles")[::EVERY], "samples": list(samples(args.samples))}
    sources = {"reading": work / "articles", "reports": args.reports, "samples": args.samples / "reports"}
    lists: dict[str, list[tuple[str, Listed]]] = {}
    for name, folder in sources.items():
        settings = load(work / name)
        with closing(Library.open(settings.database)) as library, closing(Indexes.open(settings, library)) as indexes:
            ingest([folder], settings=settings, library=library, indexes=indexes)
            questions = asked[name] if name in asked else list(reports(library.all_passages()))
            lists[name] = [(q.group, _listed(q, library, indexes)) for q in questions]
            print(f"{name}: {len(questions)} questions", file=sys.stderr)
    learned, kept = _split(lists)
    weights = fit(learned)
    measured = {
        name: {"n": len(some), "first": round(top(some, weights, 1), 4), "top5": round(top(some, weights, 5), 4)}
        for name, some in kept.items()
    }
    out = {
        "about": ABOUT,
        "questions": {name: len(some) for name, some in lists.items()},
        "held_out": measured,
        "weights": {name: round(float(w), 3) for name, w in zip(NAMES, weights, strict=True)},
    }
    args.out.write_text(json.dumps(out, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(measured))
    return 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.rerank", description=__doc__)
    parser.add_argument("--reading", type=Path, required=True, help="folder with docs.jsonl and questions.jsonl")
    parser.add_argument("--reports", type=Path, required=True, help="folder of the provinces' reports")
    parser.add_argument("--samples", type=Path, default=Path("samples"))
    parser.add_argument("--work", type=Path, required=True, help="where the libraries are made; kept for the next time")
    parser.add_argument("--out", type=Path, default=SHIPPED)
    return parser


def _listed(asked: Asked, library: Library, indexes: Indexes) -> Listed:
    """The candidates of a question as the search has them, labelled; those that cannot be told are left out."""
    query = understand(asked.question)
    wanted = wanted_of(query)
    settings = load(Path()).retrieve
    pool = candidates(query, wanted, indexes, library, settings, settings.candidates, most=POOL)
    rows = features(query, wanted, pool, weights_of(indexes, f"{wanted} {query.masked}"))
    labels = [asked.label(c.passage) for c in pool]
    told = np.array([label is not None for label in labels], bool)
    return Listed(rows[told], np.array([label for label in labels if label is not None], float))


def _split(lists: dict[str, list[tuple[str, Listed]]]) -> tuple[list[Listed], dict[str, list[Listed]]]:
    """What is learned from, each set with its share, and what is held out, by set; a group is never cut."""
    learned: list[Listed] = []
    kept: dict[str, list[Listed]] = {}
    for name, some in lists.items():
        out = [int(hashlib.sha256(group.encode()).hexdigest(), 16) % HELD_OUT == 0 for group, _ in some]
        kept[name] = [one for (_, one), held in zip(some, out, strict=True) if held]
        own = [one for (_, one), held in zip(some, out, strict=True) if not held and one.labels.any()]
        learned += [Listed(one.features, one.labels, SHARES[name] / len(own)) for one in own]
    return learned, kept


if __name__ == "__main__":
    sys.exit(main())
