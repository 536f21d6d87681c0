"""A run says which meanings are proposals: on the front page, in the audit and in its manifest."""

import csv
import json

import pytest
from nights import run_wholly, table, write_config, write_export

from pipelines.vocabulary.accepting import accept

ROWS = [
    *(f"{n};k{n};Aanmelding;2024-01-0{n}" for n in range(1, 6)),
    *(f"{n};k{n};Dossier gesloten;2024-02-0{n}" for n in range(1, 6)),
    *(f"{n};k{n};Qzx;2024-01-1{n}" for n in range(1, 6)),
    *(f"{n};k{n};Huisbezoek;2024-01-2{n}" for n in range(1, 6)),
]
SENTENCE = (
    "Van {share} van de gebeurtenissen is de betekenis een voorstel van klantreis dat nog niemand"
)


@pytest.fixture(scope="module")
def region(tmp_path_factory):
    """A config whose vocabulary was filled in, and of which a person confirmed one row; one night of it."""
    folder = tmp_path_factory.mktemp("proposed")
    config = write_config(folder, ("a",))
    write_export(folder, "a", "1.csv", *ROWS)
    accept(config, 0.9)
    path = folder / "begrippen.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("Huisbezoek;contact;;0,96", "Huisbezoek;contact;;"), encoding="utf-8"
    )
    run_wholly(config)
    return folder


def test_the_front_page_says_what_share_of_the_events_rests_on_proposals(region):
    page = (region / "out/latest/report/index.html").read_text(encoding="utf-8")
    assert SENTENCE.format(share="50 %") in page.replace("\xa0", " ")
    assert "25 % heeft geen betekenis." in page.replace("\xa0", " ")
    english = (region / "out/latest/report/index.en.html").read_text(encoding="utf-8")
    assert "is a proposal of klantreis that nobody confirmed yet" in english


def test_the_audit_lists_every_term_with_its_likelihood_and_its_count(region):
    text = (region / "out/latest/audit/termen.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    columns = ("source", "activity_source", "kind", "likelihood", "is_mapped", "n")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        ("a", "Aanmelding", "melding", "0,97", "True", "5"),
        ("a", "Dossier gesloten", "afsluiting", "0,95", "True", "5"),
        ("a", "Huisbezoek", "contact", "", "True", "5"),
        ("a", "Qzx", "overig", "", "False", "5"),
    ]


def test_the_manifest_counts_what_is_known_proposed_and_unknown(region):
    manifest = json.loads((region / "out/latest/manifest.json").read_bytes())
    assert manifest["meanings"] == {
        "terms_known": 1, "terms_proposed": 2, "terms_unknown": 1,
        "records_known": 5, "records_proposed": 10, "records_unknown": 5,
    }  # fmt: skip


def test_what_a_proposed_closing_closes_is_closed(region):
    assert [row["closed"] for row in table(region, "journeys")] == [True] * 5
