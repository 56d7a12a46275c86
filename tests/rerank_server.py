"""A rerank endpoint on loopback, as Jina, Cohere, vLLM and Xinference answer, well or badly, as ``mode`` says."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class RerankServer:
    """A fake server. ``with RerankServer("ok") as server: server.base_url``."""

    mode: str = "ok"
    requests: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)
    """(path, headers, body) of each request."""

    def __enter__(self) -> RerankServer:
        handler = type("Handler", (_Handler,), {"server_of": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"


def results(question: str, documents: list[str]) -> list[dict[str, Any]]:
    """Best first, as the services give them: not in the order of the documents."""
    scored = [(len(set(question) & set(d)) / max(1, len(set(question))), i) for i, d in enumerate(documents)]
    return [{"index": i, "relevance_score": s} for s, i in sorted(scored, key=lambda x: (-x[0], x[1]))]


class _Handler(BaseHTTPRequestHandler):
    server_of: RerankServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)))
        self.server_of.requests.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        found = results(body["query"], body["documents"])
        try:
            self._answer(self.server_of.mode, found, body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _answer(self, mode: str, found: list[dict[str, Any]], body: dict[str, Any]) -> None:
        if mode == "ok":
            found = [{**r, "document": {"text": body["documents"][r["index"]]}} for r in found]
            self._json(200, {"id": "x", "model": body.get("model"), "results": found, "usage": {"total_tokens": 9}})
        elif mode == "short":
            self._json(200, {"results": found[:-1]})
        elif mode == "twice":
            self._json(200, {"results": [*found[:-1], found[0]]})
        elif mode == "nan":
            self._json(200, {"results": [{**r, "relevance_score": float("nan")} for r in found]})
        elif mode == "words":
            self._json(200, {"results": [{**r, "relevance_score": "high"} for r in found]})
        elif mode == "list":
            self._json(200, found)
        elif mode == "no_results":
            self._json(200, {"detail": "ok"})
        elif mode == "broken":
            self._reply(200, "application/json", b'{"results": [')
        elif mode == "page":
            self._reply(200, "text/html", b"<html>login</html>")
        elif mode == "redirect":
            self._reply(302, "text/plain", b"", {"location": "http://127.0.0.1:9/elsewhere"})
        elif mode == "unauthorised":
            self._json(401, {"error": f"bad key {self.headers.get('authorization')}"})
        elif mode == "crash":
            self._json(500, {"error": "boom"})
        elif mode == "slow":
            time.sleep(1.5)
            self._json(200, {"results": found})
        else:
            raise AssertionError(mode)

    def _json(self, status: int, value: Any) -> None:
        self._reply(status, "application/json", json.dumps(value, ensure_ascii=False).encode())

    def _reply(self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
