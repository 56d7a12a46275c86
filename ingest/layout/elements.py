"""The parts of a page before they are shared out among articles: body text, headlines, bylines, captions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.layout import links
from ingest.layout.fragments import find_fragments, find_insets
from ingest.layout.paragraphs import Paragraph
from ingest.layout.roles import Role, ends_closed, is_column, is_dialogue, is_opening, is_row, role, signature

_GENRE = re.compile(
    r"侧记|综述|述评|纪实|纪略|见闻|访|调查|观察|巡礼|回眸|扫描|走笔|专访|对话|启示|样本|之路|故事|解读"
)
_BOX = re.compile(
    r"^(?:数说|图说|读者来信|来信|新闻链接|相关链接|延伸阅读|背景链接|名词解释|小贴士|短评|编后|编者按|记者手记|采访手记|记者观察)"
    r"|^(?:数字|数据).{0,3}[里看中说话]|(?:一览|图解|账单|成绩单)[”’》]?$"
)
_TWO_HALVES = re.compile(r"[\u4e00-\u9fff”][ \u3000]+[“\u4e00-\u9fff]")
_SERIES = re.compile(
    r"系列报道|专栏|专题|特刊|特别报道|[(（][一二三四五六七八九十\d①-⑩]+[)）]$|[·•]|之[一二三四五六七八九十]$|在行动|新征程|走基层"
)
_PLACE_LINE = re.compile(r"^\S{1,8}(?:[省市县区镇乡州]|街道|社区|村|经开区|高新区)$")
_LEAD = re.compile(r"[\u4e00-\u9fff]{2,6}[：:]\S")
_CAPTION_REACH = 3
_LONGEST_CAPTION = 260


@dataclass(slots=True)
class Body:
    """A paragraph, or a part of one, of running text. ``slot`` marks stand before it."""

    text: str
    at: int
    gap: int
    closed: bool
    opening: bool
    signed: bool
    odds: float
    """Log odds that it begins inside a sentence."""
    dialogue: bool = False
    """Whether it is a question or an answer of an interview."""


@dataclass(slots=True)
class Headline:
    """A headline with its subtitle; ``slot`` is the index of the body element that follows it.

    ``above`` is the headline directly over it in the same block of headlines, if any.
    """

    slot: int
    at: int
    subtitles: list[int] = field(default_factory=list)
    above: int | None = None
    byline_near: bool = False
    dashed: bool = False
    """Whether it is a line with a dash that stands under no headline: the heading of a section."""

    text: str = ""
    subtitle: str = ""

    @property
    def is_kicker_like(self) -> bool:
        """Whether it names a series, a column or only a place, as lines over a headline do."""
        return bool(_SERIES.search(self.text) or _PLACE_LINE.match(self.text) or is_column(self.text))

    @property
    def form(self) -> str:
        """How the line is built: of halves parted by a space or a comma, a question, or in one."""
        if self.dashed:
            return "dashed"
        if _TWO_HALVES.search(self.text):
            return "halves"
        if re.search(r"[，,：:]", self.text):
            return "comma"
        return "question" if self.text.endswith(("？", "?")) else "one"

    @property
    def is_box(self) -> bool:
        """Whether it is the name of a box (数说, 读者来信, …一览)."""
        return bool(_BOX.search(self.text))

    @property
    def is_column(self) -> bool:
        """Whether it is the name of a column of short news (简讯)."""
        return is_column(self.text)

    @property
    def leads_with_place(self) -> bool:
        """Whether it begins with a word and a colon, as headlines of short news do (临湘：书屋添了新书)."""
        return bool(_LEAD.match(self.text))

    @property
    def is_article_like(self) -> bool:
        """Whether it speaks of a whole article: 侧记, 综述, 访… below it, or the name of a box (数说, 读者来信)."""
        return bool(_GENRE.search(self.subtitle) or self.subtitle.startswith(("(", "（")) or self.is_box)


@dataclass(slots=True)
class Elements:
    """A page's parts. All lists hold indices into ``paragraphs``, in page order, unless said otherwise."""

    paragraphs: Sequence[Paragraph]
    roles: list[Role]
    bodies: list[Body] = field(default_factory=list)
    headlines: list[Headline] = field(default_factory=list)
    bylines: list[int] = field(default_factory=list)
    captions: list[list[int]] = field(default_factory=list)
    furniture: list[int] = field(default_factory=list)
    signoffs: list[int] = field(default_factory=list)
    """Signatures on a line of their own, behind the text."""
    orphans: list[int] = field(default_factory=list)
    """Subtitles without a headline above them."""
    slot_of: list[int] = field(default_factory=list)
    """For each paragraph, how many body elements stand before it."""


