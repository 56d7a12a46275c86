"""The report as a Word file: the draft with a comment and a colour at each claim, and the sources at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from rag.check.report import CheckedClaim, Report
from ui.draft.words import KEYS, details, headline, label, status_name, tally, title
from ui.language import say
from ui.references import Style, reference

_FILLS = {"ok": "DDEFE2", "part": "FCEBC8", "none": "E6E4DF", "bad": "F9D9D5"}
_UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""
_FONT = "宋体"
_MOST = 2_000
"""Comments; Word becomes slow beyond. Further claims are coloured all the same."""


def docx(report: Report, style: Style = "2025") -> bytes:
    """The file's content."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(12)
    _east_asian(normal.element.get_or_add_rPr())
    _cover(document, report)
    _Body(document, report).write()
    _sources(document, report, style)
    document.core_properties.title = title()
    document.core_properties.author = say("问据", "wenju")
    document.core_properties.comments = label()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _cover(document: Any, report: Report) -> None:
    _heading(document, title())
    document.add_paragraph(" · ".join(f"{status_name(s)} {n}" for s, n in tally(report)))
    for note in (report.asks, *report.notes, label()):
        if note:
            document.add_paragraph(_said(note)).runs[0].italic = True


class _Body:
    """Writes the draft, paragraph by paragraph; a claim may run over several."""

    def __init__(self, document: Any, report: Report) -> None:
        self._document = document
        self._report = report
        self._paragraph: Any = None
        self._comments = 0

    def write(self) -> None:
        """The whole draft, every character of it."""
        _heading(self._document, say("稿件", "The draft"))
        self._paragraph = self._document.add_paragraph()
        at = 0
        for claim in self._report.claims:
            self._runs(self._report.text[at : claim.start])
            at = claim.end
            fill = _FILLS.get(KEYS[claim.status])
            runs = [run for text, bold in _pieces(self._report, claim) for run in self._runs(text, fill, bold)]
            if runs and claim.verdict != "not_checkable" and self._comments < _MOST:
                self._comment(runs, claim)
        self._runs(self._report.text[at:])

    def _runs(self, text: str, fill: str | None = None, bold: bool = False) -> list[Any]:
        out: list[Any] = []
        for n, line in enumerate(text.split("\n")):
            if n and (self._paragraph.runs or line):
                self._paragraph = self._document.add_paragraph()
            if line := _said(line):
                run = self._paragraph.add_run(line)
                run.bold = bold or None
                if fill:
                    _shade(run, fill)
                out.append(run)
        return out

    def _comment(self, runs: list[Any], claim: CheckedClaim) -> None:
        self._comments += 1
        comment = self._document.add_comment(runs, author=say("问据", "wenju"), initials="问")
        comment.paragraphs[0].add_run(_said(headline(claim))).bold = True
        for line in details(claim):
            comment.add_paragraph(_said(line))


def _pieces(report: Report, claim: CheckedClaim) -> Iterator[tuple[str, bool]]:
    """The claim's text, True where it differs from the source."""
    at = claim.start
    for mark in claim.marks:
        if mark.start >= at and mark.end - mark.start < claim.end - claim.start:
            yield report.text[at : mark.start], False
            yield report.text[mark.start : mark.end], True
            at = mark.end
    yield report.text[at : claim.end], False


def _sources(document: Any, report: Report, style: Style) -> None:
    if not report.citations:
        return
    _heading(document, say("来源", "Sources"))
    for citation in report.citations:
        document.add_paragraph(_said(f"[{citation.n}] {reference(citation, style)}"))
        quote = document.add_paragraph(_said(" ".join(citation.quote.split())))
        quote.paragraph_format.left_indent = 360_000


def _heading(document: Any, text: str) -> None:
    from docx.shared import RGBColor

    run = document.add_heading(level=1).add_run(text)
    run.font.name, run.font.color.rgb = _FONT, RGBColor(0x17, 0x3F, 0x6B)
    _east_asian(run._element.get_or_add_rPr())


def _east_asian(properties: Any) -> None:
    """Chinese takes its font from an attribute of its own, and the shape of its signs from its language."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties.get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def _shade(run: Any, fill: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), fill)
    run._element.get_or_add_rPr().append(shade)


def _said(text: str) -> str:
    return _UNSAYABLE.sub("", text)
