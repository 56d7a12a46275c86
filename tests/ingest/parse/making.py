"""Files of every format, made here: small, exact, and as bad as the test wants them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

A4 = (595.0, 842.0)


@dataclass(frozen=True)
class Text:
    """A line at (x, y), y from the top of the page, in a font that needs no file."""

    x: float
    y: float
    words: str
    size: float = 12


@dataclass(frozen=True)
class Rule:
    """A line from one point to another, y from the top."""

    x0: float
    y0: float
    x1: float
    y1: float


def pdf(
    pages: Sequence[Sequence[Text | Rule]],
    *,
    picture: Sequence[int] = (),
    rotate: int = 0,
    labels: str = "",
    title: str = "",
    trailer: str = "",
) -> bytes:
    """A PDF; ``picture`` names the pages (from 0) that show an image as a scan does.

    The font is one of Adobe's for simplified Chinese, not embedded: its code map is known to every reader.
    """
    out = io.BytesIO()
    offsets: list[int] = []

    def add(body: bytes) -> int:
        offsets.append(out.tell())
        out.write(f"{len(offsets)} 0 obj\n".encode() + body + b"\nendobj\n")
        return len(offsets)

    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    first_page = 6
    kids = " ".join(f"{first_page + 2 * n} 0 R" for n in range(len(pages)))
    add(f"<< /Type /Catalog /Pages 2 0 R {labels} >>".encode())
    add(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    add(b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>")
    add(
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor << /Type /FontDescriptor "
        b"/FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 "
        b"/Descent -120 /CapHeight 880 /StemV 93 >> >>"
    )
    add(
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Length 1 >>\nstream\n\xff\nendstream"
    )
    width, height = A4
    for n, things in enumerate(pages):
        content = "".join(_drawn(thing, height) for thing in things)
        if n in picture:
            content += f"q {width} 0 0 {height} 0 0 cm /Im Do Q\n"
        add(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Rotate {rotate} /Contents "
            f"{first_page + 2 * n + 1} 0 R /Resources << /Font << /F 3 0 R >> /XObject << /Im 5 0 R >> >> >>".encode()
        )
        stream = content.encode()
        add(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    if title:
        number = add(f"<< /Title <FEFF{title.encode('utf-16-be').hex()}> >>".encode())
        trailer += f" /Info {number} 0 R"
    start = out.tell()
    out.write(f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{at:010d} 00000 n \n" for at in offsets).encode())
    out.write(f"trailer << /Size {len(offsets) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def _drawn(thing: Text | Rule, height: float) -> str:
    if isinstance(thing, Rule):
        return f"1 w {thing.x0} {height - thing.y0} m {thing.x1} {height - thing.y1} l S\n"
    code = thing.words.encode("utf-16-be").hex()
    return f"BT /F {thing.size} Tf {thing.x} {height - thing.y} Td <{code}> Tj ET\n"


def lines(x: float, y: float, words: str, *, width: int, size: float = 12, indent: bool = True) -> list[Text]:
    """A paragraph set in lines of ``width`` characters, its first line indented by two."""
    out = []
    at, n = 0, 0
    while at < len(words):
        first = indent and n == 0
        piece = words[at : at + width - 2 * first]
        out.append(Text(x + 2 * size * first, y + 1.5 * size * n, piece, size))
        at, n = at + len(piece), n + 1
    return out


def archive(members: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of ``members``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def docx(document: str, **parts: str) -> bytes:
    """A Word file of raw XML: ``document`` is what stands in the body, ``parts`` are other parts by name."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f"<w:document {w}><w:body>{document}</w:body></w:document>",
    }
    for name, inner in parts.items():
        members[f"word/{name}.xml"] = f"<w:{name} {w}>{inner}</w:{name}>"
    return archive({name: text.encode() for name, text in members.items()})


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of Word; a run that begins with ``<`` is raw XML."""
    inner = "".join(r if r.startswith("<") else f"<w:r><w:t>{r}</w:t></w:r>" for r in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"
