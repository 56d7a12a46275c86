"""The command as a process, a home with the samples in it, and the page in a real browser with every request written down."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from rag.settings import load
from tests.conftest import chromium
from tests.ui.fake_pipeline import FakePipeline, library
from ui.desk import Desk

WENJU = [sys.executable, "-m", "ui.cli.main"]


def wenju(*args: str, home: Path, timeout: float = 800, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*WENJU, *args], capture_output=True, text=True, encoding="utf-8", timeout=timeout, stdin=subprocess.DEVNULL,
        env={**os.environ, "WENJU_HOME": str(home), **env},
    )  # fmt: skip


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A home with the samples in it."""
    home = tmp_path_factory.mktemp("stocked") / "home"
    done = wenju("ingest", str(samples), "--json", home=home)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert len(report["added"]) == len(list(samples.glob("*.txt"))) and report["refused"] == []
    return home


@pytest.fixture
def serve() -> Iterator[Callable[[Any], str]]:
    """Serve a Desk; gives the address. Everything is stopped at the end of the test."""
    import uvicorn

    from ui.server import build_app

    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(desk: Any) -> str:
        listening = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(build_app(desk), log_level="error", ws="none", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 180
        while not server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)
        running.append((server, thread))
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture
def browser_page(tmp_path: Path) -> Iterator[Any]:
    """A Chromium page in Chinese. ``page.requested``, ``page.dialogs`` and ``page.broken`` say what happened."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page: Any = browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page.set_default_timeout(120_000)
        page.requested, page.dialogs, page.broken = [], [], []
        wait = page.wait_for_function

        def wait_for_function(function: str, **options: Any) -> Any:
            # Playwright evaluates a bare expression anew at each look, which the page's security policy allows only once.
            assert re.match(r"(?:\(.*?\)|\w+) =>", function), "wait for a function, not for an expression"
            return wait(function, **options)

        page.wait_for_function = wait_for_function
        page.on("request", lambda r: page.requested.append(r.url))
        page.on("dialog", lambda d: (page.dialogs.append(d.message), d.dismiss()))
        page.on("pageerror", lambda e: page.broken.append(str(e)))
        page.on("response", lambda r: page.broken.append(f"{r.status} {r.url}") if r.status >= 400 else None)
        page.on("console", lambda m: page.broken.append(f"{m.text} {m.location}") if m.type == "error" else None)
        yield page
        browser.close()


@pytest.fixture
def fake(home: Path) -> Iterator[FakePipeline]:
    made = FakePipeline(library(home))
    yield made
    made.go_on.set()


@pytest.fixture
def opened(serve: Callable[[Any], str], browser_page: Any, fake: FakePipeline) -> Callable[..., Any]:
    """Opens the page over ``fake``, at a room if its tab is named; gives the page."""

    def at(tab: str = "") -> Any:
        browser_page.goto(serve(Desk(load(), fake)))  # type: ignore[arg-type]
        browser_page.wait_for_selector("#send")
        if tab:
            browser_page.get_by_role("tab", name=tab).click()
        return browser_page

    return at
