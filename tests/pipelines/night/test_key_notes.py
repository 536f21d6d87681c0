"""What is said of keys that cannot be: over the whole source, with how many rows and how many cases."""

from __future__ import annotations

from collections import Counter

import pytest
from nights import run, table, write_config, write_export
from profiles import with_few

from pipelines.config.settings import read_config
from pipelines.night.checking import check


def write_cases(folder, name, clients, *, begin=1):
    """A file in which each of these clients has a case of its own, numbered from `begin`."""
    rows = [
        f"z{n};{client};Intake;2024-01-{n % 28 + 1:02}" for n, client in enumerate(clients, begin)
    ]
    write_export(folder, "a", name, *rows)


def noted(source):
    return [(row.kind, row.column, row.n, row.n_over) for row in source.note_rows]


def said(folder):
    """What a check says before and after a run, which all say the same."""
    config = write_config(folder)
    (before,) = check(read_config(config)).sources
    outcome = run(config)
    (after,) = check(read_config(config)).sources
    again = run(config)
    assert noted(before) == noted(after) == noted(outcome.sources[0]) == noted(again.sources[0])
    stored = [
        (row["kind"], row["column"], row["n"], row["n_over"])
        for row in table(folder, "reading_notes")
    ]
    assert stored == noted(before)
    return stored


def others(n):
    return [f"k{number}" for number in range(n)]


FILLED = ["NULL", "onbekend", "0", "-", "999999999", "000000000", "test", "N.v.t."]


@pytest.mark.parametrize("filler", with_few(FILLED, "NULL", "999999999"))
def test_a_filler_over_eight_of_twelve_cases_is_said_and_ties_nobody(tmp_path, filler):
    write_cases(tmp_path, "1.csv", [filler] * 8 + others(4))
    assert said(tmp_path) == [("key_filler", "Klant", 8, 8)]
    journeys = table(tmp_path, "journeys")
    assert len(journeys) == 12
    assert sum(row["client_id"] is None for row in journeys) == 8


def test_one_number_over_eight_of_twelve_cases_is_said(tmp_path):
    write_cases(tmp_path, "1.csv", ["4711"] * 8 + others(4))
    assert said(tmp_path) == [("key_wide", "Klant", 8, 8)]


@pytest.mark.parametrize(
    ("client", "expected"),
    [("NULL", ("key_filler", "Klant", 9, 9)), ("4711", ("key_wide", "Klant", 9, 9))],
    ids=["a filler", "a number"],
)
def test_what_is_spread_over_three_nightly_files_is_counted_over_all_of_them(
    tmp_path, client, expected
):
    for night in range(3):
        clients = [client] * 3 + [f"k{night}{number}" for number in range(2)]
        write_cases(tmp_path, f"{night}.csv", clients, begin=night * 5)
    assert said(tmp_path) == [expected]


def test_what_a_later_file_repeats_is_counted_once(tmp_path):
    write_cases(tmp_path, "1.csv", ["NULL"] * 3 + others(2))
    write_cases(tmp_path, "2.csv", ["NULL"] * 3 + others(3))
    assert said(tmp_path) == [("key_filler", "Klant", 3, 3)]


def test_a_filler_that_a_later_file_has_no_more_is_no_longer_said(tmp_path):
    config = write_config(tmp_path)
    write_cases(tmp_path, "1.csv", ["NULL"] * 3)
    assert noted(run(config).sources[0]) == [("key_filler", "Klant", 3, 3)]
    write_cases(tmp_path, "1.csv", others(3))
    assert noted(run(config, reread=["a"]).sources[0]) == []


@pytest.mark.parametrize(
    "counts",
    [[5, 1, 1, 1], [4, 3, 2, 1, 1, 1], [8], [8, 8, 8, 8], [5, 5, 1, 1], [40] + [1] * 1000],
    ids=[
        "a client with five cases of eight",
        "families of all sizes",
        "a source about one client",
        "everybody has many cases",
        "two who are helped often",
        "somebody who is helped often among a thousand",
    ],
)
def test_a_client_with_several_cases_is_nothing_to_say(tmp_path, counts):
    write_cases(
        tmp_path, "1.csv", Counter({f"k{n}": count for n, count in enumerate(counts)}).elements()
    )
    assert said(tmp_path) == []


def test_a_case_number_over_implausibly_many_clients_is_said(tmp_path):
    rows = [f"z;k{n};Intake;2024-01-{n + 1:02}" for n in range(20)]
    rows += [f"z{n};c{n};Intake;2024-02-{n + 1:02}" for n in range(20)]
    write_export(tmp_path, "a", "1.csv", *rows)
    assert said(tmp_path) == [("case_wide", "Zaak", 20, 20)]


def test_a_filler_as_a_case_number_stays_a_case_and_is_said(tmp_path):
    write_export(tmp_path, "a", "1.csv", "NULL;k1;Intake;2024-01-02", "NULL;k2;Intake;2024-01-03")
    assert said(tmp_path) == [("key_filler_kept", "Zaak", 2, 1)]


def test_long_numbers_that_all_end_in_zeros_were_rounded(tmp_path):
    write_cases(tmp_path, "1.csv", ["1234567890123450", "1234567890123460", "7"])
    assert said(tmp_path) == [("key_cut_kept", "Klant", 2, 2)]


def test_long_numbers_of_which_one_ends_otherwise_were_not(tmp_path):
    write_cases(tmp_path, "1.csv", ["1234567890123450", "1234567890123460", "1234567890123461"])
    assert said(tmp_path) == []


def test_the_sentence_says_rows_and_cases(tmp_path):
    rows = ["z1;NULL;Intake;2024-01-02", "z1;NULL;Start;2024-01-03", "z2;NULL;Intake;2024-01-04"]
    write_export(tmp_path, "a", "1.csv", *rows)
    (source,) = check(read_config(write_config(tmp_path))).sources
    assert source.notes == [
        "3 rijen (zaken: 2) hebben in kolom ‘Klant’ een opvulling (zoals NULL, -, onbekend of 999999999)"
        " en geen nummer: wie dat zijn, is onbekend; zij worden daarom met niemand samengenomen."
    ]


def test_one_bsn_over_implausibly_many_cases_is_said(tmp_path):
    bsns = ["111222333"] * 8 + ["123456782", "100000009", "100000010", "100000022"]
    write_cases(tmp_path, "1.csv", bsns)
    config = write_config(tmp_path)
    by_bsn = config.read_text(encoding="utf-8").replace('client = "Klant"', 'bsn = "Klant"')
    config.write_text(by_bsn, encoding="utf-8")
    (source,) = check(read_config(config)).sources
    assert noted(source) == [("key_wide", "Klant", 8, 8)]
