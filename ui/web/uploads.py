"""Uploaded reports: put into the home under a safe name, then taken in by ``wenju ingest``, like any other file.

The page itself never writes the library: a process of its own does, so that a file that breaks a parser, or a
long batch, costs the page nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Container, Generator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from ingest.sources import wanted
from rag.domain import Document
from rag.errors import LibraryError, UsageError, reason
from rag.library.removed import Removed
from rag.settings import Settings
from ui.language import language, say

_MAX_FILES = 200
_MAX_NAME_BYTES = 180
_RESERVED = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))}


@dataclass(frozen=True, slots=True)
class Step:
    """How far an ingest is: a line for people, and at its end what it did."""

    line: str
    done: int = 0
    total: int = 0
    report: dict[str, Any] | None = None


def safe_name(name: str) -> str:
    """``name`` without folders, control characters or a meaning for any file system, and of bounded length."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(
        "_" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") or c in '<>:"|?*' else c for c in base
    )
    clean = unicodedata.normalize("NFC", clean).strip(" .")
    stem, suffix = os.path.splitext(clean)
    if stem.lower() in _RESERVED or not stem:
        stem = f"_{stem}"
    suffix = suffix[:20]
    room = _MAX_NAME_BYTES - len(suffix.encode())
    while len(stem.encode()) > room:
        stem = stem[:-1]
    return stem + suffix


@dataclass(frozen=True, slots=True)
class Kept:
    """Uploaded files in ``HOME/uploads``."""

    files: tuple[Path, ...]
    same: tuple[tuple[str, str], ...]
    """Those that were not kept: (name, the document of the library that has the same content)."""
    unread: tuple[str, ...]
    """Those of no kind that is read."""
    before: dict[Path, Path | None]
    """File -> what stood there before, where it is kept now; None if nothing did."""

    def put_back(self, file: Path) -> None:
        """Leave the folder as if ``file`` had not been uploaded.

        Raises:
            LibraryError: the home cannot be written.
        """
        earlier = self.before[file]
        try:
            if earlier is None:
                file.unlink(missing_ok=True)
            elif earlier.is_file():
                os.replace(earlier, file)
        except OSError as error:
            raise LibraryError(
                f"写不了 {file.name}：{reason(error)}", f"cannot write {file.name}: {error.strerror}"
            ) from error


def keep(settings: Settings, files: Sequence[str | Path], documents: Sequence[Document] = ()) -> Kept:
    """Copy uploaded files into ``HOME/uploads``.

    Left out are those that a folder would not be searched for either, and those whose content one of ``documents`` has.
    One of the same name is replaced, and kept for a day in ``HOME/removed``. A name that a document from another
    folder has gets a number.

    Raises:
        UsageError: none, too many, or one larger than ``server.upload_mb``.
        LibraryError: the home cannot be written.
    """
    if not files:
        raise UsageError("请先选择文件", "choose a file first")
    if len(files) > _MAX_FILES:
        raise UsageError(f"一次最多 {_MAX_FILES} 个文件", f"at most {_MAX_FILES} files at a time")
    limit = settings.server.upload_mb
    known = {d.sha256: d.path for d in documents}
    same: list[tuple[str, str]] = []
    unread: list[str] = []
    before: dict[Path, Path | None] = {}
    try:
        folder = settings.home / "uploads"
        folder.mkdir(parents=True, exist_ok=True)
        folder = folder.resolve()
        taken = {d.path for d in documents if Path(d.root) != folder}
        for file in map(Path, files):
            if file.stat().st_size > limit * 1024 * 1024:
                raise UsageError(f"{file.name} 超过 {limit} MB", f"{file.name} exceeds {limit} MB")
            name = safe_name(file.name)
            if not wanted(name):
                unread.append(name)
                continue
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            if digest in known:
                same.append((name, known[digest]))
                continue
            known[digest] = name
            target = folder / _numbered(name, taken)
            part = target.with_name(f".{target.name}.part")
            shutil.copyfile(file, part)
            if target not in before:
                before[target] = _set_aside(settings, target)
            os.replace(part, target)
    except OSError as error:
        raise LibraryError(f"存不下文件：{reason(error)}", f"cannot keep the file: {error.strerror}") from error
    return Kept(tuple(before), tuple(same), tuple(unread), before)


def _numbered(name: str, taken: Container[str]) -> str:
    stem, suffix = os.path.splitext(name)
    names = (f"{stem}（{n}）{suffix}" if n > 1 else name for n in count(1))
    return next(one for one in names if one not in taken)


def _set_aside(settings: Settings, target: Path) -> Path | None:
    if not target.exists():
        return None
    aside = Removed(settings.home).room(secrets.token_hex(8)) / target.name
    shutil.copyfile(target, aside)
    return aside


def run_wenju(settings: Settings, *arguments: str, options: Sequence[str] = ()) -> Generator[Step]:
    """Run ``wenju ARGUMENTS --json`` with ``options`` and yield a step for every line it says, the report last.

    Closing the iterator interrupts the command, which keeps what it has finished.

    Raises:
        LibraryError: it failed; the message is the command's own.
    """
    words = 2 if arguments[:1] == ("library",) else 1
    command = [sys.executable, "-m", "ui.cli.main", *arguments[:words], *options, "--json", "--", *arguments[words:]]
    environment = {**os.environ, "WENJU_HOME": str(settings.home), "WENJU_LANGUAGE": language()}
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
        text=True, encoding="utf-8", errors="replace",
    )  # fmt: skip
    assert process.stdout is not None and process.stderr is not None
    printed: list[str] = []
    reader = threading.Thread(target=lambda: printed.append(process.stdout.read()), daemon=True)  # type: ignore[union-attr]
    reader.start()
    last = ""
    try:
        for line in process.stderr:
            if step := _step(line):
                last = step.line
                yield step
        process.wait()
        reader.join(timeout=10)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=30)
    report = _report("".join(printed))
    if report is None:
        raise LibraryError(last or say("命令没有完成", "the command did not finish"), last)
    yield Step(last, report=report)


def _step(line: str) -> Step | None:
    try:
        state = json.loads(line)["progress"]
        done, total, phase, name = int(state["done"]), int(state["total"]), str(state["phase"]), str(state["name"])
    except (ValueError, KeyError, TypeError):
        return Step(line.strip()) if line.strip() else None
    words = {
        "waiting": say("等待另一个写库的进程", "waiting for another writer"),
        "reading": say("正在读取", "reading"),
        "pages": say("正在识别扫描页", "recognising pages"),
        "file": say("正在读大文件", "reading a large file"),
        "indexing": say("正在建索引", "indexing"),
        "writing": say("正在写入向量索引", "writing the index of vectors"),
        "figures": say("正在读出数据（已可检索）", "reading figures (all can be searched)"),
    }
    return Step(f"{words.get(phase, phase)} {done}/{total} {name}".strip(), done, total)


def _report(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
