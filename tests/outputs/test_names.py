"""Every code that a table may hold has a name that a reader understands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import journeys
from journeys.needs import needs
from outputs.names import NAMES

SQL = Path(journeys.__file__).parent / "sql"


def test_every_kind_of_signal_has_a_name_and_no_other_has():
    assert set(NAMES["signal"]) == {path.stem for path in (SQL / "signals").glob("*.sql")}
    used = {
        re.search(r"^-- severity: (\w+)", path.read_text("utf-8"), re.MULTILINE)[1]
        for path in (SQL / "signals").glob("*.sql")
    }
    assert used <= set(NAMES["severity"]) == {"hoog", "midden", "laag"}


@pytest.mark.parametrize(
    ("sort", "table", "column"),
    [
        ("handover", "handovers", "judgement"),
        ("handover meaning", "handovers", "judgement"),
        ("outcome", "referrals", "outcome"),
        ("outcome meaning", "referrals", "outcome"),
        ("verdict", "norm_checks", "verdict"),
        ("rule", "links", "rule"),
        ("rule status", "rule_status", "status"),
    ],
)
def test_every_code_of_a_table_has_a_name_and_no_other_has(sort, table, column):
    glossary = (Path(journeys.__file__).parents[1] / "docs" / "glossary.md").read_text("utf-8")
    part = glossary.partition(f"\n## {table}\n")[2].partition("\n## ")[0]
    (line,) = [line for line in part.splitlines() if line.startswith(f"| {column} |")]
    assert set(NAMES[sort]) == {code.strip() for code in line.split("|")[3].split(",")}


def test_every_rule_and_every_input_has_a_name_and_no_other_has():
    assert set(NAMES["judgement"]) == {rule for rule, need in needs().items() if not need.is_signal}
    assert set(NAMES["rule input"]) == {name for need in needs().values() for name in need.inputs}


def test_no_two_codes_of_a_sort_have_one_name():
    for names in NAMES.values():
        assert len(set(names.values())) == len(names)
