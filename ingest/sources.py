"""From the paths a user names to the files to read, without ever leaving the folders named."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ingest.parse.detect import detect, size_limit, too_large
from ingest.sidecar import beside, is_sidecar
from rag.errors import IngestError, reason

READ = frozenset(
    ".txt .text .md .markdown .html .htm .docx .docm .pdf .xlsx .xlsm .csv .tsv .zip "
    ".png .jpg .jpeg .tif .tiff .bmp .webp".split()
)
"""Endings of the files that a folder is searched for."""
REFUSE = frozenset(
    ".doc .wps .wpt .dot .ofd .xls .et .ppt .pptx .dps .rtf .mht .odt .ods .caj .rar .7z .gz .tar".split()
)
"""Endings of documents that cannot be read: taken along, so that they are refused aloud."""

_MAX_PATH = 1024
# Neither wait for a pipe nor follow a link that has taken the file's place since it was found.
_READ_ONLY = sum(getattr(os, name, 0) for name in ("O_RDONLY", "O_NONBLOCK", "O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"))
_MAX_DEPTH = 64
_HEAD = 64 * 1024
_LITTER = re.compile(r"^(\.|~\$|__MACOSX$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to ingest: ``root`` the folder that was named, ``path`` what the document is called."""

    root: str
    path: str
    file: Path
    size: int
    mtime_ns: int
    """Of the file or of its side-car, whichever is later."""

    @property
    def place(self) -> str:
        """Where it stands; the same for every way of naming it."""
        return f"{self.root}/{self.path}"


@dataclass(slots=True)
class Found:
    """What stands under the paths. ``refused`` are (name, error); ``ignored`` names files of no known kind."""

    sources: list[Source] = field(default_factory=list)
    refused: list[tuple[str, IngestError]] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def find(paths: Iterable[Path | str]) -> Found:
    """The files under ``paths``, each once, in the order of the paths and of their names.

    A folder is searched through; hidden files, office lock files and side-cars are left out. Links are
    not followed: one that leads out of the folder is refused, one within is passed over, since what it
    points at is found anyway. A file that is named itself is taken whatever its ending.
    """
    found = Found()
    seen: set[str] = set()
    for given in paths:
        try:
            path = Path(os.path.abspath(given))
            info = path.stat()
        except (OSError, ValueError) as error:
            found.refused.append((readable(str(given)), _missing(error)))
            continue
        if stat.S_ISDIR(info.st_mode):
            root = path.resolve()
            found.folders.append(readable(str(root)))
            entries = _walk(root, found)
        else:
            root = path.parent.resolve()
            entries = iter([(root / path.name, info)])
        for file, details in entries:
            name = readable(file.relative_to(root).as_posix())
            file = file if file.parent != root or not file.is_symlink() else file.resolve()
            try:
                source = _source(root, name, file, details)
            except IngestError as error:
                found.refused.append((name, error))
                continue
            if source.place not in seen:
                seen.add(source.place)
                found.sources.append(source)
    return found


def readable(name: str) -> str:
    """A file name that can be stored and shown.

    Names in GB 18030, as old archives leave them, are decoded; control and direction characters, which
    could disguise a name, become U+FFFD.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", "replace")
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in name)


def wanted(name: str) -> bool | None:
    """Whether a file found in a folder or an archive is a document; None for litter that nobody misses."""
    base = PurePosixPath(name).name
    if _LITTER.search(base) or is_sidecar(base):
        return None
    return PurePosixPath(base.lower()).suffix in READ | REFUSE


def _walk(root: Path, found: Found) -> Iterator[tuple[Path, os.stat_result]]:
    """Every document below ``root`` with its state, in the order of the names."""
    stack: list[tuple[Path, int]] = [(root, 0)]
    while stack:
        path, depth = stack.pop()
        try:
            info = path.lstat()
            if not stat.S_ISDIR(info.st_mode):
                yield path, info
                continue
            with os.scandir(path) as scan:
                entries = sorted(scan, key=lambda e: e.name, reverse=True)
        except OSError as error:
            found.refused.append((readable(path.relative_to(root).as_posix()), _missing(error)))
            continue
        if depth > _MAX_DEPTH:
            found.refused.append((readable(path.relative_to(root).as_posix()), _too_deep()))
            continue
        for entry in entries:
            if _LITTER.search(entry.name) or is_sidecar(entry.name):
                continue
            if entry.is_symlink():
                if not os.path.exists(entry.path):
                    name = readable(Path(entry.path).relative_to(root).as_posix())
                    found.refused.append((name, _leads_nowhere()))
                elif not _within(Path(entry.path), root):
                    name = readable(Path(entry.path).relative_to(root).as_posix())
                    found.refused.append((name, _leads_out()))
                continue
            if entry.is_dir(follow_symlinks=False) or wanted(entry.name):
                stack.append((Path(entry.path), depth + 1))
            else:
                found.ignored.append(readable(Path(entry.path).relative_to(root).as_posix()))


def _within(link: Path, root: Path) -> bool:
    try:
        return link.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _source(root: Path, name: str, file: Path, info: os.stat_result) -> Source:
    if not stat.S_ISREG(info.st_mode):
        raise _not_regular()
    if len(name) > _MAX_PATH:
        raise IngestError(f"文件名太长（{len(name)} 字）", f"the name is too long ({len(name)} characters)")
    times = [info.st_mtime_ns]
    for path in beside(file):
        try:
            times.append(path.stat().st_mtime_ns)
        except OSError:
            continue
    return Source(readable(str(root)), name, file, info.st_size, max(times))


def read(file: Path) -> bytes:
    """The bytes of a file as it is at one moment, if it is of a kind and size that is read at all.

    Raises:
        IngestError: gone, not readable, refused by its first bytes, too large, or written to meanwhile.
    """
    for _ in range(2):
        try:
            fd = os.open(file, _READ_ONLY)
            with os.fdopen(fd, "rb") as stream:
                before = os.fstat(fd)
                if not stat.S_ISREG(before.st_mode):
                    raise _not_regular()
                head = stream.read(_HEAD)
                limit = size_limit(detect(head, file.name))
                if before.st_size > limit:
                    raise too_large(before.st_size, limit)
                data = head + stream.read(limit + 1 - len(head))
                after = os.fstat(fd)
        except OSError as error:
            raise _missing(error) from error
        if len(data) > limit:
            raise too_large(len(data), limit)
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) == (len(data), after.st_mtime_ns):
            return data
    raise IngestError("文件正在被改写，请稍后再导入", "the file is being written to; try again later")


def _not_regular() -> IngestError:
    return IngestError("不是普通文件", "not a regular file")


def _missing(error: OSError | ValueError) -> IngestError:
    if isinstance(error, FileNotFoundError):
        return IngestError("没有这个文件或文件夹", "no such file or folder")
    if isinstance(error, PermissionError):
        return IngestError("没有读取权限", "permission denied")
    if isinstance(error, OSError):
        return IngestError(f"读不出：{reason(error)}", f"cannot be read: {error.strerror or error}")
    return IngestError("文件名里有不允许的字符", "the name holds characters that are not allowed")


def _leads_out() -> IngestError:
    return IngestError("链接指向文件夹之外，没有读取", "a link that leads out of the folder; not followed")


def _leads_nowhere() -> IngestError:
    return IngestError("链接指向的文件不存在", "a link to what does not exist")


def _too_deep() -> IngestError:
    return IngestError(f"文件夹层数超过 {_MAX_DEPTH}", f"folders nested deeper than {_MAX_DEPTH}")
