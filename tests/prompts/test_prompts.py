"""The prompt files: every one is used, documented, and short enough for a slow machine."""

from __future__ import annotations

import re
from importlib.resources import files

from eval import judge
from eval.proposals import written
from rag.answer import draft, parse, picked, reworded
from rag.answer.prompting import prompt
from rag.check import arbiter

NAMES = sorted(
    entry.name.removesuffix(".md")
    for entry in files("prompts").iterdir()
    if entry.name.endswith(".md") and entry.name != "README.md"
)


def test_every_prompt_is_used_and_every_used_one_exists() -> None:
    assert tuple(NAMES) == tuple(
        sorted((*draft.PROMPTS, *reworded.PROMPTS, *picked.PROMPTS, *arbiter.PROMPTS, *judge.PROMPTS, *written.PROMPTS))
    )


def test_every_prompt_loads() -> None:
    assert all(prompt(name).text for name in NAMES)


def test_readme_tells_each_ones_slots() -> None:
    readme = files("prompts").joinpath("README.md").read_text(encoding="utf-8")
    rows = {
        cells[1].strip(" `"): set(re.findall(r"`(\w+)`", cells[2]))
        for line in readme.splitlines()
        if len(cells := line.split("|")) > 4 and ".md`" in cells[1]
    }
    assert rows == {f"{name}.md": set(prompt(name).slots) for name in NAMES}


def test_fixed_part_is_fixed_and_short() -> None:
    system = prompt("answer.system")
    assert not system.slots
    assert len(system.text) < 400


def test_example_marks_are_marks() -> None:
    """What a prompt shows as a mark is read as one, so that an echo of it never reaches an answer as words."""
    shown = re.findall(r"\[[0-9]\]", prompt("answer.system").text)
    assert shown
    assert all(parse.parse(f"甲县{mark}")[0].marks for mark in shown)
