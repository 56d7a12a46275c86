"""The steps of an answer, as people call them."""

from __future__ import annotations

from ui.language import say

STAGES = ("understand", "retrieve", "draft", "verify")
"""As named by ``rag.domain.Event``."""


def stage_name(stage: str) -> str:
    """The step in the language of this process."""
    names = {
        "understand": say("理解", "Understanding"),
        "retrieve": say("检索", "Searching"),
        "draft": say("成文", "Writing"),
        "verify": say("核对", "Checking"),
    }
    return names.get(stage, stage)
