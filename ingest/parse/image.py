"""Pictures of text: photographs of pages, scans."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

from ingest.parse import limits, ocr
from ingest.parse.columns import Piece
from ingest.parse.compose import Composer
from ingest.parse.reading import Paragraph, arrange
from ingest.parsed import Parsed
from rag.errors import IngestError

if TYPE_CHECKING:
    from ingest.parse.child import Desk

_MAX_FRAMES = 500
_FEW_LETTERS = 8
_LONGEST_SIDE = 3500
"""Pixels; more does not help the reader and costs it memory."""


def parse(data: bytes, desk: Desk) -> Parsed:
    """What stands in a picture; each frame of a TIFF is a page.

    Raises:
        IngestError: OCR is not installed, the picture is damaged or too large, or holds no text.
        NeedsOcr: this child may not read pictures.
    """
    from PIL import Image

    if not ocr.installed():
        raise IngestError(*ocr.missing("图片", "a picture"))
    desk.need_ocr()
    composer = Composer()
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        Image.MAX_IMAGE_PIXELS = limits.IMAGE_PIXELS
        try:
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")) as image:
                media_type = Image.MIME.get(image.format or "", "image/unknown")
                _read(image, composer, desk)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            most = limits.IMAGE_PIXELS // 1_000_000
            raise IngestError(f"图片超过 {most} 百万像素", f"more than {most} megapixels") from error
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise IngestError("图片已损坏或格式不支持", "the picture is damaged or of an unknown kind") from error
    return composer.parsed(media_type)


def _read(image: Any, composer: Composer, desk: Desk) -> None:
    import numpy as np
    from PIL import ImageOps

    frames = min(getattr(image, "n_frames", 1), _MAX_FRAMES)
    for number in range(frames):
        known = desk.pages.get(str(number))
        if known is None:
            image.seek(number)
            # A camera held upright stores the picture lying, and notes that.
            shown = ImageOps.exif_transpose(image).convert("RGB")
            shown.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
            found = _turned(np.asarray(shown)[:, :, ::-1])
            desk.page_read(number, ocr.to_json(found))
        else:
            found = ocr.from_json(known)
        for part in arrange(found):
            page = str(number + 1) if frames > 1 else None
            if isinstance(part, Paragraph):
                composer.add("\n".join(part.lines), page=page, continues=part.continues)
            else:
                composer.table(part.grid, page=page)
        desk.progress(number + 1, frames)


def _turned(picture: Any) -> list[Piece]:
    """The lines of a picture as it lies, or, where next to nothing is read so, of the turn in which most is."""
    import numpy as np

    found = ocr.read(picture, 1.0)
    for quarters in (1, 3, 2):
        if _letters(found) >= _FEW_LETTERS:
            break
        found = max(found, ocr.read(np.ascontiguousarray(np.rot90(picture, quarters)), 1.0), key=_letters)
    return found


def _letters(pieces: list[Piece]) -> int:
    return sum(len(p.text) for p in pieces)
