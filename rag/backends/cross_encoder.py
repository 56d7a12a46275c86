"""A cross-encoder from a folder on this machine, through sentence-transformers."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rag.backends.local_model import first_line, open_local
from rag.errors import ModelError

_BATCH = 4
"""Pairs between two looks at the clock."""
_TOKENS = 512
"""Longest pair that is read, as these models were trained; the passage is cut, not the question."""


class LocalCrossEncoder:
    """Costs seconds to open, since it brings in torch. Runs no code that comes with a model."""

    def __init__(self, folder: str, *, threads: int = 1, timeout_s: float = 60) -> None:
        """Open the cross-encoder in ``folder``. Nothing is downloaded.

        Raises:
            ModelError: there is none, its weights are not in safetensors files, or it gives other than one score.
        """
        path = Path(folder).expanduser()
        if not folder.strip() or not (path / "config.json").is_file() or not any(path.glob("*.safetensors")):
            raise ModelError(
                f"文件夹里没有重排模型（要有 config.json 和 .safetensors 权重）：{folder}",
                f"no cross-encoder with config.json and .safetensors weights in {folder}",
                hint="reranker.model",
            )
        self._model: Any = open_local("CrossEncoder", str(path), "reranker.model", max_length=_TOKENS)
        if int(self._model.num_labels) != 1:
            raise ModelError(
                f"{folder} 给每对文字 {self._model.num_labels} 个分数，不是重排模型",
                f"{folder} gives {self._model.num_labels} scores a pair: no cross-encoder for ranking",
                hint="reranker.model",
            )
        self.name = path.name
        self._threads = threads
        self._timeout_s = timeout_s
        self._lock = threading.Lock()

    def score(self, question: str, passages: Sequence[str]) -> list[float]:
        """See ``ports.Reranker``. Similar lengths are read together; ModelError when the time is over between two."""
        import torch

        end = time.monotonic() + self._timeout_s
        # One at a time: torch's threads are the process's, and the tokenizer's settings are its object's.
        if not self._lock.acquire(timeout=self._timeout_s):
            raise self._slow()
        try:
            torch.set_num_threads(self._threads)
            order = sorted(range(len(passages)), key=lambda i: (len(passages[i]), i))
            out = [0.0] * len(passages)
            for start in range(0, len(order), _BATCH):
                if time.monotonic() > end:
                    raise self._slow()
                chosen = order[start : start + _BATCH]
                pairs = [(_readable(question), _readable(passages[i])) for i in chosen]
                scores = self._model.predict(pairs, batch_size=_BATCH, show_progress_bar=False)
                for i, score in zip(chosen, scores, strict=True):
                    out[i] = float(score)
            if not all(map(math.isfinite, out)):
                raise ModelError(
                    "重排模型算出的分数不是数", "the cross-encoder's scores are no numbers", hint="reranker.model"
                )
            return out
        except (RuntimeError, ValueError, IndexError) as error:
            reason = first_line(error)
            raise ModelError(
                f"重排模型出错：{reason}", f"the cross-encoder failed: {reason}", hint="reranker.model"
            ) from error
        finally:
            self._lock.release()

    def _slow(self) -> ModelError:
        return ModelError(
            f"重排模型在 {self._timeout_s:g} 秒内没有算完",
            f"the cross-encoder did not finish within {self._timeout_s:g} seconds",
            hint="reranker.timeout_s, reranker.passages",
        )


def _readable(text: str) -> str:
    """``text`` without lone surrogates, which tokenizers refuse."""
    return text.encode("utf-8", "replace").decode("utf-8")
