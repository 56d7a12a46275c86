"""Opening the index of vectors that the settings name."""

from __future__ import annotations

from pathlib import Path

from rag.ports import VectorIndex
from rag.settings import VectorEngine

_FILES = {"chroma": "chroma.sqlite3", "faiss": "ids.db"}


def open_vector_index(engine: VectorEngine, folder: Path, *, create: bool = False, expected: int = 0) -> VectorIndex:
    """The index of ``engine`` in ``folder``; ``create`` makes a new, empty one for about ``expected`` vectors.

    Raises:
        LibraryError: the folder is missing, damaged or another engine's, or the engine is not installed.
    """
    if engine == "faiss":
        from rag.backends.faiss import FaissIndex

        return FaissIndex(folder, create=create)
    from rag.backends.chroma import ChromaIndex

    return ChromaIndex(folder, create=create, expected=expected)


def holds(engine: VectorEngine, folder: Path) -> bool:
    """Whether an index of ``engine`` stands in ``folder``."""
    return (folder / _FILES[engine]).is_file()
