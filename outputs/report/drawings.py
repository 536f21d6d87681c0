"""A map that was drawn for a run, as a part of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from journeys.errors import said
from outputs.errors import OutputError
from outputs.maps.svg import in_page

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_BYTES: Final = 4_000_000
"""A larger map makes the page slow to open and is only linked to."""


def picture(path: Path) -> Markup | None:
    """A map to put in a page; None: there is none, or it is too large.

    Raises:
        OutputError: the file is no map of ours.
    """
    if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
        return None
    drawing = in_page(path.read_text(encoding="utf-8", errors="replace"), path.stem)
    if drawing is None:
        raise OutputError(
            said("map {name!r} cannot be put in the report", name=path.name),
            expected="a map as klantreis draws it",
            got="a file that begins otherwise",
            hint="draw the maps again",
        )
    return Markup(drawing)  # noqa: S704 - written by us, so escaped
