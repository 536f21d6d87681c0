"""`klantreis vocabulary --accept`: what is likely enough is filled in, and what stands there stays."""

import csv
import json

import pytest
from nights import run, table, write_config, write_export
from typer.testing import CliRunner

from pipelines.cli.main import app
from pipelines.config.settings import read_config
from pipelines.config.vocabulary import read_vocabulary
from pipelines.errors import ConfigError
from pipelines.vocabulary.accepting import accept

EXPORT = (
    "1;k;Aanmelding;2024-01-01",
    "1;k;Intakegesprek;2024-01-02",
    "1;k;Doorverwezen naar B;2024-01-03",
    "1;k;Dossier gesloten;2024-01-04",
    "2;l;Aanmelding;2024-01-05",
    "2;l;Melding gesloten;2024-01-06",
    "2;l;Qzx;2024-01-07",
)
BLOCK = '\n[vocabulary]\nfile = "begrippen.csv"\n'


@pytest.fixture
def region(tmp_path):
    config = write_config(tmp_path, ("a", "b"))
    write_export(tmp_path, "a", "1.csv", *EXPORT)
    write_export(tmp_path, "b", "1.csv", "9;k;Start hulp;2024-01-05")
    return config


def rows_in(tmp_path):
    text = (tmp_path / "begrippen.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def edited(tmp_path, before, after):
    path = tmp_path / "begrippen.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def likelihoods(tmp_path):
    terms = read_vocabulary(tmp_path / "begrippen.csv")
    return {term.term: term.likelihood for term in terms}


def test_what_is_likely_enough_is_filled_in_and_the_rest_is_asked(region, tmp_path):
    acceptance = accept(region, 0.9)
    assert acceptance.file == tmp_path / "begrippen.csv"
    assert (acceptance.n_terms, acceptance.n_events) == (5, 6)
    assert (acceptance.n_terms_left, acceptance.n_events_left) == (2, 2)
    columns = ("source", "term", "activity", "kind", "rank", "referred_to", "n", "likelihood")
    assert [tuple(row[column] for column in columns) for row in rows_in(tmp_path)] == [
        ("a", "Aanmelding", "Aanmelding", "melding", "10", "", "2", "0,97"),
        ("a", "Doorverwezen naar B", "Doorverwezen naar B", "verwijzing", "70", "b", "1", "0,96"),
        ("a", "Dossier gesloten", "Dossier gesloten", "afsluiting", "90", "", "1", "0,95"),
        ("a", "Intakegesprek", "Intakegesprek", "intake", "20", "", "1", "0,96"),
        ("b", "Start hulp", "Start hulp", "start", "30", "", "1", "0,95"),
        ("a", "Melding gesloten", "", "", "", "", "1", "0,5"),
        ("a", "Qzx", "", "", "", "", "1", ""),
    ]


def test_a_proposed_closing_closes_and_a_proposed_referral_refers(region, tmp_path):
    accept(region, 0.9)
    run(region, "journeys", "referrals", "terms")
    assert {row["closed"] for row in table(tmp_path, "journeys")} == {False}
    edited(tmp_path, "b;;Start hulp;Start hulp;start", "b;;Start hulp;Einde;afsluiting")
    run(region, "journeys", "referrals", "terms", "events")
    assert sorted(row["closed"] for row in table(tmp_path, "journeys")) == [False, True]
    assert [(row["to_partner"], row["outcome"]) for row in table(tmp_path, "referrals")] == [
        ("b", "accepted")
    ]
    assert {row["activity_source"]: row["likelihood"] for row in table(tmp_path, "terms")} == {
        "Aanmelding": 0.97, "Doorverwezen naar B": 0.96, "Dossier gesloten": 0.95, "Intakegesprek": 0.96,
        "Melding gesloten": None, "Qzx": None, "Start hulp": None,
    }  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "", "\r\n"])
def test_a_config_without_a_vocabulary_gets_the_block_and_is_the_same_for_the_rest(region, end):
    before = region.read_bytes().rstrip(b"\n").replace(b"\n", end.encode() or b"\n") + end.encode()
    region.write_bytes(before)
    accept(region, 0.9)
    line_end = end or "\n"
    assert (
        region.read_bytes()
        == before + (("" if end else "\n") + BLOCK).replace("\n", line_end).encode()
    )
    assert read_config(region).vocabulary.file.name == "begrippen.csv"


def test_a_config_that_names_a_vocabulary_stays_as_it_is(tmp_path):
    config = write_config(tmp_path, ("a",), project='[vocabulary]\nfile = "woorden.csv"')
    write_export(tmp_path, "a", "1.csv", *EXPORT)
    before = config.read_bytes()
    assert accept(config, 0.9).file == tmp_path / "woorden.csv"
    assert config.read_bytes() == before


