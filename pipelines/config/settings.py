"""The config: a TOML file, checked whole before anything is read (docs/gebruik.md)."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    ValidationError,
    model_validator,
)

from connectors.files.stamped import TAKEN_AT, name_pattern
from connectors.records.lifecycle import INSTANCE, STANDARD, TRANSITION
from connectors.registry import KINDS
from connectors.source import IDENTITY, Source
from journeys.contract import DETAILS
from journeys.inputs import Actor, Settings
from journeys.linking.settings import LinkSettings
from outputs.errors import OutputError
from outputs.options import Period, ReportOptions, View
from outputs.theme import read_theme
from pipelines.config.calendar_sections import CalendarSection, fault_of_all
from pipelines.config.norm_sections import NormSection, SelectorSection, SuspendSection
from pipelines.config.regie_sections import RegieSection, RoleSection
from pipelines.config.rule_sections import RuleSection
from pipelines.config.sections import Names, Section, Spelled, nearest, several
from pipelines.errors import ConfigError
from pipelines.night.snapshot_sql import WATCHABLE

LATEST: Final = "latest"
"""What the last complete run is called beside its own name."""

COLUMNS: Final = (
    *IDENTITY, "case_id", "household", "activity", "started_at", "ended_at", *DETAILS, "cost_eur", "version",
    "transition", "instance",
)  # fmt: skip
"""What a source's columns can be mapped to."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is no time zone; an example is Europe/Amsterdam") from error
    return name


def _rules(rules: Any) -> Any:
    """One rule or a list of them; each names a column and a text."""
    listed = [rules] if isinstance(rules, dict) else rules
    if isinstance(listed, list | tuple) and not all(
        isinstance(rule, dict) and rule and all(texts or texts == "" for texts in rule.values())
        for rule in listed
    ):
        raise ValueError('is a column and its texts, such as { Zaak = ["Totaal", "Subtotaal*"] }')
    return listed


class Project(Section):
    """`[project]`: where things are, and what a run may use."""

    name: str
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Amsterdam"
    store: Path = Path("store")
    output: Path = Path("out")
    max_rejected_share: float = Field(default=0.05, ge=0, le=1)
    memory: str = Field(default="4GB", pattern=r"^\d+(\.\d+)? ?[KMGT]i?B$")
    threads: int | None = Field(default=None, ge=1)


class Journeys(Section):
    """`[journeys]`: what a journey is taken to be."""

    level: Literal["case", "client", "household"] = "client"
    split_after_days: float | None = Field(default=None, gt=0)
    closing: tuple[str, ...] = ()
    lost_after_days: float = Field(default=42, gt=0)
    as_of: datetime | None = None


class Meldingen(Section):
    """`[meldingen]`: how far back a partner is asked whether it knew the family."""

    lookback_days: float = Field(default=Settings.lookback_days, gt=0)


class Safety(Section):
    """`[safety]`: how long a family stays in sight after the last thing that anybody did for it."""

    sight_days: float = Field(default=Settings.sight_days, gt=0)


class Bottlenecks(Section):
    """`[bottlenecks]`: what is compared, and when a difference is called a trend."""

    period_days: int = Field(default=91, ge=1)
    min_journeys: int = Field(default=20, ge=2)


class Privacy(Section):
    """`[privacy]`: where the key of the pseudonyms is, and how long people are kept."""

    key_file: Path = Path("klantreis.key")
    key_env: str = ""
    key_block: str = ""
    retention_days: float | None = Field(default=None, gt=0)


class Linking(Section):
    """`[linking]`: when two are one person; as `journeys.linking.settings.LinkSettings` has it."""

    upper: float = Field(default=LinkSettings.upper, ge=0, le=1)
    lower: float = Field(default=LinkSettings.lower, ge=0, le=1)
    max_review_share: float = Field(default=LinkSettings.max_review_share, ge=0, le=1)
    max_household_clients: int = Field(default=LinkSettings.max_household_clients, ge=1)

    @model_validator(mode="after")
    def _in_order(self) -> Linking:
        if self.lower > self.upper:
            raise ValueError("lower is above upper")
        return self

    def settings(self) -> LinkSettings:
        """As linking knows it."""
        return LinkSettings(**self.model_dump())


