"""How well the values of a column fit each role, whatever its name is: 0–1; None: they contradict it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.records.lifecycle_hint import meaning_of_word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipelines.proposal.facts import Facts

    Known = Callable[[str], bool]

WELL: Final = 1.0
FAIRLY: Final = 0.6
POORLY: Final = 0.3
HARDLY: Final = 0.1

MOST: Final = 0.9
MANY: Final = 0.7
HALF: Final = 0.5
SOME: Final = 0.3
"""Shares of the values."""

_SEVERAL: Final = 2
_A_FEW: Final = 5
_SMALL: Final = 20
_MOST_PARTNERS: Final = 80


def _case(facts: Facts, _: Known) -> float | None:
    """A case has several rows: a number that each row has for itself is its key."""
    if facts.is_time or facts.is_clock or facts.filled < HALF or facts.is_long:
        return None
    if facts.is_key:
        return POORLY
    if facts.amount and not facts.shares["digits"]:
        return None
    if facts.n_distinct < min(_A_FEW, facts.n / 4):
        return HARDLY
    return facts.filled * (FAIRLY if facts.shares["text"] > MOST and facts.few else WELL)


def _person(facts: Facts, _: Known) -> float | None:
    """A key of somebody, which a name is not."""
    if facts.is_time or facts.is_clock or not facts.n_filled or facts.is_long:
        return None
    if facts.shares["named"] > HALF:
        return None
    return WELL if facts.n_distinct > min(_A_FEW, facts.n / 10) else HARDLY


def _bsn(facts: Facts, _: Known) -> float | None:
    if facts.is_time or facts.is_clock or not facts.n_filled:
        return None
    if facts.shares["bsn"] > MOST and facts.n_distinct > _SEVERAL:
        return WELL
    return HARDLY if facts.shares["digits"] > MOST else None


def _name_of_person(facts: Facts, known: Known) -> float | None:
    if (
        facts.is_time
        or facts.is_clock
        or not facts.n_filled
        or facts.shares["digits"] > HALF
        or facts.is_long
    ):
        return None
    if known_share(facts, known) > SOME:
        return None
    return WELL if facts.n_distinct > min(_A_FEW, facts.n / 20) else POORLY


def _birth(facts: Facts, _: Known) -> float | None:
    return WELL if facts.is_time else None


def _sex(facts: Facts, _: Known) -> float | None:
    return WELL if facts.n_filled and facts.shares["sex"] > MOST else None


def _postcode(facts: Facts, _: Known) -> float | None:
    if not facts.n_filled:
        return None
    if facts.shares["postcode"] > MOST:
        return WELL
    return POORLY if facts.shares["digits"] > MOST else None


def _house_number(facts: Facts, _: Known) -> float | None:
    return WELL if facts.n_filled and facts.shares["numbered"] > MOST else None


def _activity(facts: Facts, known: Known) -> float | None:
    """An activity is one of some terms; best of all such as the field has."""
    if (
        facts.is_time
        or facts.is_clock
        or facts.amount
        or facts.filled < HALF
        or facts.shares["text"] < MANY
    ):
        return None
    if not facts.few or facts.n_distinct < _SEVERAL:
        return HARDLY
    if facts.distinct > MANY and facts.n > _SMALL:
        return HARDLY
    return (1 - FAIRLY) + FAIRLY * known_share(facts, known)


def known_share(facts: Facts, known: Known) -> float:
    """Of the rows with a value, how many have a term of the field."""
    n = sum(facts.few.values())
    return sum(count for term, count in facts.few.items() if known(term)) / n if n else 0.0


def _moment(facts: Facts, _: Known) -> float | None:
    if not facts.is_time:
        return None
    return max(facts.typed, facts.time.share if facts.time else 0.0) * (1 + facts.filled) / 2


def _one_of_some(facts: Facts, known: Known) -> float | None:
    """A partner, team or place: one of some names, and no step of a process."""
    if (
        facts.is_time
        or facts.is_clock
        or not facts.n_filled
        or facts.n_distinct > _MOST_PARTNERS
        or facts.is_long
    ):
        return None
    if facts.shares["digits"] > MOST:
        return None
    return POORLY if known_share(facts, known) > HALF else WELL


def _worker(facts: Facts, _: Known) -> float | None:
    return None if facts.is_time or facts.is_clock or not facts.n_filled or facts.is_long else WELL


def _role(facts: Facts, _: Known) -> float | None:
    return (
        WELL
        if facts.few and not facts.is_time and not facts.is_clock and not facts.amount
        else None
    )


def _cost(facts: Facts, _: Known) -> float | None:
    return WELL if facts.amount and not facts.is_time else None


def _version(facts: Facts, _: Known) -> float | None:
    is_one = facts.n_filled and (facts.is_time or facts.shares["digits"] > MOST)
    return WELL if is_one else None


def _transition(facts: Facts, _: Known) -> float | None:
    n = sum(facts.few.values())
    words = sum(count for word, count in facts.few.items() if meaning_of_word(word))
    return WELL if n and words > MOST * n and len(facts.few) > 1 else None


def _key(facts: Facts, _: Known) -> float | None:
    return WELL if facts.is_key and not facts.is_time else None


FITS: Final[Mapping[str, Callable[[Facts, Known], float | None]]] = {
    "case_id": _case,
    "client": _person,
    "bsn": _bsn,
    "household": _person,
    "family_name": _name_of_person,
    "given_name": _name_of_person,
    "birth_date": _birth,
    "sex": _sex,
    "postcode": _postcode,
    "house_number": _house_number,
    "activity": _activity,
    "started_at": _moment,
    "ended_at": _moment,
    "partner": _one_of_some,
    "team": _one_of_some,
    "worker": _worker,
    "regisseur": _worker,
    "regisseur_role": _role,
    "referred_to": _one_of_some,
    "domain": _one_of_some,
    "municipality": _one_of_some,
    "cost_eur": _cost,
    "version": _version,
    "transition": _transition,
    "key": _key,
}
"""Of each role, how well the values of a column fit it."""
