"""What the rows of a case have to do with each other: what is the same in all, and what forms no log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from journeys.errors import said
from pipelines.proposal.names import SURE, scores_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from journeys.engine import Engine
    from pipelines.proposal.facts import Facts
    from pipelines.proposal.roles import Roles

_LEAST_CASES: Final = 5
"""Of how many cases with several rows something must be the same."""

_NEARLY_ALL: Final = 0.98
_MILESTONES: Final = 3
_GROUPED: Final = 0.8
"""A case that stands in fewer rows than this stands on the first row of its group alone."""


def constant_in_cases(connection: Engine, case: str, columns: Sequence[str]) -> set[str]:
    """The columns that are the same in all rows of a case, where cases have several rows.

    Args:
        connection: with the table `seen` (`pipelines.proposal.facts`).
        case: the column that says which case; '' for none.
        columns: to look at.
    """
    others = [column for column in columns if column != case]
    if not case or not others:
        return set()
    counted = ", ".join(f'count(distinct "{column}") as "{column}"' for column in others)
    same = ", ".join(f'avg(cast("{column}" <= 1 as integer))' for column in others)
    n, *shares = connection.execute(
        f"select count(*), {same} from (select {counted} from seen where \"{case}\" <> ''"
        f' group by "{case}" having count(*) > 1)'
    ).fetchone() or (0,)
    if n < _LEAST_CASES:
        return set()
    return {column for column, share in zip(others, shares, strict=True) if share >= _NEARLY_ALL}


def form_fault(facts: Mapping[str, Facts], roles: Roles) -> str:
    """Why rows of this form are no events, though their columns have names; '' where they may be.

    A report by groups has its case on the first row of each; a table of milestones has a row for each case
    and a column for each thing that happened.
    """
    for column, each in facts.items():
        is_case = scores_of(column).get("case_id", 0.0) == SURE
        if is_case and 0 < each.filled < _GROUPED and column not in roles.column("client"):
            return said(
                "{column} stands in {share:.0%} of the rows: a report by groups; export it as a table",
                column=column,
                share=each.filled,
            )
    moments = [column for column, each in facts.items() if each.is_time and _is_milestone(column)]
    case, activity = roles.column("case_id"), roles.column("activity")
    is_named = "activity" in scores_of(activity) if activity else False
    if case and facts[case].is_key and not is_named and len(moments) >= _MILESTONES:
        return said(
            "a row for each case and a column for each of {n} milestones: export a row for each step",
            n=len(moments),
        )
    return ""


def _is_milestone(column: str) -> bool:
    return not {"birth_date", "version"} & scores_of(column).keys()
