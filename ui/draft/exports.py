"""Writing the report to a file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from rag.check.report import Report
from rag.errors import UsageError, reason
from ui.references import Style

FORMATS = ("docx", "html", "md")


def content(report: Report, kind: str, style: Style) -> bytes:
    """The report as a file of ``kind``, one of ``FORMATS``."""
    if kind == "docx":
        from ui.draft.word import docx

        return docx(report, style)
    if kind == "html":
        from ui.draft.page import page

        return page(report, style).encode("utf-8")
    from ui.draft.markdown import markdown

    return markdown(report, style).encode("utf-8")


def suffix_checked(path: Path | None, kind: str) -> None:
    """Refuse a file name that says it is something else, before any work is done.

    Raises:
        UsageError: the name ends otherwise, or its folder is not there.
    """
    if path is None:
        return
    if path.suffix.lower() not in ("." + kind, ".htm" if kind == "html" else "." + kind):
        raise UsageError(f"{path} 应以 .{kind} 结尾", f"{path} should end in .{kind}")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"没有文件夹 {path.absolute().parent}", f"no folder {path.absolute().parent}")


def export(report: Report, path: Path, kind: str, style: Style) -> None:
    """Write the report to ``path``, whole or not at all.

    Raises:
        UsageError: it cannot be written.
    """
    data = content(report, kind, style)
    try:
        with tempfile.NamedTemporaryFile(dir=path.absolute().parent, prefix=".wenju-", delete=False) as part:
            part.write(data)
        os.chmod(part.name, 0o644)
        os.replace(part.name, path)
    except OSError as error:
        raise UsageError(f"写不了 {path}：{reason(error)}", f"cannot write {path}: {error.strerror}") from error
