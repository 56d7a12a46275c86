"""How much a file may cost, in one place. What lies beyond is refused before it is read."""

from __future__ import annotations

MB = 1024 * 1024

TEXT_FILE = 20 * MB
"""Bytes of a text, Markdown, HTML or CSV file: some seven million characters, a bookshelf."""
BINARY_FILE = 128 * MB
"""Bytes of a PDF, Word, Excel, image or zip file."""
TEXT_CHARS = 8_000_000
"""Characters that any one document may hold once its text is taken out."""

ZIP_ENTRIES = 10_000
ZIP_RATIO = 100
"""Unpacked to packed size of one member; text packs to 1:20 at best, bombs to 1:1000."""
ZIP_RATIO_FROM = 1 * MB
"""Members smaller than this unpacked may have any ratio: they can do no harm."""
ZIP_UNPACKED = 200 * MB
"""Bytes of all members together."""

PDF_PAGES = 5_000
IMAGE_PIXELS = 60_000_000
"""An A3 page at 400 dots an inch has 31 million."""
TABLE_ROWS = 200_000
TABLE_COLUMNS = 500

ADDRESS_SPACE = 1536 * MB
"""Virtual memory of the child that parses; the child that reads scans gets ``OCR_ADDRESS_SPACE``."""
OCR_ADDRESS_SPACE = 6144 * MB
DEADLINE_S = 120.0
"""Seconds without a sign of life (a page done, a member done) after which the child is killed."""
OCR_DEADLINE_S = 300.0
"""The same for a page of a scan: some five seconds on a free machine, ten times that on a busy one."""
CPU_S = 300
"""Processor seconds between two signs of life."""
REPLY_BYTES = 96 * MB
"""A single answer of the child; ``TEXT_CHARS`` of Chinese in JSON are a quarter of it."""
