"""The room for questions: the talk with its sources, and what the reader says of an answer or puts right in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from rag.errors import WenjuError
from ui.language import language, say
from ui.web import feedback, handlers
from ui.web.corrections import Understood, agreeing, told
from ui.web.examples import SHOWN
from ui.web.handlers import Screen, Talk
from ui.web.markup import tag, text
from ui.web.pane import pane
from ui.web.talks import Talks, Ticket

if TYPE_CHECKING:
    import gradio as gr

    from ui.desk import Desk


class _Correction(NamedTuple):
    """The row in which a reader puts right how a question was understood."""

    row: Any
    question: Any
    place: Any
    period: Any
    again: Any
    leave: Any


def room(desk: Desk) -> list[gr.Button]:
    """The tab; gives the buttons for the example questions."""
    import gradio as gr

    start = handlers.start()
    talk = gr.State(start.talk)
    asked = gr.State(None)
    corrects = gr.State(())
    stages = gr.State(())
    talks, ticket = Talks(), gr.State(None)
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
                mend = gr.Button(say("改正理解", "Correct"), size="sm", elem_classes="rate", elem_id="mend")
                thanks = pane("", "thanks")
            correction = _correction_row()
            with gr.Row(elem_id="ask-row", equal_height=True):
                box = gr.Textbox(
                    placeholder=say("请输入问题，例如：某县有多少人实现就业？", "Ask a question about the reports"),
                    label=say("问题", "Question"), show_label=False, container=False, lines=1, max_lines=5,
                    scale=6, autofocus=True, elem_id="question", submit_btn=False,
                )  # fmt: skip
                send = gr.Button(say("提问", "Ask"), variant="primary", scale=1, min_width=88, elem_id="send")
                stop = gr.Button(
                    say("停止", "Stop"), variant="stop", scale=1, min_width=88, visible=False, elem_id="stop"
                )
            hint = pane("", "hint")
            # Which tab of which browser this is: the script of ``wording`` writes it in, and the same when loaded anew.
            tab = gr.Textbox(label=say("页面", "Page"), visible="hidden", max_length=32, elem_id="tab")
            with gr.Row(elem_id="options"):
                place = gr.Textbox(
                    label=say("限定地区", "Only this place"),
                    placeholder=say("地区，可不填", "any place"), max_length=50, scale=2, elem_id="place",
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

    screen = [talk, earlier, current, past, evidence, welcome, rating, send, stop, thanks, hint, correction.row]

    def paint(shown: Screen) -> list[Any]:
        parts = (shown.earlier, shown.current, shown.past, shown.evidence)
        # What is told beside an answer stands until it no longer holds: repainting would wipe it. Thanks go with the
        # next question; that an answer is in the making, with that answer's last screen.
        first = shown.earlier is not None
        thanked, hinted = "" if first else gr.skip(), "" if first or not shown.busy else gr.skip()
        # A corrected question that could not be answered is still there, to be asked again.
        fields = gr.Row(visible=bool(shown.talk.corrects) and not shown.busy) if first or not shown.busy else gr.skip()
        return [
            shown.talk,
            *(gr.skip() if part is None else part for part in parts),
            gr.Column(visible=shown.talk.count == 0),
            gr.Row(visible=shown.talk.last is not None),
            gr.Button(visible=not shown.busy),
            gr.Button(visible=shown.busy),
            thanked,
            hinted,
            fields,
        ]

    def respond(
        known: Talk, question: str | None, how: str, where: str, righted: tuple[str, ...], by: Ticket | None
    ) -> Iterator[list[Any]]:
        if question is None:  # another answer is in the making; what was typed stays in the box
            yield [gr.skip()] * len(screen)
            return
        for shown in handlers.respond(desk, known, question, how, where, righted):  # type: ignore[arg-type]
            yield kept(shown, by)

    def kept(shown: Screen, by: Ticket | None) -> list[Any]:
        talks.keep(by, shown.talk)
        return paint(shown)

    def came_back(key: str, known: Talk) -> list[Any]:
        by, before = talks.open(key)
        if known.count or not before.count:
            return [by, *[gr.skip()] * (len(screen) + 2)]
        return [by, *kept(handlers.again(desk, before), by), before.place, before.engine]

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    running = []
    asking = [talk, asked, engine, place, corrects, ticket]
    tab.change(came_back, [tab, talk], [ticket, *screen, place, engine], queue=False, **quiet)
    for trigger in (box.submit, send.click):
        taken = trigger(_taken, [box, talk], [asked, box, hint, corrects], queue=False, **quiet)
        running.append(taken.then(respond, asking, screen, concurrency_limit=None, **quiet))
    for chip in chips:
        taken = chip.click(_taken, [chip, talk], [asked, box, hint, corrects], queue=False, **quiet)
        running.append(taken.then(respond, asking, screen, concurrency_limit=None, **quiet))
    fields = [correction.question, correction.place, correction.period, stages]
    mend.click(lambda known: _opened(desk, known), talk, [correction.row, *fields], queue=False, **quiet)
    for changed in (correction.place.input, correction.period.blur):
        changed(_agreed, fields, [correction.question, correction.period, stages], queue=False, **quiet)
    for trigger in (correction.again.click, correction.question.submit):
        taken = trigger(_taken_again, [*fields, place, talk], [asked, hint, corrects, place], queue=False, **quiet)
        running.append(taken.then(respond, asking, screen, concurrency_limit=None, **quiet))
    correction.leave.click(lambda: gr.Row(visible=False), None, correction.row, queue=False, **quiet)
    # First the stream is cut, then the screen is painted: the other way round the stream paints last.
    halted = stop.click(None, cancels=running, **quiet).then(
        lambda known, by: kept(handlers.stopped(desk, known), by), [talk, ticket], screen, queue=False, **quiet
    )
    # A last screen of the cut stream may still arrive and bring the note back that a question waits.
    halted.then(lambda: "", None, hint, queue=False, **quiet)
    fresh.click(None, cancels=running, **quiet).then(
        lambda by: kept(handlers.start(), by), ticket, screen, queue=False, **quiet
    )
    for key, button in rates.items():

        def rate(known: Talk, verdict: str = key) -> str:
            return _rated(desk, known, verdict)

        button.click(rate, talk, thanks, **quiet)
    return chips


def _correction_row() -> _Correction:
    import gradio as gr

    with gr.Row(elem_id="correction", visible=False) as row:
        question = gr.Textbox(
            label=say("完整的问题", "The whole question"), lines=1, max_lines=6, elem_id="correct-question",
        )  # fmt: skip
        place = gr.Dropdown(
            [], label=say("地区", "Place"), allow_custom_value=True, elem_id="correct-place",
        )  # fmt: skip
        period = gr.Textbox(
            label=say("时间", "Time"),
            placeholder=say("如 2023年", "e.g. 2023"),
            max_length=50,
            elem_id="correct-period",
        )
        again = gr.Button(say("重新提问", "Ask again"), variant="primary", min_width=100, elem_id="correct-ask")
        leave = gr.Button(say("不改了", "Cancel"), min_width=80, elem_id="correct-leave")
    return _Correction(row, question, place, period, again, leave)


def _opened(desk: Desk, talk: Talk) -> list[Any]:
    """The row and its fields, as the last question was understood."""
    import gradio as gr

    now = Understood.of(talk.last) if talk.last else Understood("")
    library = desk.library()
    offered = gr.Dropdown(choices=library.places() if library else [], value=now.place or None)
    return [gr.Row(visible=talk.last is not None), now.question, offered, now.period, (now,)]


def _agreed(question: str, place: str | None, period: str, stages: tuple[Understood, ...]) -> list[Any]:
    """The question with the place and the time that the fields name, and how it came to be."""
    known = replace(agreeing(stages, question), question=question)
    now = known.corrected(question, place, period)
    return [now.question, now.period, (*stages, known, now)]


def _taken(question: str, talk: Talk) -> list[Any]:
    """What is to be asked (None: nothing yet), what stays in the box, why not, and that it puts nothing right."""
    import gradio as gr

    if complaint := handlers.waits(talk) or handlers.too_long(question):
        return [None, gr.skip(), complaint, ()]
    return [question, "", "", ()]


def _taken_again(
    question: str, place: str | None, period: str, stages: tuple[Understood, ...], limit: str, talk: Talk
) -> list[Any]:
    """What is to be asked (None: nothing yet), why not, what it puts right, the limit of place."""
    now, before = agreeing(stages, question).corrected(question, place, period), stages[0]
    if complaint := handlers.waits(talk) or handlers.unchanged(before, now) or handlers.too_long(now.question):
        return [None, complaint, (), limit]
    kept = now.limit(limit, before)
    return [now.question, "", told(before, limit, kept), kept]


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
