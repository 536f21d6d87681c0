"""One klantreis in the browser: found, drawn, told in tables, by mouse and by keyboard."""

from __future__ import annotations

from datetime import timedelta

import duckdb
import pytest
from accessible import axe, svg_text_contrast
from journey_oracle import expected, told
from literal import at, record, run_models
from looks import focused, press, settle, too_wide

from journeys.inputs import Term
from journeys.norms import Norm, Selector
from outputs.options import ReportOptions
from outputs.past import lay_past
from outputs.report.about import About
from outputs.report.build import Build
from outputs.report.pages.klantreis import write_journeys
from outputs.report.pages.klantreis.page import TABLES
from outputs.run_tables import open_tables

AS_OF = at("2024-09-01")
TERMS = [
    Term("", "melding", "Melding", "melding"),
    Term("", "besluit", "Besluit", "besluit"),
    Term("", "incident", "Incident", "incident"),
    Term("", "einde", "Einde regie", "regie_einde"),
]
NORM = Norm(
    "Besluit in een week", Selector(("melding",)), Selector(("besluit",)), 7, "calendar_days"
)


def event(n, day, activity, partner, **given):
    began = at("2024-01-01") + timedelta(days=day)
    length = timedelta(days=given.pop("days", 0))
    return record(
        n, activity_source=activity, partner=partner, started_at=began, ended_at=began + length, **given
    )  # fmt: skip


FAMILY = [
    event(1, 0, "melding", "Wijkteam", client_id="p1", regisseur="r1"),
    event(2, 20, "besluit", "Wijkteam", client_id="p1", regisseur="r1", referred_to="GGZ"),
    event(3, 30, "einde", "Wijkteam", client_id="p1", regisseur="r1"),
    event(4, 50, "hulp", "GGZ", client_id="p2", days=40, regisseur="r2"),
    event(5, 60, "gesprek", 'Veilig "Thuis" <b>', client_id="p2"),
    event(6, 100, "incident", 'Veilig "Thuis" <b>', client_id="p1"),
    event(7, 110, "hulp", "GGZ", client_id="p1", is_running=True),
]
PEOPLE = [
    {"person": "p1", "client_id": "c1", "household_id": "h"},
    {"person": "p2", "client_id": "c2", "household_id": "h"},
]


@pytest.fixture(scope="module")
def family(tmp_path_factory):
    """The page of a household with two clients, and its only journey."""
    folder = tmp_path_factory.mktemp("family")
    rows = [{**row, "household_id": "h", "case_id": f"c{row['client_id']}"} for row in FAMILY]
    tables = run_models(
        rows, folder, TABLES, vocabulary=TERMS, norms=[NORM], people=PEOPLE, level="household",
        as_of=AS_OF,
    )  # fmt: skip
    (journey,) = tables["journeys"]
    options = ReportOptions()
    with open_tables(folder / "tables", TABLES) as connection:
        lay_past(connection, AS_OF)
        about = About("Proef", AS_OF, level="household")
        build = Build(
            connection, folder / "report", options.all_levels()[0], options, about, folder / "maps"
        )
        build.assets()
        write_journeys(build)
    return folder / "report", journey["journey_id"]


@pytest.fixture
def opened(open_page, family):
    """A function that opens the family's journey, drawn."""

    def opens(page="klantreis.html", more="", **options):
        folder, journey = family
        shown = open_page(f"{folder / page}#{journey}{more}", **options)
        shown.locator(".reis-beeld").wait_for()
        return shown

    return opens


def labels(page, row=""):
    return page.locator(f".vorm{row}").evaluate_all(
        "(all) => all.map((each) => each.getAttribute('aria-label'))"
    )


def of(page, what):
    return labels(page, f"[data-doel^=reis-{what}-]")


def test_every_journey_of_the_region_comes_back(demo_run, report):
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    tables = {
        name: connection.execute(f"select * from '{demo_run}/tables/{name}.parquet'")
        .to_arrow_table()
        .to_pylist()
        for name in TABLES
    }
    assert told(report) == expected(tables)


