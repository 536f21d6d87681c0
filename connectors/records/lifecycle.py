"""The life cycle of activities: rows that tell the moments of one activity, paired into its events.

An export may tell of an activity in one row (with a begin and an end), or in a row for each moment of
its life: `transition` says which moment a row is (those of the XES standard, IEEE 1849, in capitals or not,
or words that `[sources.transitions]` gives their meaning), `instance` to which run of the activity it
belongs. This pairs them, the same for every kind of source:

    begins     start, resume                                  a stretch of work begins
    ends       complete, suspend, ate_abort, pi_abort,
               withdraw, autoskip, manualskip                 a stretch of work ends
    before     schedule, assign, reassign                     moments before work: no events, counted
    other      unknown, and every word that is not of the standard: an event of its own

One event is one stretch of work of one case, activity and instance: the first stretch that began is the
first that ends. What is suspended is idle, so a suspend ends an event and a resume begins another. The order
is by time; at one moment what begins comes before what ends, and what can be an instant before what cannot;
then by row. A complete or ate_abort that
finds nothing at work is an instant (both come out of work, whose begin the source does not tell); the other
ends are then no event: nothing was at work. A begin that nothing ends is running. Where the end of an
activity cannot be read, the whole activity is rejected: it does not become one that is running; nor does
one whose begin cannot be read become an instant. Where a value in the row of the one failed, that row is
rejected by itself, and the row of the other is rejected with it.

Pairs are made within one extract. What the row of the end says goes before what the row of the begin
says; `source_row` is the end's, or the begin's where it is running. A key is the begin's, so that an activity
that ends in a later extract replaces the running one; a second stretch under one key gets an id of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from journeys.engine import quoted
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from journeys.engine import Engine


TRANSITION: Final = "transition"
INSTANCE: Final = "instance"
KEY: Final = "key"
OPEN: Final = "is_open"
"""Of an event that pairing made: whether nothing has ended it; null of a row that is an event of its own."""

BEGINS: Final = ("start", "resume")
ENDS: Final = (
    "complete", "suspend", "ate_abort", "pi_abort", "withdraw", "autoskip", "manualskip",
)  # fmt: skip
BEFORE: Final = ("schedule", "assign", "reassign")
INSTANTS: Final = ("complete", "ate_abort")
"""The ends that are an event also where nothing was at work."""

STANDARD: Final = (*BEGINS, *ENDS, *BEFORE, "unknown")
"""The transitions of the XES standard; any other word may be a client's data."""


def pair(connection: Engine, transitions: Mapping[str, str], timezone: str) -> tuple[Note, ...]:
    """Replaces the table `read` by one with a row for each event; says what is no event.

    Args:
        connection: with the table `read`: staged rows with their instants. Afterwards it has the columns
            `ended_at`, `ended_at_text` and `is_open` in any case.
        transitions: what the source's own words mean, in the standard's words.
        timezone: of times without one.
    """
    described = connection.execute("select column_name from (describe read)").fetchall()
    columns = [name for (name,) in described]
    for table, sql in (
        ("lifecycle", _moments_sql(columns, transitions, timezone)),
        ("stretches", _stretches_sql(columns)),
        ("read", _events_sql(columns)),
    ):
        connection.execute(f"create or replace temp table {table} as {sql}")
    notes = _notes(connection)
    connection.execute("drop table stretches; drop table lifecycle")
    return notes


def word_sql(transitions: Mapping[str, str]) -> str:
    """The transition that a row tells, in the standard's words; null where its cell is empty.

    >>> word_sql({"Gestart": "start"})
    "case lower(trim(transition)) when 'gestart' then 'start' else lower(trim(transition)) end"
    """
    plain = "lower(trim(transition))"
    arms = " ".join(
        f"when {quoted(' '.join(word.split()).lower())} then {quoted(meaning)}"
        for word, meaning in transitions.items()
    )
    return f"case {plain} {arms} else {plain} end" if arms else plain


def _listed(words: Collection[str]) -> str:
    return ", ".join(quoted(word) for word in words)


