"""Extracts that tell how all cases are, rather than what happened: recognised by their names and cases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from journeys.errors import said
from pipelines.proposal.moments import moment_pattern
from pipelines.proposal.names import plain
from pipelines.proposal.roles import RoleChoice
from pipelines.proposal.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from journeys.engine import Engine
    from pipelines.proposal.facts import Facts
    from pipelines.proposal.roles import Roles

_ONE_ROW: Final = 1.05
"""How many rows of a case an extract of a state has at most, on average."""

_KEPT: Final = 0.5
"""Of the cases of an extract, how many stand in the next one at least."""

_SEVERAL: Final = 2
_DAY: Final = "started_at"

AS_OF_NAMES: Final = (
    "peildatum", "peilmoment", "standper", "datumstand", "standdatum", "rapportagedatum", "rapportdatum",
    "snapshotdate", "asof", "asofdate", "extractdate", "extractiedatum", "exportdatum", "meetmoment",
)  # fmt: skip
"""What the column is called that says as of which day a row tells how a case is."""


def snapshot_of(
    connection: Engine, roles: Roles, facts: Mapping[str, Facts], paths: Sequence[Path]
) -> list[Setting]:
    """The lines of `[sources.snapshot]`, where extracts or a column tell how all cases are; else none.

    On each day of a state a case stands once, and most cases stand on the next day again.
    """
    case = roles.column("case_id") or roles.column("key")
    if not case:
        return []
    patterns = {moment_pattern(path.as_posix()) for path in paths}
    pattern = patterns.pop() if len(paths) >= _SEVERAL and len(patterns) == 1 else ""
    if pattern and _tells_a_state(connection, case, '".file"'):
        why = said("the day stands in the file's name; each file tells how all cases are")
        return [Setting("taken_at", pattern, why)]
    for column, each in facts.items():
        is_day = plain(column).replace(" ", "") in AS_OF_NAMES and each.is_time
        if is_day and _tells_a_state(connection, case, f'"{column}"'):
            why = said("how all cases are on each day of {column}", column=column)
            return [Setting("watch", ["activity"], why), Setting(_DAY, column, is_off=True)]
    return []


def _tells_a_state(connection: Engine, case: str, day: str) -> bool:
    """Whether a case stands once on each day, and most cases on the next day again."""
    n_rows, n_cases, kept, n = connection.execute(
        f'with days as (select distinct {day} as day, "{case}" as c from seen where "{case}" <> \'\'),'
        " ranked as (select *, dense_rank() over (order by day) as nth from days),"
        " before_last as (select * from ranked where nth < (select max(nth) from ranked))"
        f" select (select count(*) from seen where \"{case}\" <> ''), (select count(*) from days),"
        " count(*) filter (exists (select 1 from ranked n where n.nth = b.nth + 1 and n.c = b.c)), count(*)"
        " from before_last b"
    ).fetchone() or (0, 1, 0, 0)
    return bool(n) and n_rows <= _ONE_ROW * n_cases and kept / n >= _KEPT


def roles_of_state(roles: Roles, snapshot: Sequence[Setting]) -> Roles:
    """The roles of a snapshot: it has one moment, which its name or a column tells, and no key."""
    choices = {
        role: choice
        for role, choice in roles.choices.items()
        if role not in ("started_at", "ended_at", "key", "version", "transition")
    }
    if "case_id" not in choices and "key" in roles.choices:
        choices["case_id"] = replace(roles.choices["key"], is_doubtful=True)
    for line in snapshot:
        if line.name == _DAY:
            choices["started_at"] = RoleChoice((line.value,), 1.0, "name")
    return replace(roles, choices=choices)
