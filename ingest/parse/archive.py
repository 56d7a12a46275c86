"""Zip archives, and the office formats that are zips: looked at from outside before anything is unpacked."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ingest.parse import limits
from ingest.parse.detect import encrypted, legacy
from ingest.parsed import Parsed
from ingest.sources import readable, wanted
from rag.errors import IngestError

if TYPE_CHECKING:
    from ingest.parse.child import Desk

_ENTRY = b"PK\x01\x02"
_SLACK = 100
"""The four bytes of an entry can stand in packed data by chance; an archive is not refused for that."""


@dataclass(slots=True)
class Within:
    """What an archive and those in it may still take up together: entries, and bytes unpacked."""

    entries: int = field(default_factory=lambda: limits.ZIP_ENTRIES)
    unpacked: int = field(default_factory=lambda: limits.ZIP_UNPACKED)


def opened(data: bytes, within: Within | None = None) -> zipfile.ZipFile:
    """The archive, if it keeps within the limits: number of entries, packing ratio, unpacked size, names.

    The sizes are those the archive declares; ``zipfile`` never unpacks more than these, so that a lie only
    damages the member. What it takes up is taken off ``within``, which an archive shares with those in it.

    Raises:
        IngestError: damaged, encrypted, or made to unpack to something enormous.
    """
    within = within or Within()
    if data.count(_ENTRY) > within.entries + _SLACK:
        raise _bomb(f"条目超过 {limits.ZIP_ENTRIES} 个", f"more than {limits.ZIP_ENTRIES} entries")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise IngestError("压缩包已损坏", "the archive is damaged") from error
    within.entries -= len(archive.infolist())
    names: set[str] = set()
    for info in archive.infolist():
        if info.flag_bits & 0x1:
            raise encrypted()
        if info.file_size > limits.ZIP_RATIO_FROM and info.file_size > limits.ZIP_RATIO * max(1, info.compress_size):
            raise _bomb("压缩比异常", "suspicious packing ratio")
        within.unpacked -= info.file_size
        if within.unpacked < 0:
            most = limits.ZIP_UNPACKED // limits.MB
            raise _bomb(f"解开后超过 {most} MB", f"more than {most} MB unpacked")
        if not info.filename:
            raise IngestError("压缩包已损坏", "the archive is damaged")
        if info.filename in names:
            raise _bomb("有重名的条目", "two entries of one name")
        names.add(info.filename)
    return archive


def contents(data: bytes) -> Iterator[tuple[str, bytes | IngestError]]:
    """(path in the archive, bytes) of each document, by name; an office file is one document, path empty.

    Archives in it are opened too, but none that stand in those.

    Raises:
        IngestError: as ``opened``.
    """
    within = Within()
    archive = opened(data, within)
    if _office(archive):
        yield "", data
        return
    for path, content in _documents(archive):
        if isinstance(content, bytes) and path.lower().endswith(".zip"):
            yield from _inner(path, content, within)
        else:
            yield path, content


def _inner(path: str, data: bytes, within: Within) -> Iterator[tuple[str, bytes | IngestError]]:
    """The documents of an archive that stands in another at ``path``."""
    try:
        archive = opened(data, within)
        if _office(archive):
            yield path, data
            return
        for name, content in _documents(archive):
            yield f"{path}/{name}", content
    except IngestError as error:
        yield path, error


def _documents(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes | IngestError]]:
    """(path, bytes) of the members that are documents, by name.

    Raises:
        IngestError: there are none.
    """
    found = 0
    for path, info in sorted((_path(info), info) for info in archive.infolist() if not info.is_dir()):
        if any(wanted(step) is None for step in PurePosixPath(path).parts if step != ".."):
            continue
        if wanted(path):
            found += 1
            yield path, _member(archive, info, path)
    if not found:
        raise IngestError("压缩包里没有可以导入的文件", "no document that can be read in the archive")


def office(data: bytes, desk: Desk) -> Parsed:
    """Parse a Word or Excel file.

    Raises:
        IngestError: another format in a zip, or an archive that stands too deep in others.
    """
    archive = opened(data)
    kind = _office(archive)
    if kind == "docx":
        from ingest.parse import docx

        return docx.parse(archive)
    if kind == "xlsx":
        from ingest.parse import xlsx

        return xlsx.parse(data, archive, desk)
    if kind:
        raise legacy(kind)
    raise IngestError("压缩包套了三层以上；请解压后导入", "archives nested three deep; unpack them first")


def part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """The bytes of one part of an office file, None if there is no such part.

    Raises:
        IngestError: it is damaged.
    """
    try:
        return archive.read(name)
    except KeyError:
        return None
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise IngestError("压缩包已损坏", "the archive is damaged") from error
    except Exception as error:  # zlib.error and lzma.LZMAError share no base class
        raise IngestError("压缩包已损坏", "the archive is damaged") from error


def _office(archive: zipfile.ZipFile) -> str | None:
    """``docx``, ``xlsx``, or the ending of a format that is refused; None for an ordinary archive."""
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        if any(n.startswith("word/") for n in names):
            return "docx"
        if "xl/workbook.xml" in names:
            return "xlsx"
        return ".pptx" if any(n.startswith("ppt/") for n in names) else ".xls"
    if "OFD.xml" in names:
        return ".ofd"
    if "mimetype" in names and "content.xml" in names:
        return ".odt"
    return None


def _path(info: zipfile.ZipInfo) -> str:
    """A member's name as its maker wrote it: old archives hold GB 18030, which ``zipfile`` takes for cp437."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename.encode("cp437", "replace").decode("gb18030", "replace")
    return readable(name.replace("\\", "/"))


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> bytes | IngestError:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or ":" in path or len(path) > 500:
        return IngestError("名字要跳出压缩包，没有读取", "a name that leads out of the archive; not read")
    if stat.S_ISLNK(info.external_attr >> 16):
        return IngestError("压缩包里的链接，没有读取", "a link in the archive; not read")
    try:
        return part(archive, info.filename) or b""
    except IngestError as error:
        return error


def _bomb(zh: str, en: str) -> IngestError:
    return IngestError(f"压缩包不安全：{zh}", f"unsafe archive: {en}")
