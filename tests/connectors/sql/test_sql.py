"""Databases: a real PostgreSQL and SQLite, what they hold, and how they fail."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from pydantic import ValidationError
from secrecy import secretless

from connectors.errors import ColumnMissingError, ConnectorError, SourceUnavailableError
from connectors.source import Source
from connectors.sql.options import SqlOptions
from connectors.sql.reader import open_sql

COLUMNS = {"case_id": ("zaak",), "activity": ("wat",), "started_at": ("op",)}
TABLE = "create table melding (nr int primary key, zaak text, wat text, op timestamp)"
MANY = (
    "insert into melding select n, 'Z'||n, 'Intake', timestamp '2024-01-01' + n * interval '1 minute'"
    " from generate_series(1, 50000) n"
)
"""Enough rows for several fetches."""


@pytest.fixture
def sqlite(tmp_path):
    """A function that fills a SQLite file and gives the options to read it."""

    def fill(*statements, **given):
        path = tmp_path / "bron.db"
        with closing(sqlite3.connect(path)) as connection, connection:
            for statement in statements:
                connection.execute(*([statement] if isinstance(statement, str) else statement))
        return {"url": f"sqlite:///{path}", "table": "melding", **given}

    return fill


@pytest.fixture
def reader(postgres):
    """The options that read PostgreSQL as the user with a password."""
    return {
        "url": postgres.url,
        "user": "lezer",
        "password_env": "KLANTREIS_DB",
        "table": "melding",
    }


def ask(options, since=None, *, key=(), columns=COLUMNS):
    source = Source("db", "sql", columns, key=key, options=SqlOptions(**options))
    return open_sql(source, since)


def rows(pull, *wanted):
    with closing(pull.database):
        return [row for batch in pull.batches(wanted) for row in batch.rows.to_pylist()]


def name_of(options):
    """What lineage calls it."""
    pull = ask(options)
    pull.database.close()
    return pull.name


def fault(options, **given):
    """The error of reading all that the options name."""
    with pytest.raises(ConnectorError) as caught:
        rows(ask(options, **given), "nr", "zaak", "wat", "op")
    return caught.value


def test_each_type_of_postgresql_is_text_that_reads_one_way(postgres, reader):
    postgres.run(
        "create table melding (zaak uuid, wat text, op timestamp, zone timestamptz, dag date, uur time,"
        " n bigint, bedrag numeric(9,3), ja boolean, doc jsonb, leeg text, kaal bytea, ver timestamptz,"
        " eind date)",
        "set time zone 'Europe/Amsterdam'",
        "insert into melding values ('00000000-0000-0000-0000-00000000002a', 'é', '2024-05-01 10:00:00.25',"
        " '2024-05-01 10:00', '2024-05-01', '10:30', 9007199254740993, 1.234, true,"
        ' \'{"b": [1], "a": "é"}\','
        " null, 'abc', 'infinity', '-infinity')",
        "reset time zone",
    )
    names = (
        "zaak", "wat", "op", "zone", "dag", "uur", "n", "bedrag", "ja", "doc", "leeg", "kaal", "ver", "eind",
    )  # fmt: skip
    (row,) = rows(ask(reader, columns={**COLUMNS, "cost_eur": ("bedrag",)}), *names)
    assert row == {
        "source_row": 1,
        "zaak": "00000000-0000-0000-0000-00000000002a",
        "wat": "é",
        "op": "2024-05-01T10:00:00.250000",
        "zone": "2024-05-01T08:00:00+00:00",
        "dag": "2024-05-01",
        "uur": "10:30:00",
        "n": "9007199254740993",
        "bedrag": "1.234",
        "ja": "true",
        "doc": "",
        "leeg": None,
        "kaal": "abc",
        "ver": "9999-12-31T23:59:59+00:00",
        "eind": "0001-01-01",
    }


def test_sqlite_may_type_each_row_in_its_own_way(sqlite):
    options = sqlite(
        "create table melding (zaak, wat, op)",
        "insert into melding values (17, 'Intake', '2024-01-01'), (18.0, 'x', 2), (1.5, x'c3a9', null)",
    )
    assert [tuple(row.values()) for row in rows(ask(options), "zaak", "wat", "op")] == [
        (1, "17", "Intake", "2024-01-01"),
        (2, "18", "x", "2"),
        (3, "1.5", "é", None),
    ]


def test_a_text_that_is_none_costs_its_row_alone(sqlite):
    options = sqlite(
        "create table melding (zaak, wat, op)",
        "insert into melding values (1, 'goed', '2024-01-01'), (2, cast(x'4aff' as text), '2024-01-01')",
        ("insert into melding values (3, ?, '2024-01-01')", ("x" * 200_000,)),
    )
    pull = ask(options)
    (batch,) = pull.batches(["zaak", "wat"])
    assert batch.rows["zaak"].to_pylist() == ["1", "2"]
    assert batch.failed["wat"].to_pylist() == [None, "bytes that are no text"]
    assert [(bad.row, bad.column, bad.reason) for bad in batch.bad] == [
        (3, "wat", "a value of more than 131,072 characters"),
    ]


def test_a_query_may_hold_colons_percents_and_a_last_semicolon(postgres, reader):
    postgres.run(TABLE, MANY)
    query = (
        "select zaak, wat::varchar(3) as wat, op from melding"
        " where op = '2024-01-01 10:00' or wat like '%:x'; "
    )
    told = {**reader, "query": query, "table": ""}
    assert rows(ask(told), "zaak", "wat") == [{"source_row": 1, "zaak": "Z600", "wat": "Int"}]
    names = [name_of(each) for each in (told, told, {**told, "query": query + " "})]
    assert names[0] == names[1] != names[2]


def test_rows_come_in_the_order_of_the_key_and_are_numbered_over_fetches(postgres, reader):
    postgres.run(TABLE, MANY.replace("generate_series(1, 50000)", "generate_series(12000, 1, -1)"))
    found = rows(ask(reader, key=("nr",)), "nr")
    assert [(row["source_row"], row["nr"]) for row in found] == [
        (n, str(n)) for n in range(1, 12_001)
    ]


def test_a_table_in_a_schema_of_its_own_is_named_with_it(postgres, reader):
    postgres.run(
        "drop schema if exists zorg cascade",
        "create schema zorg",
        TABLE.replace("melding", "zorg.melding"),
        "grant usage on schema zorg to lezer",
        "grant select on zorg.melding to lezer",
    )
    pull = ask({**reader, "schema": "zorg"})
    assert (pull.name, rows(pull, "nr")) == ("zorg.melding", [])


def test_all_that_is_read_is_of_one_moment_whatever_is_written_meanwhile(postgres, reader):
    postgres.run(TABLE, MANY)
    cursor = {"column": "op"}
    pull = ask({**reader, "cursor": cursor}, key=("nr",))
    part = pull.batches(["nr"])
    postgres.run(
        "delete from melding where nr > 10",
        "insert into melding values (0, 'Z0', 'x', '2020-01-01')",
    )
    assert sum(batch.rows.num_rows for batch in part) == 50_000


def test_the_reading_cannot_write(postgres, reader):
    postgres.run(
        TABLE,
        "create function schrijf() returns int language sql as"
        " 'insert into melding values (1, ''a'', ''b'', now()) returning nr'",
        "grant insert on melding to lezer",
    )
    query = "select nr, 'z' as zaak, 'w' as wat, 'o' as op from (select schrijf() as nr) x"
    error = fault({**reader, "table": "", "query": query})
    assert (error.what, postgres.run("select * from melding")) == (
        "the query writes, and the reading is read-only", [],
    )  # fmt: skip


def test_a_reader_of_sqlite_cannot_write_either(sqlite):
    options = sqlite("create table melding (zaak, wat, op)")
    pull = ask(options)
    with closing(pull.database), pytest.raises(Exception, match="readonly"):
        pull.database.connection.exec_driver_sql("insert into melding values (1, 2, 3)")


@pytest.mark.parametrize(
    ("given", "what", "kind"),
    [
        ({"password_env": "KLANTREIS_FOUT"}, "refuses this user and password", ConnectorError),
        ({"password_env": "KLANTREIS_GEEN"}, "password is not there", ConnectorError),
        ({"password_env": ""}, "refuses this user and password", ConnectorError),
        ({"user": "niemand"}, "does not answer", ConnectorError),
        ({"url": "postgresql+psycopg://geen-host.invalid/x"}, "does not answer", SourceUnavailableError),
        ({"url": "postgresql+psycopg://127.0.0.1:1/x"}, "does not answer", SourceUnavailableError),
        ({"url": "postgresql+pg8000://127.0.0.1/x"}, "no driver", ConnectorError),
        ({"url": "geendb://127.0.0.1/x"}, "no driver", ConnectorError),
        ({"table": "meldingen"}, "no such table", ConnectorError),
        ({"schema": "zorgloket"}, "no such table", ConnectorError),
        ({"table": "", "query": "select * from nergens"}, "no such table", ConnectorError),
        ({"table": "", "query": "select nergens from melding"}, "no such column", ConnectorError),
        ({"table": "", "query": "selecteer alles"}, "does not understand", ConnectorError),
        ({"table": "geheim"}, "may not read it", ConnectorError),
        (
            {"table": "", "query": "select nr, wat::int as wat, zaak, op from melding"},
            "fails on the data", ConnectorError,
        ),
        (
            {
                "statement_timeout_s": 1, "table": "",
                "query": "select nr, zaak, wat, op from melding, pg_sleep(9)",
            },
            "takes too long", SourceUnavailableError,
        ),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_what_it_is(postgres, reader, monkeypatch, given, what, kind):
    monkeypatch.setenv("KLANTREIS_FOUT", "h3t-verkeerde")
    postgres.run(
        TABLE,
        "insert into melding values (1, 'Z1', 'Jansen', '2024-01-01')",
        "create table geheim (zaak text, wat text, op date)",
        "revoke select on geheim from lezer",
    )
    error = fault({**reader, **given})
    assert what in error.what
    assert isinstance(error, kind)
    assert isinstance(error, SourceUnavailableError) == (kind is SourceUnavailableError) or (
        what == "does not answer"
    )
    assert error.got
    assert error.hint
    secretless(error, postgres.password, "h3t-verkeerde", "Jansen", "geen-host")


def test_no_such_database_is_told(postgres, reader):
    error = fault(
        {**reader, "url": reader["url"].replace("/postgres?", "/zoek?"), "user": "postgres"}
    )
    assert error.what == "there is no such database"


def test_a_server_that_goes_away_in_the_middle_is_unavailable_and_nothing_hangs(postgres, reader):
    postgres.run(TABLE, MANY.replace("50000", "200000"))
    pull = ask(reader)
    parts = pull.batches(["nr", "wat"])
    next(parts)
    assert postgres.kill_readers() == [(True,)]
    with pytest.raises(SourceUnavailableError, match="lost before everything was read") as caught:
        list(parts)
    secretless(caught.value, postgres.password, "Intake")
    assert pull.database.connection.closed


@pytest.mark.parametrize(
    ("statements", "given", "what"),
    [
        (["create table ander (a)"], {}, "no such table"),
        ([], {"table": "", "query": "select * from melding"}, "no such table"),
        ([], {"table": "", "query": "select * fro"}, "does not understand"),
        (["create table melding (a)"], {"table": "", "query": "select wat from melding"}, "no such column"),
        (
            [],
            {
                "table": "", "statement_timeout_s": 1,
                "query": "with recursive n(x) as (select 1 union all select x + 1 from n)"
                " select x as nr, x as zaak, x as wat, x as op from n where x < 0",
            },
            "takes too long",
        ),
    ],
)  # fmt: skip
def test_sqlites_faults_are_told_too(sqlite, statements, given, what):
    assert what in fault(sqlite(*statements, **given)).what


def test_what_is_no_sqlite_file_is_told(tmp_path):
    (tmp_path / "x.db").write_text("Zaak;Datum\n" * 100)
    told = {"url": f"sqlite:///{tmp_path}/x.db", "table": "melding"}
    assert fault(told).what == "the file is no SQLite database"
    assert (
        fault({**told, "url": f"sqlite:///{tmp_path}/y.db"}).what == "there is no such SQLite file"
    )
    assert not (tmp_path / "y.db").exists()


def test_a_locked_sqlite_file_is_unavailable_for_now(sqlite, tmp_path):
    options = sqlite("create table melding (zaak, wat, op)", connect_timeout_s=1)
    with closing(sqlite3.connect(tmp_path / "bron.db", isolation_level=None)) as other:
        other.execute("begin exclusive")
        assert isinstance(fault(options), SourceUnavailableError)


def test_a_mapped_column_that_is_not_there_is_told_and_nothing_stays_open(postgres, reader):
    postgres.run(TABLE)
    with pytest.raises(ColumnMissingError) as caught:
        ask(reader, columns={**COLUMNS, "team": ("watt",)})
    assert "nearest: wat" in caught.value.got
    with pytest.raises(ColumnMissingError, match="cursor"):
        ask({**reader, "cursor": {"column": "gewijzigd"}}, key=("nr",))
    assert postgres.readers_are_gone()


def test_a_cursor_needs_a_key_and_a_value_in_every_row(postgres, reader):
    postgres.run(
        TABLE, "insert into melding values (1, 'Z1', 'Intake', null), (2, 'Z2', 'x', now())"
    )
    told = {**reader, "cursor": {"column": "op"}}
    assert fault(told).what == "a cursor needs a key"
    assert "is empty in some rows" in fault(told, key=("nr",)).what
    always = {**told, "cursor": {"column": "op", "nulls": "always"}}
    pull = ask(always, key=("nr",))
    assert [row["nr"] for row in rows(pull, "nr")] == ["1", "2"]
    assert [row["nr"] for row in rows(ask(always, pull.cursor, key=("nr",)), "nr")] == ["1", "2"]


@pytest.mark.parametrize("type_", ["timestamp", "timestamptz", "date", "bigint", "numeric(20)"])
def test_every_type_of_cursor_bounds_what_is_read(postgres, reader, type_):
    days = "timestamp '2024-01-01' + n * interval '1 day'"
    value = {
        "date": "date '2024-01-01' + n",
        "bigint": "n + 3000000000",
        "numeric(20)": "n + 3000000000",
    }
    postgres.run(
        f"create table melding (nr int primary key, zaak text, wat text, op text, c {type_})",
        "insert into melding select n, 'Z', 'W', '2024-01-01',"
        f" {value.get(type_, days)} from generate_series(1, 9) n",
    )
    unit = "units" if type_ in ("bigint", "numeric(20)") else "days"
    told = {**reader, "cursor": {"column": "c", "lag": 2, "lag_unit": unit}}
    first = ask(told, key=("nr",))
    assert len(rows(first, "nr")) == 9
    second = ask(told, first.cursor, key=("nr",))
    assert [row["nr"] for row in rows(second, "nr")] == ["7", "8", "9"]


def test_a_cursor_of_sqlite_is_text_in_iso_order(sqlite):
    options = sqlite(
        "create table melding (nr integer primary key, zaak, wat, op)",
        "insert into melding values (1, 'Z', 'W', '2024-01-01 08:00:00')",
        "insert into melding values (2, 'Z', 'W', '2024-01-03 08:00:00')",
        cursor={"column": "op", "lag": 1, "lag_unit": "hours"},
    )
    first = ask(options, key=("nr",))
    assert first.name == "melding, op in (.., 2024-01-03 08:00:00]"
    assert len(rows(first, "nr")) == 2
    second = ask(options, first.cursor, key=("nr",))
    assert second.name == "melding, op in [2024-01-03 07:00:00, 2024-01-03 08:00:00]"
    assert [row["nr"] for row in rows(second, "nr")] == ["2"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"url": "postgresql+psycopg://u:g3h31m@h/d"}, "holds a password"),
        ({"url": "postgresql+psycopg://h/d?password=g3h31m"}, "holds a password"),
        ({"url": "mssql+pyodbc://?odbc_connect=DRIVER=x;UID=u;PWD=g3h31m"}, "holds a password"),
        ({"url": "g3h31m"}, "is no url"),
        ({"url": "sqlite:///bron.db"}, "whole path"),
        ({"url": "sqlite://"}, "whole path"),
        ({"query": "select 1"}, "either table or query"),
        ({"table": ""}, "either table or query"),
        ({"table": "", "query": "select 1", "schema": "x"}, "schema goes with table"),
        ({"password_env": "A", "password_block": "b"}, "either password_env or"),
        ({"wachtwoord": "g3h31m"}, "Extra inputs"),
    ],
)
def test_options_that_cannot_be_are_refused_and_no_secret_is_repeated(given, told):
    with pytest.raises(ValidationError) as caught:
        SqlOptions(**{"url": "postgresql+psycopg://h/d", "table": "t", **given})
    assert told in str(caught.value)
    assert "g3h31m" not in str(caught.value)


def test_the_fingerprint_of_a_mapping_knows_the_question_and_not_the_way_there():
    options = SqlOptions(url="postgresql+psycopg://h/d", table="t", user="u", password_env="P")  # noqa: S106
    assert set(options.model_dump()) == {"table", "schema_name", "query"}
