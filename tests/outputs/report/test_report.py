"""The report's page: its figures against hand and brute force, and what a browser makes of it."""

from __future__ import annotations

import os
import random
import re
import shutil
import struct
import subprocess
import sys
import zlib
from collections import Counter
from datetime import timedelta
from html import escape
from itertools import pairwise
from statistics import median
from zoneinfo import ZoneInfo

import brute_force
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from literal import at, record, run_models
from lxml import etree, html
from pages import write_part

from journeys.inputs import Term
from journeys.notes import Note
from outputs.audit.folder import write_audit
from outputs.errors import OutputError
from outputs.maps import draw_maps
from outputs.maps.page import Page
from outputs.maps.scene import Scene
from outputs.maps.svg import svg
from outputs.palette import PALETTE
from outputs.report import About, SourceFigures, write_report
from outputs.report.build import PAGES, POLICY
from outputs.report.drawings import LARGEST_BYTES, picture
from outputs.report.pages.beelden.page import write_pictures
from outputs.report.pages.cijfers.page import write_figures
from outputs.texts import catalogue
from outputs.words import days_nl, number_nl, percent_nl, share_nl

AS_OF = at("2025-01-01 12:00")
LOST_AFTER = 150
MAPS = ("klantreiskaart", "partnernetwerk", "regiekaart")
ELEMENTS = {"svg", "title", "desc", "g", "rect", "path", "polygon", "text"}
ATTRIBUTES = {
    "lang", "role", "id", "aria-labelledby", "class", "viewBox", "width", "height", "transform",
    "x", "y", "rx", "d", "points", "fill", "fill-opacity", "stroke", "stroke-width",
    "stroke-dasharray", "stroke-linejoin", "paint-order", "font-family", "font-size", "font-weight",
    "text-anchor",
}  # fmt: skip
"""What draws, and neither fetches, links nor runs anything."""

SOURCES = (
    SourceFigures(
        "wijkteam", files=2, rows_read=1500, new=1480, rejected=12, repeated=8, skipped=1
    ),
    SourceFigures("ggz", files=1, rows_read=9, new=9, notes=(Note("cost_unread", 1, "Kosten"),)),
    SourceFigures("politie", error="source politie failed\n  hint: look at <the file>"),
)
OF_REGION = About("Proef", at("2026-01-01"), sources=SOURCES)
"""What a run of `region` says of itself: all its events lie before as_of."""

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>document.title='owned'</script>",
    "]]><svg onload=alert(1)>",
    "<!-- geen commentaar",
    "&lt;b&gt; &amp; &#x3c;",
    "abc\u202egnp.exe\u2066\u2067\u202a",
    "v" * 5_000,
    "Zorg 👩‍👩‍👧 🏳️‍🌈",
    "a\x00b\x01\x07\x1b[31m\x7f\x85\n\r\tc\ufffe\uffff",
    "{{ 7*7 }}{% raw %}{# x #}",
    "=cmd()",
    "javascript:alert(1)",
    "https://example.org/x.js",
    "url(//example.org)",
    " ",
)


def figures_of(folder, about=None):
    """The bytes of the page of all figures of the tables in `folder`, and nothing else of a report."""
    about = about or About("Proef", AS_OF, sources=SOURCES)
    return (write_part(folder, write_figures, about) / "cijfers.html").read_bytes()


def routes_of(folder):
    """The rows of the most taken routes, and what is said of them, on the page of pictures."""
    report = write_part(folder, write_pictures, About("Proef", AS_OF))
    page = parsed((report / "beelden.html").read_bytes())
    (said,) = page.xpath('//section[@id="klantroutes"]//figcaption')
    return rows_of(page, "De meest gevolgde klantroutes"), words(said)


def write(folder, about=None, *, maps=False, audit=False):
    """Write the report of the tables in `folder`; the bytes of its page of all figures."""
    about = about or About("Proef", AS_OF, sources=SOURCES)
    if maps:
        draw_maps(folder / "tables", folder / "maps")
    if audit:
        write_audit(folder / "tables", folder / "audit", about=about, files=[])
    path = write_report(folder / "tables", folder / "maps", folder / "report", about=about)
    assert path == folder / "report" / "index.html"
    return page_of(folder)


@pytest.fixture
def made(tmp_path):
    """A function from literal records to the tables and the page, parsed."""

    def make(rows, about=None, **settings):
        tables = run_models(rows, tmp_path / "run", **settings)
        return tables, parsed(figures_of(tmp_path / "run", about))

    return make


def region(seed=7, partners="ABCDEF", journeys=60):
    """Records of some journeys: overlaps, referrals, regisseurs and closings."""
    draw = random.Random(seed)
    rows = []
    for journey in range(journeys):
        start = at("2024-01-01") + timedelta(hours=draw.randrange(8_000))
        for _ in range(draw.randint(1, 8)):
            start += timedelta(hours=draw.choice([0, 1, 30, 200, 900]))
            n = len(rows) + 1
            given = {
                "event_id": f"e{n:05}",
                "case_id": f"c{journey}",
                "started_at": start,
                "ended_at": start + timedelta(hours=draw.choice([0, 0, 2, 400])),
                "partner": draw.choice([*partners, None]),
                "referred_to": draw.choice([*partners, None, None, None]),
                "regisseur": draw.choice(["X", "Y", None, None, None]),
                "activity_source": draw.choice(["intake", "gesprek", "plan", "nee", "dicht"]),
            }
            rows.append(record(n, **given))
    return rows


TERMS = (Term("", "nee", "Weigering", "weigering"), Term("", "dicht", "Afsluiting", "afsluiting"))


