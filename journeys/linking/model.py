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

import logging
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from splink import DuckDBAPI, Linker, SettingsCreator
from splink.blocking_rule_library import CustomRule
from splink.comparison_level_library import CustomLevel
from splink.comparison_library import CustomComparison

from journeys.linking.comparisons import COMPARISONS, FIXED
from journeys.linking.features import LISTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from journeys.linking.comparisons import Comparison

PRIOR_PAIRS: Final = 300
"""How many pairs what was believed before counts for."""
PRIOR_CHANCE: Final = 100_000
"""How many pairs what was believed of chance in the world counts for: its outcomes are rare."""
PRIOR_SHARE_HOME: Final = 0.35
"""Believed share of one person among pairs of records at one address."""
PRIOR_MATCHES: Final = 0.5
"""Believed pairs of one person for each record."""
MIN_PAIRS: Final = 50
"""With fewer pairs than this nothing is learned from them."""
MAX_EM_PAIRS: Final = 2_000_000.0
SMALLEST: Final = 1e-9
KIN: Final = "l.birth_date = r.birth_date and l.initial = r.initial"

Values = dict[str, list[float]]
"""Comparison to a probability for each of its levels."""


@dataclass
class Model:
    """The parameters of the two models, and on how many pairs they stand."""

    m: Values = field(default_factory=lambda: _priors("m"))
    m_world: Values = field(default_factory=lambda: _priors("m"))
    u_home: Values = field(default_factory=lambda: _priors("u_home"))
    u_world: Values = field(default_factory=lambda: _priors("u_world"))
    share_home: float = PRIOR_SHARE_HOME
    share_world: float = 1e-4
    n_pairs: dict[str, int] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """The parameters for the audit: for each comparison and level its m and u of both models."""
        return {
            "share_home": self.share_home,
            "share_world": self.share_world,
            "n_pairs": dict(self.n_pairs),
            "comparisons": {
                comparison.name: {
                    level.name: {
                        "m_home": self.m[comparison.name][n],
                        "m_world": self.m_world[comparison.name][n],
                        "u_home": self.u_home[comparison.name][n],
                        "u_world": self.u_world[comparison.name][n],
                    }
                    for n, level in enumerate(comparison.levels)
                }
                for comparison in COMPARISONS
            },
        }


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


def score(
    connection: duckdb.DuckDBPyConnection,
    records: str,
    model: Model,
    *,
    is_home: bool,
    rules: Sequence[str],
    floor: float,
    into: str,
) -> None:
    """Make the table `into` of the pairs that `rules` bring together: l, r, weight and the levels.

    weight is the log2 of the odds, to six decimals; a level is −1 where the comparison says nothing, and
    else its place from the last (0) up, as splink counts.
    """
    with _linker(connection, records, model, is_home=is_home, rules=rules) as linker:
        found = linker.inference.predict(threshold_match_weight=floor, warning_mode="never")
        levels = ", ".join(
            _level_sql(comparison.name, *_parameters(comparison, model, is_home=is_home))
            if comparison.name != "address" or not is_home
            else f"{len(comparison.levels) - 1} as address"
            for comparison in COMPARISONS
        )
        connection.execute(
            f"create or replace temp table {into} as"
            f" select n_l as l, n_r as r, round(match_weight, 6) as weight, {levels}"
            f" from {found.physical_name}"
        )
        found.drop_table_from_database_and_remove_from_cache()


def _level_sql(name: str, m: Sequence[float], u: Sequence[float]) -> str:
    """The level that a pair's weight is of: splink keeps the weights alone, and they are all different."""
    weights = [math.log2(a / b) for a, b in zip(m, u, strict=True)]
    cases = " ".join(
        f"when abs(mw_{name} - {weight!r}) < 1e-7 then {len(weights) - 1 - n}"
        for n, weight in enumerate(weights)
    )
    return f"case {cases} else -1 end as {name}"


