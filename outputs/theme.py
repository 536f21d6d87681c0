"""Design tokens out of a style sheet: those of the report's own look, and an organisation's in their place.

A theme file is CSS as NL Design System's themes have it (`dist/variables.css`, `dist/theme.css`). Nothing
of it is copied: of the tokens that the report knows, the value is taken, looked at and written anew. So a
file of thousands of tokens may be given as it is, and nothing in it can load or hide anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from journeys.errors import said
from outputs.errors import OutputError
from outputs.palette import SHAPE_CONTRAST, SHAPE_PAIRS, TEXT_CONTRAST, TEXT_PAIRS, contrast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_DEEP: Final = 12
"""How many tokens may name one another in a row."""

_SEE_THROUGH: Final = {"transparent", "rgba(0, 0, 0, 0)"}

TEXTS: Final = (
    *TEXT_PAIRS,
    ("soft", "alert-ground"),
    ("accent", "band"),
    ("basis-heading-color", "paper"),
    ("basis-heading-color", "ground"),
    ("nl-link-color", "paper"),
    ("nl-link-color", "ground"),
    ("nl-link-color", "alert-ground"),
    ("basis-color-action-2-color-hover", "paper"),
    ("basis-color-action-2-color-hover", "ground"),
    ("nl-button-secondary-color", "nl-button-secondary-background-color"),
    ("basis-color-action-2-color-hover", "nl-button-secondary-hover-background-color"),
    ("basis-focus-color", "basis-focus-background-color"),
    ("basis-form-control-color", "basis-form-control-background-color"),
    ("utrecht-page-header-color", "utrecht-page-header-background-color"),
    ("soft", "utrecht-page-header-background-color"),
    ("accent", "utrecht-page-header-background-color"),
    ("nl-link-color", "utrecht-page-header-background-color"),
    ("utrecht-page-footer-color", "utrecht-page-footer-background-color"),
    ("nl-link-color", "utrecht-page-footer-background-color"),
)
"""Text and what lies behind it in the pages, by the names of tokens."""

SHAPES: Final = (
    *SHAPE_PAIRS,
    ("nl-button-secondary-border-color", "paper"),
    ("basis-form-control-border-color", "paper"),
    ("basis-focus-outline-color", "paper"),
    ("basis-focus-outline-color", "ground"),
)
"""What has to be seen beside what it lies on."""


@dataclass(frozen=True)
class Theme:
    """Tokens by name, without the two hyphens.

    Attributes:
        light: each token's value; of sizes and fonts the only one.
        dark: the values that differ where the reader wants it dark.
    """

    light: Mapping[str, str]
    dark: Mapping[str, str]


@cache
def own_theme() -> Theme:
    """The report's own look.

    >>> own_theme().light["nl-link-color"], own_theme().light["wait-4"], own_theme().dark["wait-4"]
    ('var(--basis-color-action-2-color-default)', '#25083f', '#f1e4ff')
    """
    return parsed((files("outputs.report") / "web" / "tokens.css").read_text(encoding="utf-8"))


def parsed(css: str) -> Theme:
    """Every custom property of a style sheet's rules, and of those for a dark screen.

    >>> parsed(":root { --a: #fff; color: red } @media (prefers-color-scheme: dark) { .b { --a: #000 } }")
    Theme(light={'a': '#fff'}, dark={'a': '#000'})
    """
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for prelude, body in _blocks(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if not prelude.startswith("@"):
            light |= _properties(body)
        elif "prefers-color-scheme" in prelude and "dark" in prelude:
            for _, inner in _blocks(body):
                dark |= _properties(inner)
    return Theme(light, dark)


def read_theme(css: str) -> Theme:
    """An organisation's tokens in place of the report's own.

    Args:
        css: what its theme file holds.

    Raises:
        OutputError: none of it is a token of the report, a value is none of that kind, or a text could
            not be read with it (WCAG 2.2, 1.4.3 and 1.4.11).

    >>> read_theme(":root { --x-blue: #123456; --nl-link-color: var(--x-blue); --x-y: url(z) }")
    Theme(light={'nl-link-color': '#123456'}, dark={})
    """
    theirs, own = parsed(css), own_theme()
    known = [name for name in own.light if name.startswith(("basis-", "nl-", "utrecht-"))]
    values = {**theirs.light, **theirs.dark}
    theme = Theme(
        {name: _checked(name, theirs.light) for name in _usable(known, theirs.light, theirs.light)},
        {
            name: _checked(name, values)
            for name in _usable(known, theirs.dark, values)
            if _is_colour(name)
        },
    )
    if not theme.light and not theme.dark:
        raise OutputError(
            "the theme gives none of the report's tokens",
            expected="custom properties such as --basis-color-action-2-color-default",
            hint="NL Design System's themes have them in dist/variables.css",
        )
    if faults := [*unreadable(theme)]:
        raise OutputError(
            "with this theme not everything can be read",
            expected=said(
                "a contrast of {TEXT_CONTRAST} for text and {SHAPE_CONTRAST} for shapes",
                TEXT_CONTRAST=TEXT_CONTRAST,
                SHAPE_CONTRAST=SHAPE_CONTRAST,
            ),
            got="; ".join(faults),
            hint="give another value for one of the two",
        )
    return theme


def unreadable(theme: Theme | None = None) -> Iterator[str]:
    """Each pair of tokens whose contrast is too low, in the look with a theme, light and dark.

    >>> list(unreadable())
    []
    >>> next(unreadable(Theme({"nl-link-color": "#cccccc"}, {})))
    'light: nl-link-color on paper 1.61'
    """
    for form, values in zip(("light", "dark"), looks(theme), strict=True):
        for pairs, least in ((TEXTS, TEXT_CONTRAST), (SHAPES, SHAPE_CONTRAST)):
            for shape, ground in pairs:
                ratio = contrast(resolved(shape, values), resolved(ground, values))
                if ratio < least:
                    yield f"{form}: {shape} on {ground} {ratio}"


def looks(theme: Theme | None = None) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """All tokens as a light and as a dark page has them."""
    own, theme = own_theme(), theme or Theme({}, {})
    sizes = {name: value for name, value in theme.light.items() if not _is_colour(name)}
    return {**own.light, **theme.light}, {**own.light, **own.dark, **sizes, **theme.dark}


def resolved(name: str, values: Mapping[str, str]) -> str:
    """A token's value, through the tokens that it names; empty: it names none that is there, or itself."""
    value = values.get(name, "")
    for _ in range(_DEEP):
        named = re.fullmatch(r"var\(\s*--([\w-]+)\s*\)", value)
        if not named:
            return value
        value = values.get(named[1], "")
    return ""


