"""Where an article may be left, and what a headline is worth."""

from __future__ import annotations

from ingest.layout.costs import Costs
from ingest.layout.elements import elements
from ingest.layout.headings import BARE, LONE
from ingest.layout.paragraphs import paragraphs
from ingest.parsed import Parsed

PARAGRAPHS = [
    "岚皋县的茶园在山腰上，清明前后雾最浓。县里请来农技员，教大家修剪和采摘，一亩地多收了两成。",
    "岚皋县还把茶园和民宿连了起来，客人上山采茶，下山住店，去年接待了三万多人。",
    "洋县的朱鹮歇在稻田里，田埂上装了护栏。种稻的人少用农药，大米卖出了好价钱。",
    "洋县把这样的田叫作生态田，已经有两万多亩，收米的企业签了长约。",
]


def costs(text: str) -> Costs:
    return Costs(elements(paragraphs(Parsed(text, "text/plain"))))


def test_an_article_may_end_where_the_text_turns_to_another_county() -> None:
    """Without any mark between them, and though the words change more elsewhere."""
    tea = "上山采茶，下山住店，客人去年来了三万多人，茶园和民宿都忙不过来。"
    rice = "今年，洋县的茶园和民宿也忙了起来，上山采茶、下山住店的客人多了三万多人。"
    found = costs("\n".join([*PARAGRAPHS[:2], tea, rice, *PARAGRAPHS[2:]]))
    assert found.breaks[3] and not any(found.breaks[1:3])


def test_a_headline_with_a_subtitle_of_its_own_is_hardly_a_sections() -> None:
    """An article more, without a byline and half a page from its headline, costs less than to take it for a section's."""
    page = "\n".join([*PARAGRAPHS[:2], "稻田里来了朱鹮", "——洋县发展生态农业侧记", *PARAGRAPHS[2:]])
    plain = "\n".join([*PARAGRAPHS[:2], "稻田里来了朱鹮", *PARAGRAPHS[2:]])
    assert costs(page).spare([0] * 4)[0] > BARE + LONE + 3.0 > costs(plain).spare([0] * 4)[0]


def test_a_lone_section_is_hardly_one() -> None:
    """Sections come in several, with headings built alike; one that has no like is rather another article's headline."""
    alone = "\n".join(
        [*PARAGRAPHS[:2], "稻田里来了朱鹮", *PARAGRAPHS[2:3], "“一分田”怎么种，谁说了算？", *PARAGRAPHS[3:]]
    )
    alike = alone.replace("“一分田”怎么种，谁说了算？", "茶园里来了客人")
    lone, several = (costs(page).spare([0] * 4).tolist() for page in (alone, alike))
    assert lone[0] == several[0] + LONE and lone[1] > several[1] + 0.9 * LONE
