"""CSV and TSV: each row with its header."""

from __future__ import annotations

import csv
import io

from ingest.parse import limits
from ingest.parse.compose import Composer, one_line
from ingest.parse.encoding import decode
from ingest.parse.table import Grid
from ingest.parsed import Parsed
from rag.errors import IngestError

_DELIMITERS = ",\t;|，"
_SAMPLE_LINES = 20


def parse(data: bytes) -> Parsed:
    """The rows of a table in any of the usual encodings and delimiters.

    Raises:
        IngestError: empty, undecodable, or more rows or columns than a table may have.
    """
    decoded = decode(data)
    text = decoded.text.lstrip("\ufeff").replace("\x00", "")
    rows: list[list[str]] = []
    # strict=False reads on over stray quotes; a quote that is never closed ends at the field limit.
    csv.field_size_limit(1_000_000)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            if len(rows) >= limits.TABLE_ROWS or len(row) > limits.TABLE_COLUMNS:
                raise too_many()
            if any(cell.strip() for cell in row):
                rows.append([one_line(cell) for cell in row])
    except csv.Error as error:
        raise IngestError(f"表格读不懂：{error}", f"the table cannot be read: {error}") from error
    if sum(map(len, rows)) and max(map(len, rows)) * len(rows) > 20 * limits.TABLE_ROWS:
        raise too_many()
    composer = Composer()
    composer.warnings += decoded.warnings
    composer.table(Grid.plain(rows))
    return composer.parsed("text/csv")


def too_many() -> IngestError:
    """What to say of a table that is too large."""
    return IngestError(
        f"表格超过 {limits.TABLE_ROWS} 行或 {limits.TABLE_COLUMNS} 列；请拆分后再导入",
        f"more than {limits.TABLE_ROWS} rows or {limits.TABLE_COLUMNS} columns; split the table",
    )


def _delimiter(text: str) -> str:
    """The character that splits the first lines most evenly; the comma if none does."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:_SAMPLE_LINES]
    best, best_score = ",", 0.0
    for mark in _DELIMITERS:
        counts = [line.count(mark) for line in lines]
        usual = max(set(counts), key=lambda n: (counts.count(n), n)) if counts else 0
        score = counts.count(usual) / len(counts) if usual else 0.0
        if score > best_score:
            best, best_score = mark, score
    return best
