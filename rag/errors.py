"""Every error a user can cause, or has to know of.

::

    WenjuError
    ├── UsageError       wrong arguments or unusable input          exit code 2
    ├── ConfigError      a setting that cannot be right              exit code 2
    ├── IngestError      one file that cannot be read                exit code 2
    ├── LibraryError     the record or an index is not usable        exit code 3
    │   └── IndexMismatch   filled by another embedder               exit code 3
    ├── ModelError       weights that are missing, cut or altered    exit code 3
    ├── EndpointError    a service is down, slow or confused    exit code 3
    └── Cancelled        the user stopped it                         exit code 130

Each carries its message in both languages of the product; ``hint`` names the next step.
"""

from __future__ import annotations

import errno
from typing import ClassVar, Literal

Language = Literal["zh", "en"]

_REASONS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EROFS: "文件系统是只读的",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EEXIST: "已经存在",
    errno.ENAMETOOLONG: "名字太长",
    errno.ELOOP: "是链接，没有打开",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
    errno.EADDRINUSE: "端口已被占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def reason(error: OSError) -> str:
    """What the operating system says, in Chinese as far as it is one of the usual reasons."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


class WenjuError(Exception):
    """Base of all errors that are shown as one line and never as a traceback.

    Args:
        zh: the message in Chinese, one line.
        en: the message in English, one line.
        hint: what to do next, language-neutral (usually a command).
    """

    exit_code: ClassVar[int] = 2
    retryable: ClassVar[bool] = False

    def __init__(self, zh: str, en: str = "", *, hint: str = "") -> None:
        super().__init__(zh)
        self.zh = zh
        self.en = en or zh
        self.hint = hint

    def message(self, language: Language = "zh") -> str:
        """The message in ``language``, with its hint."""
        text = self.zh if language == "zh" else self.en
        if not self.hint:
            return text
        return f"{text}（{self.hint}）" if language == "zh" else f"{text} ({self.hint})"


class UsageError(WenjuError):
    """Wrong arguments, an unreadable input file, a question that is empty or too long."""


class ConfigError(WenjuError):
    """A setting is unknown, out of range or contradicts another."""


class IngestError(WenjuError):
    """One file cannot be taken into the library; the rest of the batch goes on."""


class LibraryError(WenjuError):
    """The library's record or one of its indexes is missing, locked or damaged."""

    exit_code: ClassVar[int] = 3


class IndexMismatch(LibraryError):
    """The index was filled by another embedder than the one configured."""


class ModelError(WenjuError):
    """Model weights are missing, truncated or altered."""

    exit_code: ClassVar[int] = 3


class EndpointError(WenjuError):
    """A chat endpoint is down, too slow, or answers what cannot be understood."""

    exit_code: ClassVar[int] = 3
    retryable: ClassVar[bool] = True


class Cancelled(WenjuError):
    """The user stopped the work; what was finished is kept."""

    exit_code: ClassVar[int] = 130
