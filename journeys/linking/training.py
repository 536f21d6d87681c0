"""The model: what each outcome of a comparison weighs, corrected by the data.

Two models of the same comparisons weigh the pairs. *Home* weighs two records at one address; its u,
m and share of one person come from expectation maximisation over all such pairs. *World* weighs all
others; its u comes from pairs out of a fixed sample of records (splink), one for each home and one for
each birth date and initial, so that hardly any two of them are one person; its m from home, and those
of surname and address from all pairs with the same birth date and initial. What was believed before
counts as `PRIOR_PAIRS` pairs more; so a hundred records are linked by belief and a million by the data.

Expectation maximisation is done here and not by splink 5.0, which stops with an error where an outcome
occurs among pairs of one person alone, and knows no belief to fall back on.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from journeys.linking.comparisons import BIRTH, COMPARISONS, FIXED, GIVEN, level_of
from journeys.linking.expectation import Patterns, expect
from journeys.linking.parameters import (
    PRIOR_MATCHES,
    PRIOR_PAIRS,
    SMALLEST,
    LinkModel,
    blends,
    twins,
    whole,
)
from journeys.linking.scoring import linker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from splink import Linker

    from journeys.engine import Engine

MIN_PAIRS: Final = 50
"""With fewer pairs than this nothing is learned from them."""
ABOUT_PERSONS: Final = ("family", "given", "birth", "sex", "source")
ABOUT_CHANGE: Final = ("family", "sex", "address")


def learn_chance(
    connection: Engine, records: str, model: LinkModel, seed: int, n_sample: int
) -> None:
    """Learn u of the world, among any two people, out of a sample with hardly two records of one person."""
    connection.execute(
        f"create or replace temp table linking_sample as with shuffled as ("
        f" select *, hash(n, {seed}) as place from {records}), apart as ("
        " select *, row_number() over (partition by coalesce(home, -n) order by place) as at_home,"
        " row_number() over (partition by coalesce(birth_date, -n), initial order by place) as born"
        " from shuffled)"
        " select * exclude (place, at_home, born) from apart where at_home = 1 and born = 1"
        f" order by place limit {n_sample}"
    )
    counted = connection.execute("select count(*) from linking_sample").fetchone()
    n = int(counted[0]) if counted else 0
    n_pairs = n * (n - 1) // 2
    model.n_pairs["chance"] = n_pairs
    if n_pairs >= MIN_PAIRS:
        with linker(connection, "linking_sample", model, is_home=False, rules=["1=1"]) as session:
            session.training.estimate_u_using_random_sampling(
                max_pairs=2.0 * n_pairs + 10, min_count_per_level=None, num_chunks=1
            )
            trained = _trained(session)
        for name, u in trained.items():
            model.u_world[name] = blends(u, model.u_world[name], n_pairs)
    connection.execute("drop table linking_sample")


def learn_home(connection: Engine, home: str, model: LinkModel) -> None:
    """Learn m, u and the share of one person among the pairs at one address."""
    patterns = _patterns(connection, f"from {home}", ABOUT_PERSONS)
    model.n_pairs["home"] = n_pairs = int(patterns.count.sum())
    if n_pairs < MIN_PAIRS:
        return
    of_twins = twins(model.m, model.u_home)
    estimate = expect(
        patterns,
        m=[model.m[name] for name in ABOUT_PERSONS],
        u=[model.u_home[name] for name in ABOUT_PERSONS],
        share=model.share_home,
        is_u_fixed=False,
        third=(model.share_twin, [of_twins[name] for name in ABOUT_PERSONS]),
    )
    model.share_home, model.share_twin = estimate.share, estimate.third
    for name, m, u in zip(ABOUT_PERSONS, estimate.m, estimate.u, strict=True):
        model.m[name], model.u_home[name] = whole(m), whole(u)
        if name != "family":
            model.m_world[name] = model.m[name]


def learn_world(connection: Engine, records: str, tables: Sequence[str], model: LinkModel) -> None:
    """Learn m of surname and address over pairs with one birth date and initial, and the share of all.

    Args:
        connection: holds the tables.
        records: the table of the records.
        tables: those of the pairs, with their levels.
        model: gets what is learned.
    """
    every = " union all by name ".join(f"select * from {table}" for table in tables)
    patterns = _patterns(
        connection,
        f"from ({every}) where birth >= {level_of(BIRTH, 'equal_by_year')}"
        f" and given >= {level_of(GIVEN, 'same_initial')}",
        ABOUT_CHANGE,
    )
    model.n_pairs["world"] = n_pairs = int(patterns.count.sum())
    if n_pairs >= MIN_PAIRS:
        estimate = expect(
            patterns,
            m=[model.m_world[name] for name in ABOUT_CHANGE],
            u=[model.u_world[name] for name in ABOUT_CHANGE],
            share=0.5,
            is_u_fixed=True,
        )
        for name, m in zip(ABOUT_CHANGE, estimate.m, strict=True):
            if name != "sex":
                model.m_world[name] = whole(m)
    model.share_world = _share_of_all(connection, records, model)


def _patterns(connection: Engine, source: str, names: Sequence[str]) -> Patterns:
    """How often each combination of levels occurs, in an order of their own; the first level is 0."""
    columns = ", ".join(f'"{name}"' for name in names)
    rows = connection.execute(
        f"select {columns}, count(*) as n {source} group by {columns} order by {columns}"
    ).fetchnumpy()
    last = {comparison.name: len(comparison.levels) - 1 for comparison in COMPARISONS}
    levels = [
        np.where((level := np.asarray(rows[name], dtype=np.int64)) < 0, -1, last[name] - level)
        for name in names
    ]
    return Patterns(np.stack(levels, axis=1), np.asarray(rows["n"], dtype=np.float64))


def _share_of_all(connection: Engine, records: str, model: LinkModel) -> float:
    """The share of one person among all pairs: out of those that agree on name and birth date.

    Of the pairs of one person, m says how many agree so; those that agree by chance are taken off.
    """
    rows = connection.execute(
        "with full_ones as (select family, given, birth_date, count(*) as k"
        f" from {records} where family is not null and given is not null and birth_date is not null"
        " group by all)"
        " select coalesce(sum(k * (k - 1) / 2), 0)::double, coalesce(sum(k), 0)::double,"
        f" (select count(*) from {records})::double from full_ones"
    ).fetchone()
    agreeing, n_full, n = rows or (0.0, 0.0, 0.0)
    pairs = max(n * (n - 1) / 2, 1.0)
    chance = n_full * (n_full - 1) / 2
    exact = 1.0
    for name in ("family", "given", "birth"):
        chance *= model.u_world[name][0]
        exact *= model.m_world[name][0]
    seen = max(agreeing - chance, 0.0) / exact * (n / n_full) ** 2 if n_full else 0.0
    expected = (seen * n + PRIOR_MATCHES * n * PRIOR_PAIRS) / (n + PRIOR_PAIRS) if n else 0.0
    return float(f"{min(max(expected / pairs, SMALLEST), 0.5):.6g}")


def _trained(trained: Linker) -> dict[str, list[float | None]]:
    """Comparison to the u of each level; None where there was nothing to learn it from."""
    return {
        comparison.output_column_name: [
            _number(level.u_probability)
            for level in comparison._comparison_levels_excluding_null  # noqa: SLF001 - has no other door
        ]
        for comparison in trained._settings_obj.comparisons  # noqa: SLF001 - likewise
        if comparison.output_column_name not in FIXED
    }


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else None
