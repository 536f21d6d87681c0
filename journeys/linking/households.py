"""Households: by a given number, or by who lived at one address in one period."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from journeys.linking.components import components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from journeys.engine import Engine


_PERIODS = """
create or replace temp table linking_periods as
with stays as (
    select each.client_id, r.address, min(r.first_at) as first_at,
        coalesce(max(r.last_at), max(r.first_at)) as last_at
    from {records} r join linking_people each on each.person = r.person
    where r.address is not null and r.household is null
    group by each.client_id, r.address
), ordered as (
    select *, row_number() over (partition by client_id order by first_at nulls first, address) as turn,
        count(*) over (partition by client_id) as n_turns
    from stays
), bounded as (
    select client_id, address, turn,
        case when turn = 1 or first_at is null
            then '-infinity'::timestamptz else first_at end as from_at,
        case when turn = n_turns or last_at is null
            then 'infinity'::timestamptz else last_at end as until_at
    from ordered
), reached as (
    select *, max(until_at) over (partition by address order by from_at, until_at, client_id
        rows between unbounded preceding and 1 preceding) as until_before
    from bounded
)
select client_id, address, turn, from_at, until_at,
    sum(case when until_before is null or until_before < from_at then 1 else 0 end)
        over (partition by address order by from_at, until_at, client_id
            rows unbounded preceding) as period
from reached
"""
"""A stay is a client at an address; it has no begin at the client's first, no end at the last. Stays at
one address that overlap, one after the other, are one period."""

_HOMES = """
create or replace temp table linking_homes as
with changes as (
    select address, period, from_at as moment, 1 as step from linking_periods
    union all select address, period, until_at, -1 from linking_periods
), counted as (
    select address, period, sum(step) over (partition by address, period
        order by moment, step desc rows unbounded preceding) as n_there from changes
), busiest as (
    select address, period, max(n_there) as n_there from counted group by address, period
), sized as (
    select address, period, count(distinct client_id) as n_clients
    from linking_periods group by address, period
)
select address, period, n_clients, n_there > $1 as is_institution,
    row_number() over (order by address, period) - 1 as home
from busiest join sized using (address, period)
"""

_MOVES = """
with moves as (
    select a.home as home_from, b.home as home_to, a.n_clients as n_from, b.n_clients as n_to,
        count(*) as n_moved
    from linking_periods f join linking_periods t
        on t.client_id = f.client_id and t.turn = f.turn + 1
    join linking_homes a on a.address = f.address and a.period = f.period and not a.is_institution
    join linking_homes b on b.address = t.address and b.period = t.period and not b.is_institution
    group by all
)
select home_from, home_to from moves
where (n_from = 1 and n_to = 1) or (n_moved > 1 and (2 * n_moved > n_from or 2 * n_moved > n_to))
order by all
"""


def household_ids(connection: Engine, records: str, people: pa.Table, most: int) -> pa.Array:
    """The household of each person in `people`, in its order; null where nothing is known.

    A given household (column household) is passed through, and is that of an address too whose clients
    have it elsewhere. Else the clients whose stays at one address
    overlap are one household, whatever they are called; more than `most` at one time are an institution and
    none. A household that moves stays one: a client who lived alone and does again, or two or more who
    move together and are more than half of those known at the old or at the new address. So a foster
    child's record at the new address is of the household there, and its earlier one of the one it left.
    A node without address is of its client's household, where that has exactly one.

    The id is `h` and a hash of the person whose node at it is the earliest: no client has that id, and
    later nights do not change it.
    """
    connection.register("linking_people", people)
    connection.execute(_PERIODS.format(records=records))
    connection.execute(_HOMES, [most])
    moves = connection.execute(_MOVES).fetchnumpy()
    counted = connection.execute("select count(*) from linking_homes").fetchone()
    n = int(counted[0]) if counted else 0
    left, right = (np.asarray(moves[c], dtype=np.int64) for c in ("home_from", "home_to"))
    family = components(n, left, right)
    connection.register("linking_families", pa.table({"home": np.arange(n), "family": family}))
    rows = connection.execute(
        "with placed as (select r.n, r.person, r.first_at, f.family"
        f" from {records} r join linking_people p on p.person = r.person"
        " join linking_periods s on s.client_id = p.client_id and s.address = r.address"
        " join linking_homes h on h.address = s.address and h.period = s.period"
        " join linking_families f on f.home = h.home"
        " where r.household is null and not h.is_institution), ranked as ("
        " select *, row_number() over (partition by family order by first_at nulls last, person) as place"
        " from placed), known as ("
        " select placed.n, ranked.person as earliest from placed"
        " join ranked on ranked.family = placed.family and ranked.place = 1)"
        " select r.n, p.client_id, r.household, known.earliest"
        f" from {records} r join linking_people p on p.person = r.person"
        " left join known on known.n = r.n order by r.n"
    ).to_arrow_table()
    for name in ("linking_people", "linking_families"):
        connection.unregister(name)
    for name in ("linking_periods", "linking_homes"):
        connection.execute(f"drop table {name}")
    return _named(rows)


def _named(homes: pa.Table) -> pa.Array:
    """The id of each row; a row that knows none takes its client's, where that has exactly one."""
    clients = homes["client_id"].to_pylist()
    numbers = _numbers(clients, homes["household"].to_pylist(), homes["earliest"].to_pylist())
    ids = [
        given or (numbers.get(earliest) or _id(earliest) if earliest else None)
        for given, earliest in zip(
            homes["household"].to_pylist(), homes["earliest"].to_pylist(), strict=True
        )
    ]
    of_client: dict[str, set[str]] = {}
    for client, household in zip(clients, ids, strict=True):
        if household:
            of_client.setdefault(client, set()).add(household)
    return pa.array(
        [
            household
            or (next(iter(known)) if len(known := of_client.get(client, set())) == 1 else None)
            for client, household in zip(clients, ids, strict=True)
        ],
        pa.string(),
    )


def _numbers(
    clients: Sequence[str], given_numbers: Sequence[str | None], families: Sequence[str | None]
) -> dict[str, str]:
    """The given number of each family that lives at an address: what most of its clients have elsewhere.

    One partner knows the number, another the address: it is one household. A client with several
    numbers says nothing.
    """
    numbers_of: dict[str, set[str]] = {}
    for client, number in zip(clients, given_numbers, strict=True):
        if number:
            numbers_of.setdefault(client, set()).add(number)
    votes: dict[str, Counter[str]] = {}
    for family, client in sorted(
        {(family, client) for family, client in zip(families, clients, strict=True) if family}
    ):
        if len(known := numbers_of.get(client, set())) == 1:
            votes.setdefault(family, Counter())[next(iter(known))] += 1
    return {
        family: min(counted, key=lambda number: (-counted[number], number))
        for family, counted in votes.items()
    }


def _id(person: str) -> str:
    return "h" + sha256(f"household:{person}".encode()).hexdigest()[:20]
