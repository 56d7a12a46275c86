"""Plain text: the decoded file is the original; its structure is found by ``ingest.layout``."""

from __future__ import annotations

from ingest.parse.encoding import decode
from ingest.parsed import Parsed


def parse(data: bytes) -> Parsed:
    """The text of a ``.txt`` file, character for character.

    Raises:
        IngestError: empty, binary, or in an unknown encoding.
    """
    decoded = decode(data)
    return Parsed(text=decoded.text, media_type="text/plain", warnings=decoded.warnings)
