"""State snapshots: literal snapshots in, events out, whatever the order of arrival."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from nights import failure, run, table
from profiles import examples
from snapshots import events_of

from connectors.identity.pseudonyms import Pseudonyms
from journeys.contract import RECORDS
from journeys.engine import connect
from pipelines.config.settings import read_config
from pipelines.night.begin import begin
from pipelines.night.ingest import read_source
from pipelines.night.reconstruct import reconstruct
from pipelines.rights.rotating import rotate
from pipelines.store.ledger import Ledger
from pipelines.store.merging import merge
from pipelines.store.run_ids import new_run_id
from pipelines.store.tables import Store

KEYS = Pseudonyms(b"k" * 32)
CONFIG = """
[project]
name = "Proef"
max_rejected_share = 1.0
[journeys]
level = "case"
[[sources]]
name = "zaken"
kind = "{kind}"
path = "zaken/*.{kind}"
partner = "Wijkteam"
{options}
[sources.snapshot]
{snapshot}
[sources.columns]
case_id = "Zaak"
activity = "Status"
team = "Team"
regisseur = "Regisseur"
{columns}
"""
NAMED = 'taken_at = "%Y%m%d"\nwatch = ["activity", "team", "regisseur"]'
HEADER = "Zaak;Status;Team;Regisseur"


def write_config(folder, snapshot=NAMED, *, columns="", kind="csv", options=""):
    path = folder / "klantreis.toml"
    path.write_text(
        CONFIG.format(snapshot=snapshot, columns=columns, kind=kind, options=options),
        encoding="utf-8",
    )
    return path


def snapshot(folder, name, *rows, header=HEADER):
    path = folder / "zaken" / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def counts(outcome):
    return outcome.rows_read, outcome.new, outcome.rejected, outcome.repeated


def told(folder, *columns):
    """The events as (case's first letter or number, date, term, …), in time."""
    names = {KEYS.of("case|zaken", str(n)): str(n) for n in range(10)}
    key = Pseudonyms(bytes.fromhex((folder / "klantreis.key").read_text().strip()))
    names |= {key.of("case|zaken", str(n)): str(n) for n in range(10)}
    rows = sorted(
        table(folder, "events"), key=lambda row: (row["started_at"], names[row["case_id"]])
    )
    return [
        (
            names[row["case_id"]],
            row["started_at"].astimezone(ZoneInfo("Europe/Amsterdam")).strftime("%d-%m"),
            row["activity_source"],
            *(row[column] for column in columns),
        )
        for row in rows
    ]


def stored(folder):
    store = Store(folder / "store", Ledger(folder / "store").last().versions)
    return [row for path in store.paths("records") for row in pq.read_table(path).to_pylist()]


def test_what_changes_between_two_nights_becomes_an_event_and_the_rest_repeats(tmp_path):
    path = write_config(tmp_path)
    snapshot(tmp_path, "zaken_20240101", "1;Intake;Noord;R1", "2;Intake;Noord;R1")
    assert counts(run(path)) == (2, 2, 0, 0)
    snapshot(tmp_path, "zaken_20240102", "1;Intake;Noord;R1", "2;Onderzoek;Noord;R1", "3;Intake;;")
    assert counts(run(path)) == (3, 2, 0, 1)
    snapshot(tmp_path, "zaken_20240103", "1;Intake;Zuid;R1", "2;Onderzoek;Noord;R2", "3;Intake;;")
    assert counts(run(path)) == (3, 2, 0, 1)
    snapshot(tmp_path, "zaken_20240104", "1;Plan;Noord;R2", "2;Onderzoek;Noord;R2", "3;Intake;;")
    assert counts(run(path)) == (3, 1, 0, 2)
    assert told(tmp_path, "team", "source_file", "source_row", "precision") == [
        ("1", "01-01", "Intake", "Noord", "zaken_20240101.csv", 1, "day"),
        ("2", "01-01", "Intake", "Noord", "zaken_20240101.csv", 2, "day"),
        ("2", "02-01", "Onderzoek", "Noord", "zaken_20240102.csv", 2, "day"),
        ("3", "02-01", "Intake", None, "zaken_20240102.csv", 3, "day"),
        ("1", "03-01", "team gewijzigd", "Zuid", "zaken_20240103.csv", 1, "day"),
        ("2", "03-01", "regisseur gewijzigd", "Noord", "zaken_20240103.csv", 2, "day"),
        ("1", "04-01", "Plan", "Noord", "zaken_20240104.csv", 1, "day"),
    ]
    assert counts(run(path)) == (0, 0, 0, 0)


def test_the_previous_files_may_be_gone(tmp_path):
    path = write_config(tmp_path)
    for day, row in (("01", "1;A;;"), ("02", "1;B;;"), ("03", "1;B;;"), ("04", "1;A;;")):
        file = snapshot(tmp_path, f"z202401{day}", row)
        run(path)
        file.unlink()
    assert told(tmp_path) == [("1", "01-01", "A"), ("1", "02-01", "B"), ("1", "04-01", "A")]


def test_a_value_that_goes_back_is_two_events(tmp_path):
    path = write_config(tmp_path)
    for day, team in (("01", "N"), ("02", "Z"), ("03", "N")):
        snapshot(tmp_path, f"202401{day}", f"1;Intake;{team};")
    assert counts(run(path)) == (3, 3, 0, 0)
    assert told(tmp_path, "team") == [
        ("1", "01-01", "Intake", "N"),
        ("1", "02-01", "team gewijzigd", "Z"),
        ("1", "03-01", "team gewijzigd", "N"),
    ]


def test_several_changes_at_once_are_one_event_called_by_the_first_of_watch(tmp_path):
    watch = (
        'taken_at = "%Y%m%d"\nwatch = ["regisseur", "team"]\nterms.regisseur = "Andere regisseur"'
    )
    path = write_config(tmp_path, watch)
    snapshot(tmp_path, "20240101", "1;Intake;N;R1")
    snapshot(tmp_path, "20240102", "1;Intake;Z;R2")
    snapshot(tmp_path, "20240103", "1;Plan;Z;R2")
    snapshot(tmp_path, "20240104", "1;Besluit;;R2")
    run(path)
    # a status that is not watched makes no event; null is a value like another
    assert told(tmp_path, "team") == [
        ("1", "01-01", "Intake", "N"),
        ("1", "02-01", "Andere regisseur", "Z"),
        ("1", "04-01", "team gewijzigd", None),
    ]


def test_a_case_that_disappears_ends_with_a_term_and_coming_back_it_is_seen_anew(tmp_path):
    path = write_config(tmp_path, NAMED + '\ngone = "Uit de lijst"')
    days = {
        "01": ["1;A;N;", "2;A;N;"],
        "02": ["2;A;N;"],
        "03": ["2;A;N;"],
        "04": ["1;A;N;", "2;A;N;"],
    }
    for day, rows in days.items():
        snapshot(tmp_path, f"202401{day}", *rows)
        run(path)
    assert told(tmp_path, "team", "source_file", "source_row") == [
        ("1", "01-01", "A", "N", "20240101.csv", 1),
        ("2", "01-01", "A", "N", "20240101.csv", 2),
        ("1", "02-01", "Uit de lijst", "N", "20240101.csv", 1),
        ("1", "04-01", "A", "N", "20240104.csv", 1),
    ]


def test_without_a_term_a_case_that_disappears_is_as_it_was_when_it_comes_back(tmp_path):
    path = write_config(tmp_path)
    for day, rows in {
        "01": ["1;A;N;"],
        "02": ["2;A;N;"],
        "03": ["1;A;N;"],
        "04": ["1;B;N;"],
    }.items():
        snapshot(tmp_path, f"202401{day}", *rows)
        run(path)
    assert told(tmp_path) == [("1", "01-01", "A"), ("2", "02-01", "A"), ("1", "04-01", "B")]


def test_an_older_snapshot_that_arrives_late_takes_its_place(tmp_path):
    path = write_config(tmp_path)
    snapshot(tmp_path, "20240101", "1;A;N;", "2;A;N;", "3;A;N;")
    snapshot(tmp_path, "20240105", "1;B;N;", "2;A;N;", "3;B;N;")
    snapshot(tmp_path, "20240107", "1;B;N;", "2;A;N;", "3;B;N;")
    run(path)
    # 1 was B already; 2 was C for a while; 3 was B even before it is known of
    snapshot(tmp_path, "20240103", "1;B;N;", "2;C;N;", "3;A;N;")
    snapshot(tmp_path, "20231231", "3;B;N;")
    assert counts(run(path)) == (4, 3, 0, 1)
    assert told(tmp_path) == [
        ("3", "31-12", "B"),
        ("1", "01-01", "A"), ("2", "01-01", "A"), ("3", "01-01", "A"),
        ("1", "03-01", "B"), ("2", "03-01", "C"),
        ("2", "05-01", "A"), ("3", "05-01", "B"),
    ]  # fmt: skip


def test_several_snapshots_in_one_file_by_a_date_column(tmp_path):
    path = write_config(tmp_path, 'watch = "activity"', columns='started_at = "Peil"')
    header = HEADER + ";Peil"
    snapshot(
        tmp_path, "alles",
        "1;B;;;02-01-2024", "1;A;;;01-01-2024", "2;A;;;02-01-2024", "1;B;;;03-01-2024", "2;;;;03-01-2024",
        "1;C;;;14-01-2024",
        header=header,
    )  # fmt: skip
    assert counts(run(path)) == (6, 4, 1, 1)
    assert told(tmp_path, "source_row") == [
        ("1", "01-01", "A", 2), ("1", "02-01", "B", 1), ("2", "02-01", "A", 3), ("1", "14-01", "C", 6),
    ]  # fmt: skip
    snapshot(tmp_path, "later", "1;C;;;14-01-2024", "1;D;;;15-01-2024", header=header)
    assert counts(run(path)) == (2, 1, 0, 1)


def test_a_moment_with_a_clock_is_no_day(tmp_path):
    path = write_config(tmp_path, 'taken_at = "%Y-%m-%dT%H%M"')
    snapshot(tmp_path, "zaken 2024-07-01T0630", "1;A;;")
    run(path)
    (event,) = table(tmp_path, "events")
    assert (event["started_at"], event["precision"]) == (
        datetime(2024, 7, 1, 4, 30, tzinfo=UTC),
        "second",
    )


def test_two_rows_of_one_case_in_one_snapshot_are_one_state_the_last_by_version(tmp_path):
    path = write_config(tmp_path, columns='version = "V"')
    header = HEADER + ";V"
    snapshot(tmp_path, "20240101", "1;A;;;2", "1;B;;;1", "2;A;;;", "2;B;;;", header=header)
    assert counts(run(path)) == (4, 2, 0, 2)
    assert told(tmp_path) == [("1", "01-01", "A"), ("2", "01-01", "B")]


def test_a_snapshot_that_is_delivered_again_corrected_replaces(tmp_path):
    path = write_config(tmp_path)
    for day, row in (("01", "1;A;N;"), ("02", "1;B;N;"), ("03", "1;C;N;")):
        snapshot(tmp_path, f"202401{day}", row)
    run(path)
    snapshot(tmp_path, "20240102", "1;A;Z;")
    outcome = run(path)
    assert (counts(outcome), outcome.updated) == ((1, 0, 0, 1), 1)
    assert told(tmp_path, "team") == [
        ("1", "01-01", "A", "N"), ("1", "02-01", "team gewijzigd", "Z"), ("1", "03-01", "C", "N"),
    ]  # fmt: skip
    snapshot(tmp_path, "20240102", "1;A;N;")
    run(path)
    assert told(tmp_path) == [("1", "01-01", "A"), ("1", "03-01", "C")]


def test_two_files_may_make_one_snapshot_together_even_on_two_nights(tmp_path):
    path = write_config(tmp_path, NAMED + '\ngone = "Weg"')
    snapshot(tmp_path, "noord_20240101", "1;A;;")
    snapshot(tmp_path, "zuid_20240101", "2;A;;")
    run(path)
    snapshot(tmp_path, "noord_20240102", "1;A;;")
    run(path)
    assert ("2", "02-01", "Weg") in told(tmp_path)
    snapshot(tmp_path, "zuid_20240102", "2;A;;")
    run(path)
    assert told(tmp_path) == [("1", "01-01", "A"), ("2", "01-01", "A")]


def test_a_year_of_nights_stores_the_changes_and_a_line_for_each_night(tmp_path):
    path = write_config(tmp_path, 'watch = "activity"', columns='started_at = "Peil"')
    rows = [
        f"{case};{'B' if case == 3 and night > 200 else 'A'};;;{month:02}-{day:02}"
        for night, (month, day) in enumerate((m, d) for m in range(1, 13) for d in range(1, 29))
        for case in range(10)
    ]
    snapshot(
        tmp_path, "jaar", *(row.replace(";;;", ";;;2024-") for row in rows), header=HEADER + ";Peil"
    )
    assert counts(run(path)) == (3360, 11, 0, 3349)
    assert len(stored(tmp_path)) == 11 + 336
    assert len(table(tmp_path, "events")) == 11


def write_other(folder, kind, day, rows):
    """A snapshot of another kind."""
    columns = dict(
        zip(HEADER.split(";"), zip(*(row.split(";") for row in rows), strict=True), strict=True)
    )
    path = folder / "zaken" / f"{day}.{kind}"
    path.parent.mkdir(exist_ok=True)
    if kind == "parquet":
        pq.write_table(pa.table({name: list(values) for name, values in columns.items()}), path)
        return
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Zaken")
        for n, (name, values) in enumerate(columns.items()):
            sheet.write_column(0, n, [name, *values])


@pytest.mark.parametrize("kind", ["xlsx", "parquet"])
def test_other_kinds_of_files_hold_snapshots_too(tmp_path, kind):
    path = write_config(tmp_path, kind=kind)
    write_other(tmp_path, kind, "20240101", ["1;A;N;", "2;A;N;"])
    run(path)
    write_other(tmp_path, kind, "20240102", ["1;B;N;", "2;A;Z;"])
    assert counts(run(path)) == (2, 2, 0, 0)
    assert told(tmp_path)[2:] == [("1", "02-01", "B"), ("2", "02-01", "team gewijzigd")]


def test_a_table_of_a_database_that_holds_how_things_are(tmp_path):
    base = tmp_path / "bron.db"
    path = write_config(
        tmp_path, 'watch = ["activity", "team"]\ngone = "Weg"', columns='started_at = "Peil"', kind="sql",
        options=f"""[sources.options]
url = "sqlite:///{base}"
query = "select zaak.*, peil.Peil from zaak, peil"
""",
    )  # fmt: skip
    nights = {
        "2024-01-01": [(1, "A", "N"), (2, "A", "N")],
        "2024-01-02": [(1, "A", "Z"), (2, "A", "N")],
        "2024-01-03": [(1, "A", "Z")],
    }
    for n, (day, rows) in enumerate(nights.items()):
        with closing(sqlite3.connect(base)) as connection, connection:
            connection.executescript(
                "drop table if exists zaak; drop table if exists peil;"
                " create table zaak (Zaak, Status, Team, Regisseur); create table peil (Peil);"
            )
            connection.execute("insert into peil values (?)", (day,))
            connection.executemany("insert into zaak values (?, ?, ?, null)", rows)
        assert counts(run(path)) == [(2, 2, 0, 0), (2, 1, 0, 1), (1, 0, 0, 1)][n]
        assert counts(run(path)) == (len(rows), 0, 0, len(rows))
    assert told(tmp_path) == [
        ("1", "01-01", "A"), ("2", "01-01", "A"), ("1", "02-01", "team gewijzigd"), ("2", "03-01", "Weg"),
    ]  # fmt: skip


def test_who_is_forgotten_leaves_no_state_behind(tmp_path):
    path = write_config(tmp_path, columns='client = "Klant"\ndomain = "Domein"')
    header = HEADER + ";Klant;Domein"
    snapshot(
        tmp_path, "20240101", "1;A;N;;K1;jeugd", "2;A;N;;K2;jeugd", "3;A;N;;K1;jeugd", header=header
    )
    snapshot(tmp_path, "20240102", "1;A;N;;;wmo", "2;A;N;;K2;wmo", header=header)
    run(path)
    client = next(row["client_id"] for row in table(tmp_path, "events") if row["source_row"] == 1)
    config = read_config(path)
    with begin(config, new_run_id()) as night:
        merged = reconstruct(night, [], forget=[client])
        left = [row for part in merged.records for row in pq.read_table(part).to_pylist()]
    (other,) = {row["client_id"] for row in table(tmp_path, "events")} - {client}
    assert {row["client_id"] for row in left} == {other, None}
    assert len({row["case_id"] for row in left} - {None}) == 1


def test_after_the_key_was_renewed_the_next_night_still_knows_every_case(tmp_path):
    path = write_config(tmp_path, NAMED + '\ngone = "Weg"')
    snapshot(tmp_path, "20240101", "1;A;N;R", "2;A;N;R", "3;A;N;R")
    snapshot(tmp_path, "20240103", "1;A;N;R", "2;B;N;R", "3;A;N;R")
    run(path)
    before = {row["event_id"] for row in table(tmp_path, "events")}
    rotate(read_config(path))
    snapshot(tmp_path, "20240104", "1;C;N;R", "2;B;N;R")
    snapshot(tmp_path, "20240102", "1;A;N;R", "2;B;N;R", "3;A;N;R")
    assert counts(run(path)) == (5, 2, 0, 3)
    events = sorted(
        (row["started_at"].day, row["activity_source"]) for row in table(tmp_path, "events")
    )
    assert events == [(1, "B"), (3, "C"), (3, "Weg"), (31, "A"), (31, "A"), (31, "A")]
    assert not before & {row["event_id"] for row in table(tmp_path, "events")}
    cases = {row["case_id"] for row in table(tmp_path, "events")}
    assert len(cases) == 3


def test_a_name_without_a_moment_or_with_two_fails_the_source_by_name(tmp_path):
    path = write_config(tmp_path)
    for name, got in (("zaken", "none"), ("20240101-20240102", "2 moments"), ("20241301", "none")):
        file = snapshot(tmp_path, name, "1;A;;")
        error = failure(path)
        assert f"source 'zaken', file '{name}.csv': its name does not say when" in error
        assert got in error
        file.unlink()


def test_another_watch_reads_the_files_again_and_tells_the_history_anew(tmp_path):
    path = write_config(tmp_path, 'taken_at = "%Y%m%d"')
    first = snapshot(tmp_path, "20240101", "1;A;N;")
    snapshot(tmp_path, "20240102", "1;A;Z;")
    snapshot(tmp_path, "20240103", "1;A;Z;")
    run(path)
    assert told(tmp_path) == [("1", "01-01", "A")]
    first.unlink()
    write_config(tmp_path)
    run(path)
    assert told(tmp_path) == [("1", "01-01", "A"), ("1", "02-01", "team gewijzigd")]


def test_a_source_that_becomes_one_of_snapshots_is_refused_until_it_is_reread(tmp_path):
    path = write_config(tmp_path, 'taken_at = "%Y%m%d"')
    snapshot(tmp_path, "20240101", "1;A;N;")
    run(path)
    path.write_text(
        path.read_text()
        .replace('[sources.snapshot]\ntaken_at = "%Y%m%d"', "")
        .replace('team = "Team"', 'team = "Team"\nstarted_at = "Dag"')
        .replace('partner = "Wijkteam"', 'partner = "Wijkteam"\nkey = ["Zaak"]')
    )
    snapshot(tmp_path, "20240101", "1;A;N;;2024-01-01", header=HEADER + ";Dag")
    assert "mapping has changed" in failure(path)
    assert run(path, reread=["zaken"]).status == "complete"
    write_config(tmp_path, 'taken_at = "%Y%m%d"')
    assert "mapping has changed" in failure(path)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"snapshot": 'watch = ["status"]\ntaken_at = "%Y%m%d"'}, "watch: there is no 'status'"),
        ({"snapshot": 'watch = ["reggisseur"]\ntaken_at = "%Y%m%d"'}, "did you mean regisseur?"),
        ({"snapshot": 'wacht = ["team"]\ntaken_at = "%Y%m%d"'}, "did you mean watch?"),
        ({"snapshot": 'taken_at = "%d%B"'}, "taken_at holds %Y"),
        ({"snapshot": 'taken_at = "%Y%m"'}, "no whole day"),
        ({"snapshot": 'taken_at = "%Y%m%d%d"'}, "each of them once"),
        ({"snapshot": ""}, "columns.started_at is missing"),
        ({"columns": 'started_at = "Peil"'}, "either taken_at"),
        ({"columns": 'ended_at = "Eind"'}, "so ended_at is not mapped"),
        ({"options": 'key = ["Zaak"]'}, "by its case and moment"),
        ({"kind": "xes"}, "so ended_at is not mapped"),
        ({"snapshot": NAMED + '\nterms.activity = "x"'}, "is called as that status"),
    ],
)
def test_a_config_that_cannot_be_is_refused(tmp_path, given, said):
    with pytest.raises(Exception, match="wrong") as caught:
        read_config(write_config(tmp_path, **given))
    assert said in str(caught.value)


