"""Uploaded files get a name of ours and a process of their own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import LibraryError, UsageError
from rag.settings import ServerSettings, load
from tests.ui.fake_pipeline import library
from tests.ui.hostile import HOSTILE
from ui.desk import Desk
from ui.documents import listing
from ui.web import intake
from ui.web.shelf import shelf_html, version
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
    (first,) = keep(load(), [tmp_path / "报告.txt"]).files
    (tmp_path / "报告.txt").write_text("二", encoding="utf-8")
    (second,) = keep(load(), [str(tmp_path / "报告.txt")]).files
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


def test_an_upload_is_ingested_by_a_process_of_its_own_and_all_can_be_taken_back(
    tmp_path: Path, samples: Path, home: Path
) -> None:
    file = sorted(samples.glob("*.txt"))[0]
    bad = tmp_path / "空.txt"
    bad.write_text("", encoding="utf-8")
    desk = Desk(load())
    shown = list(intake.take_in(desk, [str(file), str(bad)]))
    assert not shown[-1].busy and "新增 1" in shown[-1].html and "空&#46;txt" in shown[-1].html
    assert any(step.busy for step in shown)
    assert os.listdir(home / "uploads") == [file.name], "what could not be read is not kept"
    library = desk.library()
    assert library is not None
    (document,) = library.documents()
    assert document.path == file.name
    whole, figures = library.document(document.id), list(library.figures.all())

    told = intake.take_out(desk, document.id)
    assert "已删除" in told.html and "撤销" in told.html and library.documents() == []
    assert "已恢复" in intake.take_back(desk, told.undo)
    assert library.document(document.id) == whole and list(library.figures.all()) == figures

    assert shown[-1].undo is not None
    assert "已撤销上传" in intake.take_back(desk, shown[-1].undo)
    assert library.documents() == [] and os.listdir(home / "uploads") == []
    desk.close()


def test_the_same_again_is_not_kept_twice_and_a_changed_one_takes_the_place(tmp_path: Path) -> None:
    given = tmp_path / "简报.txt"
    given.write_text("青石县新建车间84个，带动就业30.78万人。", encoding="utf-8")
    elsewhere = tmp_path / "docs" / "年报.txt"
    elsewhere.parent.mkdir()
    elsewhere.write_text("青石县新建学校3所，群众满意度达到百分之九十六。", encoding="utf-8")
    desk = Desk(load())
    list(run_wenju(desk.settings, "ingest", str(elsewhere.parent)))
    assert "新增 1：简报" in list(intake.take_in(desk, [str(given)]))[-1].html.replace("&#46;", ".")
    copy = tmp_path / "另一名字.txt"
    copy.write_bytes(elsewhere.read_bytes())
    (told,) = intake.take_in(desk, [str(given), str(copy)])
    assert "库里已有" in told.html and "与库里的 年报" in told.html and told.undo is None
    library = desk.library()
    assert library is not None and sorted(d.path for d in library.documents()) == ["年报.txt", "简报.txt"]

    given.write_text("青石县新建车间90个，带动就业31万人。", encoding="utf-8")
    told = list(intake.take_in(desk, [str(given)]))[-1]
    assert "替换同名的旧文件" in told.html and len(library.documents()) == 2
    found = library.document("简报.txt")
    assert found is not None and "90个" in found.text
    assert "已恢复原来的" in intake.take_back(desk, told.undo)
    found = library.document("简报.txt")
    assert found is not None and "84个" in found.text

    other = tmp_path / "年报.txt"
    other.write_text("青石县新建学校5所，群众满意度达到百分之九十七。", encoding="utf-8")
    assert "年报（2）" in list(intake.take_in(desk, [str(other)]))[-1].html, (
        "a file of somebody's folder is not touched"
    )
    assert sorted(d.path for d in library.documents()) == ["年报.txt", "年报（2）.txt", "简报.txt"]
    desk.close()


def test_only_what_a_folder_would_be_searched_for_is_taken_and_a_second_copy_is_told(tmp_path: Path) -> None:
    words = (
        "青石县新建车间84个，带动就业30.78万人，其中脱贫人口2.6万人；群众满意度达到百分之九十六，比上年提高两个百分点。"
        * 2
    )
    report, other, program = tmp_path / "简报.txt", tmp_path / "简报（旧）.txt", tmp_path / "装机.exe"
    report.write_text(words, encoding="utf-8")
    other.write_text(words, encoding="gb18030")
    program.write_text(words, encoding="utf-8")
    desk = Desk(load())
    (told,) = intake.take_in(desk, [str(program)])
    assert "不是能读的类型" in told.html and told.undo is None and desk.library() is None
    list(intake.take_in(desk, [str(report)]))
    told = list(intake.take_in(desk, [str(other), str(program)]))[-1]
    said = told.html.replace("&#46;", ".")
    assert "装机.exe：不是能读的类型" in said and "简报（旧）.txt：有文章与 简报.txt 相同" in said
    listed = shelf_html(desk.library()).replace("&#46;", ".")
    assert "全文又见 简报.txt" in listed and "全文又见 简报（旧）.txt" in listed and "装机" not in listed
    assert [row["also_in"] for row in listing(desk.library())] == [["简报（旧）.txt"], ["简报.txt"]]
    desk.close()


def test_what_an_ingest_that_was_stopped_left_is_finished_from_the_page(home: Path) -> None:
    held = library(home)
    desk = Desk(load())
    assert version(desk)[1] == 2
    assert "已全部收进索引" in list(intake.catch_up(desk))[-1].html
    assert version(desk)[1] == 0
    held.close()
    desk.close()


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(LibraryError, match="库是空的"):
        list(run_wenju(load(), "library", "remove", "x"))


def test_options_cannot_come_in_by_a_file_name(home: Path) -> None:
    with pytest.raises(LibraryError):
        list(run_wenju(load(), "library", "remove", "--help"))
