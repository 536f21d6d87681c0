"""A database of which a config is proposed: its tables and views, each looked at as an export is."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from connectors.errors import ConnectorError
from connectors.source import Source
from connectors.sql.options import SqlOptions
from journeys.errors import said
from pipelines.errors import ConfigError
from pipelines.proposal.names import plain
from pipelines.proposal.settings import Setting, SourceProposal
from pipelines.proposal.sources import propose_source
from pipelines.proposal.tables import gathered

if TYPE_CHECKING:
    from collections.abc import Sequence

PASSWORD: Final = "KLANTREIS_DB"  # noqa: S105 - the name of a variable
"""The environment variable of the database's password."""


def propose_database(url: str) -> list[SourceProposal]:
    """What the tables and views of a database are taken to be.

    Raises:
        ConfigError: the url is none, or holds a password.
        ConnectorError: the database refuses, or is not there.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - for who names a database alone

    env = PASSWORD if PASSWORD in os.environ else ""
    try:
        options = SqlOptions(url=url, table="-", password_env=env)
    except ValidationError as error:
        raise ConfigError(
            said("url: {fault}", fault=error.errors()[0]["msg"].removeprefix("Value error, ")),
            hint=said("the password comes from the environment variable {name}", name=PASSWORD),
        ) from None
    from connectors.sql.reader import names_of_tables, open_sql  # noqa: PLC0415 - likewise

    found = []
    for table in names_of_tables(options):
        settings = [Setting("url", url), Setting("table", table)]
        if env:
            settings.insert(1, Setting("password_env", env))
        name = "-".join(plain(table).split())
        try:
            of_table = options.model_copy(update={"table": table})
            pull = open_sql(Source(name, "sql", {}, options=of_table), None)
            columns = list(pull.columns or ())
            seen = gathered(pull.source, columns, pull.batches(columns))
        except ConnectorError as error:
            found.append(SourceProposal(name, [], fault=error.what))
            continue
        source = propose_source(name, "sql", [], "", [seen])
        source.tables["options"] = settings
        found.append(source)
    return _without_twice(found)


def _without_twice(sources: Sequence[SourceProposal]) -> list[SourceProposal]:
    """The sources, but one of two that tell the same rows: a view and its table would count all twice."""
    kept: list[SourceProposal] = []
    for source in sorted(sources, key=lambda each: (bool(each.fault), -len(each.columns))):
        same = next((each for each in kept if not source.fault and _same_rows(each, source)), None)
        fault = said("it has the same rows as {name}", name=same.name) if same else source.fault
        kept.append(replace(source, fault=fault))
    return kept


def _same_rows(one: SourceProposal, other: SourceProposal) -> bool:
    """Whether two tables have as many rows, and their cases and moments the same names."""
    mapped = [
        {line.name: line.value for line in source.columns if line.name in ("case_id", "started_at")}
        for source in (one, other)
    ]
    return not one.fault and one.n_rows == other.n_rows and mapped[0] == mapped[1]
