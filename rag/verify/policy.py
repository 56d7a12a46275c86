"""From the checks to a verdict and a score."""

from __future__ import annotations

from collections.abc import Sequence

from rag.domain import Verdict, VerdictName
from rag.verify.context import Finding
from rag.verify.coverage import Coverage

SHARE, LOCAL, WEAKEST = 0.7, 0.64, 0.25
"""What the source must hold of a claim: of all of it, of its clauses together, and of each."""


def decide(findings: Sequence[Finding], held: Coverage) -> Verdict:
    """Supported only when every check passed and the source holds the content.

    The score is the mean of ``share`` and ``local``, lowered by what failed.
    """
    failed = sorted((f for f in findings if f.severity), key=lambda f: f.severity or "")
    enough = held.share >= SHARE and held.local >= LOCAL and held.weakest >= WEAKEST
    score = (held.share + held.local) / 2
    if not failed and enough:
        reasons = [f.reason for f in findings] + [f"引文含断言内容的{held.share:.0%}"]
        return Verdict("supported", round(score, 4), tuple(dict.fromkeys(reasons)))
    reasons = [f.reason for f in failed]
    if not enough:
        gap = f"，缺：{'、'.join(held.missing)}" if held.missing else ""
        reasons.append(f"引文只含断言内容的{min(held.share, held.local):.0%}{gap}")
    # What the source hardly speaks of, it does not contradict.
    contradicted = held.share >= 0.4 and any(f.severity == "contradicted" for f in failed)
    verdict: VerdictName = "contradicted" if contradicted else "unsupported"
    factor = 0.25 if contradicted else 0.4 if failed else 0.6
    return Verdict(verdict, round(score * factor, 4), tuple(dict.fromkeys(reasons)))
