"""What a side-car file says of a document: ``NAME.meta.yaml`` beside it, or its row in ``metadata.csv``."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from rag.errors import IngestError

_NAME = re.compile(r"(\.meta\.ya?ml|^metadata\.csv)$", re.IGNORECASE)
_MAX_BYTES = 4 * 1024 * 1024
_MAX_VALUE = 300
_KEYS = {
    "title": ("标题", "题名", "题目"),
    "publication": ("来源", "报纸", "刊物", "出处", "发布机构", "source"),
    "date": ("日期", "发布日期", "出版日期", "时间"),
    "page": ("版面", "版次", "页码", "版"),
    "place": ("地点", "地区", "行政区划", "所属地区"),
    "file": ("文件", "文件名", "document", "name", "path"),
}
_KEY = {alias: key for key, aliases in _KEYS.items() for alias in (key, *aliases)}


def is_sidecar(name: str) -> bool:
    """Whether a file of this name describes others and is no document itself."""
    return _NAME.search(name) is not None


def beside(file: Path) -> list[Path]:
    """Where side-cars of ``file`` may stand, the strongest first."""
    names = [f"{stem}.meta.{ending}" for stem in dict.fromkeys((file.name, file.stem)) for ending in ("yaml", "yml")]
    return [*(file.with_name(name) for name in names), file.with_name("metadata.csv")]


def read(file: Path) -> Mapping[str, str]:
    """``title``, ``publication``, ``date``, ``page`` and ``place`` as far as a side-car of ``file`` gives them.

    Raises:
        IngestError: a side-car that cannot be understood; better said than ignored.
    """
    out: dict[str, str] = {}
    for path in beside(file):
        try:
            state = path.stat()
        except OSError:
            continue
        if path.name == "metadata.csv":
            found = _table(path, state.st_mtime_ns, state.st_size).get(file.name, {})
        else:
            found = _card(path, state.st_size)
        out = {**found, **out}
    return out


def known(text: str) -> dict[str, str]:
    """The keys above that a YAML text gives values to; empty if it is no mapping.

    Raises:
        ValueError: not YAML.
    """
    import yaml

    try:
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(loaded, dict):
        return {}
    return _translated({str(k): v for k, v in loaded.items() if isinstance(v, str | int | float | datetime.date)})


def _card(path: Path, size: int) -> dict[str, str]:
    try:
        return known(_content(path, size))
    except ValueError as error:
        raise _wrong(path) from error


@lru_cache(maxsize=8)
def _table(path: Path, mtime_ns: int, size: int) -> dict[str, dict[str, str]]:
    """File name -> what its row says. ``mtime_ns`` makes an edited file another key of the cache."""
    out: dict[str, dict[str, str]] = {}
    try:
        for row in csv.DictReader(io.StringIO(_content(path, size), newline="")):
            values = {str(k): v for k, v in row.items() if isinstance(v, str)}
            name = next((v for k, v in values.items() if _KEY.get(k.strip().lower()) == "file"), "")
            if name:
                out[Path(name.strip()).name] = _translated(values)
    except csv.Error as error:
        raise _wrong(path) from error
    return out


def _content(path: Path, size: int) -> str:
    from ingest.parse.encoding import decode

    if size > _MAX_BYTES:
        raise _wrong(path)
    try:
        return decode(path.read_bytes()).text.lstrip("\ufeff")
    except (OSError, IngestError) as error:
        raise _wrong(path) from error


def _translated(values: Mapping[str, object]) -> dict[str, str]:
    out: dict[str, str] = {}
    for name, value in values.items():
        key = _KEY.get(name.strip().lower())
        text = " ".join(str(value).split())[:_MAX_VALUE]
        if key and key != "file" and text:
            out.setdefault(key, text)
    return out


def _wrong(path: Path) -> IngestError:
    return IngestError(
        f"说明文件 {path.name} 读不懂（应为“键: 值”的 YAML，或带表头的 CSV）",
        f"the side-car {path.name} cannot be understood (YAML with key: value, or CSV with a header)",
    )
