from __future__ import annotations

from pathlib import Path

import pytest

from rag.answer.offices import asked_office, holders, parse, presumed
from rag.answer.reading import Sentence, read
from rag.retrieve.question import understand
from tests.rag.answer.making import passages, pipeline

SENTENCES = [s for i, p in enumerate(passages()) for s in read(p, i)]


def held(question: str, sentences: list[Sentence] = SENTENCES) -> list[str]:
    query = understand(question)
    office = asked_office(query.asks[0])
    assert office is not None
    return [h.name for h in holders(office, query.places, sentences)]


@pytest.mark.parametrize(
    ("text", "body", "rank", "place"),
    [
        ("桃源县商务局局长", "商务局", "局长", "桃源县"),
        ("平江县县长", "", "县长", "平江县"),
        ("资兴市委书记", "市委", "书记", "资兴市"),
        ("临湘市人社局局长", "人力资源和社会保障局", "局长", "临湘市"),
        ("桃源县商务局副局长", "商务局", "副局长", "桃源县"),
    ],
)
def test_parse(text: str, body: str, rank: str, place: str) -> None:
    office = parse(text)
    assert office is not None and office.place is not None
    assert (office.body, office.rank, office.place.name) == (body, rank, place)


@pytest.mark.parametrize("text", ["", "平江县", "扶贫车间", "局长会议"])
def test_no_office(text: str) -> None:
    assert parse(text) is None


def test_holder_of_the_place_asked_for() -> None:
    assert held("桃源县商务局局长是谁？") == ["周丽华"]
    assert held("平江县发展和改革局局长叫什么？") == ["罗文斌"]


def test_question_word_in_front() -> None:
    assert held("谁是平江县发改局局长？") == ["罗文斌"]


@pytest.mark.parametrize(
    "question",
    [
        "平江县商务局局长是谁？",
        "桃源县商务局副局长是谁？",
        "桃源县县长是谁？",
        "安化县商务局局长是谁？",
        "桃源县教育局局长是谁？",
    ],
)
def test_nobody_else_is_named(question: str) -> None:
    assert held(question) == []


def test_presumed_holder() -> None:
    ((office, name),) = presumed(understand("桃源县商务局局长罗文斌说了什么？"))
    assert (office.rank, name) == ("局长", "罗文斌")
    assert presumed(understand("桃源县商务局局长说了什么？")) == []


VILLAGE = """双溪镇见闻

松阳县双溪镇枫林村党总支书记、村委会主任施满堂说，村里去年通了水泥路。
松阳县民政局局长尹明川介绍，全县新建养老服务站12个。
松阳县民政局副局长高远说，站里都配了护工。
双溪镇党委书记欧阳海表示，还要建停车场。
"""


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("枫林村的支书是谁？", "施满堂"),
        ("枫林村的村支书叫什么名字？", "施满堂"),
        ("松阳县民政部门的一把手是哪位？", "尹明川"),
        ("松阳县民政局的负责人是谁？", "尹明川"),
    ],
)
def test_offices_are_asked_for_as_people_speak(tmp_path: Path, question: str, name: str) -> None:
    answer = pipeline(tmp_path, passages({"见闻.txt": VILLAGE})).ask(question, engine="extractive")
    assert name in answer.answer and "高远" not in answer.answer


def test_a_township_is_known_by_its_name_when_the_question_does_not_say_where_it_lies() -> None:
    (loose,) = understand("五里牌街道的党工委书记是谁？").places
    assert (loose.name, loose.parents) == ("五里牌街道", ())
    (firm,) = understand("临湘市五里牌街道的党工委书记是谁？").places
    assert firm.parents[-1] == "临湘市"


def test_which_of_an_office_asks_for_a_person() -> None:
    assert [a.kind for a in understand("松阳的县长是哪个呀？").asks] == ["person"]
    assert [a.kind for a in understand("松阳县最长的河是哪个？").asks] == ["what"]


