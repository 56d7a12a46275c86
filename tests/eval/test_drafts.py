"""Drafts with known truth, and the figures that the check owes on them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from eval.drafts import FALSE_ALARM, TARGETS, Item, measure, outcome, right, withhold, written

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples" / "reports").glob("*.txt"))
PUBLIC = sorted((ROOT.parent / "shared" / "bench" / "province_reports_2025").glob("*.txt"))
PAGES = sorted((ROOT.parent / "shared" / "reports").glob("*.txt"))


def owed(result: dict[str, Any], *, slack: float = 0.0) -> None:
    shares = result["shares"]
    assert not {k: v for k, v in shares.items() if v < TARGETS[k] - slack}, result["labels"]
    assert result["false_alarm"] <= FALSE_ALARM + slack / 2


def test_items_stand_where_the_draft_says() -> None:
    pool = [
        Item("number", "contradicted", "全县建成车间57个", edited=(6, 8)),
        Item("absent", "not_found", "新建学校3所。"),
    ]
    made = written("工作汇报", pool, random.Random(1))
    assert all(made.text[slice(*i.span)] == i.text for i in made.items)
    assert {i.label for i in made.items} == {"contradicted", "not_found", "not_checkable"}


def test_a_checker_that_says_the_same_of_everything_would_fail() -> None:
    item = Item("number", "contradicted", "全县建成车间57个", (0, 9), (6, 8))
    for verdict in ("supported", "not_found", "not_checkable"):
        got = outcome(item, [{"start": 0, "end": 9, "verdict": verdict}])
        assert got == verdict and not right(item, got)
    assert not right(Item("", "not_found", ""), "contradicted") and not right(Item("", "supported", ""), "not_found")


def test_a_fifth_of_the_paragraphs_is_withheld() -> None:
    text = "\n".join(f"{n}" + "字" * 70 for n in range(20))
    kept, taken = withhold(text)
    assert len(taken) == 4 and not any(t in kept for t in taken)


@pytest.mark.slow
def test_the_check_keeps_its_figures_on_the_samples() -> None:
    owed(measure(SAMPLES[2:6]), slack=0.02)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(not PUBLIC, reason="the public reports are not here")
def test_the_check_keeps_its_figures_on_public_text() -> None:
    held = [p for p in PUBLIC if "广东" in p.name or "陕西" in p.name]
    owed(measure([p for p in PUBLIC if "湖南" in p.name], held), slack=0.01)


@pytest.mark.slow
@pytest.mark.skipif(not PAGES, reason="the newspaper pages are not here")
def test_the_check_keeps_its_figures_on_newspaper_pages() -> None:
    owed(measure(PAGES), slack=0.02)
