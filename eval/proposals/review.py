"""Proposed cases and the file in which somebody looks at them.

A proposal is no gold: its line says ``"review": "proposed"``, and a set with such a line is refused. Whoever reviews
sets it to ``accepted`` or ``rejected``; the file is then a set like any other.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.cases import Groups, line
from eval.datasets.lines import read_lines
from rag.errors import UsageError, reason

NAME = "eval/review.jsonl"
"""The review file within a home."""
_ADDING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case that somebody should look at; ``why`` says where it comes from. ``spans`` are of ``evidence``, in turn."""

    type: str
    question: str
    why: str
    answerable: bool = True
    must: Groups = ()
    must_not: tuple[str, ...] = ()
    evidence: Groups = ()
    docs: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    place: str = ""
    history: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The same for the same question, so that proposing again adds nothing twice."""
        asked = "\n".join((*self.history, self.question))
        return "d" + hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:10]

    def as_json(self) -> dict[str, Any]:
        """A line of a set, not yet reviewed."""
        return {
            "id": self.id,
            "review": "proposed",
            "type": self.type,
            "question": self.question,
            "history": list(self.history),
            "answerable": self.answerable,
            "must": [list(g) for g in self.must],
            "must_not": list(self.must_not),
            "evidence": [list(g) for g in self.evidence],
            "docs": list(self.docs),
            "spans": [list(s) for s in self.spans],
            "place": self.place,
            "why": self.why,
        }


def add(path: Path, proposals: Iterable[Proposal]) -> int:
    """Append those proposals that the review file at ``path`` does not hold; what stands there is left as it is.

    Returns:
        How many were added.

    Raises:
        UsageError: the file is no JSON lines, or cannot be written.
    """
    with _ADDING:
        return _added(path, proposals)


def _added(path: Path, proposals: Iterable[Proposal]) -> int:
    held = {str(value.get("id")) for _, value in read_lines(path)} if path.is_file() else set()
    fresh = {p.id: p for p in proposals if p.id not in held}
    if not fresh:
        return 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A file that an editor left without its last line break must not grow in the middle of a line.
        broken = path.is_file() and (content := path.read_bytes()) and not content.endswith(b"\n")
        with path.open("a", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
            file.write(("\n" if broken else "") + "".join(line(p.as_json()) for p in fresh.values()))
    except OSError as error:
        raise UsageError(f"写不了 {path}：{reason(error)}", f"cannot write {path}: {error.strerror}") from error
    return len(fresh)