class Report(Section):
    """`[report]`: what the report shows, and for whom; as `outputs.report.ReportOptions` has it."""

    levels: tuple[Literal["manager", "bestuurder"], ...] = ReportOptions.levels
    views: tuple[View, ...] = ReportOptions.views
    max_views: int = Field(default=ReportOptions.max_views, ge=1, le=60)
    period: Period = ReportOptions.period
    smallest_group: int = Field(default=ReportOptions.smallest_group, ge=1)
    journeys: bool = ReportOptions.journeys
    contact: str = Field(default=ReportOptions.contact, max_length=200)
    theme: Path | None = None

    def options(self, folder: Path) -> ReportOptions:
        """As the report knows it; the theme's file is below `folder`.

        Raises:
            OutputError: the theme cannot be used.
        """
        css = (folder / self.theme).read_text(encoding="utf-8-sig") if self.theme else ""
        told = self.model_dump(exclude={"theme"})
        return ReportOptions(**told, theme=read_theme(css) if self.theme else None)


class Vocabulary(Section):
    """`[vocabulary]`: where the begrippenkader is."""

    file: Path


class Snapshot(Section):
    """`[sources.snapshot]`: the source tells how its cases are, not what happened.

    Attributes:
        watch: the canonical columns whose change is an event; `activity` is the status.
        taken_at: how the moment is written in a file's name (strptime); left out: started_at is a column.
        gone: what the event is called of a case that is missing; left out: there is none.
        terms: of a watched column, what the event of its change is called.
    """

    watch: Names = ("activity",)
    taken_at: str = ""
    gone: str = ""
    terms: dict[str, str] = Field(default={})

    @model_validator(mode="after")
    def _known(self) -> Snapshot:
        for column in (*self.watch, *self.terms):
            if column not in WATCHABLE:
                raise ValueError(
                    f"{column} cannot be watched; one of {', '.join(WATCHABLE)}{nearest(column, WATCHABLE)}"
                )
        if "activity" in self.terms:
            raise ValueError("terms.activity: the event of another status is called as that status")
        if self.taken_at:
            try:
                name_pattern(self.taken_at)
            except ValueError as error:
                raise ValueError(f"taken_at {error}") from None
        return self


class ActorSection(Section):
    """`[[actors]]`: who of those that sources name as a partner is none."""

    partner: Annotated[Names, Field(min_length=1)]
    actor: Literal["inwoner", "netwerk"]


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
    columns: dict[str, Names] = Field(default={})
    formats: dict[str, Names] = Field(default={})
    transitions: dict[str, str] = Field(default={})
    options: dict[str, Any] = Field(default={})
    snapshot: Snapshot | None = None

    @model_validator(mode="after")
    def _known(self) -> SourceSection:
        if self.kind not in KINDS:
            raise ValueError(
                f"kind is one of {', '.join(sorted(KINDS))}{nearest(self.kind, KINDS)}"
            )
        if not self.path and KINDS[self.kind].takes != "remote":
            raise ValueError("path is missing: where are the files?")
        self._check_options()
        self._check_snapshot()
        self._check_transitions()
        for column in self.columns:
            if column not in COLUMNS:
                raise ValueError(
                    f"columns.{column} is no column; one of {', '.join(COLUMNS)}{nearest(column, COLUMNS)}"
                )
        for column in ("case_id", "activity", "started_at"):
            if column not in self.source().columns:
                raise ValueError(f"columns.{column} is missing: which source column holds it?")
        known = {
            *self.source().columns,
            *(name for names in self.columns.values() for name in names),
        }
        for column in self.formats:
            if column not in known:
                raise ValueError(f"formats.{column} is no mapped column{nearest(column, known)}")
        return self

    def _check_snapshot(self) -> None:
        """A snapshot is whole, has one moment, and knows its rows by case and moment."""
        if self.snapshot is None:
            return
        takes, source = KINDS[self.kind].takes, self.source()
        if takes == "folder" or source.key:
            raise ValueError(
                "snapshot: a row is known by its case and moment, not by a key or message"
            )
        if "ended_at" in source.columns:
            raise ValueError("snapshot: a snapshot has one moment, so ended_at is not mapped")
        if self.snapshot.taken_at and (takes != "file" or "started_at" in self.columns):
            raise ValueError("snapshot: either taken_at, in a file's name, or columns.started_at")
        if self.options.get("cursor"):
            raise ValueError("snapshot: a snapshot is whole, so options.cursor does not go with it")

    def _check_transitions(self) -> None:
        """A life cycle is in a mapped column, and its words mean a moment that the standard knows."""
        columns = self.source().columns
        if self.snapshot and "transition" in self.columns:
            raise ValueError("snapshot: a snapshot tells how a case is; it has no transition")
        if self.transitions and TRANSITION not in columns:
            raise ValueError("transitions: columns.transition is missing: which column holds them?")
        if INSTANCE in self.columns and TRANSITION not in columns:
            raise ValueError(
                "columns.instance: is for the rows that columns.transition tells apart"
            )
        for word, meaning in self.transitions.items():
            if meaning not in STANDARD:
                raise ValueError(
                    f"transitions.{word}: {meaning!r} is no transition of the standard; one of"
                    f" {', '.join(STANDARD)}{nearest(meaning, STANDARD)}"
                )

    def _check_options(self) -> None:
        """Let the kind's own model say what is wrong with its options."""
        model = KINDS[self.kind].options
        if model is None:
            if self.options:
                raise ValueError(f"options: a source of kind {self.kind} has none")
            return
        try:
            model(**self.options)
        except ValidationError as error:
            faults = error.errors(include_url=False, include_input=False)
            raise ValueError(
                "; ".join(
                    f"options.{'.'.join(map(str, fault['loc']))}: "
                    + (
                        f"is no option{nearest(str(fault['loc'][-1]), model.model_fields)}"
                        if fault["type"] == "extra_forbidden"
                        else fault["msg"].removeprefix("Value error, ")
                    )
                    for fault in faults
                )
            ) from None

    def source(self, folder: Path | None = None) -> Source:
        """The source as connectors know it; with `folder`, paths in its options are below that."""
        kind = KINDS[self.kind]
        columns = dict(self.columns)
        if self.kind == "xes" and columns.get("started_at") == ("time:timestamp",):
            # The reader gives an instance's begin as start_timestamp, its end as time:timestamp.
            del columns["started_at"]
        columns = {**kind.columns, **columns}
        options = dict(self.options)
        if folder:
            options |= {key: folder / path for key, path in _paths(kind.options, options).items()}
        if self.snapshot and self.snapshot.taken_at:
            columns["started_at"] = (TAKEN_AT,)
        return Source(
            name=self.name,
            kind=self.kind,
            columns=columns,
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
            is_snapshot=self.snapshot is not None,
        )


