"""Opening the embedder that the settings name."""

from __future__ import annotations

from rag.models.store import ModelStore
from rag.ports import Embedder
from rag.settings import Settings

BUILT_IN = "e5-small"
PUBLISHED = "intfloat/multilingual-e5-small"


def open_embedder(settings: Settings) -> Embedder:
    """The embedder of ``settings.embedder.model``.

    * ``e5-small``: the built-in one, open in well under a second without torch or transformers;
    * ``intfloat/multilingual-e5-small``: the same weights in float32 through sentence-transformers;
    * a folder, or a name in the hub's local cache: that sentence-transformers model.

    Raises:
        ModelError: its weights are missing or wrong; the message names the command that fetches them.
    """
    model, threads = settings.embedder.model, settings.embedder.threads
    store = ModelStore(settings.models)
    if model == BUILT_IN:
        from rag.backends.onnx_embedder import OnnxE5

        path = store.require(BUILT_IN)
        return OnnxE5(path, sha256=store.status(BUILT_IN).sha256 or "", threads=threads)
    from rag.backends.sentence_transformers import SentenceTransformersEmbedder

    if model == PUBLISHED:
        from rag.backends.e5_folder import sentence_transformers_folder

        weights = store.require(BUILT_IN)
        model = str(sentence_transformers_folder(weights, weights.parent / "multilingual-e5-small"))
    return SentenceTransformersEmbedder(model, threads=threads)
