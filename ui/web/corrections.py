"""What was understood of a question, put right by its reader: the page's fields, without Gradio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.domain import Answer
from rag.retrieve.corrected import with_period, with_place
from rag.retrieve.followup import standalone
from rag.text import places
from ui.language import say


@dataclass(frozen=True)
class Understood:
    """A question made whole, with the place and the time that it names, several joined by 、."""

    question: str
    place: str = ""
    period: str = ""

    @classmethod
    def of(cls, answer: Answer) -> Understood:
        """As ``answer`` understood it."""
        named = {key: "、".join(map(str, answer.understood.get(key) or ())) for key in ("places", "periods")}
        return cls(answer.standalone_question or answer.question, named["places"], named["periods"])

    def corrected(self, question: str, place: str | None, period: str | None) -> Understood:
        """What the fields say now: a place or a time other than before is put into ``question``.

        ``self`` is what the fields said when ``question`` last agreed with them.
        """
        whole, where, when = " ".join(question.split()), (place or "").strip(), (period or "").strip()
        if where != self.place:
            put = with_place(whole, where)
            # A place that no list of places has stands there by its name.
            named = self.place in whole and put == where + whole
            whole = whole.replace(self.place, where) if self.place and named else put
        if when != self.period:
            whole = with_period(whole, when)
        return Understood(whole, where, when)

    def limit(self, limit: str, before: Understood) -> str:
        """The place to limit the evidence to: ``limit``, unless a place that it does not hold was put in by hand."""
        if self.place == before.place or not self.place:
            return limit
        outer = places.resolve(limit.strip())
        named = [places.resolve(name) for name in self.place.split("、")]
        held = outer is None or all(place is None or places.covers(outer, place) for place in named)
        return limit if held else ""


def agreeing(stages: Sequence[Understood], question: str) -> Understood:
    """The last of ``stages`` that had this ``question``, else the last: fields may lag behind what was made of them."""
    return next((s for s in reversed(stages) if s.question == question), stages[-1])


def told(before: Understood, limit: str, kept: str) -> tuple[str, ...]:
    """What the new turn says: how it was understood before, and a limit (``limit``) that is no longer ``kept``."""
    lines = [say("已更正；原先理解为：", "Corrected; it was understood as: ") + before.question]
    if limit.strip() and not kept:
        lines.append(say("不再限定地区：", "No longer limited to: ") + limit.strip())
    return tuple(lines)


def history_of(earlier: Sequence[str], corrected: str) -> tuple[str, ...]:
    """The questions that a follow-up goes on from: ``corrected`` in place of the last of ``earlier``.

    Those before it are left out where they would make another question of it.
    """
    before = tuple(earlier[:-1])
    return (*before, corrected) if standalone(corrected, before) == standalone(corrected, ()) else (corrected,)
