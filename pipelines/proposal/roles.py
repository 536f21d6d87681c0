"""Which column is what: by its name and its values together, each choice with its reason and its rival."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from connectors.values.columns import reading_by_format
from connectors.values.date_texts import ISO, with_parts
from journeys.errors import said
from pipelines.proposal.fits import FITS, known_share
from pipelines.proposal.names import SURE, scores_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from journeys.engine import Engine
    from pipelines.proposal.facts import Facts

ROLES: Final = tuple(FITS)
"""Every role, in the order in which a config names them."""

NEEDED: Final = ("case_id", "activity", "started_at")
BY_NAME: Final = 0.7
"""How much of a score is the name's; the rest is the values'."""

LEAST: Final = 0.45
"""The score below which a column is no candidate, unless nothing else is and the column is needed."""

SURE_ENOUGH: Final = 0.7
"""The score below which a choice is in doubt."""

CLOSE: Final = 0.12
"""How near to the choice a rival is in doubt too."""


@dataclass(frozen=True)
class RoleChoice:
    """What one role is taken to be.

    Attributes:
        columns: source columns, the first the best; a date and its clock time are two.
        score: 0–1.
        by: what decided: `name`, `values` or `both`.
        rival: the next best column; '' where none comes near.
        is_doubtful: a person has to look.
        why: what makes it so, beside the score; '' for nothing.
    """

    columns: tuple[str, ...]
    score: float
    by: str
    rival: str = ""
    is_doubtful: bool = False
    why: str = ""


@dataclass(frozen=True)
class Roles:
    """What the columns of a table are.

    Attributes:
        choices: role to its choice.
        unused: columns that are none of these.
    """

    choices: Mapping[str, RoleChoice]
    unused: Sequence[str] = field(default=())

    def column(self, role: str) -> str:
        """The first column of a role; '' where no column is."""
        return self.choices[role].columns[0] if role in self.choices else ""


def roles_of(
    facts: Mapping[str, Facts], known: Callable[[str], bool], constant: Collection[str] = ()
) -> Roles:
    """What the columns of a table are.

    Args:
        facts: of each column.
        known: whether a text is a term of the field, as the lexicon knows them.
        constant: columns that are the same in all rows of a case: these say something of the case, and not
            what happened when.
    """
    scores: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for column, of_column in facts.items():
        by_name = scores_of(column)
        for role, fit in FITS.items():
            name = by_name.get(role, 0.0)
            value = fit(of_column, known)
            is_number = of_column.may_be_number or bool(of_column.amount)
            if value is None and name == SURE and role in _NUMBERS and is_number:
                value = _OF_NUMBER
            if role in _MAY_BE_EMPTY and name == SURE and not of_column.n_filled:
                value = _OF_EMPTY
            if value is None:
                continue
            score = _score(role, name, value, is_named=bool(by_name))
            if role in _OF_EVENTS and column in constant:
                score *= _OF_CASES
            if score:
                scores[role][column] = (score, name)
    choices = _assigned(scores, facts)
    _doubt_activity(choices, facts, known)
    if "case_id" not in choices:
        choices |= _case_without_a_name(choices, facts)
    _join_clocks(choices, facts)
    used = {column for choice in choices.values() for column in choice.columns}
    return Roles(choices, [column for column in facts if column not in used])


def _score(role: str, name: float, value: float, *, is_named: bool) -> float:
    """The score of a column for a role: its name's and its values'.

    Values alone convince of a few roles, and of most of these where the name says nothing else.
    """
    if name:
        return BY_NAME * name + (1 - BY_NAME) * value
    if (is_named and role not in _WHATEVER_IT_IS_CALLED) or value < _LEAST_VALUE.get(role, 0.0):
        return 0.0
    return _BY_VALUES.get(role, 0.0) * value


def _doubt_activity(
    choices: dict[str, RoleChoice], facts: Mapping[str, Facts], known: Callable[[str], bool]
) -> None:
    """Doubt an activity where another column that may be it has more terms of the field."""
    if (choice := choices.get("activity")) is None:
        return
    own = known_share(facts[choice.columns[0]], known)
    for column, each in facts.items():
        may_be = "activity" in scores_of(column) and FITS["activity"](each, known)
        if column not in choice.columns and may_be and known_share(each, known) > own + CLOSE:
            choices["activity"] = replace(choice, rival=column, is_doubtful=True)
            return


def _case_without_a_name(
    choices: Mapping[str, RoleChoice], facts: Mapping[str, Facts]
) -> dict[str, RoleChoice]:
    """The case where no name tells it: all of a client or household, else a number that repeats; in doubt."""
    for role in ("client", "bsn", "household"):
        if role in choices:
            why = said("no column says which case; the client is taken for it")
            return {"case_id": replace(choices[role], is_doubtful=True, rival="", why=why)}
    used = {column for choice in choices.values() for column in choice.columns}
    for column, each in facts.items():
        is_free = column not in used and not scores_of(column) and not each.is_time
        if is_free and FITS["case_id"](each, bool) == each.filled and each.shares["numbered"]:
            return {"case_id": RoleChoice((column,), LEAST, "values", is_doubtful=True)}
    return {}


_NUMBERS: Final = ("case_id", "client", "household", "bsn", "key")
_OF_NUMBER: Final = 0.6
"""How well numbers fit that could be dates, of a column whose name says that they are no dates."""

_OF_EVENTS: Final = ("activity", "started_at", "ended_at")
_OF_CASES: Final = 0.5
"""How much less a column says of an event that is the same in all rows of a case."""

_LEAST_VALUE: Final = {"activity": 0.58}
"""How well values must fit to convince by themselves: of an activity, three tenths are terms of the field."""

_WHATEVER_IT_IS_CALLED: Final = ("bsn", "postcode", "transition")
_BY_VALUES: Final = {
    "bsn": 0.8,
    "postcode": 0.75,
    "activity": 0.6,
    "started_at": 0.5,
    "transition": 0.65,
}
"""What values can say by themselves."""


def _assigned(
    scores: Mapping[str, Mapping[str, tuple[float, float]]], facts: Mapping[str, Facts]
) -> dict[str, RoleChoice]:
    """Each role with the column that fits it best, and no column with two roles."""
    ranked = sorted(
        (
            (score, name, role, column)
            for role, columns in scores.items()
            for column, (score, name) in columns.items()
        ),
        key=lambda each: (-each[0], list(FITS).index(each[2]), list(facts).index(each[3])),
    )
    chosen: dict[str, tuple[str, float, float]] = {}
    taken: set[str] = set()
    for least in (LEAST, 0.0):
        for score, name, role, column in ranked:
            if role in chosen or column in taken or score < least:
                continue
            if not least and role not in NEEDED:
                continue
            chosen[role] = (column, score, name)
            taken.add(column)
    choices = {}
    for role, (column, score, name) in chosen.items():
        rivals = [
            (other_score, other)
            for other, (other_score, _) in scores[role].items()
            if other != column
            and not any(
                kept == other and kept_score >= other_score + CLOSE
                for kept, kept_score, _ in chosen.values()
            )
        ]
        rival_score, rival = max(rivals, default=(0.0, ""))
        is_close = rival_score > score - CLOSE and rival_score > LEAST
        choices[role] = RoleChoice(
            (column,),
            score,
            "name" if name == SURE else "both" if name else "values",
            rival if rival_score >= LEAST else "",
            is_doubtful=score < SURE_ENOUGH or is_close,
            why=said("{rival} may be it as well", rival=rival) if is_close else "",
        )
    return choices


def _join_clocks(choices: dict[str, RoleChoice], facts: Mapping[str, Facts]) -> None:
    """Give a date without a clock time the column of its clock time."""
    used = {column for choice in choices.values() for column in choice.columns}
    clocks = [
        column
        for column, each in facts.items()
        if column not in used and each.time and each.time.is_clock
    ]
    for clock in clocks:
        names = scores_of(clock)
        role = (
            "ended_at"
            if names.get("ended_at", 0.0) > names.get("started_at", 0.0)
            else "started_at"
        )
        choice = choices.get(role) or choices.get("started_at")
        if (
            choice is None
            or not names.get(role)
            or len(choices[role].columns if role in choices else ()) > 1
        ):
            continue
        date = facts[choice.columns[0]].time
        if date is None or not date.has_clock:
            choices[role] = RoleChoice(
                (choice.columns[0], clock),
                choice.score,
                choice.by,
                choice.rival,
                choice.is_doubtful,
                choice.why,
            )


def in_order(connection: Engine, roles: Roles, facts: Mapping[str, Facts]) -> Roles:
    """The roles with begin and end sure of each other, where no row ends before it begins and some end later.

    Args:
        connection: with the table `seen` (`pipelines.proposal.facts`).
        roles: with both.
        facts: of each column.
    """
    begin, end = (roles.choices[role] for role in ("started_at", "ended_at"))
    if len(begin.columns) > 1 or len(end.columns) > 1:
        return roles
    reads = []
    for (column,) in (begin.columns, end.columns):
        time = facts[column].time
        formats = time.formats if time else (ISO,)
        reads.append(
            f"coalesce({', '.join(reading_by_format(column, fmt).value for fmt in formats)})"
        )
    table = with_parts("seen", [*begin.columns, *end.columns])
    before, later = connection.execute(
        "select count(*) filter (e < b), count(*) filter (e > b)"
        f" from (select {reads[0]} as b, {reads[1]} as e from {table})"
    ).fetchone() or (0, 0)
    if before:
        return roles
    pair = {*begin.columns, *end.columns}
    sure = {
        role: replace(choice, is_doubtful=False, rival="")
        for role, choice in (("started_at", begin), ("ended_at", end))
        if later and choice.rival in {*pair, ""}
    }
    return replace(roles, choices={**roles.choices, **sure})


_MAY_BE_EMPTY: Final = (
    "team",
    "worker",
    "regisseur",
    "regisseur_role",
    "referred_to",
    "municipality",
    "household",
)
"""What a column may be by its name alone where nothing stands in it yet."""

_OF_EMPTY: Final = 0.5
