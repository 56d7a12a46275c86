"""The Gradio page: layout and wiring. What happens is in ``handlers``, what it looks like in ``render``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rag.errors import WenjuError
from ui.language import language, say
from ui.web import drafts, feedback, figures, handlers, holdings, runs, shelf
from ui.web.examples import SHOWN, Examples
from ui.web.handlers import Screen, Talk
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
                chips = _ask_room(desk)
            with gr.Tab(say("问数", "Figures"), id="figures"):
                figures.room(desk)
            with gr.Tab(say("核稿", "Draft check"), id="check"):
                drafts.room(desk)
            with gr.Tab(say("资料库", "Library"), id="library"):
                table = holdings.room(desk, state)
            with gr.Tab(say("评测", "Evaluation"), id="eval"):
                runs.room(desk)
        known = Examples(desk)

        def offer() -> list[Any]:
            questions = known.questions()
            return [gr.Button(q, visible=True) for q in questions] + [gr.Button(visible=False)] * (
                SHOWN - len(questions)
            )

        page.load(offer, outputs=chips, show_progress="hidden", api_visibility="private")
        # What stands in the library is told anew with every load, not as it was when the service started.
        page.load(lambda: shelf.status_html(desk), outputs=state, show_progress="hidden", api_visibility="private")
        page.load(
            lambda: shelf.shelf_html(desk.library()), outputs=table, show_progress="hidden", api_visibility="private"
        )
        timer = gr.Timer(3)
        timer.tick(lambda: shelf.status_html(desk), outputs=state, show_progress="hidden", api_visibility="private")
    return page


def _head() -> str:
    motto = say("问得清楚，答有出处", "ask, and get the evidence")
    return tag("h1", text(say("问据", "wenju")) + tag("small", text(motto)))


def _ask_room(desk: Desk) -> list[gr.Button]:
    import gradio as gr

    start = handlers.start()
    talk = gr.State(start.talk)
    asked = gr.State(None)
    with gr.Row(elem_id="desk", equal_height=False):
        with gr.Column(scale=3, min_width=320, elem_id="talk-side"):
            with gr.Column(elem_id="talk"), gr.Column(elem_id="log"):
                earlier = pane("", "earlier")
                current = pane("", "current")
                with gr.Column(elem_id="welcome") as welcome:
                    pane(_welcome(), "welcome-text")
                    chips = [gr.Button("", elem_classes="chip", size="sm", visible=False) for _ in range(SHOWN)]
            with gr.Row(elem_id="feedback", visible=False) as rating:
                names = {
                    "useful": say("有用", "Useful"),
                    "wrong_source": say("出处有误", "Wrong source"),
                    "wrong_figure": say("数字有误", "Wrong figure"),
                    "off_topic": say("答非所问", "Off topic"),
                }
                rates = {key: gr.Button(name, size="sm", elem_classes="rate") for key, name in names.items()}
                thanks = pane("", "thanks")
            with gr.Row(elem_id="ask-row", equal_height=True):
                box = gr.Textbox(
                    placeholder=say("请输入问题，例如：某县有多少人实现就业？", "Ask a question about the reports"),
                    label=say("问题", "Question"), show_label=False, container=False, lines=1, max_lines=5,
                    max_length=2000, scale=6, autofocus=True, elem_id="question", submit_btn=False,
                )  # fmt: skip
                send = gr.Button(say("提问", "Ask"), variant="primary", scale=1, min_width=88, elem_id="send")
                stop = gr.Button(
                    say("停止", "Stop"), variant="stop", scale=1, min_width=88, visible=False, elem_id="stop"
                )
            hint = pane("", "hint")
            with gr.Row(elem_id="options"):
                place = gr.Textbox(
                    label=say("限定地区", "Only this place"),
                    placeholder=say("地区，可不填", "place, optional"), max_length=50, scale=2, elem_id="place",
                )  # fmt: skip
                engine = gr.Dropdown(
                    [
                        (say("自动", "automatic"), "auto"),
                        (say("只摘原文", "quotes only"), "extractive"),
                        (say("本机模型", "local model"), "local"),
                        (say("接口模型", "endpoint model"), "openai"),
                    ],
                    value="auto", label=say("成文方式", "Written by"), filterable=False, scale=2, elem_id="engine",
                )  # fmt: skip
                fresh = gr.Button(say("另起话题", "New topic"), scale=1, min_width=110, elem_id="fresh")
        with gr.Column(scale=2, min_width=320, elem_id="evidence-side"):
            evidence = pane(start.evidence or "", "evidence")
            past = pane("", "past")

    screen = [talk, earlier, current, past, evidence, welcome, rating, send, stop, thanks, hint]

    def paint(shown: Screen) -> list[Any]:
        parts = (shown.earlier, shown.current, shown.past, shown.evidence)
        # What is told beside an answer stands until it no longer holds: repainting would wipe it. Thanks go with the
        # next question; that an answer is in the making, with that answer's last screen.
        first = shown.earlier is not None
        thanked, hinted = "" if first else gr.skip(), "" if first or not shown.busy else gr.skip()
        return [
            shown.talk,
            *(gr.skip() if part is None else part for part in parts),
            gr.Column(visible=shown.talk.count == 0),
            gr.Row(visible=shown.talk.last is not None),
            gr.Button(visible=not shown.busy),
            gr.Button(visible=shown.busy),
            thanked,
            hinted,
        ]

    def take(question: str, known: Talk) -> list[Any]:
        if waiting := handlers.waits(known):
            return [None, gr.skip(), waiting]
        return [question, "", ""]

    def respond(known: Talk, question: str | None, how: str, where: str) -> Iterator[list[Any]]:
        if question is None:  # another answer is in the making; what was typed stays in the box
            yield [gr.skip()] * len(screen)
            return
        for shown in handlers.respond(desk, known, question, how, where):  # type: ignore[arg-type]
            yield paint(shown)

    def halt(known: Talk) -> list[Any]:
        return paint(handlers.stopped(desk, known))

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    running = []
    for trigger in (box.submit, send.click):
        taken = trigger(take, [box, talk], [asked, box, hint], queue=False, **quiet)
        running.append(taken.then(respond, [talk, asked, engine, place], screen, concurrency_limit=None, **quiet))
    for chip in chips:
        taken = chip.click(take, [chip, talk], [asked, box, hint], queue=False, **quiet)
        running.append(taken.then(respond, [talk, asked, engine, place], screen, concurrency_limit=None, **quiet))
    # First the stream is cut, then the screen is painted: the other way round the stream paints last.
    stop.click(None, cancels=running, **quiet).then(halt, talk, screen, queue=False, **quiet)
    fresh.click(None, cancels=running, **quiet).then(
        lambda: paint(handlers.start()), None, screen, queue=False, **quiet
    )
    for key, button in rates.items():

        def rate(known: Talk, verdict: str = key) -> str:
            return _rated(desk, known, verdict)

        button.click(rate, talk, thanks, **quiet)
    return chips


def _rated(desk: Desk, talk: Talk, verdict: str) -> str:
    if talk.last is None:
        return ""
    try:
        feedback.record(desk.settings.home / "feedback.db", talk.last, verdict)
        kept = feedback.propose(desk.settings.home, talk.last, verdict, talk.questions[:-1])
    except WenjuError as error:
        return tag("p", text(error.message(language())))
    more = say("，并列为待审的考题", "; it is now a proposed test case") if kept else ""
    return tag("p", text(say("已记下，谢谢", "Noted, thank you") + more), role="status")


def _welcome() -> str:
    lines = (
        say(
            "用平常的话提问，每一句回答都注明出处，点开就能看到原文。",
            "Ask in plain words; every sentence of the answer names its source.",
        ),
        say("报告里没有的，不会编造。", "What the reports do not say is not made up."),
    )
    return tag("h2", text(say("想了解什么？", "What would you like to know?"))) + "".join(
        tag("p", text(x)) for x in lines
    )
