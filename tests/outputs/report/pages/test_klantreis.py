"""The packs of a report's journeys, held against the run's tables row by row."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from journey_oracle import expected, told
from literal import at, record, run_models

from journeys.inputs import Actor, Term
from journeys.norms import Norm, Selector
from outputs.options import ReportOptions
from outputs.past import lay_past
from outputs.report.about import About
from outputs.report.build import Build
from outputs.report.pages.klantreis import write_journeys
from outputs.report.pages.klantreis.buckets import Buckets
from outputs.report.pages.klantreis.packs import QUERIES, lay_out_findings
from outputs.report.pages.klantreis.page import TABLES
from outputs.run_tables import open_tables

NORM = Norm("Besluit", Selector(("melding",)), Selector(("besluit",)), 7, "calendar_days")
TERMS = [
    ("m", "Melding", "melding"),
    ("b", "Besluit", "besluit"),
    ("i", "Incident", "incident"),
    ("k", "Intake", "intake"),
    ("w", "Weigering", "weigering"),
    ("e", "Einde regie", "regie_einde"),
    ("z", "Afsluiting", "afsluiting"),
]


def written(folder, level=None):
    """The report's folder, with the journeys of the run in `folder`/tables."""
    top = level or ReportOptions().all_levels()[0]
    with open_tables(folder / "tables", TABLES) as connection:
        lay_past(connection, at("2030-01-01"))
        build = Build(
            connection, folder / "report", top, ReportOptions(), About("Proef", at("2025-01-01")),
            folder / "maps",
        )  # fmt: skip
        write_journeys(build)
    return folder / "report"


def made(rows, folder, **options):
    """The tables of a run over these records, and the journeys as the packs tell them."""
    vocabulary = [Term("", term, activity, kind) for term, activity, kind in TERMS]
    tables = run_models(
        rows,
        folder,
        TABLES,
        norms=[NORM],
        vocabulary=vocabulary,
        actors=[Actor("inwoner", source="mijn")],
        **options,
    )
    return tables, told(written(folder))


def event(n, **given):
    return record(n, **{"event_id": f"e{n:05}", **given})


HOSTILE = [
    "</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202eomgekeerd",
    "␡ 007 12",
    "x" * 600,
    "\U0001f600",
    "a\x7fb",
]
TEXTS = st.sampled_from([None, "Wijkteam", "GGZ", "Partner 7", *HOSTILE])


@st.composite
def logs(draw):
    """Records of some cases: shuffled in time, of any kind, with what a source may hold."""
    rows = []
    for n in range(draw(st.integers(1, 25))):
        minute = draw(st.integers(0, 400_000))
        began = at("2023-01-01") + timedelta(
            minutes=minute, microseconds=draw(st.sampled_from([0, 0, 1, 500_003]))
        )
        length = draw(st.sampled_from([0, 0, 0, 90, 86_400 * 30]))
        rows.append(
            event(
                n,
                case_id=str(draw(st.integers(0, 5))),
                client_id=draw(st.sampled_from(["p1", "p2", "p3"])),
                activity_source=draw(
                    st.sampled_from([term for term, _, _ in TERMS] + ["onbekend"])
                ),
                partner=draw(TEXTS),
                referred_to=draw(TEXTS),
                team=draw(TEXTS),
                worker=draw(st.sampled_from([None, "w"])),
                regisseur=draw(st.sampled_from([None, "r1", "r2"])),
                regisseur_role=draw(TEXTS),
                municipality=draw(TEXTS),
                source_file=draw(st.sampled_from(["a.csv", "b.csv"])),
                source_row=draw(st.integers(1, 10**9)),
                precision=draw(st.sampled_from(["day", "second"])),
                started_at=began,
                ended_at=began + timedelta(seconds=length),
                is_running=draw(st.sampled_from([False, False, False, True])),
                source=draw(st.sampled_from(["s", "s", "s", "mijn"])),
            )
        )
    return rows


PEOPLE = [
    {"person": "p1", "client_id": "c1", "household_id": "h1"},
    {"person": "p2", "client_id": "c2", "household_id": "h1"},
    {"person": "p3", "client_id": "c3", "household_id": None},
]


