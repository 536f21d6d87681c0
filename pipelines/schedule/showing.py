"""What the pages of Prefect show of a run: its name, its figures and its report's place; counts alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from prefect import runtime
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_table_artifact,
)
from prefect.client.orchestration import get_client

from pipelines.night.progress import LOG

if TYPE_CHECKING:
    from pipelines.night.outcome import Outcome

KEY: Final = "klantreis"
COLUMNS: Final = (
    "name", "files", "skipped", "rows_read", "new", "rejected", "repeated", "updated",
)  # fmt: skip


def name_run(run_id: str, project: str) -> None:
    """Give the run that goes on here the name that the ledger knows it by, and its project as a tag."""
    tags = {*runtime.flow_run.tags, KEY, project}
    with get_client(sync_client=True) as client:
        client.update_flow_run(runtime.flow_run.id, name=f"nightly {run_id}", tags=sorted(tags))


def show(outcome: Outcome) -> None:
    """Show a run's figures; a run that counts is no less complete where Prefect cannot show it."""
    try:
        _create_artifacts(outcome)
    except Exception as error:  # noqa: BLE001 - whatever Prefect says of itself
        LOG.warning("Prefect: %s", type(error).__name__)


def _create_artifacts(outcome: Outcome) -> None:
    lines = [
        f"# Run {outcome.run_id}: {outcome.status}",
        f"{outcome.events} gebeurtenissen in {outcome.journeys} klantreizen, stand {outcome.as_of}.",
        f"Gelezen {outcome.rows_read}: nieuw {outcome.new}, afgekeurd {outcome.rejected},"
        f" herhaald {outcome.repeated}.",
        *(f"- {error.splitlines()[0]}" for error in outcome.errors),
    ]
    create_markdown_artifact(
        "\n\n".join(lines), key=f"{KEY}-run", description="De cijfers van de run"
    )
    create_table_artifact(
        [{column: getattr(source, column) for column in COLUMNS} for source in outcome.sources],
        key=f"{KEY}-sources",
        description="Per bron",
    )
    if outcome.run_dir:
        report = Path(outcome.run_dir) / "report" / "index.html"
        create_link_artifact(
            report.as_uri(), link_text=str(report), key=f"{KEY}-report", description="Het rapport"
        )
