"""Folders of one derived index, one a generation; which is in force stands in the record.

A generation that nobody was told of is rubbish: what a crash leaves half made is swept away by the next
writer, and switching from one to the next is a line in a transaction of the record.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path


class Generations:
    """The folders ``root/1``, ``root/2``, ... of one index."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, generation: int) -> Path:
        """Where ``generation`` stands, or would stand."""
        return self._root / str(generation)

    def fresh(self, generation: int) -> Path:
        """An empty place for ``generation``; what a crash left there is removed."""
        path = self.path(generation)
        shutil.rmtree(path, ignore_errors=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def copy(self, old: int, new: int) -> Path:
        """A copy of ``old`` as ``new``, on which a writer can work while readers stay with ``old``."""
        path = self.fresh(new)
        shutil.copytree(self.path(old), path)
        return path

    def sync(self, generation: int) -> None:
        """Bring every file of ``generation`` onto the disk, before the record names it."""
        for folder, _, files in os.walk(self.path(generation)):
            for name in (*files, "."):
                # A journal that its engine's threads remove a little later need not be there.
                with contextlib.suppress(FileNotFoundError):
                    handle = os.open(os.path.join(folder, name), os.O_RDONLY)
                    try:
                        os.fsync(handle)
                    finally:
                        os.close(handle)

    def sweep(self, keep: int) -> None:
        """Remove every generation but ``keep``; what another process still holds open goes the next time."""
        for path in self._root.iterdir() if self._root.is_dir() else ():
            if path.name != str(keep):
                shutil.rmtree(path, ignore_errors=True)
