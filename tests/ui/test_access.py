"""No service without a password for others than this machine."""

from __future__ import annotations

import pytest

from rag.errors import ConfigError
from ui.api.access import PASSWORD_VARIABLE, TOKEN_VARIABLE, access_for, is_loopback

LONG = "a long enough secret"


@pytest.mark.parametrize(("host", "loopback"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False),
    ("::", False), ("10.0.0.5", False), ("example.invalid", False), ("", False)])  # fmt: skip
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(("host", "allow", "env"), [
    ("0.0.0.0", False, {}), ("0.0.0.0", False, {PASSWORD_VARIABLE: LONG}), ("0.0.0.0", True, {}),
    ("10.0.0.5", True, {PASSWORD_VARIABLE: "short"}), ("127.0.0.1", False, {TOKEN_VARIABLE: "x"}),
])  # fmt: skip
def test_refused(host: str, allow: bool, env: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        access_for(host, allow_remote=allow, environment=env)


def test_allowed() -> None:
    assert access_for("127.0.0.1", allow_remote=False, environment={}).open
    remote = access_for("0.0.0.0", allow_remote=True, environment={PASSWORD_VARIABLE: LONG})
    assert not remote.open and not remote.admits(None)


def test_secrets_do_not_show() -> None:
    assert LONG not in repr(access_for("0.0.0.0", allow_remote=True, environment={PASSWORD_VARIABLE: LONG}))