@pytest.mark.parametrize("level", ["case", "client", "household"])
@given(rows=logs())
@settings(max_examples=2, phases=[Phase.generate])
def test_every_row_of_every_table_comes_back(tmp_path_factory, level, rows):
    tables, found = made(rows, tmp_path_factory.mktemp("run"), level=level, people=PEOPLE)
    assert found == expected(tables)


def test_many_journeys_are_dealt_over_files_and_parts(tmp_path, monkeypatch):
    monkeypatch.setattr("outputs.report.pages.klantreis.buckets.JOURNEYS", 3)
    monkeypatch.setattr("outputs.report.pages.klantreis.buckets.PART_EVENTS", 40)
    rows = [
        event(n, case_id=str(n // 4), partner="AB"[n % 2], activity_source="mbkz"[n % 4])
        for n in range(400)
    ]
    tables, found = made(rows, tmp_path)
    assert found == expected(tables)
    assert len(list((tmp_path / "report" / "data").glob("reis-*.js"))) == 32


def test_an_event_that_concerns_several_clients_names_them(tmp_path):
    rows = [
        event(
            n,
            event_id=f"e{n}",
            source_row=1 + n // 2,
            client_id=f"p{1 + n % 2}",
            started_at=at(f"2024-01-0{1 + n // 2}"),
        )
        for n in range(4)
    ]
    tables, found = made(rows, tmp_path, level="household", people=PEOPLE)
    assert found == expected(tables)


def test_without_journeys_there_is_no_pack_and_the_page_says_so(tmp_path):
    _, found = made([], tmp_path)
    assert found == {}
    page = (tmp_path / "report" / "klantreis.html").read_text(encoding="utf-8")
    assert "Er zijn geen klantreizen." in page
    assert not list((tmp_path / "report" / "data").glob("reis-*.js"))


def test_who_may_not_see_journeys_gets_none(tmp_path):
    made([event(1)], tmp_path)
    for level in ReportOptions().all_levels()[1:]:
        folder = tmp_path / level.name
        folder.mkdir()
        (folder / "tables").symlink_to(tmp_path / "tables")
        assert not written(folder, level).exists()


def test_the_same_tables_give_the_same_bytes(tmp_path):
    made([event(n, case_id=str(n % 7), partner="AB"[n % 2]) for n in range(60)], tmp_path)
    before = {path.name: path.read_bytes() for path in (tmp_path / "report").rglob("*.*")}
    written(tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "report").rglob("*.*")} == before
    assert len(before) >= 4


def test_the_list_begins_with_the_journeys_of_most_grave_signals(tmp_path):
    rows = [
        event(
            n, case_id=str(n // 5), partner="ABC"[n % 3], activity_source="mibkz"[n % 5 if n % 2 else 0],
            started_at=at("2024-01-01") + timedelta(days=(1 + n // 5) * 9 * (n % 5)),
        )
        for n in range(60)
    ]  # fmt: skip
    tables, _ = made(rows, tmp_path)
    count = {row["journey_id"]: [0, 0, 0] for row in tables["signals"]}
    for row in tables["signals"]:
        count[row["journey_id"]][["hoog", "midden", "laag"].index(row["severity"])] += 1
    order = sorted(
        count, key=lambda each: (-count[each][0], -count[each][1], -sum(count[each]), each)
    )
    with open_tables(tmp_path / "tables", TABLES) as connection:
        lay_out_findings(connection)
        listed = QUERIES.ask(connection, "gravest", n=5)
    assert [row["journey_id"] for row in listed] == order[:5]
    assert [row["n_high"] for row in listed] == [count[each][0] for each in order[:5]]
    assert len(order) > 5


@given(st.integers(0, 2_000_000), st.integers(1, 40))
def test_every_pseudonym_is_in_one_part_and_one_file(n_journeys, each):
    buckets = Buckets.of(n_journeys, n_journeys * each)
    parts = list(buckets.parts())
    assert sum(part.n for part in parts) == 2**buckets.bits
    for journey_id in ("0000aaaa", "7fffzzzz"[:4] + "0", "80000000", "ffffffff", "c0ffee00"):
        (part,) = [part for part in parts if part.low <= journey_id < part.high]
        assert part.first <= buckets.number(journey_id) < part.first + part.n
