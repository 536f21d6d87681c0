"""The front page says how long half of all journeys take, and counts the open ones."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from literal import at, record, run_models
from lxml import html
from pages import write_part

from journeys.inputs import Term
from outputs.report import About
from outputs.report.pages.index.page import write_front

AS_OF = at("2025-01-01")
TERMS = [Term("s", "dicht", "dicht", "afsluiting")]


def told(folder, journeys):
    """The section's words, of journeys that began so many days ago and took so long (None: open)."""
    rows = []
    for case, (ago, took) in enumerate(journeys):
        begin = AS_OF - timedelta(days=ago)
        moments = [("a", begin)] + [("dicht", begin + timedelta(days=took or 0))] * (
            took is not None
        )
        for activity, moment in moments:
            rows.append(
                record(len(rows), case_id=str(case), activity_source=activity, started_at=moment)
            )
    tables = run_models(rows, folder, vocabulary=TERMS, as_of=AS_OF)
    report = write_part(folder, write_front, About("Proef", AS_OF))
    page = html.fromstring((report / "index.html").read_bytes())
    (section,) = page.xpath("//section[@aria-labelledby='zeker']")
    return " ".join(section.text_content().split()), tables


def test_with_a_growing_backlog_the_median_of_all_is_told_with_its_interval(tmp_path):
    source = random.Random(4)
    journeys = []
    for _ in range(300):
        ago, took = source.randrange(1, 366), round(source.expovariate(1 / 150))
        journeys.append((ago, took if took <= ago else None))
    text, tables = told(tmp_path, journeys)
    (row,) = [r for r in tables["survival_medians"] if r["group_kind"] == "all"]
    assert row["naive_median_days"] < row["median_low_days"]
    assert (
        f"De helft van de klantreizen duurt ten hoogste {row['median_days']} dagen;"
        f" {row['n_open']} zijn nog open en tellen daarin mee." in text
    )
    assert f"tussen {row['median_low_days']} dagen en {row['median_high_days']} dagen" in text


@pytest.mark.parametrize(
    ("journeys", "sentence"),
    [
        ([(9, None)] * 5, "5 klantreizen zijn nog open: hoe lang de helft duurt, is nog niet"),
        ([(30, 4), (30, 6)], ""),
        ([(30, 4)] + [(90, None)] * 5, "5 klantreizen zijn nog open: hoe lang de helft duurt"),
    ],
    ids=["none closed", "none open", "most open"],
)
def test_each_state_of_affairs_has_its_own_sentence(tmp_path, journeys, sentence):
    text = told(tmp_path, journeys)[0]
    assert sentence in text
    assert ("de helft" in text) == bool(sentence)
