"""Organisations that a question is about: companies, schools, hospitals, cooperatives. Not offices of government."""

from __future__ import annotations

import re

from rag.domain import Span
from rag.text import names, places
from rag.text.fold import folded

_OFFICE = re.compile(r"(?:局|委|厅|部|政府|党委|纪委|监委|委员会|办公室|法院|检察院|办|人大|政协|总局|分局)$")
_BEFORE = re.compile(
    r"^(?:比较|对比|根据|结合|请问|关于|在|和|与|及|以及|跟|同|、|，|从|向|对|(?:19|20)\d\d年(?:的|，)?)+"
)
_NO_NAME = re.compile(r"[的了是哪谁几吗]|有(?!限)|多少|什么|覆盖|建设|新建|改造|所学校")
_REST = re.compile(r"(?:控股|投资)?(?:有限责任公司|股份有限公司|有限公司)")
_FORM = re.compile(r"(?:有限责任公司|股份有限公司|控股有限公司|集团有限公司|有限公司|公司|集团)$")


def organisations(text: str) -> list[Span]:
    """Spans of the organisations that ``text`` names, without what leads up to them and without a place in front."""
    out: list[Span] = []
    for found in names.organisations(text):
        start, end = found.start, found.end
        led = _BEFORE.match(text[start:end])
        if led:
            start += led.end()
        mention = next((m for m in places.find(text[start:end]) if m.start == 0), None)
        if mention and start + mention.end < end - 2:
            start += mention.end
        form = _REST.match(text, end)
        end = form.end() if form else end
        name = text[start:end]
        if out and start < out[-1][1]:
            continue
        if end - start >= 4 and not _OFFICE.search(name) and not _NO_NAME.search(name):
            out.append((start, end))
    return out


def short(name: str) -> str:
    """The name without its legal form, as reports use it after the first time; at least three characters."""
    core = _FORM.sub("", name)
    return core if len(core) >= 3 else name


def about(name: str, text: str) -> bool:
    """Whether folded ``text`` names the organisation, in full or short."""
    return folded(name) in text or folded(short(name)) in text
