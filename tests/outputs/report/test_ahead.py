"""What is ahead of as_of on the pages: they tell what had happened, and say how much is still ahead."""

from __future__ import annotations

import pytest
from journey_oracle import told
from literal import at, record, run_models
from lxml import html

from journeys.inputs import Term
from outputs.maps import draw_maps
from outputs.report import About, write_report

AS_OF = at("2024-12-31 12:00")
KINDS = ("melding", "intake", "contact", "verwijzing", "start", "incident", "afsluiting")
TERMS = [Term("s", kind, kind.capitalize(), kind) for kind in KINDS]
PAGES = ("index", "beelden", "kaart")


def event(n, day, what, partner="Wijkteam", client=1, **more):
    given = {
        "client_id": f"k{client}", "household_id": f"h{client}", "case_id": f"z{client}",
        "partner": partner, "activity_source": what, "started_at": at(day), "regisseur": "r1",
    }  # fmt: skip
    return record(n, **{**given, **more})


def log():
    """Seven journeys: from a melding to the GGZ, of which some go on."""
    rows = []
    for client in range(7):
        for what, partner, month in (
            ("melding", "Wijkteam", 1), ("intake", "Wijkteam", 3), ("verwijzing", "Wijkteam", 5),
            ("intake", "GGZ", 8), ("contact", "GGZ", 10),
        ):  # fmt: skip
            n = len(rows) + 1
            day = f"2024-{month:02}-{client + 3:02}"
            more = {"referred_to": "GGZ"} if what == "verwijzing" else {}
            more |= {"ended_at": at(f"{day} 10:00")}
            rows.append(event(n, day, what, partner, client, **more))
    return rows


LATER = [
    event(90, "2025-02-01", "afsluiting", "GGZ", 1),
    event(91, "2099-12-31", "incident", "Veilig Thuis", 2, regisseur="r9"),
    event(92, "2025-12-30", "verwijzing", "GGZ", 3, referred_to="Veilig Thuis"),
    event(93, "2026-01-01", "contact", "GGZ", 8),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A function from records to the folder of their report, with maps."""

    def write(rows):
        folder = tmp_path_factory.mktemp("run")
        run_models(rows, folder, vocabulary=TERMS, level="client", as_of=AS_OF)
        draw_maps(folder / "tables", folder / "maps", as_of=AS_OF)
        write_report(
            folder / "tables", folder / "maps", folder / "report",
            about=About("Proef", AS_OF, level="client"),
        )  # fmt: skip
        return folder

    return write


@pytest.fixture(scope="module")
def plain(report):
    """The report of the log alone."""
    return report(log())


@pytest.fixture(scope="module")
def ahead(report):
    """The report of the log with what is ahead of it."""
    return report([*log(), *LATER])


def text(path):
    """What a page says, but for what is ahead, and of whom any source ever told (links)."""
    page = html.document_fromstring(path.read_bytes())
    for line in page.xpath(
        "//li[starts-with(., 'Na het peilmoment') or contains(., 'is herkend aan')]"
    ):
        line.drop_tree()
    return " ".join(page.body.text_content().split())


@pytest.mark.parametrize("name", PAGES)
def test_what_begins_later_is_told_on_no_page(plain, ahead, name):
    one, other = (text(folder / "report" / f"{name}.html") for folder in (plain, ahead))
    assert one == other


@pytest.mark.parametrize("name", ["klantreiskaart.svg", "partnernetwerk.svg", "regiekaart.svg"])
def test_what_begins_later_is_on_no_map(plain, ahead, name):
    assert (plain / "maps" / name).read_bytes() == (ahead / "maps" / name).read_bytes()


def test_the_map_and_the_animation_hold_the_same_data(plain, ahead):
    names = {
        path.relative_to(plain)
        for path in (plain / "report" / "data").glob("*.js")
        if not path.name.startswith("rei")
    }
    assert len(names) > 3
    for name in names:
        assert (plain / name).read_bytes() == (ahead / name).read_bytes(), name


def test_the_front_page_says_how_much_is_ahead(plain, ahead):
    sentence = (
        "Na het peilmoment (31 december 2024) begint of eindigt wat in 4 gebeurtenissen staat."
    )
    one, other = (
        " ".join(html.document_fromstring((folder / "report" / "index.html").read_bytes())
                 .text_content().split())
        for folder in (plain, ahead)
    )  # fmt: skip
    assert sentence not in one
    assert sentence in other


def test_a_klantreis_ends_at_as_of_and_counts_what_is_ahead(plain, ahead):
    one, other = (told(folder / "report") for folder in (plain, ahead))
    assert one.keys() == other.keys()
    assert sorted(each["facts"]["n_later"] for each in other.values()) == [0, 0, 0, 0, 1, 1, 1]
    for name, journey in other.items():
        apart = {"n_later": 0, "working_days": one[name]["facts"]["working_days"]}
        assert {**journey, "facts": {**journey["facts"], **apart}} == one[name]


def test_an_end_in_2099_stretches_no_klantreis(report):
    rows = log()
    rows[4]["ended_at"] = at("2099-12-31")
    journeys = told(report(rows) / "report").values()
    (long,) = [each for each in journeys if each["facts"]["n_longer"]]
    assert long["facts"]["duration"] == (AS_OF - at("2024-01-03")).total_seconds() * 1_000_000
    assert max(each["duration"] for each in long["events"]) == (
        (AS_OF - at("2024-10-03")).total_seconds() * 1_000_000
    )
