from __future__ import annotations

import io
import zlib
from importlib.util import find_spec
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.parse import image, limits, ocr
from ingest.parse.child import Desk
from ingest.parse.columns import Piece
from ingest.parse.registry import Parser
from ingest.parsed import Parsed
from rag.errors import IngestError
from tests.ingest.parse.checks import said

needs_ocr = pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra 'ocr' is not installed")
WORDS = "REPORT 2021 GROWTH 8.2%"


def picture(words: str = WORDS, kind: str = "PNG") -> bytes:
    image = Image.new("RGB", (900, 200), "white")
    ImageDraw.Draw(image).text((40, 60), words, fill="black", font=ImageFont.load_default(48))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def scan() -> bytes:
    """A PDF of one page that shows a picture and has no text."""
    out = io.BytesIO()
    Image.open(io.BytesIO(picture())).save(out, "PDF", resolution=100)
    return out.getvalue()


class Pages:
    """Remembers the pages it was given."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.loads = 0

    def load(self, sha256: str) -> dict[str, Any]:
        self.loads += 1
        return dict(self.kept)

    def save(self, sha256: str, number: str, lines: list[Any]) -> None:
        self.kept[number] = lines


@needs_ocr
@pytest.mark.slow
def test_pictures_and_scans_are_read_and_pages_kept() -> None:
    pages = Pages()
    told: list[tuple[int, int]] = []

    def read(data: bytes, name: str) -> Parsed:
        (member,) = parser.documents(data, name)
        if isinstance(member.result, IngestError):
            raise member.result
        return member.result

    with Parser(pages=pages, on_page=lambda done, total: told.append((done, total))) as parser:
        for data, name in ((picture(kind="JPEG"), "a.jpg"), (scan(), "b.pdf")):
            pages.kept.clear()
            assert "".join(said(read(data, name))).replace(" ", "") == WORDS.replace(" ", "")
            assert list(pages.kept) == ["0"]
        # The second time the page comes from where it was kept.
        pages.kept["0"][0][5] = "KEPT"
        assert said(read(scan(), "b.pdf")) == ["KEPT"]
        pages.kept.clear()
        with pytest.raises(IngestError, match="没有文字"):
            read(picture(""), "c.png")
    assert (1, 1) in told


def bomb() -> bytes:
    """A PNG that says it is 60000 x 60000."""
    data = bytearray(picture())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


@needs_ocr
def test_a_picture_too_large_is_refused_before_it_is_unpacked() -> None:
    with Parser() as parser:
        (member,) = parser.documents(bomb(), "a.png")
    assert isinstance(member.result, IngestError)
    assert f"{limits.IMAGE_PIXELS // 1_000_000} 百万像素" in member.result.zh


@needs_ocr
@pytest.mark.parametrize("data", [picture()[:200], b"BM" + b"\x00" * 600, b"\xff\xd8\xff" + b"\x00" * 600])
def test_a_damaged_picture_is_refused(data: bytes) -> None:
    with Parser() as parser:
        (member,) = parser.documents(data, "a.png")
    assert isinstance(member.result, IngestError)


def test_lines_survive_being_kept() -> None:
    lines = [[1.0, 2.0, 30.0, 14.0, 12.0, "甲县"], ["x"], None, [1, 2, 3, 4, "5", "乙县"]]
    assert [p.text for p in ocr.from_json(lines)] == ["甲县", "乙县"]
    assert ocr.from_json(ocr.to_json(ocr.from_json(lines))) == ocr.from_json(lines)


def test_without_the_extra_a_picture_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.parse import image
    from ingest.parse.child import Desk

    monkeypatch.setattr(ocr, "installed", lambda: False)
    with pytest.raises(IngestError, match=r"wenju\[ocr\]"):
        image.parse(picture(), Desk(io.BytesIO(), ocr=False, pages={}))


def marked(turned: int = 0, exif: int | None = None) -> bytes:
    """A white picture with a black corner at its upper left, turned anticlockwise by so many quarters."""
    drawn = Image.new("RGB", (300, 200), "white")
    drawn.paste("black", (0, 0, 60, 40))
    drawn = drawn.rotate(90 * turned, expand=True)
    out = io.BytesIO()
    notes = Image.Exif()
    if exif:
        notes[0x0112] = exif
    drawn.save(out, "PNG", exif=notes)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "looks"), [(marked(), 1), (marked(1), 3), (marked(2), 4), (marked(3), 2), (marked(1, exif=6), 1)]
)
def test_a_picture_that_lies_on_its_side_is_turned(monkeypatch: pytest.MonkeyPatch, data: bytes, looks: int) -> None:
    seen: list[tuple[int, int]] = []

    def read(picture: Any, scale: float) -> list[Piece]:
        seen.append(picture.shape[:2])
        upright = picture.shape[:2] == (200, 300) and picture[5, 5].sum() == 0
        return [Piece(10, 10, 200, 22, "全县新建车间八十四个。", 12)] if upright else []

    monkeypatch.setattr(ocr, "installed", lambda: True)
    monkeypatch.setattr(ocr, "read", read)
    parsed = image.parse(data, Desk(io.BytesIO(), ocr=True, pages={}))
    assert said(parsed) == ["全县新建车间八十四个。"] and len(seen) == looks
