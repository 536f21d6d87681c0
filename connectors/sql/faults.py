"""What a database says went wrong, in words of our own.

SQLAlchemy and the drivers put the question, its parameters and whole rows into their messages, so none
of those is passed on: an error is known by its SQLSTATE, or by how its message begins.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from connectors.errors import ConnectorError, SourceUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator

_REFUSED: Final = "the database refuses this user and password"
_TIMED_OUT: Final = "the database takes too long to answer"
_LOST: Final = "the connection to the database was lost before everything was read"
_AWAY: Final = "the database does not answer"
_ASK_AGAIN: Final = "nothing of it was taken in; it is tried again"

BY_CODE: Final[tuple[tuple[str, type[ConnectorError], str, str], ...]] = (
    ("28", ConnectorError, _REFUSED, "check user, and the variable or block with the password"),
    ("3D", ConnectorError, "there is no such database", "check the name in the url"),
    ("3F", ConnectorError, "there is no such schema", "check schema, or the query"),
    ("42P01", ConnectorError, "there is no such table", "check table and schema, or the query"),
    ("42S02", ConnectorError, "there is no such table", "check table and schema, or the query"),
    ("42703", ConnectorError, "there is no such column", "check the query"),
    ("42S22", ConnectorError, "there is no such column", "check the query"),
    ("42501", ConnectorError, "this user may not read it", "grant select on it, and no more"),
    ("25006", ConnectorError, "the query writes, and the reading is read-only", "let it select"),
    ("42", ConnectorError, "the database does not understand the query", "try it in a client"),
    ("22", ConnectorError, "the query fails on the data", "try it in a client of the database"),
    ("57014", SourceUnavailableError, _TIMED_OUT, "raise statement_timeout_s, or ask for less"),
    ("57", SourceUnavailableError, _LOST, _ASK_AGAIN),
    ("08", SourceUnavailableError, _LOST, _ASK_AGAIN),
    ("53", SourceUnavailableError, "the database has too much to do", _ASK_AGAIN),
    ("40", SourceUnavailableError, "the database broke the reading off", _ASK_AGAIN),
)
"""By the begin of an SQLSTATE: the error, what is said, what to do."""

BY_WORDS: Final[tuple[tuple[str, type[ConnectorError], str, str], ...]] = (
    ("no such table", ConnectorError, "there is no such table", "check table, or the query"),
    ("no such column", ConnectorError, "there is no such column", "check the query"),
    ("interrupted", SourceUnavailableError, _TIMED_OUT, "raise statement_timeout_s"),
    ("database is locked", SourceUnavailableError, "the database is locked", _ASK_AGAIN),
    ("readonly database", ConnectorError, "the query writes", "let it select"),
    ("syntax error", ConnectorError, "the database does not understand the query", "try it first"),
    ("not a database", ConnectorError, "the file is no SQLite database", "check the url"),
    ("malformed", ConnectorError, "the SQLite file is damaged", "copy it again"),
    ("unable to open", ConnectorError, "the SQLite file cannot be opened", "check the url"),
)
"""SQLite has no SQLSTATE: by the begin of its own words."""


@contextmanager
def connecting() -> Iterator[None]:
    """Say what goes wrong while a connection is made."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, OSError, ValueError) as error:
        raise _connect_fault(error) from None


@contextmanager
def reading() -> Iterator[None]:
    """Say what goes wrong while something is asked or read."""
    try:
        yield
    except (sa.exc.SQLAlchemyError, OSError, ValueError, ArithmeticError) as error:
        raise _fault(error) from None


def no_driver(url: sa.URL) -> ConnectorError:
    """The error for a database that no installed driver knows."""
    return ConnectorError(
        "no driver for this database",
        expected="an installed driver, such as postgresql+psycopg or sqlite",
        got=url.drivername,
        hint="install the driver's package beside klantreis; of PostgreSQL: pip install 'klantreis[sql]'",
    )


def _connect_fault(error: BaseException) -> ConnectorError:
    """What keeps a connection from being made."""
    orig = getattr(error, "orig", None)
    attempt = getattr(orig, "pgconn", None)  # psycopg tells no SQLSTATE of a connection
    if attempt is not None and (attempt.used_password or attempt.needs_password):
        return ConnectorError(
            _REFUSED,
            expected="a user and password that the database knows",
            got="no password" if attempt.needs_password else "another one",
            hint="check user, and the variable or block with the password",
        )
    words = str(orig or "")
    if re.search(r'database ".*" does not exist', words):
        return ConnectorError("there is no such database", hint="check the name in the url")
    if re.search("resolve host|translate host name|getaddrinfo", words):
        return SourceUnavailableError(
            _AWAY,
            expected="a host that is known here",
            got="a name that is not",
            hint="check the url",
        )
    fault = _fault(error)
    if fault.what == _LOST or type(fault) is SourceUnavailableError:
        return SourceUnavailableError(
            _AWAY if fault.what == _LOST else fault.what,
            expected="a database at the host and port in the url",
            got=fault.got,
            hint="is it running, and may this machine reach it? It is tried again",
        )
    return fault


def _fault(error: BaseException) -> ConnectorError:
    """What keeps a question from being answered."""
    orig = getattr(error, "orig", None)
    code = _code(orig)
    kind = type(orig or error).__name__
    for begin, error_type, what, hint in BY_CODE:
        if code.startswith(begin):
            return error_type(what, got=f"{kind} ({code})", hint=hint)
    words = str(orig or "").lower() if kind in ("OperationalError", "DatabaseError") else ""
    for begin, error_type, what, hint in BY_WORDS:
        if begin in words.partition(":")[0] or words.endswith(begin):
            return error_type(what, got=kind, hint=hint)
    is_lost = getattr(error, "connection_invalidated", False)
    if is_lost or isinstance(error, (sa.exc.OperationalError, sa.exc.InterfaceError, OSError)):
        return SourceUnavailableError(_LOST, got=kind, hint=_ASK_AGAIN)
    return ConnectorError(
        "the database's answer cannot be read", got=kind, hint="try the query in a client"
    )


def _code(orig: Any) -> str:
    """The SQLSTATE that a driver tells, however it does; empty where it tells none."""
    state = getattr(orig, "sqlstate", None) or getattr(orig, "pgcode", None)
    if state is None and orig is not None and orig.args:
        state = orig.args[0]
    return state if isinstance(state, str) and re.fullmatch("[0-9A-Z]{5}", state) else ""
