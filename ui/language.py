"""Chinese first, English by setting: the one place that decides which."""

from __future__ import annotations

import os
import tomllib

from rag.errors import UsageError
from rag.language import VARIABLE, language, say
from ui.home import folder

__all__ = ["language", "say", "settle"]


def settle(given: str | None) -> None:
    """Make ``given`` the language of this process, else the environment's, else that of the settings file.

    It runs before a command is known, so it reads the file by itself: the settings proper take 0.2 s to import.

    Raises:
        UsageError: a language other than ``zh`` and ``en``.
    """
    value = given or os.environ.get(VARIABLE) or _of_file()
    os.environ[VARIABLE] = value if value in ("zh", "en") else "zh"
    if value not in ("zh", "en"):
        raise UsageError(
            f"语言只能是 zh 或 en，不是 {value!r}", f"the language is zh or en, not {value!r}", hint="--lang"
        )


def _of_file() -> str:
    try:
        text = (folder() / "wenju.toml").read_text(encoding="utf-8")
        return str(tomllib.loads(text).get("language", "zh"))
    except (OSError, ValueError):
        return "zh"  # a file that is not TOML is reported by the command that needs it
