from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from rag.index.indexes import Indexes


class NoIndexes:
    """Stands in for the indexes: what they do is tested elsewhere."""

    @classmethod
    def open(cls, *_: Any) -> NoIndexes:
        return cls()

    def sync(
        self,
        progress: Callable[[int, int], None] | None = None,
        writing: Callable[[int, int], None] | None = None,
    ) -> None:
        if progress:
            progress(3, 3)

    def close(self) -> None:
        pass


@pytest.fixture
def no_indexes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Indexes, "open", NoIndexes.open)