@pytest.fixture(scope="module")
def region_tables(tmp_path_factory):
    """The folder of a region's run, and its tables as rows."""
    folder = tmp_path_factory.mktemp("region")
    tables = run_models(region(), folder, vocabulary=TERMS, lost_after_days=LOST_AFTER)
    write(folder, OF_REGION, maps=True, audit=True)
    return folder, tables


@pytest.fixture(scope="module")
def run_folder(region_tables):
    """A run's folder with maps, report and audit."""
    return region_tables[0]


@pytest.fixture
def told(region_tables):
    """The page of that run, its events, and every other table by brute force."""
    folder, tables = region_tables
    by_hand = brute_force.tables_of(tables["events"], lost_after_days=LOST_AFTER)
    return parsed(page_of(folder)), tables["events"], by_hand


@pytest.fixture(scope="module")
def one_event(tmp_path_factory):
    """The folder of a run of one event."""
    folder = tmp_path_factory.mktemp("one")
    run_models([record(1)], folder)
    return folder


@pytest.fixture
def page_about(one_event, tmp_path):
    """A function from what a run says of itself to its page; the run has one event."""

    def make(about=None):
        (tmp_path / "tables").symlink_to(one_event / "tables", target_is_directory=True)
        return parsed(figures_of(tmp_path, about))

    return make


@pytest.fixture(scope="module")
def hostile_folder(tmp_path_factory):
    """A run of which every name is hostile, with maps."""
    folder = tmp_path_factory.mktemp("hostile")
    run_models(named(HOSTILE), folder)
    write(folder, about_named(HOSTILE), maps=True, audit=True)
    return folder


@pytest.fixture(scope="module")
def empty_folder(tmp_path_factory):
    """A run without a single event, with the maps that are drawn of that."""
    folder = tmp_path_factory.mktemp("empty")
    run_models([], folder)
    write(folder, About("Leeg", None, sources=SOURCES), maps=True, audit=True)
    return folder


@pytest.fixture(params=["run_folder", "hostile_folder", "empty_folder"])
def any_folder(request):
    """Each of the runs: what holds of a page holds of all pages."""
    return request.getfixturevalue(request.param)


def page_of(folder, page="cijfers.html"):
    return (folder / "report" / page).read_bytes()


OWN = ("index", "cijfers", "toegankelijkheid")


def pages_of(folder, names=OWN):
    """Every page of those names, of all levels and in both languages."""
    found = [
        path
        for path in sorted((folder / "report").rglob("*.html"))
        if path.name.split(".")[0] in names
    ]
    assert len(found) >= 2 * 3 * len(OWN)
    return found


def bytes_of(folder):
    """Every file of a report, by its place in it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def parsed(page):
    return html.document_fromstring(page.decode("utf-8"), parser=html.HTMLParser())


def words(element):
    """An element's text with single spaces."""
    return " ".join(element.text_content().split())


def figures(page):
    """Each figure by its name: what it is, and what it means."""
    return {
        words(div.find("dt")): tuple(words(dd) for dd in div.findall("dd"))
        for div in page.xpath('//dl[@class="figures"]/div')
    }


def rows_of(page, caption):
    """The cells' texts of the table whose caption starts so."""
    (table,) = page.xpath(f'//table[starts-with(caption, "{caption}")]')
    return [[words(cell) for cell in row] for row in table.xpath("tbody/tr")]


def meaning(page, id_):
    return words(page.get_element_by_id(id_))


# ---- figures


def test_the_figures_are_those_of_a_small_log_counted_by_hand(made):
    rows = [
        record(1, case_id="1", started_at=at("2024-01-01"), partner="A", referred_to="B",
               regisseur="X"),
        record(2, case_id="1", started_at=at("2024-01-11"), partner="B"),
        record(3, case_id="1", started_at=at("2024-01-22"), partner="B", activity_source="dicht"),
        record(4, case_id="2", started_at=at("2024-01-01"), partner="A"),
        record(5, case_id="2", started_at=at("2024-01-05"), partner="B"),
        record(6, case_id="2", started_at=at("2024-01-06"), partner="A"),
        record(7, case_id="3", started_at=at("2024-01-01"), ended_at=at("2024-01-31"),
               partner="A", regisseur="X"),
        record(8, case_id="3", started_at=at("2024-01-10"), partner="C", regisseur="Y"),
        record(9, case_id="4", started_at=at("2024-02-01"), partner="A", referred_to="C"),
    ]  # fmt: skip
    _, page = made(rows, vocabulary=TERMS)
    told = figures(page)
    assert {name: value for name, (value, _) in told.items()} == {
        "Klantreizen": "4",
        "Gebeurtenissen": "9",
        "Partners": "3",
        "Doorlooptijd, afgesloten": "21 dagen",
        "Doorlooptijd, open": "5 dagen",
        "Wachten per klantreis": "2,5 dagen",
        "Met een overdracht": "75 %",
    }
    assert told["Klantreizen"][1] == "1 afgesloten en 3 open."
    assert "gemiddeld 2,3 per klantreis" in told["Gebeurtenissen"][1]
    assert "ten hoogste 21 dagen (n = 1)" in told["Doorlooptijd, afgesloten"][1]
    assert "ten hoogste 25 dagen (n = 3)" in told["Doorlooptijd, open"][1]
    assert "ten hoogste 16 dagen (n = 4)" in told["Wachten per klantreis"][1]
    assert told["Met een overdracht"][1].startswith("3 van 4 klantreizen")
    without = [[row[0], *row[2:]] for row in rows_of(page, "Overdrachten naar soort")]
    assert without == [
        ["stil", "2", "50 %", "1", "2,5 dagen"],
        ["tegelijk", "1", "25 %", "0", "geen"],
        ["verwezen", "1", "25 %", "0", "10 dagen"],
    ]
    without = [[row[0], *row[2:]] for row in rows_of(page, "Verwijzingen naar uitkomst")]
    assert without == [
        ["aangenomen", "1", "50 %", "10 dagen", "10 dagen"],
        ["open", "1", "50 %", "–", "–"],
    ]
    assert "van 1 januari 2024 tot en met 1 februari 2024" in words(page.find(".//main/p"))


