"""From what is asked to its table, over the library of an opened pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.errors import IndexMismatch, LibraryError, ModelError
from rag.figures import stored
from rag.figures.asked import Asked
from rag.figures.table import Table
from rag.index.indexes import Indexes
from rag.library.record import Library

if TYPE_CHECKING:
    from rag.pipeline import Pipeline
    from rag.ports import Vectors


def table_of(pipeline: Pipeline, asked: Asked) -> Table:
    """The table; without an embedder indicators are told by words and synonyms alone, and the table says so.

    Raises:
        LibraryError: there is no library to look in.
    """
    library, index = pipeline.source, pipeline.index
    if not isinstance(library, Library):
        raise LibraryError("没有可查的库", "there is no library to look in")

    def embed(texts: Sequence[str]) -> Vectors:
        assert isinstance(index, Indexes)
        return index.embedder.embed_queries(texts)

    try:
        return stored.table(library, asked, embed if isinstance(index, Indexes) else None)
    except (ModelError, IndexMismatch):
        table = stored.table(library, asked)
        line = (
            "没有向量模型，只按词和同义词匹配指标。",
            "No embedder: indicators are matched by words and synonyms only.",
        )
        return replace(table, notes=(*table.notes, line))
