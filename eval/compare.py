"""Two runs case by case: what was fixed, broken, changed, is new or missing, the worst first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from eval.metrics import stats
from eval.records import CaseScore

Change = Literal["broken", "fixed", "changed", "new", "missing", "same"]
ORDER: tuple[Change, ...] = ("broken", "missing", "fixed", "changed", "new", "same")
NAMES: Mapping[Change, str] = {
    "broken": "变坏",
    "missing": "缺少",
    "fixed": "变好",
    "changed": "有变化",
    "new": "新增",
    "same": "相同",
}
PAIRED: Mapping[str, int] = {
    "correct": 1,
    "must": 1,
    "keypoints": 1,
    "evidence_recall": 1,
    "false_refusal": -1,
    "hit@5": 1,
    "mrr@10": 1,
}
"""Scores compared pair by pair, and whether more is better."""
FAULTS = (
    "failed",
    "invalid_marks",
    "nonverbatim_quotes",
    "invented_figures",
    "misplaced_figures",
    "uncited_answer",
    "answered_unanswerable",
)
"""Counts of what must not happen."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One case in two runs. ``worse`` grows with the harm done; negative is an improvement."""

    id: str
    type: str
    change: Change
    worse: float
    faults: tuple[str, ...]
    before: CaseScore | None
    after: CaseScore | None

    def as_json(self) -> dict[str, Any]:
        """For ``eval compare --json``."""
        return {
            "id": self.id,
            "type": self.type,
            "change": self.change,
            "worse": round(self.worse, 6),
            "new_faults": list(self.faults),
            "before": self.before.answer if self.before else None,
            "after": self.after.answer if self.after else None,
            "because": _because(self.after),
        }


@dataclass(frozen=True, slots=True)
class Paired:
    """One score over the cases that both runs have: means, the change with its 95% interval, Holm's adjusted p.

    ``change`` is positive for better, whichever way the score runs.
    """

    name: str
    n: int
    before: float
    after: float
    change: float
    low: float
    high: float
    p: float

    def as_json(self) -> dict[str, Any]:
        """All values, rounded."""
        values = {"before": self.before, "after": self.after, "change": self.change, "low": self.low, "high": self.high}
        return {"n": self.n, **{k: round(v, 6) for k, v in values.items()}, "p_worse": round(self.p, 6)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences, worst first, and the paired tests."""

    differences: tuple[Difference, ...]
    paired: Mapping[str, Paired]
    mcnemar_p: float

    def of(self, *changes: Change) -> list[Difference]:
        """Those of the given kinds, worst first."""
        return [d for d in self.differences if d.change in changes]

    def counts(self) -> dict[Change, int]:
        """How many of each kind, in the order of ``ORDER``."""
        return {change: len(self.of(change)) for change in ORDER}

    def by_type(self) -> dict[str, dict[str, int]]:
        """The counts for each type of case."""
        out: dict[str, dict[str, int]] = {}
        for d in self.differences:
            row = out.setdefault(d.type, dict.fromkeys(ORDER, 0))
            row[d.change] += 1
        return dict(sorted(out.items()))

    def by_tag(self) -> dict[str, dict[str, int]]:
        """The counts for each tag."""
        out: dict[str, dict[str, int]] = {}
        for d in self.differences:
            for tag in (d.after or d.before or _NONE).tags:
                out.setdefault(tag, dict.fromkeys(ORDER, 0))[d.change] += 1
        return dict(sorted(out.items()))

    def as_json(self) -> dict[str, Any]:
        """For ``eval compare --json``; cases that are the same are only counted."""
        return {
            "counts": self.counts(),
            "by_type": self.by_type(),
            "by_tag": self.by_tag(),
            "paired": {name: p.as_json() for name, p in self.paired.items()},
            "mcnemar_p": round(self.mcnemar_p, 6),
            "cases": [d.as_json() for d in self.differences if d.change != "same"],
        }


_NONE = CaseScore("", "", "", {})


def compare(before: Sequence[CaseScore], after: Sequence[CaseScore]) -> Comparison:
    """``after`` against ``before``, paired by id."""
    old, new = {c.id: c for c in before}, {c.id: c for c in after}
    found = [_difference(old.get(i), new.get(i)) for i in dict.fromkeys((*old, *new))]
    found.sort(key=lambda d: (ORDER.index(d.change), -d.worse, d.id))
    shared = [(old[i], new[i]) for i in old if i in new]
    tests = {name: paired(name, sign, shared) for name, sign in PAIRED.items()}
    held = {name: p for name, p in tests.items() if p is not None}
    adjusted = stats.holm({name: p.p for name, p in held.items()})
    final = {n: Paired(n, p.n, p.before, p.after, p.change, p.low, p.high, adjusted[n]) for n, p in held.items()}
    broken = sum(d.change == "broken" for d in found)
    fixed = sum(d.change == "fixed" for d in found)
    return Comparison(tuple(found), final, stats.mcnemar(broken, fixed))


def paired(name: str, sign: int, shared: Sequence[tuple[CaseScore, CaseScore]]) -> Paired | None:
    """The paired bootstrap of one score, cases of one document drawn together; None when no pair has it."""
    pairs = [(a.value(name), b.value(name), b.cluster) for a, b in shared]
    held = [(x, y, c) for x, y, c in pairs if x is not None and y is not None]
    if not held:
        return None
    old, new = [sign * x for x, _, _ in held], [sign * y for _, y, _ in held]
    low, high, p = stats.paired_difference(old, new, [c for _, _, c in held])
    n = len(held)
    return Paired(
        name, n, sign * sum(old) / n + 0.0, sign * sum(new) / n + 0.0, (sum(new) - sum(old)) / n, low, high, p
    )


def new_faults(before: CaseScore | None, after: CaseScore) -> tuple[str, ...]:
    """The ``FAULTS`` of which ``after`` has more than ``before`` had."""
    return tuple(f for f in FAULTS if (after.value(f) or 0) > ((before.value(f) or 0) if before else 0))


def _difference(before: CaseScore | None, after: CaseScore | None) -> Difference:
    if after is None:
        assert before is not None
        return Difference(before.id, before.type, "missing", before.value("correct") or 0.0, (), before, None)
    if before is None:
        faults = new_faults(None, after)
        return Difference(
            after.id, after.type, "new", len(faults) - (after.value("correct") or 0.0), faults, None, after
        )
    faults = new_faults(before, after)
    drops = {n: s * ((before.value(n) or 0.0) - (after.value(n) or 0.0)) for n, s in PAIRED.items()}
    worse = 2 * drops["correct"] + sum(drops.values()) + len(faults)
    was, now = before.value("correct"), after.value("correct")
    change: Change = "same"
    if was is not None and now is not None and was != now:
        change = "broken" if now < was else "fixed"
    elif faults or before.answer != after.answer or any(drops.values()):
        change = "changed"
    return Difference(after.id, after.type, change, worse, faults, before, after)


def _because(score: CaseScore | None) -> list[str]:
    return [s.explanation for s in score.scores.values() if s.explanation] if score else []
