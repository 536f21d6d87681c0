"""`[[sources]]`: one source, checked with what its kind knows of its options."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError, model_validator

from connectors.files.stamped import TAKEN_AT
from connectors.records.lifecycle import INSTANCE, STANDARD, TRANSITION
from connectors.registry import KINDS
from connectors.source import IDENTITY, Source
from journeys.contract import DETAILS
from journeys.errors import nearest, said, unknown
from pipelines.config.faults import faults_of
from pipelines.config.sections import Names, Section, Spelled, several
from pipelines.config.snapshot_section import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS: Final = (
    *IDENTITY, "case_id", "household", "activity", "started_at", "ended_at", *DETAILS, "cost_eur", "version",
    "transition", "instance",
)  # fmt: skip
"""What a source's columns can be mapped to."""


def _rules(rules: Any) -> Any:
    """One rule or a list of them; each names a column and a text."""
    listed = [rules] if isinstance(rules, dict) else rules
    if isinstance(listed, list | tuple) and not all(
        isinstance(rule, dict) and rule and all(texts or texts == "" for texts in rule.values())
        for rule in listed
    ):
        raise ValueError('is a column and its texts, such as { Zaak = ["Totaal", "Subtotaal*"] }')
    return listed


class SourceSection(Section):
    """`[[sources]]`: one source, as `connectors.source.Source` has it."""

    name: str = Field(min_length=1)
    kind: str
    path: str = ""
    partner: Spelled = ""
    domain: Spelled = ""
    municipality: Spelled = ""
    missing: Annotated[tuple[str, ...], BeforeValidator(several)] = ()
    skip_rows_where: Annotated[tuple[dict[str, Names], ...], BeforeValidator(_rules)] = ()
    key: Annotated[tuple[str, ...], BeforeValidator(several)] = ()
    empty_end: Literal["running", "instant"] = "running"
    actor: Literal["inwoner", "netwerk"] | None = None
    encoding: str = ""
    delimiter: str = Field(default="", max_length=1)
    sheet: str = ""
    header_row: int = Field(default=0, ge=1)
    columns: dict[str, Names] = Field(default={})
    formats: dict[str, Names] = Field(default={})
    transitions: dict[str, str] = Field(default={})
    options: dict[str, Any] = Field(default={})
    snapshot: Snapshot | None = None

    @model_validator(mode="after")
    def _known(self) -> SourceSection:
        if self.kind not in KINDS:
            raise ValueError(unknown("kind", self.kind, sorted(KINDS)))
        if faults := list(self._faults()):
            raise ValueError(*faults)
        return self

    def _faults(self) -> Iterator[str]:
        """All that is wrong with the source."""
        if not self.path and KINDS[self.kind].takes != "remote":
            yield said("path is missing: where are the files?")
        if self.header_row and not KINDS[self.kind].has_header:
            yield said("header_row: a source of kind {kind} has no header", kind=self.kind)
        yield from self._option_faults()
        yield from self._snapshot_faults()
        yield from self._transition_faults()
        columns = self._columns()
        for column in self.columns:
            if column not in COLUMNS:
                yield unknown("columns", column, COLUMNS)
        for column in ("case_id", "activity", "started_at"):
            if column not in columns:
                yield said(
                    "columns.{column} is missing: which source column holds it?", column=column
                )
        known = {*columns, *(name for names in self.columns.values() for name in names)}
        for column in self.formats:
            if column not in known:
                yield said(
                    "formats.{column} is no mapped column{near}",
                    column=column,
                    near=nearest(column, known),
                )

    def _snapshot_faults(self) -> Iterator[str]:
        """A snapshot is whole, has one moment, and knows its rows by case and moment."""
        if self.snapshot is None:
            return
        kind, columns = KINDS[self.kind], self._columns()
        if kind.takes == "folder" or self.key or kind.key:
            yield said("snapshot: a row is known by its case and moment, not by a key or message")
        if "ended_at" in columns:
            yield said("snapshot: a snapshot has one moment, so ended_at is not mapped")
        if self.snapshot.taken_at and (kind.takes != "file" or "started_at" in self.columns):
            yield said("snapshot: either taken_at, in a file's name, or columns.started_at")
        if self.options.get("cursor"):
            yield said("snapshot: a snapshot is whole, so options.cursor does not go with it")

    def _transition_faults(self) -> Iterator[str]:
        """A life cycle is in a mapped column, and its words mean a moment that the standard knows."""
        has_transition = TRANSITION in self._columns()
        if self.snapshot and TRANSITION in self.columns:
            yield said("snapshot: a snapshot tells how a case is; it has no transition")
        if self.transitions and not has_transition:
            yield said("transitions: columns.transition is missing: which column holds them?")
        if INSTANCE in self.columns and not has_transition:
            yield said("columns.instance: is for the rows that columns.transition tells apart")
        for word, meaning in self.transitions.items():
            if meaning not in STANDARD:
                yield unknown(f"transitions.{word}", meaning, STANDARD)

    def _option_faults(self) -> Iterator[str]:
        """What the kind's own model says is wrong with its options."""
        model = KINDS[self.kind].options
        if model is None:
            if self.options:
                yield said("options: a source of kind {kind} has none", kind=self.kind)
            return
        try:
            model(**self.options)
        except ValidationError as error:
            yield from faults_of(error, model, "options")

    def _columns(self) -> dict[str, tuple[str, ...]]:
        """Canonical column to the source's names, also those that its kind or a snapshot gives."""
        columns = dict(self.columns)
        if self.kind == "xes" and columns.get("started_at") == ("time:timestamp",):
            # The reader gives an instance's begin as start_timestamp, its end as time:timestamp.
            del columns["started_at"]
        if self.snapshot and self.snapshot.taken_at:
            columns["started_at"] = (TAKEN_AT,)
        return {**KINDS[self.kind].columns, **columns}

    def source(self, folder: Path | None = None) -> Source:
        """The source as connectors know it; with `folder`, paths in its options are below that."""
        kind = KINDS[self.kind]
        options = dict(self.options)
        if folder:
            options |= {key: folder / path for key, path in _paths(kind.options, options).items()}
        return Source(
            name=self.name,
            kind=self.kind,
            columns=self._columns(),
            partner=self.partner,
            domain=self.domain,
            municipality=self.municipality,
            formats=self.formats,
            missing=self.missing,
            skip_rows_where=self.skip_rows_where,
            transitions=self.transitions,
            key=self.key or kind.key,
            options=kind.options(**options) if kind.options else None,
            empty_end=self.empty_end,
            encoding=self.encoding,
            delimiter=self.delimiter,
            sheet=self.sheet,
            header_row=self.header_row,
            is_snapshot=self.snapshot is not None,
        )

    def as_manifest(self) -> dict[str, Any]:
        """The source as a manifest shows it: names of files alone, and no address."""
        section: dict[str, Any] = json.loads(self.model_dump_json())
        section["path"] = Path(self.path).name
        paths = _paths(KINDS[self.kind].options, self.options)
        section["options"] = {
            key: Path(value).name if key in paths else value
            for key, value in section["options"].items()
            if "url" not in key
        }
        return section


def _paths(model: type[BaseModel] | None, options: dict[str, Any]) -> dict[str, Path]:
    """Which of a kind's options are paths."""
    return {key: each for key, each in model(**options) if isinstance(each, Path)} if model else {}
