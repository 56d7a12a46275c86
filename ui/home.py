"""The folder that holds all state, looked at before a command begins: nobody wants to hear of it halfway through."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from rag.errors import UsageError, reason


def folder() -> Path:
    """``WENJU_HOME``, else the platform's user data folder; as ``rag.settings`` has it, without its imports (0.2 s)."""
    home = os.environ.get("WENJU_HOME")
    if not home:
        import platformdirs

        home = platformdirs.user_data_dir("wenju", appauthor=False)
    return Path(home).expanduser()


def usable(home: Path, *, written: bool = False) -> None:
    """Make sure that ``home`` is a folder or can become one; with ``written`` also that it can be written to.

    A folder that is there and may only be read is good enough for questions, so that a library can be handed out on a
    read-only disk.

    Raises:
        UsageError: it is a file, lies below one, or cannot be made or written.
    """
    try:
        home = home.resolve()
        if home.exists() and not home.is_dir():
            raise UsageError(
                f"数据文件夹 {home} 是一个文件，不是文件夹", f"the home {home} is a file and no folder", hint="--home"
            )
        if home.is_dir() and not written:
            return
        there = next(path for path in (home, *home.parents) if path.exists())
        # What the permissions say is not all: a read-only disk, a quota, /proc. So something is made and removed.
        os.rmdir(tempfile.mkdtemp(prefix=".wenju-", dir=there))
    except OSError as error:
        raise UsageError(
            f"数据文件夹 {home} 不能写：{reason(error)}",
            f"the home {home} cannot be written: {error.strerror}",
            hint="--home",
        ) from error
