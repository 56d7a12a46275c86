"""Figures as reports write them, and when two say the same."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.numerals import read
from rag.text.quantities import Quantity, agrees, compare, quantities

ALPHABET = "0123456789１２．.,，％%零一二两三四五六七八九十百千万亿几数半多余约近超第成分之点至到-—个人元亩年月日番倍以上左右 ，。A号[]"


def one(text: str) -> Quantity:
    (found,) = quantities(text)
    return found


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier", "step"),
    [
        ("吸纳就业1.14万人", 11400, "人", None, 100),
        ("９．０７亿元", 907_000_000, "元", None, 1_000_000),
        ("百分之八十二点二", 82.2, "%", None, 0.1),
        ("为期三天", 3, "天", None, 1),
        ("1.5万余亩", 15000, "亩", "余", 1000),
        ("4000多元", 4000, "元", "余", 1),
        ("约35万人", 350_000, "人", "约", 10_000),
        ("近两万元", 20_000, "元", "近", 10_000),
        ("不到50平方米", 50, "平方米", "不足", 1),
        ("两万余人", 20_000, "人", "余", 10_000),
        ("1,234元", 1234, "元", None, 1),
        ("提高2.5个百分点", 2.5, "个百分点", None, 0.1),
        ("七成半", 75, "%", None, 5),
        ("两年半", 2.5, "年", None, 0.5),
        ("一个半月", 1.5, "个月", None, 0.5),
        ("5%左右", 5, "%", "约", 1),
        ("90%以上", 90, "%", "以上", 1),
        ("1.26万亿元", 1.26e12, "元", None, 1e10),
        ("百余个", 100, "个", "余", 100),
        ("翻一番", 1, "番", None, 1),
        ("三百二十亩", 320, "亩", None, 10),
        ("35微克/立方米", 35, "微克/立方米", None, 1),
        ("12.5km", 12.5, "公里", None, 0.1),
    ],
)
def test_reads(text: str, value: float, unit: str, qualifier: str | None, step: float) -> None:
    found = one(text)
    assert (found.value, found.unit, found.qualifier) == (pytest.approx(value), unit, qualifier)
    assert found.step == pytest.approx(step)


@pytest.mark.parametrize(
    ("text", "low", "high"), [("3-5万元", 30_000, 50_000), ("三四十人", 30, 40), ("5%—6%", 5, 6), ("3到5倍", 3, 5)]
)
def test_ranges(text: str, low: float, high: float) -> None:
    found = one(text)
    assert (found.value, found.high) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "2019年3月15日", "二〇二一年", "国发〔2020〕5号", "答案[1]", "0731-88881234", "5A级景区", "4G网络", "G319国道",
        "上午8:30", "晚上8时许", "十分重要", "一方面", "百姓千方百计", "一带一路", "零部件", "上半年", "两不愁三保障",
    ],
)  # fmt: skip
def test_names_dates_and_idioms_are_no_figures(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("claim", "source", "says"),
    [
        ("1.26万亿元", "12600亿元", "same"),
        ("349家", "349个", "same"),
        ("百分之八十二点二", "82.2%", "same"),
        ("320亩", "三百二十亩", "same"),
        ("82%", "82.2%", "same"),
        ("83%", "82.2%", "value"),
        ("35万人", "约35万人", "qualifier"),
        ("超35万人", "近35万人", "qualifier"),
        ("35万人左右", "约35万人", "same"),
        ("超4000元", "4000多元", "same"),
        ("约350个", "349个", "same"),
        ("340多个", "349个", "same"),
        ("近350个", "349个", "same"),
        ("近300个", "349个", "value"),
        ("349个", "350个", "value"),
        ("9亿元", "9万元", "value"),
        ("460亩", "460公顷", "unit"),
        ("5%", "5个百分点", "unit"),
        ("460美元", "460元", "unit"),
        ("2公顷", "30亩", "same"),
        ("3-5万元", "3万元", "value"),
        ("3至5万元", "3-5万元", "same"),
        ("第二", "第一", "value"),
        ("第一位", "第一", "same"),
    ],
)
def test_agreement(claim: str, source: str, says: str) -> None:
    assert compare(one(claim), one(source)) == says
    assert agrees(one(claim), one(source)) is (says == "same")


@given(st.integers(1, 10**9), st.sampled_from(["个", "人", "亩", "元"]))
def test_every_integer_reads_back(number: int, unit: str) -> None:
    assert one(f"共{number}{unit}").value == number
    assert one(f"共{number:,}{unit}").value == number


@given(st.integers(1, 99_999_999))
def test_chinese_numerals_read_back(number: int) -> None:
    found = read(_spell(number))
    assert found is not None
    assert found.value == number


def _spell(number: int) -> str:
    """The numeral of ``number`` (below 10^8), built without the code under test."""
    if number >= 10_000:
        rest = number % 10_000
        return _spell(number // 10_000) + "万" + (("零" if rest < 1000 else "") + _spell(rest) if rest else "")
    out, zero = "", False
    for weight, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // weight % 10
        if digit:
            out += ("零" if zero and out else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        else:
            zero = True
    return out


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_any_text_gives_ordered_honest_spans(text: str) -> None:
    at = 0
    for q in quantities(text):
        assert at <= q.start < q.end <= len(text)
        assert q.as_written == text[q.start : q.end]
        assert agrees(q, q)
        at = q.end


@given(st.text(max_size=80))
def test_arbitrary_text_never_fails(text: str) -> None:
    quantities(text)


@pytest.mark.parametrize("unit", ["1", "一", "第", "百分之", "3-", "万", "几十", "2020年3月"])
def test_linear_time(unit: str) -> None:
    start = time.process_time()
    quantities(unit * 20_000)
    assert time.process_time() - start < 5


def test_a_step_is_no_machine() -> None:
    (one,) = quantities("总量迈上1300亿台阶")
    assert (one.value, one.unit) == (1300e8, "")
    (two,) = quantities("添置3台")
    assert two.unit == "台"


def test_doubling_may_be_done() -> None:
    (one,) = quantities("产值翻了两番")
    assert (one.value, one.unit) == (2, "番")


def test_years_are_twelve_months() -> None:
    (half,), (six,), (eight,) = quantities("半年"), quantities("6个月"), quantities("8个月")
    assert agrees(half, six)
    assert compare(half, eight) != "same"