class Nights:
    """Nights without the models: what the store holds after each reading."""

    def __init__(self, folder, snapshot):
        self.folder = folder
        self.config = read_config(write_config(folder, snapshot))
        self.store = Store(folder / "store", {})
        self.n = 0

    def read(self):
        """One night; rows of its `files`."""
        self.n += 1
        (section,) = self.config.sources
        work = self.folder / "work" / str(self.n)
        read = read_source(self.config, section, KEYS, self.store, work, memory="1GB")
        with connect(work / "spill", memory="1GB", threads=1) as connection:
            merged = merge(connection, self.store, [read], f"{self.n:03}", work)
            self.store.commit(
                merged.new, rejected=merged.rejected, files=merged.files, replaces=merged.replaces
            )
        return merged

    def records(self):
        return [
            row
            for path in self.store.paths("records")
            for row in pq.read_table(path, columns=list(RECORDS)).to_pylist()
        ]

    def events(self):
        zone = ZoneInfo("Europe/Amsterdam")
        names = {KEYS.of("case|zaken", str(n)): n for n in range(10)}
        people = {KEYS.of("person", name): name for name in ("R", "S")} | {None: None}
        return sorted(
            (
                row["started_at"].astimezone(zone).day,
                names[row["case_id"]],
                row["activity_source"],
                (row["team"], people[row["regisseur"]], row["domain"]),
                row["event_id"],
            )
            for row in self.records()
            if not row["is_withdrawn"]
        )


