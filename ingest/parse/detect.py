"""What a file is, by its content first and its name second."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal

from ingest.parse import limits
from rag.errors import IngestError

Kind = Literal["text", "markdown", "html", "csv", "pdf", "image", "archive"]
"""``archive`` is anything in a zip: Word and Excel files too are told apart only inside the child."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_MAYBE_IMAGES = (b"BM", b"GIF8")
"""A text can begin so as well."""
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html[\s>])",
    re.I | re.S,
)
_BY_ENDING: dict[str, Kind] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".csv": "csv",
    ".tsv": "csv",
}
_CONVERT = {
    ".doc": ".docx", ".dot": ".docx", ".wps": ".docx", ".wpt": ".docx", ".rtf": ".docx", ".odt": ".docx",
    ".xls": ".xlsx", ".et": ".xlsx", ".ods": ".xlsx",
    ".ppt": "PDF", ".pptx": "PDF", ".dps": "PDF", ".ofd": "PDF", ".caj": "PDF", ".mht": "PDF",
}  # fmt: skip
_PACKED = {".rar": "RAR", ".7z": "7z", ".gz": "gzip", ".tar": "tar"}


def detect(data: bytes, name: str) -> Kind:
    """The kind of a file from its bytes and its name.

    Raises:
        IngestError: a kind that is not read, with what to do about it.
    """
    ending = PurePosixPath(name.lower()).suffix
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "archive"
    # Bytes before the header are allowed, and common; an archive may hold a PDF there as it is.
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE):
        raise legacy(ending if ending in _CONVERT else ".doc", data)
    if data.startswith(b"{\\rtf"):
        raise legacy(".rtf", data)
    if data.startswith((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")) or ending in _PACKED:
        kind = _PACKED.get(ending, "压缩")
        raise IngestError(
            f"{kind} 压缩包不能直接读取；请解压后导入，或改存为 zip",
            f"{ending or 'this archive'} is not read; unpack it, or pack it as zip",
        )
    if (
        data.startswith(_IMAGES)
        or data.startswith(_MAYBE_IMAGES)
        and b"\x00" in data[:512]
        or data[:4] == b"RIFF"
        and data[8:12] == b"WEBP"
    ):
        return "image"
    if ending in _CONVERT:
        raise legacy(ending, data)
    if _HTML.match(data[:4096]):
        return "html"
    return _BY_ENDING.get(ending, "text")


def size_limit(kind: Kind) -> int:
    """Bytes a file of this kind may have."""
    return limits.BINARY_FILE if kind in ("pdf", "image", "archive") else limits.TEXT_FILE


def not_text(data: bytes) -> IngestError:
    """What to say of binary content that is of no kind that is read, with what it looks like."""
    import puremagic

    try:
        found = puremagic.magic_string(data[:65536])
    except (puremagic.PureError, ValueError):
        found = []
    name = next((str(m.name) for m in found if m.confidence >= 0.4 and m.name), "")[:60]
    return IngestError(
        f"不是文本文件（二进制内容{f'，像是 {name}' if name else ''}）",
        f"not a text file (binary content{f', looks like {name}' if name else ''})",
    )


def too_large(size: int, limit: int) -> IngestError:
    """``size`` and ``limit`` in bytes."""
    return IngestError(
        f"文件 {size / limits.MB:.1f} MB，超过上限 {limit // limits.MB} MB；请拆分后再导入",
        f"the file has {size / limits.MB:.1f} MB, more than the limit of {limit // limits.MB} MB; split it",
    )


def legacy(ending: str, data: bytes = b"") -> IngestError:
    """What to say of an office format that is not read."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return encrypted()
    target = _CONVERT[ending]
    return IngestError(
        f"{ending} 格式不能直接读取；请用 WPS 或 LibreOffice 另存为 {target} 再导入",
        f"{ending} is not read; save it as {target} with LibreOffice or WPS",
    )


def encrypted() -> IngestError:
    """What to say of a file that wants a password."""
    return IngestError("文件已加密；请去掉密码再导入", "the file is encrypted; remove the password first")
