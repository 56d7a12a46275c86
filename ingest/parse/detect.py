"""What a file is, by its content first and its name second."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal

from ingest.parse import limits
from rag.errors import IngestError
from rag.language import say

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
_OFFICE = "application/vnd.openxmlformats-officedocument."
_SORTS = {
    "text/plain": ("文本", "plain text", ".txt .text .md .markdown .html .htm .csv .tsv"),
    "text/markdown": ("Markdown", "Markdown", ".md .markdown"),
    "text/html": ("网页", "a web page", ".html .htm"),
    "text/csv": ("CSV 表格", "a CSV table", ".csv .tsv"),
    "application/pdf": ("PDF", "PDF", ".pdf"),
    "image/": ("图片", "a picture", ".png .jpg .jpeg .tif .tiff .bmp .webp .gif"),
    f"{_OFFICE}wordprocessingml": ("Word 文件", "a Word file", ".docx .docm .dotx"),
    f"{_OFFICE}spreadsheetml": ("Excel 表格", "an Excel table", ".xlsx .xlsm .xltx"),
}
"""Beginning of a media type -> its name in both languages, and the endings that such a file has."""
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
    if _HTML.match(data[:4096]):
        return "html"
    if ending in _CONVERT:
        raise legacy(ending, data)
    return _BY_ENDING.get(ending, "text")


def misnamed(name: str, media_type: str) -> str:
    """What to say of a file whose content is of another kind than its ending says; empty when they agree.

    It is read as what it is: the ending is what a person typed, the content is what they want read.
    """
    ending = PurePosixPath(name.lower()).suffix
    own = next((sort for start, sort in _SORTS.items() if media_type.startswith(start)), None)
    known = any(ending in endings.split() for _, _, endings in _SORTS.values())
    if own is None or ending in own[2].split() or not (known or ending in (*_CONVERT, ".zip")):
        return ""
    return say(
        f"文件名以 {ending} 结尾，内容却是{own[0]}，已按{own[0]}读取；请核对是不是拿错了文件",
        f"the name ends in {ending}, but the content is {own[1]} and was read as such; make sure it is the right file",
    )


def damaged(name: str) -> IngestError | None:
    """What to say of a file without any text that is not what its ending says either; None for other endings."""
    ending = PurePosixPath(name.lower()).suffix
    own = next(((zh, en) for zh, en, endings in _SORTS.values() if ending in endings.split()), None)
    if own is None or ending in _SORTS["text/plain"][2].split():
        return None
    return IngestError(
        f"不是完好的{own[0]}，可能没有传完或已损坏；请重新取得这份文件",
        f"not an intact file of its kind ({own[1]}): cut short or damaged; get it again",
    )


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
