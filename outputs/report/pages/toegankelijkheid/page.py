"""The accessibility statement: what Dutch law asks to be said, said of this report alone."""

from __future__ import annotations

from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from outputs.report.build import Build

JUDGED_ON: Final = date(2026, 11, 24)
"""When its makers last looked whether it is so; a release that changes pages renews it."""


def write_statement(build: Build) -> None:
    """Write the page of the accessibility statement."""
    values = {
        "version": version("klantreis"),
        "judged_on": JUDGED_ON,
        "contact": build.options.contact,
    }
    build.page("toegankelijkheid", "toegankelijkheid.html.j2", values=lambda _: values)
