"""Stand-ins that need no weights: for tests, and for trying the product out where no model can be had."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from rag.ports import Progress, Vectors
from rag.text.fold import folded


class HashEmbedder:
    """Hashed character bigrams: texts that share wording are near, and nothing else is understood."""

    name = "hashed-bigrams"

    def __init__(self, dimension: int = 256) -> None:
        self.dimension = dimension
        self.fingerprint = f"hashed-bigrams:{dimension}"

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, L2 norm 1."""
        out = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(out, texts, strict=True):
            line = f"^{folded(text)}$"
            for i in range(len(line) - 1):
                code = zlib.crc32(line[i : i + 2].encode("utf-8", "surrogatepass"))
                row[code % self.dimension] += 1 if code >> 31 else -1
            if not row.any():
                row[0] = 1
            row /= np.linalg.norm(row)
        return out

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """As ``embed_queries``."""
        out = self.embed_queries(texts)
        if progress:
            progress(len(texts), len(texts))
        return out


class OverlapReranker:
    """Scores by shared characters; raises ``fails`` instead if given. ``asked`` counts the calls."""

    name = "shared-characters"

    def __init__(self, fails: Exception | None = None) -> None:
        self.fails = fails
        self.asked = 0

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """The share of the question's characters that stand in each passage."""
        self.asked += 1
        if self.fails:
            raise self.fails
        wanted = set(folded(question))
        return [len(wanted & set(folded(p))) / max(1, len(wanted)) for p in passages]


class ScriptedChat:
    """A chat model that says what it was given to say and records what it was asked.

    Each reply is a text, streamed a few characters at a time, or an error to raise. ``prompts`` holds
    the messages of every call; ``closed`` counts the streams that were stopped early.
    """

    name = "scripted"

    def __init__(self, replies: Iterable[str | Exception]) -> None:
        self._replies = list(replies)
        self.prompts: list[list[dict[str, str]]] = []
        self.closed = 0

    def stream(self, messages: Sequence[Mapping[str, str]], *, max_tokens: int) -> Iterator[str]:
        """The next reply, cut at ``max_tokens`` characters; an error when none is left."""
        self.prompts.append([dict(m) for m in messages])
        if not self._replies:
            raise AssertionError("ScriptedChat has no reply left")
        reply = self._replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return self._pieces(reply[:max_tokens])

    def _pieces(self, text: str) -> Iterator[str]:
        finished = False
        try:
            for at in range(0, len(text), 3):
                yield text[at : at + 3]
            finished = True
        finally:
            self.closed += not finished