def _moments_sql(columns: Collection[str], transitions: Mapping[str, str], timezone: str) -> str:
    """Every row with its transition (`word`), its part in pairing, and the moment at which it would end.

    A row without a transition is a complete, unless it tells a whole event by itself: a begin and a later
    end, or a begin and no end yet. `last_at` is the last moment that an end can mean: of a bare date the
    whole day, of an hour that the clock shows twice its second passing. A row whose key, transition and
    times stand there twice counts once (`is_twin`).
    """
    zone = quoted(timezone)
    if "ended_at_text" in columns:
        whole = "(ended_at_text is null or ended_at > started_at)"
        ends = {
            part: f"case when ended_at_text is null then started_at{part} else ended_at{part} end"
            for part in ("", "_value", "_is_local", "_is_day", "_text")
        }
    else:
        whole = "false"
        ends = {
            part: f"started_at{part}" for part in ("", "_value", "_is_local", "_is_day", "_text")
        }
    twin = (
        "key is not null and row_number() over (partition by key, word, started_at, ended_at"
        " order by source_file, source_row) > 1"
        if KEY in columns
        else "false"
    )
    return f"""
        with worded as (select *, {word_sql(transitions)} as word from read),
        parted as (
            select *, row_number() over (order by source_file, source_row) as id,
                {ends[""]} as end_at, {ends["_text"]} as end_text, {ends["_is_day"]} as end_is_day,
                case
                    when {ends["_is_day"]}
                        then timezone({zone}, date_trunc('day', {ends["_value"]}) + interval 1 day)
                            - interval 1 microsecond
                    when {ends["_is_local"]} then timezone({zone}, {ends["_value"]})
                    else {ends[""]} end as last_at,
                case
                    when is_lost and (case_id is null or activity is null) then 'lost'
                    when is_withdrawn or case_id is null or activity is null then 'event'
                    when word is null and {whole} and not is_lost then 'event'
                    when word is null or word in ({_listed(ENDS)}) then 'end'
                    when word in ({_listed(BEGINS)}) then 'begin'
                    when word in ({_listed(BEFORE)}) and not is_lost then 'before'
                    when is_lost then 'lost'
                    else 'event' end as part
            from worded
        )
        select *, part in ('begin', 'end') and {twin} as is_twin from parted"""


def _stretches_sql(columns: Collection[str]) -> str:
    """A row for each stretch of work: the ids of its begin and of its end, of which one may be null.

    The begins and ends of one case, activity and instance are a queue: the n-th begin goes with the n-th
    end that finds something at work, which is one at which the begins so far do not run out. A begin whose
    moment cannot be read goes with an end that found nothing (n below 0).
    """
    order = "moment nulls last, part, weight, word, id"
    run = f"coalesce({INSTANCE}, '')" if INSTANCE in columns else "''"
    queue = f"partition by case_id, name, run order by {order} rows between unbounded preceding"
    return f"""
        with moments as (
            select id, case_id, activity_name as name, {run} as run, part,
                coalesce(word, 'complete') as word,
                case when {_is_instant("word")} then 0 else 1 end as weight,
                case when part = 'begin' then started_at else last_at end as moment
            from lifecycle where part in ('begin', 'end') and not is_twin
        ),
        counted as (
            select *, sum(case when part = 'end' then -1 when moment is null then 0 else 1 end)
                over ({queue} and current row) as n_open
            from moments
        ),
        judged as (
            select *, case
                when part = 'begin' then moment is null
                else n_open < least(0, coalesce(min(n_open) over ({queue} and 1 preceding), 0))
                end as is_alone
            from counted
        ),
        numbered as (
            select *, case when is_alone then -1 else 1 end * row_number() over (
                partition by case_id, name, run, part, is_alone order by {order}) as n
            from judged
        )
        select max(id) filter (where part = 'begin') as begin_id,
            max(id) filter (where part = 'end') as end_id,
            max(word) filter (where part = 'end') as end_word, any_value(name) as name
        from numbered group by case_id, name, run, n"""