def style_sheet(theme: Theme) -> str:
    """CSS that puts a theme's tokens in place; light colours on a light screen and on paper alone.

    >>> print(style_sheet(Theme({"basis-border-radius-md": "0px"}, {})), end="")
    :root { --basis-border-radius-md: 0px; }
    """
    sizes = {name: value for name, value in theme.light.items() if not _is_colour(name)}
    light = {name: value for name, value in theme.light.items() if _is_colour(name)}
    rules = (
        ("", sizes),
        ("print, (prefers-color-scheme: light) and (not (prefers-contrast: more))", light),
        ("screen and (prefers-color-scheme: dark) and (not (prefers-contrast: more))", theme.dark),
    )
    css_rules = []
    for where, values in rules:
        if values:
            rule = (
                ":root { "
                + " ".join(f"--{name}: {value};" for name, value in values.items())
                + " }"
            )
            css_rules.append(f"@media {where} {{ {rule} }}" if where else rule)
    return "\n".join(css_rules) + "\n"


def _usable(
    known: Iterable[str], theirs: Mapping[str, str], values: Mapping[str, str]
) -> list[str]:
    """The known tokens among theirs; one that is see-through has the colour of what lies behind it."""
    return [name for name in known if name in theirs and resolved(name, values) not in _SEE_THROUGH]


def _is_colour(name: str) -> bool:
    return "color" in name.removeprefix("basis-").split("-")


def _checked(name: str, values: Mapping[str, str]) -> str:
    value = resolved(name, values)
    if _is_colour(name):
        kind, pattern = "a colour as #rrggbb", r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})"
    elif name.endswith(("font-family", "font-family-default", "font-family-monospace")):
        kind, pattern = "names of fonts", r"""[\w\s,"'-]{1,300}"""
    else:
        kind, pattern = (
            "a number with px, rem, em or %, or a word",
            r"\d{0,4}\.?\d{1,5}(?:px|rem|em|ch|%)?|[a-z]{3,12}",
        )
    if not re.fullmatch(pattern, value):
        raise OutputError(said("the theme's --{name} is of another kind", name=name), expected=kind)
    if _is_colour(name) and len(value) == len("#rgb"):
        value = "#" + "".join(char * 2 for char in value[1:])
    return value


def _properties(body: str) -> dict[str, str]:
    properties = re.findall(r"--([\w-]+)\s*:\s*([^;{}]*?)\s*(?:;|$)", body.strip())
    return {name: " ".join(value.split()) for name, value in properties}


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Each rule at the top: what stands before its brace, and what stands in it."""
    depth, start, opened, prelude = 0, 0, 0, ""
    for at, char in enumerate(css):
        if char == "{":
            if depth == 0:
                prelude, opened = css[start:at].strip(), at + 1
            depth += 1
        elif char == "}" and depth:
            depth -= 1
            if depth == 0:
                yield prelude, css[opened:at]
                start = at + 1
