"""The language that people are spoken to: Chinese first, English where ``WENJU_LANGUAGE`` says so.

Refusals and notes are said where they arise, in both, by ``say``. What reports say stays as they say it.
"""

from __future__ import annotations

import os
import re

from rag.errors import Language

VARIABLE = "WENJU_LANGUAGE"
_ONE = re.compile(r"(?<![\d.,/-])1 (article|case|character|claim|document|figure|file|passage|report|row|source)s\b")
_DATE = re.compile(r"(?<![一-鿿“《\d])(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?(?![一-鿿”》\d])")
"""A date by itself: one in words of a report stays as it is written there."""


def language() -> Language:
    """The language of this process."""
    return "en" if os.environ.get(VARIABLE) == "en" else "zh"


def say(zh: str, en: str) -> str:
    """The one of the two that this process speaks; English counts one thing without an s and has dates without 年."""
    return _DATE.sub(_numbered, _ONE.sub(r"1 \1", en)) if language() == "en" else zh


def _numbered(date: re.Match[str]) -> str:
    return "-".join(part.zfill(2) for part in date.groups() if part)
