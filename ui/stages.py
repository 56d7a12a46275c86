"""The steps of an answer, as people call them."""

from __future__ import annotations

from ui.language import say

STAGES = ("understand", "retrieve", "verify", "draft")
"""As named by ``rag.domain.Event``, in the order they are first reached. A draft is checked once more."""


def stage_name(stage: str) -> str:
    """The step in the language of this process."""
    names = {
        "understand": say("理解", "Understanding"),
        "retrieve": say("检索", "Searching"),
        "verify": say("核对", "Checking"),
        "draft": say("成文", "Writing"),
    }
    return names.get(stage, stage)
