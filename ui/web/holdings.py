"""The library room: take reports in, find one, take one out again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ui.language import say
from ui.web import intake, shelf
from ui.web.markup import tag, text
from ui.web.pane import pane

if TYPE_CHECKING:
    import gradio as gr

    from ui.desk import Desk


def room(desk: Desk, page: gr.Blocks, state: Any) -> None:
    """The tab; ``state`` is the line on top of ``page``. It and the list are told anew together whenever the library has changed."""
    import gradio as gr

    with gr.Row(elem_id="upload-row"):
        with gr.Column(scale=3):
            given = gr.File(
                label=say("上传报告（可多选）", "Upload reports"), file_count="multiple", type="filepath", elem_id="upload",
            )  # fmt: skip
        with gr.Column(scale=2):
            take = gr.Button(say("导入资料库", "Take into the library"), variant="primary", elem_id="ingest")
            halt = gr.Button(say("停止导入", "Stop"), visible=False, elem_id="ingest-stop")
            progress = pane("", "progress")
            untake = gr.Button(say("撤销这次上传", "Undo this upload"), visible=False, elem_id="undo-upload")
    with gr.Row(elem_id="shelf-tools"):
        search = gr.Textbox(label=say("按标题或文件名查找", "Find by title or name"), max_length=100, elem_id="find")
        chosen = gr.Textbox(label=say("删除哪一份", "Remove which"), visible="hidden", elem_id="chosen")
    with gr.Row(visible=False, elem_id="confirm") as confirm:
        warning = pane("", "warning")
        sure = gr.Button(say("确认删除", "Remove it"), variant="stop", elem_id="sure")
        keep = gr.Button(say("不删", "Keep it"), elem_id="keep")
    leaving = gr.State(None)
    upload_undo, removal_undo = gr.State(None), gr.State(None)
    with gr.Row(elem_id="removal-row"):
        told = pane("", "removal")
        unremove = gr.Button(say("撤销", "Undo"), visible=False, elem_id="undo-removal")
        back = gr.Textbox(label=say("恢复哪一份", "Take back which"), visible="hidden", elem_id="back")
        finish = gr.Button(say("接着收进索引", "Finish the indexes"), visible=False, elem_id="finish")
    gone = pane("", "removed")
    table = pane("", "shelf")
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

    def listed(word: str | None, before: object = None) -> list[Any]:
        version = shelf.version(desk)
        if version == before:
            return [version, gr.skip(), gr.skip(), gr.skip(), shelf.status_html(desk)]
        table_now = shelf.shelf_html(desk.library(), matching=word or "")
        gone_now = shelf.removed_html(desk.settings.home)
        return [version, table_now, gone_now, gr.Button(visible=version[1] > 0), shelf.status_html(desk)]

    def caught_up() -> Iterator[list[Any]]:
        for step in intake.catch_up(desk):
            yield [step.html, gr.Button(visible=False)]

    def ingest(files: list[str] | None) -> Iterator[list[Any]]:
        for step in intake.take_in(desk, files or []):
            yield [
                step.html, gr.Button(visible=not step.busy), gr.Button(visible=step.busy),
                step.undo, gr.Button(visible=step.undo is not None),
            ]  # fmt: skip

    def ask_first(document: str) -> list[Any]:
        asks = shelf.removal_html(desk.library(), document)
        return [asks or "", gr.Row(visible=asks is not None)]

    def begin(document: str) -> list[Any]:
        return [document, shelf.removing_html(desk.library(), document), gr.Button(visible=False), *shut()]

    def removed(document: str | None) -> list[Any]:
        step = intake.take_out(desk, document)
        return [step.html, step.undo, gr.Button(visible=step.undo is not None)]

    def taken_back(undo: intake.Undo | None) -> list[Any]:
        return [intake.take_back(desk, undo), None, gr.Button(visible=False)]

    def waiting() -> list[Any]:
        return [gr.Button(visible=False), tag("p", text(say("正在恢复……", "Undoing …")), role="status")]

    def shut() -> list[Any]:
        return [gr.Row(visible=False), ""]

    seen = gr.State(None)
    shelf_now = [seen, table, gone, finish, state]
    for told_anew in (page.load, gr.Timer(3).tick):
        told_anew(listed, [search, seen], shelf_now, **quiet)
    # One writer of the library at a time: whoever comes second waits here, and not in the command.
    alone: dict[str, Any] = {"concurrency_limit": 1, "concurrency_id": "writing", **quiet}
    taking = [progress, take, halt, upload_undo, untake]
    run = take.click(ingest, given, taking, **alone)
    run.then(listed, search, shelf_now, **quiet).then(lambda: None, None, given, **quiet)
    halt.click(None, cancels=[run], **quiet).then(_stopped, None, [progress, take, halt], queue=False, **quiet).then(
        listed, search, shelf_now, **quiet
    )
    search.change(lambda word: shelf.shelf_html(desk.library(), matching=word), search, table, **quiet)
    chosen.change(ask_first, chosen, [warning, confirm], **quiet)
    keep.click(shut, None, [confirm, chosen], queue=False, **quiet)
    finish.click(caught_up, None, [told, finish], **alone).then(listed, search, shelf_now, **quiet)
    leave = [told, removal_undo, unremove]
    sure.click(begin, chosen, [leaving, told, unremove, confirm, chosen], queue=False, **quiet).then(
        removed, leaving, leave, **alone
    ).then(listed, search, shelf_now, **quiet)
    # Emptied when it is done, which changes it once more.
    back.change(
        lambda document: waiting() if document else [gr.skip()] * 2, back, [unremove, told], queue=False, **quiet
    ).then(
        lambda document: [*taken_back(intake.Undo((document,))), ""] if document else [gr.skip()] * 4,
        back,
        [*leave, back],
        **alone,
    ).then(listed, search, shelf_now, **quiet)
    for button, undo, line in ((unremove, removal_undo, told), (untake, upload_undo, progress)):
        busy = [button, line]
        button.click(waiting, None, busy, queue=False, **quiet).then(
            taken_back, undo, [line, undo, button], **alone
        ).then(listed, search, shelf_now, **quiet)


def _stopped() -> list[Any]:
    """What is told after a stop, and the buttons as before it."""
    import gradio as gr

    line = say("已停止，完成的部分已保存。", "Stopped; what was finished is kept.")
    return [tag("p", text(line), role="status"), gr.Button(visible=True), gr.Button(visible=False)]
