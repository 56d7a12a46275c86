"""What a checked claim comes to, in the words that every form of the report shares."""

from __future__ import annotations

from collections.abc import Iterator

from rag.check.report import CheckedClaim, Report
from ui.draft.english import in_english
from ui.language import say

KEYS = {"已核实": "ok", "部分核实": "part", "未找到依据": "none", "与原文不符": "bad", "无需核对": "talk"}
"""Status words and the names under which style sheets colour them."""


def status_name(status: str) -> str:
    """The status in the language of this process."""
    names = {
        "已核实": say("已核实", "verified"),
        "部分核实": say("部分核实", "partly verified"),
        "未找到依据": say("未找到依据", "no evidence found"),
        "与原文不符": say("与原文不符", "differs from the source"),
        "无需核对": say("无需核对", "nothing to check"),
    }
    return names[status]


def tally(report: Report) -> list[tuple[str, int]]:
    """Pairs of status and number, those that occur."""
    counts = [(status, sum(c.status == status for c in report.claims)) for status in KEYS]
    return [(status, n) for status, n in counts if n]


def headline(claim: CheckedClaim) -> str:
    """与原文不符：原文为0.93%[3]."""
    marks = "".join(f"[{n}]" for n in claim.citations)
    if claim.correction:
        fix = say(f"：原文为{claim.correction}", f": the source has {claim.correction}")
        return f"{status_name(claim.status)}{fix}{marks}"
    return f"{status_name(claim.status)}{marks}"


def details(claim: CheckedClaim) -> Iterator[str]:
    """What else a reader wants to know of a claim, a line each."""
    if claim.conflict:
        values = "；".join(v.value + "".join(f"[{n}]" for n in v.citations) for v in claim.conflict.values)
        yield say(f"库中说法不一：{values}", f"the library disagrees: {values}")
    if claim.verdict != "supported" or claim.status == "部分核实":
        yield from (say(reason, in_english(reason)) for reason in claim.reasons[:4])
    if claim.cited:
        yield say(f"稿中所注来源：{claim.cited}", f"source given in the draft: {claim.cited}")
    if claim.nearest:
        numbers = "".join(f"[{n}]" for n in claim.nearest)
        yield say(f"库里最接近的内容：{numbers}", f"nearest in the library: {numbers}")


def label() -> str:
    """What every export says of itself."""
    return say("本核对由问据自动作出，请以原文为准。", "Checked automatically by wenju; the originals decide.")


def title() -> str:
    """The heading of every export."""
    return say("核稿结果", "Draft check")
