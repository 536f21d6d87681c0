"""Nights over registrations that share no key: who is who, and who decides where that is in doubt."""

import csv

import pyarrow.parquet as pq
import pytest
from nights import bytes_of, run, table, write_config, write_export
from registrations import ANNEKE, BSN, JAN, KAREL, PIET, clients, row, write_project, write_rows
from typer.testing import CliRunner

from journeys.linking.comparisons import LIKENESS
from journeys.models import published
from pipelines.cli.main import app
from pipelines.config.settings import read_config
from pipelines.errors import ConfigError
from pipelines.rights.reviewing import (
    SUBJECTS,
    WORDS,
    decide,
    likeness,
    read_answers,
    write_questions,
)
from pipelines.store.questions import decisions, questions


@pytest.fixture
def region(tmp_path):
    config = write_project(tmp_path)
    write_rows(tmp_path, "a", "1.csv", row(1, "", *ANNEKE), row(2, "", *PIET), row(3, "", *KAREL))
    write_rows(
        tmp_path,
        "b",
        "1.csv",
        row(71, "", *ANNEKE, "Start", "2024-02-01"),
        row(72, "", *JAN, "Start", "2024-02-02"),
        row(73, "", *KAREL, "Start", "2024-02-03"),
    )
    return config


def test_one_person_at_two_partners_has_one_journey_and_twins_have_two(region, tmp_path):
    run(region)
    who = clients(tmp_path)
    assert who["a", 1] == who["b", 1]
    assert who["a", 3] == who["b", 3]
    assert who["a", 2] != who["b", 2]
    assert len(table(tmp_path, "journeys")) == 4
    rules = {(link["source"], link["rule"]) for link in table(tmp_path, "links")}
    assert rules == {("a", "probability"), ("b", "probability"), ("a", "alone"), ("b", "alone")}
    assert all(
        (link["probability"] is not None) == (link["rule"] == "probability")
        for link in table(tmp_path, "links")
    )


def test_the_bsn_links_what_names_and_addresses_do_not(tmp_path):
    config = write_project(tmp_path)
    write_rows(tmp_path, "a", "1.csv", row(1, BSN[0], *ANNEKE))
    moved = ("Jansen", "Anneke", "1980-02-13", "v", "3511CD", "8")
    write_rows(tmp_path, "b", "1.csv", row(9, BSN[0], *moved, "Start", "2024-02-01"))
    run(config)
    who = clients(tmp_path)
    assert who["a", 1] == who["b", 1]
    assert {link["rule"] for link in table(tmp_path, "links")} == {"bsn"}


def test_which_night_read_which_file_does_not_change_who_is_who(tmp_path):
    folders = [tmp_path / "at_once", tmp_path / "by_night"]
    rows = {
        ("a", "1.csv"): [row(1, "", *ANNEKE), row(2, "", *PIET)],
        ("b", "1.csv"): [row(71, "", *ANNEKE, "Start", "2024-02-01")],
        ("b", "2.csv"): [row(74, BSN[1], *PIET, "Start", "2024-02-04")],
    }
    for folder in folders:
        folder.mkdir()
        (folder / "klantreis.key").write_text("ab" * 32)
        config = write_project(folder)
        for (source, name), told in rows.items():
            write_rows(folder, source, name, *told)
            if folder.name == "by_night" and source == "b":
                run(config, *published())
        run(config, *published())
    at_once, by_night = (bytes_of(folder / "out" / "latest" / "tables") for folder in folders)
    for tables in (at_once, by_night):
        del tables["signal_changes.parquet"]  # the one that tells of nights
    assert at_once == by_night


def test_an_export_that_is_gone_still_links_what_comes_later(region, tmp_path):
    (tmp_path / "b" / "1.csv").rename(tmp_path / "later.csv")
    write_rows(tmp_path, "b", "0.csv", row(70, "", *KAREL, "Start", "2024-02-03"))
    run(region)
    write_rows(tmp_path, "a", "1.csv")  # what it held is in the store alone
    (tmp_path / "later.csv").rename(tmp_path / "b" / "1.csv")
    run(region)
    events = table(tmp_path, "events")
    (told,) = {event["client_id"] for event in events if event["source_file"] == "1.csv"
               and event["source"] == "a" and event["source_row"] == 1}  # fmt: skip
    (later,) = {event["client_id"] for event in events if event["source_file"] == "1.csv"
                and event["source"] == "b" and event["source_row"] == 1}  # fmt: skip
    assert told == later


