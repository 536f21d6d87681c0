"""What kind sql is told: `[sources.options]` and its cursor."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

_SECRETS: Final = re.compile(
    r"(^|[^a-z])(password|passwd|passphrase|pwd|secret|token)", re.IGNORECASE
)


class Cursor(BaseModel):
    """`[sources.options.cursor]`: which column tells what is new, and what is read again.

    Attributes:
        column: of the table or query.
        lower: whether the lower bound's own rows are read again; `closed` or `open`.
        upper: whether the upper bound's own rows are read tonight; `open` leaves them to the night
            on which there are later ones.
        nulls: rows without a cursor are an `error`, or are `always` read, every night.
        lag: how far before the last night's upper bound reading starts; in lag_unit.
        lag_unit: `minutes`, `hours` or `days` of a time stamp, `days` of a date, `units` of a number.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str = Field(min_length=1)
    lower: Literal["closed", "open"] = "closed"
    upper: Literal["closed", "open"] = "closed"
    nulls: Literal["error", "always"] = "error"
    lag: int = Field(default=0, ge=0)
    lag_unit: Literal["", "minutes", "hours", "days", "units"] = ""

    @model_validator(mode="after")
    def _whole(self) -> Cursor:
        if (self.lower, self.upper) == ("open", "open"):
            raise ValueError("rows on a bound that is open at both sides would never be read")
        if bool(self.lag) != bool(self.lag_unit):
            raise ValueError("lag needs its lag_unit: minutes, hours, days or units")
        return self


class SqlOptions(BaseModel):
    """`[sources.options]` of kind sql.

    What does not touch which rows there are (where the database is, who asks, how long it may take) is
    no part of the mapping's fingerprint (`exclude`).

    Attributes:
        url: SQLAlchemy's, such as `postgresql+psycopg://host/database`; never with a password.
        user: where the url names none.
        password_env: the environment variable with the password.
        password_block: or the Secret block of Prefect.
        table: what is read, in `schema`;
        query: or a select.
        cursor: what tells which rows are new; left out: all are read every night.
        connect_timeout_s: how long a connection may take to be made.
        statement_timeout_s: how long the database may think over a question, or the next rows of it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: str = Field(exclude=True, repr=False)
    user: str = Field(default="", exclude=True)
    password_env: str = Field(default="", exclude=True)
    password_block: str = Field(default="", exclude=True)
    table: str = ""
    schema_name: str = Field(default="", alias="schema")
    query: str = ""
    cursor: Cursor | None = Field(default=None, exclude=True)
    connect_timeout_s: int = Field(default=30, ge=1, exclude=True)
    statement_timeout_s: int = Field(default=600, ge=1, exclude=True)

    @field_validator("url")
    @classmethod
    def _without_secret(cls, text: str) -> str:
        try:
            import sqlalchemy as sa  # noqa: PLC0415 - no command but for a database waits for it
        except ImportError:
            raise ValueError(
                "reading a database is an extra: pip install 'klantreis[sql]'"
            ) from None
        try:
            url = sa.make_url(text)
        except (sa.exc.ArgumentError, ValueError):
            raise ValueError(
                "is no url of SQLAlchemy, such as postgresql+psycopg://host/database"
            ) from None
        spelled_out = " ".join(
            [*url.query, *(part for value in url.query.values() for part in _several(value))]
        )
        if url.password is not None or _SECRETS.search(spelled_out):
            raise ValueError(
                "holds a password: name the variable or block that has it in password_env or"
                " password_block"
            )
        if url.get_backend_name() == "sqlite" and not PurePath(url.database or "").is_absolute():
            raise ValueError("names no file by its whole path: sqlite:////whole/path.db")
        return text

    @model_validator(mode="after")
    def _one_question(self) -> SqlOptions:
        if bool(self.table) == bool(self.query):
            raise ValueError("either table or query says what is read")
        if self.schema_name and not self.table:
            raise ValueError("schema goes with table; a query names its own")
        if self.password_env and self.password_block:
            raise ValueError("either password_env or password_block says where the password is")
        return self


def _several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value
