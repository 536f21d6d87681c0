"""`klantreis vocabulary`: every term per partner, what has no meaning yet, and a CSV to complete."""

import csv
import json

import pytest
from nights import run, run_wholly, table, write_config, write_export
from typer.testing import CliRunner

from journeys.inputs import Term
from pipelines.cli.main import app
from pipelines.config.settings import read_config
from pipelines.config.vocabulary import read_vocabulary
from pipelines.vocabulary.proposals import proposal_of
from pipelines.vocabulary.uses import terms_in_use

VOCABULARY = (
    "source,term,activity,kind,rank\na,Aanm.,Melding,melding,1\n,Intakegesprek,Intake,intake,2\n"
)


@pytest.fixture
def region(tmp_path):
    (tmp_path / "begrippen.csv").write_text(VOCABULARY, encoding="utf-8")
    config = write_config(tmp_path, ("a", "b"), project='[vocabulary]\nfile = "begrippen.csv"')
    write_export(tmp_path, "a", "1.csv", "1;k;Aanm.;2024-01-01", "1;k;Intake gesprek;2024-01-02")
    write_export(tmp_path, "b", "1.csv", "9;k;Aanm.;2024-01-03", "9;k;Aanm.;2024-01-04")
    return config


def test_every_term_is_listed_per_partner_with_its_count(region):
    uses, errors = terms_in_use(read_config(region))
    assert errors == []
    assert [(each.source, each.partner, each.term, each.n, each.is_mapped) for each in uses] == [
        ("a", "a", "Aanm.", 1, True),
        ("a", "a", "Intake gesprek", 1, False),
        ("b", "b", "Aanm.", 2, False),  # the same term, of another partner
    ]


def test_what_is_stored_already_and_what_lies_there_tonight_count_together(region, tmp_path):
    run(region)
    write_export(tmp_path, "a", "2.csv", "2;k;Aanm.;2024-02-01")
    uses, _ = terms_in_use(read_config(region))
    assert uses[0].n == 2


@pytest.mark.parametrize(
    ("term", "known", "proposal"),
    [
        ("Intake gesprek", [Term("x", "Intakegesprek", "Intake", "intake")], ("Intake", "intake", 0.96)),
        ("Intakegesprek", [Term("x", "Intakegesprek", "Gesprek", "contact")], ("Gesprek", "contact", 0.9)),
        (
            "Intake gesprek",
            [Term("x", "Intakegesprek", "Gesprek", "contact")],
            ("Intake gesprek", "intake", 0.96),
        ),
        ("Praatje A", [Term("x", "praatje", "Gesprek", "contact")], ("Gesprek", "contact", 0.7)),
        ("MELDING", [], ("MELDING", "melding", 0.97)),
        ("Qzx", [Term("x", "Intakegesprek", "Intake", "intake")], None),
    ],
)  # fmt: skip
def test_what_a_person_said_of_a_term_goes_before_the_lexicon_and_likeness_comes_last(
    term, known, proposal
):
    meant = proposal_of(term, known, [])
    assert (meant and (meant.activity, meant.kind, meant.likelihood)) == proposal


@pytest.mark.parametrize(
    ("term", "partners", "partner"),
    [
        ("Doorverwezen naar ggz", ["GGZ", "Wijkteam"], "GGZ"),
        ("Overgedragen aan VT", ["Veilig Thuis"], "Veilig Thuis"),
        ("Overgedragen aan Veilig Thuis", ["VT Midden", "VT"], "VT"),
        ("Doorverwezen naar MEE", ["GGZ"], "MEE"),
        ("Doorverwezen naar huisarts", [], "huisarts"),
    ],
)
def test_a_partner_is_spelled_as_the_config_does(term, partners, partner):
    assert proposal_of(term, [], partners).referred_to == partner


def test_the_csv_holds_what_is_known_and_what_a_person_completes(region, tmp_path):
    told = CliRunner().invoke(app, ["vocabulary", str(region), "--json"])
    assert told.exit_code == 0
    path = tmp_path / "begrippen.nieuw.csv"
    assert json.loads(told.stdout)["file"] == str(path)
    assert (tmp_path / "begrippen.csv").read_text(encoding="utf-8") == VOCABULARY
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert [(row["source"], row["term"], row["activity"], row["n"]) for row in rows] == [
        ("a", "Aanm.", "Melding", ""),
        ("", "Intakegesprek", "Intake", ""),
        ("b", "Aanm.", "", "2"),
        ("a", "Intake gesprek", "", "1"),
    ]
    assert (rows[3]["proposed_activity"], rows[3]["proposed_kind"]) == ("Intake", "intake")
    assert rows[3]["likelihood"] == "0,96"
    # as it stands it says what the old one said; completed it says more
    assert read_vocabulary(path) == read_vocabulary(tmp_path / "begrippen.csv")
    text = path.read_text(encoding="utf-8-sig").replace("b;Aanm.;;;", "b;Aanm.;Aanmaning;besluit;")
    (tmp_path / "begrippen.csv").write_text(text, encoding="utf-8")
    uses, _ = terms_in_use(read_config(region))
    assert [(each.source, each.activity, each.is_mapped) for each in uses] == [
        ("a", "Melding", True), ("a", "Intake gesprek", False), ("b", "Aanmaning", True),
    ]  # fmt: skip


def test_the_report_counts_the_terms_without_a_meaning(region, tmp_path):
    run_wholly(region)
    unknown = [row for row in table(tmp_path, "terms") if not row["is_mapped"]]
    assert sum(row["n"] for row in unknown) == 3
    page = (tmp_path / "out" / "latest" / "report" / "cijfers.html").read_text(encoding="utf-8")
    assert "n = 2 termen" in page
    assert "Intake gesprek" in page


def test_a_source_that_cannot_be_read_is_told_and_the_others_are_listed(region, tmp_path):
    (tmp_path / "b" / "1.csv").write_text("", encoding="utf-8")
    told = CliRunner().invoke(app, ["vocabulary", str(region), "--json"])
    assert told.exit_code == 1
    assert len(json.loads(told.stdout)["terms"]) == 2
    assert "source 'b'" in json.loads(told.stdout)["errors"][0]