def elements(paragraphs: Sequence[Paragraph]) -> Elements:
    """Sort the paragraphs of one page by what they are."""
    roles = [role(p) for p in paragraphs]
    page = "\n".join(p.text for p in paragraphs)
    for i, kind in enumerate(roles):
        # A note in brackets belongs to the headline it stands under, else to the text.
        if kind == "subtitle" and paragraphs[i].text[0] in "(（" and not (i and roles[i - 1] in ("head", "subtitle")):
            roles[i] = "body"
        elif kind == "signoff" and not (i and roles[i - 1] == "body" and ends_closed(paragraphs[i - 1].text)):
            roles[i] = "byline"
    _rows(paragraphs, roles)
    find_fragments(paragraphs, roles, page)
    find_insets(paragraphs, roles, page)
    out = Elements(paragraphs, roles)
    taken = _captions(out)
    for i, paragraph in enumerate(paragraphs):
        out.slot_of.append(len(out.bodies))
        if i in taken:
            continue
        kind = roles[i]
        if kind in ("body", "table_row", "footnote"):
            out.bodies.append(_body(i, paragraph))
        elif kind == "byline":
            out.bylines.append(i)
        elif kind == "signoff" and out.bodies and i - 1 not in taken:
            out.bodies[-1].signed = True
            out.signoffs.append(i)
        elif kind in ("furniture", "credit", "caption", "signoff"):
            out.furniture.append(i)
    _headlines(out, taken)
    return out


def _rows(paragraphs: Sequence[Paragraph], roles: list[Role]) -> None:
    """Short lines that each give a figure, two or more of them one below the other, are rows and no headlines."""
    run: list[int] = []
    for i in range(len(roles) + 1):
        if i < len(roles) and roles[i] == "head" and is_row(paragraphs[i].text):
            run.append(i)
            continue
        if len(run) > 1:
            for k in run:
                roles[k] = "body"
        run = []


def _body(index: int, paragraph: Paragraph) -> Body:
    text = paragraph.text
    return Body(
        text=text,
        at=index,
        gap=paragraph.gap,
        closed=ends_closed(text) or is_row(text),
        opening=is_opening(text),
        signed=signature(text) is not None,
        odds=-6.0 if is_opening(text) else links.inside_odds(text),
        dialogue=is_dialogue(text),
    )


def _captions(out: Elements) -> set[int]:
    """Groups the paragraphs of each photograph's caption; returns all their indices."""
    taken: set[int] = set()
    paragraphs, roles = out.paragraphs, out.roles
    i = 0
    while i < len(roles):
        if roles[i] not in ("caption", "credit"):
            i += 1
            continue
        group = [i]
        back = i - 1
        # What stands right above a credit, or above a 图为 sentence after a wide gap, is caption text too.
        while back >= 0 and i - back <= _CAPTION_REACH and back not in taken and roles[back] == "body":
            text = paragraphs[back].text
            starts_box = paragraphs[back].gap >= 2 or back == 0 or roles[back - 1] != "body"
            if (
                len(text) > _LONGEST_CAPTION
                or not ends_closed(text)
                or is_opening(text)
                or not _stands_alone(out, back, i)
            ):
                break
            group.insert(0, back)
            back -= 1
            if starts_box:
                break
        while (
            i + 1 < len(roles)
            and roles[i + 1] in ("caption", "credit")
            and not (roles[i] == "credit" and roles[i + 1] == "caption")
        ):
            i += 1
            group.append(i)
        if any(roles[k] != "credit" for k in group):
            out.captions.append(group)
            taken.update(group)
        i += 1
    return taken


def _stands_alone(out: Elements, index: int, caption: int) -> bool:
    """Whether the body element before a caption or credit is part of the caption and not of an article."""
    paragraph = out.paragraphs[index]
    wide = any(out.paragraphs[k].gap >= 2 for k in range(index, caption))
    boxed = index == 0 or out.roles[index - 1] in ("head", "subtitle")
    lone = index > 0 and out.roles[index - 1] == "body" and not ends_closed(out.paragraphs[index - 1].text)
    return len(paragraph.text) <= _LONGEST_CAPTION and (wide or boxed or lone or out.roles[caption] == "credit")


def _headlines(out: Elements, taken: set[int]) -> None:
    """Headlines with their subtitles, in page order."""
    last: Headline | None = None
    signed = False
    for i, kind in enumerate(out.roles):
        if i in taken or kind not in ("head", "subtitle", "byline"):
            last = None
        elif kind == "head":
            above = len(out.headlines) - 1 if last is not None and not last.subtitles and not signed else None
            near = i > 0 and out.roles[i - 1] == "byline" and i - 1 not in taken
            last = Headline(out.slot_of[i], i, above=above, text=out.paragraphs[i].text, byline_near=near)
            out.headlines.append(last)
            signed = False
        elif kind == "subtitle" and last is not None:
            last.subtitles.append(i)
            last.subtitle += out.paragraphs[i].text
        elif kind == "subtitle" and _GENRE.search(out.paragraphs[i].text):
            out.orphans.append(i)
        elif kind == "subtitle":
            # ——修路，先修心: the headings of an article's sections may be set with a dash.
            out.headlines.append(Headline(out.slot_of[i], i, dashed=True, text=out.paragraphs[i].text))
        elif last is not None:
            last.byline_near = signed = True
