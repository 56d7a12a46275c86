"""The whole service, Gradio included: nothing is open that should not be, and nothing is said that need not be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.routing import Mount

from rag.settings import load
from tests.ui.fake_pipeline import FakePipeline, library
from tests.ui.service import client
from ui.api.access import Access
from ui.desk import Desk
from ui.server import build_app


def app_of(home: Path, **options: Any) -> FastAPI:
    return build_app(Desk(load(home), FakePipeline(library(home))), **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home for the tests of this file."""
    return tmp_path_factory.mktemp("service") / "home"


@pytest.fixture(scope="module")
def app(house: Path) -> FastAPI:
    """The service as it is on one's own machine."""
    return app_of(house)


def paths(routes: list[Any], prefix: str = "") -> Iterator[str]:
    for route in routes:
        if isinstance(route, Mount) and route.routes:
            yield from paths(list(route.routes), prefix + route.path)
        elif (inner := getattr(route, "original_router", None)) is not None:
            yield from paths(list(inner.routes), prefix)
        elif getattr(route, "path", None):
            yield prefix + route.path


def test_the_page_is_served_with_a_policy_and_says_nothing_of_the_machine(app: FastAPI, house: Path) -> None:
    reply = client(app).get("/", headers={"Origin": "http://127.0.0.1:7860"})
    assert reply.status_code == 200 and "问据" in reply.text
    assert "unsafe-eval" not in reply.headers["content-security-policy"]
    assert "access-control-allow-origin" not in reply.headers
    assert str(house) not in reply.text and "HttpOnly" in reply.headers["set-cookie"]
    assert "googleapis" not in reply.headers["content-security-policy"]


def test_a_foreign_origin_is_never_named_in_a_header(app: FastAPI) -> None:
    visitor = client(app)
    for path in ("/", "/theme.css", "/gradio_api/queue/data?session_hash=x"):
        reply = visitor.get(path, headers={"Origin": "http://evil.example"})
        assert reply.status_code == 403 and "evil.example" not in str(reply.headers)


def test_without_the_password_every_route_is_shut(home: Path) -> None:
    app = app_of(home, access=Access(password="correct horse battery"))
    visitor = client(app)
    known = sorted(set(paths(list(app.routes))))
    assert len(known) > 30, "Gradio's routes are among them"
    opened = []
    for path in known:
        address = path.replace("{", "").replace("}", "").replace(":path", "")
        for method in ("GET", "POST"):
            if visitor.request(method, address).status_code != 401:
                opened.append((method, address))
    assert opened == [("GET", "/healthz"), ("POST", "/healthz")]


def test_with_no_password_only_what_the_page_needs_is_there(app: FastAPI) -> None:
    visitor = client(app)
    served = set()
    for path in sorted(set(paths(list(app.routes)))):
        address = path.replace("{", "").replace("}", "").replace(":path", "")
        if address.startswith(("/gradio_api/heartbeat", "/gradio_api/queue/data", "/gradio_api/upload_progress")):
            continue  # streams without end
        if visitor.get(address).status_code == 200:
            served.add(path)
    assert served <= {"/", "/favicon.ico", "/healthz", "/readyz", "/plain", "/theme.css", "/api/v1/documents", "/api/v1/figures",
                      "/gradio_api/app_id", "/gradio_api/startup-events", "/gradio_api/app_id/", "/gradio_api/startup-events/"}  # fmt: skip


def test_the_handlers_are_no_api(app: FastAPI) -> None:
    visitor = client(app)
    assert visitor.get("/gradio_api/info").status_code == 404
    assert visitor.post("/gradio_api/call/respond", json={"data": []}).status_code == 404


def test_an_upload_cannot_be_read_by_its_address(app: FastAPI) -> None:
    visitor = client(app)
    reply = visitor.post("/gradio_api/upload", files={"files": ("../../x.html", b"<script>alert(1)</script>")})
    assert reply.status_code == 200
    (where,) = reply.json()
    assert ".." not in where
    assert visitor.get(f"/gradio_api/file={where}").status_code == 404