def test_the_picture_says_what_happened(opened):
    page = opened()
    assert of(page, "gebeurtenis") == [
        "1. Melding bij Wijkteam; 1 januari 2024, 01:00 uur.",
        "2. Besluit bij Wijkteam; 21 januari 2024, 01:00 uur; verwijst naar GGZ.",
        "3. Einde regie bij Wijkteam; 31 januari 2024, 01:00 uur.",
        "4. hulp bij GGZ; 20 februari 2024, 01:00 uur; duurde 40 dagen.",
        "7. hulp bij GGZ; 20 april 2024, 02:00 uur; loopt nog, al 134 dagen.",
        '5. gesprek bij Veilig "Thuis" <b>; 1 maart 2024, 01:00 uur.',
        '6. Incident bij Veilig "Thuis" <b>; incident; 10 april 2024, 02:00 uur.',
    ]
    assert of(page, "norm") == [
        "Norm Besluit in een week: overschreden; uiterlijk 8 januari 2024; klaar op 21 januari 2024."
    ]
    assert of(page, "regie") == [
        "Regisseur A had de regie van 1 januari 2024 tot 31 januari 2024; 30 dagen; 3 gebeurtenissen.",
        "Regisseur B had de regie van 20 februari 2024 tot 1 september 2024; 194 dagen; 1 gebeurtenis.",
        "20 dagen geen regisseur; tussen regisseur A en regisseur B; tot 20 februari 2024.",
    ]
    assert [each.split(";")[0] for each in of(page, "wacht")] == [
        f"{n} dagen was niemand bezig" for n in (20, 10, 20, 10, 10)
    ]
    assert of(page, "overdracht") == [
        "Overdracht van Wijkteam naar GGZ; verwezen; 20 februari 2024; 20 dagen niemand bezig.",
        'Overdracht van GGZ naar Veilig "Thuis" <b>; tegelijk; 1 maart 2024.',
        'Overdracht van Veilig "Thuis" <b> naar GGZ; stil; terug naar een eerdere partner; '
        "20 april 2024; 10 dagen niemand bezig.",
    ]
    assert page.get_by_text("Peilmoment 1 september 2024: nog open").is_visible()
    assert page.locator(".reis-beeld b").count() == 0


def test_lanes_are_of_partners_or_of_clients_and_the_address_says_which(opened):
    page = opened()
    lanes = ".namen .baan, .namen .groep"
    assert page.locator(lanes).all_text_contents()[3:] == ["Wijkteam", "GGZ", 'Veilig "Thuis" <b>']
    page.get_by_label("cliënt", exact=True).check()
    page.get_by_text("Cliënt A · GGZ").wait_for()
    assert page.locator(".namen .groep").all_text_contents() == [
        "Cliënt A · Wijkteam", 'Cliënt A · Veilig "Thuis" <b>', "Cliënt A · GGZ",
        "Cliënt B · GGZ", 'Cliënt B · Veilig "Thuis" <b>',
    ]  # fmt: skip
    assert page.url.endswith("&naar=client")
    page.go_back()
    page.locator(".namen .baan", has_text="Wijkteam").wait_for()
    assert page.get_by_label("partner", exact=True).is_checked()


def test_the_tables_say_all_that_the_picture_says(opened):
    page = opened()
    for what in ("gebeurtenis", "wacht", "overdracht", "norm"):
        assert page.locator(f"tr[id^=reis-{what}-]").count() == len(of(page, what)) > 0
    first = page.locator("#reis-gebeurtenis-2").inner_text()
    assert all(part in first for part in ("Besluit", "besluit", "GGZ", "f.csv", "rij 2"))
    assert "20 dagen" in page.locator("#reis-regie-1").inner_text()


