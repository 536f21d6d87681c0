"""The inputs of a run, laid out in an engine as the tables that its models read."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING

import pyarrow as pa

from journeys import rules
from journeys.analysis import Analysis
from journeys.contract import NOTES, PEOPLE, READINGS, RECORDS, REJECTED, SIGNAL_HISTORY
from journeys.engine import lay_view, quoted
from journeys.legal_days import runs_on_to
from journeys.needs import needs_table
from journeys.norms import norms_table, selectors_table
from journeys.regie import roles_table
from journeys.spelling import spelled
from journeys.working_time import Stretch, stretches, working_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.engine import Engine
    from journeys.inputs import Actor, Inputs
    from journeys.norms import Norm

DAY_S = 86_400


def lay_out(engine: Engine, inputs: Inputs) -> Analysis:
    """Lay the inputs out as the tables that the models read (`journeys.models.INPUTS`)."""
    lay_view(engine, "all_records", inputs.records, RECORDS)
    _apart(engine, inputs.actors)
    lay_view(engine, "people", inputs.people, PEOPLE)
    lay_view(engine, "quarantine", inputs.rejected, REJECTED)
    lay_view(engine, "remarks", inputs.notes, NOTES)
    lay_view(engine, "readings", inputs.readings, READINGS)
    lay_view(engine, "signal_history", inputs.signal_history, SIGNAL_HISTORY)
    _table(engine, "rules", rules.laid_out(inputs.rules))
    _table(engine, "rule_needs", needs_table())
    _table(engine, "colours", rules.colours(inputs.rules))
    _table(engine, "roles", roles_table(inputs.roles))
    settings = inputs.settings
    _table(
        engine,
        "settings",
        {
            "level": ("VARCHAR", [settings.level]),
            "timezone": ("VARCHAR", [settings.timezone]),
            "split_after_s": ("DOUBLE", [_seconds(settings.split_after_days)]),
            "lost_after_s": ("DOUBLE", [_seconds(settings.lost_after_days)]),
            "as_of": ("TIMESTAMP WITH TIME ZONE", [settings.as_of]),
            "period_s": ("DOUBLE", [_seconds(settings.period_days)]),
            "min_journeys": ("BIGINT", [settings.min_journeys]),
            "lookback_s": ("DOUBLE", [_seconds(settings.lookback_days)]),
            "sight_s": ("DOUBLE", [_seconds(settings.sight_days)]),
        },
    )
    _table(
        engine,
        "certainty",
        {
            "n_compared": ("BIGINT", [2**n for n in range(31)]),
            "z": ("DOUBLE", [NormalDist().inv_cdf(1 - 0.025 / 2**n) for n in range(31)]),
        },
    )
    closing = sorted({spelled(activity) for activity in settings.closing})
    _table(engine, "closing", {"activity": ("VARCHAR", closing)})
    _spellings(engine)
    terms = inputs.vocabulary
    _table(
        engine,
        "vocabulary",
        {
            "source": ("VARCHAR", [term.source for term in terms]),
            "partner": ("VARCHAR", [spelled(term.partner) for term in terms]),
            "term": ("VARCHAR", [spelled(term.term) for term in terms]),
            "activity": ("VARCHAR", [term.activity for term in terms]),
            "kind": ("VARCHAR", [term.kind for term in terms]),
            "rank": ("BIGINT", [term.rank for term in terms]),
            "referred_to": ("VARCHAR", [spelled(term.referred_to) or None for term in terms]),
            "likelihood": ("DOUBLE", [term.likelihood for term in terms]),
            "is_shipped": ("BOOLEAN", [term.is_shipped for term in terms]),
        },
    )
    _table(engine, "norms", norms_table(inputs.norms))
    _table(engine, "norm_selectors", selectors_table(inputs.norms))
    first_year, last_year = _years(engine, settings.as_of)
    due_year = _due_year(inputs.norms, first_year, last_year)
    _table(engine, "calendar", _calendar(first_year, due_year))
    _working_time(engine, inputs, first_year, last_year)
    return Analysis(engine)


@cache
def _calendar(first_year: int, last_year: int) -> dict[str, tuple[str, Sequence[object]]]:
    """The columns of `calendar`: every day of the years."""
    days, working_day_n = working_days(first_year, last_year)
    return {
        "day": ("DATE", days),
        "day_n": ("BIGINT", list(range(1, len(days) + 1))),
        "working_day_n": ("BIGINT", working_day_n),
        "is_working_day": ("BOOLEAN", [n > before for before, n in pairwise([0, *working_day_n])]),
        "runs_on_to": ("DATE", runs_on_to(days)),
    }


def _spellings(engine: Engine) -> None:
    """Lay out the one spelling of each activity that is written otherwise."""
    plain = "regexp_full_match(activity_source, '([!-~]+( [!-~]+)*)?')"
    rows = engine.execute(
        f"""select distinct activity_source from (
            select activity_source from records union all
            select activity_source from resident_records
        ) where not {plain} order by all"""
    ).fetchall()
    changed = [(written, spelled(written)) for (written,) in rows if spelled(written) != written]
    _table(
        engine,
        "spellings",
        {
            "activity_source": ("VARCHAR", [written for written, _ in changed]),
            "activity": ("VARCHAR", [activity for _, activity in changed]),
        },
    )


def _apart(engine: Engine, actors: Sequence[Actor]) -> None:
    """The views `records`, of partners, and `resident_records`, of residents and their networks."""
    arms = [
        f"when lower(trim(partner)) = {quoted(actor.partner.strip().lower())} then {quoted(actor.actor)}"
        for actor in actors
        if actor.partner
    ]
    arms += [
        f"when source = {quoted(actor.source)} then {quoted(actor.actor)}"
        for actor in actors
        if not actor.partner
    ]
    actor = f"case {' '.join(arms)} end" if arms else "cast(null as varchar)"
    theirs = f" where {actor} is not null" if arms else " where false"
    partners = f" where {actor} is null" if arms else ""
    engine.execute(
        f"create or replace view records as select * from all_records{partners};"
        f" create or replace view resident_records as"
        f" select *, {actor} as actor from all_records{theirs}"
    )


def _table(
    engine: Engine,
    name: str,
    columns: dict[str, tuple[str, Sequence[object]]],
) -> None:
    """A small table out of Python values."""
    values = pa.table({column: list(items) for column, (_, items) in columns.items()})
    cast = ", ".join(
        f'cast("{column}" as {kind}) as "{column}"' for column, (kind, _) in columns.items()
    )
    engine.register("laid_out", values)
    engine.execute(f'create or replace table "{name}" as select {cast} from laid_out')
    engine.unregister("laid_out")


def _working_time(engine: Engine, inputs: Inputs, first_year: int, last_year: int) -> None:
    """The tables `calendars` and `working_hours` (journeys.working_time)."""
    calendars = inputs.calendars
    times = list(dict.fromkeys(calendar.times for calendar in calendars))
    _table(
        engine,
        "calendars",
        {
            "partner": ("VARCHAR", [calendar.partner for calendar in calendars]),
            "worker": ("VARCHAR", [calendar.worker for calendar in calendars]),
            "calendar": ("BIGINT", [times.index(calendar.times) for calendar in calendars]),
        },
    )
    rows = list(stretches(times, inputs.settings.timezone, first_year, last_year))
    kinds = ("BIGINT", "DATE", *["TIMESTAMP WITH TIME ZONE"] * 4, "BIGINT")
    _table(
        engine,
        "working_hours",
        {
            name: (kind, [row[n] for row in rows])
            for n, (name, kind) in enumerate(zip(Stretch._fields, kinds, strict=True))
        },
    )


def _seconds(days: float | None) -> float | None:
    return None if days is None else days * DAY_S


def _years(engine: Engine, as_of: datetime | None) -> tuple[int, int]:
    """The first and the last year that any local date of the records can fall in."""
    span = engine.execute(
        "select year(min(started_at)), year(max(greatest(started_at, coalesce(ended_at, started_at))))"
        " from records"
    ).fetchone()
    judged = (as_of or datetime(2000, 1, 1, tzinfo=UTC)).year
    first, last = span if span and span[0] else (judged, judged)
    return min(first, judged) - 1, max(last, judged) + 1


def _due_year(norms: Sequence[Norm], first_year: int, last_year: int) -> int:
    """The last year in which a term can end: its limit, and all the time that it was suspended."""
    reach = max((norm.most_days // 365 + 1 for norm in norms), default=0)
    suspended = last_year - first_year + 1 if any(norm.suspend for norm in norms) else 0
    return last_year + reach + suspended
