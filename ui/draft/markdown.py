"""The report as Markdown: the draft with marks, the claims worth a look, the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.check.report import Report
from ui.draft.words import details, headline, label, status_name, tally, title
from ui.language import say
from ui.plain import plain
from ui.references import Style, reference

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$&])")


def markdown(report: Report, style: Style = "2025") -> str:
    """The report as one Markdown text; nothing of the draft or the library is read as markup."""
    return "\n".join(_lines(report, style)) + "\n"


def _lines(report: Report, style: Style) -> Iterator[str]:
    yield f"# {title()}\n"
    yield " · ".join(f"{status_name(s)} {n}" for s, n in tally(report)) + "\n"
    for note in (report.asks, *report.notes):
        if note:
            yield f"> {_text(note)}\n"
    yield f"## {say('稿件', 'The draft')}\n"
    yield _marked(report) + "\n"
    yield f"## {say('逐条结果', 'Claim by claim')}\n"
    for n, claim in enumerate(report.claims, 1):
        if claim.verdict == "not_checkable":
            continue
        yield f"{n}. **{_text(headline(claim))}** {_text(' '.join(claim.text.split()))}"
        for line in details(claim):
            yield f"   - {_text(line)}"
    if report.citations:
        yield f"\n## {say('来源', 'Sources')}\n"
        for c in report.citations:
            yield f"- \\[{c.n}\\] {_text(reference(c, style))}"
            yield f"  > {_text(' '.join(c.quote.split()))}"
    yield f"\n{_text(label())}"


def _marked(report: Report) -> str:
    """The draft, each claim followed by its number and status in brackets."""
    out, at = "", 0
    for n, claim in enumerate(report.claims, 1):
        out += _text(report.text[at : claim.end])
        at = claim.end
        if claim.verdict != "not_checkable":
            out += f"**〔{n} {status_name(claim.status)}〕**"
    out += _text(report.text[at:])
    return re.sub(r"\n+", "\n\n", out)


def _text(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", plain(value))
