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
    return Base(
        primary_hue=ink, secondary_hue=ink, neutral_hue=stone, text_size=text, font=SANS, font_mono=("monospace",)
    ).set(
        body_background_fill="#f7f5f1",
        body_background_fill_dark="#f7f5f1",
        body_text_color="#1f1d1a",
        block_background_fill="#ffffff",
        block_border_color="#dcd8cf",
        block_radius="10px",
        block_shadow="none",
        button_primary_background_fill="#173f6b",
        button_primary_background_fill_hover="#24527f",
        button_primary_text_color="#ffffff",
        button_secondary_background_fill="#ffffff",
        button_secondary_background_fill_hover="#f2f6fb",
        button_secondary_border_color="#c5d6e8",
        button_secondary_text_color="#173f6b",
        input_background_fill="#ffffff",
        input_border_color="#8d877b",
        input_border_color_focus="#173f6b",
        input_placeholder_color="#736d62",
    )
