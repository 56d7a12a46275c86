"""The page over the real parts: the samples, the embedder, both indexes, the checks, and once the local model."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from rag.errors import ModelError
from rag.models.store import ModelStore
from rag.settings import load
from ui.desk import Desk
from ui.web.pages import parse_spans

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

Serve = Callable[[Any], str]


def fact(samples: Path) -> dict[str, Any]:
    """A question of the samples with one figure for an answer."""
    lines = (samples.parent / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    rows = map(json.loads, lines)
    return next(q for q in rows if q["answerable"] and q["type"] == "fact" and len(q["must"]) == 1 and not q["history"])


def squeezed(words: str) -> str:
    return "".join(words.split())


def ask_and_click(page: Any, address: str, question: dict[str, Any], samples: Path) -> None:
    page.goto(address)
    page.wait_for_selector("#send")
    page.fill("#question textarea", question["question"])
    page.click("#send")
    page.wait_for_selector("#evidence mark")
    page.wait_for_selector("#current .foot", timeout=600_000)
    answer = squeezed(page.inner_text("#current .answer"))
    assert any(squeezed(x) in answer for x in question["must"][0]), answer
    page.click("#current .answer .cite >> nth=0")
    page.wait_for_selector("mark:target", state="visible")
    marked = squeezed("".join(page.locator(".source:has(:target) mark").all_inner_texts()))
    name = page.inner_text(".source:has(:target) .facts span:last-child")
    link = page.get_attribute(".source:has(:target) .links a", "href")
    spans = parse_spans(parse_qs(urlsplit(link).query)["m"][0])
    original = (samples / name).open(encoding="utf-8", newline="").read()
    assert marked and marked == squeezed("".join(original[s:e] for s, e in spans))
    hosts = {urlsplit(url).hostname for url in page.requested if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"} and page.broken == [] and page.dialogs == []


def test_ask_see_the_answer_click_see_the_highlight(
    serve: Serve, browser_page: Any, stocked: Path, samples: Path
) -> None:
    desk = Desk(load(stocked, chat={"engine": "extractive"}))
    ask_and_click(browser_page, serve(desk), fact(samples), samples)
    assert "原文摘录" in browser_page.inner_text("#current .foot")


@pytest.mark.model
def test_the_local_model_writes_and_its_words_are_checked(
    serve: Serve, browser_page: Any, stocked: Path, samples: Path
) -> None:
    try:
        ModelStore(load(stocked).models).require("qwen2.5-coder-1.5b")
    except ModelError as error:
        pytest.skip(str(error))
    ask_and_click(browser_page, serve(Desk(load(stocked, chat={"engine": "local"}))), fact(samples), samples)
    foot = browser_page.inner_text("#current .foot")
    assert "本机模型" in foot or "原文摘录" in foot, "its words where they passed, the report's where not"
