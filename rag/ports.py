"""What the steps need from the outside, as small protocols. Providers live in ``rag.backends``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from rag.domain import Passage

Vectors = npt.NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with (done, total), in items of whatever is being done."""


class Embedder(Protocol):
    """Turns texts into unit vectors. Prefixes a model wants are its own affair."""

    @property
    def name(self) -> str:
        """The model's name, for people."""

    @property
    def fingerprint(self) -> str:
        """Identifies weights, pooling and precision; an index is filled under one fingerprint only."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, L2 norm 1."""

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, L2 norm 1."""


class Tokens(NamedTuple):
    """A text by its tokens: unit vectors of shape ``(len(pieces), dimension)``, and the characters of each."""

    vectors: Vectors
    pieces: tuple[str, ...]


@runtime_checkable
class TokenEmbedder(Protocol):
    """An embedder that also tells what each token means where it stands. Not every embedder can."""

    def embed_tokens(self, texts: Sequence[str], *, query: bool = False) -> list[Tokens]:
        """The tokens of each text, without prefix and control tokens."""


class VectorIndex(Protocol):
    """Nearest neighbours by cosine over passage ids, in a folder that one process writes before others read it."""

    def upsert(self, ids: Sequence[str], vectors: Vectors, documents: Sequence[str]) -> None:
        """Add or replace; ``documents[i]`` is the document id that ``ids[i]`` belongs to."""

    def delete(self, ids: Sequence[str]) -> None:
        """Remove; unknown ids are no error."""

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """At most ``k`` pairs (id, cosine in [-1, 1]), best first, for one vector of shape ``(dimension,)``."""

    def ids(self) -> set[str]:
        """Every id held."""

    def ids_of(self, documents: Sequence[str]) -> dict[str, list[str]]:
        """Document id -> ids of the passages held of it, for each of ``documents``."""

    def vectors(self, ids: Sequence[str]) -> tuple[list[str], Vectors]:
        """Those of ``ids`` that are held, and their vectors, row by row."""

    def __len__(self) -> int:
        """Number of ids held."""

    def settle(self) -> None:
        """Bring everything onto the disk; what was written since may be lost."""

    def close(self) -> None:
        """Release files; the object is of no use afterwards."""


class LexicalIndex(Protocol):
    """BM25 over words and character bigrams of ``Passage.index_text``."""

    def upsert(self, passages: Iterable[Passage]) -> None:
        """Add or replace."""

    def delete(self, ids: Sequence[str]) -> None:
        """Remove; unknown ids are no error."""

    def search(self, query: str, k: int) -> list[tuple[str, float]]:
        """At most ``k`` pairs (id, score >= 0), best first."""

    def ids(self) -> set[str]:
        """Every id held."""

    def close(self) -> None:
        """Release files; the object is of no use afterwards."""


class PassageSource(Protocol):
    """Where passages are looked up by id: the library, or passages handed in with a question."""

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """In the order of ``ids``; unknown ids are left out."""

    def neighbours(self, passage: Passage) -> list[Passage]:
        """All passages of the same article, in reading order, ``passage`` included."""

    def beginnings(self, article_ids: Iterable[str], most: int) -> dict[str, list[Passage]]:
        """Article id -> its first ``most`` passages, in reading order."""

    def families(self, article_ids: Sequence[str]) -> Mapping[str, str]:
        """Article id -> the id that stands for all that are alike; articles without a like are left out."""

    def repetitions(self, passage: Passage) -> list[Passage]:
        """The passages of the other articles that are alike ``passage``'s, by document."""


class Reranker(Protocol):
    """Reads a question beside each passage and says how well they fit."""

    @property
    def name(self) -> str:
        """The model's name, for people."""

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """A finite score for each of ``passages``, in their order, the higher the better; comparable within the call.

        Raises:
            EndpointError: the service is down, slow or confused.
            ModelError: the model is missing, or too slow for its time limit.
        """


class ChatModel(Protocol):
    """A model that continues a conversation. Only drafts come from it, never answers."""

    @property
    def name(self) -> str:
        """For people and for the answer's ``model`` field."""

    def stream(self, messages: Sequence[Mapping[str, str]], *, max_tokens: int) -> Iterator[str]:
        """Pieces of text; messages are ``{"role": "system"|"user"|"assistant", "content": ...}``.

        A piece may be empty: the model is still reading, and whoever waits may stop it there. Closing the
        iterator stops the model. Raises EndpointError or ModelError.
        """
