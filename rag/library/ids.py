"""Identity of documents, articles and passages.

A document is *where it stands* (its ingested folder and the path below it): an edited file keeps its
id. Articles and passages belong to one *revision* of it, named by the first eight hex digits of the
content's SHA-256: what a new revision says is never taken for what the old one said.
"""

from __future__ import annotations

import hashlib

_REVISION = 8


def document_id(root: str, path: str) -> str:
    """16 hex digits for the file ``path`` (relative, with ``/``) below the folder ``root``."""
    name = f"{root}\0{path}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(name).hexdigest()[:16]


def article_id(document: str, sha256: str, ordinal: int) -> str:
    """The ``ordinal``-th article (from 0) of the revision ``sha256`` of ``document``."""
    return f"{document}.{sha256[:_REVISION]}.a{ordinal}"


def passage_id(document: str, sha256: str, ordinal: int) -> str:
    """The ``ordinal``-th passage (from 0, over all articles) of the revision ``sha256`` of ``document``."""
    return f"{document}.{sha256[:_REVISION]}.{ordinal}"
