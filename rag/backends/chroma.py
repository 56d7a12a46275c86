"""Chroma, embedded, as the index of vectors, behind LangChain's vector store.

What its 1.5 needs to be told or kept from (each was tried): the space is ``l2`` unless set; its own
embedder would be fetched from the network; its settings read ``.env`` of the current folder under names
without a prefix; a batch above 5461 fails; an add of a known id is ignored; two processes that write one
folder lose vectors in silence, and a reader does not see another process's writes. Hence: cosine is set
and asserted, vectors are passed in, settings are given whole, batches are small, everything is an upsert,
and a folder is written by one process before any other reads it (``rag.index.dense``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from rag.backends.folders import unusable
from rag.ports import Vectors

_CALLED = ("向量索引", "the index of vectors")
_COLLECTION = "passages"
_BATCH = 2000
"""Each is a transaction and a run of checks of Chroma's: by 200 a vector costs a quarter more."""
_FLUSH = 2
"""The least number of changes after which Chroma brings its graph onto the disk."""
_FLUSHES = 50
"""About as often the whole graph is written while it is built; by default after every thousand vectors."""
_GATHERED = 100
"""Vectors that are searched one by one before they go into the graph; Chroma's default."""
_PAGE = 5000
_SEARCHED = 300
"""Nodes of the graph that a search looks at (``ef_search``), fixed when an index is made."""


