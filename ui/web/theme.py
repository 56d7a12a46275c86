"""The look of the Gradio page: ink on paper, one accent, fonts of the reader's own machine."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei", "sans-serif")
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#173f6b"/>'
    '<path d="M9 9h14v11H14l-5 4z" fill="#fff"/><path d="M12 13h8M12 16.5h5" stroke="#b3261e" stroke-width="2"/></svg>'
)
HEAD = '<link rel="icon" type="image/svg+xml" href="/favicon.ico"><meta name="referrer" content="no-referrer">'


def stylesheet(name: str) -> str:
    """The text of ``ui/web/style/NAME.css``."""
    return (files("ui.web") / "style" / f"{name}.css").read_text(encoding="utf-8")


def theme() -> Any:
    """The Gradio theme; nothing in it is loaded from anywhere."""
    from gradio.themes import Base, Color, Size

    ink = Color(
        c50="#f2f6fb", c100="#e2ebf5", c200="#c5d6e8", c300="#9db8d6", c400="#6a8fb8", c500="#3d6a9b",
        c600="#24527f", c700="#173f6b", c800="#123253", c900="#0e263f", c950="#0a1b2d",
    )  # fmt: skip
    stone = Color(
        c50="#faf9f7", c100="#f3f1ed", c200="#e6e3dc", c300="#d2cdc3", c400="#a49e92", c500="#736d62",
        c600="#5b564d", c700="#45413a", c800="#2e2b27", c900="#1f1d1a", c950="#141210",
    )  # fmt: skip
    text = Size(xxs="13px", xs="14px", sm="15px", md="16px", lg="18px", xl="22px", xxl="28px")
    # The colours of the palette in answer.css, which knows light from dark.
    looks = {
        "body_background_fill": "var(--ground)",
        "body_text_color": "var(--text)",
        "body_text_color_subdued": "var(--muted)",
        "background_fill_primary": "var(--paper)",
        "background_fill_secondary": "var(--quiet)",
        "border_color_primary": "var(--line)",
        "block_background_fill": "var(--paper)",
        "block_border_color": "var(--line)",
        "block_title_text_color": "var(--muted)",
        "block_label_text_color": "var(--muted)",
        "block_info_text_color": "var(--muted)",
        "block_shadow": "none",
        "link_text_color": "var(--ink)",
        "link_text_color_hover": "var(--ink)",
        "link_text_color_visited": "var(--ink)",
        "link_text_color_active": "var(--ink)",
        "color_accent_soft": "var(--ink-soft)",
        "button_primary_background_fill": "var(--ink)",
        "button_primary_background_fill_hover": "var(--ink-hover)",
        "button_primary_text_color": "var(--on-ink)",
        "button_primary_text_color_hover": "var(--on-ink)",
        "button_secondary_background_fill": "var(--paper)",
        "button_secondary_background_fill_hover": "var(--ink-soft)",
        "button_secondary_border_color": "var(--ink-line)",
        "button_secondary_text_color": "var(--ink)",
        "button_secondary_text_color_hover": "var(--ink)",
        "button_cancel_background_fill": "var(--paper)",
        "button_cancel_background_fill_hover": "var(--seal-soft)",
        "button_cancel_text_color": "var(--seal)",
        "button_cancel_text_color_hover": "var(--seal)",
        "checkbox_label_background_fill": "var(--paper)",
        "checkbox_label_background_fill_hover": "var(--ink-soft)",
        "checkbox_label_text_color": "var(--text)",
        "checkbox_background_color": "var(--paper)",
        "checkbox_border_color": "var(--edge)",
        "checkbox_background_color_selected": "var(--ink)",
        "checkbox_border_color_selected": "var(--ink)",
        "input_background_fill": "var(--paper)",
        "input_background_fill_focus": "var(--paper)",
        "input_border_color": "var(--edge)",
        "input_border_color_focus": "var(--ink)",
        "input_placeholder_color": "var(--muted)",
    }
    return Base(
        primary_hue=ink, secondary_hue=ink, neutral_hue=stone, text_size=text, font=SANS, font_mono=("monospace",)
    ).set(block_radius="10px", **looks, **{f"{name}_dark": value for name, value in looks.items()})
