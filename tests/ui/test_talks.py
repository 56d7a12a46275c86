"""Conversations kept for the page that is loaded anew."""

from __future__ import annotations

import pytest

from ui.web import talks
from ui.web.handlers import Talk
from ui.web.talks import Talks

ONE, TWO = "0" * 32, "1" * 32


def test_a_conversation_is_that_of_its_key_only() -> None:
    kept = Talks()
    ticket, empty = kept.open(ONE)
    assert empty == Talk()
    kept.keep(ticket, Talk(count=3))
    assert kept.open(ONE)[1] == Talk(count=3) and kept.open(TWO)[1] == Talk()
    for key in ("", "0", "0" * 31 + "/", "0" * 5000, "甲" * 32):
        ticket, talk = kept.open(key)
        assert ticket is None and talk == Talk()
        kept.keep(ticket, Talk(count=1))


def test_an_answer_that_goes_on_behind_a_page_loaded_anew_writes_no_more() -> None:
    kept = Talks()
    before, _ = kept.open(ONE)
    kept.keep(before, Talk(count=1))
    after, _ = kept.open(ONE)
    kept.keep(before, Talk(count=2))
    assert kept.open(ONE)[1].count == 1
    after, _ = kept.open(ONE)
    kept.keep(after, Talk())
    assert kept.open(ONE)[1] == Talk(), "forgotten"


def test_it_is_bounded_in_number_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Talks()
    now = 1000.0
    monkeypatch.setattr(talks.time, "monotonic", lambda: now)
    for n in range(talks.MOST + 1):
        kept.keep(kept.open(f"{n:032x}")[0], Talk(count=1))
    assert kept.open(f"{0:032x}")[1] == Talk() and kept.open(f"{1:032x}")[1].count == 1
    now += talks.KEPT_S - 1
    kept.keep(kept.open(f"{2:032x}")[0], Talk(count=2))
    now += 2
    assert kept.open(f"{1:032x}")[1] == Talk() and kept.open(f"{2:032x}")[1].count == 2
