"""The engine: DuckDB, held to a memory limit, that runs models from Parquet to Parquet.

Every model is written once, as Parquet in its own order, and read from there by the models that
build on it. What does not fit in memory spills to the work folder.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import NormalDist
from time import perf_counter
from typing import TYPE_CHECKING

import duckdb
import holidays
import pyarrow as pa

from journeys import rules
from journeys.contract import NOTES, PEOPLE, READINGS, RECORDS, REJECTED, SIGNAL_HISTORY
from journeys.errors import AnalysisError
from journeys.legal_days import runs_on_to
from journeys.models import models, needed
from journeys.needs import needs_table
from journeys.norms import Norm, norms_table, selectors_table
from journeys.regie import Role, roles_table
from journeys.spelling import spelled
from journeys.working_time import Calendar, Stretch, stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

ROW_GROUP_ROWS = 122_880
DAY_S = 86_400
UNFOLDED_MODELS = 50
"""A view of views of views: from here on planning the query costs more than laying a model out."""


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
    """A row of the vocabulary: what a source's term means; source or partner '' is every one."""

    source: str
    term: str
    activity: str
    kind: str = "overig"
    rank: int = 0
    partner: str = ""


@dataclass(frozen=True)
class Actor:
    """Whose records are no partner's: those of a source, or of what a source calls a partner.

    Attributes:
        actor: one of `journeys.contract.ACTORS`.
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
    rules: Sequence[rules.Rule] = ()
    signal_history: Sequence[Path | str] = ()
    norms: Sequence[Norm] = ()
    calendars: Sequence[Calendar] = ()
    actors: Sequence[Actor] = ()
    roles: Sequence[Role] = ()


@contextmanager
def connect(
    work: Path, *, memory: str = "4GB", threads: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills to `work`, with times in UTC.

    Args:
        work: a folder for what does not fit.
        memory: the limit, as DuckDB writes it; beyond it the engine spills.
        threads: how many cores to use; None: all.

    Raises:
        AnalysisError: memory is no amount that the engine knows.
    """
    work.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | int] = {"memory_limit": memory, "temp_directory": str(work)}
    if threads:
        config["threads"] = threads
    try:
        connection = duckdb.connect(config=dict(config))
    except duckdb.Error as error:
        raise AnalysisError(
            "the engine does not start", expected='memory such as "4GB"', got=repr(memory)
        ) from error
    try:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def load(connection: duckdb.DuckDBPyConnection, inputs: Inputs) -> None:
    """Lay the inputs out as the tables that the models read."""
    _view(connection, "all_records", inputs.records, RECORDS)
    _apart(connection, inputs.actors)
    _view(connection, "people", inputs.people, PEOPLE)
    _view(connection, "quarantine", inputs.rejected, REJECTED)
    _view(connection, "remarks", inputs.notes, NOTES)
    _view(connection, "readings", inputs.readings, READINGS)
    _view(connection, "signal_history", inputs.signal_history, SIGNAL_HISTORY)
    _table(connection, "rules", rules.laid_out(inputs.rules))
    _table(connection, "rule_needs", needs_table())
    _table(connection, "colours", rules.colours(inputs.rules))
    _table(connection, "roles", roles_table(inputs.roles))
    settings = inputs.settings
    _table(
        connection,
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
        connection,
        "certainty",
        {
            "n_compared": ("BIGINT", [2**n for n in range(31)]),
            "z": ("DOUBLE", [NormalDist().inv_cdf(1 - 0.025 / 2**n) for n in range(31)]),
        },
    )
    closing = sorted({spelled(activity) for activity in settings.closing})
    _table(connection, "closing", {"activity": ("VARCHAR", closing)})
    _spellings(connection)
    terms = inputs.vocabulary
    _table(
        connection,
        "vocabulary",
        {
            "source": ("VARCHAR", [term.source for term in terms]),
            "partner": ("VARCHAR", [spelled(term.partner) for term in terms]),
            "term": ("VARCHAR", [spelled(term.term) for term in terms]),
            "activity": ("VARCHAR", [term.activity for term in terms]),
            "kind": ("VARCHAR", [term.kind for term in terms]),
            "rank": ("BIGINT", [term.rank for term in terms]),
        },
    )
    _table(connection, "norms", norms_table(inputs.norms))
    _table(connection, "norm_selectors", selectors_table(inputs.norms))
    first_year, last_year = _years(connection, settings.as_of)
    days, working_day_n = working_days(first_year, _due_year(inputs.norms, first_year, last_year))
    _table(
        connection,
        "calendar",
        {
            "day": ("DATE", days),
            "day_n": ("BIGINT", list(range(1, len(days) + 1))),
            "working_day_n": ("BIGINT", working_day_n),
            "is_working_day": (
                "BOOLEAN",
                [n > before for before, n in pairwise([0, *working_day_n])],
            ),
            "runs_on_to": ("DATE", runs_on_to(days)),
        },
    )
    _working_time(connection, inputs, first_year, last_year)


