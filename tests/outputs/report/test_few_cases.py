"""Logs of one to six journeys: what the pages say of so few, at every level and in both languages."""

from __future__ import annotations

import random
import re
from datetime import timedelta

import pytest
from literal import at, record, run_models
from lxml import etree, html

from journeys.inputs import Term
from outputs.maps import draw_maps
from outputs.report import About, write_report

AS_OF = at("2025-01-01")
LEVELS = ("", "manager", "bestuurder")
PAGES = ("index", "cijfers", "beelden", "kaart", "klantreis")
TERMS = [Term("", kind, kind.capitalize(), kind) for kind in ("melding", "incident", "afsluiting")]
ONE = r"(?<![\d.,])1 "
NEVER = {
    "nl": (
        r"(?:langer|meer|korter) dan minder dan", r"ten hoogste minder dan", r"(?<![\d.,])0 dagen",
        ONE + r"(?:klantreizen|gezinnen|cliënten|dagen|keren|wachtmomenten|overdrachten|signalen|stappen"
        r"|partners|plekken|wissels|gebeurtenissen|routes|groepen|rijen|regisseurs|minuten|weken)\b",
    ),
    "en": (
        r"(?:longer|more|shorter) than less than", r"less than 1 minute at most", r"(?<![\d.,])0 days",
        ONE + r"(?:journeys|families|households|clients|days|waits|handovers|signals|steps|partners"
        r"|places|changes|events|routes|groups|rows|minutes|weeks)\b",
    ),
}  # fmt: skip
NOWHERE = (r"\bNaN\b", r"\bNone\b", r"\bundefined\b", r"\bnan\b", r"\bInfinity\b")
OF_HALF = (
    r"(?<!hoe lang )[Dd]e helft (?:wachtte|duur|van de|van het|daarvan)"
    r"|(?<!how long )[Hh]alf (?:waited|of|take|the)"
)


def log(seed):
    """One to six journeys: waits of seconds and of weeks, none, help at once; some with a regisseur."""
    chance = random.Random(seed)
    rows = []
    for case in range(1 + seed % 6):
        moment = at("2024-02-01") + timedelta(days=chance.randrange(200))
        for _ in range(chance.randint(1, 6)):
            rows.append(
                record(
                    len(rows) + 1,
                    case_id=f"z{case}",
                    client_id=f"k{case}",
                    household_id=f"h{case // 2}",
                    activity_source=chance.choice(["melding", "gesprek", "incident", "afsluiting"]),
                    partner=chance.choice(["Wijkteam", "GGZ", None]),
                    team=chance.choice(["Noord", None]),
                    referred_to=chance.choice(["GGZ", None]),
                    regisseur=chance.choice(["x", "y", None, None]),
                    municipality=chance.choice(["Adorp", None]),
                    precision=chance.choice(["second", "day"]),
                    started_at=moment,
                    ended_at=moment + timedelta(hours=chance.choice([0, 0, 30])),
                )
            )
            moment += timedelta(seconds=chance.choice([0, 3, 40, 86_400, 86_400 * 12, 86_400 * 70]))
    return rows


@pytest.fixture(scope="module", params=range(12))
def told(request, tmp_path_factory):
    """The log's report by level and page: its language and its main part; and how many journeys there are."""
    folder = tmp_path_factory.mktemp("few")
    rows = log(request.param)
    tables = run_models(rows, folder, vocabulary=TERMS, as_of=AS_OF, level="client")
    draw_maps(folder / "tables", folder / "maps")
    about = About("Proef", AS_OF, level="client")
    write_report(folder / "tables", folder / "maps", folder / "report", about=about)
    pages = {}
    for level in LEVELS:
        for name in PAGES:
            for language, ending in (("nl", ""), ("en", ".en")):
                path = folder / "report" / level / f"{name}{ending}.html"
                if path.exists():
                    page = html.document_fromstring(path.read_bytes())
                    pages[level, name, language] = page.find(".//main")
    return pages, len(tables["journeys"]), folder


def words(element):
    """What a reader reads: the texts of a drawing apart, and no blank before a mark."""
    for text in element.iter("text", "title"):
        text.tail = " | "
    return re.sub(r" (?=[.,;:])", "", " ".join(" ".join(element.itertext()).split()))


def test_no_sentence_is_broken_by_how_few_they_are(told):
    pages, _, _ = told
    for (level, name, language), main in pages.items():
        said = words(main)
        for pattern in (*NEVER[language], *NOWHERE):
            assert not re.findall(rf".{{0,40}}(?:{pattern}).{{0,40}}", said), (
                level,
                name,
                language,
            )


def test_nothing_is_half_or_ranked_or_a_share_of_fewer_than_the_least_group(told):
    pages, n, _ = told
    for (level, name, _), main in pages.items():
        if n >= 5 or name not in {"index", "cijfers"}:
            continue
        assert not main.xpath(".//ol[@class='worst']"), level
        for section in main.xpath(
            ".//section[@aria-labelledby='knelpunten' or @aria-labelledby='regie']"
        ):
            assert "%" not in words(section), level
        for figures in main.xpath(".//dl[@class='figures']"):
            assert "%" not in words(figures), level
        assert not re.findall(rf".{{0,30}}(?:{OF_HALF}).{{0,30}}", words(main)), level


def test_single_cases_are_named_as_what_they_are(told):
    pages, n, _ = told
    if n >= 5:
        return
    for main in (pages["", "index", "nl"], pages["manager", "index", "nl"]):
        for case in main.xpath(".//ul[@class='cases']/li"):
            assert re.search(r": (1 cliënt, [^.]+|[234] cliënten, samen [^.]+)\.$", words(case))
    assert not pages["bestuurder", "index", "nl"].xpath(".//ul[@class='cases']")


def test_the_maps_on_paper_say_no_median_of_few(told):
    _, n, folder = told
    for path in sorted((folder / "maps").glob("*.svg")):
        root = etree.parse(path).getroot()
        said = " ".join(text.text or "" for text in root.iter("{*}title"))
        for pattern in (*NEVER["nl"], *NOWHERE):
            assert not re.search(pattern, said), path.name
        if n < 5:
            assert "mediaan van de wachttijd" not in said
