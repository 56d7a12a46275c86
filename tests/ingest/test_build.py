"""From a text to a document: every span spells its words, nothing is lost, nothing doubled."""

from __future__ import annotations

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.build import build_document
from ingest.parsed import Block, Parsed
from rag.domain import Document
from tests.ingest.layout.articles import ARTICLES
from tests.ingest.layout.scramble import scramble

PIECES = [
    "本报讯(记者 向云)外面下着冻雨，",
    "——耒阳市油茶产业发展纪实",
    "谢远帆 罗秋实",
    "毛向东 摄",
    "图为工人在赶制订单。",
    "一、落实面积",
    "耒阳市仁义镇的油茶林里人声鼎沸，摘果的村民背着竹篓。",
    "该镇又修了路",
    "水通了，荒田种上了稻子。(易水清)",
    "仁义镇",
    "2022年6月17日　星期五",
    "“往年卖得便宜，",
    "”他说。",
    "記者從縣裡獲悉",
    "\x00\u200b\ufeff",
    "1.2万亩",
    "(",
    "a\u0301𠮷",
]
PAGE = st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=25).flatmap(
    lambda parts: st.lists(
        st.sampled_from(["\n", "\n\n", "\r\n", "", " ", "\n\n\n\n"]), min_size=len(parts), max_size=len(parts)
    ).map(lambda gaps: "".join(p + g for p, g in zip(parts, gaps, strict=True)))
)


def build(text: str, path: str = "页.txt", **more: object) -> Document:
    parsed = Parsed(text, "text/plain", **more)  # type: ignore[arg-type]
    return build_document(parsed, path=path, root="/r", sha256="ab" * 32, size=len(text), mtime_ns=1)


def check(document: Document) -> None:
    text = document.text
    for passage in document.passages:
        spans = passage.body.spans()
        assert "".join(text[s:e] for s, e in spans) == passage.text and passage.text.strip()
        assert document.articles[int(passage.article_id.rsplit("a", 1)[1])].id == passage.article_id
    covered = sorted(span for article in document.articles for span in article.spans)
    assert all(e <= s for (_, e), (s, _) in zip(covered, covered[1:], strict=False)), (
        "an article's words are no other's"
    )
    held = set().union(*(range(s, e) for s, e in covered)) if covered else set()
    assert all(i in held for i, c in enumerate(text) if not c.isspace()), "every character is in an article"
    ids = [p.id for p in document.passages] + [a.id for a in document.articles]
    assert len(set(ids)) == len(ids)
    assert [p.ordinal for p in document.passages] == list(range(len(document.passages)))


@settings(max_examples=150)
@given(PAGE)
def test_any_text_gives_honest_spans(text: str) -> None:
    check(build(text))


def test_a_page_is_read_the_same_each_time() -> None:
    text = scramble(ARTICLES[:5], 7).text
    assert build(text) == build(text)
    check(build(text))


def test_the_heading_can_be_cited_and_the_town_is_kept_in_mind() -> None:
    text = (
        "旧渠换新颜\n\n——访耒阳市水利局局长谢远帆\n\n本报记者 罗秋实\n\n"
        + "耒阳市仁义镇的老渠修于1972年，谢远帆说，渠道年久失修，下游的水田变成了旱地。" * 8
        + "\n\n"
        + "今年，该镇投入三百万元改造渠道，镇党委把任务分到了每一名干部。" * 8
        + "\n"
    )
    document = build(text)
    (article,) = document.articles
    assert (article.title, article.subtitle, article.kind) == ("旧渠换新颜", "——访耒阳市水利局局长谢远帆", "访谈")
    assert (article.place, article.place_path) == ("耒阳市", "湖南省/衡阳市/耒阳市")
    heading, *others = document.passages
    assert heading.text.split("\n") == ["旧渠换新颜", "——访耒阳市水利局局长谢远帆", "本报记者 罗秋实"]
    later = [p for p in others if "该镇" in p.text and "仁义镇" not in p.text]
    assert later and all("湖南省/衡阳市/耒阳市/仁义镇" in p.places for p in later)
    assert all(p.places[0] == "湖南省/衡阳市/耒阳市" for p in document.passages)


