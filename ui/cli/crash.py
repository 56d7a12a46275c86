"""What happens to an error nobody foresaw: the traceback goes to a file, the user gets one line."""

from __future__ import annotations

import sys
import tempfile
import traceback
from pathlib import Path

from ui.language import say

_LIMIT = 1_000_000


def record(error: BaseException) -> str:
    """Append the traceback to ``logs/errors.log`` of the home, and return the line to show."""
    from rag.settings import default_home

    text = "".join(traceback.format_exception(error))
    for folder in (default_home() / "logs", Path(tempfile.gettempdir())):
        path = folder / "errors.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            old = path.stat().st_size if path.exists() else 0
            with path.open("w" if old > _LIMIT else "a", encoding="utf-8", errors="backslashreplace") as out:
                out.write(f"wenju {' '.join(sys.argv[1:2])}\n{text}\n")
        except OSError:
            continue
        return say(
            f"程序内部出错（{type(error).__name__}），详情在 {path}",
            f"internal error ({type(error).__name__}), details in {path}",
        )
    return say(f"程序内部出错：{error}", f"internal error: {error}")
