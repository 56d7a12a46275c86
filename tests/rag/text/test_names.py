"""Persons, organisations, document numbers, titles and codes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.text.names import codes, document_numbers, is_person_like, organisations, persons, titles


def texts(found: list[object]) -> list[str]:
    return [n.text for n in found]  # type: ignore[attr-defined]


def test_persons_beside_an_office_or_a_word_of_saying() -> None:
    text = "县委书记沈立群介绍，茶农杨再发说。局长欧阳文清表示，发言人约翰·史密斯在场。"
    assert set(texts(persons(text))) >= {"沈立群", "欧阳文清", "约翰·史密斯"} or "约翰·史密斯" in "".join(
        texts(persons(text))
    )
    assert "沈立群" in texts(persons(text))
    assert "欧阳文清" in texts(persons(text))


def test_offices_alone_are_no_persons() -> None:
    assert persons("市委书记多次调度部署，局长高度重视。") == []


def test_titles_numbers_and_codes() -> None:
    text = "印发《关于做好春耕生产的通知》（国发〔2020〕5号），G319国道旁的5A级景区，ISO 14001认证，PM2.5下降。"
    assert texts(titles(text)) == ["关于做好春耕生产的通知"]
    assert any("〔2020〕5号" in n for n in texts(document_numbers(text)))
    assert {"G319", "5A", "PM2.5"} <= set(texts(codes(text)))


def test_organisations_end_where_their_name_ends() -> None:
    found = texts(organisations("与湖南晨光农业开发有限公司、县人民医院签约"))
    assert any(n.endswith("晨光农业开发有限公司") for n in found)
    assert any(n.endswith("人民医院") for n in found)


def test_person_like() -> None:
    assert is_person_like("张建国")
    assert is_person_like("欧阳文清")
    assert not is_person_like("建国")
    assert not is_person_like("蔬菜大棚")


@given(st.text(alphabet="书记市长王李建国说，。《》〔2020〕5号公司局AaG3.5·约翰 ", max_size=60))
def test_any_text_gives_honest_spans(text: str) -> None:
    for find in (persons, organisations, document_numbers, titles, codes):
        for name in find(text):
            assert text[name.start : name.end] == name.text


def test_what_all_of_a_village_do_is_nobodys_name() -> None:
    assert persons("全村人常年在外务工，全县人都在盼。") == []
    assert texts(persons("这家厂由方召镇人罗敬创办，双井镇人石磊返乡。")) == ["罗敬", "石磊"]
