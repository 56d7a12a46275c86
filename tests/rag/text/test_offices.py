from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.text.offices import appointments, held_by, parse_rank


def found(text: str) -> list[tuple[str, str]]:
    return [(a.office, a.name) for a in appointments(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县商务局局长周丽华说，全县培训5600人次。", [("县商务局局长", "周丽华")]),
        ("桃源县县长刘敏介绍了情况", [("桃源县县长", "刘敏")]),
        ("据平江县发改局局长罗文斌介绍", [("平江县发改局局长", "罗文斌")]),
        ("驻村第一书记欧阳明走访", [("驻村第一书记", "欧阳明")]),
        ("副县长王敏、局长李建国参加", [("副县长", "王敏"), ("局长", "李建国")]),
        ("总经理张伟告诉记者", [("总经理", "张伟")]),
    ],
)
def test_persons_after_their_office(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_joined_offices_both_count() -> None:
    assert set(found("市委副书记、市长陈志明出席")) == {("市长", "陈志明"), ("市委副书记", "陈志明")}


@pytest.mark.parametrize(
    "text",
    ["", "局长会议在长沙召开", "县长说，今年要建车间", "平江县建成车间45个", "党总支书记"],
)
def test_an_office_without_a_name(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"), [("市长陈志强出席", "陈志强"), ("副县长王强、局长李敏参加", "王强"), ("县长刘强。", "刘强")]
)
def test_a_given_name_that_ends_with_qiang(text: str, name: str) -> None:
    assert found(text)[0][1] == name


def test_and_is_no_surname_between_offices() -> None:
    assert found("书记和县长到村里走访") == []


def test_verb_is_no_part_of_the_name() -> None:
    assert found("局长谢胜说")[0][1] == "谢胜"
    assert found("局长谢胜利说")[0][1] == "谢胜利"


@pytest.mark.parametrize(
    ("office", "parts"),
    [
        ("县商务局副局长", ("县商务局", "副局长")),
        ("市长", ("", "市长")),
        ("村第一书记", ("村", "第一书记")),
        ("车间", None),
    ],
)
def test_parse_rank(office: str, parts: tuple[str, str] | None) -> None:
    assert parse_rank(office) == parts


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=120), st.text(alphabet="县市局长书记周王丽华、，的说副第一", max_size=120)))
def test_any_text(text: str) -> None:
    for a in appointments(text):
        assert 0 <= a.start <= a.end <= len(text)
        assert text[a.start : a.end].endswith(a.name)
        assert 2 <= len(a.name) <= 4


def test_a_label_belongs_to_the_office() -> None:
    found = appointments("村主任、“茶香车间”负责人向浩介绍，车间有12人。")
    assert [(a.name, a.office) for a in found] == [("向浩", "“茶香车间”负责人"), ("向浩", "村主任")]


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("县委副书记、县长宋玉兰表示", {"县长", "县委副书记"}),
        ("副县长李志强、王立新、宋玉兰参加", {"副县长"}),
        ("宋玉兰县长表示", {"县长"}),
        ("推举宋玉兰担任村委会主任。", {"村委会主任"}),
        ("宋玉兰（县人大常委会主任）通报", {"县人大常委会主任"}),
        ("县委书记谢立新，县委副书记、县长宋玉兰出席", {"县长", "县委副书记"}),
        ("书记和宋玉兰都来了", set()),
    ],
)
def test_all_offices_of_one_person(text: str, offices: set[str]) -> None:
    assert {office for _, _, office in held_by("宋玉兰", text)} == offices


def test_the_next_persons_office_is_not_taken_over() -> None:
    assert {o for _, _, o in held_by("谢立新", "县委书记谢立新，县委副书记、县长宋玉兰出席")} == {"县委书记"}
    assert held_by("刘敏", "局长刘敏华介绍") == []


@given(st.text(alphabet="县委书记长副任，、宋玉兰和是的局", max_size=40))
def test_offices_stand_where_they_are_said_to(text: str) -> None:
    for start, end, office in held_by("宋玉兰", text):
        assert text[start:end] == office
