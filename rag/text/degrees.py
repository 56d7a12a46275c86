"""Words that say how much of something there is, and that it became more or less: those that comparisons are made with."""

from __future__ import annotations

MANY = ("多", "少")
SIZES = ("高", "低", "大", "小", "长", "短")
OTHERS = ("远", "近", "重", "轻", "贵", "便宜")
PACE = ("快", "慢")
TIME = ("早", "晚")
DEGREES = "|".join((*MANY, *SIZES, *TIME, *PACE, *OTHERS))
"""多, 高, 快 and the like, as a pattern."""
AMOUNTS = "|".join((*MANY, *SIZES, *OTHERS))
"""Those that say how much, not how fast or when, as a pattern."""
LESS = frozenset(("少", "低", "小", "短", "慢", "早", "近", "轻", "便宜"))
"""Those that name the smaller of two."""
MOVES = "增加|增长|提高|减少|下降|降低|上升|提升|增|减|降|涨|跌"
"""Verbs of becoming more or less, as a pattern."""
A_BIT = r"(?:一?些|一?点儿?)?"
"""What may follow a degree without changing it: 高一些."""
