from __future__ import annotations

import pytest

from rag.domain import Passage, SourcedText
from rag.retrieve.joined import MOST, runs_on, whole

TITLE = "石门县为民办实事"


def cut(*texts: str, section: str | None = None) -> list[Passage]:
    """Passages of one article, ``texts`` one after the other in the original."""
    original, out = "".join(texts), []
    at = 0
    for n, text in enumerate(texts):
        body = SourcedText.whole(original, at, at + len(text))
        out.append(Passage(f"d.0.{n}", "d.txt", "d", "0", "d.0.a0", n, body, TITLE, section=section))
        at += len(text)
    return out


@pytest.mark.parametrize(
    ("first", "second", "runs"),
    [
        ("收到意见1495条，办结1236条；", "其余还在办理。", True),
        ("县里投入资金，新修公", "路312公里。", True),
        ("收到意见1495条，办结1236条。", "其余还在办理。", False),
        (f"{TITLE}，再上台阶", "石门县出台举措。", False),  # a heading
        ("甲镇\t12\t34", "乙镇\t56\t78", False),  # rows of a table
        ("推出三项举措，一是修路；", "二是引水。", False),  # a list: its items are whole
        ("他说：“好，就这么办！”", "大家都笑了。", False),
        ("", "好。", False),
    ],
)
def test_what_runs_on(first: str, second: str, runs: bool) -> None:
    assert runs_on(*cut(first, second)) is runs


def test_another_section_or_article_never_runs_on() -> None:
    (a, b), (_, c) = cut("收到意见，办结", "一批。"), cut("收到意见，办结", "一批。", section="二")
    assert runs_on(a, b) and not runs_on(a, c)


def test_a_cut_sentence_is_whole_from_either_side() -> None:
    a, b = cut("开头一句。收到意见1495条，", "办结1236条。又一句。")
    assert whole(a, None, b).text == "开头一句。收到意见1495条，办结1236条。"
    assert whole(b, a, None).text == "收到意见1495条，办结1236条。又一句。"
    assert whole(b, a, None).body.spans() == ((5, 27),)


def test_a_list_grows_by_its_items_and_what_announces_them() -> None:
    a, b, c = cut(
        "天气很好。推出四项举措。一是修路。二是引水。", "三是装灯。四是送医。会后大家去了现场。", "又下雨了。"
    )
    assert whole(a, None, b).text == "天气很好。推出四项举措。一是修路。二是引水。三是装灯。四是送医。"
    assert whole(b, a, c).text == "推出四项举措。一是修路。二是引水。三是装灯。四是送医。会后大家去了现场。"


def test_a_list_announced_at_the_end() -> None:
    a, b = cut("推出两项举措，分别是：", "（一）修路。（二）引水。散会。")
    assert whole(a, None, b).text.endswith("（一）修路。（二）引水。")


def test_nothing_is_added_to_what_is_whole() -> None:
    a, b, c = cut("甲县有84个村。", "乙县有12个村。", "此外还有3个。")
    assert whole(b, a, c) is b


def test_no_more_is_added_than_a_person_would_read() -> None:
    a, b = cut("收到意见，其中", "甲乙丙丁，" * (MOST // 4) + "完。")
    assert whole(a, None, b) is a
