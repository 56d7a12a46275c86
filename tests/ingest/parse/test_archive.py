from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parse import archive, limits
from ingest.parse.archive import contents
from ingest.parse.child import Desk
from ingest.parse.detect import detect
from rag.errors import IngestError
from tests.ingest.parse import making

DESK = Desk(io.BytesIO(), ocr=False, pages={})


def listed(data: bytes) -> dict[str, bytes | str]:
    return {path: c if isinstance(c, bytes) else c.zh for path, c in contents(data)}


def test_documents_by_name_without_litter() -> None:
    data = making.archive(
        {
            "b/乙.txt": b"2",
            "a/甲.docx": b"1",
            "c.exe": b"x",
            "__MACOSX/a/._甲.docx": b"x",
            ".git/x.txt": b"x",
            "~$乙.docx": b"x",
        }
    )
    assert listed(data) == {"a/甲.docx": b"1", "b/乙.txt": b"2"}


def test_names_in_gb18030_are_read() -> None:
    name = "关于就业.txt"
    info = zipfile.ZipInfo("x" * len(name.encode("gb18030")))
    data = bytearray(making.archive({info.filename: b"1"}, compression=zipfile.ZIP_STORED))
    assert listed(bytes(data).replace(info.filename.encode(), name.encode("gb18030"))) == {name: b"1"}


@pytest.mark.parametrize("name", ["../外面.txt", "a/../../外面.txt", "/etc/外面.txt", "C:\\外面.txt", "..\\外面.txt"])
def test_names_that_lead_out_are_refused(name: str) -> None:
    found = listed(making.archive({name: b"1", "里面.txt": b"2"}))
    assert found["里面.txt"] == b"2"
    assert [v for k, v in found.items() if k != "里面.txt"] == ["名字要跳出压缩包，没有读取"]


def test_a_name_of_255_chinese_characters_is_only_a_name() -> None:
    name = "长" * 251 + ".txt"
    assert listed(making.archive({name: b"1"})) == {name: b"1"}


def test_control_characters_in_names_are_shown_as_such() -> None:
    assert list(listed(making.archive({"a\u202etxt.exe\x1b[31m.txt": b"1"}))) == ["a\ufffdtxt.exe\ufffd[31m.txt"]


def test_links_are_not_followed() -> None:
    info = zipfile.ZipInfo("链接.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(info, "/etc/passwd")
    assert listed(out.getvalue()) == {"链接.txt": "压缩包里的链接，没有读取"}


@cache
def bomb_by_ratio() -> bytes:
    return making.archive({"a.txt": b"\x00" * (50 * limits.MB)})


@cache
def bomb_by_number() -> bytes:
    return making.archive({f"{n}.txt": b"" for n in range(limits.ZIP_ENTRIES + 200)}, compression=zipfile.ZIP_STORED)


def bomb_by_size() -> bytes:
    """A member that says it unpacks to 4 GB."""
    data = bytearray(making.archive({"a.txt": b"x" * 1000}, compression=zipfile.ZIP_STORED))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 0xFFFFFFF0)
    return bytes(data)


def bomb_by_names() -> bytes:
    data = making.archive({"a.txt": b"1", "b.txt": b"2"}, compression=zipfile.ZIP_STORED)
    return data.replace(b"b.txt", b"a.txt")


def encrypted() -> bytes:
    data = bytearray(making.archive({"a.txt": b"1"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (bomb_by_ratio, "压缩比"), (bomb_by_number, "条目"), (bomb_by_size, "压缩比"),
        (bomb_by_names, "重名"), (encrypted, "加密"),
    ],
)  # fmt: skip
def test_bombs_are_refused_before_they_are_unpacked(
    make: Callable[[], bytes], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make()
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("unpacked"))
    with pytest.raises(IngestError, match=says):
        archive.opened(data)


def test_many_small_members_that_add_up_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ZIP_UNPACKED", 10_000)
    with pytest.raises(IngestError, match="解开后"):
        archive.opened(making.archive({f"{n}.txt": b"\x00" * 1000 for n in range(11)}))


def test_a_member_that_lies_about_its_size_is_damaged_and_the_rest_is_read() -> None:
    data = bytearray(making.archive({"a.txt": b"x" * 5000, "b.txt": b"2"}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    assert listed(bytes(data)) == {"a.txt": "压缩包已损坏", "b.txt": b"2"}


def test_an_archive_in_an_archive_is_opened_and_one_in_that_refused() -> None:
    deepest = making.archive({"a.txt": b"1"})
    inner = making.archive({"上/b.txt": b"2", "再内.zip": deepest})
    found = listed(making.archive({"内.zip": inner, "c.txt": b"3", "空.zip": making.archive({"x.exe": b"x"})}))
    assert found == {
        "c.txt": b"3", "内.zip/上/b.txt": b"2", "内.zip/再内.zip": deepest,
        "空.zip": "压缩包里没有可以导入的文件",
    }  # fmt: skip
    with pytest.raises(IngestError, match="三层"):
        archive.office(deepest, DESK)


def test_archives_in_an_archive_share_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = making.archive({f"{n}.txt": b"\x00" * 1000 for n in range(6)})
    monkeypatch.setattr(limits, "ZIP_UNPACKED", 10_000)
    found = listed(making.archive({"甲.zip": inner, "乙.zip": inner, "c.txt": b"3"}))
    assert found["c.txt"] == b"3" and sum(isinstance(v, bytes) for v in found.values()) == 7
    assert any("解开后" in str(v) for v in found.values())
    monkeypatch.setattr(limits, "ZIP_ENTRIES", 10)
    monkeypatch.setattr(limits, "ZIP_UNPACKED", 10_000_000)
    monkeypatch.setattr(archive, "_SLACK", 0)
    assert any("条目" in str(v) for v in listed(making.archive({"甲.zip": inner, "乙.zip": inner})).values())


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"OFD.xml": b"<x/>"}, ".ofd"), ({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}, ".ppt"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}, ".odt"),
    ],
)  # fmt: skip
def test_other_office_formats_say_how_to_convert_them(members: dict[str, bytes], says: str) -> None:
    with pytest.raises(IngestError, match=says) as caught:
        archive.office(making.archive(members), DESK)
    assert "LibreOffice" in caught.value.zh


@given(st.binary(max_size=200), st.integers(0, 400), st.binary(min_size=1, max_size=6))
def test_damage_anywhere_is_a_refusal(extra: bytes, at: int, noise: bytes) -> None:
    data = making.archive({"a.txt": "一段文字。".encode() * 9, "b.md": extra})
    data = data[:at] + noise + data[at + len(noise) :]
    try:
        for _, content in contents(data):
            assert isinstance(content, bytes | IngestError)
    except IngestError as error:
        assert error.zh


def test_an_archive_that_holds_a_pdf_as_it_is_stays_an_archive() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:  # stored, so that the member's header stands in the first kilobyte
        out.writestr("a.pdf", b"%PDF-1.7 ...")
        out.writestr("b.txt", "乙")
    assert detect(packed.getvalue(), "a.zip") == "archive"
    assert detect(b"\n\n%PDF-1.7 ...", "a.pdf") == "pdf"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\nxxxx", "image"),
        (b"\xff\xd8\xffxxxx", "image"),
        (b"BM\x00\x00", "image"),
        (b"BMW is text", "text"),
    ],
)
def test_a_damaged_picture_is_no_text(data: bytes, kind: str) -> None:
    assert detect(data, "a.txt") == kind
