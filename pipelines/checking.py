"""What a run would do, without doing it: everything is read into a folder that is thrown away."""

from __future__ import annotations

import secrets
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from connectors.errors import ConnectorError
from connectors.pseudonyms import Pseudonyms, read_key
from journeys import engine
from pipelines.ingest import SourceRead, find_files, read_source
from pipelines.ledger import Ledger
from pipelines.merging import merge
from pipelines.store import Store
from pipelines.vocabulary import read_vocabulary

if TYPE_CHECKING:
    from pipelines.settings import Config, SourceSection


def check_sources(config: Config) -> list[dict[str, Any]]:
    """Read every source and say what a run would make of it; writes nothing.

    Returns:
        For each source its name, files, skipped, rows_read, new, rejected, repeated, updated, notes,
        the terms without a meaning in the vocabulary (counted), and its error, if any.
    """
    last = Ledger(config.store).last()
    store = Store(config.store, last.versions if last else {})
    pseudonyms = (
        read_key(config.key_file)
        if config.key_file.exists()
        else Pseudonyms(secrets.token_bytes(32))
    )
    known = store.read_files()
    reads: list[SourceRead] = []
    errors: dict[str, str] = {}
    with TemporaryDirectory(prefix="klantreis-check-") as temporary:
        work = Path(temporary)
        for n, section in enumerate(config.sources):
            try:
                reads.append(read_source(config, section, pseudonyms, known, work / f"{n:03}"))
            except ConnectorError as error:
                errors[section.name] = str(error)
        with engine.connect(work / "spill", memory=config.project.memory) as connection:
            merged = merge(connection, store, reads, "check", work / "merged")
            unknown = _unknown_terms(connection, config, merged.new)
    return [
        _told(config, section, reads, merged.files, unknown, errors) for section in config.sources
    ]


def _told(
    config: Config,
    section: SourceSection,
    reads: list[SourceRead],
    files: tuple[dict[str, object], ...],
    unknown: dict[str, int],
    errors: dict[str, str],
) -> dict[str, Any]:
    read = next((read for read in reads if read.source == section.name), None)
    mine = [row for row in files if row["source"] == section.name]
    notes = read.notes if read else []
    if unknown.get(section.name):
        notes.append(f"{unknown[section.name]} terms have no meaning in the vocabulary")
    if "ended_at" in section.columns and not section.key:
        notes.append(
            "has an end but no key: an end that is filled in later makes a new event;"
            " key = [...] names the columns that identify a row"
        )
    counts = ("rows", "new", "rejected", "repeated", "updated")
    told: dict[str, Any] = {name: sum(int(str(row[name])) for row in mine) for name in counts}
    return {
        "name": section.name,
        "files": len(read.hashes) if read else _n_files(config, section),
        "skipped": len(read.skipped) if read else 0,
        "rows_read": told.pop("rows"),
        **told,
        "notes": notes,
        "error": errors.get(section.name),
    }


def _n_files(config: Config, section: SourceSection) -> int:
    try:
        return len(find_files(section, config.folder)) if section.path else 0
    except ConnectorError:
        return 0


def _unknown_terms(connection: Any, config: Config, new: Path) -> dict[str, int]:
    """How many of each source's terms the vocabulary does not know; none where there is none."""
    if not config.vocabulary:
        return {}
    terms = read_vocabulary(config.folder / config.vocabulary.file)
    known = {(term.source, term.term) for term in terms}
    found: dict[str, int] = {}
    for source, term in connection.execute(
        f"select distinct source, trim(activity_source) from {engine.parquet([new])}"
    ).fetchall():
        if (source, term) not in known and ("", term) not in known:
            found[source] = found.get(source, 0) + 1
    return found
