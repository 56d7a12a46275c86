"""Whether a run may pass: floors it must reach, faults it may not add, and no regression against the baseline."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.compare import FAULTS, Comparison, compare
from eval.metrics.stats import cases_needed
from eval.records import CaseScore
from eval.summary import BY_NAME, summarise, value_of
from rag.errors import ConfigError

ALPHA = 0.05
INTOLERABLE = ("invalid_marks", "nonverbatim_quotes", "invented_figures", "answered_unanswerable")
"""Without a baseline that says which cases are known to do this, none may."""
JUDGED = ("judged_correct", "judged_faithful", "judge_kappa")


class Rules(BaseModel):
    """What a gate holds a run to; ``eval/baselines/NAME.toml``. Unknown keys are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    floors: dict[str, float] = Field(default_factory=dict)
    """Metrics that may not be below a value."""
    ceilings: dict[str, float] = Field(default_factory=dict)
    """Metrics, or ``p50_s``/``p95_s``, that may not be above one."""
    never: tuple[str, ...] = ("invalid_marks", "nonverbatim_quotes")
    """Counts that must be 0 whatever the baseline says."""
    not_more: tuple[str, ...] = FAULTS
    """Counts of which no case may have more than in the baseline."""
    margin: float = Field(0.02, ge=0, lt=1)
    """The drop of a paired mean, in [0, 1), beyond which a run fails even where chance could explain it."""
    slower: float = Field(3.0, gt=1)
    """How many times the baseline's p95 a run's may be, beyond ``slack_s``."""
    slack_s: float = Field(1.0, ge=0)
    """Seconds of p95 that are never held against a run: other machines, other loads."""

    @classmethod
    def read(cls, path: Path | None) -> Rules:
        """The rules at ``path``; the defaults when there is no file.

        Raises:
            ConfigError: not TOML, an unknown key or metric, or a value out of range.
        """
        if path is None or not path.is_file():
            return cls()
        try:
            rules = cls.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (ValidationError, ValueError) as error:
            raise ConfigError(f"关卡设置 {path} 不对：{error}", f"gate rules {path}: {error}") from error
        known = {*BY_NAME, "p50_s", "p95_s"}
        named = {*rules.floors, *rules.ceilings, *rules.never, *rules.not_more}
        if unknown := sorted(named - known):
            names = "、".join(unknown)
            raise ConfigError(f"关卡设置 {path} 里有不认识的指标 {names}", f"unknown metric in {path}: {names}")
        if named and named <= {*JUDGED}:
            raise ConfigError(
                f"关卡设置 {path} 里只有评判模型的指标：它不能单独把关",
                f"{path} names nothing but a judge's figures: a judge is never the only gate",
            )
        return rules


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why a run does not pass. ``gate`` names the rule, ``cases`` the ids that show it."""

    gate: str
    zh: str
    en: str
    cases: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For ``eval gate --json``."""
        return {"gate": self.gate, "message": self.zh, "message_en": self.en, "cases": list(self.cases)}


@dataclass(frozen=True, slots=True)
class Verdict:
    """``passed`` when there is no finding. ``warnings`` say what the gate cannot see."""

    findings: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    comparison: Comparison | None

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def as_json(self) -> dict[str, Any]:
        """For ``eval gate --json``."""
        return {
            "passed": self.passed,
            "findings": [f.as_json() for f in self.findings],
            "warnings": [f.as_json() for f in self.warnings],
            "counts": self.comparison.counts() if self.comparison else None,
        }


