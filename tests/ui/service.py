"""The API and our own pages behind the guard, without Gradio, over the scripted pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from rag.settings import load
from tests.ui.fake_pipeline import FakePipeline, library
from ui.api.access import Access
from ui.api.guard import Guard
from ui.api.routes import add_api
from ui.desk import Desk
from ui.web.pages import add_pages


def service(
    home: Path, *, access: Access | None = None, hosts: Sequence[str] = (), loopback: bool = True
) -> tuple[FastAPI, FakePipeline]:
    """The application and the pipeline behind it."""
    fake = FakePipeline(library(home))
    desk = Desk(load(), fake)  # type: ignore[arg-type]
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(
        Guard, access=access or Access(), hosts=hosts, loopback=loopback, upload_bytes=1_000_000, body_bytes=50_000
    )
    add_api(app, desk)
    add_pages(app, desk)

    @app.api_route("/gradio_api/queue/join", methods=["POST"])
    @app.api_route("/gradio_api/queue/data", methods=["GET"])
    def queue() -> dict[str, str]:
        return {"queue": "reached"}

    @app.post("/gradio_api/upload")
    def upload() -> dict[str, str]:
        return {"upload": "reached"}

    return app, fake


def client(app: FastAPI, host: str = "127.0.0.1") -> TestClient:
    """A visitor with cookies of its own; server errors come back as answers."""
    return TestClient(app, base_url=f"http://{host}:7860", raise_server_exceptions=False)
