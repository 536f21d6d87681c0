"""The style sheets load nothing, name only what there is, and can be read, light and dark."""

import re
from pathlib import Path

import pytest

from outputs import theme
from outputs.palette import PALETTE

REPORT = Path(theme.__file__).parent / "report"
SHEETS = {path.name: path.read_text(encoding="utf-8") for path in REPORT.glob("**/web/*.css")}
LOOKS = list(zip(("light", "dark"), theme.looks(), strict=True))


def bare(css):
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def seen(one, other):
    """The contrast by the formula of WCAG 2.2, written anew."""

    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        line = [
            each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
        ]
        return 0.2126 * line[0] + 0.7152 * line[1] + 0.0722 * line[2]

    high, low = max(light(one), light(other)), min(light(one), light(other))
    return (high + 0.05) / (low + 0.05)


def value(name, look):
    """A token's colour, through the tokens that it names."""
    told = look[name]
    return value(told[6:-1], look) if told.startswith("var(--") else told


@pytest.mark.parametrize(("form", "look"), LOOKS)
@pytest.mark.parametrize(("pairs", "least"), [(theme.TEXTS, 4.5), (theme.SHAPES, 3)])
def test_every_pair_of_tokens_can_be_read(form, look, pairs, least):
    low = {
        pair: contrast
        for pair in pairs
        if (contrast := seen(*(value(name, look) for name in pair))) < least
    }
    assert low == {}, form


@pytest.mark.parametrize(("form", "look"), LOOKS)
def test_pages_and_drawings_have_the_same_colours(form, look):
    assert {name: value(name, look) for name in PALETTE} == {
        name: getattr(colour, form) for name, colour in PALETTE.items()
    }


def test_every_colour_of_a_drawing_has_its_two_classes():
    css = SHEETS["style.css"]
    for name in PALETTE:
        assert f".f-{name} {{ fill: var(--{name}); }} .s-{name} {{ stroke: var(--{name}); }}" in css


def test_every_token_that_text_or_a_ground_takes_is_in_a_pair_that_is_measured():
    css = bare(SHEETS["style.css"])
    texts = set(re.findall(r"[{;]\s*color: var\(--([\w-]+)\)", css))
    grounds = set(re.findall(r"background: var\(--([\w-]+)\)", css))
    inverse = {
        "nl-button-secondary-color",
        "nl-button-secondary-background-color",
    }  # of a pressed button: the pair turned round
    assert texts - inverse <= {one for one, _ in theme.TEXTS}
    assert grounds - inverse <= {other for _, other in theme.TEXTS}


@pytest.mark.parametrize("sheet", sorted(SHEETS))
def test_a_style_sheet_loads_nothing(sheet):
    found = re.findall(r"url\(|image-set\(|src\(|@import|@font-face|://", bare(SHEETS[sheet]))
    assert found == []


def test_every_token_is_defined_and_used():
    css = "".join(bare(sheet) for sheet in SHEETS.values())
    used = set(re.findall(r"var\((--[\w-]+)", css))
    assert used - set(re.findall(r"(--[\w-]+)\s*:", css)) == set()
    assert set(re.findall(r"(--[\w-]+)\s*:", bare(SHEETS["tokens.css"]))) - used == set()


def test_every_class_is_worn_by_something():
    templates = "".join(path.read_text(encoding="utf-8") for path in REPORT.glob("**/*.j2"))
    worn = set(
        " ".join(re.findall(r'class="([^"]*)"', re.sub(r"\{\{.*?\}\}", "*", templates))).split()
    )
    maps = REPORT.parent / "maps" / "svg.py"  # a broad map says so by a class
    for code in (*REPORT.glob("**/*.py"), *REPORT.glob("**/web/*.js"), maps):
        for text in re.findall(r"[\"'`]([\w -]+)[\"'`]", code.read_text(encoding="utf-8")):
            worn |= set(text.split())
    worn |= {f"{kind}-{name}" for name in PALETTE for kind in "fs"}
    styled = {
        name
        for sheet in ("style.css", "print.css")
        for selector in re.findall(r"([^{}]+)\{", bare(SHEETS[sheet]))
        for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector)
    }
    families = {name.rstrip("*") for name in worn if name.endswith("*")}
    assert {name for name in styled - worn if re.sub(r"\d+$", "", name) not in families} == set()


@pytest.mark.parametrize("sheet", sorted(SHEETS))
def test_paper_has_no_size_of_its_own_so_that_a_reader_may_pick_a3(sheet):
    pages = re.findall(r"@page[^{]*\{([^}]*)\}", bare(SHEETS[sheet]))
    assert {size for page in pages for size in re.findall(r"size:\s*([^;]+)", page)} <= {
        "landscape"
    }
