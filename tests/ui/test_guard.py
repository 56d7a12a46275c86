"""What does not get past the door."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.service import client, service
from ui.api.access import Access

PASSWORD = "correct horse battery"


def basic(password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"anyone:{password}".encode()).decode()}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.1.2.3", "", "localhost.evil"])
def test_only_loopback_names_are_answered(home: Path, host: str) -> None:
    app, _ = service(home)
    reply = client(app).get("/healthz", headers={"Host": host})
    assert reply.status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "[::1]:7860", "127.8.8.8"])
def test_loopback_is_answered(home: Path, host: str) -> None:
    app, _ = service(home)
    assert client(app).get("/healthz", headers={"Host": host}).status_code == 200


def test_a_remote_service_takes_addresses_and_its_own_names(home: Path) -> None:
    app, _ = service(home, hosts=("wenju.example",), loopback=False, access=Access(token="t" * 20))
    codes = {h: client(app).get("/healthz", headers={"Host": h}).status_code for h in ("10.1.2.3:80", "wenju.example", "evil.example")}  # fmt: skip
    assert codes == {"10.1.2.3:80": 200, "wenju.example": 200, "evil.example": 400}


def test_every_answer_carries_the_headers(home: Path) -> None:
    app, _ = service(home)
    visitor = client(app)
    for reply in (visitor.get("/healthz"), visitor.get("/nowhere"), visitor.post("/api/v1/ask", content=b"{")):
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "no-referrer"
        policy = reply.headers["content-security-policy"]
        assert "default-src 'self'" in policy and "unsafe-eval" not in policy and "http" not in policy
        assert "access-control-allow-origin" not in reply.headers


@pytest.mark.parametrize("path", ["/api/v1/ask", "/gradio_api/queue/join", "/gradio_api/upload"])
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1"])
def test_other_origins_cannot_post(home: Path, path: str, origin: str) -> None:
    app, fake = service(home)
    reply = client(app).post(path, json={"question": "多少？"}, headers={"Origin": origin})
    assert reply.status_code == 403 and fake.asked == []


def test_our_own_origin_can(home: Path) -> None:
    app, _ = service(home)
    headers = {"Origin": "http://127.0.0.1:7860"}
    assert client(app).post("/api/v1/ask", json={"question": "多少？"}, headers=headers).status_code == 200


def test_a_foreign_page_cannot_even_read(home: Path) -> None:
    app, _ = service(home)
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client(app).get("/api/v1/search?question=a", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd", "/gradio_api/file=http://evil.example/x", "/gradio_api/proxy=http://evil.example",
        "/file=/etc/passwd", "/proxy=http://10.0.0.1", "/monitoring", "/gradio_api/info", "/gradio_api/mcp/sse",
        "/gradio_api/runs", "/config", "/docs", "/openapi.json", "/gradio_api/deep_link", "/login",
        "/static/../../etc/passwd", "/gradio_api/stream/x/y/z",
    ],
)  # fmt: skip
def test_what_the_page_does_not_need_is_not_there(home: Path, path: str) -> None:
    app, _ = service(home)
    assert client(app).get(path).status_code == 404


def test_a_session_belongs_to_the_browser_that_opened_it(home: Path) -> None:
    app, _ = service(home)
    anna, bert = client(app), client(app)
    anna.get("/healthz"), bert.get("/healthz")
    assert anna.post("/gradio_api/queue/join", json={"session_hash": "abc", "data": []}).json() == {"queue": "reached"}
    assert anna.get("/gradio_api/queue/data?session_hash=abc").status_code == 200
    assert bert.get("/gradio_api/queue/data?session_hash=abc").status_code == 404
    assert bert.post("/gradio_api/queue/join", json={"session_hash": "abc", "data": []}).status_code == 404
    assert bert.get("/gradio_api/queue/data?session_hash=other").status_code == 200


def test_large_bodies_are_refused_before_they_are_read(home: Path) -> None:
    app, fake = service(home)
    reply = client(app).post("/api/v1/ask", json={"question": "长" * 100_000})
    assert reply.status_code == 413 and fake.asked == []

    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b'{"question": "' + b"x" * 10_000

    assert client(app).post("/api/v1/ask", content=endless()).status_code in (400, 413)
    assert client(app).post("/gradio_api/upload", content=b"x" * 2_000_000).status_code == 413


def test_with_a_password_everything_but_the_pulse_is_shut(home: Path) -> None:
    app, fake = service(home, access=Access(password=PASSWORD, token="t" * 20))
    visitor = client(app)
    for path in ("/", "/plain", "/api/v1/documents", "/readyz", "/doc/x", "/gradio_api/queue/data"):
        reply = visitor.get(path)
        assert reply.status_code == 401 and "Basic" in reply.headers["www-authenticate"]
    assert visitor.get("/healthz").status_code == 200
    assert visitor.get("/api/v1/documents", headers=basic(PASSWORD)).status_code == 200
    assert visitor.get("/api/v1/documents", headers={"Authorization": "Bearer " + "t" * 20}).status_code == 200
    assert fake.asked == []


@pytest.mark.parametrize(
    "header",
    ["Basic !!!", "Basic " + base64.b64encode(b"\xff\xfe").decode(), "Bearer ", "Bearer wrong", "Digest x", "Basic"],
)
def test_malformed_credentials_are_no_credentials(home: Path, header: str) -> None:
    app, _ = service(home, access=Access(password=PASSWORD, token="t" * 20))
    assert client(app).get("/api/v1/documents", headers={"Authorization": header}).status_code == 401


def test_guessing_is_slowed_down(home: Path) -> None:
    app, _ = service(home, access=Access(password=PASSWORD))
    visitor = client(app)
    codes = [visitor.get("/readyz", headers=basic(f"guess {n}")).status_code for n in range(6)]
    assert codes == [401] * 5 + [429]
    assert visitor.get("/readyz", headers=basic(PASSWORD)).status_code == 429, "the right one waits too"


def test_web_sockets_are_closed(home: Path) -> None:
    from starlette.websockets import WebSocketDisconnect

    app, _ = service(home)
    with pytest.raises(WebSocketDisconnect), client(app).websocket_connect("/gradio_api/queue/join"):
        pass