def test_the_figures_of_a_larger_log_are_those_of_brute_force(told):
    page, events, told = told
    journeys = told["journeys"]
    n = len(journeys)
    closed = [row["duration_s"] for row in journeys if row["closed"]]
    still = [row["duration_s"] for row in journeys if not row["closed"]]
    waiting = [row["waiting_s"] for row in journeys]
    handed = {row["journey_id"] for row in told["handovers"]}
    shown = figures(page)
    assert len(closed) > 3
    assert len(still) > 3
    assert {name: value for name, (value, _) in shown.items()} == {
        "Klantreizen": number_nl(n),
        "Gebeurtenissen": number_nl(len(events)),
        "Partners": number_nl(len({row["partner"] for row in events} - {None})),
        "Doorlooptijd, afgesloten": days_nl(median(closed)),
        "Doorlooptijd, open": days_nl(median(still)),
        "Wachten per klantreis": days_nl(median(waiting)),
        "Met een overdracht": share_nl(len(handed), n),
    }
    for name, values in (
        ("Doorlooptijd, afgesloten", closed),
        ("Doorlooptijd, open", still),
        ("Wachten per klantreis", waiting),
    ):
        p90 = days_nl(brute_force.percentile(values, 0.9))
        assert f"ten hoogste {p90} (n = {len(values)})" in shown[name][1]


def by_group(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(row[key], []).append(row)
    return sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))


def test_kinds_and_outcomes_are_those_of_brute_force(told):
    page, _, told = told
    kinds = {"silent": "stil", "referred": "verwezen", "parallel": "tegelijk"}
    assert [[row[0], *row[2:]] for row in rows_of(page, "Overdrachten naar soort")] == [
        [
            kinds[kind],
            number_nl(len(rows)),
            share_nl(len(rows), len(told["handovers"])),
            number_nl(sum(row["returns"] for row in rows)),
            days_nl(median([row["idle_s"] for row in rows if row["idle_s"]] or [0])),
        ]
        for kind, rows in by_group(told["handovers"], "kind")
    ]
    outcomes = {
        "accepted": "aangenomen",
        "refused": "geweigerd",
        "lost": "verloren",
        "open": "open",
    }
    expected = []
    for outcome, rows in by_group(told["referrals"], "outcome"):
        waits = [row["wait_s"] for row in rows if row["wait_s"] is not None]
        row = [outcomes[outcome], number_nl(len(rows)), share_nl(len(rows), len(told["referrals"]))]
        row += [days_nl(median(waits)) if waits else "–"]
        expected.append([*row, days_nl(brute_force.percentile(waits, 0.9)) if waits else "–"])
    assert len(expected) == 4
    assert [[row[0], *row[2:]] for row in rows_of(page, "Verwijzingen naar uitkomst")] == expected


def test_a_log_of_one_event_has_no_handovers_waits_or_referrals(page_about, one_event):
    page = page_about()
    text = words(page)
    assert "Er zijn geen overdrachten." in text
    assert "Er zijn geen wachtmomenten: er was steeds een partner bezig." in text
    assert "Niet te beoordelen: geen enkele bron noemt een verwijzing." in text
    assert figures(page)["Doorlooptijd, afgesloten"] == (
        "–",
        "Er zijn geen afgesloten klantreizen.",
    )
    assert figures(page)["Partners"][0] == "0"
    assert routes_of(one_event)[0] == [["a", "1", "1", "100 %"]]


# ---- waits


def waited(n, *days):
    """A journey of events so many days apart."""
    moment, rows = at("2024-02-01 12:00"), []
    for k, day in enumerate((0, *days)):
        moment += timedelta(days=day)
        rows.append(record(100 * n + k, case_id=f"c{n}", started_at=moment, partner="AB"[k % 2]))
    return rows


def test_the_ten_longest_waits_are_shown_longest_first_and_ties_by_journey_and_place(made):
    rows = [
        *waited(1, 30, 40, 30),
        *waited(2, 30, 5, 30),
        *waited(3, 30, 30),
        *waited(4, 90, 30, 30),
    ]
    rows += waited(5, 30, 1)
    tables, page = made(rows)
    ordered = sorted(
        tables["waits"], key=lambda row: (-row["idle_s"], row["journey_id"], row["seq"])
    )
    assert len(ordered) == 13
    told = rows_of(page, "De langste wachtmomenten")
    assert [row[1] for row in told] == ["90 dagen", "40 dagen", *["30 dagen"] * 8]
    local = ZoneInfo("Europe/Amsterdam")
    months = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"]
    for shown, row in zip(told, ordered[:10], strict=True):
        first, last = (row[name].astimezone(local) for name in ("from_at", "to_at"))
        assert shown[0] == row["journey_id"]
        assert shown[2:4] == [f"a{row['from_partner']}", f"a{row['to_partner']}"]
        assert shown[4:] == [f"{d.day} {months[d.month - 1]} {d.year}" for d in (first, last)]
    assert "de 10 langste van n = 13 wachtmomenten" in meaning(page, "wachtmomenten-uitleg")


