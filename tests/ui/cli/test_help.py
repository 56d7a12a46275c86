"""Help that a person can read."""

from __future__ import annotations

import re

import pytest

from ui.cli.main import COMMANDS, main

SUB = [["library", name] for name in ("list", "show", "remove", "rebuild", "export")]


@pytest.mark.parametrize("command", [[c] for c in COMMANDS] + SUB)
def test_no_types_of_the_program_are_shown(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--help"]) == 0
    out = capsys.readouterr().out
    assert not re.search(r"<[a-zA-Z]+( range|\[[a-zA-Z]+\])?>|\{[A-Z.]+\}\.\.\.|\.\.\.\.\.\.", out), out
    assert "Usage" not in out and "required" not in out
