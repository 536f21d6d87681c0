"""What is about too few journeys is not told where it may not be, and cannot be worked out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest
from animated import unpacked
from hypothesis import given
from hypothesis import strategies as st
from literal import record, run_models
from lxml import html
from pages import write_part
from regions import AS_OF, TERMS, region

from outputs.maps import draw_maps
from outputs.names import NAMES
from outputs.options import ReportOptions
from outputs.report import About, write_report
from outputs.report.pages.cijfers.page import write_figures
from outputs.report.pages.index.page import write_front
from outputs.small_groups import Gate, Rest

SMALLEST = 5


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The tables of that region and the folder of its report."""
    folder = tmp_path_factory.mktemp("small")
    tables = run_models(region(), folder, vocabulary=TERMS, as_of=AS_OF)
    draw_maps(folder / "tables", folder / "maps")
    write_report(
        folder / "tables",
        folder / "maps",
        folder / "report",
        about=About("Proef", AS_OF),
        options=ReportOptions(smallest_group=SMALLEST),
    )
    return tables, folder / "report"


def page(path):
    return html.document_fromstring(path.read_bytes())


def words(element):
    return " ".join(element.text_content().split())


def cells(found, caption):
    """The rows of the table whose caption starts so."""
    for table in found.xpath(f'//table[starts-with(caption, "{caption}")]'):
        return [[words(cell) for cell in row] for row in table.xpath("tbody/tr")]
    return []


GROUPS = re.compile(
    r"([\d.]*\d) (?:klantrei\w+|gezin\w*|cliënt\w*|overdracht\w*|verwijzing\w*|sign\w+|wissels?|keer|paren|"
    r"erbij|weg|er nog|afgesloten|open|zijn nog open)"
)


@pytest.mark.parametrize("name", ["index", "cijfers"])
def test_no_number_on_a_page_for_executives_is_about_a_small_group(run, name):
    found = page(run[1] / "bestuurder" / f"{name}.html")
    told = [int(n.replace(".", "")) for n in GROUPS.findall(words(found.find(".//main")))]
    if name == "cijfers":
        for cell in found.xpath(
            '//table//td[contains(@class, "number") or starts-with(@class, "shade")]'
        ):
            text = (cell.text or "").strip()
            if re.fullmatch(r"[\d.]+", text):
                told.append(int(text.replace(".", "")))
        for value in found.xpath('//dd[@class="value"]'):
            if re.fullmatch(r"[\d.]+", words(value)) and words(value.getprevious()) != "Partners":
                told.append(int(words(value).replace(".", "")))
        assert len(told) > 20
    # "minder dan 5" is told of a group that is smaller
    assert sorted(n for n in told if 0 < n < SMALLEST) == []
    assert len(told) > 5


def journeys_by(rows, key):
    groups = defaultdict(set)
    for row in rows:
        groups[key(row)].add(row["journey_id"] or row.get("household_id"))
    return {name: len(ids) for name, ids in groups.items()}


@pytest.mark.parametrize(
    ("table", "column", "sort", "caption"),
    [
        ("handovers", "kind", "handover", "Overdrachten naar soort"),
        ("referrals", "outcome", "outcome", "Verwijzingen naar uitkomst"),
        ("signals", "kind", "signal", "Signalen per soort"),
    ],
)
def test_each_row_that_is_told_is_about_enough_journeys_and_the_rest_hides_among_others(
    run, table, column, sort, caption
):
    rows = run[0][table]
    sizes = journeys_by(rows, lambda row: row[column])
    shown = cells(page(run[1] / "bestuurder" / "cijfers.html"), caption)
    names = {NAMES[sort][code]: code for code in sizes}
    told = {names[row[0]] for row in shown if row[0] in names}
    assert all(sizes[code] >= SMALLEST for code in told)
    out = set(sizes) - told
    if min(sizes.values()) >= SMALLEST:
        assert out == set()
    else:
        assert len(out) > 1
        assert max(sizes[code] for code in out) >= SMALLEST
        counts = Counter(row[column] for row in rows)
        (others,) = [row for row in shown if row[0] == "overige"]
        assert str(sum(counts[code] for code in out)) in others
    # and whoever may see all, does
    whole = cells(page(run[1] / "cijfers.html"), caption)
    assert {row[0] for row in whole} == set(names)


def test_that_region_has_small_groups_of_every_sort(run):
    tables, _ = run
    assert sum(not row["closed"] for row in tables["journeys"]) > 0
    sizes = journeys_by(tables["handovers"], lambda row: (row["from_partner"], row["to_partner"]))
    assert min(sizes.values()) < SMALLEST
    assert sum(row["n_regisseurs"] == 0 for row in tables["journeys"]) == 3
    assert min(journeys_by(tables["referrals"], lambda row: row["outcome"]).values()) < SMALLEST
    assert min(row["n_journeys"] for row in tables["routes"]) < SMALLEST


def test_the_matrix_shows_and_sums_only_pairs_of_enough_journeys(run):
    tables, report = run
    sizes = journeys_by(tables["handovers"], lambda row: (row["from_partner"], row["to_partner"]))
    counts = Counter((row["from_partner"], row["to_partner"]) for row in tables["handovers"])
    found = page(report / "bestuurder" / "beelden.html")
    told = {
        (start, end): int(n.replace(".", ""))
        for start, end, n, *_ in cells(found, "Overdrachten tussen partners")
    }
    assert told == {pair: counts[pair] for pair in told} != {}
    assert all(sizes[pair] >= SMALLEST for pair in told)
    hidden = [sizes[pair] for pair in sizes if pair not in told]
    assert len(hidden) > 1
    assert max(hidden) >= SMALLEST
    assert not any("Z" in pair for pair in told)
    # so that the total, which other figures give, gives no small one away
    n_shown = f"{sum(told.values())} overdrachten tussen"
    assert n_shown in words(found)


