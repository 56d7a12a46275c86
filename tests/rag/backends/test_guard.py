"""The wire to an endpoint lets nothing else through."""

from __future__ import annotations

import time

import httpx
import pytest

from rag.backends import guard
from rag.backends.guard import Clock, GuardedTransport
from rag.errors import EndpointError
from tests.servers import Endpoint


def client(base: str, seconds: float = 5, *, send_key: bool = True) -> httpx.Client:
    return httpx.Client(transport=GuardedTransport(httpx.URL(base), Clock(seconds), send_key=send_key))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.2:1/v1/x", "http://localhost:{port}/v1/x", "https://127.0.0.1:{port}/v1/x"]
)
def test_no_other_host(url: str) -> None:
    with Endpoint() as endpoint, client(endpoint.base_url) as http:
        with pytest.raises(EndpointError, match="主机"):
            http.get(url.format(port=endpoint.base_url.split(":")[2].split("/")[0]))
        assert endpoint.requests == []


def test_key_is_dropped_when_there_is_none() -> None:
    with Endpoint() as endpoint, client(endpoint.base_url, send_key=False) as http:
        http.get(f"{endpoint.base_url}/models", headers={"authorization": "Bearer -"})
        assert "authorization" not in endpoint.requests[0].headers


def test_reply_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_BYTES", 2000)
    with Endpoint("endless") as endpoint, client(endpoint.base_url) as http:
        with pytest.raises(EndpointError, match="长"):
            http.post(f"{endpoint.base_url}/chat/completions", json={})


def test_error_page_is_not_read_to_its_end() -> None:
    with Endpoint("crash") as endpoint, client(endpoint.base_url) as http:
        response = http.post(f"{endpoint.base_url}/chat/completions", json={})
        assert response.status_code == 500 and len(response.content) <= 4000


def test_clock_runs_out() -> None:
    clock = Clock(0.01)
    time.sleep(0.02)
    assert clock.left == 0
    with pytest.raises(EndpointError) as caught:
        clock.check()
    assert caught.value.hint == "chat.timeout_s"
