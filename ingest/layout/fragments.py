"""Short lines that look like headlines but are parts of sentences that a column or a photograph cut."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.layout import links
from ingest.layout.paragraphs import Paragraph
from ingest.layout.roles import Role, ends_closed, is_opening

_LEADS_ON = re.compile(r"[的和与及或在对把将为从向被让使以由比并而且至到据按经等一二三四五六七八九十百千万\d]$")
_PARTICLE = re.compile(r"[了着把将被在从是]")
_TWO_HALVES = re.compile(r"[\u4e00-\u9fff”][ \u3000]+[“\u4e00-\u9fff]")
_CLAUSES = re.compile(r"[，,]")
_REPORT = re.compile(r"^[\u4e00-\u9fff]{2,4}(?:说|表示|介绍)|记者|近日|日前")
_SERIES = re.compile(r"[·•]|系列报道|[(（][一二三四五六七八九十\d]+[)）]$")
_ENOUGH = 2.2
_NEXT = 1.0
_CONTINUES = 1.5
_LONGEST_INSET = 70
_SHORTEST_SENTENCE = 24
_SHORTEST_CAPTION = 7


def sentence_odds(line: str) -> float:
    """Log odds that ``line``, a short one without a full stop, is a part of a sentence and no headline.

    Logistic regression, fitted on 993 headlines and section titles against as many beginnings of paragraphs
    cut at a column's width, from news (UHGEval) and the provinces' work reports; three quarters to fit, on the
    rest 78% are told apart by this alone.
    """
    clauses = _CLAUSES.split(line)
    uneven = abs(len(clauses[0]) - len(clauses[-1])) >= 3
    value = -1.0
    value += 1.75 * bool(_LEADS_ON.search(line)) + 1.4 * min(2, line.count("的"))
    value += 0.7 * min(2, len(_PARTICLE.findall(line))) + 1.45 * bool(_REPORT.search(line))
    value += (1.2 if uneven else 0.6) * (len(clauses) > 1) + 1.8 * (len(clauses) > 2)
    value += -2.1 * bool(_TWO_HALVES.search(line)) + 1.6 * (line.count("“") != line.count("”"))
    value += 0.6 * any(c.isdigit() for c in line) + 0.7 * ("、" in line) - 2.0 * (len(line) <= 9)
    value -= 0.8 * ("：" in line or ":" in line)
    return value - 0.4 * line.endswith(("！", "？", "!", "?"))


def find_fragments(paragraphs: Sequence[Paragraph], roles: list[Role], page: str) -> None:
    """Give the role ``body`` to headline-like lines that are the end or the beginning of a broken sentence."""
    _endings(paragraphs, roles, page)
    lines = [i for i in range(len(roles)) if _may_begin(paragraphs, roles, i, page)]
    bodies = [i for i, r in enumerate(roles) if r == "body"]
    ends = [*lines, *(k for k in bodies if not ends_closed(paragraphs[k].text))]
    for k in bodies if lines else ():
        if is_opening(paragraphs[k].text) or not (k - 1 in lines or _wants_before(paragraphs, roles, k)):
            continue
        found = sorted(
            (
                (links.goes_on(paragraphs[j].text, paragraphs[k].text, page) + _NEXT * (j == k - 1), j)
                for j in ends
                if j != k
            ),
            reverse=True,
        )
        best, line = found[0]
        second = found[1][0] if len(found) > 1 else -9.0
        if line in lines and best >= second + 0.5 and best >= 0.5:
            if sentence_odds(paragraphs[line].text) + 0.9 * best >= _ENOUGH:
                roles[line] = "body"


def _endings(paragraphs: Sequence[Paragraph], roles: list[Role], page: str) -> None:
    """Lines that go on from an open end right above them, better than the next body text does."""
    for i in range(1, len(roles)):
        left, text = paragraphs[i - 1].text, paragraphs[i].text
        if roles[i - 1] != "body" or ends_closed(left) or not _is_bare_line(paragraphs, roles, i, page):
            continue
        after = next((k for k in range(i + 1, len(roles)) if roles[k] == "body"), None)
        here = links.goes_on(left, text, page)
        there = links.goes_on(left, paragraphs[after].text, page) if after is not None else -9.0
        if here >= 2.5 and here > there:
            roles[i] = "body"


def _may_begin(paragraphs: Sequence[Paragraph], roles: list[Role], i: int, page: str) -> bool:
    """Whether the line may be the beginning of a sentence whose rest stands elsewhere."""
    if not _is_bare_line(paragraphs, roles, i, page) or ends_closed(paragraphs[i].text):
        return False
    if i and roles[i - 1] == "body" and not ends_closed(paragraphs[i - 1].text):
        return False
    return not (i + 1 < len(roles) and is_opening(paragraphs[i + 1].text))


def _is_bare_line(paragraphs: Sequence[Paragraph], roles: list[Role], i: int, page: str) -> bool:
    """Whether the line was taken for a headline by its looks alone."""
    text = paragraphs[i].text
    if roles[i] != "head" or paragraphs[i].kind == "heading" or _TWO_HALVES.search(text) or _SERIES.search(text):
        return False
    if i + 1 < len(roles) and roles[i + 1] in ("subtitle", "byline", "caption", "credit"):
        return False
    if (
        i + 2 < len(roles)
        and paragraphs[i].gap >= 2
        and roles[i + 2] == "credit"
        and ends_closed(paragraphs[i + 1].text)
    ):
        return False  # the headline of a photograph
    return len(text) <= 5 or page.count(text) == 1


def _wants_before(paragraphs: Sequence[Paragraph], roles: list[Role], k: int) -> bool:
    """Whether the body element ``k`` seems to begin inside a sentence that nothing right before it began."""
    text = paragraphs[k].text
    if links.inside_odds(text) < 0.4 and not text[0].isdigit():
        return False
    return not (k and roles[k - 1] == "body" and not ends_closed(paragraphs[k - 1].text))


def find_insets(paragraphs: Sequence[Paragraph], roles: list[Role], page: str) -> None:
    """A short sentence that stands between the halves of another is a caption without a credit.

    So is one without any comma that stands apart by a wide gap.
    """
    ends = [k for k, kind in enumerate(roles) if kind == "body" and not ends_closed(paragraphs[k].text)]
    for i in range(1, len(roles) - 1):
        size = len(paragraphs[i].text)
        if roles[i] == "body" and paragraphs[i].gap >= 2 and _SHORTEST_CAPTION <= size <= _SHORTEST_SENTENCE:
            if ends_closed(paragraphs[i].text) and "，" not in paragraphs[i].text and "," not in paragraphs[i].text:
                if not _goes_on_somewhere(paragraphs, roles, ends, i, page):
                    roles[i] = "caption"
                continue
        if not roles[i - 1] == roles[i] == roles[i + 1] == "body":
            continue
        left, text, right = (paragraphs[k].text for k in (i - 1, i, i + 1))
        if len(text) > _LONGEST_INSET or not ends_closed(text) or ends_closed(left):
            continue
        here, there = links.goes_on(left, text, page), links.goes_on(left, right, page)
        if paragraphs[i].gap >= 2:
            here, there = here - 1.0, there + 1.0
        if there >= 0.5 and there >= here + 1.5:
            roles[i] = "caption"


def _goes_on_somewhere(
    paragraphs: Sequence[Paragraph], roles: Sequence[Role], ends: Sequence[int], i: int, page: str
) -> bool:
    """Whether the short sentence ``i`` is the rest of a broken one: it fits an open end better than others do."""
    text = paragraphs[i].text
    for k in ends:
        here = links.goes_on(paragraphs[k].text, text, page)
        following = (j for j in range(k + 1, len(roles)) if j != i and roles[j] == "body")
        there = max((links.goes_on(paragraphs[k].text, paragraphs[j].text, page) for j in following), default=-9.0)
        if here >= _CONTINUES and here > there:
            return True
    return False
