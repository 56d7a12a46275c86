"""Scanned pages that were read, kept on disk until their document is in the library."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any


class PageCache:
    """One folder a file, named by the file's digest; one JSON file a page.

    Reading a scan takes seconds a page: a run that is interrupted goes on where it was. Nothing stays once
    the document is in the library, so that removing the document removes everything.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, sha256: str) -> dict[str, Any]:
        """Page number (from 0, as text) -> lines; pages that cannot be read back are left out."""
        out: dict[str, Any] = {}
        for path in sorted((self._folder / sha256).glob("*.json")):
            try:
                out[path.stem] = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
        return out

    def save(self, sha256: str, number: str, lines: list[Any]) -> None:
        """Keep one page. A disk that is full or not writable costs the resumption only."""
        if not number.isdigit():
            return
        folder = self._folder / sha256
        try:
            folder.mkdir(parents=True, exist_ok=True)
            temporary = folder / f"{number}.tmp"
            temporary.write_text(json.dumps(lines, ensure_ascii=False), encoding="utf-8")
            os.replace(temporary, folder / f"{number}.json")
        except OSError:
            return

    def forget(self, sha256: str) -> None:
        """Drop the pages of one file."""
        shutil.rmtree(self._folder / sha256, ignore_errors=True)
