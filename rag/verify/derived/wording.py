"""How a claim says that a figure is worked out, and what it says beside that."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.domain import Span
from rag.text.quantity import Quantity
from rag.verify.derived.operands import Said
from rag.verify.reading import Reading

_PER = "公斤|立方米|[个家户人名台辆亩支所处座村株头吨斤间条位场期班次趟项镇乡县]"
MEAN = re.compile(
    rf"(?:(?:平均)?每(?:一)?|平均一)(?P<per>{_PER})(?:平均)?|(?P<mean>[人户亩村株头])(?:均(?!衡|匀|等|可)|产)|(?:折合|平均)+(?:为|约)?"
)
"""A mean, and of what each; 人均可支配收入 is no mean but the name of a figure."""
TOGETHER = re.compile(r"(?:合|总|共|累)计|一共|总共|总和|加起来|(?<!公)共(?!同|享|建|青|和|有制)")
LEFT = re.compile(r"还有|尚有|仍有|尚余|尚缺|剩余?下?|余下|其余|还差|相差|缺口|没有?|尚未|仍未|未(?!来)")
"""What says that a figure tells what is left."""
EARLIER = re.compile(
    r"此前|之前|以前|原有|原先|原来|当初|[去上前]年(?:同期|[年初底末]{1,2})?|上(?:季度|月|个月|学期|届)|年初|(?:19|20)\d\d年(?:同期|[年初底末]{1,2})?"
)
AFTER = re.compile(r"将(?:达到?|有|增至|增加到|增到|增长到|超)|届时")
_STRETCH = 12
"""Characters before a comma that still say what a figure after it tells."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure of a claim with the words around it: its sentence begins at ``low``, what may say its operation at ``near``."""

    q: Quantity
    claim: Reading
    low: int
    near: int
    high: int

    @classmethod
    def of(cls, q: Quantity, claim: Reading) -> Asked:
        """What ``claim`` asks of ``q``."""
        low, high = claim.sentence_of(q.start)
        phrase, _ = claim.phrase_of(q.start)
        return cls(q, claim, low, max(low, phrase - _STRETCH if q.start - phrase < _STRETCH else phrase), high)

    def mark(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The last match of ``pattern`` before the figure, in its clause."""
        return next(reversed(list(pattern.finditer(self.claim.text, self.near, self.q.start))), None)

    def said(self, *aside: Span, also: str = "") -> Said:
        """The words of the sentence without the figure, its times and ``aside``; ``also`` are words that those mean."""
        text = self.claim.text
        gone = sorted([(self.q.start, self.q.end), *aside, *((p.start, p.end) for p in self.claim.periods)])
        pieces, at = [], self.low
        for start, end in gone:
            if start >= at and end <= self.high:
                pieces.append(text[at:start])
                at = end
        return Said.of(*pieces, text[at : self.high], also)
