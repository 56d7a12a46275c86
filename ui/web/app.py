"""The Gradio page: its head and its rooms, each laid out and wired in a module of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ui.language import say
from ui.web import ask, drafts, figures, holdings, runs
from ui.web.examples import SHOWN, Examples
from ui.web.markup import tag, text
from ui.web.pane import pane

if TYPE_CHECKING:
    import gradio as gr

    from ui.desk import Desk

SWITCHES = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SHARE": "False",
    "FASTAPI_OTEL_AUTO_CONFIGURE": "false",
    "OTEL_SDK_DISABLED": "true",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
}
"""Set before Gradio is imported: with them it asks nothing of the outside."""


def build(desk: Desk) -> gr.Blocks:
    """The page over ``desk``."""
    os.environ.update(SWITCHES)
    import gradio as gr

    with gr.Blocks(
        title=say("问据", "wenju"), analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
    ) as page:
        with gr.Row(elem_id="head-row"):
            pane(_head(), "head")
            state = pane("", "state")
        with gr.Tabs(elem_id="rooms"):
            with gr.Tab(say("问答", "Ask"), id="ask"):
                chips = ask.room(desk)
            with gr.Tab(say("问数", "Figures"), id="figures"):
                figures.room(desk)
            with gr.Tab(say("核稿", "Check"), id="check"):
                drafts.room(desk)
            with gr.Tab(say("资料库", "Library"), id="library"):
                holdings.room(desk, page, state)
            with gr.Tab(say("评测", "Tests"), id="eval"):
                runs.room(desk)
        known = Examples(desk)

        def offer() -> list[Any]:
            questions = known.questions()
            return [gr.Button(q, visible=True) for q in questions] + [gr.Button(visible=False)] * (
                SHOWN - len(questions)
            )

        page.load(offer, outputs=chips, show_progress="hidden", api_visibility="private")
    return page


def _head() -> str:
    motto = say("问得清楚，答有出处", "ask, and get the evidence")
    return tag("h1", text(say("问据", "wenju")) + tag("small", text(motto)))
