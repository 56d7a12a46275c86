"""The runs of a folder, in the order in which they were made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.folder import RunFolder
from eval.records import RunRecord
from rag.errors import UsageError

NAME = "runs"
"""Where runs are kept within a home."""


@dataclass(frozen=True, slots=True)
class Past:
    """A finished run: its record and the summary that was written with it."""

    folder: RunFolder
    record: RunRecord
    summary: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.path.name

    @property
    def series(self) -> tuple[str, str]:
        """Runs of one series can be set side by side: (name of the set, engine)."""
        return str(self.record.dataset["name"]), self.record.engine


def runs(parent: Path) -> list[Past]:
    """The finished runs in ``parent``, oldest first; what is no run of this version, or not finished, is left out."""
    found = []
    for path in sorted(parent.iterdir()) if parent.is_dir() else ():
        try:
            folder = RunFolder(path)
            summary = json.loads((path / "summary.json").read_text(encoding="utf-8"))
            if isinstance(summary, dict) and "metrics" in summary:
                found.append(Past(folder, folder.record(), summary))
        except (OSError, ValueError, UsageError):
            continue
    return sorted(found, key=lambda p: (p.record.started, p.name))


def earlier(folder: RunFolder) -> list[Past]:
    """The runs beside ``folder`` of the same questions and engine that were made before it, oldest first."""
    record = folder.record()
    return [
        past
        for past in runs(folder.path.resolve().parent)
        if past.folder.path.resolve() != folder.path.resolve()
        and past.record.engine == record.engine
        and past.record.dataset["sha256"] == record.dataset["sha256"]
        and past.record.started <= record.started
    ]
