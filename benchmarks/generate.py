"""A log of any size for the benchmarks: records as the store holds them, in one Parquet file.

Eleven events a case. A case follows one of 20,000 routes, a few of which are common and most rare;
one event in fifty departs from it. 24 activities, 8 partners that keep a case for four events, a
regisseur that changes in one case in five, a referral at one event in ten, 2 % long help. A client a
case, two clients a household.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

EVENTS_PER_CASE = 11

SQL = """
copy (
    with drawn as (
        select
            i,
            i // {per_case} as c,
            i % {per_case} as k,
            case
                when hash(i, 1) % 50 = 0 then hash(i, 2)
                else cast(20000 * pow((hash(i // {per_case}, 3) % 100000) / 100000.0, 4) as bigint)
            end as t,
            hash(i, 4) % 1000 as gap
        from range({n}) numbers(i)
    )
    select
        substr(md5(cast(i as varchar)), 1, 20) as event_id,
        'bench' as source,
        'bench.parquet' as source_file,
        i + 1 as source_row,
        substr(md5(concat('case', c)), 1, 20) as case_id,
        substr(md5(concat('client', c)), 1, 20) as client_id,
        substr(md5(concat('household', c // 2)), 1, 20) as household_id,
        concat('Activiteit ', hash(t, k, 5) % {activities}) as activity_source,
        concat('Partner ', hash(t, k // 4, 6) % {partners}) as partner,
        concat('Regisseur ', hash(c, case when hash(c, 7) % 5 = 0 then k // 6 else 0 end) % 200) as regisseur,
        case when hash(i, 8) % 10 = 0 then concat('Partner ', hash(i, 9) % {partners}) end as referred_to,
        began as started_at,
        began + to_seconds(case when hash(i, 10) % 50 = 0 then 864000 else 1800 end) as ended_at,
        false as is_running,
        'second' as precision
    from (
        select
            drawn.*,
            timestamptz '2020-01-01 08:00:00+00'
            + to_seconds(cast(hash(c, 11) % 94608000 as bigint))
            + to_seconds(cast(sum(gap * 1200) over (partition by c order by k) as bigint)) as began
        from drawn
    )
    order by c, k
) to '{path}' (format parquet, compression zstd)
"""


def generate(path: Path, n: int, *, activities: int = 24, partners: int = 8) -> Path:
    """Write `n` records to `path`, unless they are there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect() as connection:
            connection.execute("set TimeZone = 'UTC'")
            connection.execute(
                SQL.format(
                    n=n,
                    path=path,
                    per_case=EVENTS_PER_CASE,
                    activities=activities,
                    partners=partners,
                )
            )
    return path


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
