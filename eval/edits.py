"""What an edit of the mutation suite is given and gives."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """A passage to cut claims from, with what is known about it."""

    text: str
    title: str = ""
    place: str | None = None
    date: str | None = None

    def as_json(self) -> dict[str, Any]:
        """A passage of ``verify --batch``."""
        return {"text": self.text, "title": self.title, "place": self.place, "date": self.date}


Edit = Callable[[str, Text, random.Random], str | None]
"""Takes a sentence, its passage and a source of chance; gives the edited sentence, or None where it does not apply."""


def pick(found: list[Any], rng: random.Random) -> Any:
    """One of ``found``, or None of nothing."""
    return rng.choice(found) if found else None


def replaced(text: str, start: int, end: int, new: str) -> str:
    """``text`` with ``new`` in place of ``text[start:end]``."""
    return text[:start] + new + text[end:]
