"""Killed at any moment, the library is whole again after the next command.

``WENJU_KILLS`` sets the number of rounds (default 12, a second or so each), ``WENJU_KILL_SEED`` the first seed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS = int(os.environ.get("WENJU_KILLS", "12"))
SEED = int(os.environ.get("WENJU_KILL_SEED", "1"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="forks")
@pytest.mark.timeout(60 + 10 * ROUNDS)
def test_killed_at_any_moment(home: Path) -> None:
    command = [sys.executable, "-m", "tests.fault.killing", str(home), str(ROUNDS), str(SEED)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    lines = done.stdout.splitlines()
    assert len(lines) == ROUNDS
    assert sum("killed" in line for line in lines) >= ROUNDS // 3, "most rounds must die in the middle"
