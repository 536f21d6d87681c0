"""A night as a job of Dagster, in an environment that has klantreis too: dagster dev -f dagster_job.py."""

import os
from pathlib import Path

from dagster import Definitions, ScheduleDefinition, job, op

from pipelines.config.settings import read_config
from pipelines.night.run import run_night


@op
def night() -> None:
    outcome = run_night(read_config(Path(os.environ["KLANTREIS_CONFIG"])))
    if outcome.status != "complete":
        raise RuntimeError("; ".join(outcome.errors))


@job
def klantreis() -> None:
    night()


every_night = ScheduleDefinition(
    job=klantreis, cron_schedule="0 3 * * *", execution_timezone="Europe/Amsterdam"
)
defs = Definitions(jobs=[klantreis], schedules=[every_night])