def _paths(model: type[BaseModel] | None, options: dict[str, Any]) -> dict[str, Path]:
    """Which of a kind's options are paths."""
    return {key: each for key, each in model(**options) if isinstance(each, Path)} if model else {}


class Config(Section):
    """A whole config file."""

    project: Project
    sources: tuple[SourceSection, ...] = Field(min_length=1)
    journeys: Journeys = Journeys()
    bottlenecks: Bottlenecks = Bottlenecks()
    meldingen: Meldingen = Meldingen()
    safety: Safety = Safety()
    privacy: Privacy = Privacy()
    linking: Linking = Linking()
    report: Report = Report()
    vocabulary: Vocabulary | None = None
    norms: tuple[NormSection, ...] = ()
    calendars: tuple[CalendarSection, ...] = ()
    rules: tuple[RuleSection, ...] = ()
    actors: tuple[ActorSection, ...] = ()
    regie: RegieSection = RegieSection()
    folder: Path = Field(exclude=True)

    @model_validator(mode="after")
    def _named_apart(self) -> Config:
        names = [source.name for source in self.sources]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two sources are named {name!r}")
        kinds_given = [rule.kind for rule in self.rules]
        for kind in kinds_given:
            if kinds_given.count(kind) > 1:
                raise ValueError(f"two rules are of kind {kind!r}: one changes it")
        actors = [name.strip().lower() for each in self.actors for name in each.partner]
        for name in actors:
            if actors.count(name) > 1:
                raise ValueError(f"actors: partner {name!r} stands there twice")
        norms = [norm.name for norm in self.norms]
        for norm in norms:
            if norms.count(norm) > 1:
                raise ValueError(f"two norms are named {norm!r}")
        if fault := fault_of_all(self.calendars) or self.regie.fault_of_sources(names):
            raise ValueError(fault)
        return self

    @model_validator(mode="after")
    def _theme_can_be_used(self) -> Config:
        try:
            self.report.options(self.folder)
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"report.theme: cannot be read ({type(error).__name__})") from None
        except OutputError as error:
            raise ValueError(f"report.theme: {error}") from None
        return self

    @property
    def store(self) -> Path:
        """The store's folder."""
        return self.folder / self.project.store

    @property
    def output(self) -> Path:
        """The folder of the runs."""
        return self.folder / self.project.output

    @property
    def latest(self) -> Path:
        """The last complete run, where there is one."""
        return self.output / LATEST

    @property
    def key_file(self) -> Path:
        """The file of the pseudonyms' key."""
        return self.folder / self.privacy.key_file

    def settings(self) -> Settings:
        """What the models are told."""
        as_of = self.journeys.as_of
        if as_of is not None:
            zoned = as_of if as_of.tzinfo else as_of.replace(tzinfo=ZoneInfo(self.project.timezone))
            as_of = zoned.astimezone(UTC)
        return Settings(
            level=self.journeys.level,
            timezone=self.project.timezone,
            split_after_days=self.journeys.split_after_days,
            lost_after_days=self.journeys.lost_after_days,
            closing=self.journeys.closing,
            as_of=as_of,
            period_days=self.bottlenecks.period_days,
            min_journeys=self.bottlenecks.min_journeys,
            lookback_days=self.meldingen.lookback_days,
            sight_days=self.safety.sight_days,
        )

    def resident_actors(self) -> list[Actor]:
        """Whose records are no partner's."""
        named = [Actor(each.actor, partner=name) for each in self.actors for name in each.partner]
        return named + [Actor(each.actor, source=each.name) for each in self.sources if each.actor]

    def told(self) -> dict[str, Any]:
        """The config as a manifest shows it: relative paths alone, and no key."""
        told: dict[str, Any] = json.loads(self.model_dump_json(exclude={"privacy"}))
        for section, key in (("project", "store"), ("project", "output")):
            told[section][key] = Path(told[section][key]).name
        for source in told["sources"]:
            source["path"] = Path(source["path"]).name
            paths = _paths(KINDS[source["kind"]].options, source["options"])
            source["options"] = {
                key: Path(value).name if key in paths else value
                for key, value in source["options"].items()
                if "url" not in key
            }
        if told["report"]["theme"]:
            told["report"]["theme"] = Path(told["report"]["theme"]).name
        if told["vocabulary"]:
            told["vocabulary"]["file"] = Path(told["vocabulary"]["file"]).name
        return told


