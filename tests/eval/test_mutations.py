"""The mutation suite over the project's own pages, and the figures the checks owe on it."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from eval.edits import Text
from eval.falsehoods import FALSE
from eval.mutations import Case, cases, load
from rag.domain import Passage, SourcedText
from rag.text import places
from rag.verify.check import verify

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "samples" / "reports").glob("*.txt"))
PUBLIC = sorted((ROOT.parent / "shared" / "bench" / "province_reports_2025").glob("*.txt"))
OWED = {
    "number": 0.99, "unit": 0.99, "year": 0.99, "mark": 0.99, "place": 0.95, "name": 0.95, "office": 0.95, "direction": 0.90,
    "state": 0.90, "negation": 0.90, "modality": 0.90,
}  # fmt: skip


def passage(text: Text) -> Passage:
    known = places.resolve(text.place) if text.place else None
    return Passage(
        id="p",
        document="d",
        document_id="d",
        document_sha256="",
        article_id="a",
        ordinal=0,
        body=SourcedText.whole(text.text),
        title=text.title,
        place=text.place,
        places=(known.path,) if known else (),
        date=text.date,
    )


def measure(suite: list[Case]) -> tuple[dict[str, float], float]:
    """Share caught by kind, and false alarms among the restatements."""
    count: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for case in suite:
        verdict = verify(case.claim, [passage(t) for t in case.passages])
        kind = "same" if case.label == "supported" else case.kind
        count[kind] += 1
        right[kind] += (verdict.verdict == "supported") == (case.label == "supported")
    return {k: right[k] / count[k] for k in count}, 1 - right["same"] / max(1, count["same"])


def suite_of(files: list[Path], limit: int) -> list[Case]:
    texts = [t for f in files for t in load(f)]
    random.Random(7).shuffle(texts)
    out: list[Case] = []
    for case in cases(texts, seed=7):
        out.append(case)
        if len(out) == limit:
            break
    return out


def test_edits_change_the_sentence_and_repeat() -> None:
    first, second = suite_of(SAMPLES, 200), suite_of(SAMPLES, 200)
    assert first == second
    assert all(c.claim != c.source for c in first)
    assert {c.label for c in first} == {"supported", "unsupported"}


def test_the_checks_keep_their_figures_on_the_samples() -> None:
    caught, false_alarm = measure(suite_of(SAMPLES, 900))
    short = {k: v for k, v in caught.items() if k in OWED and v < OWED[k] - 0.02}
    assert not short
    assert false_alarm <= 0.05


@pytest.mark.slow
@pytest.mark.skipif(not PUBLIC, reason="the public reports are not here")
def test_the_checks_keep_their_figures_on_public_text() -> None:
    caught, false_alarm = measure(suite_of(SAMPLES + PUBLIC, 6000))
    short = {k: v for k, v in caught.items() if k in OWED and v < OWED[k]}
    assert not short
    assert false_alarm <= 0.05


def test_a_checker_that_passes_everything_would_fail() -> None:
    suite = suite_of(SAMPLES, 200)
    assert sum(c.label == "unsupported" for c in suite) > len(suite) / 2


def test_an_office_and_a_change_of_state_are_turned() -> None:
    rng = random.Random(1)
    text = Text("县财政局局长盛立新介绍，风险等级由橙色降为黄色。", "", None, None)
    assert FALSE["office"](text.text, text, rng) == "县财政局副局长盛立新介绍，风险等级由橙色降为黄色。"
    assert FALSE["state"](text.text, text, rng) == "县财政局局长盛立新介绍，风险等级由黄色降为橙色。"
