"""Periods: absolute, relative to a reference, and in any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.dates import periods


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2014年至2018年", "2014", "2018"),
        ("2016—2020年", "2016", "2020"),
        ("二〇二一年三月十五日", "2021-03-15", "2021-03-15"),
        ("2020年2月中旬", "2020-02", "2020-02"),
        ("2020年上半年", "2020-01", "2020-06"),
        ("2020年第三季度", "2020-07", "2020-09"),
        ("2020年前三季度", "2020-01", "2020-09"),
        ("“十三五”期间", "2016", "2020"),
        ("2021-04-12", "2021-04-12", "2021-04-12"),
    ],
)
def test_absolute(text: str, since: str, until: str) -> None:
    (found,) = periods(text)
    assert (found.since, found.until, found.relative) == (since, until, False)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("去年", "2020", "2020"),
        ("上年同期", "2020", "2020"),
        ("今年上半年", "2021-01", "2021-06"),
        ("11月18日", "2021-11-18", "2021-11-18"),
        ("1-6月", "2021-01", "2021-06"),
        ("五年来", "2016", "2021"),
        ("截至目前", None, "2021-12-05"),
        ("30日", "2021-12-30", "2021-12-30"),
    ],
)
def test_relative(text: str, since: str | None, until: str) -> None:
    (found,) = periods(text, "2021-12-05")
    assert (found.since, found.until, found.relative) == (since, until, True)
    (unresolved,) = periods(text)
    assert unresolved.until is None


def test_a_month_follows_the_year_before_it() -> None:
    assert [p.since for p in periods("2019年3月开工，5月完工", "2021-12-05")] == ["2019-03", "2019-05"]


def test_a_month_later_than_the_reference_was_last_year() -> None:
    assert periods("11月18日", "2022-01-04")[0].since == "2021-11-18"


@pytest.mark.parametrize("text", ["3个月", "6个年头", "日均", "第2019号", "生日", "三个月"])
def test_durations_and_words_are_no_dates(text: str) -> None:
    assert periods(text) == []


@given(
    st.text(alphabet="0123456789一二三十九零年月日至-—上下半季度去今“”五时期间来.， ", max_size=50),
    st.none() | st.just("2021-02-28"),
)
def test_any_text_gives_ordered_honest_spans(text: str, reference: str | None) -> None:
    at = 0
    for p in periods(text, reference):
        assert at <= p.start < p.end <= len(text)
        assert p.as_written == text[p.start : p.end]
        assert p.since is None or p.until is None or p.since[:4] <= p.until[:4]
        at = p.end


@given(st.text(max_size=60), st.text(max_size=12))
def test_arbitrary_text_never_fails(text: str, reference: str) -> None:
    periods(text, reference)


def test_linear_time() -> None:
    start = time.process_time()
    for unit in ("2", "2020年3", "一", "十五"):
        periods(unit * 20_000)
    assert time.process_time() - start < 5


def test_a_year_in_a_column_of_years() -> None:
    (found,) = periods("县市：甲县；年份：2022；新增就业（人）：2021")
    assert (found.as_written, found.since, found.until, found.relative) == ("2022", "2022", "2022", False)
    assert periods("编号：2022；年度：2022.5；年份：20221") == []


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("近五年投入3亿元", "2016", "2021"),
        ("近3年累计", "2018", "2021"),
        ("两年来修路", "2019", "2021"),
        ("上个月开班", "2021-05", "2021-05"),
        ("上月开班", "2021-05", "2021-05"),
        ("截至目前", None, "2021-06-15"),
        ("上半年", "2021-01", "2021-06"),
    ],
)
def test_spans_of_years_and_months_before_the_report(text: str, since: str | None, until: str | None) -> None:
    (found,) = periods(text, "2021-06-15")
    assert (found.since, found.until, found.relative) == (since, until, True)
    (found,) = periods(text)
    assert (found.since, found.until, found.relative) == (None, None, True)


@pytest.mark.parametrize("text", ["前10个月产值增长", "全县前十个月接待游客"])
def test_the_first_months_are_a_period(text: str) -> None:
    (found,) = periods(text, "2021-11-15")
    assert (found.since, found.until) == ("2021-01", "2021-10")
    assert (found.parts, found.last) == ((None, 1, None), (None, 10, None))


@pytest.mark.parametrize("text", ["提前3个月完工", "此前两个月", "比计划提前2个月", "节前3个月", "以前3个月"])
def test_months_before_something_are_no_period(text: str) -> None:
    assert periods(text, "2021-11-15") == []
