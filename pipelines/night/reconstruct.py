"""The reconstruction of a night: the reading beside the store, who is who, and each event in its journey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from journeys.layout import lay_out
from pipelines.errors import PipelineError
from pipelines.night.analyse import connect, inputs_of, run_models
from pipelines.night.forgetting import leavers_by_request, leavers_by_rule, without
from pipelines.night.key_notes import note_keys
from pipelines.night.linking import link_people
from pipelines.store.merging import Merged, merge

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pipelines.night.begin import Night
    from pipelines.store.source_reads import SourceRead

RECONSTRUCTED: Final = ("events", "links", "rejected", "reading_notes")


def reconstruct(
    night: Night, reads: Sequence[SourceRead], *, forget: Collection[str] = ()
) -> Merged:
    """Lay the reading beside the store, link who is in it, and put every event in its journey.

    Args:
        night: of the run.
        reads: the sources that were read.
        forget: clients who asked to be forgotten: they leave the store with this run, as do those
            whom `retention_days` no longer holds.

    Raises:
        PipelineError: a client who is to be forgotten is nobody in the store.
    """
    reread = [read.source for read in reads if read.source in night.reread]
    with connect(night) as connection:
        merged = merge(
            connection,
            night.store,
            reads,
            night.run_id,
            night.work / "merged",
            forget_sources=reread,
        )
        link_people(night, connection, merged)
    if forget or night.config.privacy.retention_days is not None:
        merged = _without_leavers(night, merged, forget)
    with connect(night) as connection:
        sources = [section.source() for section in night.config.sources]
        note_keys(connection, merged, sources, night.pseudonyms)
        run_models(night, connection, merged, RECONSTRUCTED)
    return merged


def _without_leavers(night: Night, merged: Merged, forget: Collection[str]) -> Merged:
    with connect(night) as connection:
        analysis = lay_out(connection, inputs_of(night, merged))
        if forget:
            leavers = leavers_by_request(analysis, merged, forget, night.pseudonyms)
            if leavers is None:
                raise PipelineError(
                    "nobody to forget",
                    expected="a client_id as the tables of the last run have it",
                    got="one that is in no record",
                    hint="client_id stands in tables/events.parquet and tables/links.parquet",
                )
        else:
            leavers = leavers_by_rule(analysis, night.config.privacy.retention_days)
        if leavers is None:
            return merged
        merged = without(connection, merged, leavers, night.work / "merged")
    with connect(night) as connection:
        link_people(night, connection, merged)
    return merged
