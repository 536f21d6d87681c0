"""A config proposed from exports: each file looked at, its kind found, its tables proposed as sources."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from connectors.errors import ConnectorError
from journeys.errors import listed, said
from pipelines.errors import ConfigError
from pipelines.proposal.databases import propose_database
from pipelines.proposal.files import FOLDERS, VARYING, Extracts, extracts_of, files_of
from pipelines.proposal.logs import propose_json, propose_ocel, propose_xes
from pipelines.proposal.names import plain
from pipelines.proposal.partners import PLAIN_WORDS
from pipelines.proposal.services import propose_service
from pipelines.proposal.settings import Setting, SourceProposal
from pipelines.proposal.sources import propose_source
from pipelines.proposal.tables import tables_of_parquet, tables_of_text, tables_of_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipelines.proposal.tables import Sample

MOST_EXTRACTS: Final = 12
"""Of how many extracts of one source the rows are looked at: the latest."""

_TABLES: Final[dict[str, Callable[[Path], list[Sample]]]] = {
    "csv": tables_of_text,
    "xlsx": tables_of_workbook,
    "parquet": tables_of_parquet,
}


@dataclass(frozen=True)
class Proposal:
    """A config as it is proposed.

    Attributes:
        sources: that can be read.
        left_out: files and tables that are none, each with the reason.
        level: of a journey.
    """

    sources: Sequence[SourceProposal]
    left_out: Sequence[tuple[str, str]]
    level: str

    @property
    def n_doubts(self) -> int:
        """How many choices a person has to look at."""
        return sum(
            setting.is_doubtful for source in self.sources for setting in settings_of(source)
        )

    @property
    def can_be_read(self) -> bool:
        """Whether every source can be read as it is; an Open Zaak waits for its secret."""
        return not any(line.value == "zgw" for source in self.sources for line in source.settings)


def settings_of(source: SourceProposal) -> list[Setting]:
    """All lines of a source."""
    return [
        *source.settings,
        *source.columns,
        *source.formats,
        *(each for table in source.tables.values() for each in table),
    ]


def propose(exports: Sequence[str], folder: Path) -> Proposal:
    """A config for exports.

    Args:
        exports: files, folders of them, and urls of databases and of an Open Zaak.
        folder: of the config, to which its paths are relative.

    Raises:
        ConfigError: an export is not there, or nothing in them can be read as events.
    """
    urls = [export for export in exports if re.match(r"[a-z0-9+]+://", export)]
    extracts, left = extracts_of(
        files_of([Path(export) for export in exports if export not in urls])
    )
    left_out = [(each.path.name, each.reason) for each in left]
    found: list[SourceProposal] = []
    for group in extracts:
        try:
            found += _of_extracts(group, folder)
        except ConnectorError as error:
            left_out.append((group.paths[0].name, error.what))
    for url in urls:
        is_service = url.startswith(("https://", "http://"))
        found += [propose_service(url)] if is_service else propose_database(url)
    sources = [source for source in found if not source.fault]
    left_out += [(source.name, source.fault) for source in found if source.fault]
    if not sources:
        raise ConfigError(
            said("nothing in these files can be read as events"),
            expected="an export that says of each row which case it is about, what happened and when",
            got=listed((said("{name}: {why}", name=name, why=why) for name, why in left_out), "; "),
            hint="klantreis init, without a file, writes a config to fill in by hand",
        )
    return Proposal(_named_apart(sources), left_out, _level(sources))


def _of_extracts(group: Extracts, folder: Path) -> list[SourceProposal]:
    """The sources in the extracts of one group."""
    path, name = _path(group, folder), _name(group)
    if group.kind in FOLDERS:
        return [SourceProposal(name, [Setting("kind", group.kind), Setting("path", path)])]
    if group.kind == "sqlite":
        return [
            each for file in group.paths for each in propose_database(f"sqlite:///{file.resolve()}")
        ]
    by_kind = {"xes": propose_xes, "ocel": propose_ocel, "json": propose_json}
    if group.kind in by_kind:
        return by_kind[group.kind](name, group.paths, path)
    of_files = [_TABLES[group.kind](file) for file in group.paths[-MOST_EXTRACTS:]]
    by_sheet: dict[str, dict[tuple[str, ...], list[tuple[Path, Sample]]]] = {}
    for file, tables in zip(group.paths[-MOST_EXTRACTS:], of_files, strict=True):
        for table in tables:
            by_sheet.setdefault(table.source.sheet, {}).setdefault(tuple(table.columns), []).append(
                (file, table)
            )
    found = []
    for sheet, by_header in by_sheet.items():
        own = name if len(by_sheet) == 1 else f"{name}-{_slug(sheet)}"
        parts = [
            propose_source(
                own, group.kind, [file for file, _ in pairs], path, [table for _, table in pairs]
            )
            for pairs in by_header.values()
        ]
        found.append(reduce(_with_drift, parts))
    return found


def _with_drift(earlier: SourceProposal, later: SourceProposal) -> SourceProposal:
    """Two proposals of a source whose columns got other names: each with all the names that it had."""
    if earlier.fault or later.fault:
        return later if earlier.fault else earlier
    names: dict[str, Setting] = {}
    for setting in (*earlier.columns, *later.columns):
        names[setting.name] = _both(names.get(setting.name), setting)
    formats: dict[str, Setting] = {}
    for setting in (*earlier.formats, *later.formats):
        formats[setting.name] = _both(formats.get(setting.name), setting)
    settings = {setting.name: setting for setting in (*earlier.settings, *later.settings)}
    return replace(
        later,
        settings=list(settings.values()),
        columns=list(names.values()),
        formats=list(formats.values()),
        unused=list(dict.fromkeys([*earlier.unused, *later.unused])),
        n_rows=earlier.n_rows + later.n_rows,
    )


def _both(before: Setting | None, setting: Setting) -> Setting:
    """A line with all the values that it has had."""
    if before is None or before.value == setting.value:
        return setting
    values = _several(before.value)
    values += [value for value in _several(setting.value) if value not in values]
    reason = said("{why}; it has been otherwise before", why=setting.reason)
    is_doubtful = before.is_doubtful or setting.is_doubtful
    return replace(setting, value=values, reason=reason, is_doubtful=is_doubtful)


def _several(value: Any) -> list[Any]:
    return [*value] if isinstance(value, list) else [value]


def _path(group: Extracts, folder: Path) -> str:
    """The path of a group as a config in that folder says it: with * where files differ."""
    first = group.paths[0]
    folders = {path.parent for path in group.paths}
    if len(folders) > 1:  # each extract in a folder of its own day
        place = Path(os.path.relpath(first.parent.parent.resolve(), folder.resolve())) / "*"
    else:
        place = Path(os.path.relpath(first.parent.resolve(), folder.resolve()))
    if group.kind in FOLDERS:
        name = f"*{first.suffix}" if len({path.suffix for path in group.paths}) == 1 else "*"
    elif len({path.name for path in group.paths}) == 1:
        name = first.name
    else:
        name = re.sub(r"\*+", "*", VARYING.sub("*", first.name))
    return (place / name).as_posix()


def _name(group: Extracts) -> str:
    stem = (
        group.paths[0].parent.name if group.kind in FOLDERS else group.paths[0].name.split(".")[0]
    )
    return _slug(stem) or group.kind


def _slug(text: str) -> str:
    """The words of a name, without numbers and words that say nothing, unless it has no others.

    >>> _slug("Export wijkteam 2024"), _slug("events")
    ('wijkteam', 'events')
    """
    words = [word for word in plain(text).split() if not word.isdigit()]
    return "-".join([word for word in words if not PLAIN_WORDS.fullmatch(word)] or words)


def _named_apart(sources: Sequence[SourceProposal]) -> list[SourceProposal]:
    """The sources, none with the name of another."""
    seen: Counter[str] = Counter()
    named = []
    for source in sources:
        seen[source.name] += 1
        n = seen[source.name]
        named.append(replace(source, name=source.name if n == 1 else f"{source.name}-{n}"))
    return named


def _level(sources: Sequence[SourceProposal]) -> str:
    """What a journey is: of a client where any source says who that is, else of a case."""
    knows: set[Any] = {setting.name for source in sources for setting in source.columns}
    has_people = {"client", "bsn"} & knows or {"family_name", "birth_date"} <= knows
    kinds = {
        setting.value for source in sources for setting in source.settings if setting.name == "kind"
    }
    return "client" if has_people or kinds & {*FOLDERS, "ocel", "zgw"} else "case"