LOCAL_DATES = {
    # over a local midnight: in winter, and in summer
    ("2023-12-31 22:59:59", "2023-12-31 23:00"): ["31 december 2023", "1 januari 2024"],
    ("2024-06-30 21:59:59", "2024-06-30 22:00"): ["30 juni 2024", "1 juli 2024"],
    # over the hour that is skipped, and over the whole day of 23 hours
    ("2024-03-31 00:59", "2024-03-31 01:01"): ["31 maart 2024", "31 maart 2024"],
    ("2024-03-30 23:00", "2024-03-31 22:00"): ["31 maart 2024", "1 april 2024"],
    # into the day of 25 hours, over the whole of it, and within the hour that is there twice
    ("2024-10-26 21:59", "2024-10-27 22:59"): ["26 oktober 2024", "27 oktober 2024"],
    ("2024-10-26 22:00", "2024-10-27 23:00"): ["27 oktober 2024", "28 oktober 2024"],
    ("2024-10-27 00:30", "2024-10-27 01:30"): ["27 oktober 2024", "27 oktober 2024"],
}


def test_a_waits_dates_are_local_around_midnight_and_both_clock_changes(made):
    rows = []
    for n, moments in enumerate(LOCAL_DATES):
        for moment in moments:
            name = f"van {moments[0]}"
            rows.append(
                record(len(rows), case_id=str(n), started_at=at(moment), activity_source=name,
                       partner=f"partner {moment == moments[1]}")
            )  # fmt: skip
    _, page = made(rows)
    told = {row[2].removeprefix("van ").split("partner")[0]: row for row in
            rows_of(page, "De langste wachtmomenten")}  # fmt: skip
    assert {first: told[first][4:] for first, _ in LOCAL_DATES} == {
        first: dates for (first, _), dates in LOCAL_DATES.items()
    }
    assert told["2024-03-30 23:00"][1] == "23 uur"


def test_dates_are_those_of_the_runs_own_timezone(made):
    about = About("Proef", at("2024-01-31 23:30"), timezone="America/Curacao")
    rows = [
        record(1, started_at=at("2024-01-01 02:00"), partner="A"),
        record(2, started_at=at("2024-01-03 05:00"), partner="B"),
    ]
    _, page = made(rows, about)
    assert rows_of(page, "De langste wachtmomenten")[0][4:] == [
        "31 december 2023",
        "3 januari 2024",
    ]
    assert words(page.find(".//time")) == "31 januari 2024, 19:30 uur"
    assert page.find(".//time").get("datetime") == "2024-01-31T23:30:00+00:00"


# ---- routes and terms


def test_routes_have_their_share_and_what_is_not_shown_is_counted(made, tmp_path):
    routes = ["abc"] * 5 + ["ab"] * 3 + ["ba"] * 3 + ["abcdefghijkl"] * 2 + list("cdefghijk")
    rows = [
        record(len(routes) * k + n, event_id=f"{n}-{k}", case_id=str(n), activity_source=letter)
        for n, route in enumerate(routes)
        for k, letter in enumerate(route)
    ]
    made(rows)
    top = sorted(Counter(routes).items(), key=lambda item: (-item[1], " > ".join(item[0])))[:10]
    steps = {route: [*route] for route, _ in top}
    steps["abcdefghijkl"] = [*"abcde", "(nog 4 stappen)", *"jkl"]
    told, said = routes_of(tmp_path / "run")
    assert told == [[" → ".join(steps[r]), str(len(r)), str(n), percent_nl(n / 22)] for r, n in top]
    assert "n = 22 klantreizen over 13 routes." in said
    shown = sum(n for _, n in top)
    assert f"Niet getoond: 3 andere routes, samen {22 - shown} klantreizen." in said


def test_terms_without_a_meaning_are_told_per_source_most_used_first(made):
    terms = [*["dicht", "nee"], *(f"t{n:02}" for n in range(12)), "t03", "t03", "t05"]
    rows = [record(n, activity_source=term) for n, term in enumerate(terms)]
    rows += [record(90, source="z", activity_source="t03")]
    _, page = made(rows, vocabulary=TERMS)
    told = rows_of(page, "Termen zonder betekenis")
    assert told[:3] == [["s", "t03", "3"], ["s", "t05", "2"], ["s", "t00", "1"]]
    assert len(told) == 10
    text = words(page)
    assert "13 termen hebben geen betekenis" in text
    assert f"bij 16 gebeurtenissen ({share_nl(16, 18)} van 18)" in text


def test_where_all_terms_have_a_meaning_the_page_says_so(made):
    _, page = made([record(1, activity_source="dicht")], vocabulary=TERMS)
    assert "Alle termen van de bronnen hebben een betekenis in het begrippenkader." in words(page)


# ---- sources


def warnings(page):
    return [words(item) for item in page.xpath('//section[@class="warning"]//li')]


def test_a_source_that_failed_and_rejected_rows_are_warned_of_by_name(page_about):
    page = page_about()
    rejected, failed = warnings(page)
    assert rejected.startswith("Bron wijkteam: 12 van 1.500 rijen afgekeurd (1 %).")
    assert failed.startswith("Bron politie kon niet worden gelezen.")
    assert failed.endswith("source politie failed hint: look at <the file>")
    # and before any figure
    order = [section.get("aria-labelledby") for section in page.xpath("//section")]
    assert order[:2] == ["let-op", "cijfers"]


def test_every_source_has_its_row_with_its_notes(page_about):
    page = page_about()
    assert rows_of(page, "Wat per bron is gelezen") == [
        ["wijkteam", "2", "1", "1.500", "1.480", "12", "8", ""],
        [
            "ggz",
            "1",
            "0",
            "9",
            "9",
            "0",
            "0",
            "1 bedrag in kolom ‘Kosten’ is niet te lezen; die gebeurtenis staat er zonder bedrag in.",
        ],
        ["politie", "0", "0", "0", "0", "0", "0", "Kon niet worden gelezen."],
    ]
    assert "(n = 1.509 gelezen rijen)" in meaning(page, "bronnen-uitleg")


