"""Loading and filling prompts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from rag.answer import prompting
from rag.errors import ConfigError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in place of the ``prompts`` package."""
    monkeypatch.setattr(prompting, "files", lambda package: tmp_path)
    prompting.prompt.cache_clear()
    yield tmp_path
    prompting.prompt.cache_clear()


def write(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


def test_fills_slots_once(folder: Path) -> None:
    write(folder, "a", "问：$question\n花了 $$5\n$fence\n")
    found = prompting.prompt("a")
    assert found.slots == {"question", "fence"}
    assert found.fill(question="$fence ${x} {y}", fence="f") == "问：$fence ${x} {y}\n花了 $5\nf"


def test_missing_and_unknown_slots_are_named(folder: Path) -> None:
    write(folder, "a", "$question $evidence")
    with pytest.raises(ConfigError, match="evidence"):
        prompting.prompt("a").fill(question="x")
    with pytest.raises(ConfigError, match="colour"):
        prompting.prompt("a").fill(question="x", evidence="y", colour="z")


def test_dollar_that_starts_nothing(folder: Path) -> None:
    write(folder, "a", "只要 $5")
    with pytest.raises(ConfigError, match=r"a\.md"):
        prompting.prompt("a")


def test_no_such_prompt(folder: Path) -> None:
    with pytest.raises(ConfigError, match="nothing-here"):
        prompting.prompt("nothing-here")


def test_hash_is_of_the_text_that_is_sent(folder: Path) -> None:
    write(folder, "a", "甲\n")
    assert prompting.prompt("a").sha256 == hashlib.sha256("甲".encode()).hexdigest()


def test_fingerprint_knows_every_text_and_no_order(folder: Path) -> None:
    write(folder, "a", "甲")
    write(folder, "b", "乙")
    before = prompting.fingerprint(["a", "b"])
    assert before == prompting.fingerprint(["b", "a", "b"])
    write(folder, "b", "丙")
    prompting.prompt.cache_clear()
    assert prompting.fingerprint(["a", "b"]) != before


def test_read_once(folder: Path) -> None:
    write(folder, "a", "甲")
    first = prompting.prompt("a")
    write(folder, "a", "乙")
    assert prompting.prompt("a") is first