def test_a_decision_holds_on_every_later_night_with_who_made_it_and_when(region, tmp_path):
    run(region)
    before = clients(tmp_path)
    one, other = sorted((before["a", 2], before["b", 2]))
    config = read_config(region)
    assert decide(config, {(one, other): True}, "regisseur 7") == 1
    assert decide(config, {(one, other): True}, "regisseur 7") == 0
    for _ in range(2):
        run(region)
        after = clients(tmp_path)
        assert after["a", 2] == after["b", 2]
    assert {link["rule"] for link in table(tmp_path, "links")} == {"probability", "review"}
    (told,) = decisions(config)
    assert (told["decided_by"], told["is_same"]) == ("regisseur 7", True)
    assert told["decided_at"].startswith("20")
    assert not [
        asked
        for asked in questions(config)
        if {asked["person_a"], asked["person_b"]} == {one, other}
    ]
    # and it can be taken back
    assert decide(config, {(one, other): False}, "regisseur 8") == 1
    run(region)
    assert clients(tmp_path)["a", 2] != clients(tmp_path)["b", 2]


def test_the_questions_go_out_as_a_csv_and_come_back_with_decisions(tmp_path):
    path = tmp_path / "vragen.csv"
    asked = {
        "person_a": "p1", "person_b": "p2", "probability": 0.5, "source_a": "a", "source_file_a": "1.csv",
        "source_row_a": 3, "source_b": "b", "source_file_b": "2.csv", "source_row_b": 4,
        "family": "equal", "given": "differs", "birth": "equal",
    }  # fmt: skip
    write_questions(path, [asked])
    text = path.read_text(encoding="utf-8-sig")
    (told,) = csv.DictReader(text.splitlines(), delimiter=";")
    assert told["overeenkomst"] == "achternaam gelijk, voornaam verschilt, geboortedatum gelijk"
    assert (told["bestand_a"], told["rij_a"], told["kans"]) == ("1.csv", "3", "0,500")
    assert read_answers(path) == {}
    path.write_text(text.rstrip("\n\r") + "zelfde\n", encoding="utf-8")
    assert read_answers(path) == {("p1", "p2"): True}
    path.write_text(text.rstrip("\n\r") + "misschien\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="row 1: no decision"):
        read_answers(path)


def test_the_command_line_asks_and_stores(region, tmp_path):
    run(region)
    cli = CliRunner()
    out = tmp_path / "vragen.csv"
    assert cli.invoke(app, ["review", str(region), "--to", str(out)]).exit_code == 0
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    who = clients(tmp_path)
    lines.append(f"{who['a', 2]}-{who['b', 2]};;;;;;;;;ander")
    out.write_text("\n".join(lines), encoding="utf-8")
    assert cli.invoke(app, ["review", str(region), "--from", str(out), "--by", "ik"]).exit_code == 0
    shown = cli.invoke(app, ["review", str(region), "--decided", "--json"])
    assert '"decided_by": "ik"' in shown.stdout


def test_every_outcome_of_a_comparison_has_its_word():
    assert {level.name for each in LIKENESS for level in each.levels} == set(WORDS)
    assert {each.name for each in LIKENESS} == set(SUBJECTS)


def test_a_tie_is_asked_first_and_says_so_in_one_order_everywhere(tmp_path):
    config = write_project(tmp_path)
    lone = ("Mulder", "Sanne", "2011-08-13", "v", "9714XY", "9")
    other = ("Mulder", "Sanne", "1990-11-30", "v", "9714XY", "9")
    write_rows(tmp_path, "a", "1.csv", row(1, "", *PIET), row(2, "", *lone), row(4, "", *JAN[:1], "Paul",
               *JAN[2:]))  # fmt: skip
    initial = (*PIET[:1], "P.", *PIET[2:])
    write_rows(
        tmp_path,
        "b",
        "1.csv",
        row(71, "", *initial, "Start", "2024-02-01"),
        row(72, "", *other, "Start", "2024-02-02"),
    )
    run(config)
    who = clients(tmp_path)
    assert len({who["a", 1], who["a", 3], who["b", 1]}) == 3
    asked = questions(read_config(config))
    rows = table(tmp_path, "review")
    assert [(each["person_a"], each["person_b"]) for each in asked] == [
        (each["person_a"], each["person_b"]) for each in rows
    ]
    ties = [n for n, each in enumerate(rows) if each["conflict"] == "tie"]
    assert len(ties) == 2
    assert all("a tie" in likeness(rows[n]) for n in ties)
    out = tmp_path / "vragen.csv"
    write_questions(out, asked)
    written = csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert [each["vraag"] for each in written] == [
        f"{each['person_a']}-{each['person_b']}" for each in rows
    ]


def test_the_questions_have_their_columns_where_nobody_can_be_linked(tmp_path):
    with_people, without = tmp_path / "with", tmp_path / "without"
    for folder in (with_people, without):
        folder.mkdir()
    write_rows(with_people, "a", "1.csv", row(1, "", *PIET))
    run(write_project(with_people, ("a",)))
    write_export(without, "a", "1.csv", "1;17;Intake;2024-01-01")
    run(write_config(without))
    schemas = [
        pq.read_schema(folder / "out" / "latest" / "tables" / "review.parquet")
        for folder in (with_people, without)
    ]
    assert schemas[0].equals(schemas[1])
