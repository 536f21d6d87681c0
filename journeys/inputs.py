"""What a run's models start from: the records, and what the config says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from journeys.contract import RANKS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from journeys.norms import Norm
    from journeys.regie import Role
    from journeys.rules import Rule
    from journeys.working_time import Calendar


@dataclass(frozen=True)
class Settings:
    """What a run's models are told: data that they join, so that no SQL is made up on the way.

    Attributes:
        level: `case`, `client` or `household`: what a journey is taken to be.
        timezone: the IANA zone of local dates.
        split_after_days: a new journey after so many idle days; None: never.
        lost_after_days: a referral unanswered for so many days is lost.
        closing: activities that close a journey, beside events of kind `afsluiting`.
        as_of: the moment from which the data is judged; None: the latest time in the records that is not
            later than the reading of its file.
        period_days: how long the periods are that `bottlenecks` compares; the last ends at as_of.
        min_journeys: in fewer journeys than this nothing is called a trend.
        lookback_days: a melding is the first one where the partner knew nobody for so many days.
        sight_days: a family for which nobody did anything in so many days is not in sight.
    """

    level: str = "case"
    timezone: str = "Europe/Amsterdam"
    split_after_days: float | None = None
    lost_after_days: float = 42
    closing: Sequence[str] = ()
    as_of: datetime | None = None
    period_days: int = 91
    min_journeys: int = 20
    lookback_days: float = 1096
    sight_days: float = 91


@dataclass(frozen=True)
class Term:
    """A row of the vocabulary: what a source's term means.

    Attributes:
        source: that writes it; '' for every one.
        term: as written.
        activity: what it means.
        kind: one of `journeys.contract.KINDS`.
        rank: its order among events at one moment.
        partner: that writes it; '' for every one.
        referred_to: the partner that it says the client is referred to, for rows that name none; '' for none.
        likelihood: that it means this, 0–1, where it is a proposal that nobody confirmed; else None.
        is_shipped: it comes with klantreis, for a source of its own kind: all other rows go before it.
    """

    source: str
    term: str
    activity: str
    kind: str = "overig"
    rank: int = 0
    partner: str = ""
    referred_to: str = ""
    likelihood: float | None = None
    is_shipped: bool = False


def shipped(kinds: Mapping[str, str]) -> tuple[Term, ...]:
    """The terms that a source of some kind writes itself, with their kinds.

    >>> [(term.term, term.kind, term.rank) for term in shipped({"Toewijzing": "besluit"})]
    [('Toewijzing', 'besluit', 60)]
    """
    return tuple(
        Term("", term, term, kind, RANKS[kind], is_shipped=True) for term, kind in kinds.items()
    )


@dataclass(frozen=True)
class Actor:
    """Whose records are no partner's: those of a source, or of what a source calls a partner.

    Attributes:
        actor: `inwoner` (the resident), or `netwerk` (somebody of the resident's own network).
        source: all records of this source; '' where it goes by name.
        partner: all records of this partner, in any source, in capitals or not; it goes before `source`.
    """

    actor: str
    source: str = ""
    partner: str = ""


@dataclass(frozen=True)
class Inputs:
    """What the models start from.

    Attributes:
        records: Parquet files of records (`journeys.contract.RECORDS`).
        rejected: Parquet files of rejected rows (`journeys.contract.REJECTED`).
        notes: Parquet files of what was noticed of the files (`journeys.contract.NOTES`).
        readings: Parquet files of when each file was first read (`journeys.contract.READINGS`);
            without, no time is too late to be as_of.
        people: Parquet files of who is who (`journeys.contract.PEOPLE`); without, partners share a key.
        vocabulary: what each source's terms mean.
        settings: what the models are told.
        rules: what the config changes in the rules of signals.
        signal_history: Parquet files of the last complete run's signals
            (`journeys.contract.SIGNAL_HISTORY`).
        norms: what is checked; without any, `norm_checks` is empty.
        calendars: when partners work; without any, nobody's working time is known.
        actors: whose records are no partner's: they are in no table but `resident_steps` (and `terms`).
        roles: the layers of the regie; without any, all of it is one layer.
    """

    records: Sequence[Path | str]
    rejected: Sequence[Path | str] = ()
    notes: Sequence[Path | str] = ()
    readings: Sequence[Path | str] = ()
    people: Sequence[Path | str] = ()
    vocabulary: Sequence[Term] = ()
    settings: Settings = field(default_factory=Settings)
    rules: Sequence[Rule] = ()
    signal_history: Sequence[Path | str] = ()
    norms: Sequence[Norm] = ()
    calendars: Sequence[Calendar] = ()
    actors: Sequence[Actor] = ()
    roles: Sequence[Role] = ()
