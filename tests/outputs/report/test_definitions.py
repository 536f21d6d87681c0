"""Each figure on a page names the query that calculates it, and that query is there for the auditor."""

from __future__ import annotations

import re

import pytest
from literal import open_judged, run_models
from lxml import html
from regions import AS_OF, TERMS, region

from outputs.audit.folder import write_audit
from outputs.options import ReportOptions
from outputs.queries import definitions_asked
from outputs.report import About
from outputs.report.build import Build
from outputs.report.pages.animatie import keys_of, prepare_animation, write_animation
from outputs.report.pages.beelden.page import write_pictures
from outputs.report.pages.cijfers.page import write_figures
from outputs.report.pages.index.page import write_front
from outputs.report.pages.kaart import prepare_map, write_map
from outputs.report.pages.klantreis import write_journeys

ABOUT = About("Proef", AS_OF)
OPTIONS = ReportOptions(smallest_group=5)
NO_FIGURES = r"klantreis/sizes|kaart/(view_\w+|ids)|animatie/months"
"""Queries that find what there is to show: the views of a map, its journeys, the months, the files."""


def write_live(build):
    """The map with its animation, as a report writes them."""
    live = prepare_map(build.connection, options=OPTIONS, about=ABOUT, maps=build.maps)
    write_map(live, build)
    write_animation(build, prepare_animation(build.connection, keys_of(live.things), ABOUT))


WRITERS = {
    "index": write_front,
    "kaart": write_live,
    "beelden": write_pictures,
    "klantreis": write_journeys,
    "cijfers": write_figures,
}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of a region's tables, with its audit."""
    folder = tmp_path_factory.mktemp("defined")
    run_models(region(), folder, vocabulary=TERMS, as_of=AS_OF)
    write_audit(folder / "tables", folder / "audit", about=ABOUT, files=[])
    return folder


@pytest.mark.parametrize("level", OPTIONS.all_levels(), ids=lambda level: level.name)
@pytest.mark.parametrize("page", WRITERS)
def test_a_page_names_the_definition_of_each_figure_that_it_asks_for(run, page, level):
    if page == "klantreis" and not level.journeys:
        pytest.skip("no single journey is shown")
    folder = run / "report" / level.folder
    with open_judged(run / "tables", AS_OF) as connection, definitions_asked() as asked:
        connection.execute("create view review as select 1 as question limit 0")
        WRITERS[page](Build(connection, folder, level, OPTIONS, ABOUT, run / "maps"))
    written = html.document_fromstring((folder / f"{page}.html").read_bytes())
    lines = written.xpath("//*[@data-definition]")
    named = {name for line in lines for name in line.get("data-definition").split()}
    assert {name for name in asked if not re.fullmatch(NO_FIGURES, name)} <= named
    assert all((run / "audit" / "definities" / f"{name}.sql").is_file() for name in named)
    # At the report's top a reader can open it; a level that is shared alone has no audit beside it.
    links = [link.get("href") for line in lines for link in line.xpath(".//a")]
    found = {link.removeprefix("../audit/definities/").removesuffix(".sql") for link in links}
    assert found == (set() if level.folder else named)
