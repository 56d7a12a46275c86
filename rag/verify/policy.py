"""From the checks to a verdict and a score."""

from __future__ import annotations

from collections.abc import Sequence

from rag.domain import Verdict, VerdictName
from rag.verify.context import Finding

ENOUGH = 0.66
"""Share of a claim's content that the source must hold."""


def decide(findings: Sequence[Finding], share: float, missing: Sequence[str]) -> Verdict:
    """Supported only when every check passed and the source holds the content.

    The score is the share of content found, lowered by what failed.
    """
    failed = [f for f in findings if f.severity]
    contradicted = [f for f in failed if f.severity == "contradicted"]
    reasons = [f.reason for f in contradicted] + [f.reason for f in failed if f.severity == "unsupported"]
    verdict: VerdictName = "supported"
    if failed:
        verdict = "contradicted" if contradicted else "unsupported"
    elif share < ENOUGH:
        verdict = "unsupported"
    if share < ENOUGH:
        gap = "、".join(missing)
        reasons.append(f"引文只含断言内容的{share:.0%}" + (f"，缺：{gap}" if gap else ""))
        # What the source hardly speaks of, it does not contradict.
        if share < 0.4:
            verdict = "unsupported"
    score = share * (0.25 if contradicted else 0.4 if failed else 1.0)
    if verdict == "supported":
        reasons = [f.reason for f in findings if f.severity is None] + [f"引文含断言内容的{share:.0%}"]
    return Verdict(verdict, round(min(1.0, max(0.0, score)), 4), tuple(dict.fromkeys(reasons)))
