"""What looks the same is the same activity, partner and term."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from literal import record, run_models

from journeys.inputs import Term
from journeys.spelling import spelled


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("Intake ", "Intake"),
        ("In\u00a0take", "In take"),
        ("In\u2009 \ttake\r\n", "In take"),
        ("\ufeffIn\u200btake", "Intake"),
        ("be\u00adsluit", "besluit"),
        ("cafe\u0301", "café"),
        ("Intake\u200d", "Intake"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("intake", "intake"),
        ("", ""),
        ("\u200b \u00a0", ""),
    ],
)
def test_one_spelling(text, one):
    assert spelled(text) == one


@given(st.text())
def test_a_spelling_is_its_own_spelling(text):
    assert spelled(spelled(text)) == spelled(text)
    assert unicodedata.is_normalized("NFC", spelled(text))


def test_an_activity_is_one_in_every_spelling_and_stays_as_written(tmp_path):
    written = ["Intake", "Intake ", "\u00a0Intake", "In\u200btake", "intake", "In take"]
    rows = [record(n, activity_source=text) for n, text in enumerate(written, start=1)]
    events = run_models(rows, tmp_path, ["events"])["events"]
    assert [row["activity_source"] for row in events] == written
    assert [row["activity"] for row in events] == ["Intake"] * 4 + ["intake", "In take"]


def test_a_term_and_a_closing_activity_match_in_every_spelling(tmp_path):
    rows = [record(1, activity_source="Mel\u00a0ding "), record(2, activity_source="Af sluiting\t")]
    made = run_models(
        rows,
        tmp_path,
        ["events", "journeys"],
        vocabulary=[Term("s", "Mel  ding", "Melding", "melding")],
        closing=["Af\u00a0sluiting"],
    )
    assert [(row["activity"], row["kind"]) for row in made["events"]] == [
        ("Melding", "melding"),
        ("Af sluiting", "overig"),
    ]
    assert [row["closed"] for row in made["journeys"]] == [True]
