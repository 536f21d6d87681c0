"""Names that want to do harm, in every column and in the config: a whole run, opened at all three levels."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from accessible import axe
from chromium import Pages
from looks import settle, too_wide
from nights import run_wholly
from profiles import with_few

from journeys.contract import KINDS

HOSTILE = (
    "</script><script>window.harmed = 1</script>",
    '"><img src=x onerror="window.harmed = 2">',
    "'><svg onload=window.harmed=3>",
    "</title></style></text></svg><iframe srcdoc='<script>top.harmed = 4</script>'>",
    "javascript:window.harmed=5",
    "{{7*7}}${7*7}<%= 7*7 %>#{7*7}%s%(naam)s{naam}",
    "__proto__",
    "constructor",
    "C:\\map\\n\\u003cb\\N\\G\\E\\",
    "\u202ertl \u2066iso\u2069 \u200flinks\u202c",
    "regel\u2028paragraaf\u2029nul\u0007bel",
    "👨‍👩‍👧‍👦🧑🏽‍🦽" * 6,
    "W" * 5000,
    "a\u0301\u0302\u0303" * 40 + "&lt;b&gt;&amp;#x3c; <!-- ]]> --> &",
)
N = 6
HEADER = (
    "Zaak",
    "Klant",
    "Wat",
    "Begin",
    "Wie",
    "Team",
    "Gemeente",
    "Domein",
    "Regie",
    "Rol",
    "Naar",
)
CONFIG = """
[project]
name = {project}
max_rejected_share = 1.0
[journeys]
level = "client"
[[sources]]
name = {source}
kind = "csv"
path = "export.csv"
delimiter = ";"
encoding = "utf-8"
[sources.columns]
case_id = "Zaak"
client = "Klant"
activity = "Wat"
started_at = "Begin"
partner = "Wie"
team = "Team"
municipality = "Gemeente"
domain = "Domein"
regisseur = "Regie"
regisseur_role = "Rol"
referred_to = "Naar"
[vocabulary]
file = "begrippen.csv"
"""
POKE = """
async () => {
  const wait = () => new Promise((done) => setTimeout(done, 30));
  const usable = (selector) => [...document.querySelectorAll(selector)]
    .filter((each) => each.checkVisibility() && !each.disabled);
  const changed = (each) => ["input", "change"].forEach((kind) =>
    each.dispatchEvent(new Event(kind, { bubbles: true })));
  for (const each of document.querySelectorAll("details")) each.open = true;
  for (const each of usable("main button").slice(0, 12)) { each.click(); await wait(); }
  for (const each of usable("main select")) {
    each.selectedIndex = each.options.length - 1;
    changed(each); await wait();
  }
  for (const each of usable("main input")) {
    if (each.type === "search" || each.type === "text") each.value = "<img src=x onerror=window.harmed=7>";
    if (each.type === "range") each.value = each.max;
    if (each.type === "checkbox" || each.type === "radio") each.click();
    else changed(each);
    await wait();
  }
  for (const each of usable("[data-lijn], [data-vak]").slice(0, 6)) {
    each.dispatchEvent(new MouseEvent("click", { bubbles: true })); await wait();
  }
}
"""
"""Use every control that is to be seen: what is shown only then must be as harmless."""

CHOSEN = re.compile(r"/((?:kaart|klantreis)\.html)#(?!inhoud)")
"""Links to something chosen on a page, which then looks otherwise."""


def quoted(text):
    """As TOML writes a text."""
    return json.dumps(text)


def rows():
    """Each client comes by every name; what is one's activity is another's partner."""
    for client in range(N):
        for step, name in enumerate(HOSTILE):
            day = date(2024, 1, 1) + timedelta(days=client + 9 * step)
            of = [HOSTILE[(step + shift) % len(HOSTILE)] for shift in range(8)]
            yield (
                f"z{client}", f"k{client}", name, day.isoformat(), of[1], of[2], of[3],
                of[4], f"r{step % 3}", of[5], of[2] if step % 3 == 0 else "",
            )  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The report of a run over them."""
    folder = tmp_path_factory.mktemp("hostile")
    source = "bron <b>&\u202e'"
    with (folder / "export.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows([HEADER, *rows()])
    with (folder / "begrippen.csv").open("w", encoding="utf-8", newline="") as out:
        kinds = [kind for kind in KINDS if kind != "overig"]
        terms = [(source, name, name, kinds[n % len(kinds)], "") for n, name in enumerate(HOSTILE)]
        csv.writer(out).writerows([("source", "term", "activity", "kind", "rank"), *terms])
    config = folder / "klantreis.toml"
    project = f"{HOSTILE[0]}{HOSTILE[1]}{HOSTILE[9]}"
    config.write_text(
        CONFIG.format(project=quoted(project), source=quoted(source)), encoding="utf-8"
    )
    outcome = run_wholly(config, draw=True)
    assert (outcome.status, outcome.new) == ("complete", N * len(HOSTILE))
    return Path(outcome.run_dir) / "report"


def looked_at(pages, path):
    """What a page does wrong with these names."""
    page = pages(path, watched=False)
    settle(page)
    wrong = axe(page)
    page.evaluate(POKE)
    settle(page)
    wrong += [
        f"after use: {fault}" for fault in axe(page, ["color-contrast", "button-name", "label"])
    ]
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width} px: {each}" for each in too_wide(page)]
    wrong += pages.of(page).wrong()
    wrong += page.evaluate(
        """() => [window.harmed, document.querySelector("iframe, object, embed, img[src=x]")?.outerHTML,
        document.querySelector("a[href^='javascript:' i]")?.outerHTML, Object.keys(Object.prototype).join(),
        /(^|[^0-9])49[^0-9]*49/.test(document.title) ? "a template was filled in" : null].filter(Boolean)"""
    )
    links = page.evaluate(
        "() => [...document.querySelectorAll('a[href*=\"#\"]')].map((a) => a.href)"
    )
    pages.close()
    return wrong, links


@pytest.mark.parametrize(
    "level",
    with_few(["", "manager", "bestuurder"], ""),
    ids=["uitvoerder", "manager", "bestuurder"],
)
def test_hostile_names_run_no_script_and_break_no_layout(browser, hostile, level):
    pages, wrong, states = Pages(browser), {}, {}
    for path in sorted((hostile / level).glob("*.html")):
        if not path.name.endswith(".en.html"):
            wrong[path.name], links = looked_at(pages, path)
            for link in links:
                if found := CHOSEN.search(link):
                    states.setdefault(found[1], link)
    for link in states.values():
        wrong[link], _ = looked_at(pages, link)
    assert {name: told for name, told in wrong.items() if told} == {}
    assert "index.html" in wrong


def test_hostile_names_are_shown_as_they_are_written(open_page, hostile):
    text = open_page(hostile / "index.html").locator("body").inner_text()
    assert "</script><script>window.harmed = 1</script>" in text
    assert "\u202e" not in text
