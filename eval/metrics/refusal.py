"""Does it refuse when, and only when, the library has no answer?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from eval.metrics.normal import grams, norm

_SAYS_NO = re.compile(
    "没有提到|未提及|无法回答|未找到|没有找到|资料中没有|库内(?:暂)?无|暂无|不能回答|没有相关|未收录|找不到|无法提供|不予|无法确定|"
    "未涉及|没有涉及"
)


def refused(result: Mapping[str, Any], answer: str) -> bool:
    """Whether ``result`` is a refusal: by its status, or, for outputs without one, by its words (normalised)."""
    status = result.get("status")
    return status == "refused" or (status is None and bool(_SAYS_NO.search(answer)))


def grounding(question: str, citations: Sequence[Mapping[str, Any]]) -> float:
    """Share of the question's character bigrams that stand in what is cited, in [0, 1].

    What a reader can see of how sure an answer is; the product's own checks have no part in it.
    """
    cited = "\n".join(norm(str(c.get(k) or "")) for c in citations for k in ("quote", "article", "place", "date"))
    wanted = grams(norm(question), 2)
    return len(wanted & grams(cited, 2)) / len(wanted)


def selective_risk(correct: Sequence[bool], confidence: Sequence[float], coverage: float) -> tuple[int, int]:
    """(wrong ones, kept) among the ``coverage`` (0, 1] most confident cases; their quotient is the risk.

    El-Yaniv and Wiener 2010. Ties keep their order. (0, 0) for no cases.
    """
    ranked = sorted(zip(confidence, correct, strict=True), key=lambda x: -x[0])
    kept = ranked[: max(1, round(coverage * len(ranked)))]
    return sum(not ok for _, ok in kept), len(kept)
