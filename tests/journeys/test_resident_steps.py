"""What a resident or the network did is drawn beside the journey and counts in nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literal import at, record, run_models
from profiles import examples

from journeys.contract import EVENTS
from journeys.inputs import Actor, Term
from journeys.models import published

OWN = Actor("inwoner", source="mijn")
NETWORK = Actor("netwerk", partner="Buren")
BESIDE = {"resident_steps", "terms"}
"""The tables that such steps stand in."""


def step(n, **given):
    return record(
        n, **{"source": "mijn", "event_id": f"r{n:03}", "case_id": "m", "client_id": "k1", **given}
    )


def steps(rows, folder, **options):
    """(event, journey's number in order of start or None, seq, actor) of each step."""
    tables = run_models(rows, folder, actors=[OWN, NETWORK], **options)
    order = [
        row["journey_id"]
        for row in sorted(
            tables["journeys"], key=lambda row: (row["started_at"], row["journey_id"])
        )
    ]
    return [
        (
            row["event_id"],
            None if row["journey_id"] is None else order.index(row["journey_id"]),
            row["seq"],
            row["actor"],
        )
        for row in sorted(tables["resident_steps"], key=lambda row: row["event_id"])
    ]


def test_a_step_stands_in_the_journey_in_which_it_falls_else_in_the_nearest(tmp_path):
    rows = [
        record(1, client_id="k1", started_at=at("2024-01-01")),
        record(2, client_id="k1", started_at=at("2024-01-31")),
        record(3, client_id="k1", started_at=at("2024-08-01")),
        record(4, client_id="k2", started_at=at("2024-03-01"), case_id="d"),
        step(1, started_at=at("2023-12-01")),  # before all: the first is nearest
        step(2, started_at=at("2024-01-15")),  # within the first
        step(3, started_at=at("2024-03-01")),  # after it, nearer to it than to the other
        step(4, started_at=at("2024-07-01")),
        step(5, started_at=at("2024-01-15"), client_id="k3", case_id="n"),  # no partner knows k3
        step(6, started_at=at("2024-01-16"), client_id=None),  # its case names one client
    ]
    assert steps(rows, tmp_path, level="client", split_after_days=90) == [
        ("r001", 0, 1, "inwoner"),
        ("r002", 0, 2, "inwoner"),
        ("r003", 0, 4, "inwoner"),
        ("r004", 2, 1, "inwoner"),
        ("r005", None, None, "inwoner"),
        ("r006", 0, 3, "inwoner"),
    ]


def test_at_level_household_a_parent_whom_no_partner_knows_stands_in_the_family_s_journey(tmp_path):
    rows = [
        record(1, client_id="k1", household_id="h", started_at=at("2024-01-01")),
        step(1, client_id="ouder", household_id="h", started_at=at("2024-01-02"), case_id="n"),
    ]
    assert steps(rows, tmp_path / "a", level="household") == [("r001", 0, 1, "inwoner")]
    assert steps(rows, tmp_path / "b", level="client") == [("r001", None, None, "inwoner")]


def test_at_level_case_a_step_stands_in_one_case_of_its_client(tmp_path):
    rows = [
        record(1, client_id="k1", case_id="a", started_at=at("2024-01-01")),
        record(2, client_id="k1", case_id="b", started_at=at("2024-05-01")),
        step(1, started_at=at("2024-04-20")),
    ]
    assert steps(rows, tmp_path, level="case") == [("r001", 1, 1, "inwoner")]


def test_a_partner_s_name_says_who_acts_whatever_its_capitals_and_its_source(tmp_path):
    rows = [
        record(1, client_id="k1", partner="Wijkteam"),
        record(2, client_id="k1", partner=" BUREN ", event_id="b"),
        step(3, partner="buren"),
        record(4, client_id=None, partner="Buren", event_id="c", case_id="z"),
        record(5, client_id=None, partner="Wijkteam", case_id="z"),
    ]
    assert steps(rows, tmp_path, level="client") == [
        ("b", 0, 1, "netwerk"),
        ("c", 1, 1, "netwerk"),
        ("r003", 0, 2, "netwerk"),
    ]


def test_a_step_has_the_columns_of_an_event_in_the_vocabulary_s_words(tmp_path):
    rows = [record(1, client_id="k1"), step(2, activity_source="belt", is_running=True)]
    tables = run_models(
        rows,
        tmp_path,
        actors=[OWN],
        vocabulary=[Term("mijn", "belt", "Belt zelf", "contact", 3)],
        as_of=at("2024-02-01"),
    )
    (row,) = tables["resident_steps"]
    assert list(row) == [*EVENTS, "actor"]
    assert (row["activity"], row["kind"], row["rank"]) == ("Belt zelf", "contact", 3)
    assert row["ended_at"] == at("2024-02-01")


PARTNERS = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.integers(0, 30),
        st.sampled_from("ABC"),
        st.sampled_from(["k1", "k2"]),
        st.sampled_from([None, "A", "B"]),
        st.sampled_from([None, "x", "y"]),
    ),
    min_size=1,
    max_size=10,
)
RESIDENTS = st.lists(
    st.tuples(
        st.integers(-400, 900),
        st.sampled_from(["k1", "k2", "k9", None]),
        st.sampled_from([None, "A", "buren"]),
        st.sampled_from(["mijn", "s"]),
    ),
    min_size=1,
    max_size=6,
)


@examples(8)
@given(PARTNERS, RESIDENTS, st.sampled_from(["case", "client", "household"]))
def test_adding_what_residents_do_leaves_every_other_table_byte_for_byte(
    tmp_path_factory, partners, residents, level
):
    folder = tmp_path_factory.mktemp("metamorphic")

    def moment(day):
        return at("2024-01-01") + timedelta(days=day)

    rows = [
        record(
            n,
            started_at=moment(day),
            ended_at=moment(day + long),
            partner=partner,
            client_id=client,
            household_id="h",
            case_id=client,
            referred_to=to,
            regisseur=regie,
        )
        for n, (day, long, partner, client, to, regie) in enumerate(partners)
    ]
    own = [
        step(
            n,
            started_at=moment(day),
            client_id=client,
            partner="buren" if source == "s" else partner,
            source=source,
            regisseur="z",
            referred_to="B",
            case_id=f"m{n}",
        )
        for n, (day, client, partner, source) in enumerate(residents)
    ]
    both = [OWN, NETWORK]
    options = {"level": level, "split_after_days": 60}
    run_models(rows, folder / "without", actors=both, **options)
    tables = run_models([*rows, *own], folder / "with", actors=both, **options)
    assert len(tables["resident_steps"]) == len(own)
    for name in set(published()) - BESIDE:
        paths = [folder / which / "tables" / f"{name}.parquet" for which in ("without", "with")]
        assert paths[0].read_bytes() == paths[1].read_bytes(), name


@pytest.mark.parametrize("level", ["case", "client", "household"])
def test_a_log_of_residents_alone_has_no_journey(tmp_path, level):
    tables = run_models([step(1)], tmp_path, actors=[OWN], level=level)
    assert tables["journeys"] == tables["events"] == []
    assert [row["journey_id"] for row in tables["resident_steps"]] == [None]
