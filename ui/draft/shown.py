"""The report as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rag.check.report import Report
from ui.draft.words import details, headline, status_name, tally
from ui.language import say
from ui.references import Style, reference


def report_text(report: Report, style: Style) -> str:
    """What is wrong first, then what was not found, what is confirmed, and the sources."""
    return "\n".join(_lines(report, style))


def _lines(report: Report, style: Style) -> Iterator[str]:
    yield " · ".join(f"{status_name(s)} {n}" for s, n in tally(report)) or say("没有可核对的内容", "nothing to check")
    yield from report.notes
    for verdict in ("contradicted", "not_found", "supported"):
        for claim in report.claims:
            if claim.verdict != verdict:
                continue
            yield ""
            yield f"{headline(claim)}"
            yield f"  {' '.join(claim.text.split())}"
            yield from (f"  - {line}" for line in details(claim))
    if report.citations:
        yield ""
        yield say("来源", "Sources")
        for c in report.citations:
            yield f"[{c.n}] {reference(c, style)}"
            yield f"    {' '.join(c.quote.split())}"
