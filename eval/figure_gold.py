"""Figures read from reports, held against figures that people read from them.

``data/figures_reports.jsonl`` is a table made by hand: document, offsets of the number in its text, indicator, place, value and unit.
``data/figures_provinces.jsonl`` and ``data/figures_provinces_fresh.jsonl`` are figures drawn at random (``drawn``, seeds 4242 and
90125) from what was read, each judged by hand. All hold data alone and no sentence; the reports themselves are not part of the
project.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from typing import Any

from rag.domain import Document
from rag.figure import Figure
from rag.figures.read import read_all
from rag.text.words import bigrams

DATA = Path(__file__).parent / "data"
_ALIKE = 0.5
"""Share of the gold indicator's character pairs that the figure's own names must hold."""


@dataclass(frozen=True, slots=True)
class Score:
    """``found`` of ``wanted`` gold figures are met by one of ``read``; ``right`` of these meet one of the gold."""

    wanted: int
    found: int
    read: int
    right: int
    missed: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    @property
    def recall(self) -> float:
        """In [0, 1]."""
        return self.found / self.wanted if self.wanted else 0.0

    @property
    def precision(self) -> float:
        """In [0, 1]."""
        return self.right / self.read if self.read else 0.0


def rows(name: str) -> list[dict[str, Any]]:
    """The lines of a data file of this folder."""
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line]


def drawn(documents: Sequence[Document], count: int, seed: int) -> list[tuple[Document, Figure, tuple[int, int]]]:
    """``count`` figures of ``documents`` at random, each with its offsets in the document's text, in reading order."""
    held = [(d, f, span) for d in documents for f, span in placed(d)]
    chosen = random.Random(seed).sample(range(len(held)), min(count, len(held)))
    return [held[i] for i in sorted(chosen)]


def placed(document: Document) -> Iterable[tuple[Figure, tuple[int, int]]]:
    """The figures of a document with their outermost offsets in its text."""
    bodies = {p.id: p.body for p in document.passages}
    for figure in read_all(document.passages):
        spans = bodies[figure.passage].spans(figure.start, figure.end)
        yield figure, (spans[0][0], spans[-1][1])


def score(gold: Sequence[dict[str, Any]], documents: Sequence[Document]) -> Score:
    """How the figures of ``documents`` stand to ``gold``.

    Two meet when their spans overlap and value, unit and place agree and the figure is named by most of the gold
    indicator's words. A gold place may be a parent of the figure's (a county for its village).
    """
    read = [(d.path, f, span) for d in documents for f, span in placed(d)]
    met_gold: set[int] = set()
    met_read: set[int] = set()
    for i, row in enumerate(gold):
        for j, (path, figure, span) in enumerate(read):
            if path == row["document"] and span[0] < row["end"] and row["start"] < span[1] and agrees(row, figure):
                met_gold.add(i)
                met_read.add(j)
    return Score(
        len(gold),
        len(met_gold),
        len(read),
        len(met_read),
        tuple(f"{r['document']}:{r['start']} {r['indicator']}" for i, r in enumerate(gold) if i not in met_gold),
        tuple(
            f"{p}:{s[0]} {f.label} {f.as_written} {f.place}" for j, (p, f, s) in enumerate(read) if j not in met_read
        ),
    )


def agrees(row: dict[str, Any], figure: Figure) -> bool:
    """Whether ``figure`` says what ``row`` says: value, unit, place, relation and the words of the indicator."""
    if not isclose(figure.value, row["value"], rel_tol=1e-9) or figure.unit != row["unit"]:
        return False
    if row["place"] not in (figure.place_path or "").split("/"):
        return False
    if (row.get("relation") == "base") != (figure.relation == "base"):
        return False
    wanted = set(bigrams(row["indicator"]))
    held = set(bigrams(figure.label)) | set(bigrams(figure.indicator))
    return len(wanted & held) >= _ALIKE * len(wanted)