def _spellings(connection: duckdb.DuckDBPyConnection) -> None:
    """Lay out the one spelling of each activity that is written otherwise."""
    plain = "regexp_full_match(activity_source, '([!-~]+( [!-~]+)*)?')"
    rows = connection.execute(
        f"""select distinct activity_source from (
            select activity_source from records union all
            select activity_source from resident_records
        ) where not {plain} order by all"""
    ).fetchall()
    changed = [(written, spelled(written)) for (written,) in rows if spelled(written) != written]
    _table(
        connection,
        "spellings",
        {
            "activity_source": ("VARCHAR", [written for written, _ in changed]),
            "activity": ("VARCHAR", [activity for _, activity in changed]),
        },
    )


def run(
    connection: duckdb.DuckDBPyConnection,
    names: Iterable[str],
    folder: Path,
    *,
    part_folder: Path,
    done: Callable[[str, int, float], None] = lambda *_: None,
) -> dict[str, int]:
    """Run `names` and all that they stand on, each into a Parquet file; what is there is read.

    Args:
        connection: with the inputs laid out (`load`).
        names: the tables that are wanted.
        folder: gets NAME.parquet for each published model.
        part_folder: gets those of the parts, which nobody else reads.
        done: told of each model's name, rows and seconds.

    Returns:
        The rows of each model that was run.

    Raises:
        AnalysisError: a model failed; it is named, and so is what to do.
    """
    rows = {}
    for path in (folder, part_folder):
        path.mkdir(parents=True, exist_ok=True)
    have = {path.stem for each in (folder, part_folder) for path in each.glob("*.parquet")}
    for name in needed(names, have):
        model = models()[name]
        if model.is_inline:
            connection.execute(f'create or replace view "{name}" as {model.sql}')
            continue
        path = (part_folder if model.is_part else folder) / f"{name}.parquet"
        began = perf_counter()
        try:
            if name not in have:
                write_parquet(connection, model.sql, path)
            _view(connection, name, [path])
            rows[name] = _count(connection, name)
        except duckdb.Error as error:
            raise AnalysisError(
                f"model {name!r} failed",
                got=told(error),
                hint=f"the query stands in journeys/sql ({name}.sql)",
            ) from error
        done(name, rows[name], perf_counter() - began)
    return rows


