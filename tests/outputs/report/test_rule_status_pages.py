"""What pages say of a log that cannot tell: what could not be judged is named, and is no zero."""

from __future__ import annotations

from datetime import timedelta

import pytest
from literal import at, record, run_models
from lxml import html
from pages import write_part

from outputs.report import About
from outputs.report.pages.cijfers.page import write_figures
from outputs.report.pages.index.page import write_front

AS_OF = at("2025-01-01")
CONTACTS = [
    record(n, partner="Wijkteam", source="wijkteam", started_at=at("2024-01-01") + timedelta(n * 184 / 21))
    for n in range(22)
]  # fmt: skip
"""22 contacts at one partner in 184 days, each with one time."""

HANDED = [
    record(n, case_id=str(n // 3), partner="ABA"[n % 3], started_at=at("2024-01-01") + timedelta(20 * n))
    for n in range(30)
]  # fmt: skip
"""Ten cases that go from A to B and back: no regisseur, no referral, one time per event."""


def words(section):
    """Its words, with a space between two cells and none within brackets."""
    told = " ".join(" ".join(section.itertext()).split())
    return told.replace("( ", "(").replace(" )", ")").replace(" .", ".").replace(" ,", ",")


@pytest.fixture
def pages(tmp_path):
    """A function from records to the words of the front page and of the figures, by section."""

    def make(rows, language="", **settings):
        run_models(rows, tmp_path / "run", as_of=AS_OF, **settings)
        about, told = About("Proef", AS_OF), {}
        for name, write in (("index", write_front), ("cijfers", write_figures)):
            report = write_part(tmp_path / "run", write, about)
            page = html.document_fromstring((report / f"{name}{language}.html").read_bytes())
            told |= {
                f"{name} {section.get('aria-labelledby')}": words(section)
                for section in page.xpath("//section")
            }
        return told

    return make


def test_contacts_at_one_partner_are_nowhere_called_waiting(pages):
    told = pages(CONTACTS)
    assert "184 dagen" not in told["index knelpunten"]
    assert (
        "Of ergens een klantreis stilstond, is niet te beoordelen: er is alleen tijd tussen contacten,"
        " en de bronnen leggen geen eindes vast." in told["index knelpunten"]
    )
    assert (
        "100 % van de tijd waarin niets is vastgelegd, ligt tussen contacten: twee contacten bij één"
        " partner waarvan de bron geen eindes vastlegt (wijkteam). Of er toen gewacht werd, is niet te"
        " zien. Deze tijd telt nergens als wachten." in told["index zeker"]
    )
    assert "aantoonbaar langer of korter" not in told["index veranderd"]
    assert "Wachten per klantreis–Niet te beoordelen: er is alleen tijd tussen contacten" in told[
        "cijfers cijfers"
    ].replace("– ", "–").replace(" –", "–")
    assert "er was steeds een partner bezig" not in told["cijfers wachtmomenten"]
    assert "Nergens stond een klantreis stil" not in " ".join(told.values())


def test_a_log_without_regisseur_or_referral_says_so_and_counts_neither(pages):
    told = pages(HANDED)
    every = " ".join(told.values())
    assert "Over de regie is dus niets te zeggen." in told["index regie"]
    assert "100 % van de overdrachten is niet te beoordelen" in told["index zeker"]
    missing = told["index ontbreekt"]
    assert (
        "Niet te beoordelen: regie en partner wisselen tegelijk, te lang geen regisseur," in missing
    )
    assert "stille overdracht, veel regisseurs," in missing
    assert "Wat daarvoor ontbreekt, staat bij Cijfers." in missing
    assert "norm wordt bijna overschreden" not in missing
    assert "Niet te beoordelen: geen enkele bron noemt een verwijzing." in told["cijfers cijfers"]
    assert "niet te beoordelen de bron van de vorige partner noemt nooit" in told["cijfers cijfers"]
    assert "zonder dat een verwijzing is vastgelegd" not in every
    assert "stille overdracht niet te beoordelen een verwijzing s" in told["cijfers beoordeeld"]
    assert "Klantreizen waarin geen enkele gebeurtenis een regisseur noemt" not in every


def test_the_same_is_told_in_english(pages):
    told = pages(CONTACTS, ".en")
    assert (
        "100 % of the time in which nothing is recorded lies between contacts"
        in told["index zeker"]
    )
    assert "silent handover cannot be judged" in told["cijfers beoordeeld"]


def test_of_two_sources_the_one_that_names_a_regisseur_is_judged_and_the_other_is_not(pages):
    rows = [
        record(
            n, case_id="x", source="een", partner="A", regisseur="R", referred_to="B" if n else None
        )
        for n in (0, 1)
    ] + [record(n, case_id="y", source="twee", partner=" CD"[n - 1]) for n in (2, 3)]
    told = pages(rows)
    assert "Van 1 klantreis is dit niet te beoordelen" in told["index regie"]
    assert "0 klantreizen hadden geen regisseur (0 %)" in told["index regie"]
    assert "noemt nooit een verwijzing (twee)" in told["index zeker"]
    assert (
        "te lang geen regisseur deels beoordeeld een regisseur twee" in told["cijfers beoordeeld"]
    )
