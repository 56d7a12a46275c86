"""A table of figures as a file: one function a format."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from rag.errors import UsageError, reason
from rag.figures.table import Table

MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "svg": "image/svg+xml",
    "png": "image/png",
    "json": "application/json",
}


def export(table: Table, kind: str) -> bytes:
    """``table`` as a file of ``kind``.

    Raises:
        UsageError: no such format, or nothing that could be drawn.
        NoFont: a PNG on a machine without a Chinese font.
    """
    if kind not in _MAKERS:
        raise UsageError(f"没有格式 {kind!r}", f"no format {kind!r}")
    return _MAKERS[kind](table)


def write(table: Table, kind: str, path: Path) -> None:
    """``export`` to a file, which appears whole or not at all.

    Raises:
        UsageError: the file cannot be written; else as ``export``.
    """
    data = export(table, kind)
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise UsageError(f"写不了 {path}：{reason(error)}", f"cannot write {path}: {error.strerror}") from error


def _csv(table: Table) -> bytes:
    from ui.figures.sheet import csv_bytes

    return csv_bytes(table)


def _xlsx(table: Table) -> bytes:
    from ui.figures.sheet import xlsx_bytes

    return xlsx_bytes(table)


def _docx(table: Table) -> bytes:
    from ui.figures.word import docx_bytes

    return docx_bytes(table)


def _json(table: Table) -> bytes:
    return json.dumps(table.as_json(), ensure_ascii=False, indent=2).encode()


def _drawn(table: Table, kind: str) -> bytes:
    from ui.figures import drawing
    from ui.figures.chart import chart

    drawn = chart(table)
    if drawn is None:
        raise UsageError("没有可以画的数据", "there is nothing to draw")
    return drawing.png_bytes(drawn) if kind == "png" else drawing.svg_bytes(drawn)


_MAKERS: Mapping[str, Callable[[Table], bytes]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "docx": _docx,
    "json": _json,
    "svg": lambda table: _drawn(table, "svg"),
    "png": lambda table: _drawn(table, "png"),
}
