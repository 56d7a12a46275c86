from __future__ import annotations

import pytest

from rag.backends.rerank_endpoint import RerankEndpoint
from rag.backends.rerankers import open_reranker
from rag.errors import ConfigError, EndpointError
from rag.settings import RerankerSettings
from tests.rerank_server import RerankServer


def endpoint(server: RerankServer, **settings: object) -> RerankEndpoint:
    return RerankEndpoint(RerankerSettings.model_validate({"base_url": server.base_url, **settings}))


def test_the_request_is_the_one_the_services_take() -> None:
    with RerankServer() as server:
        scores = endpoint(server, model="bge-reranker-v2-m3", api_key="sk-1").score(
            "甲县人口", ["道路", "甲县人口30万"]
        )
        (path, headers, body) = server.requests[0]
    assert path == "/v1/rerank"
    assert headers["authorization"] == "Bearer sk-1"
    assert body == {
        "model": "bge-reranker-v2-m3",
        "query": "甲县人口",
        "documents": ["道路", "甲县人口30万"],
        "top_n": 2,
    }
    assert scores[1] > scores[0]


def test_no_key_and_no_model_are_sent_where_none_is_set() -> None:
    with RerankServer() as server:
        endpoint(server).score("问", ["答"])
        (_, headers, body) = server.requests[0]
    assert "authorization" not in headers and "model" not in body


def test_an_address_may_already_end_in_rerank() -> None:
    with RerankServer() as server:
        RerankEndpoint(RerankerSettings(base_url=f"{server.base_url[:-3]}/v2/rerank/")).score("问", ["答"])
        assert server.requests[0][0] == "/v2/rerank"


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("short", "读不懂"),
        ("twice", "读不懂"),
        ("nan", "读不懂"),
        ("words", "读不懂"),
        ("no_results", "读不懂"),
        ("list", "没有回答"),
        ("broken", "残缺"),
        ("page", "不是排序结果"),
        ("redirect", "没有照办"),
        ("unauthorised", "不认这个密钥"),
        ("crash", "出错（500）"),
    ],
)
def test_replies_that_are_no_ranking(mode: str, says: str) -> None:
    with RerankServer(mode) as server, pytest.raises(EndpointError) as raised:
        endpoint(server, api_key="sk-secret").score("问题", ["甲", "乙", "丙"])
    assert says in raised.value.zh
    assert "重排服务" in raised.value.zh and "sk-secret" not in raised.value.zh + raised.value.en
    assert "rerank endpoint" in raised.value.en


def test_a_slow_service_is_left_off() -> None:
    with RerankServer("slow") as server, pytest.raises(EndpointError, match="没有答完"):
        endpoint(server, timeout_s=0.2).score("问题", ["甲", "乙"])


def test_nobody_there() -> None:
    with pytest.raises(EndpointError, match=r"连不上重排服务 127\.0\.0\.1:9"):
        RerankEndpoint(RerankerSettings(base_url="http://127.0.0.1:9")).score("问题", ["甲"])


@pytest.mark.parametrize("address", ["ftp://a/b", "localhost:8000", "http://", "/rerank"])
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(ConfigError):
        open_reranker(RerankerSettings(base_url=address))
