"""A night as a DAG of Airflow 3; it runs in klantreis' own environment, which Airflow's need not match."""

import pendulum
from airflow.sdk import dag, task

FIRST = pendulum.datetime(2026, 1, 1, tz="Europe/Amsterdam")  # its zone is the schedule's


@dag(schedule="0 3 * * *", start_date=FIRST, catchup=False, max_active_runs=1)
def klantreis() -> None:
    @task.external_python(python="/opt/klantreis/bin/python", expect_airflow=False)
    def night(config: str) -> None:
        from pathlib import Path

        from pipelines.config.settings import read_config
        from pipelines.night.run import run_night

        outcome = run_night(read_config(Path(config)))
        if outcome.status != "complete":
            raise RuntimeError("; ".join(outcome.errors))

    night("/etc/klantreis/klantreis.toml")


klantreis()
