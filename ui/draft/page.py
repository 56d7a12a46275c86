"""The report as one HTML file that needs nothing else: no script, no font, no request."""

from __future__ import annotations

from collections.abc import Sequence

from rag.check.report import CheckedClaim, Report
from rag.domain import Citation
from ui.draft.words import KEYS, details, headline, label, status_name, tally, title
from ui.language import language, say
from ui.references import Style, reference
from ui.web.markup import tag, text
from ui.web.theme import stylesheet

_CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(report: Report, style: Style = "2025") -> str:
    """The whole file; text is escaped, never obeyed."""
    name = report.name or title()
    body = "".join([
        tag("h1", text(title()) + tag("small", text(report.name))),
        tallies(report),
        "".join(tag("p", text(n), class_="notice") for n in (report.asks, *report.notes) if n),
        tag("section", draft_html(report, "c", "s"), class_="draft"),
        tag("h2", text(say("逐条结果", "Claim by claim"))),
        "".join(claim_html(c, n, "c", "s") for n, c in enumerate(report.claims, 1) if c.verdict != "not_checkable"),
        tag("h2", text(say("来源", "Sources"))) if report.citations else "",
        "".join(_source(c, style) for c in report.citations),
        tag("p", text(label()), class_="foot"),
    ])  # fmt: skip
    return (
        f'<!doctype html><html lang="{"zh-CN" if language() == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_CSP}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(name)}</title><style>{stylesheet('answer')}{stylesheet('plain')}{stylesheet('draft')}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )


def tallies(report: Report) -> str:
    """How many claims have each status."""
    spans = "".join(tag("span", text(f"{status_name(s)} {n}"), class_=f"tally {KEYS[s]}") for s, n in tally(report))
    return tag("p", spans, class_="tallies")


def draft_html(report: Report, anchor: str, source: str) -> str:
    """The draft: its claims are coloured and lead to ``#ANCHOR`` and their number, their citations to ``#SOURCE``."""
    html, at = "", 0
    for n, claim in enumerate(report.claims, 1):
        html += _lines(report.text[at : claim.start])
        at = claim.end
        words = _with_marks(report, claim)
        if claim.verdict == "not_checkable":
            html += words
        else:
            look = f"claim {KEYS[claim.status]}"
            html += tag("a", words, class_=look, href=f"#{anchor}{n}", title=headline(claim))
            html += _cites(claim.citations, source)
    return tag("p", html + _lines(report.text[at:]))


def claim_html(claim: CheckedClaim, n: int, anchor: str, source: str) -> str:
    """One claim with its verdict; its citations lead to ``#SOURCE`` and their number."""
    links = _cites((*claim.citations, *claim.nearest), source)
    head = tag("span", text(status_name(claim.status)), class_=f"tally {KEYS[claim.status]}") + links
    fix = (
        tag("p", text(say("原文为 ", "The source has ")) + tag("strong", text(claim.correction)), class_="fix")
        if claim.correction
        else ""
    )
    rows = "".join(tag("li", text(line)) for line in details(claim))
    return tag(
        "div",
        tag("p", head) + tag("p", text(" ".join(claim.text.split())), class_="said") + fix + tag("ul", rows),
        class_=f"verdict {KEYS[claim.status]}",
        id=f"{anchor}{n}",
    )


def _cites(numbers: Sequence[int], source: str) -> str:
    return "".join(tag("a", text(f"[{n}]"), class_="cite", href=f"#{source}{n}") for n in numbers)


def _with_marks(report: Report, claim: CheckedClaim) -> str:
    html, at = "", claim.start
    for mark in claim.marks:
        if mark.start >= at and mark.end - mark.start < claim.end - claim.start:
            html += _lines(report.text[at : mark.start]) + tag("b", _lines(report.text[mark.start : mark.end]))
            at = mark.end
    return html + _lines(report.text[at : claim.end])


def _lines(words: str) -> str:
    """Text whose line breaks are kept, on one line of HTML: the page's Markdown would break it elsewhere."""
    return "<br>".join(text(line) for line in words.split("\n"))


def _source(citation: Citation, style: Style) -> str:
    return tag(
        "div",
        tag("p", tag("span", text(f"[{citation.n}]"), class_="n") + text(reference(citation, style)))
        + tag("blockquote", text(citation.quote)),
        class_="source",
        id=f"s{citation.n}",
    )
