"""The analyses of a night: every table that is published, made by the models of journeys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.engine import connect as connect_engine
from journeys.inputs import Inputs
from journeys.layout import lay_out
from journeys.models import needed, published
from pipelines.config.vocabulary import vocabulary_of
from pipelines.night.linking import people_path
from pipelines.night.onlooker import see

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from journeys.engine import Engine
    from pipelines.night.begin import Night
    from pipelines.store.merging import Merged


def analyse(night: Night, merged: Merged) -> dict[str, int]:
    """Make every table; says how many rows each has."""
    with connect(night) as connection:
        return run_models(night, connection, merged, published(), part="analyse")


def connect(night: Night) -> AbstractContextManager[Engine]:
    """An engine with the memory and threads that the config gives a night."""
    project = night.config.project
    return connect_engine(night.work / "spill", memory=project.memory, threads=project.threads)


def inputs_of(night: Night, merged: Merged) -> Inputs:
    """What the models read of a night."""
    config = night.config
    return Inputs(
        records=merged.records,
        rejected=(merged.rejected,),
        notes=(merged.notes,),
        readings=(merged.readings,),
        people=(people_path(night),),
        vocabulary=vocabulary_of(config),
        settings=config.settings(),
        rules=[section.rule() for section in config.rules],
        signal_history=night.store.paths("signal_history"),
        norms=[section.norm() for section in config.norms],
        calendars=[each for section in config.calendars for each in section.calendars()],
        actors=config.resident_actors(),
        roles=config.regie.as_roles(),
    )


def run_models(
    night: Night, engine: Engine, merged: Merged, names: Sequence[str], *, part: str = "reconstruct"
) -> dict[str, int]:
    """Make the tables of these models, as a part of the night; says how many rows each has."""
    analysis = lay_out(engine, inputs_of(night, merged))
    todo = needed(names)
    return analysis.run(
        names,
        night.tables,
        part_folder=night.work / "parts",
        done=lambda name, *_: see(part, (todo.index(name) + 1) / len(todo)),
    )
