"""The whole library as files: the originals where they still stand, the stored text otherwise, and what is known."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from rag.domain import Document
from rag.errors import UsageError, reason
from ui.documents import article_list

if TYPE_CHECKING:
    from rag.library.record import Library

_NAME_BYTES = 240
"""File systems take 255 bytes, of which an ending of four is added to some names."""
_Write = Callable[[str, bytes], None]


def export_library(library: Library, out: Path) -> dict[str, Any]:
    """Write ``originals/``, ``texts/`` and ``documents.jsonl`` to the folder or ``.zip`` ``out``.

    Returns:
        ``documents``, ``originals`` (files copied byte by byte) and ``out``.

    Raises:
        UsageError: ``out`` exists and is not an empty folder, or cannot be written.
    """
    try:
        if out.suffix.lower() == ".zip":
            part = out.with_name(out.name + ".part")
            out.parent.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
                counts = _export(library, archive.writestr)
            if out.exists():
                part.unlink()
                raise _taken(out)
            part.rename(out)
        else:
            if out.exists() and (not out.is_dir() or any(out.iterdir())):
                raise _taken(out)
            counts = _export(library, lambda name, data: _save(out / name, data))
    except OSError as error:
        raise UsageError(f"写不了 {out}：{reason(error)}", f"cannot write {out}: {error.strerror}") from error
    return {**counts, "out": str(out)}


def _export(library: Library, write: _Write) -> dict[str, int]:
    lines: list[str] = []
    originals = 0
    for header in library.documents():
        document = library.document(header.id)
        if document is None:
            continue
        name = f"{document.id[:8]}/{_inside(document.path)}"
        original = _original(document)
        if original is not None:
            write(f"originals/{name}", original)
            originals += 1
        write(
            f"texts/{name}" if name.endswith(".txt") else f"texts/{name}.txt",
            document.text.encode("utf-8", "surrogatepass"),
        )
        listed = article_list(document)
        lines.append(
            json.dumps({**listed, "root": document.root, "original": original is not None}, ensure_ascii=False)
        )
    write("documents.jsonl", "".join(line + "\n" for line in lines).encode("utf-8"))
    return {"documents": len(lines), "originals": originals}


def _inside(path: str) -> str:
    """``path`` without anything that would lead out of the folder it is written to."""
    parts = [p for p in PurePosixPath(path.replace("\\", "/")).parts if p not in ("/", "..", ".")]
    return "/".join(_shortened(p.replace(":", "_")) for p in parts) or "document"


def _shortened(name: str) -> str:
    """``name`` as long as a file system takes it, its ending kept."""
    ending = PurePosixPath(name).suffix if len(PurePosixPath(name).suffix) <= 8 else ""
    stem = name.removesuffix(ending)
    while len((stem + ending).encode("utf-8", "surrogatepass")) > _NAME_BYTES:
        stem = stem[:-1]
    return stem + ending


def _original(document: Document) -> bytes | None:
    """The file as it was ingested, if it is still there unchanged."""
    try:
        data = (Path(document.root) / document.path).read_bytes() if document.root else b""
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == document.sha256 else None


def _save(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _taken(out: Path) -> UsageError:
    return UsageError(f"{out} 已存在，请换一个名字", f"{out} exists, name another")
