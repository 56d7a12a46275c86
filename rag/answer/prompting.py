"""Prompts: Markdown files of the ``prompts`` package with ``$name`` slots, strictly filled."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

from rag.errors import ConfigError

# Report text must not end the fence, look like a mark, or carry a chat template's control words
# (<|im_end|>, [INST]), which a server would read as such.
_BRACKETS = str.maketrans("[]【】［］", "〔〕〔〕〔〕")
_CONTROL = str.maketrans("<>{}`", "〈〉（）'")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file. ``slots`` are the names it must be filled with, no more and no fewer."""

    name: str
    text: str
    slots: frozenset[str]
    sha256: str

    def fill(self, **values: str) -> str:
        """The text with every slot filled; values are inserted as they are and not filled again.

        Raises:
            ConfigError: a slot without a value, or a value without a slot; the message names it.
        """
        missing, unknown = self.slots - values.keys(), values.keys() - self.slots
        if missing:
            names = "、".join(sorted(missing))
            raise ConfigError(f"提示词 {self.name} 缺少 {names}", f"prompt {self.name} lacks {names}")
        if unknown:
            names = "、".join(sorted(unknown))
            raise ConfigError(f"提示词 {self.name} 里没有 {names}", f"prompt {self.name} has no slot {names}")
        return Template(self.text).substitute(values)


@cache
def prompt(name: str) -> Prompt:
    """The prompt ``prompts/<name>.md``, for example ``answer.system``.

    Raises:
        ConfigError: there is no such file, or a ``$`` in it starts no slot.
    """
    try:
        text = files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(f"没有提示词 {name}.md", f"there is no prompt {name}.md") from error
    template = Template(text)
    if not template.is_valid():
        raise ConfigError(
            f"提示词 {name}.md 里有写坏的 $（要写 $$ 或 $名字）",
            f"prompt {name}.md has a $ that starts no slot (write $$ or $name)",
        )
    return Prompt(name, text, frozenset(template.get_identifiers()), hashlib.sha256(text.encode()).hexdigest())


def fingerprint(names: Iterable[str]) -> str:
    """A sha256 over the named prompts, in hexadecimal: what a record of a run keeps of them."""
    lines = (f"{name} {prompt(name).sha256}\n" for name in sorted(set(names)))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def harmless(text: str, limit: int, *, keep_marks: bool = False) -> str:
    """One line of at most ``limit`` characters that can be nothing but words."""
    text = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text).translate(_CONTROL)
    if not keep_marks:
        text = text.translate(_BRACKETS)
    return " ".join(text.split())[: max(0, limit)]


def fence(content: str) -> str:
    """A word that does not stand in ``content``: the same content always gets the same one."""
    seed = content
    while (word := hashlib.sha256(seed.encode()).hexdigest()[:6]) in content:
        seed += word
    return word
