"""The guard of tests/conftest.py holds, and leaves loopback open."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from tests.conftest import NetworkForbidden


@pytest.mark.parametrize("host", ["192.0.2.1", "example.invalid", "8.8.8.8", "2001:db8::1"])
def test_only_loopback_can_be_reached(host: str) -> None:
    with pytest.raises(NetworkForbidden):
        socket.create_connection((host, 80), timeout=0.1)


def test_a_socket_cannot_go_round_the_name_lookup() -> None:
    with socket.socket() as sock, pytest.raises(NetworkForbidden):
        sock.connect(("192.0.2.1", 80))


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(("localhost", server.getsockname()[1]), timeout=2):
            pass


def test_urllib_is_stopped_too() -> None:
    with pytest.raises(NetworkForbidden):
        urllib.request.urlopen("http://example.invalid/", timeout=0.1)


def test_every_test_has_its_own_home(home: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from rag.settings import default_home

    assert default_home() == home
