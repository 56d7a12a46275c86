"""What the tests of the indexes share: reports, and an embedder that counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.backends.fakes import HashEmbedder
from rag.domain import Document
from rag.ports import Progress, Vectors
from tests.rag.library.making import document


class CountingEmbedder(HashEmbedder):
    """Counts the passages and the questions it is given."""

    def __init__(self, dimension: int = 64) -> None:
        super().__init__(dimension)
        self.embedded = self.asked = 0

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        return super().embed_queries(texts)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.embedded += len(texts)
        return super().embed_passages(texts, progress)


def report(n: int, paragraphs: int = 4) -> Document:
    return document(
        f"{n}.txt",
        [(f"第{n}号报告", [f"第{n}号报告第{i}段讲的是{chr(0x4E00 + 37 * n + i)}的事。" for i in range(paragraphs)])],
    )


def found(search: Callable[[str, int], list[tuple[str, float]]], query: str, k: int = 10) -> list[str]:
    return [i for i, _ in search(query, k)]


def HashEmbedder64() -> HashEmbedder:
    return HashEmbedder(64)