def _priors(which: str) -> Values:
    return {c.name: _whole([getattr(level, which) for level in c.levels]) for c in COMPARISONS}


def _levels(name: str) -> Sequence[Any]:
    return next(c.levels for c in COMPARISONS if c.name == name)


def _whole(values: Sequence[float]) -> list[float]:
    """The values, no smaller than the smallest, to six significant digits: alike on all machines."""
    return [float(f"{max(value, SMALLEST):.6g}") for value in values]


def _learn_home(connection: duckdb.DuckDBPyConnection, records: str, model: Model) -> None:
    """m, u and the share of one person among the pairs at one address."""
    counted = connection.execute(
        f"select coalesce(sum(k * (k - 1) / 2), 0) from"
        f" (select count(*) as k from {records} where home is not null group by home)"
    ).fetchone()
    n_pairs = int(counted[0]) if counted else 0
    model.n_pairs["home"] = n_pairs
    if n_pairs < MIN_PAIRS:
        return
    rule = "l.home = r.home"
    with _linker(connection, records, model, is_home=True, rules=[rule]) as linker:
        learned = _expect(linker, rule, fix_u=False)
        if learned is None:
            return
        share = learned.core_model_settings.probability_two_random_records_match
        trained = _trained(learned.core_model_settings.comparisons)
    n_same, n_other = share * n_pairs, (1 - share) * n_pairs
    model.share_home = _blend(share, PRIOR_SHARE_HOME, n_pairs)
    for name, (m, u) in trained.items():
        model.m[name] = _blends(m, model.m[name], n_same)
        model.u_home[name] = _blends(u, model.u_home[name], n_other)
        if name not in ("family", "address"):
            model.m_world[name] = model.m[name]


def _learn_chance(
    connection: duckdb.DuckDBPyConnection, records: str, model: Model, seed: int, n_sample: int
) -> None:
    """U among any two people, out of a sample with hardly two records of one person."""
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
        with _linker(connection, "linking_sample", model, is_home=False, rules=["1=1"]) as linker:
            linker.training.estimate_u_using_random_sampling(
                max_pairs=2.0 * n_pairs + 10, min_count_per_level=None, num_chunks=1
            )
            trained = _trained(linker._settings_obj.comparisons)  # noqa: SLF001 - has no other door
        for name, (_, u) in trained.items():
            model.u_world[name] = _blends(u, model.u_world[name], n_pairs, PRIOR_CHANCE)
    connection.execute("drop table linking_sample")


def _learn_world(connection: duckdb.DuckDBPyConnection, records: str, model: Model) -> None:
    """M of surname and address over all pairs with the same birth date and initial."""
    counted = connection.execute(
        "select coalesce(sum(k * (k - 1) / 2), 0) from (select count(*) as k"
        f" from {records} where birth_date is not null and initial is not null"
        " group by birth_date, initial)"
    ).fetchone()
    n_pairs = int(counted[0]) if counted else 0
    model.n_pairs["world"] = n_pairs
    if n_pairs < MIN_PAIRS:
        return
    with _linker(connection, records, model, is_home=False, rules=[KIN]) as linker:
        learned = _expect(linker, KIN, fix_u=True)
        if learned is None:
            return
        share = learned.core_model_settings.probability_two_random_records_match
        trained = _trained(learned.core_model_settings.comparisons)
    for name in ("family", "address"):
        if name in trained:
            model.m_world[name] = _blends(trained[name][0], model.m_world[name], share * n_pairs)


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


