"""The sections of the config about a project as a whole: from `[project]` to `[vocabulary]`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, ByteSize, Field, model_validator

from connectors.ceilings import Ceilings
from journeys.inputs import Settings
from journeys.linking.settings import LinkSettings
from outputs.options import Period, ReportOptions, View
from outputs.theme import read_theme
from pipelines.config.sections import Names, Section


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is no time zone; an example is Europe/Amsterdam") from error
    return name


class Project(Section):
    """`[project]`: where things are, and what a run may use.

    Attributes:
        unchecked: how many doubtful choices a proposed config has that nobody has checked, which the report
            says. Left out: somebody wrote or checked it.
    """

    name: str
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Amsterdam"
    store: Path = Path("store")
    output: Path = Path("out")
    output_mode: Literal["private", "group", "everyone"] = "group"
    max_rejected_share: float = Field(default=0.05, ge=0, le=1)
    memory: str = Field(default="4GB", pattern=r"^\d+(\.\d+)? ?[KMGT]i?B$")
    threads: int | None = Field(default=None, ge=1)
    unchecked: int | None = Field(default=None, ge=0)


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
        options = self.model_dump(exclude={"theme"})
        return ReportOptions(**options, theme=read_theme(css) if self.theme else None)


class Limits(Section):
    """`[limits]`: how much may come out of one file; as `connectors.ceilings.Ceilings` has it."""

    file: ByteSize = Field(default=ByteSize(Ceilings.file), gt=0)
    part: ByteSize = Field(default=ByteSize(Ceilings.part), gt=0)
    value: ByteSize = Field(default=ByteSize(Ceilings.value), gt=0)
    values: int = Field(default=Ceilings.values, gt=0)
    depth: int = Field(default=Ceilings.depth, gt=0)
    cells: int = Field(default=Ceilings.cells, gt=0)
    workbook: ByteSize = Field(default=ByteSize(Ceilings.workbook), gt=0)

    def ceilings(self) -> Ceilings:
        """As a reader knows it."""
        return Ceilings(**self.model_dump())


class Vocabulary(Section):
    """`[vocabulary]`: where the begrippenkader is."""

    file: Path


class ActorSection(Section):
    """`[[actors]]`: who of those that sources name as a partner is none."""

    partner: Annotated[Names, Field(min_length=1)]
    actor: Literal["inwoner", "netwerk"]