def ask(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> dict[str, pa.Table]:
    """The answers alone: a few tables in memory, and nothing written.

    What stands between the inputs and an answer is a view, so that no column is read and no row is
    sorted that the answer does not need; where views would unfold into too long a query, some are
    laid out. For questions of one's own, on any number of events.

    Args:
        connection: with the inputs laid out (`load`); a table that is there already is used as it is.
        names: of models, published ones or parts.
    """
    wanted = list(names)
    there = view(connection, wanted)
    return {
        name: connection.execute(
            f'select * from "{name}"' if name in there else models()[name].sql
        ).to_arrow_table()
        for name in wanted
    }


def view(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> set[str]:
    """Let models, and all that they stand on, be views that are worked out when they are read.

    A view that would unfold into more than `UNFOLDED_MODELS` others is laid out as a table instead.

    Args:
        connection: with the inputs laid out (`load`).
        names: of models.

    Returns:
        What was there already and is used as it is.
    """
    there = {
        name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()
    }
    there |= {
        name for (name,) in connection.execute("select view_name from duckdb_views()").fetchall()
    }
    unfolded: dict[str, int] = {}
    for name in needed(names, there):
        if name in there:
            continue
        model = models()[name]
        n = 1 + sum(unfolded.get(read, 0) for read in model.reads)
        kind = "view" if n <= UNFOLDED_MODELS else "table"
        connection.execute(f'create temp {kind} "{name}" as {model.unordered}')
        unfolded[name] = n if kind == "view" else 1
    return there


def write_parquet(connection: duckdb.DuckDBPyConnection, sql: str, path: Path) -> int:
    """Write a query's rows, in its order, and say how many: the same bytes for the same rows."""
    written = connection.execute(
        f"copy ({sql}) to {quoted(str(path))}"
        f" (format parquet, compression zstd, row_group_size {ROW_GROUP_ROWS})"
    ).fetchone()
    return int(written[0]) if written else 0


def working_days(first_year: int, last_year: int) -> tuple[list[date], list[int]]:
    """Every day of the years, and how many working days there were up to and including it.

    Monday to Friday, but for Dutch public holidays (5 May only every fifth year). The difference
    of two days' numbers is the working days after the first up to and including the second.

    >>> days, n = working_days(2024, 2024)
    >>> n[days.index(date(2024, 4, 2))] - n[days.index(date(2024, 3, 28))]  # over Easter
    1
    """
    free = holidays.country_holidays("NL", years=range(first_year, last_year + 1))
    first = date(first_year, 1, 1)
    days = [first + timedelta(n) for n in range((date(last_year + 1, 1, 1) - first).days)]
    numbers, n = [], 0
    for day in days:
        n += day.isoweekday() <= 5 and day not in free  # noqa: PLR2004 - Friday
        numbers.append(n)
    return days, numbers


def told(error: duckdb.Error) -> str:
    """An engine's error without any of the data that its text could hold.

    >>> told(duckdb.ConversionException("Could not convert string 'Jansen' to INT32"))
    'ConversionException'
    """
    kind = type(error).__name__
    if isinstance(error, duckdb.OutOfMemoryException):
        return f"{kind}: no more memory or disk; raise [project] memory or free the disk"
    if isinstance(error, duckdb.IOException):
        return f"{kind}: reading or writing failed; is the disk full?"
    if isinstance(error, (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException)):
        return f"{kind}: {str(error).splitlines()[0][:200]}"
    return kind


def quoted(text: str) -> str:
    """A text as an SQL literal.

    >>> quoted("d'Arc")
    "'d''Arc'"
    """
    return "'" + text.replace("'", "''") + "'"


def parquet(paths: Sequence[Path | str]) -> str:
    """The SQL that reads these Parquet files as one table."""
    listed = ", ".join(quoted(str(path)) for path in paths)
    return f"read_parquet([{listed}], union_by_name = true)"


def typed(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[Path | str], columns: Mapping[str, str]
) -> str:
    """The SQL that reads these Parquet files with just these columns.

    One that an earlier version did not write yet is null, or false.
    """
    there = {
        row[0]
        for row in connection.execute(
            f"select column_name from (describe select * from {parquet(paths)})"
        ).fetchall()
    }
    chosen = ", ".join(
        f'"{column}"'
        if column in there
        else f'cast({"false" if kind == "BOOLEAN" else "null"} as {kind}) as "{column}"'
        for column, kind in columns.items()
    )
    return f"(select {chosen} from {parquet(paths)})"


def _view(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    paths: Sequence[Path | str],
    columns: dict[str, str] | None = None,
) -> None:
    """Let `name` be a view of what stands in `paths`; without any, one of no rows with `columns`."""
    if paths:
        read = typed(connection, paths, columns) if columns else parquet(paths)
        where = (
            " where not coalesce(is_withdrawn, false)"
            if columns and "is_withdrawn" in columns
            else ""
        )
        connection.execute(f'create or replace view "{name}" as select * from {read}{where}')
    else:
        nothing = ", ".join(
            f'cast(null as {kind}) as "{column}"' for column, kind in (columns or {}).items()
        )
        connection.execute(f'create or replace view "{name}" as select {nothing} where false')


def _apart(connection: duckdb.DuckDBPyConnection, actors: Sequence[Actor]) -> None:
    """The views `records`, of partners, and `resident_records`, of residents and their networks."""
    arms = [
        f"when lower(trim(partner)) = {quoted(each.partner.strip().lower())} then {quoted(each.actor)}"
        for each in actors
        if each.partner
    ]
    arms += [
        f"when source = {quoted(each.source)} then {quoted(each.actor)}"
        for each in actors
        if not each.partner
    ]
    actor = f"case {' '.join(arms)} end" if arms else "cast(null as varchar)"
    theirs = f" where {actor} is not null" if arms else " where false"
    partners = f" where {actor} is null" if arms else ""
    connection.execute(
        f"create or replace view records as select * from all_records{partners};"
        f" create or replace view resident_records as"
        f" select *, {actor} as actor from all_records{theirs}"
    )


def _table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: dict[str, tuple[str, Sequence[object]]],
) -> None:
    """A small table out of Python values."""
    values = pa.table({column: list(items) for column, (_, items) in columns.items()})
    cast = ", ".join(
        f'cast("{column}" as {kind}) as "{column}"' for column, (kind, _) in columns.items()
    )
    connection.register("laid_out", values)
    connection.execute(f'create or replace table "{name}" as select {cast} from laid_out')
    connection.unregister("laid_out")


def _working_time(
    connection: duckdb.DuckDBPyConnection, inputs: Inputs, first_year: int, last_year: int
) -> None:
    """The tables `calendars` and `working_hours` (journeys.working_time)."""
    calendars = inputs.calendars
    times = list(dict.fromkeys(each.times for each in calendars))
    _table(
        connection,
        "calendars",
        {
            "partner": ("VARCHAR", [each.partner for each in calendars]),
            "worker": ("VARCHAR", [each.worker for each in calendars]),
            "calendar": ("BIGINT", [times.index(each.times) for each in calendars]),
        },
    )
    rows = list(stretches(times, inputs.settings.timezone, first_year, last_year))
    kinds = ("BIGINT", "DATE", *["TIMESTAMP WITH TIME ZONE"] * 4, "BIGINT")
    _table(
        connection,
        "working_hours",
        {
            name: (kind, [row[n] for row in rows])
            for n, (name, kind) in enumerate(zip(Stretch._fields, kinds, strict=True))
        },
    )


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    """The rows of a table; of Parquet a matter of its footer."""
    found = connection.execute(f'select count(*) from "{name}"').fetchone()
    return int(found[0]) if found else 0


def _seconds(days: float | None) -> float | None:
    return None if days is None else days * DAY_S


def _years(connection: duckdb.DuckDBPyConnection, as_of: datetime | None) -> tuple[int, int]:
    """The first and the last year that any local date of the records can fall in."""
    found = connection.execute(
        "select year(min(started_at)), year(max(greatest(started_at, coalesce(ended_at, started_at))))"
        " from records"
    ).fetchone()
    judged = (as_of or datetime(2000, 1, 1, tzinfo=UTC)).year
    first, last = found if found and found[0] else (judged, judged)
    return min(first, judged) - 1, max(last, judged) + 1


def _due_year(norms: Sequence[Norm], first_year: int, last_year: int) -> int:
    """The last year in which a term can end: its limit, and all the time that it was suspended."""
    reach = max((norm.most_days // 365 + 1 for norm in norms), default=0)
    suspended = last_year - first_year + 1 if any(norm.suspend for norm in norms) else 0
    return last_year + reach + suspended
