"""Which figure a page tells: a name on the number itself, so that pages can be held beside each other.

One thing has one number on every page (docs/definitions.md, what a page tells). A number that another page
may tell too stands in an element with `data-figure`: the thing, a hash of its names (a source wrote them, and
they belong in no attribute), and what is measured of it.
tests/outputs/report/test_one_number.py collects them all and allows each one value.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from markupsafe import Markup

from outputs.maps.text import clean

UNKNOWN: Final = "\0"
DIGITS: Final = 12


def figure_name(thing: str, *names: str | None, measure: str) -> str:
    """The name of a figure.

    Args:
        thing: `step` (from partner, activity; to partner, activity), `between` (two partners: all waits),
            `handover` (two partners), `journeys`, `signals`, `regisseurs` and so on.
        names: of the thing; None: not known.
        measure: as the column is called, such as `n_wait_journeys`.

    >>> figure_name("handover", "Wijkteam", None, measure="n")
    'handover|5906b6ab1aa0|n'
    >>> figure_name("journeys", measure="n")
    'journeys|n'
    """
    if not names:
        return f"{thing}|{measure}"
    key = "\n".join(UNKNOWN if name is None else clean(name) for name in names)
    return f"{thing}|{sha256(key.encode()).hexdigest()[:DIGITS]}|{measure}"


def mark(text: object, thing: str, *names: str | None, measure: str) -> Markup:
    """A number or a duration in a page, with the name of the figure that it is.

    >>> mark("12", "journeys", measure="n")
    Markup('<span data-figure="journeys|n">12</span>')
    """
    name = figure_name(thing, *names, measure=measure)
    return Markup('<span data-figure="{}">{}</span>').format(name, text)


def code(text: str) -> Markup:
    """A file's name as code, to be put into a text.

    >>> code("tables/routes.parquet")
    Markup('<code>tables/routes.parquet</code>')
    """
    return Markup("<code>{}</code>").format(text)