def test_what_stands_there_is_never_changed(region, tmp_path):
    path = tmp_path / "begrippen.csv"
    path.write_text(
        "source,term,activity,kind,wie\na,Aanmelding,Aanm,overig,Jan\n,Qzx,,contact,Piet\n"
    )
    acceptance = accept(region, 0.9)
    assert (acceptance.n_terms, acceptance.n_terms_left) == (4, 1)
    first, second, *others = rows_in(tmp_path)
    assert [first[name] for name in ("source", "term", "activity", "kind", "wie")] == [
        "a", "Aanmelding", "Aanm", "overig", "Jan",
    ]  # fmt: skip
    assert (second["term"], second["kind"], second["wie"], second["likelihood"]) == (
        "Qzx",
        "contact",
        "Piet",
        "",
    )
    assert [row["term"] for row in others if row["term"] in {"Aanmelding", "Qzx"}] == []


def test_to_accept_again_changes_nothing(region, tmp_path):
    accept(region, 0.9)
    before = (tmp_path / "begrippen.csv").read_bytes(), region.read_bytes()
    acceptance = accept(region, 0.9)
    assert (acceptance.n_terms, acceptance.n_terms_left) == (0, 2)
    assert ((tmp_path / "begrippen.csv").read_bytes(), region.read_bytes()) == before


def test_what_was_asked_is_filled_in_when_less_is_enough(region, tmp_path):
    accept(region, 0.9)
    assert accept(region, 0.5).n_terms == 1
    assert likelihoods(tmp_path)["Melding gesloten"] == 0.5
    assert [row["term"] for row in rows_in(tmp_path)].count("Melding gesloten") == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Dossier gesloten;afsluiting;;0,95",
            "Dossier gesloten;afsluiting;;",
        ),  # the mark is emptied
        ("Dossier gesloten;Dossier gesloten;afsluiting;90", "Dossier gesloten;Dicht;afsluiting;90"),
        (
            "Dossier gesloten;Dossier gesloten;afsluiting;90",
            "Dossier gesloten;Dossier gesloten;plan;90",
        ),
        (
            "Dossier gesloten;Dossier gesloten;afsluiting;90",
            "Dossier gesloten;Dossier gesloten;afsluiting;1",
        ),
        ("Dossier gesloten;afsluiting;90;;", "Dossier gesloten;afsluiting;90;GGZ;"),
    ],
    ids=["the mark", "the activity", "the kind", "the rank", "whom it refers to"],
)
def test_who_edits_a_row_or_empties_its_mark_has_confirmed_it(region, tmp_path, before, after):
    accept(region, 0.9)
    assert likelihoods(tmp_path)["Dossier gesloten"] == 0.95
    edited(tmp_path, before, after)
    assert likelihoods(tmp_path)["Dossier gesloten"] is None
    assert likelihoods(tmp_path)["Aanmelding"] == 0.97


def test_a_mark_that_is_no_likelihood_names_its_row(region, tmp_path):
    accept(region, 0.9)
    edited(tmp_path, "Aanmelding;melding;;0,97", "Aanmelding;melding;;ja")
    with pytest.raises(ConfigError, match="row 1: likelihood is no number from 0 to 1"):
        read_vocabulary(tmp_path / "begrippen.csv")


def test_the_command_says_what_it_filled_in(region, tmp_path):
    result = CliRunner().invoke(app, ["vocabulary", str(region), "--accept", "0.9", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "file": str(tmp_path / "begrippen.csv"), "n_terms": 5, "n_events": 6, "n_terms_left": 2,
        "n_events_left": 2, "errors": [],
    }  # fmt: skip
    result = CliRunner().invoke(app, ["vocabulary", str(region), "--accept", "0.9"])
    assert "2 terms (2 events) have none yet" in " ".join(result.stderr.split())


def test_of_a_source_that_cannot_be_read_nothing_is_known_and_the_rest_is_filled_in(
    region, tmp_path
):
    (tmp_path / "b" / "1.csv").write_text("", encoding="utf-8")
    acceptance = accept(region, 0.9)
    assert acceptance.n_terms == 4
    assert "source 'b'" in acceptance.errors[0]


def test_accept_takes_no_other_file(region):
    result = CliRunner().invoke(
        app, ["vocabulary", str(region), "--accept", "0.9", "--to", "x.csv"]
    )
    assert str(result.exception).startswith("--accept writes the vocabulary itself")
