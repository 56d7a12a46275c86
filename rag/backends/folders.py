"""What to say of an index's folder that cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

from rag.errors import LibraryError


def unusable(zh: str, en: str, folder: Path, why: object) -> LibraryError:
    """The error for the index called ``zh`` and ``en``: no leave to write, or else missing or damaged.

    Both engines write a little even to read (lock files), so a folder that is read-only cannot be searched.
    """
    if folder.exists() and not os.access(folder, os.W_OK):
        return LibraryError(
            f"{zh}所在的文件夹不能写：{folder}；可把整个数据文件夹复制到能写的地方，用 --home 指明",
            f"the folder of {en} is not writable: {folder}; copy the home to where it is, and name it by --home",
        )
    return LibraryError(
        f"{zh}不能用：{folder}（{why}）", f"{en} is not usable: {folder} ({why})", hint="wenju library rebuild"
    )
