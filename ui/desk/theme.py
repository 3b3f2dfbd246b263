"""The desk's look: a quiet Gradio theme. `assets/desk.css` holds the typography."""

from __future__ import annotations

from typing import Final

from gradio.themes import Base, Color

# Only fonts of the machine itself; every name is a CJK face or ends in a generic one.
SANS: Final = ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "sans-serif")

_PINE: Final = Color(
    "#eef5f3",
    "#d8e8e4",
    "#b3d1ca",
    "#86b3a9",
    "#559085",
    "#2f7166",
    "#1f5a50",
    "#184840",
    "#133a34",
    "#0d2a26",
    "#081b18",
)
_STONE: Final = Color(
    "#fbfaf7",
    "#f4f2ec",
    "#e6e2d8",
    "#d2ccbe",
    "#a39c8b",
    "#78715f",
    "#5b5546",
    "#454034",
    "#2e2b24",
    "#1f1d18",
    "#14130f",
)


def desk_theme() -> Base:
    """Pine on warm paper; light only, whatever the system prefers (a high-contrast theme is a choice of its own)."""
    theme = Base(primary_hue=_PINE, secondary_hue=_PINE, neutral_hue=_STONE, font=SANS, font_mono=("monospace",))
    return theme.set(
        body_background_fill="#fbfaf7",
        body_text_color="#1f1d18",
        body_text_color_subdued="#5b5546",
        body_text_size="17px",
        block_background_fill="transparent",
        block_border_width="0px",
        block_label_text_color="#454034",
        block_title_text_color="#454034",
        block_title_text_size="15px",
        block_title_text_weight="500",
        block_info_text_color="#5b5546",
        block_info_text_size="14px",
        block_padding="0px",
        input_background_fill="#ffffff",
        input_border_color="#8a8371",
        input_border_width="1px",
        input_border_color_focus="#1f5a50",
        input_shadow_focus="0 0 0 3px #b3d1ca",
        input_placeholder_color="#6b6454",
        input_text_size="17px",
        input_radius="6px",
        button_primary_background_fill="#1f5a50",
        button_primary_background_fill_hover="#133a34",
        button_primary_text_color="#ffffff",
        button_secondary_background_fill="transparent",
        button_secondary_background_fill_hover="#eef5f3",
        button_secondary_text_color="#1f5a50",
        button_secondary_border_color="#b3d1ca",
        checkbox_background_color_selected="#1f5a50",
        checkbox_border_color="#78715f",
    )
