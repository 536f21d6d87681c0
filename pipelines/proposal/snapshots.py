"""Extracts that tell how all cases are, rather than what happened: recognised by their names and cases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from journeys.errors import said
from pipelines.proposal.moments import moment_pattern
from pipelines.proposal.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from journeys.engine import Engine
    from pipelines.proposal.roles import Roles

_ONE_ROW: Final = 1.05
"""How many rows of a case an extract of a state has at most, on average."""

_KEPT: Final = 0.5
"""Of the cases of an extract, how many stand in the next one at least."""

_SEVERAL: Final = 2


def snapshot_of(connection: Engine, roles: Roles, paths: Sequence[Path]) -> list[Setting]:
    """The lines of `[sources.snapshot]`, where each extract tells how all cases are; else none.

    In an extract of a state a case stands once, and most cases stand in the next extract again.
    """
    case = roles.column("case_id") or roles.column("key")
    patterns = {moment_pattern(path.name) for path in paths}
    if len(paths) < _SEVERAL or len(patterns) > 1 or not case or not (pattern := patterns.pop()):
        return []
    (n_rows, n_cases) = connection.execute(
        f'select count(*), count(distinct (".file", "{case}")) from seen where "{case}" <> \'\''
    ).fetchone() or (0, 1)
    (kept, n) = connection.execute(
        f'with cases as (select distinct ".file" as file, "{case}" as c from seen)'
        " select count(*) filter (exists (select 1 from cases n"
        " where n.file = cases.file + 1 and n.c = cases.c)), count(*)"
        f" from cases where file < {len(paths) - 1}"
    ).fetchone() or (0, 1)
    if n_rows > _ONE_ROW * n_cases or not n or kept / n < _KEPT:
        return []
    return [
        Setting(
            "taken_at",
            pattern,
            said("the day stands in the file's name; each file tells how all cases are"),
        )
    ]


def roles_of_state(roles: Roles) -> Roles:
    """The roles of a snapshot: its moment stands in the file's name, and its status is what happens."""
    choices = {
        role: choice
        for role, choice in roles.choices.items()
        if role not in ("started_at", "ended_at", "key", "version", "transition")
    }
    if "case_id" not in choices and "key" in roles.choices:
        choices["case_id"] = replace(roles.choices["key"], is_doubtful=True)
    return replace(roles, choices=choices)
