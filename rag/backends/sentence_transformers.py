"""Any other sentence-transformers model, by path or by a name that is already in the local cache."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rag.backends.local_model import open_local
from rag.ports import Progress, Vectors

_BATCH = 32


class SentenceTransformersEmbedder:
    """Costs seconds to open, since it brings in torch. Runs no code that comes with a model."""

    def __init__(self, model: str, *, threads: int = 1) -> None:
        """Open ``model``: a folder, or a name in the hub's local cache. Nothing is downloaded.

        ``threads`` serve a query: torch's threads spin, and two of them beside another busy process make
        a query thirty times slower. Passages use every core.

        Raises:
            ModelError: it is not here, or is no sentence-transformers model with safetensors weights.
        """
        self._model: Any = open_local("SentenceTransformer", model, "embedder.model")
        self.name = Path(model).name if Path(model).is_dir() else model
        self.dimension = int(self._model.get_embedding_dimension())
        self.fingerprint = f"{self.name}:{_weights_hash(self._model)}:sentence-transformers"
        self._threads = threads
        prompts = dict(self._model.prompts or {})
        # Models of the E5 family want these prefixes; a folder that says so itself is believed.
        e5 = "e5" in self.name.lower() and not any(prompts.values())
        self._query = prompts.get("query") or ("query: " if e5 else "")
        self._passage = prompts.get("passage") or prompts.get("document") or ("passage: " if e5 else "")

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, L2 norm 1."""
        return self._encode([self._query + text for text in texts], self._threads, None)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, L2 norm 1.

        A text longer than the model reads is halved until it fits; the parts are averaged by length.
        """
        fitted = [self._fitting(text) for text in texts]
        parts = [part for of_text in fitted for part in of_text]
        vectors = self._encode([self._passage + part for part in parts], os.cpu_count() or 1, progress)
        if len(parts) == len(texts):
            return vectors
        weighted = vectors * np.array([max(len(part), 1) for part in parts], np.float32)[:, None]
        sums = np.stack([group.sum(axis=0) for group in np.split(weighted, np.cumsum([*map(len, fitted)])[:-1])])
        return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), dtype=np.float32)

    def _fitting(self, text: str) -> list[str]:
        limit = self._model.max_seq_length
        # A token covers at least one byte, so that only longer texts need counting.
        if not limit or len(text) < 2 or len((self._passage + text).encode()) + 2 <= limit:
            return [text]
        if len(self._model.tokenizer(self._passage + text, truncation=False, verbose=False)["input_ids"]) <= limit:
            return [text]
        return self._fitting(text[: len(text) // 2]) + self._fitting(text[len(text) // 2 :])

    def _encode(self, texts: list[str], threads: int, progress: Progress | None) -> Vectors:
        import torch

        torch.set_num_threads(threads)
        order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), i))
        out = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            out[chosen] = self._model.encode(
                [texts[i] for i in chosen],
                batch_size=_BATCH,
                prompt="",
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
            if progress:
                progress(min(start + _BATCH, len(order)), len(order))
        return out


def _weights_hash(model: Any) -> str:
    """Of every parameter's name, shape and bytes: the same weights give the same hash anywhere.

    A pooler is left out: where a checkpoint lacks one it is made up at random, and nothing here asks it.
    """
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        if ".pooler." not in name:
            digest.update(f"{name}{tuple(tensor.shape)}".encode())
            digest.update(tensor.detach().cpu().float().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]