TOWN = """清溪街道例会

“第一个问题由枫林村的第一书记施满堂(农技站站长)回答。”4月6日，平江县清溪街道党工委书记尹明川说。
"""


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("清溪街道的党工委书记叫什么？", "尹明川"),
        ("清溪街道枫林村的第一书记是谁？", "施满堂"),
        ("枫林村的第一书记是谁？", "施满堂"),
    ],
)
def test_a_place_of_which_there_are_several(question: str, name: str) -> None:
    read_town = [s for i, p in enumerate(passages({"例会.txt": TOWN})) for s in read(p, i)]
    assert held(question, read_town) == [name]


def test_another_village_s_secretary_is_somebody_else() -> None:
    text = "两村结对\n\n安吉县余村党支部书记俞青岚说，路修好了。溪口村党支部书记贺秋生说，水也通了。\n"
    both = [s for i, p in enumerate(passages({"结对.txt": text})) for s in read(p, i)]
    assert held("余村党支部书记是谁？", both) == ["俞青岚"]


def test_what_is_asked_of_a_person_given_to_the_wrong_place_is_answered_where_the_person_is(tmp_path: Path) -> None:
    reports = {
        "a.txt": "松阳县春耕\n\n松阳县双溪镇党委书记尹明川在例会上先后问了7位村干部。\n全镇今年种早稻3100亩。\n",
        "b.txt": "松阳县秋收\n\n松阳县象溪镇今年收割晚稻2600亩，镇里问了农户的难处。\n",
    }
    answer = pipeline(tmp_path, passages(reports)).ask(
        "象溪镇党委书记尹明川在例会上先后问了几位村干部？", engine="extractive"
    )
    assert "7位" in answer.answer and "双溪镇" in answer.answer
    assert any("双溪镇" in n and "象溪镇" in n for n in answer.notes)


def test_the_area_of_one_crop_is_none_of_another(tmp_path: Path) -> None:
    text = "松阳县双溪镇纪事\n\n松阳县双溪镇今年种植药材620亩，惠及农户200户。\n镇里的早稻育秧棚已经修好。\n"
    answer = pipeline(tmp_path, passages({"a.txt": text})).ask("双溪镇今年早稻种了多少亩？", engine="extractive")
    assert "620" not in answer.answer


@pytest.mark.parametrize(("question", "name"), [("松阳县副县长是谁？", "尹明川"), ("遂昌县副县长是谁？", "施满堂")])
def test_a_second_office_is_of_the_place_of_the_first(tmp_path: Path, question: str, name: str) -> None:
    text = "松阳县、遂昌县座谈会\n\n松阳县委常委、副县长尹明川，遂昌县副县长施满堂参加会议并讲话。\n"
    answer = pipeline(tmp_path, passages({"a.txt": text})).ask(question, engine="extractive")
    assert name in answer.answer and not answer.conflicts


HOLDER = (
    "松阳县养老见闻\n\n松阳县民政局局长尹明川说：“老年人是社会的财富。我们要尊老敬老，实现‘老有所养、老有所医、老有所乐’目标。”\n"
    "康乐养老中心负责人施满堂介绍，中心有床位80张。\n松阳县双溪镇枫林社区党总支书记叶强肩扛锄头下田，把主题党日搬到了田头。\n"
)


def test_what_is_asked_of_a_wrong_holder_is_answered_of_the_right_one(tmp_path: Path) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": HOLDER})).ask(
        "松阳县民政局局长施满堂提出要实现哪几个“老有”？", engine="extractive"
    )
    assert "尹明川" in answer.answer and "老有所乐" in answer.answer and answer.status == "partial"
    first, *others = answer.answer.splitlines()
    assert first.startswith("与所问不同，") and "局长是尹明川" in first and "施满堂" not in first and others


def test_a_name_that_runs_on_is_nobody_else(tmp_path: Path) -> None:
    answer = pipeline(tmp_path, passages({"a.txt": HOLDER})).ask(
        "枫林社区党总支书记叶强把什么搬到了田头？", engine="extractive"
    )
    assert not any("不是叶强" in n for n in answer.notes) and "主题党日" in answer.answer
