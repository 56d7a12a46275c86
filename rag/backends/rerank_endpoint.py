"""Any endpoint that speaks ``POST /rerank`` as Jina, Cohere, vLLM, Xinference and SiliconFlow do.

Request ``{"model", "query", "documents", "top_n"}``, reply ``{"results": [{"index", "relevance_score"}]}``, the
results in any order (https://jina.ai/reranker, https://docs.cohere.com/reference/rerank).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import httpx

from rag.backends.guard import RERANK, Clock, GuardedTransport, address
from rag.errors import EndpointError, WenjuError
from rag.settings import RerankerSettings

_LONGEST = 2000
"""Characters of a passage that are sent; models read 512 tokens, some 8,000."""


class RerankEndpoint:
    """A Reranker over ``settings.base_url``. Holds no connection between calls."""

    def __init__(self, settings: RerankerSettings) -> None:
        """Check the address; ``/rerank`` is added unless it ends so.

        Raises:
            ConfigError: it is no http(s) address.
        """
        url = address(settings.base_url, RERANK)
        self._url = url if url.path.endswith("/rerank") else url.copy_with(path=f"{url.path.rstrip('/')}/rerank")
        self._key = settings.api_key.get_secret_value().strip() if settings.api_key else ""
        self._model = (settings.model or "").strip()
        self._timeout_s = settings.timeout_s
        self.name = self._model or self._url.host

    def __repr__(self) -> str:
        return f"RerankEndpoint({str(self._url)!r}, model={self._model!r})"

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """See ``ports.Reranker``. One request, not tried again: the question is waiting."""
        if not passages:
            return []
        body: dict[str, Any] = {
            "query": _sendable(question),
            "documents": [_sendable(p) or " " for p in passages],
            "top_n": len(passages),
        }
        if self._model:
            body["model"] = self._model
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        clock = Clock(self._timeout_s, RERANK)
        transport = GuardedTransport(self._url, clock, send_key=bool(self._key))
        try:
            with httpx.Client(transport=transport, follow_redirects=False, trust_env=False) as client:
                reply = client.post(self._url, json=body, headers=headers)
                if reply.status_code >= 400:
                    raise self._refused(reply)
                return _scores(reply.json(), len(passages))
        except WenjuError:
            raise
        except httpx.TimeoutException as error:
            raise EndpointError(
                f"重排服务在 {self._timeout_s:g} 秒内没有答完",
                f"the rerank endpoint did not finish within {self._timeout_s:g} seconds",
                hint="reranker.timeout_s",
            ) from error
        except httpx.TransportError as error:
            where = f"{self._url.host}:{self._url.port or (443 if self._url.scheme == 'https' else 80)}"
            raise EndpointError(
                f"连不上重排服务 {where}，或连接中断",
                f"cannot reach the rerank endpoint {where}, or it hung up",
                hint="reranker.base_url",
            ) from error
        except ValueError as error:
            raise _confused() from error

    def _refused(self, reply: httpx.Response) -> EndpointError:
        status = reply.status_code
        words = reply.text.replace(self._key, "***") if self._key else reply.text
        words = "".join(c for c in " ".join(words.split()) if c.isprintable())[:200]
        zh, hint = {
            401: ("不认这个密钥", "reranker.api_key"),
            403: ("不准用", "reranker.api_key"),
            404: ("没有这个地址或模型", "reranker.base_url, reranker.model"),
            429: ("说请求太多或额度已用完", ""),
        }.get(status, ("出错" if status >= 500 else "不接受这个请求", ""))
        return EndpointError(
            f"重排服务{zh}（{status}）：{words}", f"the rerank endpoint answers {status}: {words}", hint=hint
        )


def _sendable(text: str) -> str:
    """The first characters of ``text``, without lone surrogates, which JSON over UTF-8 cannot carry."""
    return text[:_LONGEST].encode("utf-8", "replace").decode("utf-8")


def _scores(reply: Any, expected: int) -> list[float]:
    """The scores in the order of the passages; EndpointError unless each has one finite score."""
    try:
        found = {item["index"]: item["relevance_score"] for item in reply["results"]}
    except (KeyError, TypeError):
        raise _confused() from None
    if set(found) != set(range(expected)) or not all(_finite(value) for value in found.values()):
        raise _confused()
    return [float(found[i]) for i in range(expected)]


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _confused() -> EndpointError:
    return EndpointError(
        "重排服务的回答读不懂：没有给每一段一个分数",
        "the rerank endpoint's reply cannot be understood: not one score for each passage",
        hint="reranker.base_url",
    )