def test_where_all_was_read_there_is_no_warning(page_about):
    about = About("Proef", AS_OF, sources=[SourceFigures("ggz", rows_read=1, new=1)])
    page = page_about(about)
    assert warnings(page) == []
    assert "Let op" not in words(page)


@pytest.mark.parametrize(
    ("level", "told"),
    [("case", "één zaak"), ("client", "één cliënt"), ("household", "één huishouden")],
)
def test_the_page_says_what_a_journey_is(page_about, level, told):
    page = page_about(About("Proef", AS_OF, level=level))
    assert f"Eén klantreis is hier alle gebeurtenissen van {told}" in words(page)


# ---- an empty run


def test_an_empty_run_says_that_it_is_empty_and_warns_of_its_sources(empty_folder):
    page = parsed(page_of(empty_folder))
    text = words(page)
    assert "Er zijn geen gebeurtenissen" in text
    assert "Er is geen peilmoment, want er zijn geen gegevens." in text
    assert len(warnings(page)) == 2
    assert len(page.xpath("//table")) == 1
    assert figures(page) == {}


def test_an_empty_run_without_a_source_says_so(made):
    _, page = made([], About("Leeg", None))
    assert "Er zijn geen bronnen gelezen." in words(page)


# ---- the page itself


def test_the_policy_allows_the_files_beside_a_page_and_nothing_else(any_folder):
    for path in pages_of(any_folder, PAGES):
        page = path.read_text("utf-8")
        (told,) = parsed(page.encode()).xpath(
            '//meta[@http-equiv="Content-Security-Policy"]/@content'
        )
        assert told == POLICY
        # before anything that it is about
        assert page.index("Content-Security-Policy") < page.index("<title>")
        assert page.index("Content-Security-Policy") < page.index("<link")
        assert page.index("Content-Security-Policy") < page.index("<script")
    assert dict(part.strip().split(" ", 1) for part in POLICY.split(";")) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' blob: data:",
        "require-trusted-types-for": "'script'",
        "trusted-types": "klantreis",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_nothing_on_a_page_comes_from_elsewhere(any_folder):
    for path in pages_of(any_folder, PAGES):
        page = parsed(path.read_bytes())
        for element in page.iter(etree.Element):
            for name, value in element.attrib.items():
                if name.split(":")[-1] in {
                    "src",
                    "href",
                    "srcset",
                    "action",
                    "data",
                    "poster",
                    "xlink",
                }:
                    assert re.match(
                        r"#|(\.\./(maps|audit|audit/definities/\w+)/)?[\w-]+(\.en)?"
                        r"\.(html|css|js|svg|csv|txt|sql)(#|$)",
                        value,
                    ), value
                if "url(" in value and name not in {"aria-label", "content"}:
                    assert re.fullmatch(r"url\(#[^)]+\)", value), value
    for path in (any_folder / "report").rglob("*.css"):
        # what stands in quotes is shown as text
        style = re.sub(r'"(?:[^"\\\n]|\\[0-9a-f]{1,6} )*"', '""', path.read_text("utf-8"))
        assert "url(" not in style
        assert "@import" not in style
        assert "\\" not in style


def test_a_page_of_plain_names_holds_no_address_at_all(run_folder, empty_folder):
    for folder in (run_folder, empty_folder):
        for path in pages_of(folder):
            page = path.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
            assert "://" not in page
            assert not re.search(r'(src|href)="//', page)


RUNNING = {
    *(
        "iframe",
        "frame",
        "object",
        "embed",
        "applet",
        "portal",
        "template",
        "foreignobject",
    ),
    *("form", "base", "img", "image", "audio", "video", "animate", "set"),
}


def test_nothing_on_a_page_runs_but_our_own_files(any_folder):
    for path in pages_of(any_folder, PAGES):
        page = parsed(path.read_bytes())
        tags = {element.tag.lower() for element in page.iter(etree.Element)}
        assert tags & RUNNING <= {"form"}
        assert page.xpath("//form/@action") == []
        for element in page.iter(etree.Element):
            assert [name for name in element.attrib if name.lower().startswith("on")] == []
            assert "style" not in element.attrib
        assert page.xpath("//style") == []
        for script in page.xpath("//script"):
            assert not (script.text or "").strip()
            assert (path.parent / script.get("src")).is_file()
        for link in page.xpath("//link"):
            assert link.get("rel") == "stylesheet"
            assert (path.parent / link.get("href")).is_file()
        assert [meta.get("http-equiv") for meta in page.xpath("//meta[@http-equiv]")] == [
            "Content-Security-Policy"
        ]


def test_a_page_is_well_formed(any_folder):
    for path in pages_of(any_folder):
        text = path.read_text("utf-8")
        assert text.startswith("<!DOCTYPE html>\n<html ")
        # closed and nested as XML asks, which is stricter than any browser
        root = etree.fromstring(
            text.replace("<!DOCTYPE html>\n", "", 1).encode(), etree.XMLParser()
        )
        assert root.tag == "html"
        assert parsed(text.encode()).xpath("count(//*)") == len(list(root.iter(etree.Element)))


