"""`[sources.snapshot]`: the source tells how its cases are, not what happened."""

from __future__ import annotations

from typing import Final

from pydantic import Field, model_validator

from connectors.files.stamped import name_pattern
from journeys.contract import DETAILS
from journeys.errors import said, unknown
from pipelines.config.sections import Names, Section

TERMS: Final = {column: f"{detail.word} gewijzigd" for column, detail in DETAILS.items()}
"""What an event is called when a watched column changed and the status did not."""

WATCHABLE: Final = ("activity", *TERMS)


class Snapshot(Section):
    """`[sources.snapshot]`: the source tells how its cases are, not what happened.

    Attributes:
        watch: the canonical columns whose change is an event; `activity` is the status.
        taken_at: how the moment is written in a file's name (strptime); left out: started_at is a column.
        gone: what the event is called of a case that is missing; left out: there is none.
        terms: of a watched column, what the event of its change is called.
    """

    watch: Names = ("activity",)
    taken_at: str = ""
    gone: str = ""
    terms: dict[str, str] = Field(default={})

    @model_validator(mode="after")
    def _known(self) -> Snapshot:
        for column in (*self.watch, *self.terms):
            if column not in WATCHABLE:
                raise ValueError(unknown("watch", column, WATCHABLE))
        if "activity" in self.terms:
            raise ValueError("terms.activity: the event of another status is called as that status")
        if self.taken_at:
            try:
                name_pattern(self.taken_at)
            except ValueError as error:
                raise ValueError(said("taken_at {fault}", fault=error.args[0])) from None
        return self
