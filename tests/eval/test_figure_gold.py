"""Figures of real reports against tables made by hand. The reports are no part of the project: skipped where they are not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from eval import figure_gold
from ingest.build import build_document
from ingest.parse.registry import parse
from rag.domain import Document

SHARED = Path(__file__).parents[3] / "shared"


def documents(folder: Path) -> list[Document]:
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    out = []
    for file in sorted(folder.glob("*.txt")):
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        out.append(build_document(parse(file), path=file.name, root="", sha256=sha256, size=0, mtime_ns=0))
    return out


def test_pages_precision_and_recall() -> None:
    gold = figure_gold.rows("figures_reports.jsonl")
    assert len(gold) >= 150
    score = figure_gold.score(gold, documents(SHARED / "reports"))
    print(f"\nprecision {score.precision:.3f} ({score.right}/{score.read}), recall {score.recall:.3f} ({score.found}/{score.wanted})")  # fmt: skip
    assert score.precision >= 0.95, score.wrong
    assert score.recall >= 0.90, score.missed


@pytest.mark.slow
@pytest.mark.parametrize("name", ["figures_provinces.jsonl", "figures_provinces_fresh.jsonl"])
def test_what_was_judged_right_is_still_read(name: str) -> None:
    """Of 200 figures drawn and judged, those with the right value are read at the same place with that value."""
    judged = figure_gold.rows(name)
    assert len(judged) == 200
    right = [row for row in judged if row["value_right"] and row["place_right"]]
    assert len(right) >= 190
    read = {
        (d.path, span): (f.value, f.unit, f.place)
        for d in documents(SHARED / "bench" / "province_reports_2025")
        for f, span in figure_gold.placed(d)
    }
    kept = [
        row
        for row in right
        if read.get((row["document"], (row["start"], row["end"]))) == (row["value"], row["unit"], row["place"])
    ]
    assert len(kept) >= 0.97 * len(right)


def test_a_gold_figure_is_met_only_by_its_like() -> None:
    from tests.rag.figures.making import figures

    (figure,) = figures("全县建成扶贫车间47个。")
    row = {"value": 47, "unit": "个", "place": "绥宁县", "indicator": "扶贫车间"}
    assert figure_gold.agrees(row, figure)
    for change in (
        {"value": 48},
        {"unit": "家"},
        {"place": "新宁县"},
        {"indicator": "森林覆盖率"},
        {"relation": "base"},
    ):
        assert not figure_gold.agrees(row | change, figure)
