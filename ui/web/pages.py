"""Pages of our own, without a line of script: a document with words marked, and question and answer for old browsers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response

from rag.domain import Document, SourcedText, Span
from rag.errors import WenjuError
from ui.language import language, say
from ui.nearest import nearest_of
from ui.web.markup import joined, marked, tag, text
from ui.web.render import answer_html, evidence_html
from ui.web.runs import run_html
from ui.web.sources import document_link, sources_of
from ui.web.theme import HEAD, ICON, stylesheet

if TYPE_CHECKING:
    from ui.desk import Desk

CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'self'; base-uri 'none'"
)
_SPANS = re.compile(r"\d{1,9}-\d{1,9}(?:_\d{1,9}-\d{1,9}){0,199}")
_PIECE = 100_000
"""Characters of a document shown at a time."""


def add_pages(app: FastAPI, desk: Desk) -> None:
    """Put ``/doc/{id}``, ``/eval/{run}`` and ``/plain`` on ``app``."""

    @app.get("/doc/{document_id}", response_class=HTMLResponse)
    def doc(document_id: str, v: str = "", m: str = "", at: int = 0) -> HTMLResponse:
        library = desk.library()
        document = library.document(document_id) if library and re.fullmatch(r"[\w-]{1,80}", document_id) else None
        if document is None:
            return _page(say("没有这份报告", "no such document"), _notice(say("库里没有这份报告，可能已被删除。", "The library holds no such document.")), 404)  # fmt: skip
        return _page(document.path, document_html(document, version=v, spans=parse_spans(m), at=at))

    @app.get("/eval/{name}", response_class=HTMLResponse)
    def run(name: str) -> HTMLResponse:
        try:
            html = run_html(desk.settings.home, name)
        except WenjuError as error:
            return _page(say("评测", "Evaluation"), _notice(error.message(language())), 500)
        if html is None:
            return _page(
                say("没有这次评测", "no such run"), _notice(say("没有这次评测。", "There is no such run.")), 404
            )
        return HTMLResponse(html, headers={"Content-Security-Policy": CSP, "Cache-Control": "no-store"})

    @app.get("/favicon.ico")
    def icon() -> Response:
        return Response(ICON, media_type="image/svg+xml", headers={"Content-Security-Policy": "default-src 'none'"})

    @app.get("/plain", response_class=HTMLResponse)
    def plain_page(q: str = "", place: str = "") -> HTMLResponse:
        return _page(say("问据", "wenju"), _form(q, place) + (_answered(desk, q, place) if q.strip() else ""))


def parse_spans(value: str) -> tuple[Span, ...]:
    """``1203-1229_1300-1310`` as spans; nothing when it is anything else."""
    if not _SPANS.fullmatch(value):
        return ()
    spans = tuple((int(s), int(e)) for s, _, e in (part.partition("-") for part in value.split("_")))
    return spans if all(s < e for s, e in spans) else ()


def document_html(document: Document, *, version: str = "", spans: Sequence[Span] = (), at: int = 0) -> str:
    """The stored text with ``spans`` marked, a piece of it when it is long, and its articles as links.

    Spans of another version of the document are not marked: nobody knows where those words stand now.
    """
    stale = bool(version) and not document.sha256.startswith(version)
    wanted = () if stale else tuple(s for s in spans if s[1] <= len(document.text))
    first = min((s for s, _ in wanted), default=max(0, min(at, len(document.text) - 1)))
    start = first // _PIECE * _PIECE
    end = min(len(document.text), start + _PIECE)
    facts = joined([document.publication, document.date], " · ")
    return joined([
        tag("h1", text(document.path)),
        tag("p", text(facts), class_="facts") if facts else "",
        _notice(say("这份报告在引用之后更新过，所以没有标出引文。", "The document has changed since it was cited; nothing is marked.")) if stale else "",
        _articles(document),
        _steps(document, start, end),
        tag("div", marked(SourcedText.whole(document.text, start, end), wanted, anchor="m"), class_="text"),
        _steps(document, start, end),
    ])  # fmt: skip


def _articles(document: Document) -> str:
    rows = "".join(
        tag(
            "li",
            tag(
                "a",
                text(a.title or say("（无题）", "(untitled)")),
                href=document_link(document.id, document.sha256, a.spans[:200]),
            )
            + tag("span", text(joined([a.kind, a.place, a.date], " · "))),
        )
        for a in document.articles[:500]
        if a.spans
    )
    head = tag(
        "summary", text(say(f"这份报告里的 {len(document.articles)} 篇文章", f"{len(document.articles)} articles"))
    )
    return tag("details", head + tag("ol", rows)) if rows else ""


def _steps(document: Document, start: int, end: int) -> str:
    if start == 0 and end == len(document.text):
        return ""
    here = say(
        f"第 {start + 1}—{end} 字，共 {len(document.text)} 字",
        f"characters {start + 1} to {end} of {len(document.text)}",
    )
    back = tag("a", text(say("← 上一段", "← before")), href=f"?at={max(0, start - _PIECE)}") if start else ""
    on = tag("a", text(say("下一段 →", "after →")), href=f"?at={end}") if end < len(document.text) else ""
    return tag("p", back + tag("span", text(here)) + on, class_="steps")


def _form(question: str, place: str) -> str:
    fields = (
        tag("label", text(say("问题", "Question")), for_="q")
        + tag("textarea", text(question), id="q", name="q", rows=3, maxlength=2000, required="required")
        + tag("label", text(say("限定地区（可不填）", "Only this place (optional)")), for_="place")
        + f'<input id="place" name="place" maxlength="50" value="{text(place)}">'
        + tag("button", text(say("提问", "Ask")), type="submit")
    )
    head = tag(
        "h1", text(say("问据", "wenju")) + tag("small", text(say("问得清楚，答有出处", "ask, and get the evidence")))
    )
    return head + tag("form", fields, method="get", action="/plain")


def _answered(desk: Desk, question: str, place: str) -> str:
    try:
        answer = desk.ask(question, engine="extractive", place=place)  # at once: such a page shows no progress
    except WenjuError as error:
        return _notice(error.message(language()))
    library = desk.library()
    nearest = nearest_of(answer)
    sources = sources_of(library, nearest or answer.citations) if library else []
    return answer_html(1, answer) + tag("div", evidence_html(1, sources, nearest=bool(nearest)), class_="sources")


def _notice(message: str) -> str:
    return tag("p", text(message), class_="notice", role="alert")


def _page(title: str, body: str, status: int = 200) -> HTMLResponse:
    language_code = "zh-CN" if language() == "zh" else "en"
    html = (
        f'<!doctype html><html lang="{language_code}"><head><meta charset="utf-8">{HEAD}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)}</title><style>{stylesheet('answer')}{stylesheet('plain')}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )
    headers = {"Content-Security-Policy": CSP, "Cache-Control": "no-store"}
    return HTMLResponse(html, status_code=status, headers=headers)