def test_a_side_car_decides_the_place() -> None:
    document = build("山里下着雨。", metadata={"place": "桑植县"})
    assert document.articles[0].place == "桑植县"


def test_a_table_is_cut_into_rows_with_their_header() -> None:
    text = "乡镇 亩\n仁义镇 370\n蔡子池街道 80"
    rows = [(0, 4), (5, 12), (13, len(text))]
    blocks = tuple(Block(s, e, "table_row", "表一", header=((0, 4),) if s else ()) for s, e in rows[1:])
    document = build(text, path="面积.xlsx", blocks=(Block(0, 4, "table_row", "表一"), *blocks))
    assert document.articles[0].kind == "表格"
    assert any("仁义镇 370" in p.text and "乡镇 亩" in p.text and p.page == "表一" for p in document.passages)


def test_without_a_headline_the_file_gives_the_title() -> None:
    body = "县里今年修通了三条公路。" * 30
    assert build(body, path="x/修路简报.txt").articles[0].title == "修路简报"
    assert build(body, path="x/0001.txt").articles[0].title.startswith("县里今年修通了三条公路")


def test_hostile_texts_take_no_longer_than_their_length_allows() -> None:
    luck = random.Random(3)
    for text in (
        "（" * 30_000,
        "山\n" * 8_000,
        "——\n\n谢远帆\n\n" * 800,
        "本报讯(向云)雨。\n\n" * 600,
        "".join(luck.choice("县里的人口，。“”（\n ") for _ in range(4_000)),
    ):
        started = time.process_time()
        build(text)
        assert time.process_time() - started < 15, text[:20]


def test_the_date_and_the_newspaper_of_a_page_hold_for_all_its_articles() -> None:
    text = (
        "云岭日报　2022年6月17日　星期五　第3版\n\n油茶林里摘下金果子\n\n本报讯(谢远帆)耒阳市仁义镇的油茶林里人声鼎沸，去年这里还是荒坡。\n\n"
        "夜校灯亮 手艺上身\n\n本报讯(向云)新化县上渡街道的职工夜校准时亮灯，截至目前已开班12期。\n"
    )
    document = build(text)
    assert [a.date for a in document.articles] == ["2022-06-17"] * 2
    assert [a.publication for a in document.articles] == ["云岭日报"] * 2


def test_the_day_in_a_briefings_head_says_more_than_the_year_in_its_name() -> None:
    body = "道县就业简报\n2021年第2期\n道县就业局编    2021年2月8日\n\n本期要目：\n●稳岗进展\n●招聘预告\n\n稳岗进展\n\n全县企业稳岗830人。\n\n招聘预告\n\n县里将办招聘会4场。\n"
    built = build(body, path="x/道县就业简报2021年第2期.txt")
    assert {a.date for a in built.articles} == {"2021-02-08"}


def test_a_page_that_names_two_days_dates_no_article_by_the_other() -> None:
    text = (
        "2022年6月17日　星期五\n\n油茶林里摘下金果子\n\n本报讯(谢远帆)耒阳市仁义镇的油茶林里人声鼎沸。\n\n"
        "2022年6月18日　星期六\n\n夜校灯亮 手艺上身\n\n本报讯(向云)新化县上渡街道的职工夜校准时亮灯。\n\n一渠清水\n\n本报讯(李明)水通了。\n"
    )
    assert build(text).articles[-1].date is None


def test_the_name_of_a_newspaper_is_no_place_of_its_articles() -> None:
    text = "油茶林里摘下金果子\n\n本报讯(谢远帆)油茶林里人声鼎沸，去年这里还是荒坡。\n\n夜校灯亮 手艺上身\n\n本报讯(向云)职工夜校准时亮灯，截至目前已开班12期。\n"
    document = build(text, path="x/湖南日报2022年6月17日.txt")
    assert len(document.articles) == 2 and {a.place for a in document.articles} == {None}
