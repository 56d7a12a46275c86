"""Documents that were removed and can be had back for a day: each in a little library of its own."""

from __future__ import annotations

import re
import shutil
import time
from contextlib import closing
from pathlib import Path

from rag.domain import Document
from rag.errors import LibraryError, reason
from rag.library.record import Library

KEPT_S = 24 * 3600
"""Seconds after which what was removed is gone for good; looked at with every removal and start of the service."""


class Removed:
    """What was removed from the library of one home, by document id, in ``HOME/removed``."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "removed"

    def keep(self, document: Document) -> None:
        """Keep a whole document, in place of what was kept under its id.

        Raises:
            LibraryError: the disk is full or not writable.
        """
        self.expire()
        self.drop(document.id)
        with closing(Library.open(self._folder / document.id / "library.db")) as library:
            library.put(document)

    def take(self, document_id: str) -> Document | None:
        """The document, which stays kept; None if it is not or no longer here."""
        self.expire()
        file = self._folder / document_id / "library.db"
        if not re.fullmatch(r"[\w-]{1,80}", document_id) or not file.is_file():
            return None
        with closing(Library.open(file, read_only=True)) as library:
            return library.document(document_id)

    def documents(self, most: int | None = None) -> list[Document]:
        """Those that can be had back, the last one first, at most ``most``; without text, articles and passages."""
        self.expire()
        found = sorted((p.parent for p in self._folder.glob("*/library.db")), key=lambda p: (-_since(p), p.name))
        out: list[Document] = []
        for folder in found[:most]:
            with closing(Library.open(folder / "library.db", read_only=True)) as library:
                out += library.documents()
        return out

    def room(self, name: str) -> Path:
        """A new folder that is kept as long, for a file that something took the place of.

        Raises:
            LibraryError: the disk is full or not writable.
        """
        self.expire()
        folder = self._folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryError(
                f"写不了 {folder}：{reason(error)}", f"cannot write {folder}: {error.strerror}"
            ) from error
        return folder

    def drop(self, document_id: str) -> None:
        """Forget it for good."""
        shutil.rmtree(self._folder / document_id, ignore_errors=True)

    def expire(self) -> None:
        """Forget everything that was removed longer than ``KEPT_S`` ago."""
        before = time.time() - KEPT_S
        if self._folder.is_dir():
            for entry in list(self._folder.iterdir()):
                if _since(entry) < before:
                    shutil.rmtree(entry, ignore_errors=True)


def _since(entry: Path) -> float:
    """When it was removed; reading a record touches its folder, but not the record."""
    file = entry / "library.db"
    return (file if file.is_file() else entry).stat().st_mtime
