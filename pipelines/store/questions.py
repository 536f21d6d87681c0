"""Of whom linking does not know whether they are one, and what people decided about that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from pipelines.errors import PipelineError
from pipelines.store.ledger import Ledger
from pipelines.store.tables import DECISIONS, Store

if TYPE_CHECKING:
    from pipelines.config.settings import Config


def questions(config: Config) -> list[dict[str, Any]]:
    """The open questions of the last complete run, the most useful first.

    Raises:
        PipelineError: there is no complete run.
    """
    path = config.latest / "tables" / "review.parquet"
    if not path.exists():
        raise PipelineError(
            "there is nothing to review",
            expected="a complete run",
            hint="klantreis run CONFIG first",
        )
    answered = {(row["person_a"], row["person_b"]) for row in decisions(config)}
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return [row for row in rows if (row["person_a"], row["person_b"]) not in answered]


def decisions(config: Config) -> list[dict[str, Any]]:
    """Every decision that was made, the earliest first: rows of `pipelines.store.tables.DECISIONS`."""
    store = Store.standing(config.store, Ledger(config.store).last())
    rows: list[dict[str, Any]] = (
        store.read("decisions", DECISIONS).sort_by("decided_at").to_pylist()
    )
    return rows
