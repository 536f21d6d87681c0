"""What a record says in words of its own reaches the tables, whichever column it is."""

from __future__ import annotations

import re

import pytest
from nights import HEADER, run, table, write_config, write_export

from journeys.contract import DETAILS, EVENTS, PERSONS, RECORDS


@pytest.fixture(scope="module")
def event(tmp_path_factory):
    """The event of one row that fills every such column with its own name."""
    folder = tmp_path_factory.mktemp("details")
    columns = "\n".join(f'{name} = "{name}"' for name in DETAILS if name != "partner")
    config = write_config(folder, columns=f'{columns}\npartner = "partner"')
    config.write_text(config.read_text(encoding="utf-8").replace('partner = "a"\n', ""), "utf-8")
    names = list(DETAILS)
    row = ";".join(["Z1", "K1", "Intake", "2025-01-01 10:00", *names])
    write_export(folder, "a", "a.csv", row, header=";".join([HEADER, *names]))
    run(config)
    (row,) = table(folder, "events")
    return row


@pytest.mark.parametrize("name", [name for name in DETAILS if name not in PERSONS])
def test_a_column_that_is_mapped_is_in_the_events(event, name):
    assert event[name] == name


@pytest.mark.parametrize("name", PERSONS)
def test_who_a_column_names_is_in_the_events_as_a_pseudonym(event, name):
    assert re.fullmatch("[0-9a-f]{20}", event[name])


def test_a_worker_and_a_regisseur_are_persons():
    assert PERSONS == ("worker", "regisseur")


def test_the_events_have_the_columns_of_the_contract_in_its_order(event):
    assert list(event) == list(EVENTS)


def test_a_record_and_an_event_share_every_such_column():
    assert set(DETAILS) <= set(RECORDS) & set(EVENTS)
