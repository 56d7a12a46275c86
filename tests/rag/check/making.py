"""A little library in memory, and drafts checked against it."""

from __future__ import annotations

from rag.check.check import check
from rag.check.draft import Draft
from rag.check.report import CheckedClaim, Report
from rag.domain import Passage, SourcedText
from rag.retrieve.given import GivenPassages
from rag.text import places

WORKSHOPS = (
    "截至去年底，全县建成扶贫车间47个，吸纳就业1203人，其中贫困劳动力512人。"
    "车间工人月均工资2860元，比上年增长8.5%。全县农村公路列养率达到100%。"
)
SCHOOLS = "今年秋季，全市新建学校3所，新增学位4860个，改造农村教学点21个。没有一名学生因贫困失学。"


def passage(
    number: int, text: str, *, place: str, title: str, date: str | None = "2021-04-12", paper: str | None = "湖南日报"
) -> Passage:
    known = places.resolve(place)
    return Passage(
        id=f"p{number}", document=f"{number}.txt", document_id=f"d{number}", document_sha256="0" * 64,
        article_id=f"a{number}", ordinal=0, body=SourcedText.whole(text), title=title, place=place,
        places=(known.path,) if known else (), date=date, publication=paper, page="3",
    )  # fmt: skip


LIBRARY = (
    passage(1, WORKSHOPS, place="绥宁县", title="车间建到家门口"),
    passage(2, SCHOOLS, place="怀化市", title="山里娃上好学", date="2021-09-10", paper="怀化日报"),
)


def checked(text: str, *passages: Passage, place: str | None = None) -> Report:
    index = GivenPassages(passages or LIBRARY)
    return check(Draft.of_text(text), index, index, place=places.resolve(place) if place else None)


def only(text: str, *passages: Passage, place: str | None = None) -> CheckedClaim:
    """The one claim of a draft."""
    report = checked(text, *passages, place=place)
    assert len(report.claims) == 1, [c.text for c in report.claims]
    return report.claims[0]
