"""What every request passes before anything of ours or Gradio's sees it.

Host, password, origin, size, the routes that are never served, and the binding of a Gradio session to the
browser that opened it. Pure ASGI, so that streams pass through untouched.
"""

from __future__ import annotations

import ipaddress
import json
import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.access import Access, Attempts, is_loopback

CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; font-src 'self' data:; worker-src 'self' blob:; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'self'; object-src 'none'"
)
"""For the Gradio page. Pages of our own bring a stricter one."""

_COOKIE = "wenju_visitor"
_OPEN_PATHS = frozenset({"/healthz"})
_SERVED = re.compile(
    r"/|/favicon\.ico|/healthz|/readyz|/plain|/doc/[\w-]{1,80}|/eval/[\w][\w.-]{0,119}|/api/v1/.+"
    r"|/theme\.css|/(?:assets|static)/[\w./@-]+"
    r"|/gradio_api/(?:queue/(?:join|data)|run/predict|cancel|reset|upload|upload_progress|heartbeat/\w+"
    r"|startup-events|app_id)"
)
"""All there is. Gradio has many more routes: files by path or address, proxies, monitoring, its own API."""
_SESSION_PATH = re.compile(r"/heartbeat/([^/]+)")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_UPLOADS = frozenset(("/gradio_api/upload", "/api/v1/check/file"))
_SESSIONS = 20_000


class _Refused(Exception):
    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.headers = status, code, headers or {}


class Guard:
    """Middleware.

    Args:
        app: what is guarded.
        access: the secrets, if any.
        hosts: further names under which this server may be called; addresses are always fine, since no
            name of an attacker's can be made to resolve to a Host header that is an address.
        loopback: only this machine can reach the server: then only loopback addresses are fine.
        upload_bytes: limit of an upload.
        body_bytes: limit of any other body.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        access: Access,
        hosts: Sequence[str] = (),
        loopback: bool = True,
        upload_bytes: int,
        body_bytes: int = 2_000_000,
    ) -> None:
        self._app = app
        self._access = access
        self._hosts = frozenset(h.lower() for h in hosts)
        self._loopback = loopback
        self._upload_bytes = upload_bytes
        self._body_bytes = body_bytes
        self._attempts = Attempts()
        self._sessions: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with an error."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing of ours speaks over web sockets
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = Headers(scope=scope)
        visitor = _visitor(headers)
        token = visitor or secrets.token_urlsafe(24)
        reply = _Reply(send, None if visitor else token, secure=scope.get("scheme") == "https")
        try:
            self._check_host(headers)
            self._check_access(scope, headers)
            if not _SERVED.fullmatch(scope["path"]) or ".." in scope["path"]:
                raise _Refused(404, "not_found", "没有这个地址 / not found")
            self._check_origin(scope, headers)
            receive = self._bounded(scope, headers, receive)
            receive = await self._check_session(scope, headers, receive, token)
            await self._app(scope, receive, reply)
        except _Refused as refused:
            if not reply.started:
                await _answer(refused, reply)

    def _check_host(self, headers: Headers) -> None:
        host = _hostname(headers.get("host", ""))
        if host in self._hosts or is_loopback(host):
            return
        if not self._loopback:
            try:
                ipaddress.ip_address(host)
                return
            except ValueError:
                pass
        raise _Refused(400, "host", "unknown Host")

    def _check_access(self, scope: Scope, headers: Headers) -> None:
        if self._access.open or scope["path"] in _OPEN_PATHS:
            return
        address = (scope.get("client") or ("?",))[0]
        if self._attempts.locked(address):
            raise _Refused(429, "locked", "尝试太多，请稍后再试 / too many attempts", {"Retry-After": "60"})
        given = headers.get("authorization")
        if self._access.admits(given):
            self._attempts.passed(address)
            return
        if given:
            self._attempts.failed(address)
        raise _Refused(
            401,
            "password",
            "需要口令 / password required",
            {"WWW-Authenticate": 'Basic realm="wenju", charset="UTF-8"'},
        )

    def _check_origin(self, scope: Scope, headers: Headers) -> None:
        path: str = scope["path"]
        origin = headers.get("origin")
        if origin is not None and _netloc(origin) != headers.get("host", "").lower():
            raise _Refused(403, "origin", "requests from other sites are not taken")
        site = headers.get("sec-fetch-site")
        if site == "cross-site" and (scope["method"] not in _SAFE or path.startswith(("/api/", "/gradio_api/"))):
            raise _Refused(403, "origin", "requests from other sites are not taken")

    def _bounded(self, scope: Scope, headers: Headers, receive: Receive) -> Receive:
        limit = self._upload_bytes if scope["path"] in _UPLOADS else self._body_bytes
        declared = headers.get("content-length", "0")
        if not declared.isdecimal() or int(declared) > limit:
            raise _Refused(413, "too_large", "请求太大 / the request is too large")
        seen = 0

        async def bounded() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise _Refused(413, "too_large", "请求太大 / the request is too large")
            return message

        return bounded

    async def _check_session(self, scope: Scope, headers: Headers, receive: Receive, visitor: str) -> Receive:
        """A session belongs to the browser whose cookie came with its first request; to others it does not exist."""
        path: str = scope["path"]
        if not path.startswith("/gradio_api/"):
            return receive
        named = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("session_hash", [])
        named += _SESSION_PATH.findall(path)
        if scope["method"] == "POST" and path != "/gradio_api/upload":
            body, receive = await _buffered(receive)
            named += _session_of(body)
        for session in named:
            with self._lock:
                owner = self._sessions.setdefault(session, visitor)
                self._sessions.move_to_end(session)
                while len(self._sessions) > _SESSIONS:
                    self._sessions.popitem(last=False)
            if owner != visitor:
                raise _Refused(404, "not_found", "not found")
        return receive


class _Reply:
    """``send`` with the headers that every answer carries."""

    def __init__(self, send: Send, visitor: str | None, *, secure: bool) -> None:
        self._send = send
        self._visitor = visitor
        self._secure = secure
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            headers.setdefault("Content-Security-Policy", CSP)
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "no-referrer"
            headers["X-Frame-Options"] = "SAMEORIGIN"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Cross-Origin-Resource-Policy"] = "same-origin"
            if self._visitor:
                flags = "; Secure" if self._secure else ""
                headers.append("Set-Cookie", f"{_COOKIE}={self._visitor}; Path=/; HttpOnly; SameSite=Strict{flags}")
        await self._send(message)


async def _answer(refused: _Refused, send: _Reply) -> None:
    body = json.dumps({"error": {"type": "Refused", "code": refused.code, "message": str(refused)}}, ensure_ascii=False)
    headers = [(b"content-type", b"application/json; charset=utf-8")]
    headers += [(k.lower().encode(), v.encode()) for k, v in refused.headers.items()]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode("utf-8")})


async def _buffered(receive: Receive) -> tuple[bytes, Receive]:
    """The whole body, and a ``receive`` that gives it again."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            break
    body = b"".join(parts)
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return body, again


def _session_of(body: bytes) -> list[str]:
    try:
        value: Any = json.loads(body)
    except (ValueError, RecursionError):
        return []
    found = value.get("session_hash") if isinstance(value, dict) else None
    return [found] if isinstance(found, str) else []


def _visitor(headers: Headers) -> str | None:
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(_COOKIE)
    except CookieError:
        return None
    return cookie.value if cookie is not None and 16 <= len(cookie.value) <= 64 else None


def _hostname(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
