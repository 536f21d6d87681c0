"""The front page in words: each state of affairs has its sentence, in Dutch and in English."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from literal import at, record, run_models
from lxml import html
from pages import TOP, write_part

from journeys.inputs import Term
from journeys.notes import Note
from outputs.options import Level
from outputs.report import About, SourceFigures
from outputs.report.pages.index.page import write_front

AS_OF = at("2025-01-01")
TERMS = (
    Term("", "meld", "Melding", "melding"),
    Term("", "dicht", "Afsluiting", "afsluiting"),
)


@pytest.fixture
def front(tmp_path):
    """A function from literal records to the words of each section of the front page."""

    def make(rows, language="", *, level="case", sources=(), reader=TOP, **settings):
        run_models(rows, tmp_path / "run", as_of=AS_OF, vocabulary=TERMS, level=level, **settings)
        about = About("Proef", AS_OF, level=level, sources=sources)
        report = write_part(tmp_path / "run", write_front, about, reader)
        page = html.document_fromstring((report / f"index{language}.html").read_bytes())
        return {
            section.get("aria-labelledby"): words(section) for section in page.xpath("//section")
        }

    return make


def words(element):
    return " ".join(element.text_content().split())


def waits(*steps):
    """Records of one journey each: ("activity/partner", days, "activity/partner", …)."""
    made = []
    for case, given in enumerate(steps):
        moment = at("2024-03-01")
        for step in given:
            if isinstance(step, int):
                moment += timedelta(days=step)
                continue
            activity, partner = step.split("/")
            made.append(
                record(
                    len(made),
                    case_id=f"c{case}",
                    started_at=moment,
                    activity_source=activity,
                    partner=partner or None,
                )
            )
    return made


def test_without_events_only_what_is_missing_is_told(front):
    told = front([], sources=[SourceFigures("ggz", error="source ggz failed")])
    assert list(told) == ["leeg", "ontbreekt"]
    assert "Er zijn geen gebeurtenissen" in told["leeg"]
    assert "Bron ggz kon niet worden gelezen." in told["ontbreekt"]
    assert "Gelezen is 1 bron: ggz." in told["ontbreekt"]


def test_one_journey_of_one_event_has_a_sentence_for_everything(front):
    told = front([record(1)])
    assert "Er is nog geen eerdere nacht om mee te vergelijken." in told["veranderd"]
    assert "Of het wachten langer of korter werd, is niet te zeggen" in told["veranderd"]
    assert "Nergens stond een klantreis stil." in told["knelpunten"]
    assert "Geen enkele bron zegt wie de regisseur is." in told["regie"]
    assert "1 klantreis is nog open" in told["zeker"]
    for thing in ("een regisseur", "een verwijzing", "een gemeente", "een domein"):
        assert f"Geen enkele gebeurtenis noemt {thing}" in told["ontbreekt"]
    assert "Er zijn geen bronnen gelezen." in told["ontbreekt"]


def with_ends(rows):
    """The same, in a source that registers ends: one help that took an hour."""
    began = at("2024-03-01")
    ended = record(900, case_id="ended", started_at=began, ended_at=began + timedelta(hours=1))
    return [*rows, ended]


def test_places_are_told_in_the_words_that_fit_them_the_worst_first(front):
    rows = waits(
        ("a/A", 40, "b/B"),
        ("a/A", 20, "b/B"),
        ("a/A", 30, "b/A"),
        ("a/B", 12, "a/B"),
        ("a/", 2, "b/B"),
    )
    told = front(with_ends(rows))["knelpunten"]
    assert (
        "Tussen a bij A en b bij B stonden 2 klantreizen samen 60 dagen stil;"
        " de helft wachtte langer dan 30 dagen."
        " Tussen a en b, beide bij A, stond 1 klantreis 30 dagen stil;"
        " de helft van de keren duurde het langer dan 30 dagen."
        " Tussen twee keer a bij B stond 1 klantreis 12 dagen stil;"
        " de helft van de keren duurde het langer dan 12 dagen."
        " Tussen a bij een onbekende partner en b bij B stond 1 klantreis 2 dagen stil;"
        " de helft van de keren duurde het langer dan 2 dagen."
        " Dit zijn de 4 plekken waar klantreizen samen het langst stilstonden."
        " Stil is: geen enkele partner was bezig. Er zijn n = 4 plekken;"
        " genoemd is samen 100 % van al het wachten." in told
    )
    assert "Na een afsluiting" not in told


def test_time_between_a_closing_and_a_new_melding_is_told_apart_and_after_the_rest(front):
    told = front(
        waits(
            ("a/A", 40, "dicht/B", 200, "meld/A"),
            ("dicht/B", 100, "meld/A"),
            ("dicht/B", 9, "a/A"),
        )
    )["knelpunten"]
    worst, _, apart = told.partition("Na een afsluiting")
    assert "Tussen a bij A en Afsluiting bij B stond 1 klantreis 40 dagen stil" in worst
    assert "Tussen Afsluiting bij B en a bij A stond 1 klantreis 9 dagen stil" in worst
    assert "Melding" not in worst
    assert "n = 2 plekken" in worst
    assert "genoemd is samen 14 % van al het wachten" in worst  # 49 of 349 days
    assert (
        "Na Afsluiting bij B kwamen 2 klantreizen terug met Melding bij A;"
        " bij de helft duurde dat langer dan 150 dagen." in apart
    )


def test_where_all_waiting_was_after_a_closing_nothing_was_stuck(front):
    told = front(waits(("dicht/B", 100, "meld/A")))["knelpunten"]
    assert "Na Afsluiting bij B kwam 1 klantreis terug met Melding bij A, na 100 dagen." in told
    assert "stilstonden" not in told


@pytest.mark.parametrize(
    ("level", "split", "told"),
    [("case", None, "2 klantreizen"), ("client", None, "2 cliënten"), ("client", 90, "3 klantreizen")],
    ids=["a case", "a client", "clients that have several journeys"],
)  # fmt: skip
def test_journeys_are_called_people_only_where_each_person_has_one(front, level, split, told):
    rows = waits(("a/A", 40, "b/B", 200, "a/A", 50, "b/B"), ("a/A", 9, "b/B"))
    for row in rows:
        row["client_id"] = row["case_id"]
    people = [{"person": each, "client_id": each, "rule": "key"} for each in ("c0", "c1")]
    found = front(rows, level=level, people=people, split_after_days=split)["knelpunten"]
    assert f"Tussen a bij A en b bij B stonden {told} samen 99 dagen stil" in found


def test_the_regie_is_told_by_how_many_regisseurs_and_by_partner(front):
    rows = waits(
        ("a/A", 1, "a/A"), ("a/A", 1, "a/B"), ("a/A", 1, "a/B", 1, "a/B"), ("a/A", 1, "a/B")
    )
    for row, regisseur in zip(rows, "XXXYXYX--", strict=True):
        row["regisseur"] = None if regisseur == "-" else regisseur
    told = front(rows)["regie"]
    assert "1 klantreis had één regisseur (25 %)." in told
    assert "2 klantreizen hadden meer dan één regisseur (50 %)." in told
    assert "1 klantreis had geen regisseur (25 %)." in told
    assert "De regie wisselde 3 keer." in told
    assert "Bij B kwam 3 keer een andere regisseur in beeld." in told


def test_a_second_night_says_what_came_what_went_and_what_is_still_there(front, tmp_path):
    first = with_ends(waits(("a/A", 40, "b/B"), ("a/A", 50, "b/A"), ("a/A", 60, "b/A")))
    run_models(first, tmp_path / "0", as_of=at("2024-12-31"), vocabulary=TERMS)
    history = [tmp_path / "0" / "tables" / "signal_changes.parquet"]
    second = [row for row in first if row["case_id"] != "c2"]
    second += [{**row, "event_id": f"z{row['event_id']}", "case_id": "z"} for row in first[:2]]
    told = front(second, history=history)["veranderd"]
    assert "Signalen sinds de vorige nacht: 1 erbij, 1 weg, 2 er nog." in told
    assert "lang wachtmoment: 1 erbij, 1 weg" in told
    assert "stille overdracht" not in told


def test_a_second_night_without_news_says_so(front, tmp_path):
    rows = waits(("a/A", 40, "b/B"))
    run_models(rows, tmp_path / "0", as_of=at("2024-12-31"), vocabulary=TERMS)
    history = [tmp_path / "0" / "tables" / "signal_changes.parquet"]
    told = front(rows, history=history)["veranderd"]
    assert "Sinds de vorige nacht is er niets veranderd. Aantal signalen: 1." in told


def test_the_same_is_told_in_english(front):
    told = front(waits(("a/A", 40, "b/B"), ("a/A", 20, "b/B"), ("dicht/B", 30, "meld/A")), ".en")
    assert (
        "Between a at A and b at B, 2 journeys together stood still for 60 days;"
        " half waited longer than 30 days." in told["knelpunten"]
    )
    assert (
        "After Afsluiting at B, 1 journey came back with Melding at A, after 30 days."
        in (told["knelpunten"])
    )
    assert "No source says who the regisseur is." in told["regie"]


NOTED = [
    SourceFigures(
        "wijkteam",
        notes=[
            Note("key_cut", 2, "Cliëntnr"),
            Note("key_filler", 4, "Cliëntnr"),
            Note("time_far", 6, "Einde"),
            Note("title_lines", 9),
        ],
    ),
    SourceFigures(
        "ggz",
        notes=[
            Note("case_wide", 45, "Zaak", n_over=30),
            Note("cost_unread", 2, "Bedrag"),
            Note("rows_skipped", 7, "Naam"),
            Note("time_later", 1, "Datum"),
            Note("unfinished", 1),
        ],
    ),
]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "",
            "Opvallende tijden: 7 (in 1900 of eerder, in 2099 of later, of later dan het moment waarop het"
            " bestand is gelezen; bron: wijkteam, ggz). Een opvulling of een afgekapt nummer waar een"
            " sleutel hoort: 6 keer (bron: wijkteam). Wie of wat dat is, is niet te zeggen. Zaken of"
            " cliënten onder één sleutel met onwaarschijnlijk veel andere: 30 (bron: ggz). Misschien zijn"
            " daar verschillende mensen samengenomen. Rijen die een regel in de configuratie weglaat: 7"
            " (bron: ggz). Bestanden die nog werden geschreven of afbreken, en nog niet meetellen: 1"
            " (bron: ggz). Waarden die niet te lezen zijn, van gebeurtenissen die wel meetellen: 2 (bron:"
            " ggz). Wat precies is opgemerkt, staat per bron bij Cijfers.",
        ),
        (
            ".en",
            "Times that stand out: 7 (in 1900 or earlier, in 2099 or later, or later than the moment at"
            " which the file was read; source: wijkteam, ggz). A filler or a number that was cut off where"
            " a key belongs: 6 times (source: wijkteam). Who or what that is cannot be said. Cases or"
            " clients under one key with implausibly many others: 30 (source: ggz). Perhaps different"
            " people are taken as one there. Rows that a rule in the configuration leaves out: 7 (source:"
            " ggz). Files that were still being written or break off, and do not count yet: 1 (source:"
            " ggz). Values that cannot be read, of events that do count: 2 (source: ggz). What exactly was"
            " noticed is told for each source at Figures.",
        ),
    ],
)
def test_what_was_noticed_of_the_sources_is_told_with_how_certain_it_is(front, language, expected):
    section = front([record(1)], language, sources=NOTED)["zeker"]
    said, named = re.split(" (?:Berekening|Worked out by): ", section)
    assert said.endswith(expected)
    assert named.startswith("cijfers/durations_with_open.sql, cijfers/links_by_rule.sql")


def test_what_bears_on_no_figure_is_not_told_with_how_certain_it_is(front):
    clean = front([record(1)])["zeker"]
    harmless = [
        SourceFigures("wijkteam", notes=[Note("title_lines", 9), Note("trailing_fields", 3)])
    ]
    assert front([record(1)], sources=harmless)["zeker"] == clean
    assert "opgemerkt" not in clean
    assert "Opvallende tijden" not in clean


def test_a_level_that_leaves_small_groups_out_is_told_no_small_number_of_what_was_noticed(
    front,
):
    managers = Level("bestuurder", journeys=False, teams=False, smallest_group=3)
    rows = [record(n, case_id=f"c{n}") for n in range(3)]
    told = front(rows, sources=NOTED, reader=managers)["zeker"]
    assert "Opvallende tijden: 7 (" in told
    assert "nog niet meetellen: minder dan 3 (bron: ggz)" in told
    assert "van gebeurtenissen die wel meetellen: minder dan 3 (bron: ggz)" in told
