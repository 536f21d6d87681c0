"""One thing has one number on every page: three runs, all their pages, every figure that two of them tell."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest
from figures_told import figures_told
from literal import at, record, run_models
from lxml import html
from nights import run_wholly as night

from journeys.inputs import Term
from outputs.maps import draw_maps
from outputs.report import About, write_report
from outputs.report.marks import figure_name
from pipelines.demo import write_region

AS_OF = at("2025-06-30")
LEVELS = ("", "manager", "bestuurder")
TERMS = [Term("", kind, kind.capitalize(), kind) for kind in ("melding", "intake", "afsluiting")]


def small_region():
    """Eight journeys of two partners: the step from intake to gesprek in three kinds, some without a wait."""
    rows = []
    for case in range(8):
        moments = [("melding", "Wijkteam", 0), ("intake", "Wijkteam", 3)]
        moments.append(("gesprek", "GGZ", 3 if case == 7 else 14 + case / 2))
        moments.append(("afsluiting", "GGZ", 40 + case))
        for activity, partner, day in moments:
            start = at("2024-03-01") + timedelta(days=day)
            rows.append(
                record(
                    len(rows) + 1,
                    case_id=f"z{case}",
                    client_id=f"k{case}",
                    activity_source=activity,
                    partner=partner,
                    referred_to="GGZ" if activity == "intake" and case < 3 else None,
                    started_at=start,
                    ended_at=start
                    + timedelta(days=30 if activity == "intake" and case == 6 else 0),
                )
            )
    return rows


def what_is_ahead():
    """Plans, and days typed a century late, in some of those journeys and in one of its own."""
    return [
        record(
            900 + n,
            case_id=f"z{case}",
            client_id=f"k{case}",
            activity_source=("melding", "gesprek", "afsluiting")[n % 3],
            partner=("Wijkteam", "GGZ", "Jeugdhulp")[n % 3],
            referred_to="Jeugdhulp" if n == 1 else None,
            started_at=at("2025-07-01" if n == 0 else "2099-12-30"),
            ended_at=at("2099-12-31"),
        )
        for n, case in enumerate((0, 1, 2, 3, 3, 9))
    ]


def one_timestamp_log():
    """A log as BPI Challenge 2015's: one time for each event, no end, no referral, no regisseur."""
    chance = random.Random(15)
    rows = []
    for case in range(60):
        moment = at("2024-01-02") + timedelta(days=chance.randrange(400), hours=9)
        for step in range(chance.randint(3, 12)):
            rows.append(
                record(
                    len(rows) + 1,
                    case_id=f"z{case}",
                    activity_source=f"Stap {min(step, 3 + chance.randrange(6))}",
                    partner=chance.choice(["Balie", "Balie", "Toetsing", "Handhaving", None]),
                    started_at=moment,
                )
            )
            moment += timedelta(days=chance.choice([0, 0, 0.03, 1, 2.5, 9.95, 31]))
    return rows


def literal(rows, folder, **settings):
    """The report of these records, and their maps."""
    run_models(rows, folder, vocabulary=TERMS, as_of=AS_OF, **settings)
    draw_maps(folder / "tables", folder / "maps", as_of=AS_OF)
    about = About("Proef", AS_OF)
    write_report(folder / "tables", folder / "maps", folder / "report", about=about)
    return folder


@pytest.fixture(scope="module", params=["demo", "one timestamp", "small region", "ahead"])
def run(request, tmp_path_factory):
    """The folder of a run."""
    folder = tmp_path_factory.mktemp("run")
    if request.param == "small region":
        return literal(small_region(), folder, level="client")
    if request.param == "ahead":
        return literal([*small_region(), *what_is_ahead()], folder, level="client")
    if request.param == "one timestamp":
        return literal(one_timestamp_log(), folder)
    write_region(folder, households=20, seed=2026)
    return Path(night(folder / "klantreis.toml", draw=True).run_dir)


@pytest.mark.parametrize("level", LEVELS)
def test_every_figure_has_one_value_on_all_pages(run, level):
    has_paper = level != "bestuurder"
    told = figures_told(run / "report" / level, run / "maps" if has_paper else None)
    assert told.several() == {}
    assert len(told.on("index", "kaart.js")) >= 2
    assert len(told.on("kaart.js", "beelden")) >= 1
    assert told.on("index", "cijfers", "kaart.js") == {"journeys|n"}
    assert len(told.on("kaart", "kaart.js")) >= 8
    if has_paper:
        assert len(told.on("klantreiskaart.svg", "kaart.js")) >= 8
        assert len(told.on("partnernetwerk.svg", "beelden", "kaart.js")) >= 3


def test_the_english_pages_tell_the_same_figures(run):
    for name in ("index", "cijfers", "beelden", "kaart"):
        names = [
            [
                element.get("data-figure")
                for element in html.document_fromstring(path.read_bytes()).xpath(
                    "//*[@data-figure]"
                )
            ]
            for path in (run / "report" / f"{name}.html", run / "report" / f"{name}.en.html")
        ]
        assert names[0] == names[1] != []


def test_a_step_in_three_kinds_is_told_as_one_in_words(tmp_path):
    """Eight journeys took it, six waited: 12, 11.5, 11, 13, 12.5 and 13.5 days or so."""
    literal(small_region(), tmp_path, level="client")
    told = figures_told(tmp_path / "report", tmp_path / "maps")

    def value(measure):
        name = figure_name("step", "Wijkteam", "Intake", "GGZ", "gesprek", measure=measure)
        return set(told.values[name])

    assert value("n_journeys") == {"8"}
    assert value("n_wait_journeys") == {"6"}
    assert value("median_wait_s") == {"12 dagen"}
    assert value("total_wait_s") == {"74 dagen"}
