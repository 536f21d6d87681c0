"""The messy exports: every partner in its own kind of file and its own words.

A new partner is one file here that ends in an `EXPORT`, and one line in `EXPORTS`.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from pipelines.demo.exports import (
    ggz,
    jeugdbescherming,
    leerplicht,
    politie,
    veilig_thuis,
    wijkteam,
    wmo,
)
from pipelines.demo.exports.faults import with_faults

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pipelines.demo.exports.extract import ExportFile
    from pipelines.demo.partners import DemoPartner
    from pipelines.demo.story import Event

EXPORTS: Final = (
    wijkteam.EXPORT, veilig_thuis.EXPORT, politie.EXPORT, ggz.EXPORT, jeugdbescherming.EXPORT,
    wmo.EXPORT, leerplicht.EXPORT,
)  # fmt: skip


class Exported(NamedTuple):
    """A file that a partner exported."""

    partner: DemoPartner
    extract: ExportFile


def write_exports(folder: Path, events: Sequence[Event], seed: int) -> Iterator[Exported]:
    """Writes every partner's files under `folder`, in the order of time, and tells what they hold.

    Args:
        folder: where each partner gets a folder by its source's name.
        events: of all clients and partners.
        seed: decides which rows are faulty.
    """
    in_time = sorted(events, key=lambda event: (event.started_at, event.client.key))
    for export in EXPORTS:
        lines = [export.row(event) for event in in_time if event.partner is export.partner]
        rng = Random(f"{seed} {export.partner.source}")
        lines = with_faults(lines, export.faults, rng)
        place = folder / export.partner.source
        place.mkdir(parents=True, exist_ok=True)
        for extract in export.extracts(lines):
            export.write(place / extract.name, extract)
            yield Exported(export.partner, extract)
