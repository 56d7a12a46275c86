"""A model's word on a claim that the rules leave open: all its figures, places and names agree, but its words differ.

Never the first word: what a check fails is decided. Only a model behind an endpoint is asked, and only where the user has
said so (``check.model``): the one of this machine tells support from its absence no better than chance (110 claims,
AUC 0.50; docs/decisions/0024-a-model-looks-again.md).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from rag.answer.prompting import fence, harmless, prompt
from rag.answer.replied import replied
from rag.backends.chat import open_chat
from rag.domain import Engine, Verdict
from rag.errors import WenjuError
from rag.language import language, say
from rag.ports import ChatModel
from rag.settings import Settings
from rag.verify.check import Examination

PROMPTS = ("support.system", "support.user")
LEAST = 0.4
"""Share of the claim's content that words must hold to be worth a question."""
MOST = 50
"""Claims of one draft that it is asked about; the others stay open."""
_CLAIM, _QUOTES, _TOKENS = 400, 1200, 8
_YES = re.compile(r"是[。.]?")


@dataclass
class Arbiter:
    """Asks ``chat``, at most ``seconds`` a claim. After its first failure it is not asked again; ``failure`` says why."""

    chat: ChatModel
    seconds: float
    failure: str = ""
    asked: int = field(default=0)

    def supports(self, claim: str, quotes: Sequence[str]) -> bool:
        """Whether the model says that ``quotes`` tell all of ``claim``. False when it fails or has been asked enough."""
        if self.failure or self.asked >= MOST:
            return False
        self.asked += 1
        held, said = "\n".join(harmless(q, _QUOTES // len(quotes)) for q in quotes), harmless(claim, _CLAIM)
        user = prompt("support.user").fill(quotes=held, claim=said, fence=fence(held + said))
        until, reply = time.monotonic() + self.seconds, ""
        try:
            asking = replied(self.chat, "support", user, tokens=_TOKENS, until=until)
            while True:
                next(asking)
        except StopIteration as end:
            reply = end.value
        except WenjuError as error:
            failed = say("模型没能帮着核对：", "The model could not help to check: ")
            self.failure = failed + error.message(language())
            return False
        return bool(_YES.fullmatch(reply.strip()))

    def decide(self, claim: str, quotes: Sequence[str], examined: Examination) -> Verdict:
        """The verdict of ``examined``; "supported" where that leaves the claim open and the model says so."""
        least = min(examined.rest.share, examined.rest.local)
        if not examined.open or least < LEAST or not self.supports(claim, quotes):
            return examined.verdict
        return replace(examined.verdict, verdict="supported", reasons=(*examined.verdict.reasons, self.said()))

    def said(self) -> str:
        """For people: whose word it was."""
        return say(
            f"字面上对不全，模型（{self.chat.name}）认为引文写明了这句话，请核对",
            f"the words differ; a model ({self.chat.name}) holds that the quote says this, please check",
        )


def arbiter_of(settings: Settings, opening: Callable[[Settings, Engine], ChatModel] = open_chat) -> Arbiter | None:
    """The model's say in checks, where ``settings.check.model`` gives it one.

    Raises:
        ConfigError: no endpoint is configured.
    """
    return Arbiter(opening(settings, "openai"), settings.chat.timeout_s) if settings.check.model else None
