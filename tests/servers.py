"""Chat endpoints that speak the OpenAI protocol on loopback, well or badly, as ``mode`` says."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ANSWER = ("甲县有84个", "贫困村出列", "[1]。")


@dataclass
class Request:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Endpoint:
    """A fake server. ``with Endpoint("ok") as endpoint: endpoint.base_url``."""

    mode: str = "ok"
    answer: tuple[str, ...] = ANSWER
    models: tuple[str, ...] = ("only-model",)
    requests: list[Request] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    """Set when a client closed the connection while the server was still writing."""
    stopping: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Endpoint:
        handler = type("Handler", (_Handler,), {"endpoint": self})
        self._server = _Server(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def chats(self) -> list[Request]:
        return [request for request in self.requests if request.path.endswith("/chat/completions")]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what several modes are for."""


class _Handler(BaseHTTPRequestHandler):
    endpoint: Endpoint
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._note({})
        if self.endpoint.mode == "models_lie":
            return self._reply(200, "<html>login</html>", "text/html")
        data = [{"id": name, "object": "model"} for name in self.endpoint.models]
        self._json(200, {"object": "list", "data": data})

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        body = json.loads(self.rfile.read(length) or b"{}")
        self._note(body)
        mode: Callable[[_Handler, dict[str, Any]], None] = getattr(_Handler, f"mode_{self.endpoint.mode}")
        try:
            mode(self, body)
        except (BrokenPipeError, ConnectionResetError):
            self.endpoint.hung_up.set()
            self.close_connection = True

    # How well-behaved servers answer.

    def mode_ok(self, body: dict[str, Any]) -> None:
        self._stream()
        for text in self.endpoint.answer:
            self._delta(content=text)
        self._end()

    def mode_deepseek(self, body: dict[str, Any]) -> None:
        """Keep-alive comments, ``reasoning_content``, then the answer."""
        self._stream()
        for _ in range(3):
            self._raw(b": keep-alive\n\n")
        self._delta(role="assistant", content=None, reasoning_content="先想一想，甲县有99个")
        self._delta(content="", reasoning_content="……")
        for text in self.endpoint.answer:
            self._delta(content=text)
        self._end()

    def mode_think(self, body: dict[str, Any]) -> None:
        """Thinking inside the text, its tags cut between deltas."""
        self._stream()
        for text in ("<thi", "nk>甲县有99", "个</th", "ink>\n\n", *self.endpoint.answer):
            self._delta(content=text)
        self._end()

    def mode_think_only(self, body: dict[str, Any]) -> None:
        self._stream()
        self._delta(reasoning_content="想" * 50)
        self._end(reason="length")

    def mode_dashscope(self, body: dict[str, Any]) -> None:
        """Thinking is refused where there is no stream."""
        if not body.get("stream") and body.get("enable_thinking") is not False:
            return self._error(400, "parameter.enable_thinking must be set to false for non-streaming calls")
        self.mode_ok(body)

    def mode_vllm(self, body: dict[str, Any]) -> None:
        """A prompt over the context is a 400."""
        if sum(len(message["content"]) for message in body["messages"]) > 2000:
            return self._error(400, "This model's maximum context length is 2048 tokens. However, you requested 9999.")
        self.mode_ok(body)

    def mode_ollama(self, body: dict[str, Any]) -> None:
        """Knows its own models only, and wants no key."""
        if body.get("model") not in self.endpoint.models:
            return self._error(404, f"model '{body.get('model')}' not found")
        self.mode_ok(body)

    def mode_whole(self, body: dict[str, Any]) -> None:
        """A gateway that ignores ``stream``."""
        message = {"role": "assistant", "content": "".join(self.endpoint.answer)}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        self._json(200, {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]})

    def mode_busy_once(self, body: dict[str, Any]) -> None:
        if len(self.endpoint.chats) == 1:
            return self._error(429, "slow down", {"retry-after": "0"})
        self.mode_ok(body)

    def mode_crash_once(self, body: dict[str, Any]) -> None:
        if len(self.endpoint.chats) == 1:
            return self._reply(502, "<html>Bad Gateway</html>", "text/html")
        self.mode_ok(body)

    def mode_drop_once(self, body: dict[str, Any]) -> None:
        if len(self.endpoint.chats) == 1:
            self.close_connection = True
            return
        self.mode_ok(body)

    # How others do.

    def mode_unauthorized(self, body: dict[str, Any]) -> None:
        self._error(401, f"Incorrect API key provided: {self.headers.get('authorization', '')}")

    def mode_busy(self, body: dict[str, Any]) -> None:
        self._error(429, "quota exceeded", {"retry-after": "0"})

    def mode_busy_long(self, body: dict[str, Any]) -> None:
        self._error(429, "come back later", {"retry-after": "3600"})

    def mode_crash(self, body: dict[str, Any]) -> None:
        self._reply(500, "<html>" + "x" * 100_000, "text/html")

    def mode_html(self, body: dict[str, Any]) -> None:
        self._reply(200, "<html><title>Login</title></html>", "text/html; charset=utf-8")

    def mode_error_in_200(self, body: dict[str, Any]) -> None:
        self._json(200, {"error": {"message": "no such channel", "code": 1}})

    def mode_broken_json(self, body: dict[str, Any]) -> None:
        self._reply(200, '{"choices": [{"message": {"content": "甲', "application/json")

    def mode_odd_json(self, body: dict[str, Any]) -> None:
        self._json(200, {"choices": ["甲", None, {"message": "乙"}]})

    def mode_truncated(self, body: dict[str, Any]) -> None:
        self._stream()
        self._raw(b'data: {"id":"x","object":"chat.completion.chunk","choices":[{"index":0,"del\n\n')
        self._end_chunks()

    def mode_odd_events(self, body: dict[str, Any]) -> None:
        self._stream()
        self._raw(b'data: [1, 2]\n\ndata: {"choices": 3}\n\n')
        self._end_chunks()

    def mode_empty(self, body: dict[str, Any]) -> None:
        self._stream()
        self._end()

    def mode_error_event(self, body: dict[str, Any]) -> None:
        self._stream()
        self._raw(b'data: {"error": {"message": "out of memory", "code": 500}}\n\n')
        self._end_chunks()

    def mode_hang(self, body: dict[str, Any]) -> None:
        self.endpoint.stopping.wait(30)

    def mode_keep_alive_forever(self, body: dict[str, Any]) -> None:
        self._stream()
        while not self.endpoint.stopping.wait(0.02):
            self._raw(b": keep-alive\n\n")

    def mode_cut(self, body: dict[str, Any]) -> None:
        """The connection breaks in the middle of the answer."""
        self._stream()
        self._delta(content=self.endpoint.answer[0])
        self.close_connection = True

    def mode_endless(self, body: dict[str, Any]) -> None:
        """Ignores ``max_tokens``."""
        self._stream()
        while not self.endpoint.stopping.wait(0.002):
            self._delta(content="好" * 20)

    def mode_redirect(self, body: dict[str, Any]) -> None:
        self.send_response(307)
        self.send_header("location", "http://localhost:9/elsewhere")
        self.send_header("content-length", "0")
        self.end_headers()

    # The wire.

    def _note(self, body: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.endpoint.requests.append(Request(self.path, headers, body))

    def _reply(self, status: int, text: str, kind: str, headers: dict[str, str] | None = None) -> None:
        data = text.encode()
        self.send_response(status)
        for name, value in {"content-type": kind, "content-length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _json(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        self._reply(status, json.dumps(value, ensure_ascii=False), "application/json", headers)

    def _error(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        self._json(status, {"error": {"message": message, "type": "error", "code": status}}, headers)

    def _stream(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()

    def _raw(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def _delta(self, reason: str | None = None, **delta: Any) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self._raw(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())

    def _end(self, reason: str = "stop") -> None:
        self._delta(reason=reason)
        self._raw(b"data: [DONE]\n\n")
        self._end_chunks()

    def _end_chunks(self) -> None:
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()


def wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Whether ``condition`` comes true within ``seconds``."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
