"""Text of others made harmless: for terminals here, for pages in ``ui.web.markup``."""

from __future__ import annotations

import re

_TRICKS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def plain(text: str) -> str:
    """``text`` without control, zero-width and direction characters, or halves of such; line breaks and tabs stay."""
    return _TRICKS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
