"""What a run would do, without doing it: everything is read into a folder that is thrown away."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

from connectors.errors import ConnectorError
from journeys.engine import connect
from journeys.inputs import Inputs
from journeys.layout import lay_out
from journeys.notes import Note
from journeys.work_folder import temporary_folder
from pipelines.config.vocabulary import vocabulary_of
from pipelines.errors import ConfigError
from pipelines.night.found_files import find_files
from pipelines.night.ingest import read_source
from pipelines.night.judge import origin_of, source_outcome
from pipelines.night.key_notes import note_keys
from pipelines.night.look import Looker
from pipelines.night.onlooker import plan, see
from pipelines.store.keys import keys_to_check_with
from pipelines.store.ledger import Ledger
from pipelines.store.merging import merge
from pipelines.store.notes import notes_of
from pipelines.store.tables import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from journeys.engine import Engine
    from pipelines.config.settings import Config
    from pipelines.config.source_section import SourceSection
    from pipelines.night.look import SourceLook
    from pipelines.night.outcome import SourceOutcome
    from pipelines.store.merging import Merged
    from pipelines.store.source_reads import SourceRead


FEW: Final = 10
"""Fewer events may well have one moment."""


@dataclass(frozen=True)
class Trial:
    """All sources read for a look, beside the store as it is.

    Attributes:
        connection: an engine.
        reads: the sources that could be read.
        errors: source to its error's text, for those that could not.
        merged: what the store would hold.
        lookers: source to what was seen of it while it was read.
    """

    connection: Engine
    reads: list[SourceRead]
    errors: dict[str, str]
    merged: Merged
    lookers: dict[str, Looker]


@contextmanager
def trial(config: Config) -> Iterator[Trial]:
    """Read every source as a run would, into a folder that is thrown away."""
    last = Ledger(config.store).last()
    store = Store.standing(config.store, last)
    pseudonyms = keys_to_check_with(config)
    reads: list[SourceRead] = []
    errors: dict[str, str] = {}
    lookers = {section.name: Looker(section.name) for section in config.sources}
    plan({**{f"ingest {section.name}": 1.0 for section in config.sources}, "reconstruct": 1.0})
    with temporary_folder() as work:
        for n, section in enumerate(config.sources):
            place, looker = work / f"{n:03}", lookers[section.name]
            see(f"ingest {section.name}", 0.0)
            try:
                reads.append(read_source(config, section, pseudonyms, store, place, watcher=looker))
            except ConnectorError as error:
                errors[section.name] = str(error)
            see(f"ingest {section.name}", 1.0)
        see("reconstruct", 0.0)
        with connect(work / "spill", memory=config.project.memory) as connection:
            merged = merge(connection, store, reads, "check", work / "merged")
            configured = [section.source() for section in config.sources]
            note_keys(connection, merged, configured, pseudonyms)
            yield Trial(connection, reads, errors, merged, lookers)


@dataclass(frozen=True)
class Forecast:
    """What a run would make of the sources of a config.

    Attributes:
        sources: what it would make of each.
        looks: source to what it would be read as; of one without a file to open nothing.
        errors: why a source cannot be read, and what is wrong with the vocabulary.
        as_of: the moment from which it would judge the data (ISO 8601, UTC).
        as_of_from: the source and file that it comes from.
    """

    sources: list[SourceOutcome]
    looks: dict[str, SourceLook]
    errors: list[str]
    as_of: str | None
    as_of_from: dict[str, str] | None

    def figures(self) -> dict[str, Any]:
        """The same as plain values, for `--json`: each source with its look."""
        figures = asdict(self)
        looks = figures.pop("looks")
        for source in figures["sources"]:
            source["look"] = looks.get(source["name"])
        return figures


def check(config: Config) -> Forecast:
    """Read every source and say what a run would make of it; writes nothing."""
    with trial(config) as tried:
        terms, fault = _new_terms(tried, config)
        looks = _looks(tried, terms)
        sources = _sources(tried, config, looks, terms)
        errors = [*(source.error for source in sources if source.error), *fault]
        merged = tried.merged
        inputs = Inputs(merged.records, readings=(merged.readings,), settings=config.settings())
        (judged,) = lay_out(tried.connection, inputs).ask(["judged"])["judged"].to_pylist()
    as_of = judged["as_of"]
    at = as_of.astimezone(UTC).isoformat() if as_of else None
    return Forecast(sources, looks, errors, at, origin_of(judged))


def _looks(tried: Trial, terms: Sequence[Mapping[str, Any]]) -> dict[str, SourceLook]:
    reads = {read.source: read for read in tried.reads}
    unknown: Counter[str] = Counter()
    for term in terms:
        unknown[term["source"]] += 0 if term["is_mapped"] else term["n"]
    return {
        name: replace(look, n_unknown=unknown[name])
        for name, looker in tried.lookers.items()
        if (look := looker.look(tried.connection, reads.get(name)))
    }


def _sources(
    tried: Trial,
    config: Config,
    looks: Mapping[str, SourceLook],
    terms: Sequence[Mapping[str, Any]],
) -> list[SourceOutcome]:
    notes = notes_of(tried.merged.notes)
    outcomes = []
    for section in config.sources:
        name = section.name
        mine = [*notes.get(name, []), *_config_notes(section)]
        n_unknown = sum(each["source"] == name and not each["is_mapped"] for each in terms)
        if n_unknown and config.vocabulary:
            mine.append(Note("terms_unknown", n_unknown))
        mine += _moment_notes(section, looks.get(name))
        outcome = source_outcome(name, tried.reads, tried.merged, tried.errors, mine)
        if outcome.error:
            outcome = replace(outcome, files=_n_files(config, section))
        outcomes.append(outcome)
    return outcomes


def _config_notes(section: SourceSection) -> list[Note]:
    """What a run will do that its config may not mean."""
    is_keyless = "ended_at" in section.columns and not section.source().key
    return [Note("end_without_key")] if is_keyless else []


def _moment_notes(section: SourceSection, look: SourceLook | None) -> list[Note]:
    """That all events have the same moment, as where the day of the export is mapped."""
    if section.snapshot or not look or look.n_events < FEW or look.first != look.last:
        return []
    return [
        Note("moments_alike", look.n_events, " / ".join(section.source().columns["started_at"]))
    ]


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


def _new_terms(tried: Trial, config: Config) -> tuple[list[dict[str, Any]], list[str]]:
    """The terms of what is new, and what is wrong with the vocabulary, which says nothing then."""
    try:
        return terms_of(tried, config, (tried.merged.new,)), []
    except ConfigError as error:
        return [], [str(error)]
