from __future__ import annotations

import numpy as np
import pytest

from rag.backends.fakes import HashEmbedder, ScriptedChat
from rag.errors import EndpointError


def test_shared_wording_is_near() -> None:
    embedder = HashEmbedder()
    query, same, other = embedder.embed_queries(["贫困村出列", "有贫困村出列了", "乡镇敬老院改造"])
    assert float(query @ same) > 0.5 > float(query @ other)


def test_the_hash_is_the_same_in_every_process() -> None:
    assert np.flatnonzero(HashEmbedder(64).embed_queries(["县"])[0]).tolist() == [30, 58]


def test_replies_come_in_order_and_prompts_are_kept() -> None:
    chat = ScriptedChat(["第一句回答", EndpointError("坏了", "down"), "二"])
    message = [{"role": "user", "content": "问"}]
    assert "".join(chat.stream(message, max_tokens=4)) == "第一句回"
    with pytest.raises(EndpointError):
        chat.stream(message, max_tokens=4)
    assert "".join(chat.stream(message, max_tokens=4)) == "二"
    assert chat.prompts == [message] * 3
    with pytest.raises(AssertionError):
        chat.stream(message, max_tokens=4)


def test_a_stream_that_is_stopped_is_counted() -> None:
    chat = ScriptedChat(["很长的一句回答"])
    stream = chat.stream([], max_tokens=100)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert chat.closed == 1
