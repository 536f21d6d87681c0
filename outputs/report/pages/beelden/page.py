"""The page of pictures: each with its definition, its n, its table, and itself to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from markupsafe import Markup

from outputs.pictures import SUBJECTS
from outputs.queries import definitions_asked
from outputs.reader import DAY_S

if TYPE_CHECKING:
    from outputs.pictures import Picture
    from outputs.reader import Reader
    from outputs.report.build import Build

SCRIPTS: Final = ("download.js",)
STYLES: Final = ("beelden.css",)
DAY_DECIMALS: Final = 4


def write_pictures(build: Build) -> None:
    """Write beelden.html and beelden.en.html."""
    build.page(
        "beelden",
        "beelden.html.j2",
        values=lambda reader: told_pictures(build, reader),
        scripts=SCRIPTS,
        styles=STYLES,
    )


def told_pictures(build: Build, reader: Reader) -> dict[str, Any]:
    """Every picture that there is something to draw for, and the titles of the others."""
    drawn, missing, definitions = [], [], {}
    for subject in SUBJECTS:
        if subject.tells_teams and not build.level.teams:
            continue
        with definitions_asked() as asked:
            picture = subject.make(build.connection, reader, build.level)
        if picture is None:
            missing.append(reader.text(subject.title))
        else:
            drawn.append(picture)
            definitions[picture.name] = sorted(asked)
    as_of = build.about.as_of
    return {
        "pictures": drawn,
        "missing": missing,
        "asked": definitions,
        "as_of_date": as_of.astimezone(ZoneInfo(reader.timezone)).date() if as_of else None,
        "markup": markup,
        "raw": raw,
    }


def markup(picture: Picture) -> Markup:
    """A picture's drawing, to be put in a page as it is."""
    return Markup(picture.svg)  # noqa: S704 - serialised by us, so escaped


def raw(value: object, kind: str) -> str:
    """A cell's value as a program reads it: a number with a point, days as days; empty for none.

    >>> raw(129_600, "days"), raw(0.25, "percent"), raw(None, "number"), raw(1e-7, "percent")
    ('1.5', '0.25', '', '0.0000001')
    """
    if value is None:
        return ""
    if kind == "days":
        assert isinstance(value, int | float)  # noqa: S101 - what the column says
        value = round(value / DAY_S, DAY_DECIMALS)
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return str(value)
