"""The pipeline for the length of a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.pipeline import Pipeline


@contextmanager
def opened() -> Iterator[Pipeline]:
    """The pipeline over the library of this home, closed at the end of the block.

    Raises:
        ConfigError: a setting that cannot be right.
        LibraryError: no usable library or index.
    """
    from rag.pipeline import open_pipeline
    from rag.settings import load

    pipeline = open_pipeline(load())
    try:
        yield pipeline
    finally:
        pipeline.close()
