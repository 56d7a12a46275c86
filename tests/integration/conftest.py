"""The sample reports in a library of their own, with the real indexes and an embedder that needs no weights."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.report import Report
from ingest.run import ingest
from rag.backends.fakes import HashEmbedder
from rag.index.indexes import Indexes
from rag.library.record import Library
from rag.pipeline import Pipeline
from rag.settings import Settings, load


@dataclass
class Desk:
    """A library that can be filled, asked, and closed."""

    settings: Settings
    library: Library
    indexes: Indexes

    @classmethod
    def open(cls, home: Path) -> Desk:
        settings = load(home)
        library = Library.open(settings.database)
        return cls(settings, library, Indexes.open(settings, library, HashEmbedder))

    def ingest(self, *paths: Path) -> Report:
        return ingest(paths, settings=self.settings, library=self.library, indexes=self.indexes)

    @property
    def pipeline(self) -> Pipeline:
        return Pipeline(self.settings, self.indexes, self.library)

    def originals(self) -> dict[str, str]:
        """Text by document."""
        full = (self.library.document(d.id) for d in self.library.documents())
        return {d.path: d.text for d in full if d is not None}

    def close(self) -> None:
        self.indexes.close()
        self.library.close()


@pytest.fixture(scope="session")
def stocked(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """All sample reports, for reading only."""
    desk = Desk.open(tmp_path_factory.mktemp("stocked"))
    report = desk.ingest(samples)
    assert not report.refused
    yield desk
    desk.close()


@pytest.fixture
def fresh(samples: Path, tmp_path: Path) -> Iterator[Callable[..., tuple[Desk, Path]]]:
    """Makes a library with copies of the reports that are named, and the folder they stand in."""
    opened: list[Desk] = []

    def make(*prefixes: str) -> tuple[Desk, Path]:
        folder = tmp_path / "reports"
        folder.mkdir()
        for prefix in prefixes:
            for path in samples.glob(f"{prefix}*.txt"):
                shutil.copy(path, folder)
        desk = Desk.open(tmp_path / "library")
        opened.append(desk)
        desk.ingest(folder)
        return desk, folder

    yield make
    for desk in opened:
        desk.close()
