"""Any other sentence-transformers model, by path or by a name that is already in the local cache."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rag.errors import ModelError
from rag.ports import Progress, Vectors

_BATCH = 32


class SentenceTransformersEmbedder:
    """Costs seconds to open, since it brings in torch. Runs no code that comes with a model."""

    def __init__(self, model: str) -> None:
        """Open ``model``: a folder, or a name in the hub's local cache. Nothing is downloaded.

        Raises:
            ModelError: it is not here, or is no sentence-transformers model.
        """
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        from sentence_transformers import SentenceTransformer

        try:
            self._model: Any = SentenceTransformer(
                model, local_files_only=True, trust_remote_code=False, model_kwargs={"use_safetensors": True}
            )
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(
                f"打不开嵌入模型 {model!r}：{str(error).splitlines()[0][:200]}",
                f"embedding model {model!r} cannot be opened: {str(error).splitlines()[0][:200]}",
                hint="embedder.model",
            ) from error
        self.name = Path(model).name if Path(model).is_dir() else model
        self.dimension = int(self._model.get_sentence_embedding_dimension())
        self.fingerprint = f"{self.name}:{_weights_hash(self._model)}:sentence-transformers"
        prompts = dict(self._model.prompts or {})
        # Models of the E5 family want these prefixes; a folder that says so itself is believed.
        e5 = "e5" in self.name.lower() and not any(prompts.values())
        self._query = prompts.get("query") or ("query: " if e5 else "")
        self._passage = prompts.get("passage") or prompts.get("document") or ("passage: " if e5 else "")

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, L2 norm 1."""
        return self._encode([self._query + text for text in texts], None)

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape ``(len(texts), dimension)``, L2 norm 1.

        What goes beyond the model's longest input is cut off by the library.
        """
        return self._encode([self._passage + text for text in texts], progress)

    def _encode(self, texts: list[str], progress: Progress | None) -> Vectors:
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
    """Of every parameter's name, shape and bytes: the same weights give the same hash anywhere."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name}{tuple(tensor.shape)}".encode())
        digest.update(tensor.detach().cpu().float().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]