def test_routes_are_of_enough_journeys_and_never_of_one_where_no_journey_is_shown(run):
    tables, report = run
    n = len(tables["journeys"])
    for level, least in (("bestuurder", SMALLEST), ("manager", 2)):
        told = [
            int(row[2])
            for row in cells(page(report / level / "beelden.html"), "De meest gevolgde klantroutes")
        ]
        assert all(size >= least for size in told)
        assert n - sum(told) == 0 or n - sum(told) >= least


def test_no_single_journey_stands_on_the_pages_of_who_may_not_see_any(run):
    tables, report = run
    ids = {row[key] for row in tables["journeys"] for key in ("journey_id", "client_id")} - {None}
    ids |= {row["case_id"] for row in tables["events"]}
    explained = {row["explanation"] for row in tables["signals"]}
    top = (report / "cijfers.html").read_text("utf-8")
    assert any(each in top for each in ids)
    assert any(each in top for each in explained)
    for level in ("manager", "bestuurder"):
        for name in ("index", "cijfers"):
            for language in ("", ".en"):
                text = (report / level / f"{name}{language}.html").read_text("utf-8")
                assert not any(each in text for each in ids if len(each) > 8)
                assert not any(each in text for each in explained)


def test_a_map_with_every_number_in_it_is_not_shown_to_executives(run):
    assert page(run[1] / "manager" / "cijfers.html").xpath("//figure//svg")
    found = page(run[1] / "bestuurder" / "cijfers.html")
    assert found.xpath("//figure//svg") == []
    assert "tonen ook kleine groepen" in words(found)


def test_two_groups_that_make_up_a_whole_are_both_left_out_where_one_is_small(run):
    told, whole = (
        words(page(run[1] / level / "index.html").get_element_by_id("regie").getparent())
        for level in ("bestuurder", "")
    )
    assert "3 klantreizen hadden geen regisseur" in whole
    assert "geen regisseur" not in told
    assert (
        len(re.findall(r"klantreizen? had(?:den)? (?:één|meer dan één|geen) regisseur", told)) <= 1
    )


@pytest.mark.parametrize("n", [4, 5])
def test_where_all_journeys_together_are_few_only_that_is_told(tmp_path, n):
    rows = [record(2 * k + s, case_id=f"c{k}", partner="AB"[s]) for k in range(n) for s in (0, 1)]
    run_models(rows, tmp_path)
    for level in ReportOptions().all_levels():
        for name, write in (("index", write_front), ("cijfers", write_figures)):
            report = write_part(tmp_path, write, About("Proef", AS_OF), level)
            text = words(page(report / f"{name}.html"))
            few = level.name == "bestuurder" and n < SMALLEST
            assert ("Er zijn te weinig klantreizen om te tonen" in text) == few
            assert ("Deze run bevat minder dan 5 klantreizen." in text) == few


def test_the_data_of_the_map_says_nothing_of_a_run_that_is_a_small_group_itself(tmp_path):
    rows = [record(2 * k + s, case_id=f"c{k}", partner="AB"[s]) for k in range(4) for s in (0, 1)]
    run_models(rows, tmp_path)
    write_report(
        tmp_path / "tables", tmp_path / "maps", tmp_path / "report", about=About("Proef", AS_OF)
    )
    for level in ReportOptions().all_levels():
        report = tmp_path / "report" / level.folder
        totals = unpacked(report / "data" / "beeld-0.js")["totals"]
        map_ = unpacked(report / "data" / "kaart.js")
        is_few = level.name == "bestuurder"
        assert set(totals.values()) == {None} if is_few else totals["journeys"] == 4
        assert (map_["views"][0]["journeys"] is None) == (map_["levels"] == []) == is_few
        text = words(page(report / "kaart.html"))
        assert ("Deze run bevat minder dan 5 klantreizen." in text) == is_few


SIZES = st.lists(st.integers(0, 12), max_size=12)


@given(SIZES, st.integers(1, 8), st.booleans())
def test_what_is_left_out_cannot_be_worked_out_from_the_rest(sizes, smallest, disjoint):
    rows = [{"n_journeys": size, "place": place} for place, size in enumerate(sizes)]
    gate, rest = Gate(smallest), Rest.TOGETHER if disjoint else Rest.LARGE
    made = gate.rows(rows, rest, sums=["n_journeys"])
    held = gate.held_back(dict(enumerate(sizes)), rest)
    assert [*made.shown] == [row for row in rows if row["place"] not in held]
    assert made.n_held_back == len(held)
    assert all(row["n_journeys"] == 0 or row["n_journeys"] >= smallest for row in made.shown)
    out = [sizes[place] for place in held]
    if all(size == 0 or size >= smallest for size in sizes):
        assert out == []
    elif made.rest:
        assert len(out) > 1
        assert (sum(out) if disjoint else max(out)) >= smallest
        # and no more than needed: without the largest it would not be safe
        kept = sorted(out)[:-1]
        if max(out) >= smallest:
            assert len(kept) < 2 or (sum(kept) if disjoint else max(kept)) < smallest
        assert made.rest["n_journeys"] == sum(out)
    else:
        assert all(row["n_journeys"] == 0 for row in made.shown)
    assert made.total["n_journeys"] == sum(sizes)
