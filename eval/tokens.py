"""What models read and wrote for a case, counted with one tokenizer for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rag.ports import ChatModel
from rag.settings import Settings

Count = Callable[[str], int]


class Meter:
    """Counts since it was last read."""

    def __init__(self, count: Count) -> None:
        self._count = count
        self._held: dict[str, int] = {}

    def wrap(self, chat: ChatModel) -> ChatModel:
        """``chat``, counted."""
        return _Metered(chat, self)

    def add(self, read: str, wrote: str) -> None:
        """One call."""
        for name, n in (("calls", 1), ("read", self._count(read)), ("wrote", self._count(wrote))):
            self._held[name] = self._held.get(name, 0) + n

    def taken(self) -> dict[str, int]:
        """``{"calls", "read", "wrote"}``, or nothing; counting starts anew."""
        held, self._held = self._held, {}
        return held


class _Metered:
    def __init__(self, chat: ChatModel, meter: Meter) -> None:
        self._chat, self._meter = chat, meter

    @property
    def name(self) -> str:
        return self._chat.name

    def stream(self, messages: Sequence[Mapping[str, str]], *, max_tokens: int) -> Iterator[str]:
        pieces: list[str] = []
        try:
            for piece in self._chat.stream(messages, max_tokens=max_tokens):
                pieces.append(piece)
                yield piece
        finally:
            self._meter.add("\n".join(m["content"] for m in messages), "".join(pieces))


def counter(settings: Settings) -> Count:
    """Tokens as XLM-R's vocabulary cuts them (the embedder's): a yardstick that is the same for every chat model.

    Where the embedder's file is not there, a token is a character.
    """
    from rag.models.e5_file import E5File
    from rag.models.store import ModelStore
    from rag.models.unigram import Unigram

    path = ModelStore(settings.models).path("e5-small")
    if path is None:
        return len
    cutter = Unigram(E5File(path).vocabulary())
    return lambda text: len(cutter.encode(text))
