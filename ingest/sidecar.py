"""What a side-car file says of a document: ``NAME.meta.yaml`` beside it, or its row in ``metadata.csv``."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
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
_DATE = re.compile(
    r"(?:((?:19|20)\d{2})\s*(?:年|[-./]?)(?:(?<=[-./年])\s*(\d{1,2})\s*(?:月|[-./]?)(?:(?<=[-./月])\s*(\d{1,2})\s*日?)?)?"
    r"(?:[ T]\d{1,2}:\d{2}.{0,20})?|((?:19|20)\d{2})(\d{2})(\d{2}))"
)
_PAGE = re.compile(r"^第?\s*([0-9A-Za-z一二三四五六七八九十]{1,6})\s*版面?$")
"""第2版 and 2版 are the page called 2."""
_KEY = {alias: key for key, aliases in _KEYS.items() for alias in (key, *aliases)}


def is_sidecar(name: str) -> bool:
    """Whether a file of this name describes others and is no document itself."""
    return _NAME.search(name) is not None


def beside(file: Path) -> list[Path]:
    """Where side-cars of ``file`` may stand, the strongest first."""
    names = [f"{stem}.meta.{ending}" for stem in dict.fromkeys((file.name, file.stem)) for ending in ("yaml", "yml")]
    return [*(file.with_name(name) for name in names), file.with_name("metadata.csv")]


@dataclass(frozen=True, slots=True)
class Card:
    """``title``, ``publication``, ``date`` (ISO), ``page`` and ``place`` as far as they are given; lines on what is of no use."""

    values: Mapping[str, str]
    warnings: tuple[str, ...] = ()


def read(file: Path) -> Card:
    """What the side-cars of ``file`` say. What cannot be understood, a whole side-car even, is left out, and said."""
    out: dict[str, str] = {}
    warnings: list[str] = []
    for path in beside(file):
        try:
            state = path.stat()
        except OSError:
            continue
        try:
            if path.name == "metadata.csv":
                table = _table(path, state.st_mtime_ns, state.st_size)
                given, absent = table.rows.get(file.name, {}), table.absent
            else:
                given, absent = _card(path, state.st_size), ""
        except IngestError as error:
            warnings.append(error.zh)
            continue
        found, wrong = _usable(given)
        wrong += [absent] if absent else []
        warnings += [f"说明文件 {path.name}：{line}" for line in wrong]
        out = {**found, **out}
    return Card(out, tuple(warnings))


@dataclass(frozen=True, slots=True)
class _Table:
    """File name -> what its row says, and a line on rows whose file is not there."""

    rows: Mapping[str, Mapping[str, object]]
    absent: str = ""


def _usable(given: Mapping[str, object]) -> tuple[dict[str, str], list[str]]:
    """The values that can be used, and a line for each that cannot."""
    from ingest.placing import named_unit

    found, wrong = _translated(given), []
    if unknown := [str(k) for k in given if str(k).strip().lower() not in _KEY]:
        known = "、".join(aliases[0] for aliases in _KEYS.values())
        wrong.append(f"不认识的项目：{'、'.join(unknown[:5])[:100]}（认识的有{known}）")
    if "date" in found:
        day = _iso(found["date"])
        if day is None:
            wrong.append(f"日期“{found['date'][:40]}”看不懂，没有采用（应为 2021-04-12、2021-04 或 2021）")
            del found["date"]
        else:
            found["date"] = day
    if "page" in found:
        found["page"] = _PAGE.sub(r"\1", found["page"])
    if "place" in found and named_unit(found["place"]) is None:
        wrong.append(f"地点“{found['place'][:40]}”不认识，没有采用（应为省、市、县的名称）")
        del found["place"]
    return found, wrong


def _iso(text: str) -> str | None:
    """``2021年4月12日``, ``2021.4``, ``20210412`` as ISO to the day, the month or the year; None if it is no date."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])


def known(text: str) -> dict[str, str]:
    """The keys above that a YAML text gives values to; empty if it is no mapping.

    Raises:
        ValueError: not YAML.
    """
    return _translated(_given(text))


def _given(text: str) -> dict[str, object]:
    import yaml

    try:
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if not isinstance(loaded, dict):
        return {}
    return {str(k): v for k, v in loaded.items() if isinstance(v, str | int | float | datetime.date)}


def _card(path: Path, size: int) -> dict[str, object]:
    try:
        return _given(_content(path, size))
    except ValueError as error:
        raise _wrong(path) from error


@lru_cache(maxsize=8)
def _table(path: Path, mtime_ns: int, size: int) -> _Table:
    """The table of a folder. ``mtime_ns`` makes an edited file another key of the cache."""
    out: dict[str, dict[str, object]] = {}
    try:
        for row in csv.DictReader(io.StringIO(_content(path, size), newline="")):
            values = {str(k): v for k, v in row.items() if isinstance(v, str)}
            name = next((v for k, v in values.items() if _KEY.get(k.strip().lower()) == "file"), "")
            if name:
                out[Path(name.strip()).name] = {**values}
    except csv.Error as error:
        raise _wrong(path) from error
    absent = [name for name in out if not path.with_name(name).exists()]
    more = f"等 {len(absent)} 个" if len(absent) > 3 else ""
    return _Table(out, f"写了这里没有的文件：{'、'.join(absent[:3])[:100]}{more}" if absent else "")


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
        f"说明文件 {path.name} 读不懂，没有采用（应为“键: 值”的 YAML，或带表头的 CSV）",
        f"the side-car {path.name} cannot be understood and was left out (YAML with key: value, or CSV with a header)",
    )