def _expect(linker: Linker, rule: str, *, fix_u: bool) -> Any:
    """A session of expectation maximisation; None where the data do not carry one."""
    try:
        return linker.training.estimate_parameters_using_expectation_maximisation(
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


def _blend(seen: float, believed: float, n: float, n_believed: float = PRIOR_PAIRS) -> float:
    return (seen * n + believed * n_believed) / (n + n_believed)


def _blends(
    seen: Sequence[float | None],
    believed: Sequence[float],
    n: float,
    n_believed: float = PRIOR_PAIRS,
) -> list[float]:
    """What was seen in n pairs, and believed as if seen in `n_believed`."""
    both = [_blend(s or 0.0, b, n, n_believed) for s, b in zip(seen, believed, strict=True)]
    return _whole([value / sum(both) for value in both])


def _exploded(rule: str) -> str | None:
    """The list feature that a rule compares item by item."""
    return next((name for name in LISTS if f"l.{name} = r.{name}" in rule), None)


class _linker:  # noqa: N801 - reads as a function
    """A quiet linker over one table, which leaves no table of its own behind."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        records: str,
        model: Model,
        *,
        is_home: bool,
        rules: Sequence[str],
    ) -> None:
        self.connection = connection
        self.api = DuckDBAPI(connection)
        self.level = logging.getLogger("splink").level
        logging.getLogger("splink").setLevel(logging.CRITICAL)
        self.linker = Linker(
            self.api.register(records),
            SettingsCreator(
                link_type="dedupe_only",
                unique_id_column_name="n",
                comparisons=[
                    _comparison(comparison, model, is_home=is_home)
                    for comparison in COMPARISONS
                    if comparison.name != "address" or not is_home
                ],
                blocking_rules_to_generate_predictions=[
                    CustomRule(rule, arrays_to_explode=[array] if array else None)
                    for rule, array in ((r, _exploded(r)) for r in rules)
                ],
                probability_two_random_records_match=(
                    model.share_home if is_home else model.share_world
                ),
                retain_matching_columns=False,
                retain_intermediate_calculation_columns=True,
                max_iterations=50,
                linker_uid="linking",
            ),
            log_level=None,
            validate_settings=False,
        )

    def __enter__(self) -> Linker:
        return self.linker

    def __exit__(self, *_: object) -> None:
        logging.getLogger("splink").setLevel(self.level)
        for (name,) in self.connection.execute(
            "select table_name from duckdb_tables() where table_name like '\\_\\_splink\\_\\_%' escape '\\'"
        ).fetchall():
            self.connection.execute(f'drop table if exists "{name}"')


def _comparison(comparison: Comparison, model: Model, *, is_home: bool) -> CustomComparison:
    m, u = _parameters(comparison, model, is_home=is_home)
    is_fixed = comparison.name in FIXED
    levels: list[Any] = [
        CustomLevel(comparison.unknown, "unknown").configure(is_null_level=True),
        *(
            CustomLevel(level.when or "ELSE", level.name).configure(
                m_probability=m[n],
                u_probability=u[n],
                fix_m_probability=is_fixed,
                fix_u_probability=is_fixed,
                **(_rarity(level.frequency_of) if level.frequency_of and not is_home else {}),
            )
            for n, level in enumerate(comparison.levels)
        ),
    ]
    return CustomComparison(output_column_name=comparison.name, comparison_levels=levels)


def _rarity(column: str) -> dict[str, Any]:
    """What makes a level weigh more where the value that two people share is rare."""
    return {
        "tf_adjustment_column": column,
        "tf_minimum_u_value": 0.00002,
        "disable_tf_exact_match_detection": True,
    }


def _parameters(
    comparison: Comparison, model: Model, *, is_home: bool
) -> tuple[list[float], list[float]]:
    """M and u of each level, so that no two levels weigh the same, and none weighs nothing."""
    m = list((model.m if is_home else model.m_world)[comparison.name])
    u = (model.u_home if is_home else model.u_world)[comparison.name]
    taken = {0.0}
    for n, value in enumerate(u):
        while any(abs(math.log2(m[n] / value) - other) < 1e-5 for other in taken):  # noqa: PLR2004
            m[n] *= 1.00002
        taken.add(math.log2(m[n] / value))
    return m, u
