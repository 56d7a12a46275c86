"""Word's paragraph styles: which are headings, and what a style takes over from another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of all that Word writes."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph is by its style and its own properties."""

    level: int
    """Depth of a heading from 1; 0 for running text."""
    title: bool
    contents: bool
    """A line of the table of contents: it repeats a heading."""
    number: tuple[str, int] | None


PLAIN = Style(0, False, False, None)


class Styles:
    """The styles of one document."""

    def __init__(self, root: Any) -> None:
        """Read ``styles.xml``; ``root`` is None when there is none."""
        found = {s.get(f"{W}styleId", ""): s for s in root.iterchildren(f"{W}style")} if root is not None else {}
        self._styles = {name: _resolve(name, found) for name in found}

    def of(self, paragraph: Any) -> Style:
        """The style of a paragraph, with what it says itself."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return PLAIN
        style = self._styles.get(text_value(properties.find(f"{W}pStyle")) or "", PLAIN)
        outline = properties.find(f"{W}outlineLvl")
        level = style.level if outline is None else _depth(outline)
        return replace(style, level=level, number=_number_of(properties) or style.number)


def _resolve(name: str, found: dict[str, Any]) -> Style:
    """A style with what it takes over from those it is based on."""
    level: int | None = None
    title = contents = False
    number: tuple[str, int] | None = None
    seen: set[str] = set()
    while name in found and name not in seen:
        seen.add(name)
        style = found[name]
        label = (text_value(style.find(f"{W}name")) or "").lower()
        properties = style.find(f"{W}pPr")
        if properties is not None:
            outline = properties.find(f"{W}outlineLvl")
            if level is None and outline is not None:
                level = _depth(outline)
            number = number or _number_of(properties)
        if level is None and label.startswith(("heading ", "标题 ")) and label.split()[-1].isdigit():
            level = int(label.split()[-1])
        contents = contents or label.startswith(("toc ", "目录 "))
        if label in ("title", "标题"):
            title = True
            level = level or 1
        name = text_value(style.find(f"{W}basedOn")) or ""
    return Style(min(level or 0, 9), title, contents, number)


def _depth(outline: Any) -> int:
    """Word counts outline levels from 0; 9 is running text."""
    level = int_value(outline, 9)
    return level + 1 if level < 9 else 0


def _number_of(properties: Any) -> tuple[str, int] | None:
    """(list, level) that a paragraph is numbered by."""
    found = properties.find(f"{W}numPr")
    if found is None:
        return None
    return text_value(found.find(f"{W}numId")) or "0", int_value(found.find(f"{W}ilvl"), 0)


def text_value(element: Any) -> str | None:
    """The ``w:val`` of an element, None without the element or the value."""
    return None if element is None else element.get(f"{W}val")


def int_value(element: Any, default: int) -> int:
    """The ``w:val`` of an element as a number from 0; ``default`` where it is none or too long to be meant."""
    value = text_value(element) or ""
    return int(value) if value.isdecimal() and len(value) < 7 else default
