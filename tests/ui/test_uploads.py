"""Uploaded files get a name of ours and a process of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import LibraryError, UsageError
from rag.settings import ServerSettings, load
from tests.ui.hostile import HOSTILE
from ui.desk import Desk
from ui.web import handlers
from ui.web.uploads import keep, run_wenju, safe_name

NAMES = (
    "../../etc/passwd", "..\\..\\x.txt", "/abs.txt", "C:\\x.txt", "\\\\host\\share\\x.txt", "a\x00b.txt", "CON.txt", "nul",
    "长" * 300 + ".txt", "x." + "y" * 300, "\u202egpj.txt", "..", ".", "", " . ", "报告（附件）.docx", *HOSTILE,
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_stay_in_their_folder(name: str, tmp_path: Path) -> None:
    safe = safe_name(name)
    target = tmp_path / safe
    assert target.parent == tmp_path and safe not in ("", ".", "..") and len(safe.encode()) <= 200
    target.write_text("x", encoding="utf-8")
    assert target.resolve().is_relative_to(tmp_path)


@given(st.text())
def test_any_name_is_made_safe(name: str) -> None:
    safe = safe_name(name)
    assert safe and "/" not in safe and "\x00" not in safe and safe.strip(".") and len(safe.encode()) <= 200
    assert safe_name(safe) == safe


def test_good_names_are_kept() -> None:
    assert safe_name("2023年报告（附件）.docx") == "2023年报告（附件）.docx"


def test_files_are_copied_and_replaced(tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_text("一", encoding="utf-8")
    (first,) = keep(load(), [tmp_path / "报告.txt"])
    (tmp_path / "报告.txt").write_text("二", encoding="utf-8")
    (second,) = keep(load(), [str(tmp_path / "报告.txt")])
    assert first == second and second.read_text(encoding="utf-8") == "二"
    assert os.listdir(second.parent) == ["报告.txt"]


def test_too_large_too_many_or_none(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    big.write_bytes(b"x" * (1024 * 1024 + 1))
    settings = load(server=ServerSettings(upload_mb=1))
    for files in ([big], [], [tmp_path / "a"] * 201):
        with pytest.raises(UsageError):
            keep(settings, files)
    with pytest.raises(LibraryError):
        keep(settings, [tmp_path / "gone.txt"])


def test_an_upload_is_ingested_by_a_process_of_its_own(tmp_path: Path, samples: Path) -> None:
    file = sorted(samples.glob("*.txt"))[0]
    bad = tmp_path / "空.txt"
    bad.write_text("", encoding="utf-8")
    desk = Desk(load())
    shown = list(handlers.take_in(desk, [str(file), str(bad)]))
    assert shown[-1][1] is False and "新增 1" in shown[-1][0] and "空&#46;txt" in shown[-1][0]
    assert any(busy for _, busy in shown)
    library = desk.library()
    assert library is not None
    (document,) = library.documents()
    assert document.path == file.name
    assert "已删除" in handlers.take_out(desk, document.id) and library.documents() == []
    desk.close()


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(LibraryError, match="库是空的"):
        list(run_wenju(load(), "library", "remove", "x"))


def test_options_cannot_come_in_by_a_file_name(home: Path) -> None:
    with pytest.raises(LibraryError):
        list(run_wenju(load(), "library", "remove", "--help"))
