"""The steps of an answer, as people call them."""

from __future__ import annotations

from ui.language import say

STAGES = ("understand", "retrieve", "verify", "draft")
"""As named by ``rag.domain.Event``, in the order they are first reached. A draft is checked once more."""
REREAD = "reread"
"""After ``verify``, only where nothing was found: a model helps to look again."""
MODEL = frozenset((REREAD, "draft"))
"""Those in which a model works."""


def steps_shown(stage: str) -> tuple[str, ...]:
    """The steps that are shown to someone who waits at ``stage``."""
    return (*STAGES[:-1], REREAD, STAGES[-1]) if stage == REREAD else STAGES


def stage_name(stage: str) -> str:
    """The step in the language of this process."""
    names = {
        "understand": say("理解", "Understanding"),
        "retrieve": say("检索", "Searching"),
        "verify": say("核对", "Checking"),
        REREAD: say("再找", "Looking again"),
        "draft": say("成文", "Writing"),
    }
    return names.get(stage, stage)
