"""The config: a TOML file, checked whole before anything is read (docs/configuratie.md)."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, model_validator

from journeys.errors import listed, reason_of, said
from journeys.inputs import Actor, Settings
from outputs.errors import OutputError
from pipelines.config.calendar_sections import CalendarSection, fault_of_all
from pipelines.config.document import read_document, without_options, without_sections
from pipelines.config.faults import faults_of
from pipelines.config.norm_sections import NormSection
from pipelines.config.project_sections import (
    ActorSection,
    Bottlenecks,
    Journeys,
    Limits,
    Linking,
    Meldingen,
    Privacy,
    Project,
    Report,
    Safety,
    Vocabulary,
)
from pipelines.config.regie_sections import RegieSection
from pipelines.config.rule_sections import RuleSection
from pipelines.config.sections import Section
from pipelines.config.source_section import SourceSection
from pipelines.config.upkeep_sections import Notify, Upkeep
from pipelines.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

LATEST: Final = "latest"
"""What the last complete run is called beside its own name."""


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
    upkeep: Upkeep = Upkeep()
    limits: Limits = Limits()
    notify: Notify = Notify()
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
                raise ValueError(said("two sources are named {name!r}", name=name))
        kinds_given = [rule.kind for rule in self.rules]
        for kind in kinds_given:
            if kinds_given.count(kind) > 1:
                raise ValueError(said("two rules are of kind {kind!r}: one changes it", kind=kind))
        actors = [name.strip().lower() for each in self.actors for name in each.partner]
        for name in actors:
            if actors.count(name) > 1:
                raise ValueError(said("actors: partner {name!r} stands there twice", name=name))
        norms = [norm.name for norm in self.norms]
        for norm in norms:
            if norms.count(norm) > 1:
                raise ValueError(said("two norms are named {name!r}", name=norm))
        if fault := fault_of_all(self.calendars) or self.regie.fault_of_sources(names):
            raise ValueError(fault)
        return self

    @model_validator(mode="after")
    def _theme_can_be_used(self) -> Config:
        try:
            self.report.options(self.folder)
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(
                said("report.theme: cannot be read ({kind})", kind=reason_of(error))
            ) from None
        except OutputError as error:
            raise ValueError(error.within("report.theme").whole) from None
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

    def as_manifest(self) -> dict[str, Any]:
        """The config as a manifest shows it: names of files and folders alone, and no key."""
        config: dict[str, Any] = json.loads(
            self.model_dump_json(exclude={"privacy", "sources", "upkeep", "notify"})
        )
        places = (
            ("project", "store"),
            ("project", "output"),
            ("report", "theme"),
            ("vocabulary", "file"),
        )
        for section, option in places:
            if config[section] and config[section][option]:
                config[section][option] = Path(config[section][option]).name
        return {**config, "sources": [section.as_manifest() for section in self.sources]}


def read_config(path: Path) -> Config:
    """The config in a file, with paths relative to that file.

    Raises:
        ConfigError: it cannot be read, or something in it is wrong; all of it is told at once.
    """
    config, faults = sound_part(path)
    if config is None or faults:
        raise faulty(path, faults)
    return config


def faulty(path: Path, faults: Sequence[str]) -> ConfigError:
    """The error for all that is wrong in a config file."""
    return ConfigError(
        said("config {name}: one thing wrong", name=path.name)
        if len(faults) == 1
        else said("config {name}: {n} things wrong", name=path.name, n=len(faults)),
        got=listed(faults, "; "),
        hint="docs/configuratie.md has every option",
    )


def sound_part(path: Path) -> tuple[Config | None, list[str]]:
    """What is right in a config file, and all that is wrong in it.

    A section with a fault is left out, so that the others can be looked at; there is nothing to look at where
    [project] or all sources have one.

    Raises:
        ConfigError: it cannot be read, or is no TOML.
    """
    document, folder = read_document(path), path.resolve().parent
    try:
        return Config(**document, folder=folder), []
    except ValidationError as error:
        faults = faults_of(error, Config)
        found = error.errors()
    try:
        Config(**without_options(document, found), folder=folder)
    except ValidationError as error:
        faults += [fault for fault in faults_of(error, Config) if fault not in faults]
    sound = without_sections(document, found)
    try:
        return (Config(**sound, folder=folder) if sound else None), faults
    except ValidationError as error:
        # What names a source that is left out is not wrong for that.
        is_whole = len(sound["sources"]) == len(document["sources"])
        more = faults_of(error, Config) if is_whole else []
        return None, [*faults, *(fault for fault in more if fault not in faults)]
