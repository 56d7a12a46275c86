"""The second look at the best passages by a cross-encoder, where one is configured; else the learned order stands."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.domain import Hit
from rag.errors import WenjuError
from rag.ports import Reranker
from rag.retrieve.question import Query

REST_S = 60.0
"""Seconds without a try after a failure: a service that hangs must not cost every question its time limit."""


class SecondLook:
    """Puts the first hits in the order of a Reranker. Safe to share between threads."""

    def __init__(
        self,
        opening: Callable[[], Reranker],
        *,
        passages: int,
        rest_s: float = REST_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``opening`` gives the reranker, when the first question needs it; it reads the best ``passages``."""
        self._opening = opening
        self._passages = passages
        self._rest_s = rest_s
        self._clock = clock
        self._lock = threading.Lock()
        self._reranker: Reranker | None = None
        self._failed: tuple[float, WenjuError] | None = None

    def look(self, query: Query, hits: Sequence[Hit]) -> tuple[list[Hit], WenjuError | None]:
        """``hits`` with the best of them in the reranker's order, and no error; or as they came, and why.

        The reranker's score stands in ``parts["reranker"]``. ``score`` keeps to [0, 1], 1 for the best: the learned
        scores are dealt out in the new order, so that hits of several searches can still be merged.
        """
        best = list(hits[: self._passages])
        if len(best) < 2:
            return list(hits), None
        resting = self._resting()
        if resting is not None:
            return list(hits), resting
        try:
            scores = self._open().score(query.question, [h.passage.index_text for h in best])
        except WenjuError as error:
            self._failed = (self._clock(), error)
            return list(hits), error
        self._failed = None
        order = sorted(range(len(best)), key=lambda i: (-scores[i], i))
        dealt = [
            replace(best[i], score=best[rank].score, parts={**best[i].parts, "reranker": scores[i]})
            for rank, i in enumerate(order)
        ]
        return [*dealt, *hits[self._passages :]], None

    def _open(self) -> Reranker:
        with self._lock:
            if self._reranker is None:
                self._reranker = self._opening()
            return self._reranker

    def _resting(self) -> WenjuError | None:
        """Why the last try failed, while it is too early for another."""
        failed = self._failed
        return failed[1] if failed and self._clock() - failed[0] < self._rest_s else None
