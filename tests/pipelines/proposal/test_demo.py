"""The demo's exports, of eight systems: what is proposed of them beside the config that the demo has."""

from __future__ import annotations

import tomllib

import pytest

from pipelines.demo import write_region
from pipelines.proposal.propose import propose


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """By the folder of its export, each source's columns: the demo's own, and those that are proposed."""
    folder = tmp_path_factory.mktemp("demo")
    write_region(folder, households=60, seed=2026)
    config = tomllib.loads((folder / "klantreis.toml").read_text(encoding="utf-8"))
    right = {source["path"].split("/")[1]: source for source in config["sources"]}
    sources = propose([str(folder / "exports")], folder).sources
    places = {
        setting.value.split("/")[1]: source
        for source in sources
        for setting in source.settings
        if setting.name == "path" and not setting.is_off
    }
    return right, places


def test_every_column_of_the_demo_is_found(both):
    right, proposed = both
    wrong, n = [], 0
    for place, source in right.items():
        found = {setting.name: setting.value for setting in proposed[place].columns}
        for role, column in source["columns"].items():
            n += 1
            if found.get(role) != column:
                wrong.append((place, role, column, found.get(role)))
    assert (wrong, n) == ([], 67)


def test_the_partner_of_each_export_is_found_or_in_doubt(both):
    right, proposed = both
    for place, source in right.items():
        lines = {setting.name: setting for setting in proposed[place].settings}
        if "actor" in source:
            assert lines["actor"].value == source["actor"]
        else:
            told = lines["partner"].value
            assert told in source["partner"] or lines["partner"].is_doubtful


def test_what_may_be_a_name_is_in_doubt_as_not_filled_in(both):
    """The demo has a worker whose initials are NA."""
    _, proposed = both
    (missing,) = [line for line in proposed["ggz"].settings if line.name == "missing"]
    assert (missing.value, missing.is_doubtful) == (["NA"], True)
