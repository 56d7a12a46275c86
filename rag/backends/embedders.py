"""Opening the embedder that the settings name."""

from __future__ import annotations

from rag.models.store import ModelStore
from rag.ports import Embedder
from rag.settings import Settings

BUILT_IN = "e5-small"


def open_embedder(settings: Settings) -> Embedder:
    """The embedder of ``settings.embedder``: the built-in one, or any sentence-transformers model.

    The built-in one is open in well under a second and imports neither torch nor transformers.

    Raises:
        ModelError: its weights are missing or wrong; the message names the command that fetches them.
    """
    if settings.embedder.model != BUILT_IN:
        from rag.backends.sentence_transformers import SentenceTransformersEmbedder

        return SentenceTransformersEmbedder(settings.embedder.model)
    from rag.backends.onnx_embedder import OnnxE5

    store = ModelStore(settings.models)
    path = store.require(BUILT_IN)
    return OnnxE5(path, sha256=store.status(BUILT_IN).sha256 or "", threads=settings.embedder.threads)
