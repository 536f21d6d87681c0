"""What makes a row no event: when, in which column, and why; the first that applies is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from connectors.records.joined import FAULTS
from connectors.records.lifecycle import OPEN, TRANSITION
from connectors.records.staging import CLIENT, KEY
from journeys.engine import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.records.staging import Staged
    from connectors.source import Source

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
FORGOTTEN: Final = "this person was forgotten"
"""Why the rows of who was forgotten are rejected."""


@dataclass(frozen=True)
class Fault:
    """Something that makes a row no event: when, in which column, why, and what stands there."""

    when: str
    column: str
    reason: str
    value: str = "null"


def faults_of(
    source: Source, columns: Mapping[str, tuple[str, ...]], kinds: Mapping[str, str]
) -> list[Fault]:
    """All that can be wrong with a row, the first that applies is told."""
    label = {column: " / ".join(names) for column, names in columns.items()}
    year = f"not between {FIRST_YEAR} and {LAST_YEAR}"
    faults = [
        Fault("case_id is null", label["case_id"], "case_id is empty"),
        Fault("activity is null", label["activity"], "activity is empty"),
        Fault("started_at_text is null", label["started_at"], "started_at is empty"),
        *_join_faults("started_at", label["started_at"]),
        Fault(
            "started_at is null",
            label["started_at"],
            "started_at does not read as a time in the column's format",
            "started_at_text",
        ),
        Fault(
            f"year(started_at) {year}",
            label["started_at"],
            f"started_at lies outside {FIRST_YEAR}-{LAST_YEAR}",
            "started_at_text",
        ),
    ]
    if "ended_at" in columns:
        ended = label["ended_at"]
        faults += [
            *(_join_faults("ended_at", ended) if TRANSITION not in columns else []),
            Fault(
                "ended_at is null and ended_at_text is not null",
                ended,
                "ended_at does not read as a time in the column's format",
                "ended_at_text",
            ),
            Fault(
                f"year(ended_at) {year}",
                ended,
                f"ended_at lies outside {FIRST_YEAR}-{LAST_YEAR}; if it means 'no end', list it in missing",
                "ended_at_text",
            ),
            Fault(
                "ended_at < started_at", ended, "ended_at lies before started_at", "ended_at_text"
            ),
        ]
    if TRANSITION in columns:
        faults.insert(
            0, Fault("is_lost", "", "the row that begins or ends this activity cannot be read")
        )
        faults.append(
            Fault(
                f"not {OPEN} and ended_at is null",
                label["ended_at"],
                "the row that ends this activity has no time",
            )
        )
    # What is taken back needs to say no more than what it takes back.
    faults = [replace(fault, when=f"not is_withdrawn and ({fault.when})") for fault in faults]
    if KEY in kinds:
        faults.insert(0, Fault(f'"{KEY}" is null', " / ".join(source.key), "the key is empty"))
    return faults


def _join_faults(column: str, label: str) -> list[Fault]:
    """What can be wrong with a date and its clock in two columns."""
    return [
        Fault(f"{column}_fault = {quoted(fault)}", label, f"{column} {reason}", f"{column}_text")
        for fault, reason in FAULTS.items()
    ]


def forgotten_fault(staged: Staged) -> Fault:
    """The rows about people and cases that were forgotten."""
    names = ", ".join(quoted(name) for name in sorted(staged.unwanted))
    about = ["case_id", *([CLIENT] if CLIENT in staged.columns else [])]
    when = " or ".join(f"coalesce({column} in ({names}), false)" for column in about)
    return Fault(when, "", FORGOTTEN)
