"""Forms: tables without a header in which every other cell names the one beside it (项目名称 | 甲厂 | 总投资 | 30万元)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MOST_ROWS = 40
_LEAST_PAIRS = 3
_NAMES = 0.7
"""Least share of the names in a form that are words which names of fields end with."""
_FIELD = re.compile(
    r"(?:名称?|单位|地[点址]|位置|时间|日期|期限|工期|年限|投资|资金|金额|造价|规模|内容|人数|户数|人口|面积|能力|电话|人员?|代表|"
    r"性质|类[别型]|就业|产[值量品能]|收入|来源|方式|编号|代码|证号?|性别|民族|年龄|职[务称]|学历|情况|状[态况]|备注|效益|目标|"
    r"村|镇|住址|部门|企业|机构|方|进度|期|率|数量?|价格?|[户组]长|书记|成员|措施|需求|原因)\s*(?:[（(][^（）()]{1,8}[）)])?$"
)
_VALUE = re.compile(r"\d|[，。；、]")


def fields(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...] | None:
    """(name, value) of each pair of a form whose ``rows`` give their distinct cells; None where it is no form."""
    if not 1 < len(rows) <= _MOST_ROWS or any(len(row) % 2 for row in rows) or max(map(len, rows)) < 4:
        return None
    pairs = [(row[k], row[k + 1]) for row in rows for k in range(0, len(row), 2)]
    names = [name for name, _ in pairs]
    if len(pairs) < _LEAST_PAIRS or len(set(names)) < len(names) or any(_VALUE.search(n) for n in names):
        return None
    told = sum(_is_field(name) for name in names)
    # A header holds names in every cell.
    heads = any(_is_field(value) for value in rows[0][1::2])
    return tuple(pairs) if told >= _NAMES * len(names) and not heads else None


def _is_field(text: str) -> bool:
    return len(text) <= 14 and _FIELD.search(text) is not None
