"""Page and API as one ASGI application, guarded as a whole."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from rag.library.removed import Removed
from ui.api.access import Access, is_loopback
from ui.api.guard import Guard
from ui.api.routes import add_api
from ui.web.pages import add_pages

if TYPE_CHECKING:
    from ui.desk import Desk


def build_app(
    desk: Desk, *, host: str = "127.0.0.1", access: Access | None = None, names: Sequence[str] = ()
) -> FastAPI:
    """The whole service.

    Args:
        desk: answers the questions; it is closed when the service stops.
        host: what the server will be bound to.
        access: what visitors are asked for.
        names: further host names under which the service is called, behind a proxy for instance.
    """
    import gradio as gr

    from ui.web.app import build
    from ui.web.theme import HEAD, stylesheet, theme
    from ui.web.wording import script, wording

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        desk.warm()
        Removed(settings.home).expire()
        try:
            yield
        finally:
            desk.close()
            uploads.cleanup()

    settings = desk.settings
    # A folder that nobody else on this machine can read, and that goes with the service.
    uploads = TemporaryDirectory(prefix="wenju-uploads-", ignore_cleanup_errors=True)
    os.environ["GRADIO_TEMP_DIR"] = uploads.name
    app = FastAPI(
        docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False},
    )  # fmt: skip
    # Present although nobody is let in: without it Gradio answers every origin with its own name.
    app.add_middleware(CORSMiddleware, allow_origins=[], allow_credentials=True)
    app.add_middleware(
        Guard,
        access=access or Access(),
        hosts=names,
        loopback=is_loopback(host),
        upload_bytes=settings.server.upload_mb * 1024 * 1024 * 4,
    )
    add_api(app, desk)
    add_pages(app, desk)
    page = build(desk)
    page.queue(max_size=settings.server.queue_size * 4, default_concurrency_limit=settings.server.queue_size)
    gr.mount_gradio_app(
        app, page, "/", server_name=host, server_port=settings.server.port, allowed_paths=[],
        blocked_paths=[str(settings.home), str(settings.models)], max_file_size=f"{settings.server.upload_mb}mb",
        show_error=False, footer_links=[], run_history=False, enable_monitoring=False, mcp_server=False,
        ssr_mode=False, pwa=False, theme=theme(), css=stylesheet("answer") + stylesheet("draft") + stylesheet("page"), head=HEAD + script(), i18n=wording(),
    )  # fmt: skip
    return app
