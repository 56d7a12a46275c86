"""``/api/v1``: the contracts over HTTP, and two addresses for whoever watches the service."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any, Literal

import anyio
import anyio.to_thread
from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from rag.domain import Event
from rag.errors import ConfigError, IngestError, UsageError, WenjuError
from ui.api.drafts import add_drafts
from ui.cli.search import day
from ui.desk import Busy, Desk
from ui.documents import article_list, listing
from ui.questions import MAX_HISTORY, checked_question, error_json


class Ask(BaseModel):
    """One question."""

    model_config = ConfigDict(extra="forbid")

    question: str
    history: list[str] = Field(default_factory=list, max_length=100)
    engine: Literal["auto", "extractive", "local", "openai"] = "auto"
    place: str | None = Field(None, max_length=50)
    stream: bool = False


class Search(BaseModel):
    """One search."""

    model_config = ConfigDict(extra="forbid")

    question: str
    k: int = Field(10, ge=1, le=1000)
    place: str | None = Field(None, max_length=50)
    since: str | None = Field(None, max_length=10)
    until: str | None = Field(None, max_length=10)


class Figures(BaseModel):
    """One table of figures; without ``question`` all of them."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field("", max_length=200)
    place: list[Annotated[str, Field(max_length=50)]] = Field(default_factory=list, max_length=50)
    parts: bool = False
    since: str | None = Field(None, max_length=10)
    until: str | None = Field(None, max_length=10)
    format: Literal["json", "csv", "xlsx", "docx", "svg", "png"] = "json"


def add_api(app: FastAPI, desk: Desk) -> None:
    """Put the API's routes and error answers on ``app``."""
    app.include_router(_router(desk))
    app.add_exception_handler(WenjuError, _on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)


def _router(desk: Desk) -> APIRouter:
    router = APIRouter()

    @router.post("/api/v1/ask", response_model=None)
    def ask(body: Ask, request: Request) -> JSONResponse | StreamingResponse:
        arguments: dict[str, Any] = {"history": body.history[-MAX_HISTORY:], "engine": body.engine, "place": body.place}
        checked_question(body.question)  # before a stream has begun, an error still has a status
        if body.stream or "text/event-stream" in request.headers.get("accept", ""):
            return StreamingResponse(
                _server_sent(desk.stream(body.question, **arguments)),
                media_type="text/event-stream",
                headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
            )
        return JSONResponse(desk.ask(body.question, **arguments).as_json())

    @router.post("/api/v1/search", response_model=None)
    def search(body: Search) -> JSONResponse:
        notes: list[str] = []
        limits = {"k": body.k, "place": body.place, "since": day(body.since), "until": day(body.until)}
        hits = desk.search(body.question, tell=notes.append, **limits)
        return JSONResponse({"question": body.question, "hits": [hit.as_json() for hit in hits], "notes": notes})

    @router.get("/api/v1/search", response_model=None)
    def search_by_address(query: Annotated[Search, Query()]) -> JSONResponse:
        return search(query)

    @router.post("/api/v1/figures", response_model=None)
    def figures(body: Figures) -> Response:
        from rag.figures.asked import ask as understand
        from ui.figures.exports import MEDIA, export

        asked = understand(
            body.question,
            named=[p for p in body.place if p.strip()],
            since=day(body.since),
            until=day(body.until),
            parts=body.parts,
        )
        table = desk.figures(asked)
        if body.format == "json":
            return JSONResponse(table.as_json())
        # A file that is opened in the browser must not be able to do anything there.
        headers = {
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
            "Cache-Control": "no-store",
        }
        if body.format not in ("svg", "png"):
            headers["Content-Disposition"] = f'attachment; filename="figures.{body.format}"'
        return Response(export(table, body.format), media_type=MEDIA[body.format], headers=headers)

    @router.get("/api/v1/figures", response_model=None)
    def figures_by_address(query: Annotated[Figures, Query()]) -> Response:
        return figures(query)

    add_drafts(router, desk)

    @router.get("/api/v1/documents", response_model=None)
    def documents() -> JSONResponse:
        rows = listing(desk.library())
        return JSONResponse({"documents": [{k: v for k, v in row.items() if k != "root"} for row in rows]})

    @router.get("/api/v1/documents/{name:path}", response_model=None)
    def document(name: str, text: bool = False) -> JSONResponse:
        library = desk.library()
        found = library.document(name) if library else None
        if found is None:
            raise HTTPException(404)
        listed = article_list(found)
        return JSONResponse({**listed, "text": found.text} if text else listed)

    @router.get("/healthz", response_model=None)
    def healthz() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @router.get("/readyz", response_model=None)
    def readyz() -> JSONResponse:
        library = desk.library()
        desk.pipeline()
        return JSONResponse({"status": "ready", "documents": len(library.documents()) if library else 0})

    return router


async def _server_sent(events: Iterator[Event | None]) -> AsyncIterator[str]:
    """The events as server-sent ones; what the model writes before it is checked is only counted."""
    drafted = 0
    try:
        while True:
            try:
                event = await anyio.to_thread.run_sync(next, events, _END)
            except WenjuError as error:
                yield _message("error", error_json(error))
                return
            if event is _END:
                return
            if event is None:
                yield ": waiting\n\n"
            elif event.kind == "delta":
                drafted += len(event.text)
                yield _message("draft", {"characters": drafted})
            elif event.kind == "stage":
                yield _message("stage", {"stage": event.text})
            elif event.kind == "answer" and event.answer is not None:
                yield _message("answer", event.answer.as_json())
            else:
                citations = [c.as_json() for c in event.citations]
                yield _message(event.kind, {"text": event.text, "citations": citations})
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(events.close)  # type: ignore[attr-defined]


_END: Any = object()


def _message(kind: str, data: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _failure(status: int, code: str, body: dict[str, Any], headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": {**body, "code": code}}, status_code=status, headers=headers)


async def _on_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, WenjuError)
    if isinstance(error, Busy):
        return _failure(429, "busy", error_json(error), {"Retry-After": "5"})
    if isinstance(error, UsageError | IngestError):
        return _failure(400, "bad_request", error_json(error))
    if isinstance(error, ConfigError):
        return _failure(500, "configuration", error_json(error))
    return _failure(503, "unavailable", error_json(error), {"Retry-After": "30"})


async def _on_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(x) for x in first["loc"])
    wrong = UsageError(f"请求不对：{where}：{first['msg']}", f"bad request: {where}: {first['msg']}")
    return _failure(422, "bad_request", error_json(wrong))


async def _on_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    wrong = UsageError("没有这个地址" if error.status_code == 404 else "不能这样请求", str(error.detail))
    return _failure(error.status_code, "not_found" if error.status_code == 404 else "http", error_json(wrong))
