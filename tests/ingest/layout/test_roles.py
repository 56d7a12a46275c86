"""What a line is, by its words."""

from __future__ import annotations

import pytest

from ingest.layout import links
from ingest.layout.elements import elements
from ingest.layout.fragments import sentence_odds
from ingest.layout.pages import read as read_page
from ingest.layout.paragraphs import paragraphs
from ingest.layout.roles import ends_closed, is_name, is_opening, is_row, names, role, signature
from ingest.parsed import Parsed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("湘南日报全媒体记者 罗秋实", "byline"),
        ("通讯员 谢远帆 罗秋实", "byline"),
        ("谢远帆 罗秋实", "byline"),
        ("杨 柯　石 笋", "byline"),
        ("高山 流水", "head"),
        ("仁义镇", "head"),
        ("油茶林里摘下金果子", "head"),
        ("今年的日子好不好过？", "head"),
        ("——耒阳市油茶产业发展纪实", "subtitle"),
        ("毛向东 摄", "credit"),
        ("图为工人正在车间里赶制出口订单。", "caption"),
        ("2022年6月17日　星期五", "furniture"),
        ("责任编辑：易水清　版式：陆小满", "furniture"),
        ("要闻 03", "furniture"),
        ("(下转第4版)", "furniture"),
        ("本报讯(记者 向云)外面下着冻雨。", "body"),
        ("记者：钱从哪里来？", "body"),
        ("水通了。", "body"),
        ("，比上年增长两成", "body"),
        ("读者 罗秋实", "signoff"),
        ("(罗秋实 谢远帆)", "signoff"),
        ("(本报记者 罗秋实 通讯员 谢远帆)", "signoff"),
        ("（作者系柳河县人大代表）", "signoff"),
        ("柳河县融媒体中心 罗秋实", "byline"),
        ("文：罗秋实", "byline"),
        ("修水渠，建水厂，装水表", "head"),
        ("“水来了！” 山村告别挑水路", "head"),
        ("“水来了！”村民们奔走相告，把水缸", "body"),
        ("简　讯", "head"),
        ("记者手记", "head"),
        ("采访札记", "head"),
        ("(本版图文由柳河县融媒体中心提供)", "furniture"),
    ],
)
def test_role_of_a_line(text: str, expected: str) -> None:
    (paragraph,) = paragraphs(Parsed(text, "text/plain"))
    assert role(paragraph) == expected


def test_letters_begin_with_whom_they_are_written_to() -> None:
    for text in ("编辑同志：我是柳河县的一名村民。", "尊敬的编辑部：村口的路灯坏了三个月。", "编辑老师:来信收到了吗？"):
        assert is_opening(text) and role(*paragraphs(Parsed(text, "text/plain"))) == "body"
    assert not is_opening("编辑同志们把来信分类登记，一件一件地转给县里。")


def test_names_are_two_or_three_characters_after_a_surname() -> None:
    assert is_name("罗秋实") and is_name("欧阳修远") and not is_name("罗秋实地") and not is_name("陆城镇")
    assert names("张 三 李四光") == ["张三", "李四光"]
    assert names("卫生") == []


def test_signatures_close_an_article_and_brackets_do_not() -> None:
    assert signature("客流量突破八千人次。(易水清)") == "易水清"
    assert signature("客流量突破八千人次。(本报记者 易水清)") == "本报记者 易水清"
    assert signature("投资460万元(预计数，下同)") is None
    assert ends_closed("客流量突破八千人次。(易水清)") and not ends_closed("客流量突破八千")


@pytest.mark.parametrize(
    ("left", "right", "wrong"),
    [
        ("车间里年轻的女", "工只需三天就能上手。", "近年来，县里修通了公路。"),
        ("时间是11月30", "日，村里开了会。", "户人家搬进新居。"),
        ("他说：“政策好不好，要看是哭还是", "笑。”老人点点头。", "“我们都来了。”老人说。"),
        ("全县建成就业扶", "贫车间七家。", "小河水清了。"),
    ],
)
def test_the_right_continuation_is_likelier(left: str, right: str, wrong: str) -> None:
    assert links.goes_on(left, right, "") > links.goes_on(left, wrong, "") + 1.0


def test_a_headline_is_no_sentence() -> None:
    assert (
        sentence_odds("稳产保供 米袋子鼓囊囊")
        < -1.0
        < 1.0
        < sentence_odds("县里的医院与十一家卫生院共用一套影像系统，基")
    )


def test_rows_of_figures_are_no_headlines() -> None:
    rows = [
        "地区生产总值 31.6亿元 同比增长5.8%",
        "一般公共预算收入 2.47亿元 同比增长9.3%",
        "接待游客96万人次 同比增长34%",
    ]
    assert all(map(is_row, rows))
    assert not is_row("新建学校三所 乡亲笑开颜") and not is_row("投入4200万元，改造三十公里")
    text = "\n\n".join(["数说柳河上半年", *rows, "本报讯(罗秋实)柳河县的夜校开学了。"])
    found = elements(paragraphs(Parsed(text, "text/plain")))
    assert [found.roles[i] for i in range(4)] == ["head", "body", "body", "body"]
    assert all(body.closed for body in found.bodies)


def test_the_rest_of_a_sentence_behind_a_wide_gap_is_no_caption() -> None:
    text = "老匠人还记得修渠那一年，全村男女老少都上了工地，前\n\n\n\n后跑了八十多个村。\n\n渠成那天放了鞭炮。"
    found = elements(paragraphs(Parsed(text, "text/plain")))
    assert found.roles == ["body", "body", "body"]


def test_a_line_with_a_dash_under_no_headline_heads_a_section() -> None:
    """It is no subtitle, whose article would begin there, unless it says so (侧记)."""
    text = "柳河县的夜校开学了。\n\n——修路，先修心\n\n路修好了。\n\n——柳河县夜校侧记\n\n天亮了。"
    found = elements(paragraphs(Parsed(text, "text/plain")))
    assert [h.text for h in found.headlines if h.dashed] == ["——修路，先修心"]
    assert [found.paragraphs[i].text for i in found.orphans] == ["——柳河县夜校侧记"]
    (article,) = read_page(paragraphs(Parsed(text, "text/plain")))
    assert [p.text.text for p in article.pieces if p.kind == "heading"] == ["——修路，先修心"]


def test_a_box_may_be_named_in_quotation_marks() -> None:
    (headline,) = elements(paragraphs(Parsed("三区县的“成绩单”\n\n上半年收成不错。", "text/plain"))).headlines
    assert headline.is_box
