"""XML from strangers: no entities, no files, no network, no endless trees."""

from __future__ import annotations

from typing import Any

from rag.errors import IngestError


def root_of(data: bytes) -> Any:
    """The root element of an XML document.

    Raises:
        IngestError: not well-formed, nested too deep, or with a document type (Office writes none; bombs need one).
    """
    from lxml import etree

    if b"<!DOCTYPE" in data[:4096].replace(b"\x00", b"").upper():
        raise IngestError("文件里有不允许的 XML 实体声明", "the file declares XML entities, which is not allowed")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise IngestError(
            "文件已损坏：XML 不完整或嵌套过深", "damaged: the XML is cut off or nested too deep"
        ) from error
