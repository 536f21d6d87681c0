"""The model: what each outcome of a comparison weighs, by splink, corrected by the data.

Two models of the same comparisons score the pairs. *Home* scores two records at one address; its u,
m and share of matches come from expectation maximisation over all such pairs. *World* scores all
others; its u comes from pairs out of a fixed sample of records, one for each home and one for each
birth date and initial, so that hardly any two of them are one person; its m from home, and those
of surname and address from pairs with the same birth date and initial. All are then weighed against
what was believed before, as if that had been seen in `PRIOR_PAIRS` pairs; so a hundred records
are linked by belief and a million by the data.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from splink.blocking_rule_library import CustomRule

from journeys.linking.comparisons import FIXED
from journeys.linking.parameters import (
    PRIOR_CHANCE,
    PRIOR_MATCHES,
    PRIOR_PAIRS,
    PRIOR_SHARE_HOME,
    SMALLEST,
    Model,
    blend,
    blends,
)
from journeys.linking.scoring import linker

if TYPE_CHECKING:
    import duckdb
    from splink import Linker

MIN_PAIRS: Final = 50
"""With fewer pairs than this nothing is learned from them."""
MAX_EM_PAIRS: Final = 2_000_000.0
KIN: Final = "l.birth_date = r.birth_date and l.initial = r.initial"


def train(connection: duckdb.DuckDBPyConnection, records: str, seed: int, n_sample: int) -> Model:
    """Learn what the data say.

    Args:
        connection: holds the table `records`.
        records: a table of features, with `n` (a number for each) and `home` (null: none).
        seed: chooses the sample for u of the world.
        n_sample: its records.
    """
    model = Model()
    _learn_home(connection, records, model)
    _learn_chance(connection, records, model, seed, n_sample)
    _learn_world(connection, records, model)
    model.share_world = _share_world(connection, records, model)
    return model


def _learn_home(connection: duckdb.DuckDBPyConnection, records: str, model: Model) -> None:
    """Learn m, u and the share of one person among the pairs at one address."""
    counted = connection.execute(
        f"select coalesce(sum(k * (k - 1) / 2), 0) from"
        f" (select count(*) as k from {records} where home is not null group by home)"
    ).fetchone()
    n_pairs = int(counted[0]) if counted else 0
    model.n_pairs["home"] = n_pairs
    if n_pairs < MIN_PAIRS:
        return
    rule = "l.home = r.home"
    with linker(connection, records, model, is_home=True, rules=[rule]) as made:
        learned = _expect(made, rule, fix_u=False)
        if learned is None:
            return
        share = learned.core_model_settings.probability_two_random_records_match
        trained = _trained(learned.core_model_settings.comparisons)
    n_same, n_other = share * n_pairs, (1 - share) * n_pairs
    model.share_home = blend(share, PRIOR_SHARE_HOME, n_pairs)
    for name, (m, u) in trained.items():
        model.m[name] = blends(m, model.m[name], n_same)
        model.u_home[name] = blends(u, model.u_home[name], n_other)
        if name not in ("family", "address"):
            model.m_world[name] = model.m[name]


def _learn_chance(
    connection: duckdb.DuckDBPyConnection, records: str, model: Model, seed: int, n_sample: int
) -> None:
    """Learn u among any two people, out of a sample with hardly two records of one person."""
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
        with linker(connection, "linking_sample", model, is_home=False, rules=["1=1"]) as made:
            made.training.estimate_u_using_random_sampling(
                max_pairs=2.0 * n_pairs + 10, min_count_per_level=None, num_chunks=1
            )
            trained = _trained(made._settings_obj.comparisons)  # noqa: SLF001 - has no other door
        for name, (_, u) in trained.items():
            model.u_world[name] = blends(u, model.u_world[name], n_pairs, PRIOR_CHANCE)
    connection.execute("drop table linking_sample")


def _learn_world(connection: duckdb.DuckDBPyConnection, records: str, model: Model) -> None:
    """Learn m of surname and address over all pairs with the same birth date and initial."""
    counted = connection.execute(
        "select coalesce(sum(k * (k - 1) / 2), 0) from (select count(*) as k"
        f" from {records} where birth_date is not null and initial is not null"
        " group by birth_date, initial)"
    ).fetchone()
    n_pairs = int(counted[0]) if counted else 0
    model.n_pairs["world"] = n_pairs
    if n_pairs < MIN_PAIRS:
        return
    with linker(connection, records, model, is_home=False, rules=[KIN]) as made:
        learned = _expect(made, KIN, fix_u=True)
        if learned is None:
            return
        share = learned.core_model_settings.probability_two_random_records_match
        trained = _trained(learned.core_model_settings.comparisons)
    for name in ("family", "address"):
        if name in trained:
            model.m_world[name] = blends(trained[name][0], model.m_world[name], share * n_pairs)


def _share_world(connection: duckdb.DuckDBPyConnection, records: str, model: Model) -> float:
    """The share of one person among all pairs: out of those that agree on name and birth date.

    Of the pairs of one person, m says how many agree so; those that agree by chance are taken off.
    """
    found = connection.execute(
        "with full_ones as (select family, given, birth_date, count(*) as k"
        f" from {records} where family is not null and given is not null and birth_date is not null"
        " group by all)"
        " select coalesce(sum(k * (k - 1) / 2), 0)::double, coalesce(sum(k), 0)::double,"
        f" (select count(*) from {records})::double from full_ones"
    ).fetchone()
    agreeing, n_full, n = found or (0.0, 0.0, 0.0)
    pairs = max(n * (n - 1) / 2, 1.0)
    chance = n_full * (n_full - 1) / 2
    exact = 1.0
    for name in ("family", "given", "birth"):
        chance *= model.u_world[name][0]
        exact *= model.m_world[name][0]
    seen = max(agreeing - chance, 0.0) / exact * (n / n_full) ** 2 if n_full else 0.0
    expected = (seen * n + PRIOR_MATCHES * n * PRIOR_PAIRS) / (n + PRIOR_PAIRS) if n else 0.0
    return float(f"{min(max(expected / pairs, SMALLEST), 0.5):.6g}")


def _expect(made: Linker, rule: str, *, fix_u: bool) -> Any:
    """A session of expectation maximisation; None where the data do not carry one."""
    try:
        return made.training.estimate_parameters_using_expectation_maximisation(
            CustomRule(rule),
            estimate_without_term_frequencies=True,
            fix_u_probabilities=fix_u,
            max_pairs=MAX_EM_PAIRS,
        )
    except Exception:  # noqa: BLE001 - splink raises several kinds on little data; belief stands
        return None


def _trained(comparisons: Any) -> dict[str, tuple[list[float | None], list[float | None]]]:
    """Comparison to m and u of each level; None where there was nothing to learn it from."""
    return {
        each.output_column_name: (
            [_number(level.m_probability) for level in each._comparison_levels_excluding_null],  # noqa: SLF001
            [_number(level.u_probability) for level in each._comparison_levels_excluding_null],  # noqa: SLF001
        )
        for each in comparisons
        if each.output_column_name not in FIXED
    }


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else None
