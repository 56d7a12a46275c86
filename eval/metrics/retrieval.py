"""Is the gold found, and how high? Over documents in the order in which their first passage was found."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from typing import Any

from eval.metrics.normal import bare


def ranked_documents(hits: Sequence[Mapping[str, Any]]) -> list[str]:
    """File names, each once, in the order of the hits."""
    return list(dict.fromkeys(os.path.basename(str(h["document"])) for h in hits))


def is_document(name: str, gold: str) -> bool:
    """Whether file ``name`` is the gold one: the same name, or its part before the first ``_``."""
    return name == gold or name.split("_", 1)[0] == gold


def gold_ranks(hits: Sequence[Mapping[str, Any]], gold: Sequence[str]) -> list[int | None]:
    """For each gold document its rank from 1, or None when it was not found. Length ``len(gold)``."""
    names = ranked_documents(hits)
    return [next((n for n, name in enumerate(names, 1) if is_document(name, g)), None) for g in gold]


def hit_at(ranks: Sequence[int | None], k: int) -> float:
    """1.0 when any gold document is among the first ``k``, else 0.0."""
    return float(any(r is not None and r <= k for r in ranks))


def reciprocal_rank(ranks: Sequence[int | None], k: int = 10) -> float:
    """1 / rank of the first gold document, 0 beyond ``k``; in [0, 1]. Its mean is MRR@k (Voorhees 1999)."""
    best = min((r for r in ranks if r is not None), default=k + 1)
    return 1 / best if best <= k else 0.0


def ndcg(ranks: Sequence[int | None], k: int = 10) -> float:
    """Discounted gain with binary relevance over the ideal one, in [0, 1] (Järvelin and Kekäläinen 2002)."""
    gain = sum(1 / math.log2(r + 1) for r in ranks if r is not None and r <= k)
    ideal = sum(1 / math.log2(n + 1) for n in range(1, min(k, len(ranks)) + 1))
    return gain / ideal if ideal else 0.0


def texts_found(hits: Sequence[Mapping[str, Any]], wanted: Sequence[str], k: int = 5, prefix: int | None = None) -> int:
    """How many of ``wanted`` (their first ``prefix`` characters) stand within one of the first ``k`` hits."""
    top = [bare(str(h["text"])) for h in hits[:k]]
    return sum(any(bare(w)[:prefix] in t for t in top) for w in wanted)
