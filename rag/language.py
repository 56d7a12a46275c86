"""The language that people are spoken to: Chinese first, English where ``WENJU_LANGUAGE`` says so.

Refusals and notes are said where they arise, in both, by ``say``. What reports say stays as they say it.
"""

from __future__ import annotations

import os

from rag.errors import Language

VARIABLE = "WENJU_LANGUAGE"


def language() -> Language:
    """The language of this process."""
    return "en" if os.environ.get(VARIABLE) == "en" else "zh"


def say(zh: str, en: str) -> str:
    """The one of the two that this process speaks."""
    return en if language() == "en" else zh
