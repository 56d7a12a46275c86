"""A short reply of a model to one prompt: read to its end, broken off when it does not stop."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import closing
from typing import cast

from rag.answer.prompting import prompt
from rag.domain import Event
from rag.errors import ModelError
from rag.ports import ChatModel

_CHARS_PER_TOKEN = 4


def replied(chat: ChatModel, name: str, user: str, *, tokens: int, until: float) -> Generator[Event, None, str]:
    """What ``chat`` says to the prompt ``name``.system and ``user``; a ``delta`` while it works.

    ``until`` is when it has to be done, of ``time.monotonic``. Closing the generator stops the model.

    Raises:
        EndpointError: the endpoint is down, slow or confused.
        ModelError: the local model cannot run, or was not done in time.
    """
    messages = [{"role": "system", "content": prompt(f"{name}.system").text}, {"role": "user", "content": user}]
    written = ""
    with closing(cast("Generator[str]", chat.stream(messages, max_tokens=tokens))) as pieces:
        for piece in pieces:
            if time.monotonic() > until:
                raise ModelError("模型太慢，没有等它写完", "the model was too slow to wait for")
            written += piece
            yield Event("delta")
            if len(written) > _CHARS_PER_TOKEN * tokens:
                break
    return written
