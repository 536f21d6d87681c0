"""How a source's rows are understood, as a fingerprint: with another, files are read again, or refused."""

from __future__ import annotations

import hashlib
import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from connectors.errors import ConnectorError
from journeys.errors import said
from pipelines.config.reading_settings import changed_settings
from pipelines.night.file_stamps import sha256_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from pipelines.config.source_section import SourceSection
    from pipelines.store.file_reads import FileRead

SNAPSHOT: Final = "snapshot-"
"""How the fingerprint of a snapshot source's mapping begins."""


def mapping_of(section: SourceSection, parts: Mapping[str, Any]) -> str:
    """A fingerprint of how a source's rows are understood: with another, files are read again."""
    mapping = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
    return (SNAPSHOT if section.snapshot else "") + mapping


def mapping_parts(
    section: SourceSection, timezone: str, folder: Path | None = None
) -> dict[str, Any]:
    """The settings that the ids of a source's events hang on.

    A file that its options name, such as a code list below `folder`, counts with what stands in it.
    """
    source = section.source()
    parts: dict[str, Any] = {
        "columns": {column: list(names) for column, names in source.columns.items()},
        "missing": sorted(source.missing),
        "key": list(source.key),
        "empty_end": source.empty_end,
        "timezone": timezone,
    }
    if source.skip_rows_where:
        parts["skip_rows_where"] = {
            str(n): {name: sorted(texts) for name, texts in rule.items()}
            for n, rule in enumerate(source.skip_rows_where)
        }
    if source.transitions:
        parts["transitions"] = dict(source.transitions)
    if source.options is not None:
        parts["options"] = {
            **source.options.model_dump(mode="json"),
            **{
                option: sha256_of(folder / path)
                for option, path in source.options
                if folder and isinstance(path, PurePath) and (folder / path).is_file()
            },
        }
    if section.snapshot is not None:
        parts["snapshot"] = section.snapshot.model_dump(mode="json")
    return parts


def refuse_other_ids(
    section: SourceSection,
    mapping: str,
    settings: str,
    earlier: Collection[FileRead],
    *,
    reread: bool,
) -> None:
    """Without a key an id is made of the mapped values: another mapping would double every event."""
    stored = [file.mapping for file in earlier]
    if reread or all(before == mapping for before in stored):
        return
    is_snapshot = section.snapshot is not None
    if all(before.startswith(SNAPSHOT) == is_snapshot for before in stored) and (
        is_snapshot or section.source().key
    ):
        return  # the ids hang on a key, or on case and moment
    names = sorted(
        {
            name
            for file in earlier
            if file.settings and file.mapping != mapping
            for name in changed_settings(file.settings, settings)
        }
    )
    raise ConnectorError(
        said("source {name!r}: its mapping has changed since it was stored", name=section.name),
        expected="the mapping that the stored events were read with, or a key",
        got=said("other {names}", names=" and ".join(names))
        if names
        else "other columns, missing, empty_end or timezone",
        hint=said(
            "klantreis run … --reread {name} reads its exports anew and drops what was stored of them;"
            " with key = [...] the ids do not hang on the mapping",
            name=section.name,
        ),
    )
