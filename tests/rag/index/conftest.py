"""A library with its indexes, empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.index.indexes import Indexes
from rag.library.record import Library
from rag.settings import Settings, load
from tests.rag.index.making import CountingEmbedder


@pytest.fixture
def settings(home: Path) -> Settings:
    return load(home)


@pytest.fixture
def library(settings: Settings) -> Iterator[Library]:
    opened = Library.open(settings.database)
    yield opened
    opened.close()


@pytest.fixture
def embedder() -> CountingEmbedder:
    return CountingEmbedder()


@pytest.fixture
def indexes(settings: Settings, library: Library, embedder: CountingEmbedder) -> Iterator[Indexes]:
    opened = Indexes.open(settings, library, lambda: embedder)
    yield opened
    opened.close()
