"""The report's section of signals: counts by kind, and the gravest in words."""

from __future__ import annotations

from collections import Counter

from literal import at, record, run_models
from lxml import html
from pages import write_part

from outputs.names import NAMES
from outputs.report import About
from outputs.report.pages.cijfers.page import write_figures


def section(folder):
    about = About("Proef", at("2025-01-01"))
    report = write_part(folder, write_figures, about)
    page = html.fromstring((report / "cijfers.html").read_bytes())
    (found,) = page.xpath("//section[@aria-labelledby='signalen']")
    return found


def test_every_kind_is_counted_and_the_gravest_are_told_in_words(tmp_path):
    rows = [
        record(n, case_id=str(n // 4), started_at=at(f"2024-{n % 4 + 1:02}-{n % 20 + 1:02}"),
               partner="AB<"[n % 3], referred_to="AC"[n % 2], regisseur=[None, "X", "Y", "X"][n % 4])
        for n in range(40)
    ]  # fmt: skip
    made = run_models(rows, tmp_path)
    shown = section(tmp_path)
    table = {row.xpath("string(th)"): row.xpath("td/text()") for row in shown.xpath(".//tbody/tr")}
    counted = Counter((NAMES["signal"][row["kind"]], row["severity"]) for row in made["signals"])
    assert {(kind, cells[0]): int(cells[1]) for kind, cells in table.items()} == counted
    assert len(counted) > 3
    gravest = [row for row in made["signals"] if row["severity"] == "hoog"]
    gravest.sort(key=lambda row: row["signal_id"])
    gravest.sort(key=lambda row: row["until"] or row["since"], reverse=True)
    words = [item.text_content().strip() for item in shown.xpath(".//li")]
    assert words == [f"{row['explanation']} {row['journey_id']}" for row in gravest[:10]]


def test_without_signals_it_says_so(tmp_path):
    run_models([record(1)], tmp_path)
    assert "Er zijn geen signalen." in section(tmp_path).text_content()