def test_by_keyboard_from_shape_to_shape_and_to_its_row_and_back(opened):
    page = opened()
    page.locator("#reis-beeld").focus()
    press(page, "Tab")
    assert focused(page)["name"].startswith("Norm Besluit")
    press(page, "ArrowDown", "ArrowDown", "End", "ArrowLeft")
    stop = focused(page)
    assert stop["name"].startswith("10 dagen was niemand bezig")
    assert stop["visible"]
    assert page.locator("#reis-uitleg").text_content() == page.evaluate(
        "() => document.activeElement.getAttribute('aria-label')"
    )
    press(page, "ArrowDown", "Home", "Enter")
    assert focused(page)["id"] == "reis-gebeurtenis-1"
    press(page, "Tab", "Enter")
    assert focused(page)["name"].startswith("1. Melding")


def test_zooming_makes_it_wider_and_keeps_the_names_in_sight(opened):
    page = opened(width=320)
    box = page.locator("#reis-beeld")
    before = page.locator(".reis-beeld").bounding_box()["width"]
    page.get_by_role("button", name="Inzoomen").click()
    page.get_by_role("button", name="Inzoomen").click()
    assert page.locator(".reis-beeld").bounding_box()["width"] == pytest.approx(
        before * 2.25, abs=2
    )
    box.evaluate("(box) => { box.scrollLeft = 500; }")
    page.wait_for_timeout(100)
    name = page.locator(".namen .baan", has_text="GGZ").bounding_box()
    assert box.bounding_box()["x"] <= name["x"] < box.bounding_box()["x"] + 60
    page.get_by_role("button", name="Passend").click()
    assert page.locator(".reis-beeld").bounding_box()["width"] == pytest.approx(before, abs=1)
    assert too_wide(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_and_its_text_stands_out(opened, scheme):
    page = opened(color_scheme=scheme, reduced_motion="reduce")
    settle(page)
    assert axe(page) == []
    assert svg_text_contrast(page) == []


def test_it_is_kept_to_be_looked_at(opened, screenshots):
    made = screenshots(opened(more="&naar=client"), "klantreis-gezin")
    assert all(path.stat().st_size for path in made)


def test_english_readers_read_english(opened):
    page = opened("klantreis.en.html")
    assert of(page, "norm") == [
        "Norm Besluit in een week: exceeded; by 8 January 2024 at the latest; done on 21 January 2024."
    ]


def test_from_the_list_to_a_journey_and_back(open_page, report):
    page = open_page(report / "klantreis.html")
    link = page.locator("#reis-lijst a").nth(1)
    journey = link.text_content()
    link.click()
    page.locator("#reis-naam", has_text=journey).wait_for()
    page.locator(".reis-beeld").wait_for()
    assert focused(page)["id"] == "reis-naam"
    page.get_by_role("link", name="Volgende van de lijst").click()
    page.locator(
        "#reis-naam", has_text=page.locator("#reis-lijst a").nth(2).text_content()
    ).wait_for()
    page.go_back()
    page.locator("#reis-naam", has_text=journey).wait_for()
    page.go_back()
    page.locator("#reis").wait_for(state="hidden")


def test_a_pseudonym_is_found_by_its_beginning_and_an_unknown_one_is_told(open_page, report):
    page = open_page(report / "klantreis.html")
    ids = sorted(told(report))
    known = next(each for each in ids if sum(other[:1] == each[:1] for other in ids) > 1)
    field = page.get_by_label("Pseudoniem, of het begin ervan")
    field.fill(known[:1])
    press(page, "Enter")
    page.locator("#reis-treffers a").first.wait_for()
    wanted = [each for each in ids if each.startswith(known[:1])]
    assert page.locator("#reis-treffers a").all_text_contents() == wanted[:25]
    field.fill(f" {known.upper()} ")
    press(page, "Enter")
    page.locator("#reis-naam", has_text=known).wait_for()
    page.goto(page.url.split("#")[0] + "#0123456789abcdef0123")
    page.get_by_text("Klantreis 0123456789abcdef0123 is er niet.").wait_for()
    assert page.locator("#reis").is_hidden()
