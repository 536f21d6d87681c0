"""Every colour that is used can be seen, on light and on dark paper, without its hue."""

import pytest

from outputs import palette
from outputs.maps.scale import WAIT_CLASSES


def seen(one, other):
    """The contrast by the formula of WCAG 2.2, written anew."""

    def light(colour):
        total = 0.0
        for at, weight in ((1, 0.2126), (3, 0.7152), (5, 0.0722)):
            part = int(colour[at : at + 2], 16) / 255
            total += weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
        return total

    high, low = max(light(one), light(other)), min(light(one), light(other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("form", ["light", "dark"])
@pytest.mark.parametrize(("text", "behind"), palette.TEXT_PAIRS)
def test_text_can_be_read(text, behind, form):
    one, other = (getattr(palette.PALETTE[name], form) for name in (text, behind))
    assert seen(one, other) >= 4.5
    assert palette.contrast(one, other) == pytest.approx(seen(one, other), abs=0.01)


@pytest.mark.parametrize("form", ["light", "dark"])
@pytest.mark.parametrize(("shape", "behind"), palette.SHAPE_PAIRS)
def test_a_shape_can_be_seen(shape, behind, form):
    assert seen(*(getattr(palette.PALETTE[name], form) for name in (shape, behind))) >= 3


@pytest.mark.parametrize("form", ["light", "dark"])
@pytest.mark.parametrize("row", ["wait", "shade"])
def test_the_order_of_classes_survives_a_grey_print(row, form):
    colours = [getattr(c, form) for name, c in palette.PALETTE.items() if name.startswith(row)]
    paper = getattr(palette.PALETTE["paper"], form)
    from_paper = [seen(colour, paper) for colour in colours]
    assert from_paper == sorted(from_paper)
    assert len(set(from_paper)) == len(colours)


def test_the_waiting_classes_are_those_of_the_maps():
    ours = [palette.PALETTE[f"wait-{at}"].light for at in range(5)]
    assert ours == [colour for _, colour, _ in WAIT_CLASSES]
