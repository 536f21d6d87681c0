"""Bars that lie down, one under another: a name, its parts in textures, and its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outputs.maps.text import SIZE_PT, clean, width_of, wrap
from outputs.pictures.canvas import LINE, SIZE, SMALL, WIDTH, Canvas, legend, legend_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from outputs.pictures.canvas import Caption, Texture

THICK: Final = 20.0
GAP: Final = 12.0
WIDEST_NAME: Final = 220.0


@dataclass(frozen=True)
class Style:
    """How one part of every bar looks, and what it stands for: in Dutch, as the catalogue has it."""

    texture: Texture
    colour: str
    words: str


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its parts (None: kept back, so not drawn), and what stands behind it."""

    name: str
    parts: Sequence[float | None]
    label: str
    hints: Sequence[str] = ()


def draw_bars(
    caption: Caption,
    summary: str,
    bars: Sequence[Bar],
    styles: Sequence[Style],
) -> str:
    """A drawing of bars, with a legend where they have several parts.

    Args:
        caption: of the picture.
        summary: for who cannot see it.
        bars: from top to bottom.
        styles: one for each part.
    """
    names = [wrap(clean(bar.name), WIDEST_NAME * SIZE_PT / SIZE, lines=2) for bar in bars]
    left = max((width_of(line, SIZE) for lines in names for line in lines), default=0) + 12
    behind = max((width_of(bar.label, SMALL) for bar in bars), default=0) + 10
    room = WIDTH - left - behind
    longest = max((sum(part or 0 for part in bar.parts) for bar in bars), default=1) or 1
    heights = [max(THICK, len(lines) * LINE) + GAP for lines in names]
    words = [caption.reader.text(style.words) for style in styles] if len(styles) > 1 else []
    head = legend_height(words) + 6 if words else 4.0
    sheet = Canvas(caption, summary, height=head + sum(heights) + 2)
    if words:
        looks = [sheet.texture(style.texture, style.colour) for style in styles]
        legend(sheet, 2, list(zip(looks, words, strict=True)))
    y = head
    for bar, lines, height in zip(bars, names, heights, strict=True):
        middle = y + (height - GAP) / 2
        for at, line in enumerate(lines):
            baseline = middle + 4.5 + (at - (len(lines) - 1) / 2) * LINE
            sheet.text(left - 12, baseline, line, anchor="end", hint=bar.name)
        x = left
        for at, value in enumerate(bar.parts):
            width = room * (value or 0) / longest
            if value:
                look = sheet.texture(styles[at].texture, styles[at].colour)
                hint = bar.hints[at] if bar.hints else ""
                sheet.rect(x + 0.5, middle - THICK / 2, max(width - 1.5, 1), THICK, look, hint=hint)
            x += width
        sheet.text(x + 8, middle + 4.5, bar.label, size=SMALL)
        y += height
    return sheet.markup()
