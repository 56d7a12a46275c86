"""Who may come in: loopback without a word, everybody else only with the password or the token."""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from rag.errors import ConfigError

PASSWORD_VARIABLE = "WENJU_SERVER_PASSWORD"
TOKEN_VARIABLE = "WENJU_SERVER_TOKEN"
_MIN_SECRET = 12
_TRIES = 5
_LOCKED_S = 60.0
_REMEMBERED = 10_000


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound to ``host``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Access:
    """``password`` is for people (any user name, HTTP Basic), ``token`` for programs (Bearer). Neither: open."""

    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    @property
    def open(self) -> bool:
        """Whether nobody is asked."""
        return self.password is None and self.token is None

    def admits(self, authorization: str | None) -> bool:
        """Whether the ``Authorization`` header carries one of the secrets."""
        if self.open:
            return True
        scheme, _, rest = (authorization or "").partition(" ")
        if scheme.lower() == "bearer" and self.token is not None:
            return _same(rest.strip(), self.token)
        if scheme.lower() == "basic" and self.password is not None:
            try:
                given = base64.b64decode(rest, validate=True).decode("utf-8")
            except (binascii.Error, UnicodeDecodeError):
                return False
            return _same(given.partition(":")[2], self.password)
        return False


def access_for(host: str, *, allow_remote: bool, environment: Mapping[str, str] | None = None) -> Access:
    """What a server bound to ``host`` asks for.

    Raises:
        ConfigError: others could reach it and nothing would be asked of them, or a secret is too short.
    """
    env = os.environ if environment is None else environment
    access = Access(env.get(PASSWORD_VARIABLE) or None, env.get(TOKEN_VARIABLE) or None)
    for secret in (access.password, access.token):
        if secret is not None and len(secret) < _MIN_SECRET:
            raise ConfigError(f"口令至少 {_MIN_SECRET} 位", f"a secret needs at least {_MIN_SECRET} characters")
    if is_loopback(host):
        return access
    if not allow_remote:
        raise ConfigError(
            f"{host} 会让别的机器也能访问；确要如此，请加 --allow-remote 并设口令",
            f"{host} would let other machines in; if that is meant, add --allow-remote and set a password",
            hint=PASSWORD_VARIABLE,
        )
    if access.open:
        raise ConfigError(
            "--allow-remote 必须先设口令或令牌", "--allow-remote needs a password or a token",
            hint=f"{PASSWORD_VARIABLE} / {TOKEN_VARIABLE}",
        )  # fmt: skip
    return access


class Attempts:
    """Wrong passwords by address: after five, the address waits a minute."""

    def __init__(self) -> None:
        self._failed: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def locked(self, address: str) -> bool:
        """Whether ``address`` still has to wait."""
        with self._lock:
            count, last = self._failed.get(address, (0, 0.0))
            if count and time.monotonic() - last > _LOCKED_S:
                del self._failed[address]
                return False
            return count >= _TRIES

    def failed(self, address: str) -> None:
        """Count one more."""
        with self._lock:
            self._failed[address] = (self._failed.pop(address, (0, 0.0))[0] + 1, time.monotonic())
            while len(self._failed) > _REMEMBERED:
                self._failed.popitem(last=False)

    def passed(self, address: str) -> None:
        """Forget."""
        with self._lock:
            self._failed.pop(address, None)


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode("utf-8"))
