"""One source as it is proposed, out of the rows of its extracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from connectors.values.columns import MACROS
from journeys.engine import connect_off_disk
from journeys.errors import said
from pipelines.proposal.cases import constant_in_cases, form_fault
from pipelines.proposal.facts import facts_of
from pipelines.proposal.lines import (
    column_line,
    empty_end_lines,
    format_lines,
    key_lines,
    missing_lines,
    opening_lines,
    totals_in,
    transition_lines,
)
from pipelines.proposal.moments import moment_pattern, path_of_others
from pipelines.proposal.partners import partner_of
from pipelines.proposal.roles import NEEDED, ROLES, in_order, roles_of
from pipelines.proposal.settings import Setting, SourceProposal
from pipelines.proposal.snapshots import roles_of_state, snapshot_of
from pipelines.vocabulary.lexicon import meaning_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from journeys.engine import Engine
    from pipelines.proposal.tables import Sample


def propose_source(
    name: str, kind: str, paths: Sequence[Path], path: str, tables: Sequence[Sample]
) -> SourceProposal:
    """What a source is taken to be.

    Args:
        name: of the source.
        kind: of the source.
        paths: of its extracts, in the order of their names; none of a database.
        path: as the config says it; '' of a database.
        tables: of each extract, with the same columns.
    """
    table = tables[-1]
    settings = [Setting("kind", kind), *_path_lines(path, paths), *opening_lines(table)]
    with connect_off_disk() as connection:
        connection.execute(MACROS)
        totals = _lay_out(connection, tables)
        facts = facts_of(connection, table.columns, list(_typed(tables)))
        roles = roles_of(facts, _is_term)
        constant = constant_in_cases(connection, roles.column("case_id"), table.columns)
        roles = roles_of(facts, _is_term, constant)
        snapshot = snapshot_of(connection, roles, facts, paths)
        if snapshot:
            roles = roles_of_state(roles, snapshot)
        elif "ended_at" in roles.choices:
            roles = in_order(connection, roles, facts)
        is_dated = any(line.name == "taken_at" for line in snapshot)
        needed = [role for role in NEEDED if not (is_dated and role == "started_at")]
        lacking = [role for role in needed if role not in roles.choices]
        fault = "" if snapshot else form_fault(facts, roles)
        if fault or lacking:
            fault = fault or _fault(lacking)
            return SourceProposal(name, settings, unused=table.columns, fault=fault)
    choices = dict(roles.choices)
    if "partner" not in choices:
        settings += partner_of(paths, name)
    transitions = transition_lines(choices, facts)
    settings += [
        *missing_lines(roles, facts),
        *totals,
        *key_lines(choices, has_own=not snapshot and not transitions),
        *empty_end_lines(choices, facts),
    ]
    used = {column for choice in choices.values() for column in choice.columns}
    used |= {column for each in settings if each.name == "key" for column in each.value}
    return SourceProposal(
        name,
        settings,
        [column_line(role, choices[role], facts) for role in ROLES if role in choices],
        format_lines(choices, facts),
        {"snapshot": [line for line in snapshot if not line.is_off], "transitions": transitions},
        [column for column in table.columns if column not in used],
        sum(each.rows.num_rows for each in tables),
    )


def _is_term(text: str) -> bool:
    return meaning_of(text) is not None


def _path_lines(path: str, paths: Sequence[Path]) -> list[Setting]:
    """Where the extracts are; of one with a moment in its name, how others like it are found too."""
    if not path:
        return []
    lines = [Setting("path", path)]
    if len(paths) == 1 and moment_pattern(paths[0].name):
        reason = said("where an extract like it comes every night")
        lines.append(Setting("path", path_of_others(path), reason, is_off=True))
    return lines


def _fault(roles: Sequence[str]) -> str:
    """What no column says."""
    words = {
        "case_id": said("which case it is about"),
        "activity": said("what happened"),
        "started_at": said("when"),
    }
    return said("no column says {what}", what=" · ".join(words[role] for role in roles))


def _lay_out(connection: Engine, tables: Sequence[Sample]) -> list[Setting]:
    """Make `seen`: the rows of every extract but totals, with the extract's number in `.file`.

    Returns:
        the rule that leaves the totals out.
    """
    typed = _typed(tables)
    parts = []
    for at, table in enumerate(tables):
        rows = table.rows
        for name in typed:
            marks = table.typed.get(name)
            rows = rows.append_column(
                f"{name}.typed", marks if marks is not None else pa.array([False] * rows.num_rows)
            )
        parts.append(rows.append_column(".file", pa.array([at] * rows.num_rows, pa.int64())))
    connection.register("extracts", pa.concat_tables(parts, promote_options="default"))
    totals, is_total = totals_in(connection, tables[-1])
    connection.execute(f"create temp view seen as select * from extracts where not ({is_total})")
    return totals


def _typed(tables: Sequence[Sample]) -> dict[str, None]:
    return dict.fromkeys(name for table in tables for name in table.typed)
