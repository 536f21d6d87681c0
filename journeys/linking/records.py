"""The nodes, laid out for comparison: numbered in the order of their names, each with its home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from journeys.errors import AnalysisError, said
from journeys.linking.features import LISTS, SCALARS

if TYPE_CHECKING:
    import pyarrow as pa

    from journeys.engine import Engine
    from journeys.linking.settings import LinkSettings

CROWD: Final = 10
"""An address with so many times more records than a household has clients is no home: every pair
of a shelter or a hospital would be compared."""
FILLER: Final = 20
"""A BSN with so many different birth dates or surnames is what somebody types to get past a form: it is
nobody's. So it is with `FILLER_BOTH` of each."""
FILLER_BOTH: Final = 5
FILLER_DATE: Final = 30
"""A birth date of so many surnames, `FILLER_TIMES` more than dates have on the average, is a form's own."""
FILLER_TIMES: Final = 20
IN_USE: Final = 3
"""A given name that so many surnames have is a name, and no typing error for another one."""
COLUMNS: Final = {
    "source": "VARCHAR",
    "first_at": "TIMESTAMP WITH TIME ZONE",
    "last_at": "TIMESTAMP WITH TIME ZONE",
    "household": "VARCHAR",
    **dict.fromkeys(SCALARS, "BIGINT"),
    **dict.fromkeys(LISTS, "BIGINT[]"),
}


def lay_out(connection: Engine, nodes: pa.Table | str, into: str, settings: LinkSettings) -> None:
    """Make the table `into`: n (0, 1, … in the order of person), person, `COLUMNS`, home and is_in_use.

    home is the address, where one is given and it is no crowd's; null elsewhere. is_in_use says that
    several surnames have the given name.

    Raises:
        AnalysisError: no column person, or a person that stands there twice.
    """
    if not isinstance(nodes, str):
        connection.register("linking_nodes", nodes)
    source = nodes if isinstance(nodes, str) else "linking_nodes"
    there = {row[0] for row in connection.execute(f'describe "{source}"').fetchall()}
    if "person" not in there:
        raise AnalysisError(
            "linking: the nodes have no name", expected="a column person", got="none of that name"
        )
    chosen = ", ".join(
        f'cast({_column(name, kind) if name in there else "null"} as {kind}) as "{name}"'
        for name, kind in COLUMNS.items()
    )
    crowd = settings.max_household_clients * CROWD
    connection.execute(
        f"create or replace temp table {into} as with chosen as ("
        f' select row_number() over (order by person) - 1 as n, person, {chosen} from "{source}")'
        ", crowds as (select address from chosen where address is not null group by address"
        f" having count(*) > {crowd})"
        ", fillers as (select bsn from chosen where bsn is not null group by bsn"
        f" having greatest(count(distinct birth_date), count(distinct family)) >= {FILLER}"
        f" or least(count(distinct birth_date), count(distinct family)) >= {FILLER_BOTH})"
        ", born as (select birth_date, count(distinct family) as n_families from chosen"
        " where birth_date is not null group by birth_date)"
        f", no_days as (select birth_date from born where n_families >= {FILLER_DATE}"
        f" and n_families >= {FILLER_TIMES} * (select avg(n_families) from born))"
        f", in_use as (select given from chosen group by given having count(distinct family) >= {IN_USE})"
        " select chosen.* exclude (bsn, birth_month_day, birth_by_year, birth_near),"
        " case when fillers.bsn is null then chosen.bsn end as bsn,"
        " case when no_days.birth_date is null then birth_month_day end as birth_month_day,"
        " case when no_days.birth_date is null then birth_by_year else birth_year end as birth_by_year,"
        " case when no_days.birth_date is null then birth_near else [] end as birth_near,"
        " case when crowds.address is null then chosen.address end as home,"
        " in_use.given is not null as is_in_use"
        " from chosen left join crowds on crowds.address = chosen.address"
        " left join fillers on fillers.bsn = chosen.bsn"
        " left join no_days on no_days.birth_date = chosen.birth_date"
        " left join in_use on in_use.given = chosen.given order by n"
    )
    if not isinstance(nodes, str):
        connection.unregister("linking_nodes")
    counted = connection.execute(f"select count(*), count(distinct person) from {into}").fetchone()
    if counted and counted[0] != counted[1]:
        connection.execute(f"drop table {into}")
        raise AnalysisError(
            "linking: a node stands there twice",
            expected=said("{counted} different persons", counted=counted[0]),
            got=str(counted[1]),
        )


def _column(name: str, kind: str) -> str:
    return f'coalesce("{name}", [])' if kind.endswith("[]") else f'"{name}"'
