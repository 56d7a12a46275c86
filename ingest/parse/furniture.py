"""What of a web page is no text for its reader: scripts, forms, what is hidden, and the frame around the article."""

from __future__ import annotations

import re
from typing import Any

_DROP = frozenset(
    "script style noscript template iframe object embed applet svg math canvas video audio form button select "
    "input textarea nav aside dialog head".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])")
_FRAME_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary"))
_FRAME_NAMES = frozenset(
    "header head top topbar top-bar site-header footer foot bottom site-footer copyright nav navbar navigation menu "
    "sidebar breadcrumb breadcrumbs crumb crumbs position location share related recommend".split()
)
_ARTICLE = frozenset(("article", "main"))
_FRAME_SHARE = 0.3
"""A frame that holds more of a page's characters than this is none, whatever it is called."""


def prune(body: Any) -> None:
    """Take out of ``body`` (of lxml) what is no text for a reader; what follows an element taken out stays."""
    whole = _length(body)
    for element in list(body.iter()):
        if element is body or not isinstance(element.tag, str):
            continue
        hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
        gone = element.tag in _DROP or hidden or _HIDDEN.search((element.get("style") or "").lower())
        if gone or (_named_frame(element) and _is_frame(element, whole)):
            _remove(element)


def _named_frame(element: Any) -> bool:
    if element.tag in ("header", "footer") or element.get("role") in _FRAME_ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    return any(name in _FRAME_NAMES for name in names)


def _is_frame(element: Any, whole: int) -> bool:
    """Whether what is called a frame is one: it stands in no article, has no headline, and little of the page's text."""
    if any(above.tag in _ARTICLE for above in element.iterancestors()):
        return False
    if next(element.iter("h1", "article", "main"), None) is not None:
        return False
    return _length(element) <= _FRAME_SHARE * whole


def _length(element: Any) -> int:
    return sum(len("".join(text.split())) for text in element.itertext())


def _remove(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
