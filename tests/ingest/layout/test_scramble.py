"""Pages are taken apart again: the measure the real pages are scored by, on pages of our own."""

from __future__ import annotations

import random
import re

import pytest

from ingest.build import build_document
from ingest.parsed import Parsed
from rag.domain import Document
from tests.ingest.layout.articles import ARTICLES
from tests.ingest.layout.scramble import Page, scramble

PAGES = 40


def read(text: str, path: str = "page.txt") -> Document:
    return build_document(Parsed(text, "text/plain"), path=path, root="", sha256="0" * 64, size=0, mtime_ns=0)


def article_at(document: Document, at: int) -> int | None:
    found = (k for k, a in enumerate(document.articles) if any(s <= at < e for s, e in a.spans))
    return next(found, None)


def measure(page: Page, document: Document) -> dict[str, tuple[int, int]]:
    """``(right, all)`` for titles and places of body parts, and for pairs of parts together and apart."""
    parts = [(start, k) for start, _, k, role in page.parts if role == "body"]
    found = [(article_at(document, start), k) for start, k in parts]
    titles = places = together = pairs = apart = others = 0
    for at, k in found:
        article = document.articles[at] if at is not None else None
        heading = re.sub(r"\s", "", f"{article.title}{article.subtitle or ''}") if article else ""
        titles += re.sub(r"\s", "", page.articles[k].title) in heading
        places += bool(article) and article.place == page.articles[k].place
    for i, (a, j) in enumerate(found):
        for b, k in found[:i]:
            if j == k:
                pairs, together = pairs + 1, together + (a == b)
            else:
                others, apart = others + 1, apart + (a != b)
    return {
        "title": (titles, len(parts)),
        "place": (places, len(parts)),
        "together": (together, pairs),
        "apart": (apart, others),
    }


@pytest.fixture(scope="module")
def totals() -> dict[str, float]:
    sums: dict[str, list[int]] = {}
    for seed in range(PAGES):
        luck = random.Random(seed)
        page = scramble(luck.sample(ARTICLES, luck.randint(2, 5)), seed)
        for name, (right, everything) in measure(page, read(page.text)).items():
            total = sums.setdefault(name, [0, 0])
            total[0] += right
            total[1] += everything
    return {name: right / everything for name, (right, everything) in sums.items()}


@pytest.mark.parametrize(("name", "least"), [("title", 0.95), ("place", 0.94), ("together", 0.95), ("apart", 0.96)])
def test_scrambled_articles_are_taken_apart_again(totals: dict[str, float], name: str, least: float) -> None:
    assert totals[name] >= least, totals


def test_an_interrupted_sentence_is_joined_without_the_caption() -> None:
    text = (
        "夜校灯亮 手艺上身\n\n本报讯(记者 邓清和)晚上七点半，新化县上渡街道的职工夜校准时亮灯，三十二名学\n\n\n\n\n"
        "图为学员在练习雕花。\n\n李秋 摄\n\n\n\n员围着灶台，跟师傅学做三合汤。\n\n新化县今年办起9所夜校，学费全免。\n"
    )
    document = read(text)
    bodies = [p.text for p in document.passages]
    assert any("三十二名学员围着灶台，跟师傅学做三合汤。" in body for body in bodies)
    assert [a.kind for a in document.articles if "雕花" in "".join(text[s:e] for s, e in a.spans)] == ["图片说明"]


def test_a_headline_behind_its_text_is_given_to_it() -> None:
    text = (
        "石青禾\n\n大冶因矿而兴，也曾为矿所困。大冶关停小矿山137座，腾出的土地全部复垦复绿。\n\n"
        "今后五年，大冶全市将再修复矿山1.9万亩，让矿山披上绿装，让昔日的伤疤变成城市的公园。\n\n"
        "向云\n\n宜都市陆城街道的驿站里热气腾腾，快递员杜晓军接了满满一杯姜茶。驿站由闲置的门面改造而成。\n\n"
        "宜都市今年已建成这样的驿站38个，快递员途中发现的隐患随手拍下就能上报。\n\n快递员有了暖心驿站\n\n大冶矿山披上绿装\n"
    )
    document = read(text)
    titles = {document.articles[article_at(document, text.index(key)) or 0].title for key in ("关停小矿山",)}
    assert titles == {"大冶矿山披上绿装"}
    assert document.articles[article_at(document, text.index("杜晓军")) or 0].title == "快递员有了暖心驿站"
