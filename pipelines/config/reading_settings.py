"""With which settings a file was read, so that a config that was changed since then is said.

What was read stays as it was read: another format, column or sheet in the config changes nothing of it until
the source is read anew (`--reread`). Of every reading the store keeps a fingerprint of each setting.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipelines.config.source_section import SourceSection

CHANGED: Final = "settings_changed"
"""The kind of the note of files that were read with other settings (`journeys.notes.Note`)."""

_OF_VALUES: Final = (
    "formats", "encoding", "delimiter", "sheet", "header_row", "partner", "domain", "municipality",
)  # fmt: skip
"""Settings that change what rows become and no part of an event's id (`pipelines.night.mappings`)."""

_DIGITS: Final = 8


def settings_of(section: SourceSection, mapping: Mapping[str, Any]) -> str:
    """A fingerprint of each setting that a source is read with, as JSON; of one left out none.

    Args:
        section: the source.
        mapping: the settings that an event's id hangs on.
    """
    source = section.source()
    parts = {**mapping, **{name: getattr(source, name) for name in _OF_VALUES}}
    return json.dumps(
        {
            name: hashlib.sha256(
                json.dumps(value, sort_keys=True, default=str).encode()
            ).hexdigest()[:_DIGITS]
            for name, value in sorted(parts.items())
            if value
        }
    )


def changed_settings(before: str, now: str) -> list[str]:
    """The names of the settings that differ.

    >>> changed_settings('{"sheet": "1f", "formats": "2a"}', '{"formats": "3b"}')
    ['formats', 'sheet']
    """
    one, other = json.loads(before), json.loads(now)
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def changed_since(earlier: Iterable[str | None], now: str) -> tuple[Note, ...]:
    """A note where files stand as they were read with other settings than those of now.

    Args:
        earlier: the settings of the latest reading of each file that is not read now; None of one that an
            earlier version of the program read.
        now: the settings of now.
    """
    counts: Counter[str] = Counter()
    for before in earlier:
        if before and (names := changed_settings(before, now)):
            counts[", ".join(names)] += 1
    return tuple(Note(CHANGED, n, detail=names) for names, n in sorted(counts.items()))
