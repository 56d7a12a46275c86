"""What every test stands on: no network beyond loopback, a home of its own, the real model cache."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Before any vendor is imported: nothing may phone home, in this process or in one it starts.
os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False",
    HF_HUB_OFFLINE="1",
    HF_HUB_DISABLE_TELEMETRY="1",
    TRANSFORMERS_OFFLINE="1",
    ANONYMIZED_TELEMETRY="False",
    LANGSMITH_TRACING="false",
    LANGCHAIN_TRACING_V2="false",
)


class NetworkForbidden(RuntimeError):
    """A test reached for a host other than this machine."""


class _Guard:
    """Replaces the doors of ``socket``; ``open`` lets everything through, for tests marked ``network``."""

    def __init__(self) -> None:
        self.open = False

    def check(self, host: object) -> None:
        if self.open or host in (None, "", b"", "localhost", b"localhost"):
            return
        name = host.decode() if isinstance(host, bytes) else str(host)
        try:
            address = ipaddress.ip_address(name.split("%")[0])
        except ValueError:
            raise NetworkForbidden(f"tests may only reach loopback, not {name!r}") from None
        if not (address.is_loopback or address.is_unspecified):
            raise NetworkForbidden(f"tests may only reach loopback, not {name!r}")

    def install(self) -> None:
        for name in ("connect", "connect_ex"):
            setattr(socket.socket, name, self._method(getattr(socket.socket, name)))
        lookup = socket.getaddrinfo

        def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
            self.check(host)
            return lookup(host, *args, **kwargs)

        socket.getaddrinfo = getaddrinfo

    def _method(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(sock: socket.socket, address: Any) -> Any:
            if sock.family in (socket.AF_INET, socket.AF_INET6):
                self.check(address[0])
            return original(sock, address)

        return guarded


_guard = _Guard()
_guard.install()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """``network`` tests run only when asked for by ``-m``; ``browser`` tests need a Chromium."""
    asked = "network" in (config.option.markexpr or "")
    for item in items:
        if item.get_closest_marker("network") and not asked:
            item.add_marker(pytest.mark.skip(reason="needs the outside network; run with -m network"))
        if item.get_closest_marker("browser") and chromium() is None:
            item.add_marker(pytest.mark.skip(reason="no chromium on this machine"))


def chromium() -> str | None:
    """The browser that ``browser`` tests drive; ``WENJU_CHROMIUM`` names another."""
    given = os.environ.get("WENJU_CHROMIUM")
    return given or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(autouse=True)
def network_guard(request: pytest.FixtureRequest) -> Iterator[None]:
    """Shut, but for tests marked ``network``."""
    _guard.open = request.node.get_closest_marker("network") is not None
    yield
    _guard.open = False


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh ``WENJU_HOME``; settings of the developer's own environment do not leak in."""
    for key in list(os.environ):
        if key.startswith("WENJU_") and key not in ("WENJU_MODELS", "WENJU_CHROMIUM"):
            monkeypatch.delenv(key)
    path = tmp_path / "home"
    monkeypatch.setenv("WENJU_HOME", str(path))
    return path


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real reports and benchmarks; the test is skipped where it is absent."""
    path = ROOT.parent / "shared"
    if not (path / "reports").is_dir():
        pytest.skip("../shared is not here")
    return path


@pytest.fixture(scope="session")
def samples() -> Path:
    """``samples/reports``: the reports written for this project."""
    path = ROOT / "samples" / "reports"
    if not path.is_dir():
        pytest.skip("samples/reports is not here")
    return path
