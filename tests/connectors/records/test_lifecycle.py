"""Rows that tell the moments of activities in; one event for each stretch of work out."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifecycles import COLUMNS, KINDS, paired, write
from literal import at
from profiles import examples

from journeys.notes import Note


@pytest.fixture
def events(tmp_path, read_records):
    """A function from rows to (row, activity, begin, end; None while running), and the notes."""

    def read(rows, kind="csv", **options):
        path, columns, more = write(tmp_path, kind, rows)
        records, rejected, notes = read_records(path, kind, columns, **{**more, **options})
        assert rejected == []
        return [
            (r["source_row"], r["activity_source"], r["started_at"], r["ended_at"]) for r in records
        ], notes

    return read


def utc(day, clock="00:00"):
    return f"2024-05-{day:02}T{clock}:00Z"


def moment(day, clock="00:00"):
    return at(f"2024-05-{day:02} {clock}")


LIFE = [
    ("1", "Hulp", utc(1), "start", ""),
    ("1", "Hulp", utc(9), "complete", ""),
    ("1", "Gesprek", utc(12), "complete", ""),
    ("1", "Verslag", utc(11), "complete", "b"),
    ("1", "Verslag", utc(9), "start", "a"),
    ("1", "Verslag", utc(10), "start", "b"),
    ("1", "Verslag", utc(13), "COMPLETE", "a"),
    ("2", "Hulp", utc(1), "schedule", ""),
    ("2", "Hulp", utc(2), "Start", ""),
    ("2", "Hulp", utc(3), "Suspend", ""),
    ("2", "Hulp", utc(7), "Resume", ""),
    ("2", "Hulp", utc(8), "ate_abort", ""),
    ("2", "Klacht", utc(9), "In behandeling", ""),
    ("2", "Plan", utc(20), "start", ""),
]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_rows_are_the_same_events_in_every_kind_of_source(events, kind):
    found, notes = events(LIFE, kind)
    assert found == [
        (2, "Hulp", moment(1), moment(9)),
        (3, "Gesprek", moment(12), moment(12)),
        (4, "Verslag", moment(10), moment(11)),
        (7, "Verslag", moment(9), moment(13)),
        (10, "Hulp", moment(2), moment(3)),
        (12, "Hulp", moment(7), moment(8)),
        (13, "Klacht", moment(9), moment(9)),
        (14, "Plan", moment(20), None),
    ]
    assert notes == (
        Note("lifecycle_pairs", 5),
        Note("lifecycle_moments", 1, detail="schedule"),
        Note("lifecycle_running", 1),
        Note("lifecycle_others", 1),
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([(1, "start"), (2, "complete")], [(2, 1, 2)]),
        ([(2, "complete"), (1, "start")], [(1, 1, 2)]),
        ([(1, "complete"), (1, "start")], [(1, 1, 1)]),
        ([(1, "complete"), (2, "start")], [(1, 1, 1), (2, 2, None)]),
        ([(1, "start"), (2, "start"), (3, ""), (4, "")], [(3, 1, 3), (4, 2, 4)]),
        ([(1, "start"), (2, "start"), (3, "complete")], [(2, 2, None), (3, 1, 3)]),
        ([(1, "start"), (5, "complete"), (5, "start"), (9, "complete")], [(2, 1, 5), (4, 5, 9)]),
        ([(1, "start"), (2, "ATE_ABORT")], [(2, 1, 2)]),
        ([(1, "start"), (2, "pi_abort")], [(2, 1, 2)]),
        ([(1, "start"), (2, "withdraw")], [(2, 1, 2)]),
        ([(1, "start"), (2, "autoskip")], [(2, 1, 2)]),
        ([(1, "start"), (2, "manualskip")], [(2, 1, 2)]),
        ([(1, "ate_abort"), (9, "complete")], [(1, 1, 1), (2, 9, 9)]),
        ([(1, "schedule"), (2, "withdraw"), (9, "complete")], [(3, 9, 9)]),
        ([(1, "autoskip"), (1, "manualskip"), (1, "pi_abort"), (9, "complete")], [(4, 9, 9)]),
        (
            [(1, "start"), (2, "suspend"), (5, "resume"), (6, "complete")],
            [(2, 1, 2), (4, 5, 6)],
        ),
        ([(1, "start"), (2, "suspend"), (5, "complete")], [(2, 1, 2), (3, 5, 5)]),
        ([(1, "start"), (2, "suspend"), (5, "pi_abort")], [(2, 1, 2)]),
        ([(1, "suspend"), (9, "complete")], [(2, 9, 9)]),
        ([(1, "resume"), (2, "complete")], [(2, 1, 2)]),
        ([(1, "unknown")], [(1, 1, 1)]),
        (
            [(1, "Completed"), (2, "start"), (3, "In Progress")],
            [(1, 1, 1), (2, 2, None), (3, 3, 3)],
        ),
        ([(1, " start "), (2, "\u00a0complete")], [(2, 1, 2)]),
    ],
    ids=[
        "a start and its complete are one event",
        "also where the complete is listed first",
        "also at one moment, the complete first",
        "a complete does not end what begins later",
        "the oldest start is ended first, also by a row without a transition",
        "a start that is left over is running",
        "what ends at the moment at which the next begins",
        "an abort of the activity ends what runs, in capitals too",
        "an abort of the process ends what runs",
        "a withdrawal ends what runs",
        "a skip by the system ends what runs",
        "a skip by a person ends what runs",
        "an abort whose start is not told is an instant",
        "to withdraw what never began is no event",
        "to skip is no event",
        "what is suspended is not at work",
        "a complete of what is suspended is an instant",
        "an abort of what is suspended is no event",
        "to suspend what never began is no event",
        "to resume begins a stretch, whether it was suspended or not",
        "an unknown transition is an event",
        "words that are not of the standard are events and end nothing",
        "white space around a word",
    ],
)
def test_the_states_of_an_activity(events, told, expected):
    found, _ = events([("1", "A", utc(day), word, "") for day, word in told])
    assert found == [(row, "A", moment(begin), end and moment(end)) for row, begin, end in expected]


def test_a_log_without_a_word_of_the_standard_is_a_log_of_events(events):
    rows = [
        ("1-1", "Accepted", utc(1), "In Progress", ""),
        ("1-1", "Accepted", utc(2), "Assigned", ""),
        ("1-1", "Queued", utc(3), "Awaiting Assignment", ""),
        ("1-1", "Completed", utc(4), "Closed", ""),
        ("1-2", "Completed", utc(4), "Completed", ""),
    ]
    found, notes = events(rows, "xes")
    assert [(row, what) for row, what, *_ in found] == [
        (1, "Accepted"), (2, "Accepted"), (3, "Queued"), (4, "Completed"), (5, "Completed"),
    ]  # fmt: skip
    assert all(begin == end for *_, begin, end in found)
    assert notes == (
        Note("lifecycle_others", 5),
    )  # "Assigned" is no assign, "Completed" no complete


def test_words_of_their_own_have_the_meaning_that_the_config_gives_them(events):
    rows = [("1", "A", utc(1), "Gestart", ""), ("1", "A", utc(2), "AFGEROND", "")]
    own = {"gestart": "start", "afgerond": "complete"}
    assert events(rows, transitions=own)[0] == [(2, "A", moment(1), moment(2))]
    assert len(events(rows)[0]) == 2


MOMENTS = st.lists(
    st.tuples(
        st.sampled_from("12"),
        st.sampled_from("AB"),
        st.integers(1, 6).map(utc),
        st.sampled_from(
            [
                "start",
                "complete",
                "Complete",
                "suspend",
                "resume",
                "schedule",
                "ate_abort",
                "withdraw",
                "Queued",
                "",
            ]
        ),
        st.sampled_from(["", "x"]),
    ),
    min_size=1,
    max_size=14,
)


@examples(40)
@given(MOMENTS)
def test_pairing_agrees_with_a_queue_in_plain_python(events, rows):
    found, notes = events(rows)
    assert found == [
        (row, what, _read(begin), end and _read(end)) for row, what, begin, end in paired(rows)
    ]
    counts = {note.kind: note.n for note in notes}
    assert len(rows) == len(found) + counts.get("lifecycle_pairs", 0) + counts.get(
        "lifecycle_moments", 0
    )


@examples(40)
@given(MOMENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_event(events, rows, random):
    shuffled = [*rows]
    random.shuffle(shuffled)
    assert sorted(_without_row(events(rows)[0])) == sorted(_without_row(events(shuffled)[0]))


def _read(text):
    return at(text[:16].replace("T", " "))


def _without_row(found):
    return [(what, begin, end or at("2099-01-01")) for _, what, begin, end in found]


def test_shared_keys_stretches_and_a_complete_that_comes_later(events, tmp_path, read_records):
    def read(rows, key):
        path, columns, _ = write(tmp_path, "csv", rows)
        return read_records(path, "csv", columns, key=key)[0]

    by_activity = ("Zaak", "Wat")
    (running,) = read([("1", "A", utc(1), "start", "")], by_activity)
    assert running["is_running"]
    (ended,) = read(
        [("1", "A", utc(1), "start", ""), ("1", "A", utc(2), "complete", "")], by_activity
    )
    assert (ended["event_id"], ended["ended_at"]) == (running["event_id"], moment(2))
    life = [
        ("1", "A", utc(n), w, "")
        for n, w in enumerate(["start", "suspend", "resume", "complete"], 1)
    ]
    first, second = read(life, by_activity)
    assert first["event_id"] == running["event_id"]
    assert len({first["event_id"], second["event_id"]}) == 2
    # a key for each row: the event's is that of the row that begins it
    by_row = ("Zaak", "Wat", "Op", "Status")
    (running,) = read(life[:1], by_row)
    assert read(life[:2], by_row)[0]["event_id"] == running["event_id"]
    # a row that stands there twice under one key is one row
    assert len(read([*life, *life], by_row)) == 2


def test_the_row_of_the_end_goes_before_the_row_of_the_begin(tmp_path, read_records):
    path = tmp_path / "a.csv"
    path.write_text(
        "Zaak;Wat;Op;Status;Team;Wie\n1;A;2024-05-01;start;T1;W1\n1;A;2024-05-02;complete;;W2\n"
    )
    more = {"team": ("Team",), "worker": ("Wie",)}
    (record,), _, _ = read_records(path, "csv", {**COLUMNS, **more} | {"instance": ("Zaak",)})
    (other,), _, _ = read_records(
        path, "csv", {**COLUMNS, "worker": ("Wie",), "instance": ("Zaak",)}
    )
    assert (record["team"], record["worker"]) == ("T1", other["worker"])


@pytest.fixture
def read_text(tmp_path, read_records):
    """A function from the lines of a CSV file to (row, begin, end, is running) and what is rejected."""

    def read(*lines, **columns):
        path = tmp_path / "a.csv"
        path.write_text("\n".join(["Zaak;Wat;Op;Tot;Status", *lines]) + "\n")
        mapped = {
            name: COLUMNS[name] for name in ("case_id", "activity", "started_at", "transition")
        }
        records, rejected, _ = read_records(path, "csv", {**mapped, **columns})
        return (
            [(r["source_row"], r["started_at"], r["ended_at"], r["is_running"]) for r in records],
            [(r["source_row"], r["column"], r["reason"]) for r in rejected],
        )

    return read


def test_an_end_that_cannot_be_read_leaves_nothing_running(read_text):
    lines = ["1;A;2024-05-01;;start", "1;A;2024-99-01;;complete", "2;A;2024-05-01;;start"]
    unread = "started_at does not read as a time in the column's format"
    found, rejected = read_text(*lines)
    assert [row for row, *_ in found] == [3]
    assert [(row, column) for row, column, _ in rejected] == [(2, "Op")]
    found, rejected = read_text("1;A;2024-05-01;;start", "1;A;;;complete")
    assert (found, rejected) == ([], [(2, "Op", "the row that ends this activity has no time")])
    found, rejected = read_text("1;A;2024-99-01;;start", "1;A;2024-05-02;;complete")
    assert (found, rejected) == ([], [(2, "Op", unread)])


def test_a_bare_date_ends_what_began_at_an_hour_of_that_day(read_text):
    found, rejected = read_text("1;A;2024-05-01 10:00;;start", "1;A;2024-05-01;;complete")
    assert (found, rejected) == ([(2, moment(1, "08:00"), moment(1, "08:00"), False)], [])


def test_an_end_in_the_hour_that_comes_twice_is_after_its_begin(read_text):
    found, _ = read_text("1;A;2024-10-27 02:50;;start", "1;A;2024-10-27 02:10;;complete")
    assert found == [(2, at("2024-10-27 00:50"), at("2024-10-27 01:10"), False)]


def test_with_a_column_for_the_end_the_end_s_own_moment_counts(read_text):
    found, rejected = read_text(
        "1;A;2024-05-01;;start",
        "1;A;;2024-05-03;complete",
        "2;A;2024-05-01;2024-05-09;complete",
        "3;A;;2024-05-04;complete",
        "4;A;2024-05-05;2024-05-06;",
        ended_at=("Tot",),
    )
    assert rejected == []
    assert [(row, begin.day, end.day) for row, begin, end, _ in found] == [
        (2, 30, 2), (3, 30, 8), (4, 3, 3), (5, 4, 5),
    ]  # fmt: skip


def test_an_end_in_the_year_9999_is_rejected(read_text):
    _, rejected = read_text("1;A;2024-05-01;;start", "1;A;9999-12-31;;complete")
    assert [(row, column) for row, column, _ in rejected] == [(2, "Op")]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "sql"])
@pytest.mark.parametrize(
    ("begin", "end"),
    [("start", "complete"), ("START", "COMPLETE"), ("Gestart", "Afgerond"), ("begin", "einde")],
)
def test_the_hint_for_a_column_that_looks_like_a_life_cycle_works_when_it_is_followed(
    tmp_path, read_records, kind, begin, end
):
    rows = [
        ("1", "A", utc(1), begin, "x"),
        ("1", "A", utc(3), end, "y"),
        ("2", "B", utc(5), end, "z"),
    ]
    path, _, more = write(tmp_path, kind, rows)
    mapped = {name: COLUMNS[name] for name in ("case_id", "activity", "started_at")}
    records, _, (note,) = read_records(path, kind, mapped, **more)
    assert len(records) == 3
    assert (note.kind, note.column) == ("lifecycle_unmapped", "Status")
    lines = note.detail.replace("; ", "\n").replace("] ", "]\n").replace("[sources.", "[")
    told = tomllib.loads(lines)
    columns = {**mapped, "transition": (told["columns"]["transition"],)}
    records, _, notes = read_records(
        path, kind, columns, transitions=told.get("transitions", {}), **more
    )
    assert sorted((r["started_at"], r["ended_at"]) for r in records) == [
        (moment(1), moment(3)),
        (moment(5), moment(5)),
    ]
    assert "lifecycle_unmapped" not in {note.kind for note in notes}


@pytest.mark.parametrize(
    "words",
    [
        ("nieuw", "gereed", "nieuw"),
        ("start", "Jansen", "complete"),
        ("complete",) * 3,
        ("start",) * 3,
    ],
    ids=["a status", "names among the words", "ends alone", "begins alone"],
)
def test_what_is_no_life_cycle_gets_no_hint(tmp_path, read_records, words):
    path, _, _ = write(tmp_path, "csv", [("1", "A", utc(1), word, "") for word in words])
    mapped = {name: COLUMNS[name] for name in ("case_id", "activity", "started_at")}
    assert read_records(path, "csv", mapped)[2] == ()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "sql", "json"])
@pytest.mark.parametrize(
    ("failing", "rejected_rows"),
    [
        ((0, 2), [(1, "Op"), (2, "")]),
        ((1, 2), [(1, ""), (2, "Op")]),
        ((1, 3), [(1, ""), (2, "Status")]),
        ((1, 1), [(2, "Wat")]),
    ],
    ids=["of the begin", "of the end", "which moment it is", "the activity: nobody knows of what"],
)
def test_a_value_that_failed_costs_the_activity_that_it_begins_or_ends(
    tmp_path, read_records, kind, failing, rejected_rows
):
    rows = [
        ["1", "A", utc(1), "start", ""],
        ["1", "A", utc(2), "complete", ""],
        ["2", "A", utc(3), "start", ""],
        ["2", "A", utc(4), "complete", ""],
    ]
    at_row, column = failing
    rows[at_row][column] = "#N/A"
    path, columns, more = write(tmp_path, kind, rows)
    records, rejected, _ = read_records(path, kind, columns, **more)
    assert [(r["source_row"], r["column"]) for r in rejected] == rejected_rows
    running = [1] if column == 1 else []  # its end is a row of nothing that is known
    assert [r["source_row"] for r in records if r["is_running"]] == running
    assert [r["source_row"] for r in records if not r["is_running"]] == [4]
