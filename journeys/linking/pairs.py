"""Which pairs are compared, and what forbids that probability alone links them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from journeys.linking.comparisons import ADDRESS, BIRTH, COMPARISONS, GIVEN, SEX, level_of
from journeys.linking.parameters import LinkModel
from journeys.linking.scoring import compare, weight_sql
from journeys.linking.training import learn_chance, learn_home, learn_world

if TYPE_CHECKING:
    from journeys.engine import Engine
    from journeys.linking.settings import LinkSettings

_AWAY: Final = "(l.home <> r.home or l.home is null or r.home is null)"
_ELSEWHERE: Final = (
    f"({_AWAY} and (l.household <> r.household or l.household is null or r.household is null))"
)
_GIVEN_FITS: Final = (
    "(l.initial = r.initial or l.initial is null or r.initial is null"
    " or l.given_root = r.given_root or list_has_any(l.given_near, r.given_near))"
)
_BORN_ALIKE: Final = (
    "(l.birth_year = r.birth_year or l.birth_month_day = r.birth_month_day"
    " or list_has_any(l.birth_near, r.birth_near))"
)
_NEAR: Final = (
    "(l.postcode = r.postcode or l.postcode_letters = r.postcode_letters"
    " or (l.house_number = r.house_number"
    " and (l.postcode4 = r.postcode4 or l.postcode4 is null or r.postcode4 is null)))"
)
HOME_RULES: Final = ("l.home = r.home", f"l.household = r.household and {_AWAY}")
"""Everybody at one address, or in one given household."""
WORLD_RULES: Final = (
    f"l.birth_date = r.birth_date and l.initial = r.initial and {_ELSEWHERE}",
    f"l.birth_date = r.birth_date and l.family = r.family and {_GIVEN_FITS} and {_ELSEWHERE}",
    f"l.family = r.family and l.given = r.given and {_BORN_ALIKE} and {_ELSEWHERE}",
    "l.family = r.family and l.given = r.given and (l.birth_date is null or r.birth_date is null)"
    f" and {_NEAR} and {_ELSEWHERE}",
    f"l.birth_unordered = r.birth_unordered and l.initial = r.initial and {_ELSEWHERE}",
    f"l.birth_date = r.birth_date and l.postcode4 = r.postcode4 and {_GIVEN_FITS} and {_ELSEWHERE}",
    f"l.bsn_near = r.bsn_near and (l.bsn_wrong is not null or r.bsn_wrong is not null) and {_ELSEWHERE}",
    f"l.bsn = r.bsn and l.birth_date <> r.birth_date and l.initial <> r.initial and {_ELSEWHERE}",
)
"""Elsewhere, a pair has given names that can be one, and something of the birth date in common; where
one has none, the whole name and much of the address. A name alone brings nobody together."""
WORLD_FLOOR: Final = -20.0
"""Pairs elsewhere below this (log2 of the odds) are not kept."""
HOME_FLOOR: Final = -1000.0


def scored_pairs(
    connection: Engine, records: str, into: str, settings: LinkSettings
) -> dict[str, Any]:
    """Make the table `into` of scored pairs, and tell the model.

    A row: l < r (numbers of records), weight (log2 of the odds), is_home, the level of each comparison as
    splink counts (−1: says nothing), and blocked: why probability alone may not link (null: it may).
    """
    model = LinkModel()
    learn_chance(connection, records, model, settings.seed, settings.sample_records)
    home, world = "linking_home", "linking_world"
    compare(connection, records, model, is_home=True, rules=HOME_RULES, floor=HOME_FLOOR, into=home)
    compare(
        connection, records, model, is_home=False, rules=WORLD_RULES, floor=WORLD_FLOOR, into=world
    )
    learn_home(connection, home, model)
    learn_world(connection, records, (home, world), model)
    names = ", ".join(comparison.name for comparison in COMPARISONS)
    named = f"(select n, coalesce(family, initial) is not null as is_named from {records})"
    blocked = (
        "case when bsn = 0 then 'bsn'"
        f" when given between 0 and {level_of(GIVEN, 'same_initial')} then 'given'"
        f" when given between {level_of(GIVEN, 'called')} and {level_of(GIVEN, 'alike')}"
        f" and sex = {level_of(SEX, 'differs')} then 'given'"
        f" when birth between 0 and {level_of(BIRTH, 'generation')} then 'birth'"
        f" when birth in ({level_of(BIRTH, 'equal_by_year')}, {level_of(BIRTH, 'year')})"
        f" and not is_home and address < {level_of(ADDRESS, 'near')} then 'birth'"
        f" when family = -1 and given = -1 and (birth < {level_of(BIRTH, 'equal')} or not is_home"
        " or not one.is_named and not other.is_named)"
        " then 'family'"
        f" when family = -1 and given < {level_of(GIVEN, 'equal')} and not is_home"
        f" and address < {level_of(ADDRESS, 'near')} then 'family' end"
    )
    connection.execute(
        f"create or replace temp table {into} as with every as ("
        f" select l, r, {weight_sql(model, is_home=True)} as weight, true as is_home, {names} from {home}"
        f" union all select l, r, {weight_sql(model, is_home=False)}, false, {names} from {world})"
        " select least(l, r) as l, greatest(l, r) as r, weight, is_home,"
        f" {names}, {blocked} as blocked from every"
        f" join {named} one on one.n = every.l join {named} other on other.n = every.r"
    )
    for name in (home, world):
        connection.execute(f"drop table {name}")
    return model.as_dict()
