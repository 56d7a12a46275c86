"""A piece of the page that shows our own HTML."""

from __future__ import annotations

from typing import Any


def pane(value: str, elem_id: str) -> Any:
    """A Gradio component for ``value``, which ``markup`` has made: sanitised once more, no formulas, no scripts."""
    import gradio as gr

    return gr.Markdown(value, elem_id=elem_id, sanitize_html=True, latex_delimiters=[], line_breaks=False)