def test_a_page_says_its_language_and_has_one_title_and_headings_in_order(any_folder):
    for path in pages_of(any_folder):
        page = parsed(path.read_bytes())
        english = path.name.endswith(".en.html")
        assert page.get("lang") == ("en" if english else "nl")
        assert len(page.xpath("//h1")) == 1
        levels = [int(h.tag[1]) for h in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels[0] == 1
        assert all(then <= now + 1 for now, then in pairwise(levels))
        assert all(words(h) for h in page.xpath("//h1|//h2|//h3"))
        assert len(page.xpath("//main")) == 1
        if path.name.startswith("cijfers"):
            assert words(page.find(".//title")).startswith(
                "Figures – " if english else "Cijfers – "
            )


def spoken(page):
    """The texts of a page that are in its own language: no names, codes, or what says another one."""
    language = page.get("lang")
    found = []
    for element in page.iter(etree.Element):
        own = element.xpath("ancestor-or-self::*[@lang][1]/@lang")
        if own != [language] or element.xpath(
            "ancestor-or-self::*[self::bdi or self::code or self::kbd]"
        ):
            continue
        if element.tag == "a" and element.get("href").endswith(words(element)):
            continue  # a file's name
        texts = [element.text, *(child.tail for child in element)]
        texts += [element.get(name) for name in ("aria-label", "title", "placeholder", "alt")]
        found += [" ".join(text.split()) for text in texts if text and text.strip()]
    return [text for text in found if any(char.isalpha() for char in text)]


def test_no_dutch_is_left_on_an_english_page(run_folder, empty_folder):
    alike = {text for text, said in catalogue("en").items() if said == text}
    for folder in (run_folder, empty_folder):
        for path in pages_of(folder):
            if path.name.endswith(".en.html"):
                dutch, english = (
                    spoken(parsed(each.read_bytes()))
                    for each in (path.with_name(path.name.replace(".en", "")), path)
                )
                assert min(len(dutch), len(english)) > 10
                left = [
                    text for text in set(dutch) & set(english) - alike if not UNITS.fullmatch(text)
                ]
                assert left == []


UNITS = re.compile(r"[<\d., ]+ (?:d|min|%)")


def test_every_table_has_a_caption_and_every_head_a_scope(any_folder):
    page = parsed(page_of(any_folder))
    assert page.xpath("//table") != []
    for table in page.xpath("//table"):
        assert table[0].tag == "caption"
        assert words(table[0])
        width = len(table.xpath("thead/tr/th"))
        for row in table.xpath("tbody/tr|tfoot/tr"):
            assert len(row) == width
    for head in page.xpath("//th"):
        assert head.get("scope") == (
            "col" if head.getparent().getparent().tag == "thead" else "row"
        )


def test_ids_are_unique_and_whatever_is_referred_to_is_there(any_folder):
    for path in pages_of(any_folder):
        check_ids(parsed(path.read_bytes()))


def check_ids(page):
    ids = Counter(page.xpath("//@id"))
    assert [name for name, n in ids.items() if n > 1] == []
    referred = [href[1:] for href in page.xpath("//@href") if href.startswith("#")]
    referred += page.xpath("//label/@for")
    for name in ("aria-labelledby", "aria-describedby"):
        referred += [each for value in page.xpath(f"//@{name}") for each in value.split()]
    for value in page.xpath("//svg//@*"):
        referred += re.findall(r"url\(#([^)]+)\)", value)
    assert set(referred) <= ids.keys()
    # what can be tapped or scrolled to has a name
    for element in page.xpath("//*[@tabindex]"):
        assert element.get("aria-label") or element.tag == "main"


def test_all_three_maps_are_in_the_page(run_folder):
    page = parsed(page_of(run_folder))
    assert page.xpath("//figure/div/svg/@id") == [f"{name}-{name}" for name in MAPS]
    for name, drawing in zip(MAPS, page.xpath("//figure/div/svg"), strict=True):
        title = etree.parse(run_folder / "maps" / f"{name}.svg").getroot()[0].text
        assert words(drawing.find("title")) == title


def test_every_link_points_to_a_file_of_the_run(any_folder):
    for path in pages_of(any_folder):
        page = parsed(path.read_bytes())
        links = [href for href in page.xpath("//a/@href") if not href.startswith("#")]
        assert links != []
        for href in links:
            target = (path.parent / href.partition("#")[0]).resolve()
            assert target.is_file(), href
            # what lies below the top can be shared alone
            top = any_folder if path.parent.name == "report" else path.parent
            assert target.is_relative_to(top.resolve())
            if "#" in href:
                there = parsed(target.read_bytes()).xpath("//@id")
                assert href.partition("#")[2] in there
        # and what is named without a link is there too
        for code in page.xpath("//code[contains(., '/')]"):
            assert path.parent.name == "report"
            assert (any_folder / words(code)).exists()
    if any_folder.name.startswith("region"):
        links = parsed(page_of(any_folder)).xpath("//a/@href")
        assert {f"../maps/{name}.svg" for name in MAPS} < set(links)


def test_a_map_that_is_not_there_or_too_large_is_said_to_be(tmp_path):
    run_models([record(1), record(2)], tmp_path)
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "regiekaart.svg").write_bytes(b" " * (LARGEST_BYTES + 1))
    page = parsed(figures_of(tmp_path))
    text = words(page)
    assert text.count("Deze kaart is in deze run niet getekend.") == 2
    assert text.count("Deze kaart is te groot voor deze pagina.") == 1
    assert page.xpath("//a[contains(@href, 'maps')]/@href") == ["../maps/regiekaart.svg"]


def test_a_table_that_is_missing_is_named(tmp_path):
    run_models([record(1)], tmp_path)
    (tmp_path / "tables" / "waits.parquet").unlink()
    with pytest.raises(OutputError, match="table 'waits' is not there"):
        write(tmp_path)


# ---- hostile names


def named(names):
    """A log in which every name is one of `names`."""
    rows = []
    for k, name in enumerate(names):
        after = names[(k + 1) % len(names)]
        for part, partner in enumerate((name, after, name)):
            n = 3 * k + part
            rows.append(
                record(n, source=name, source_file=name, case_id=f"{k}", partner=partner,
                       activity_source=name, referred_to=after, team=name, worker=name,
                       municipality=name, regisseur=partner, regisseur_role=name)
            )  # fmt: skip
    return rows


