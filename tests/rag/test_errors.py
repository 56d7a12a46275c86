from __future__ import annotations

import errno

import pytest

from rag import errors
from rag.errors import WenjuError

KINDS = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, WenjuError)]


@pytest.mark.parametrize("kind", KINDS)
def test_message_in_both_languages_with_its_hint(kind: type[WenjuError]) -> None:
    error = kind("坏了", "broken", hint="wenju doctor")
    assert error.message("zh") == "坏了（wenju doctor）"
    assert error.message("en") == "broken (wenju doctor)"
    assert str(error) == "坏了"
    assert kind("坏了").message("en") == "坏了"


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.UsageError, 2),
        (errors.ConfigError, 2),
        (errors.IngestError, 2),
        (errors.LibraryError, 3),
        (errors.IndexMismatch, 3),
        (errors.ModelError, 3),
        (errors.EndpointError, 3),
        (errors.Cancelled, 130),
    ],
)
def test_exit_codes_of_the_contract(kind: type[WenjuError], code: int) -> None:
    assert kind.exit_code == code


def test_only_the_endpoint_is_worth_another_try() -> None:
    assert [k for k in KINDS if k.retryable] == [errors.EndpointError]


def test_what_the_system_says_is_said_in_chinese() -> None:
    assert errors.reason(OSError(errno.ENOSPC, "No space left on device")) == "磁盘已满"
    assert errors.reason(OSError(errno.EROFS, "Read-only file system")) == "文件系统是只读的"
    assert errors.reason(OSError(9999, "odd")) == "odd" and errors.reason(OSError("odd")) == "odd"
