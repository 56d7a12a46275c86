"""JSON lines read strictly: what is wrong is said with its line, and nothing is guessed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.errors import UsageError, reason


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number from 1, object) of every line that is not blank.

    Raises:
        UsageError: the file cannot be read, is not UTF-8, or a line holds no JSON object.
    """
    try:
        with path.open("rb") as file:
            for n, raw in enumerate(file, 1):
                if n == 1:
                    raw = raw.removeprefix(b"\xef\xbb\xbf")
                if raw.strip():
                    yield n, _object(path, n, raw)
    except OSError as error:
        raise UsageError(f"读不了 {path}：{reason(error)}", f"cannot read {path}: {error.strerror}") from error


def read_json(path: Path) -> Any:
    """The one JSON value a file holds.

    Raises:
        UsageError: the file cannot be read, is not UTF-8, or holds no JSON.
    """
    try:
        return json.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8"))
    except OSError as error:
        raise UsageError(f"读不了 {path}：{reason(error)}", f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} 不是 UTF-8 编码", f"{path} is not UTF-8", hint="iconv -f GB18030 -t UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} 不是 JSON：{error}", f"{path} is no JSON: {error}") from error


def _object(path: Path, n: int, raw: bytes) -> dict[str, Any]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} 第 {n} 行不是 UTF-8 编码", f"line {n} of {path} is not UTF-8", hint="iconv -f GB18030 -t UTF-8"
        ) from error
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} 第 {n} 行不是 JSON：{error}", f"line {n} of {path} is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise UsageError(f"{path} 第 {n} 行不是一个 JSON 对象", f"line {n} of {path} is no JSON object")
    return value


def wrong(path: Path, n: int, zh: str, en: str) -> UsageError:
    """An error about line ``n`` of ``path``."""
    return UsageError(f"{path} 第 {n} 行：{zh}", f"{path}, line {n}: {en}")