class ChromaIndex:
    """One folder with one collection: ids, vectors, and for each id its document; no text.

    A folder that was closed after writing opens without catching up: see ``settle``.
    """

    def __init__(self, folder: Path, *, create: bool = False, expected: int = 0) -> None:
        """Open ``folder``.

        Args:
            folder: made by ``create``, else it must be there.
            create: make a new, empty one.
            expected: number of vectors that a new one is going to hold, if known.

        Raises:
            LibraryError: not a folder of ours, damaged, or its space is not cosine.
        """
        if not create and not (folder / "chroma.sqlite3").is_file():
            raise unusable(*_CALLED, folder, "missing")
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._given = _Given()
        self._size: int | None = None
        self._open(
            {
                "hnsw": {
                    "space": "cosine",
                    "ef_construction": 200,
                    "max_neighbors": 16,
                    "ef_search": _SEARCHED,
                    "sync_threshold": _threshold(expected),
                }
            }
            if create
            else None
        )

    def upsert(self, ids: Sequence[str], vectors: Vectors, documents: Sequence[str]) -> None:
        """Add or replace; ``documents[i]`` is the document id that ``ids[i]`` belongs to."""
        self._size = None
        for at in range(0, len(ids), _BATCH):
            some = list(ids[at : at + _BATCH])
            self._given.vectors = list(vectors[at : at + _BATCH])
            metadata = [{"document": d} for d in documents[at : at + _BATCH]]
            with self._translated():
                self._store.add_texts([""] * len(some), metadatas=metadata, ids=some)

    def delete(self, ids: Sequence[str]) -> None:
        """Remove; unknown ids are no error.

        Deleting only marks a node of the graph, its vector would stay in the file: so it is overwritten first.
        """
        self._size = None
        for at in range(0, len(ids), _BATCH):
            known: list[str] = self._collection.get(ids=list(ids[at : at + _BATCH]), include=[])["ids"]
            if known:
                blank = np.zeros((len(known), self._dimension()), np.float32)
                blank[:, 0] = 1
                self._collection.update(ids=known, embeddings=blank)
                self._store.delete(ids=known)

    def ids_of(self, documents: Sequence[str]) -> dict[str, list[str]]:
        """Document id -> ids of the passages held of it, for each of ``documents``."""
        out: dict[str, list[str]] = {d: [] for d in documents}
        for at in range(0, len(documents), _BATCH):
            where = {"document": {"$in": list(documents[at : at + _BATCH])}}
            with self._translated():
                found = self._collection.get(where=where, include=["metadatas"])
            for id_, metadata in zip(found["ids"], found["metadatas"], strict=True):
                out[metadata["document"]].append(id_)
        return out

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """At most ``k`` pairs (id, cosine in [-1, 1]), best first, for one vector of shape ``(dimension,)``."""
        k = min(k, len(self))
        if k <= 0:
            return []
        with self._translated():
            found = self._store.similarity_search_by_vector_with_relevance_scores(vector, k=k)
        pairs = [(str(d.id), max(-1.0, min(1.0, 1.0 - float(distance)))) for d, distance in found]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def ids(self) -> set[str]:
        """Every id held."""
        out: set[str] = set()
        while page := self._collection.get(include=[], limit=_PAGE, offset=len(out))["ids"]:
            out.update(page)
        return out

    def vectors(self, ids: Sequence[str]) -> tuple[list[str], Vectors]:
        """Those of ``ids`` that are held, and their vectors, row by row."""
        found = self._collection.get(ids=list(ids), include=["embeddings"])
        if not found["ids"]:
            return [], np.zeros((0, 0), np.float32)
        return list(found["ids"]), np.asarray(found["embeddings"], np.float32)

    def __len__(self) -> int:
        """Number of ids held."""
        # Chroma counts row by row, and only this object writes its folder.
        if self._size is None:
            with self._translated():
                self._size = int(self._collection.count())
        return self._size

    def settle(self) -> None:
        """Bring the graph onto the disk.

        Chroma does so after every ``sync_threshold`` changes; what is left over it would add to the graph anew
        at every opening. So the threshold is lowered and a few vectors are written once more. Whoever opens the
        folder next, perhaps to add to a copy of it, finds the usual threshold again.
        """
        self._collection.modify(configuration={"hnsw": {"sync_threshold": _FLUSH, "batch_size": _FLUSH}})
        self.close()
        self._open(None)
        some = self._collection.get(limit=2 * _FLUSH, include=["embeddings", "metadatas"])
        for _ in range(_FLUSH):
            if some["ids"]:
                self.upsert(some["ids"], some["embeddings"], [m["document"] for m in some["metadatas"]])
        usual = {"sync_threshold": _threshold(len(self)), "batch_size": _GATHERED}
        self._collection.modify(configuration={"hnsw": usual})

    def close(self) -> None:
        """Release files; the object is of no use afterwards."""
        self._client.close()

    def _open(self, configuration: dict[str, Any] | None) -> None:
        with self._translated():
            import chromadb
            from chromadb.config import Settings
            from langchain_chroma import Chroma

            # Chroma keeps a reference to these, so each client has its own; every value that the environment
            # could turn elsewhere is given.
            settings = Settings(
                _env_file=None,
                anonymized_telemetry=False,
                is_persistent=True,
                persist_directory=str(self._folder),
                allow_reset=False,
                chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
            )
            self._client = chromadb.PersistentClient(path=str(self._folder), settings=settings)
            self._store = Chroma(
                client=self._client,
                client_settings=settings,
                collection_name=_COLLECTION,
                embedding_function=self._given,
                collection_configuration=configuration,
                create_collection_if_not_exists=configuration is not None,
            )
            self._collection: Any = self._store._collection
            space = self._collection.configuration_json["hnsw"]["space"]
        if space != "cosine":
            self.close()
            raise unusable(*_CALLED, self._folder, f"space {space}")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Whatever goes wrong inside Chroma, as an error that says what to do."""
        try:
            yield
        except Exception as error:
            raise unusable(*_CALLED, self._folder, f"{type(error).__name__}: {error}") from error

    def _dimension(self) -> int:
        sample = self._collection.get(limit=1, include=["embeddings"])["embeddings"]
        return len(sample[0])


def _threshold(size: int) -> int:
    return max(1000, size // _FLUSHES)


class _Given:
    """LangChain's Embeddings for vectors that are there already."""

    vectors: list[Any]

    def embed_documents(self, texts: list[str]) -> list[Any]:
        """The vectors that were laid down for this batch."""
        return self.vectors

    def embed_query(self, text: str) -> list[float]:
        """Never asked: searches bring their vector."""
        raise NotImplementedError