def assert_is_its_row(record, snapshots):
    """Read in time, an event comes from its own row of its own snapshot."""
    day = int(record["source_file"][6:8])
    case, (_, team, _, domain) = list(snapshots[day].items())[record["source_row"] - 1]
    local = record["started_at"].astimezone(ZoneInfo("Europe/Amsterdam"))
    assert (local.day, record["case_id"]) == (day, KEYS.of("case|zaken", str(case)))
    assert (record["team"], record["domain"]) == (team, domain)


STATE = st.tuples(*(st.sampled_from(kind) for kind in ("AB", "NZ", "RS", "JW")))
SNAPSHOTS = st.dictionaries(
    st.integers(1, 7), st.dictionaries(st.integers(0, 2), STATE, max_size=3), min_size=1, max_size=6
)


@examples(30)
@given(
    snapshots=SNAPSHOTS,
    watch=st.sampled_from(
        [
            ("activity",),
            ("activity", "team"),
            ("team", "regisseur"),
            ("activity", "team", "regisseur"),
        ]
    ),
    gone=st.sampled_from(["", "Weg"]),
    data=st.data(),
)
def test_any_order_of_arrival_over_any_nights_gives_what_brute_force_gives(
    snapshots, watch, gone, data
):
    """Files go after they were read; domain is a column that nobody watches."""
    order = data.draw(st.permutations(sorted(snapshots)))
    n_nights = data.draw(st.integers(1, len(order)))
    nights = [order[n::n_nights] for n in range(n_nights)]
    said = f'taken_at = "%Y%m%d"\nwatch = {json.dumps(watch)}' + (
        f'\ngone = "{gone}"' if gone else ""
    )
    as_rows = {
        day: {
            case: {"activity": status, "team": team, "regisseur": regisseur, "domain": domain}
            for case, (status, team, regisseur, domain) in cases.items()
        }
        for day, cases in snapshots.items()
        if cases
    }
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made = Nights(folder, said)
        (folder / "klantreis.toml").write_text(
            (folder / "klantreis.toml").read_text() + 'domain = "Domein"\n'
        )
        made.config = read_config(folder / "klantreis.toml")
        for night in nights:
            files = [
                snapshot(
                    folder,
                    f"202401{day:02}",
                    *(f"{case};{';'.join(state)}" for case, state in snapshots[day].items()),
                    header=HEADER + ";Domein",
                )
                for day in night
            ]
            merged = made.read()
            for row in merged.files:
                assert row.rows == row.new + row.repeated + row.rejected
                assert row.rows == len(snapshots[int(str(row.source_file)[6:8])])
            for file in files:
                file.unlink()
        expected = [
            (day, case, term, (row["team"], row["regisseur"], row["domain"]))
            for day, case, term, row in events_of(as_rows, watch=watch, gone=gone)
        ]
        assert [event[:4] for event in made.events()] == expected
        assert len({event[4] for event in made.events()}) == len(expected)
        if [day for night in nights for day in night] == sorted(snapshots):
            for record in made.records():
                if not record["is_withdrawn"] and record["activity_source"] != gone:
                    assert_is_its_row(record, snapshots)