def judge(
    after: Sequence[CaseScore],
    rules: Rules,
    before: Sequence[CaseScore] | None = None,
) -> Verdict:
    """Hold the scores of a run to ``rules`` and, where there are any, to those of the baseline ``before``."""
    summary = summarise(after)
    findings = [*_bounds(summary, rules), *_never(after, rules)]
    comparison = None
    if before is not None:
        comparison = compare(before, after)
        findings += [*_not_more(before, after, rules), *_regressions(comparison, rules)]
        findings += _slower(summarise(before), summary, rules)
        findings += _missing(comparison)
    else:
        known = [n for n in INTOLERABLE if n in rules.not_more and n not in rules.never]
        findings += _never(after, rules.model_copy(update={"never": tuple(known)}))
    return Verdict(tuple(findings), tuple(_power(len(after), rules, before is not None)), comparison)


def _bounds(summary: Mapping[str, Any], rules: Rules) -> Iterator[Finding]:
    for limits, zh, en, sign in ((rules.floors, "低于", "below", 1), (rules.ceilings, "高于", "above", -1)):
        for name, limit in limits.items():
            value = value_of(summary, name)
            if value is None:
                yield Finding(f"bound:{name}", f"{name} 没有测到", f"{name} was not measured")
            elif sign * value < sign * limit:
                yield Finding(
                    f"bound:{name}", f"{name} 为 {value:g}，{zh} {limit:g}", f"{name} is {value:g}, {en} {limit:g}"
                )


def _never(after: Sequence[CaseScore], rules: Rules) -> Iterator[Finding]:
    for name in rules.never:
        ids = tuple(c.id for c in after if (c.value(name) or 0) > 0)
        if ids:
            zh = BY_NAME[name].zh
            yield Finding(
                f"never:{name}", f"{zh}：{len(ids)} 题（一题也不许）", f"{name}: {len(ids)} cases, 0 allowed", ids
            )


def _not_more(before: Sequence[CaseScore], after: Sequence[CaseScore], rules: Rules) -> Iterator[Finding]:
    old = {c.id: c for c in before}
    for name in rules.not_more:
        ids = tuple(c.id for c in after if (c.value(name) or 0) > ((old[c.id].value(name) or 0) if c.id in old else 0))
        if ids:
            zh = BY_NAME[name].zh
            yield Finding(f"new:{name}", f"{zh}：比基线多，{len(ids)} 题", f"{name}: more than the baseline in {len(ids)} cases", ids)  # fmt: skip


def _regressions(comparison: Comparison, rules: Rules) -> Iterator[Finding]:
    worse = tuple(d.id for d in comparison.of("broken", "changed") if d.worse > 0)
    for name, test in comparison.paired.items():
        sure = test.high < 0 and test.p < ALPHA
        if sure or -test.change > rules.margin:
            change = f"{test.before:.3f} → {test.after:.3f}（{test.change:+.3f}，95% {test.low:+.3f}…{test.high:+.3f}）"
            yield Finding(f"regression:{name}", f"{name} 变差 {change}", f"{name} is worse {change}", worse)


def _slower(before: Mapping[str, Any], after: Mapping[str, Any], rules: Rules) -> Iterator[Finding]:
    old, new = before["p95_s"], after["p95_s"]
    if new > rules.slower * old + rules.slack_s:
        yield Finding("slower", f"p95 从 {old:.2f} 秒到 {new:.2f} 秒", f"p95 went from {old:.2f} s to {new:.2f} s")


def _missing(comparison: Comparison) -> Iterator[Finding]:
    ids = tuple(d.id for d in comparison.of("missing"))
    if ids:
        yield Finding("missing", f"基线里的 {len(ids)} 题没有跑", f"{len(ids)} cases of the baseline were not run", ids)


def _power(n: int, rules: Rules, compared: bool) -> Iterator[Finding]:
    needed = cases_needed(rules.margin) if rules.margin else 0
    if compared and n < needed:
        yield Finding(
            "power",
            f"{n} 题太少：要以八成把握看出 {100 * rules.margin:.0f} 个百分点的下降需 {needed} 题"
            "（一成题目有变化时）；固定的题目逐题比较仍有效，但不能推及其他问题",
            f"{n} cases are too few to see a drop of {100 * rules.margin:.0f} points with 80% power; {needed} are needed",
        )
