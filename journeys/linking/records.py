"""The nodes, laid out for comparison: numbered in the order of their names, each with its home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from journeys.errors import AnalysisError
from journeys.linking.features import LISTS, SCALARS

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from journeys.linking.settings import LinkSettings

CROWD: Final = 10
"""An address with so many times more records than a household has clients is no home: every pair
of a shelter or a hospital would be compared."""
FILLER: Final = 20
"""A BSN with so many different birth dates is what somebody types to get past a form: it is nobody's."""
COLUMNS: Final = {
    "source": "VARCHAR",
    "first_at": "TIMESTAMP WITH TIME ZONE",
    "last_at": "TIMESTAMP WITH TIME ZONE",
    "household": "VARCHAR",
    **dict.fromkeys(SCALARS, "BIGINT"),
    **dict.fromkeys(LISTS, "BIGINT[]"),
}


def lay_out(
    connection: duckdb.DuckDBPyConnection, nodes: pa.Table | str, into: str, settings: LinkSettings
) -> None:
    """Make the table `into`: n (0, 1, … in the order of person), person, `COLUMNS`, and home.

    home is the address, where one is given and it is no crowd's; null elsewhere.

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
        f" having count(distinct birth_date) >= {FILLER})"
        " select chosen.* exclude (bsn), case when fillers.bsn is null then chosen.bsn end as bsn,"
        " case when crowds.address is null then chosen.address end as home"
        " from chosen left join crowds on crowds.address = chosen.address"
        " left join fillers on fillers.bsn = chosen.bsn order by n"
    )
    if not isinstance(nodes, str):
        connection.unregister("linking_nodes")
    counted = connection.execute(f"select count(*), count(distinct person) from {into}").fetchone()
    if counted and counted[0] != counted[1]:
        connection.execute(f"drop table {into}")
        raise AnalysisError(
            "linking: a node stands there twice",
            expected=f"{counted[0]} different persons",
            got=str(counted[1]),
        )


def _column(name: str, kind: str) -> str:
    return f'coalesce("{name}", [])' if kind.endswith("[]") else f'"{name}"'