def about_named(names):
    sources = [
        SourceFigures(
            name,
            rows_read=2,
            new=1,
            rejected=1,
            notes=(Note("cost_unread", 1, name),) * 2,
            error=name,
        )
        for name in names
    ]
    return About(" ".join(names), AS_OF, sources=sources)


def shape(page):
    """What a page is made of, without its texts and its lines of errors."""
    return Counter(
        (element.tag, *sorted(element.attrib))
        for element in page.iter(etree.Element)
        if not (element.tag == "span" and element.get("class") in {"line", "none"})
    )


def test_hostile_names_do_not_change_what_the_page_is_made_of(made, tmp_path):
    hostile = [name for name in HOSTILE if name.strip()]
    tame = [f"naam {n:02}" for n in range(len(hostile))]
    _, page = made(named(hostile), about_named(hostile))
    run_models(named(tame), tmp_path / "tame")
    assert shape(page) == shape(parsed(figures_of(tmp_path / "tame", about_named(tame))))


def test_hostile_names_are_shown_as_the_texts_that_they_are(hostile_folder):
    page = parsed(page_of(hostile_folder))
    shown = {words(element) for element in page.xpath("//bdi")}
    for name in HOSTILE[:4] + HOSTILE[5:7] + HOSTILE[11:16]:
        assert name in shown
    assert "Zorg 👩‍👩‍👧 🏳️‍🌈" in shown
    assert "a␀b␁␇␛[31m␡\ufffd␊␍␉c\ufffd\ufffd" in shown
    assert "abc\ufffdgnp.exe\ufffd\ufffd\ufffd" in shown
    assert "49" not in {text[:2] for text in shown}
    assert any("(zonder naam)" in words(element) for element in page.xpath('//*[@class="none"]'))


def test_no_character_of_the_page_hides_turns_or_breaks(hostile_folder):
    text = page_of(hostile_folder).decode("utf-8")
    assert (
        re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", text)
        == []
    )


def test_a_name_of_five_thousand_characters_is_cut(hostile_folder):
    page = parsed(page_of(hostile_folder))
    longest = max(len(run) for run in re.findall("v+", words(page)))
    assert 20 < longest <= 240


# ---- the same bytes


PRINT_HASH = """
import hashlib, sys
from datetime import UTC, datetime
from pathlib import Path
from journeys.notes import Note
from outputs.report import About, SourceFigures, write_report
run, out = map(Path, sys.argv[1:])
source = SourceFigures("s", notes=[Note("end_without_key")])
about = About("Proef", datetime(2024, 10, 27, 0, 30, tzinfo=UTC), sources=[source])
write_report(run / "tables", run / "maps", out, about=about)
digest = hashlib.sha256()
for path in sorted(out.rglob("*")):
    digest.update(path.relative_to(out).as_posix().encode())
    digest.update(path.read_bytes() if path.is_file() else b"")
print(digest.hexdigest())
"""


def test_two_processes_with_other_hashes_zones_and_languages_write_the_same_bytes(
    run_folder, tmp_path
):
    settings = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
    ]
    started = [
        subprocess.Popen(
            [sys.executable, "-c", PRINT_HASH, str(run_folder), str(tmp_path / each["TZ"])],
            env={**os.environ, **each},
            stdout=subprocess.PIPE,
            text=True,
        )
        for each in settings
    ]
    hashes = [process.communicate(timeout=120)[0].strip() for process in started]
    assert [process.returncode for process in started] == [0, 0]
    assert len(hashes[0]) == 64
    assert hashes[0] == hashes[1]


def test_the_order_of_a_tables_rows_and_their_files_does_not_matter(run_folder, tmp_path):
    (tmp_path / "maps").symlink_to(run_folder / "maps", target_is_directory=True)
    for path in (run_folder / "tables").glob("*.parquet"):
        rows = pq.read_table(path)
        turned = rows.take(pa.array(reversed(range(len(rows))), pa.int64()))
        folder = tmp_path / "tables" / path.name
        folder.mkdir(parents=True)
        pq.write_table(turned.slice(0, 5), folder / "b.parquet")
        pq.write_table(turned.slice(5), folder / "a.parquet")
    write(tmp_path, OF_REGION)
    assert bytes_of(tmp_path / "report") == bytes_of(run_folder / "report")


# ---- drawings


@pytest.fixture
def drawn(tmp_path):
    """A function from a map's scene and the width of its page to the picture of it, as text and parsed."""

    def draw(scene, width=600.0):
        path = tmp_path / f"{scene.name}.svg"
        path.write_bytes(svg(scene, None, Page(width, 300.0, (14.0, 50.0), ())))
        made = str(picture(path))
        return made, etree.fromstring(made)

    return draw


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no drawing",
        b"<svg",
        b"\x89PNG\r\n\x1a\n",
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
        b"<svg/>",
        b"<script xmlns='http://www.w3.org/2000/svg'>alert(1)</script>",
        b"<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE svg [<!ENTITY s SYSTEM 'file:///x'>]><svg/>",
    ],
)
def test_what_is_no_map_of_ours_is_refused_by_name(tmp_path, content):
    path = tmp_path / "kaart.svg"
    path.write_bytes(content)
    with pytest.raises(OutputError, match="map 'kaart.svg' cannot be put in the report"):
        picture(path)


def test_a_drawing_that_is_not_there_or_too_large_is_none(tmp_path):
    assert picture(tmp_path / "kaart.svg") is None
    (tmp_path / "kaart.svg").write_bytes(b" " * (LARGEST_BYTES + 1))
    assert picture(tmp_path / "kaart.svg") is None


