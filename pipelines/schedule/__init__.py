"""The schedule: all of Prefect, and nothing else."""
