"""``/api/v1/check``: a draft against the library, as JSON, as a stream of steps, or as a file."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import quote

import anyio
import anyio.to_thread
from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from rag.errors import WenjuError
from ui.draft.exports import content
from ui.draft.reading import draft_of_bytes, draft_of_text
from ui.language import say
from ui.questions import error_json
from ui.references import Style

if TYPE_CHECKING:
    from rag.check.draft import Draft
    from rag.check.report import Progress, Report
    from ui.desk import Desk

_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


class _How(BaseModel):
    """What is wanted of a check."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field("", max_length=200)
    place: str | None = Field(None, max_length=50)
    format: Literal["json", "docx", "html", "md"] = "json"
    style: Literal["2025", "2015", "office"] | None = None
    stream: bool = False


class Check(_How):
    """One draft, as text."""

    text: str


def add_drafts(router: APIRouter, desk: Desk) -> None:
    """Put the routes on ``router``: a text in JSON, or a file as the body of the request."""

    @router.post("/api/v1/check", response_model=None)
    def check(body: Check, request: Request) -> Response:
        return _reply(desk, draft_of_text(body.text, body.name), body, request)

    @router.post("/api/v1/check/file", response_model=None)
    async def check_file(how: Annotated[_How, Query()], request: Request) -> Response:
        data = await request.body()
        draft = await anyio.to_thread.run_sync(draft_of_bytes, data, how.name)
        return await anyio.to_thread.run_sync(_reply, desk, draft, how, request)

    @router.get("/api/v1/check/{key}/{kind}", response_model=None)
    def kept(
        key: str, kind: Literal["docx", "html", "md"], style: Literal["2025", "2015", "office"] = "2025"
    ) -> Response:
        report = desk.drafts.get(key)
        if report is None:
            raise HTTPException(404)
        return _file(report, kind, style)


def _reply(desk: Desk, draft: Draft, how: _How, request: Request) -> Response:
    steps = desk.check(draft, place=how.place)
    if how.stream or "text/event-stream" in request.headers.get("accept", ""):
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_server_sent(steps), media_type="text/event-stream", headers=headers)
    report: Report | None = None
    for step in steps:
        report = (step.report if step else None) or report
    assert report is not None, "the steps end with the report"
    if how.format == "json":
        return JSONResponse(report.as_json())
    return _file(report, how.format, how.style or desk.settings.check.references)


def _file(report: Report, kind: str, style: Style) -> Response:
    """The report as a file to keep; never as a page to show."""
    stem = re.sub(r"[^\w.-]+", "_", Path(report.name).stem)[:60] or say("核稿", "check")
    name = quote(f"{stem}_{say('核对', 'checked')}.{kind}")
    headers = {
        "Content-Disposition": f"attachment; filename=\"check.{kind}\"; filename*=UTF-8''{name}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content(report, kind, style), media_type=_MEDIA[kind], headers=headers)


async def _server_sent(steps: Iterator[Progress | None]) -> AsyncIterator[str]:
    """``progress`` events, then ``report`` or ``error``; leaving stops the work."""
    end: Any = object()
    try:
        while True:
            try:
                step = await anyio.to_thread.run_sync(next, steps, end)
            except WenjuError as error:
                yield _message("error", error_json(error))
                return
            if step is end:
                return
            if step is None:
                yield ": waiting\n\n"
            elif step.report is not None:
                yield _message("report", step.report.as_json())
            else:
                yield _message("progress", {"done": step.done, "total": step.total})
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(steps.close)  # type: ignore[attr-defined]


def _message(kind: str, data: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
