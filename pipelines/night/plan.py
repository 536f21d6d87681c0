"""How long the parts of a night take beside each other, so that who looks on sees how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipelines.store.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.config.source_section import SourceSection
    from pipelines.night.begin import Night

FIRST: Final = {"ingest": 2.0, "reconstruct": 2.0, "analyse": 3.0, "publish": 6.0}
"""Seconds of a first night of the demo."""


def weights_of(night: Night, sections: Sequence[SourceSection]) -> dict[str, float]:
    """The seconds that each part will take, by those of the last night.

    Args:
        night: of the run.
        sections: the sources that are read; they share the seconds of reading.
    """
    last = Ledger(night.config.store).last()
    seconds = {**FIRST, **(last.figures.get("seconds", {}) if last else {})}
    ingest = {f"ingest {each.name}": seconds["ingest"] / len(sections) for each in sections}
    return {**ingest, **{part: seconds[part] for part in FIRST if part != "ingest"}}
