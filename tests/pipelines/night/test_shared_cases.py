"""Small inputs that go wrong, each read as a user would: what the run and its tables make of it."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from nights import run, table

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def case(shared, tmp_path):
    """A function that copies a case, changes its config, and gives the folder of the copy."""

    copies = count()

    def copied(name, *replaced):
        folder = tmp_path / f"{name}-{next(copies)}"
        if not (shared / "cases" / name).is_dir():
            pytest.skip(f"no folder shared/cases/{name}")
        shutil.copytree(shared / "cases" / name, folder)
        config = folder / "klantreis.toml"
        config.chmod(0o644)
        folder.chmod(0o755)
        text = config.read_text("utf-8")
        for old, new in replaced:
            assert old in text
            text = text.replace(old, new)
        config.write_text(text, "utf-8")
        return folder

    return copied


@pytest.fixture
def night(case):
    """A function that runs a case, and gives its outcome and its folder."""

    def outcome(name, *replaced):
        folder = case(name, *replaced)
        return run(folder / "klantreis.toml"), folder

    return outcome


@pytest.fixture
def check(case, klantreis):
    """A function that gives what `klantreis check` says of a case: its exit code and its JSON."""

    def judgement(name, *replaced):
        folder = case(name, *replaced)
        code, out, _ = klantreis("check", folder / "klantreis.toml", "--json")
        return code, json.loads(out)

    return judgement


def events(folder, run_id="latest"):
    return sorted(table(folder, "events", run_id), key=lambda row: row["source_row"])


def local(moment):
    return moment.astimezone(AMSTERDAM).strftime("%d-%m-%Y %H:%M")


def times(folder):
    """Activity, begin and end of each event, in local time."""
    return [
        (row["activity"], local(row["started_at"]), local(row["ended_at"]))
        for row in events(folder)
    ]


def starts(folder):
    return [(row["activity"], local(row["started_at"])) for row in events(folder)]


def counts(outcome):
    return outcome.rows_read, outcome.new, outcome.rejected, outcome.repeated


def notes(outcome):
    return " | ".join(str(note) for source in outcome["sources"] for note in source["notes"])


def test_an_excel_error_as_an_end_is_no_empty_end(night):
    outcome, folder = night("xlsx-error-cells", ('name="t"', 'name="t"\nmax_rejected_share=1.0'))
    assert counts(outcome) == (3, 1, 2, 0)
    assert [row["is_running"] for row in events(folder)] == [False]
    assert [row["column"] for row in table(folder, "rejected")] == ["Eind", "Eind"]


def test_check_says_that_a_column_looks_like_a_life_cycle(check):
    code, told = check("lifecycle-csv")
    assert code == 0
    assert "Status" in notes(told)
    assert 'transition = "Status"' in notes(told)


def test_a_start_and_its_complete_are_one_activity(night):
    outcome, folder = night(
        "lifecycle-csv", ('started_at="Datum"', 'started_at="Datum"\ntransition="Status"')
    )
    assert outcome.status == "complete"
    assert times(folder) == [
        ("Behandeling", "01-02-2024 00:00", "28-03-2024 00:00"),
        ("Afsluiting", "29-03-2024 00:00", "30-03-2024 00:00"),
    ]


def test_an_aborted_activity_ends_at_the_abort(night):
    _, folder = night("xes-ate_abort")
    assert times(folder) == [
        ("A", "01-03-2024 10:00", "02-03-2024 10:00"),
        ("B", "02-06-2024 10:00", "02-06-2024 10:00"),
    ]
    (wait,) = table(folder, "waits")
    assert wait["idle_s"] == 92 * 86_400 - 3_600  # 92 local days, one of which has 23 hours


def test_white_space_makes_no_second_activity_partner_or_person(night):
    outcome, folder = night("trailing-space")
    assert outcome.status == "complete"
    assert {row["activity"] for row in events(folder)} == {"Intake", "intake", "In take"}
    assert {row["partner"] for row in events(folder)} == {"GGZ", "ggz", "Jeugd hulp"}
    assert {row["referred_to"] for row in events(folder)} == {"Jeugdhulp", "jeugdhulp", "x"}
    assert len({row["client_id"] for row in events(folder)}) == 2
    assert len({row["case_id"] for row in events(folder)}) == 1


def test_a_year_that_was_mistyped_moves_nothing(night):
    outcome, folder = night("asof-typo")
    assert datetime.fromisoformat(outcome.as_of).astimezone(AMSTERDAM).date().isoformat() == (
        "2024-03-30"
    )
    assert [row["outcome"] for row in table(folder, "referrals")] == ["open"]
    said = {(row["kind"], row["column"]) for row in table(folder, "reading_notes")}
    assert {"Datum", "Eind"} <= {column for _, column in said}


def test_nobody_is_linked_where_two_fit_about_equally(night):
    _, folder = night("twins")
    who = {}
    for row in events(folder):
        who.setdefault(row["client_id"], set()).add((row["source"], row["source_row"]))
    linked = {frozenset(rows) for rows in who.values() if len(rows) > 1}
    allowed = {
        frozenset({("a", 2), ("b", 2)}),  # Joris, of one date and address
        frozenset({("a", 7), ("b", 4)}),  # van Dijk of 1980, never the one of 1950
    }
    assert linked <= allowed


def test_a_date_and_a_clock_are_joined(night):
    outcome, folder = night("date-time-follow-hint")
    assert outcome.status == "complete"
    ordered = sorted(events(folder), key=lambda row: row["seq"])
    assert [(row["activity"], local(row["started_at"])) for row in ordered] == [
        ("Telefoon", "28-03-2024 08:30"),
        ("Gesprek", "28-03-2024 15:15"),
    ]


def test_a_key_that_cannot_be_is_said(check, night):
    code, told = check("NULL-client")
    assert code == 0
    assert "Cl" in notes(told)
    _, folder = night("NULL-client")
    assert len(events(folder)) == 6
    assert {row["column"] for row in table(folder, "reading_notes")} == {"Cl"}


def test_date_cells_and_text_dates_stand_in_one_column(night):
    outcome, folder = night("xlsx-mixed-text-and-date")
    assert counts(outcome) == (3, 3, 0, 0)
    assert [start for _, start in starts(folder)] == [
        "01-03-2024 00:00",
        "13-03-2024 00:00",
        "14-03-2024 00:00",
    ]


def test_serials_are_refused_with_the_format_that_reads_them(check, night):
    code, told = check("csv-serials")
    assert code == 1
    assert '"Datum" = "excel"' in told["errors"][0]
    outcome, folder = night(
        "csv-serials",
        ('started_at="Datum"', 'started_at="Datum"\n[sources.formats]\nDatum = "excel"'),
    )
    assert outcome.status == "complete"
    assert starts(folder) == [("A", "01-03-2024 00:00"), ("B", "15-03-2024 12:00")]


def test_dutch_months_are_read(night):
    outcome, folder = night("dutch-month-names")
    assert outcome.status == "complete"
    assert starts(folder) == [("A", "01-03-2024 00:00"), ("B", "15-05-2024 00:00")]


def test_a_delimiter_too_many_is_said_once(check, night):
    _, told = check("trailing-delim-rows")
    (source,) = told["sources"]
    assert (source["rows_read"], source["rejected"]) == (2, 0)
    assert len(source["notes"]) == 1
    outcome, folder = night("trailing-delim-rows")
    assert counts(outcome) == (2, 2, 0, 0)
    assert starts(folder) == [("A", "28-03-2024 00:00"), ("B", "29-03-2024 00:00")]


@pytest.mark.parametrize(
    ("name", "amounts"), [("sapminus", [-1300.5, 100.0]), ("eur", [12.5, 1000.0])]
)
def test_amounts_are_read_as_people_write_them(night, name, amounts):
    outcome, folder = night(name)
    assert outcome.status == "complete"
    assert [row["cost_eur"] for row in events(folder)] == amounts


def test_a_footer_costs_one_row(night):
    outcome, folder = night("footer-no-newline", ('name="t"', 'name="t"\nmax_rejected_share=0.5'))
    assert counts(outcome) == (3, 2, 1, 0)
    assert outcome.status == "complete"
    assert starts(folder) == [("A", "28-03-2024 00:00"), ("B", "29-03-2024 00:00")]


def test_a_table_between_a_title_and_a_total_is_read(night):
    outcome, folder = night(
        "csv-title-above-total-below",
        ('partner="P"', 'partner="P"\nskip_rows_where = { Zaak = ["Totaal"] }'),
    )
    assert outcome.status == "complete"
    assert counts(outcome) == (2, 2, 0, 0)
    assert starts(folder) == [("A", "01-03-2024 00:00"), ("B", "15-03-2024 00:00")]


def test_capitals_in_an_extension_are_no_other_file(night):
    outcome, folder = night("uppercase-ext-glob")
    assert outcome.status == "complete"
    assert starts(folder) == [("A", "28-03-2024 00:00")]


def test_a_trace_without_a_name_is_a_case_by_its_number(night):
    outcome, folder = night("xes-no-trace-name")
    assert outcome.status == "complete"
    assert len({row["case_id"] for row in events(folder)}) == 2
    assert {row["started_at"] for row in events(folder)} == {datetime(2024, 3, 1, 9, tzinfo=UTC)}
