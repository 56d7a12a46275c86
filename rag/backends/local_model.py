"""Opening a model of sentence-transformers that is on this machine: nothing is downloaded, nothing of its is run."""

from __future__ import annotations

import os
from typing import Any, Literal

from rag.errors import ModelError


def open_local(kind: Literal["CrossEncoder", "SentenceTransformer"], model: str, hint: str, **options: Any) -> Any:
    """``sentence_transformers``' ``kind`` over ``model``, a folder or a name in the hub's local cache.

    Costs seconds, since it brings in torch. ``options`` are ``kind``'s own; ``hint`` is the setting that names the model.

    Raises:
        ModelError: it is not here, is none of its kind, or its weights are not in safetensors files.
    """
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    import sentence_transformers
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        return getattr(sentence_transformers, kind)(
            model,
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
            **options,
        )
    except Exception as error:  # whatever four libraries raise of files they did not write
        zh, en = ("重排模型", "cross-encoder") if kind == "CrossEncoder" else ("嵌入模型", "embedding model")
        raise ModelError(
            f"打不开{zh} {model}：{first_line(error)}",
            f"the {en} {model} cannot be opened: {first_line(error)}",
            hint=hint,
        ) from error


def first_line(error: Exception) -> str:
    """What ``error`` says, short enough for a message."""
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
