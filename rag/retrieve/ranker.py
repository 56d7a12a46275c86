"""The learned weights of the features. ``python -m eval.rerank`` makes them; docs/decisions/0011-reranking.md."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from rag.errors import ConfigError
from rag.retrieve.features import NAMES, Features

SHIPPED = Path(__file__).parent / "data" / "ranker.json"


@dataclass(frozen=True, slots=True)
class Ranker:
    """A linear model: one weight a feature, in the order of ``NAMES``."""

    weights: tuple[float, ...]

    def scores(self, features: Features) -> Features:
        """Scores of shape ``(n,)`` for features of shape ``(n, len(NAMES))``; comparable within one question."""
        # Summed a column at a time: a matrix product may add in another order on another machine or size.
        out = np.zeros(len(features))
        for column, weight in enumerate(self.weights):
            out += weight * features[:, column]
        return out

    @classmethod
    def load(cls, path: Path) -> Ranker:
        """Read ``{"weights": {feature: number}}``; other keys tell where the weights come from.

        Raises:
            ConfigError: not the file, or not the features, that this version knows.
        """
        try:
            weights = json.loads(path.read_text(encoding="utf-8"))["weights"]
            return (
                cls(tuple(float(weights.pop(name)) for name in NAMES)) if set(weights) == set(NAMES) else _unknown(path)
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return _unknown(path)


def _unknown(path: Path) -> Ranker:
    raise ConfigError(
        f"{path} 不是这一版的排序权重", f"{path} holds no weights of this version", hint="python -m eval.rerank"
    )


@lru_cache(maxsize=1)
def shipped() -> Ranker:
    """The weights that come with the product."""
    return Ranker.load(SHIPPED)
