"""An answer that a reader marked as wrong, as a case to be: the question is real, the gold is for the reviewer to write."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from eval.proposals.review import Proposal

COMPLAINTS = {"wrong_source": "读者说出处有误", "wrong_figure": "读者说数字有误", "off_topic": "读者说答非所问"}


def proposal(verdict: str, answer: Mapping[str, Any], history: Sequence[str] = ()) -> Proposal | None:
    """The case for a complaint about ``answer`` (the contract's), asked after ``history``; None for praise.

    What was cited stands in ``evidence`` to be kept, corrected or replaced; ``must`` is empty and has to be filled in
    (or ``answerable`` set to false), else the set is refused.
    """
    says, question = COMPLAINTS.get(verdict), str(answer.get("question") or "").strip()
    if says is None or not question:
        return None
    cited = list(answer.get("citations") or ())
    said = " ".join(str(answer.get("answer") or "（拒答）").split())[:200]
    return Proposal(
        type="followup" if history else "feedback",
        question=question,
        why=f"{says}。当时的回答：{said}",
        evidence=tuple((str(c["quote"]),) for c in cited if c.get("quote")),
        docs=tuple(dict.fromkeys(os.path.basename(str(c["document"])) for c in cited)),
        history=tuple(history),
    )
