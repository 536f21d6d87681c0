"""The accessibility statement, the edges of a printed page, and the theme's link, in a built report."""

import re
from datetime import UTC, datetime
from importlib.metadata import version

import duckdb
import pytest

from outputs.options import ReportOptions
from outputs.reader import Reader
from outputs.report.about import About
from outputs.report.build import Build
from outputs.report.pages.toegankelijkheid.page import write_statement
from outputs.report.sheet import sheet
from outputs.theme import Theme

HOSTILE = 'Regio "}</style><b>\u202e\\'


def built(folder, options, level=0):
    about = About(HOSTILE, datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    with duckdb.connect() as connection:
        build = Build(connection, folder, options.all_levels()[level], options, about, folder)
        build.assets()
        write_statement(build)
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("contact", "page", "said"),
    [
        ("", "toegankelijkheid.html", "Meld het bij de afdeling die dit verslag met u deelde."),
        (
            "",
            "toegankelijkheid.en.html",
            "Report it to the department that shared this report with you.",
        ),
        ("a@b.example <x>", "toegankelijkheid.html", "Meld het bij: a@b.example &lt;x&gt;."),
        ("a@b.example <x>", "toegankelijkheid.en.html", "Report it to: a@b.example &lt;x&gt;."),
    ],
)
def test_the_statement_tells_where_to_report(tmp_path, contact, page, said):
    html = built(tmp_path, ReportOptions(contact=contact))[page]
    assert said in html
    assert version("klantreis") in html


def test_the_statement_is_honest_and_is_not_that_of_the_organisation(tmp_path):
    html = built(tmp_path, ReportOptions())["toegankelijkheid.html"]
    assert "WCAG 2.2, niveau A en AA" in html
    assert "nog geen volledig onderzoek" in html
    assert "Zij is niet de verklaring van uw organisatie." in html
    assert "Nationale ombudsman" in html


def test_who_has_no_page_of_a_journey_is_told_no_keys_of_it(tmp_path):
    assert "Bij een klantreis" in built(tmp_path / "a", ReportOptions())["toegankelijkheid.html"]
    assert (
        "Bij een klantreis"
        not in built(tmp_path / "b", ReportOptions(), 1)["toegankelijkheid.html"]
    )


def test_a_page_links_a_theme_only_where_there_is_one(tmp_path):
    plain = built(tmp_path / "plain", ReportOptions())
    themed = built(
        tmp_path / "themed", ReportOptions(theme=Theme({"nl-link-color": "#123456"}, {}))
    )
    assert "thema.css" not in plain
    assert "thema.css" not in plain["toegankelijkheid.html"]
    assert "--nl-link-color: #123456" in themed["thema.css"]
    links = re.findall(r'<link rel="stylesheet" href="([^"]+)"', themed["toegankelijkheid.html"])
    assert links == ["tokens.css", "thema.css", "style.css", "print.css", "blad.css"]


def test_a_printed_page_has_its_edges_in_the_readers_language(tmp_path):
    files = built(tmp_path, ReportOptions())
    assert '"Bladzijde " counter(page) " van " counter(pages) ""' in files["blad.css"]
    assert '"Page " counter(page) " of " counter(pages) ""' in files["blad.en.css"]
    assert "Stand van 1 april 2026" in files["blad.css"]
    assert "As of 1 April 2026" in files["blad.en.css"]


def test_a_project_cannot_leave_its_box():
    css = sheet(Reader(), project=HOSTILE, level="x", as_of=None)
    assert css.count("{") == css.count("}") == 5
    assert "<" not in css
    assert css.count('"') == 12
    assert r"Regio \22 \7d \3c \2f style\3e \3c b\3e \fffd \5c " in css


def test_who_gets_no_paper_maps_is_told_nothing_of_them(tmp_path):
    told = "De drie kaarten op de pagina Cijfers"
    assert told in built(tmp_path / "a", ReportOptions())["toegankelijkheid.html"]
    assert told not in built(tmp_path / "b", ReportOptions(), 2)["toegankelijkheid.html"]
