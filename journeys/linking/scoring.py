"""Pairs and what they agree on: the one place where splink works, and where it is kept quiet."""

from __future__ import annotations

import logging
import math
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from splink import DuckDBAPI, Linker, SettingsCreator
from splink.blocking_rule_library import CustomRule
from splink.comparison_level_library import CustomLevel
from splink.comparison_library import CustomComparison

from journeys.linking.comparisons import COMPARISONS, FIXED
from journeys.linking.features import LISTS
from journeys.linking.parameters import SMALLEST, parameters, twins

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from journeys.engine import Engine
    from journeys.linking.comparisons import Comparison
    from journeys.linking.parameters import LinkModel, Values

RAREST: Final = 0.00002
"""A name that is rarer than this counts as this rare: it may as well be a typing error."""


def compare(
    connection: Engine,
    records: str,
    model: LinkModel,
    *,
    is_home: bool,
    rules: Sequence[str],
    floor: float,
    into: str,
) -> None:
    """Make the table `into` of the pairs that `rules` bring together, of at least `floor` as of now.

    A row: l, r, the level of each comparison (−1 where it says nothing, and else its place from the last, 0,
    up, as splink counts), and rarity: what the names' being rarer or more common than others adds (bits).
    """
    with linker(connection, records, model, is_home=is_home, rules=rules) as scorer:
        predictions = scorer.inference.predict(threshold_match_weight=floor, warning_mode="never")
        levels = ", ".join(
            _level_sql(comparison.name, *parameters(comparison, model, is_home=is_home))
            for comparison in COMPARISONS
        )
        rare = [c.name for c in COMPARISONS if any(level.frequency_of for level in c.levels)]
        rarity = "0.0" if is_home else " + ".join(f"mw_tf_adj_{name}" for name in rare)
        connection.execute(
            f"create or replace temp table {into} as"
            f" select n_l as l, n_r as r, {levels}, round({rarity}, 6) as rarity"
            f" from {predictions.physical_name}"
        )


def weight_sql(model: LinkModel, *, is_home: bool) -> str:
    """The SQL of a pair's weight, the log2 of its odds: one person against all other kinds of pairs.

    The others are at home twins and the rest of a family; elsewhere those two, since an address may be
    missing or old, and strangers, of whom the rarity of a name tells.
    """
    u_home, twin = dict(model.u_home), twins(model.m, model.u_home)
    rest = max(1 - model.share_home - model.share_twin, SMALLEST)
    if is_home:
        same = _likelihood_sql(model.share_home, model.m, skip="address")
        others = [
            _likelihood_sql(model.share_twin, twin, skip="address"),
            _likelihood_sql(rest, u_home, skip="address"),
        ]
    else:
        share, address = model.share_world, {"address": model.m_world["address"]}
        same = _likelihood_sql(share, model.m_world)
        others = [
            _likelihood_sql(share * model.share_twin / model.share_home, twin | address),
            _likelihood_sql(share * rest / model.share_home, u_home | address),
            f"{_likelihood_sql(1 - share, model.u_world)} - rarity",
        ]
    against = " + ".join(f"pow(2.0, cast({weight} as double))" for weight in others)
    return f"round(cast({same} as double) - log2({against}), 6)"


def _likelihood_sql(share: float, values: Values, skip: str = "") -> str:
    """The SQL of log2 of how likely a pair of this kind has its levels; share: of all pairs."""
    terms = [repr(round(math.log2(share), 6))]
    for comparison in COMPARISONS:
        if comparison.name == skip:
            continue
        shares = values[comparison.name]
        cases = " ".join(
            f"when {len(shares) - 1 - n} then {round(math.log2(value), 6)!r}"
            for n, value in enumerate(shares)
        )
        terms.append(f'case "{comparison.name}" {cases} else 0.0 end')
    return " + ".join(terms)


@contextmanager
def linker(
    connection: Engine,
    records: str,
    model: LinkModel,
    *,
    is_home: bool,
    rules: Sequence[str],
) -> Iterator[Linker]:
    """A linker over the table `records` that says nothing and leaves no table of its own behind."""
    log = logging.getLogger("splink")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield Linker(
            DuckDBAPI(connection).register(records),  # type: ignore[arg-type] # Splink's way to the engine
            SettingsCreator(
                link_type="dedupe_only",
                unique_id_column_name="n",
                comparisons=[
                    _comparison(comparison, model, is_home=is_home) for comparison in COMPARISONS
                ],
                blocking_rules_to_generate_predictions=[
                    CustomRule(rule, arrays_to_explode=[array] if array else None)
                    for rule, array in ((rule, _exploded(rule)) for rule in rules)
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
    finally:
        log.setLevel(level)
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where starts_with(table_name, '__splink__')"
        ).fetchall():
            connection.execute(f'drop table if exists "{name}"')


def _level_sql(name: str, m: Sequence[float], u: Sequence[float]) -> str:
    """The level that a pair's weight is of: splink keeps the weights alone, and they are all different."""
    weights = [math.log2(a / b) for a, b in zip(m, u, strict=True)]
    cases = " ".join(
        f"when abs(mw_{name} - {weight!r}) < 1e-7 then {len(weights) - 1 - n}"
        for n, weight in enumerate(weights)
    )
    return f"case {cases} else -1 end as {name}"


def _exploded(rule: str) -> str | None:
    """The list feature that a rule compares item by item."""
    return next((name for name in LISTS if f"l.{name} = r.{name}" in rule), None)


def _comparison(comparison: Comparison, model: LinkModel, *, is_home: bool) -> CustomComparison:
    m, u = parameters(comparison, model, is_home=is_home)
    unknown = CustomLevel(comparison.unknown, "unknown").configure(is_null_level=True)
    levels = [unknown]
    for n, level in enumerate(comparison.levels):
        custom = CustomLevel(level.when or "ELSE", level.name).configure(
            m_probability=m[n],
            u_probability=u[n],
            fix_m_probability=comparison.name in FIXED,
            fix_u_probability=comparison.name in FIXED,
        )
        if level.frequency_of and not is_home:
            custom.configure(
                tf_adjustment_column=level.frequency_of,
                tf_minimum_u_value=RAREST,
                disable_tf_exact_match_detection=True,
            )
        levels.append(custom)
    return CustomComparison(output_column_name=comparison.name, comparison_levels=[*levels])
