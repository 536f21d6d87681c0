"""A database, opened to be read: one read-only transaction, of one moment where the database offers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import Any, Final

import sqlalchemy as sa

from connectors.errors import ConnectorError
from connectors.sql.faults import connecting, no_driver, reading

_LIBPQ: Final = ("psycopg", "psycopg2")
_KEEPALIVE: Final = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
_SQLITE_STEPS: Final = 10_000


@dataclass
class Database:
    """An open database, in one transaction that reads.

    Attributes:
        connection: in that transaction.
        is_snapshot: whether all that is read in it is of one moment.
    """

    connection: sa.Connection
    is_snapshot: bool
    _engine: sa.Engine
    _clock: _Clock

    def restart_clock(self) -> None:
        """Give the next rows their own time."""
        self._clock.restart()

    def close(self) -> None:
        """End the transaction and the connection; that it is lost already is no matter."""
        try:
            self.connection.close()
        except sa.exc.SQLAlchemyError:
            self.connection.invalidate()
        self._engine.dispose()


@dataclass
class _Clock:
    """When SQLite, which has no time-out of its own, is to stop."""

    seconds: int
    until: float = field(default=0.0)

    def restart(self) -> None:
        self.until = monotonic() + self.seconds

    def is_over(self) -> int:
        return int(monotonic() > self.until)


def open_database(url: sa.URL, *, connect_timeout_s: int, statement_timeout_s: int) -> Database:
    """Connect, and begin a read-only transaction of one moment where the database offers it.

    Raises:
        ConnectorError: it refuses, or there is no driver for it.
        SourceUnavailableError: it does not answer.
    """
    clock = _Clock(statement_timeout_s)
    clock.restart()
    try:
        name, driver = url.get_backend_name(), url.get_driver_name()
    except sa.exc.NoSuchModuleError:
        raise no_driver(url) from None
    settings: dict[str, Any] = {}
    if driver in _LIBPQ:
        keepalive = {"connect_timeout": connect_timeout_s, **_KEEPALIVE}
        settings = {key: value for key, value in keepalive.items() if key not in url.query}
    if name == "sqlite":
        if not Path(url.database or "").is_file():
            raise ConnectorError(
                "there is no such SQLite file", expected="the path of a file", got="none there"
            )
        settings = {"timeout": connect_timeout_s}
    try:
        engine = sa.create_engine(
            url, poolclass=sa.NullPool, hide_parameters=True, connect_args=settings
        )
    except ImportError:
        raise no_driver(url) from None
    if name == "sqlite":
        sa.event.listen(engine, "connect", lambda raw, _: _prepare_sqlite(raw, clock))
    with connecting():
        connection = engine.connect()
    database = Database(connection, name in ("postgresql", "sqlite"), engine, clock)
    try:
        with reading():
            _begin(connection, name, driver, statement_timeout_s)
    except BaseException:
        database.close()
        raise
    return database


def _begin(connection: sa.Connection, name: str, driver: str, statement_timeout_s: int) -> None:
    """Start the transaction."""
    if name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    connection.begin()
    if name == "postgresql":
        connection.exec_driver_sql(f"set local statement_timeout = {statement_timeout_s * 1000}")
        connection.exec_driver_sql("set local time zone 'UTC'")
        if driver == "psycopg":
            _read_far_dates(connection.connection.driver_connection)
    if name == "sqlite":
        connection.exec_driver_sql("begin")


def _prepare_sqlite(raw: Any, clock: _Clock) -> None:
    """Let a SQLite connection only read, keep to its time, and break no reading off for one bad text."""
    raw.isolation_level = None  # the transaction is begun by us: the driver's own begins too late
    raw.execute("pragma query_only = on")
    raw.text_factory = lambda value: value.decode("utf-8", "surrogateescape")
    raw.set_progress_handler(clock.is_over, _SQLITE_STEPS)


def _read_far_dates(raw: Any) -> None:
    """Let PostgreSQL's `infinity`, and years that Python has not, be the first or last day that it has."""
    from psycopg.errors import DataError  # noqa: PLC0415 - no other database needs it
    from psycopg.types import datetime as types  # noqa: PLC0415

    def farthest(loader: type, kind: type[date], zone: Any) -> type:
        class Far(loader):  # type: ignore[misc]
            def load(self, data: Any) -> date:
                try:
                    return super().load(data)  # type: ignore[no-any-return]
                except DataError:
                    text = bytes(data)
                    end = kind.min if text.startswith(b"-") or text.endswith(b"BC") else kind.max
                    end = end.replace(microsecond=0) if isinstance(end, datetime) else end
                    return end.replace(tzinfo=zone) if isinstance(end, datetime) and zone else end

        return Far

    for name, loader, kind, zone in (
        ("date", types.DateLoader, date, None),
        ("timestamp", types.TimestampLoader, datetime, None),
        ("timestamptz", types.TimestamptzLoader, datetime, UTC),
    ):
        raw.adapters.register_loader(name, farthest(loader, kind, zone))
