"""Kind, publication and date of an article."""

from __future__ import annotations

import pytest

from ingest import metadata
from ingest.layout.draft import Draft, Piece
from ingest.parsed import Parsed
from rag.domain import SourcedText


def whole(text: str) -> SourcedText:
    return SourcedText.whole(text)


def draft(text: str, title: str = "", subtitle: str = "", byline: str = "", apart: str = "") -> Draft:
    lines = {k: (whole(v),) if v else () for k, v in (("title", title), ("subtitle", subtitle), ("byline", byline))}
    return Draft(
        pieces=tuple(Piece(whole(line)) for line in text.split("\n")), apart=(whole(apart),) if apart else (), **lines
    )


@pytest.mark.parametrize(
    ("given", "alone", "expected"),
    [
        (draft("柯明远说。", "矿山披绿", "——访大冶市委书记柯明远"), False, "访谈"),
        (draft("人声鼎沸。", "摘果子", "——青山县油茶产业侧记"), False, "侧记"),
        (draft("成效明显。", "稳产保供", "——青山县粮食工作综述"), False, "综述"),
        (draft("本报讯(记者 向云)外面下着冻雨。", "驿站"), False, "本报讯"),
        (draft("通车里程达1200公里，增长8.1%。\n脱贫户3.2万人。", "数说十年"), False, "成就数字"),
        (draft("各位代表：", "2024年青山县政府工作报告"), True, "报告"),
    ],
)
def test_kind(given: Draft, alone: bool, expected: str) -> None:
    assert metadata.kind_of(given, alone=alone) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (draft("文。", byline="湘南日报全媒体记者 罗秋实"), "湘南日报"),
        (draft("新华社长沙5月2日电（记者 罗秋实）文。"), "新华社"),
        (draft("来源：青山日报\n文。"), "青山日报"),
        (draft("他订了一份湘南日报。"), None),
        (draft("来源：青山县人民政府2021年1月18日在青山县第十八届人民代表大会第一次会议上\n文。"), "青山县人民政府"),
        (draft("来源：青山县农业农村局发布时间：2021-01-18\n文。"), "青山县农业农村局"),
        (draft("来源: 青山县统计局 浏览量：12\n文。"), "青山县统计局"),
    ],
)
def test_publication(given: Draft, expected: str | None) -> None:
    assert metadata.publication_of(given, Parsed("", "text/plain")) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("2021-01-07_A04.txt", "2021-01-07"),
        ("20210107.pdf", "2021-01-07"),
        ("青山县2021年3月简报.docx", "2021-03"),
        ("2025年青山县政府工作报告.txt", "2025"),
        ("000_0ebba34d8de92b88.txt", None),
        ("a/2020/report-19991.txt", None),
    ],
)
def test_date_of_a_file_by_its_name(path: str, expected: str | None) -> None:
    assert metadata.document_date(Parsed("", "text/plain"), path) == expected


@pytest.mark.parametrize(
    ("given", "alone", "expected"),
    [
        (draft("1月6日，冬训班开班。\n2021年将新建学校。"), False, "2021-01-06"),
        (draft("1月6日，冬训班开班。\n2020年建了学校，2021年再建。"), False, None),
        (draft("1月6日，冬训班开班。"), False, None),
        (draft("文。", apart="2022年6月17日　星期五"), False, "2022-06-17"),
        (draft("特此通知。\n青山县人民政府办公室\n2023年2月18日"), True, "2023-02-18"),
        (draft("（第7期）青山县农业局 2022年9月15日\n今年改厕4312户。", "改厕简报"), True, "2022-09-15"),
        (draft("青山县文旅局  2023年5月2日  第9期（总第61期）\n有农家乐97家。", "旅游简报"), True, "2023-05-02"),
        (
            draft("2021年1月18日在青山县第十七届人民代表大会第五次会议上\n各位代表：", "2021年政府工作报告"),
            True,
            "2021-01-18",
        ),
        (draft("（2021年1月18日）\n各位代表：", "2021年政府工作报告"), True, "2021-01-18"),
        (
            draft(
                "——2021年1月18日青山县县长乔文远在青山县第十七届人民代表大会第五次会议上的讲话\n各位代表：",
                "2021年政府工作报告",
            ),
            True,
            "2021-01-18",
        ),
        (draft("2021年1月18日在青山县政协会议上县长乔文远作报告。\n各位委员：", "2021年报告"), True, "2021-01-18"),
        (draft("来源：青山县人民政府网2021年1月18日在全县大会上乔文远作报告\n各位代表：", "报告"), True, "2021-01-18"),
        (draft("2021年1月18日，乔文远在开工仪式上讲话。" + "路一直在修，" * 30 + "至今未完。", "工程简报"), True, None),
        (
            draft("数据截至2021年6月30日\n新增就业800人，" + "车间一直在建，" * 10 + "带动户户增收。", "就业简报"),
            True,
            None,
        ),
        (draft("工程自2019年2月18日\n开工，" + "路一直在修，" * 10 + "至今未完。", "工程简报"), True, None),
        (draft("2019年2月18日开工。后来又修了很多年，" + "路一直在修，" * 30 + "至今未完。"), True, None),
        (draft("11月8日，食堂开张。到2025年，全县村村有食堂。", "饭香"), False, None),
        (draft("11月8日，食堂开张。2021年建起第一家，到2025年村村有。", "饭香"), False, "2021-11-08"),
    ],
)
def test_date_of_an_article_only_if_it_is_dated(given: Draft, alone: bool, expected: str | None) -> None:
    assert metadata.date_of(given, alone=alone) == expected


@pytest.mark.parametrize(
    ("file", "expected"),
    [("2022", "2022-06-12"), ("2022-06-17", "2022-06-12"), ("2022-01-17", "2021-06-12"), ("2022-06", "2022-06-12")],
)
def test_a_day_is_of_the_year_of_its_page(file: str, expected: str) -> None:
    told = draft("6月12日，瓜果飘香。收入比2015年翻了一番。")
    assert metadata.date_of(told, alone=False, file=file) == expected
