"""Everything that can be read can be read well, in a light and in a dark browser: measured on the page as it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.test_page import ask
from tests.ui.fake_pipeline import FakePipeline

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

LEAST = 4.5
"""WCAG 2.2, 1.4.3 (AA), for text of any size."""
MEASURE = """least => {
  const parse = c => (c.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const over = (top, under) => [0, 1, 2].map(i => top[i] * (top[3] ?? 1) + under[i] * (1 - (top[3] ?? 1)));
  const light = c => [0.2126, 0.7152, 0.0722].reduce((sum, w, i) => {
    const v = c[i] / 255; return sum + w * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); }, 0);
  const ground = e => { const layers = [];
    for (let at = e; at; at = at.parentElement) { const c = parse(getComputedStyle(at).backgroundColor);
      if ((c[3] ?? 1) > 0) layers.push(c); if ((c[3] ?? 1) === 1) break; }
    return layers.reverse().reduce((under, c) => over(c, under), [255, 255, 255]); };
  const found = [];
  const weigh = (e, colour, words) => { const under = ground(e), on = over(parse(colour), under);
    const [high, low] = [light(on), light(under)].sort((a, b) => b - a), ratio = (high + 0.05) / (low + 0.05);
    if (ratio < least) found.push(`${ratio.toFixed(1)} ${colour} on ${under.map(Math.round)}: ${words.trim().slice(0, 40)} <${e.tagName} ${e.className}>`); };
  const seen = e => e.checkVisibility({opacityProperty: true, visibilityProperty: true}) && e.getBoundingClientRect().width > 2;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let count = 0;
  while (texts.nextNode()) { const e = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !e || e.closest('script, style, svg, :disabled') || !seen(e)) continue;
    count += 1; weigh(e, getComputedStyle(e).color, texts.currentNode.data); }
  for (const e of document.querySelectorAll('input:not([type=checkbox]), textarea')) { if (!seen(e)) continue;
    if (e.value) weigh(e, getComputedStyle(e).color, e.value);
    if (e.placeholder) weigh(e, getComputedStyle(e, '::placeholder').color, e.placeholder); }
  return [count, found]; }"""

DRAFT = "青石县建成扶贫车间47个。青石县建成扶贫车间60个。全县喜获丰收，亩产三千斤。同志们，让我们共同努力！"


SETTLED = """() => document.getAnimations().every(a => a.playState !== 'running' || a.effect.getComputedTiming().endTime === Infinity)"""
"""Whether all colours that fade in have: what goes on for ever, as what turns while one waits, is left out."""


def legible(page: Any, where: str, at_least: int = 5) -> None:
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    page.wait_for_function(SETTLED)
    count, poor = page.evaluate(MEASURE, LEAST)
    assert count >= at_least, f"{where}: only {count} texts"
    assert poor == [], f"{where}:\n" + "\n".join(poor)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_room_is_legible(
    opened: Callable[..., Any], browser_page: Any, fake: FakePipeline, samples: Path, scheme: str
) -> None:
    page = browser_page
    page.emulate_media(color_scheme=scheme)
    opened()
    legible(page, "welcome")
    fake.holds = "delta"
    ask(page, "青石县建成多少个扶贫车间？")
    page.wait_for_selector("#current .preview", state="visible")
    legible(page, "a turn in the making", 20)
    fake.go_on.set()
    page.wait_for_selector("#current .foot")
    for question, there in (
        ("有没有矛盾，计算一下", "#current .conflict"),
        ("月球", "#current .refusal"),
        ("错误", "#current .failed"),
    ):
        ask(page, question)
        page.wait_for_selector(there)
        page.wait_for_selector("#send", state="visible")
        legible(page, question, 20)
    page.click("#engine input")
    page.wait_for_selector("li[role=option]")
    legible(page, "an open menu")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="问数").click()
    legible(page, "figures, empty")
    page.fill("#figures-question textarea, #figures-question input", "建了多少扶贫车间")
    page.click("#figures-go")
    page.wait_for_selector("#figures-table table")
    legible(page, "figures", 20)
    page.get_by_role("tab", name="核稿").click()
    legible(page, "check, empty")
    page.fill("#draft-text textarea", DRAFT)
    page.click("#draft-go")
    page.wait_for_selector("#draft-shown .claim")
    assert page.locator(".claim").count() >= 3
    legible(page, "check", 20)
    page.get_by_role("tab", name="资料库").click()
    page.wait_for_selector("#shelf table", state="visible")
    page.set_input_files("#upload input[type=file]", str(sorted(samples.glob("*.txt"))[0]))
    page.wait_for_selector("#upload tr.file")
    legible(page, "library", 15)
    page.locator("#shelf a.remove").first.click()
    page.wait_for_selector("#sure", state="visible")
    legible(page, "removal", 15)
    page.get_by_role("tab", name="评测").click()
    page.wait_for_selector("#runs .empty")
    legible(page, "evaluation")
