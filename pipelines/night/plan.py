"""How long the parts of a night take beside each other, so that who looks on sees how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipelines.store.ledger import Ledger

if TYPE_CHECKING:
    from pipelines.night.begin import Night

FIRST: Final = {"ingest": 2.0, "reconstruct": 2.0, "analyse": 3.0, "publish": 6.0}
"""Seconds of a first night of the demo."""


def weights_of(night: Night) -> dict[str, float]:
    """The seconds that each part will take, by those of the last night; the sources share theirs."""
    last = Ledger(night.config.store).last()
    seconds = {**FIRST, **(last.figures.get("seconds", {}) if last else {})}
    sources = night.config.sources
    ingest = {f"ingest {each.name}": seconds["ingest"] / len(sources) for each in sources}
    return {**ingest, **{part: seconds[part] for part in FIRST if part != "ingest"}}