def _events_sql(columns: Collection[str]) -> str:
    """The stretches of work that are events, and the rows that are an event of their own."""
    has_end = "ended_at_text" in columns
    has_own_begin = "coalesce(e.started_at < e.end_at, false)" if has_end else "false"
    is_of_end = f"(b.id is null or (e.word is not null and {has_own_begin}))"
    merged = {name: f'coalesce(e."{name}", b."{name}")' for name in columns}
    for part in ("", "_value", "_is_local", "_is_day", "_text"):
        merged[f"started_at{part}"] = (
            f"case when {is_of_end} then e.started_at{part} else b.started_at{part} end"
        )
    if has_end:  # an end alone is an instant at its own moment
        for part, of_end in (("", "end_at"), ("_is_day", "end_is_day"), ("_text", "end_text")):
            merged[f"started_at{part}"] = (
                f"case when b.id is null and not {has_own_begin} then e.{of_end}"
                f" else {merged[f'started_at{part}']} end"
            )
    began = f"case when {is_of_end} then null else b.started_at end"
    merged["ended_at"] = f"""case
        when e.end_at is null or e.end_at >= {began} or {began} is null then e.end_at
        when e.end_is_day then {began}
        else e.last_at end"""
    merged["ended_at_text"] = "e.end_text"
    if KEY in columns:
        merged[KEY] = "coalesce(b.key, e.key)"
    for name in ("source_file", "source_row"):
        merged[name] = f"case when e.is_lost then b.{name} else {merged[name]} end"
    merged["is_lost"] = "coalesce(b.is_lost, false) or coalesce(e.is_lost, false)"
    of_pairs = ", ".join(f'{sql} as "{name}"' for name, sql in merged.items())
    own = {
        **{name: f'"{name}"' for name in columns},
        **({} if has_end else {"ended_at_text": "started_at_text"}),
    }
    of_rows = ", ".join(f'{sql} as "{name}"' for name, sql in own.items())
    nth = f"row_number() over (partition by {KEY} order by started_at, source_file, source_row)"
    key = f"""replace (case when {OPEN} is not null and {KEY} is not null and {nth} > 1
        then md5(concat({KEY}, '|', cast({nth} as varchar))) else {KEY} end as {KEY})"""
    return f"""
        with made as (
            select {of_pairs}, e.id is null as {OPEN}
            from stretches
            left join lifecycle as b on b.id = begin_id
            left join lifecycle as e on e.id = end_id
            where (begin_id is not null or {_is_instant("end_word")})
                and not (coalesce(b.is_lost, true) and coalesce(e.is_lost, true))
            union all by name
            select {of_rows}, cast(null as boolean) as {OPEN} from lifecycle where part = 'event'
        )
        select * {key if KEY in columns else ""} from made"""


def _is_instant(word: str) -> str:
    """Whether an end is an event where nothing was at work."""
    return f"coalesce({word} in ({_listed(INSTANTS)}), true)"


def _notes(connection: Engine) -> tuple[Note, ...]:
    """What rows became no event of their own, or none that is whole."""
    moments, names = _one(
        connection,
        f"""select count(*), string_agg(distinct word, ', ' order by word) from (
            select word from lifecycle where part = 'before'
            union all
            select end_word from stretches where begin_id is null and not {_is_instant("end_word")})""",
    )
    (twins,) = _one(connection, "select count(*) from lifecycle where is_twin")
    pairs, running, unbegun = _one(
        connection,
        f"""with whole as (
            select * from stretches
            where not exists (select 1 from lifecycle where is_lost and id in (begin_id, end_id))
        )
        select count(*) filter (where begin_id is not null and end_id is not null),
            count(*) filter (where end_id is null),
            count(*) filter (where begin_id is null and {_is_instant("end_word")}
                and name in (select name from stretches where begin_id is not null))
        from whole""",
    )
    (others,) = _one(
        connection,
        f"""select count(*) from lifecycle
        where part = 'event' and word not in ({_listed(STANDARD)})""",
    )
    noted = (
        Note("lifecycle_pairs", pairs + twins),
        Note("lifecycle_moments", moments, detail=names or ""),
        Note("lifecycle_running", running),
        Note("lifecycle_unbegun", unbegun),
        Note("lifecycle_others", others),
    )
    return tuple(note for note in noted if note.n)


def _one(connection: Engine, sql: str) -> tuple[Any, ...]:
    return connection.execute(sql).fetchall()[0]