@pytest.mark.parametrize("folder", ["run_folder", "hostile_folder", "empty_folder"])
def test_a_map_in_the_page_only_draws(request, folder):
    for name in MAPS:
        text = str(picture(request.getfixturevalue(folder) / "maps" / f"{name}.svg"))
        root = etree.fromstring(text)
        assert {etree.QName(each).localname for each in root.iter()} <= ELEMENTS
        assert {key for each in root.iter() for key in each.attrib} <= ATTRIBUTES
        assert not [
            value for each in root.iter() for value in each.attrib.values() if "url(" in value
        ]
        assert not re.search(r"<!|<\?", text)


def test_ids_and_what_refers_to_them_become_the_drawings_own(drawn):
    _, root = drawn(Scene("kaart", "kaart- kaart", "", "Een kaart-uitleg."))
    own = ["kaart-kaart", "kaart-kaart-titel", "kaart-kaart-uitleg"]
    assert [str(value) for value in root.xpath("//@id")] == own
    assert root.get("aria-labelledby").split() == own[1:]
    assert root[1].text == "Een kaart-uitleg."


def test_a_broad_drawing_is_marked_and_a_narrow_one_is_not(drawn):
    assert drawn(Scene("kaart", "", "", ""), 551.0)[1].get("class") == "broad"
    assert drawn(Scene("kaart", "", "", ""), 550.0)[1].get("class") is None


def test_what_a_name_holds_stands_in_the_drawing_as_text(drawn):
    _, root = drawn(Scene("kaart", "<b> />", "a />", "/>"))
    assert [each.text for each in root.iter() if each.text and each.text.strip()] == [
        "<b> />", "/>", "<b> />", "a />",
    ]  # fmt: skip


def test_three_drawings_keep_their_ids_apart(run_folder):
    made = [str(picture(run_folder / "maps" / f"{name}.svg")) for name in MAPS]
    page = html.document_fromstring("".join(made))
    assert len(page.xpath("//@id")) == len(set(page.xpath("//@id"))) == 9


# ---- a real browser


CHROMIUM = shutil.which("chromium")
browser = pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
MEASURE = """<script>
parent.document.title += [
  innerWidth, document.documentElement.clientWidth, document.documentElement.scrollWidth,
  document.body.scrollWidth, document.scripts.length, document.images.length,
  getComputedStyle(document.body).backgroundColor, document.title,
].join("|") + "||";
</script></body>"""


FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def browse(page, tmp_path, *options):
    """What chromium prints of a page on disk; it is told to reach for nothing else."""
    done = subprocess.run(
        [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *options, page.as_uri()],
        capture_output=True,
        timeout=60,
        check=True,
    )
    return done.stdout.decode("utf-8")


def png(path):
    """A picture's size, and how many of its lines differ."""
    data, chunks = path.read_bytes(), {}
    place = 8
    while place < len(data):
        (size,) = struct.unpack(">I", data[place : place + 4])
        kind = data[place + 4 : place + 8]
        chunks[kind] = chunks.get(kind, b"") + data[place + 8 : place + 8 + size]
        place += 12 + size
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    lines = zlib.decompress(chunks[b"IDAT"])
    length = len(lines) // height
    different = {lines[n * length : (n + 1) * length] for n in range(height)}
    return (width, height), len(different)


@browser
@pytest.mark.parametrize("width", [1280, 320])
def test_a_browser_opens_the_page_from_disk_with_its_style(run_folder, tmp_path, width):
    page = run_folder / "report" / "cijfers.html"
    shot = tmp_path / "shot.png"
    told = browse(
        page, tmp_path, "--dump-dom", f"--screenshot={shot}", f"--window-size={width},900"
    )
    if "<title>" not in told:  # a chromium that does one thing at a time
        told = browse(page, tmp_path, "--dump-dom", f"--window-size={width},900")
    dom = parsed(told.encode("utf-8"))
    assert words(dom.find(".//title")) == "Cijfers – Proef"
    assert len(dom.xpath("//svg")) == 3
    size, different = png(shot)
    assert size == (width, 900)
    assert different > 100


@browser
@pytest.mark.parametrize("which", ["run_folder", "hostile_folder"])
def test_no_page_scrolls_sideways_and_nothing_runs_even_without_the_policy(
    request, tmp_path, which
):
    report = tmp_path / "report"
    shutil.copytree(request.getfixturevalue(which) / "report", report)
    text = (report / "cijfers.html").read_text("utf-8")
    text, n = re.subn(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    assert n == 1
    ours = parsed(text.encode()).xpath("//script/@src")
    text = text.replace("</body>", MEASURE)
    # frames, since a window of chromium's cannot be as narrow as a phone
    framed = "".join(
        f'<iframe width="{width}" height="900" frameborder="0" srcdoc="{escape(text)}"></iframe>'
        for width in (320, 1280)
    )
    frames = report / "frames.html"
    frames.write_text(
        f'<!DOCTYPE html><meta charset="utf-8" /><title></title>{framed}', encoding="utf-8"
    )
    dom = parsed(browse(frames, tmp_path, "--dump-dom").encode("utf-8"))
    measured = dom.findtext(".//title").removesuffix("||").split("||")
    for told in measured:
        inner, shown, wide, body, scripts, images, ground, title = told.split("|", 7)
        assert int(inner) in {320, 1280}
        assert int(wide) <= int(shown) <= int(inner)
        assert int(body) <= int(shown)
        # our own, and the one that measures
        assert (int(scripts), images) == (len(ours) + 1, "0")
        assert ground == "rgb({}, {}, {})".format(*bytes.fromhex(PALETTE["ground"].light[1:]))
        assert title.startswith("Cijfers – ")
    assert len({told.split("|")[0] for told in measured}) == 2
