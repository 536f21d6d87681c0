"""A config file as it stands, and what is left of it without that which is wrong."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from journeys.errors import reason_of, said
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pydantic_core import ErrorDetails

RULING: Final = ("kind", "columns", "options", "snapshot")
"""Options of a source that others are judged by: without one of them these would seem wrong."""


def read_document(path: Path) -> dict[str, Any]:
    """What stands in a config file.

    Raises:
        ConfigError: it cannot be read, or is no TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            said("config {name}: cannot be read", name=path.name),
            expected="a TOML file in UTF-8",
            got=reason_of(error),
            hint="klantreis init writes one to start from",
        ) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            said("config {name}: is no TOML", name=path.name), got=str(error)
        ) from error


def without_options(
    document: Mapping[str, Any], faults: Sequence[ErrorDetails]
) -> Mapping[str, Any]:
    """A config without the options that are wrong by themselves, so that what they hide comes out.

    A section whose options are wrong is not judged as a whole: what is wrong between them is said too.
    """
    mended: Any = deepcopy(dict(document))
    for fault in faults:
        place = fault["loc"]
        n = 3 if len(place) > 1 and isinstance(place[1], int) else 2
        *way, option = place[:n] or ("",)
        if fault["type"] in {"missing", "value_error"} or len(place) < n or option in RULING:
            continue
        section = mended
        for part in way:
            section = section[part]
        if isinstance(section, dict):
            section.pop(option, None)
    return mended if isinstance(mended, dict) else {}


def without_sections(
    document: Mapping[str, Any], faults: Sequence[ErrorDetails]
) -> Mapping[str, Any]:
    """A config without the sections that have a fault, so that the others can be looked at.

    Nothing is left where a fault is in no section, or in one that no config can do without.
    """
    gone: dict[str, set[int]] = {}
    for place in (fault["loc"] for fault in faults):
        if not place or place[0] not in document or place[0] == "project":
            return {}
        numbers = gone.setdefault(str(place[0]), set())
        if len(place) > 1 and isinstance(place[1], int):
            numbers.add(place[1])
    sound = {
        name: [each for at, each in enumerate(section) if at not in gone[name]]
        if gone.get(name)
        else section
        for name, section in document.items()
        if name not in gone or gone[name]
    }
    return sound if sound.get("sources") else {}
