"""Opening the reranker that the settings name."""

from __future__ import annotations

from rag.ports import Reranker
from rag.settings import RerankerSettings


def open_reranker(settings: RerankerSettings) -> Reranker:
    """The endpoint at ``settings.base_url`` if there is one, else the cross-encoder in the folder ``settings.model``.

    Raises:
        ConfigError: the address is no http(s) address, or neither is set.
        ModelError: the folder holds no cross-encoder with safetensors weights.
    """
    if (settings.base_url or "").strip():
        from rag.backends.rerank_endpoint import RerankEndpoint

        return RerankEndpoint(settings)
    from rag.backends.cross_encoder import LocalCrossEncoder

    return LocalCrossEncoder(settings.model or "", threads=settings.threads, timeout_s=settings.timeout_s)