def read_config(path: Path) -> Config:
    """The config in a file, with paths relative to that file.

    Raises:
        ConfigError: it cannot be read, or something in it is wrong; all of it is told at once.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"config {path.name}: cannot be read",
            expected="a TOML file in UTF-8",
            got=type(error).__name__,
            hint="klantreis init writes one to start from",
        ) from error
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"config {path.name}: is no TOML", got=str(error)) from error
    try:
        return Config(**{**given, "folder": path.resolve().parent})
    except ValidationError as error:
        faults = [_fault(fault) for fault in error.errors(include_url=False, include_input=False)]
        raise ConfigError(
            f"config {path.name}: {len(faults)} thing{'s' if len(faults) > 1 else ''} wrong",
            got="; ".join(faults),
            hint="docs/gebruik.md has every option",
        ) from error


def _fault(fault: Any) -> str:
    where = ".".join(str(part) for part in fault["loc"]) or "config"
    if fault["type"] == "extra_forbidden":
        section: Any = Config
        for part in fault["loc"][:-1]:
            if isinstance(part, str):
                section = _SECTIONS.get(part, section)
        known = [field.alias or name for name, field in section.model_fields.items()]
        near = nearest(str(fault["loc"][-1]), known)
        return f"{where}: is no option{near}"
    return f"{where}: {fault['msg'].removeprefix('Value error, ')}"


_SECTIONS: Final = {
    "project": Project,
    "sources": SourceSection,
    "journeys": Journeys,
    "bottlenecks": Bottlenecks,
    "meldingen": Meldingen,
    "safety": Safety,
    "privacy": Privacy,
    "linking": Linking,
    "report": Report,
    "snapshot": Snapshot,
    "vocabulary": Vocabulary,
    "rules": RuleSection,
    "norms": NormSection,
    "from": SelectorSection,
    "to": SelectorSection,
    "suspend": SuspendSection,
    "until": SelectorSection,
    "calendars": CalendarSection,
    "actors": ActorSection,
    "regie": RegieSection,
    "roles": RoleSection,
}
