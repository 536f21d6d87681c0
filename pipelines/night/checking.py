"""What a run would do, without doing it: everything is read into a folder that is thrown away."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from connectors.errors import ConnectorError
from journeys.engine import connect
from journeys.inputs import Inputs
from journeys.layout import lay_out
from journeys.notes import Note
from journeys.work_folder import temporary_folder
from pipelines.config.vocabulary import vocabulary_of
from pipelines.night.found_files import find_files
from pipelines.night.ingest import read_source
from pipelines.night.judge import origin_of, source_outcome
from pipelines.night.key_notes import note_keys
from pipelines.store.keys import keys_to_check_with
from pipelines.store.ledger import Ledger
from pipelines.store.merging import merge
from pipelines.store.notes import notes_of
from pipelines.store.tables import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from journeys.engine import Engine
    from pipelines.config.settings import Config
    from pipelines.config.source_section import SourceSection
    from pipelines.night.outcome import SourceOutcome
    from pipelines.store.merging import Merged
    from pipelines.store.source_reads import SourceRead


@dataclass(frozen=True)
class Trial:
    """All sources read for a look, beside the store as it is.

    Attributes:
        connection: an engine.
        reads: the sources that could be read.
        errors: source to its error's text, for those that could not.
        merged: what the store would hold.
    """

    connection: Engine
    reads: list[SourceRead]
    errors: dict[str, str]
    merged: Merged


@contextmanager
def trial(config: Config) -> Iterator[Trial]:
    """Read every source as a run would, into a folder that is thrown away."""
    last = Ledger(config.store).last()
    store = Store.standing(config.store, last)
    pseudonyms = keys_to_check_with(config)
    reads: list[SourceRead] = []
    errors: dict[str, str] = {}
    with temporary_folder() as work:
        for n, section in enumerate(config.sources):
            try:
                reads.append(read_source(config, section, pseudonyms, store, work / f"{n:03}"))
            except ConnectorError as error:
                errors[section.name] = str(error)
        with connect(work / "spill", memory=config.project.memory) as connection:
            merged = merge(connection, store, reads, "check", work / "merged")
            configured = [section.source() for section in config.sources]
            note_keys(connection, merged, configured, pseudonyms)
            yield Trial(connection, reads, errors, merged)


@dataclass(frozen=True)
class Forecast:
    """What a run would make of the sources of a config.

    Attributes:
        sources: what it would make of each.
        as_of: the moment from which it would judge the data (ISO 8601, UTC).
        as_of_from: the source and file that it comes from.
    """

    sources: list[SourceOutcome]
    as_of: str | None
    as_of_from: dict[str, str] | None

    def figures(self) -> dict[str, Any]:
        """The same as plain values, for `--json`."""
        return asdict(self)


def check(config: Config) -> Forecast:
    """Read every source and say what a run would make of it; writes nothing."""
    with trial(config) as tried:
        sources = _sources(tried, config)
        merged = tried.merged
        inputs = Inputs(merged.records, readings=(merged.readings,), settings=config.settings())
        (judged,) = lay_out(tried.connection, inputs).ask(["judged"])["judged"].to_pylist()
    as_of = judged["as_of"]
    return Forecast(
        sources, as_of.astimezone(UTC).isoformat() if as_of else None, origin_of(judged)
    )


def _sources(tried: Trial, config: Config) -> list[SourceOutcome]:
    notes = notes_of(tried.merged.notes)
    unknown = _unknown_terms(tried, config)
    outcomes = []
    for section in config.sources:
        name = section.name
        mine = [*notes.get(name, []), *_config_notes(section, unknown.get(name, 0))]
        outcome = source_outcome(name, tried.reads, tried.merged, tried.errors, mine)
        if outcome.error:
            outcome = replace(outcome, files=_n_files(config, section))
        outcomes.append(outcome)
    return outcomes


def _config_notes(section: SourceSection, n_unknown: int) -> list[Note]:
    """What a run will do that its config may not mean."""
    notes = []
    if n_unknown:
        notes.append(Note("terms_unknown", n_unknown))
    if "ended_at" in section.columns and not section.source().key:
        notes.append(Note("end_without_key"))
    return notes


def _n_files(config: Config, section: SourceSection) -> int:
    try:
        return len(find_files(section, config.folder)) if section.path else 0
    except ConnectorError:
        return 0


def terms_of(tried: Trial, config: Config, records: Sequence[Path | str]) -> list[dict[str, Any]]:
    """The rows of the table `terms` over these records."""
    inputs = Inputs(records=records, vocabulary=vocabulary_of(config))
    rows: list[dict[str, Any]] = (
        lay_out(tried.connection, inputs).ask(["terms"])["terms"].to_pylist()
    )
    return rows


def _unknown_terms(tried: Trial, config: Config) -> dict[str, int]:
    """How many of each source's new terms the vocabulary does not know; none where there is none."""
    if not config.vocabulary:
        return {}
    rows = terms_of(tried, config, (tried.merged.new,))
    return Counter(row["source"] for row in rows if not row["is_mapped"])
