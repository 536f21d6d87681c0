"""Every figure that the pages of a report tell, by its name: from its HTML, its data and its paper maps."""

from __future__ import annotations

import re
from collections import defaultdict

from animated import unpacked
from lxml import etree, html

from outputs.reader import Reader
from outputs.report.marks import figure_name

DUTCH = Reader()
PREFIXES = ("langer dan ", "ten hoogste ")
SVG = "{http://www.w3.org/2000/svg}"


class Told:
    """Name of a figure -> value -> the places where it is told."""

    def __init__(self):
        """Nothing is told yet."""
        self.values = defaultdict(lambda: defaultdict(set))

    def add(self, name, text, place):
        """A figure as a page writes it; of a count the number alone, of a duration no word before it."""
        if name.rpartition("|")[2].startswith("n"):
            text = re.search(r"[\d.]+", text)[0]
        for prefix in PREFIXES:
            text = text.removeprefix(prefix)
        self.values[name][text].add(place)

    def several(self):
        """The figures with more than one value."""
        return {name: dict(values) for name, values in self.values.items() if len(values) > 1}

    def on(self, *places):
        """The figures that are told on each of these places."""
        found = {name: set().union(*values.values()) for name, values in self.values.items()}
        return {name for name, there in found.items() if set(places) <= there}


def figures_told(report, maps=None):
    """What the Dutch pages of one level tell, and the maps on paper where the level has them."""
    told = Told()
    for path in sorted(report.glob("*.html")):
        if ".en." not in path.name:
            _of_page(told, path)
    _of_map_data(told, report / "data")
    if maps:
        _of_paper(told, maps)
    return told


def _of_page(told, path):
    for element in html.document_fromstring(path.read_bytes()).xpath("//*[@data-figure]"):
        told.add(element.get("data-figure"), " ".join(element.text_content().split()), path.stem)


def _of_map_data(told, data):
    """What the scripts of the map tell: the view of everything, and steps of several kinds as one."""
    map_, items = unpacked(data / "kaart.js"), unpacked(data / "beeld-0.js")["items"]
    told.add("journeys|n", DUTCH.number(map_["views"][0]["journeys"]), "kaart.js")
    places = {one["key"]: one for one in map_["places"]}
    partners = {one["key"]: one["name"] for one in map_["partners"]}
    for move in map_["moves"]:
        ends = [places.get(move[end], {}) for end in ("from", "to")]
        names = [end.get(name) for end in ends for name in ("partner", "activity")]
        is_one_of_several = move["key"] in map_["wholes"]
        thing = ("move", *names, move["kind"]) if is_one_of_several else ("step", *names)
        _row(told, thing, items[move["key"]])
        if map_["wholes"].get(move["key"]):
            _row(told, ("step", *names), map_["wholes"][move["key"]])
    for pair in map_["pairs"]:
        names = [partners[pair[end]] for end in ("from", "to")]
        _row(told, ("handover", *names), items[pair["key"]])


def _row(told, thing, row):
    n, n_journeys, median, _, total, n_waits, n_wait_journeys = row[:7]
    values = {
        "n": n,
        "n_journeys": n_journeys,
        "n_waits": n_waits,
        "n_wait_journeys": n_wait_journeys,
    }
    for measure, value in values.items():
        if value is not None:
            told.add(figure_name(*thing, measure=measure), DUTCH.number(value), "kaart.js")
    for measure, value in {"median_wait_s": median, "total_wait_s": total}.items():
        if value:
            told.add(figure_name(*thing, measure=measure), DUTCH.days(value), "kaart.js")
    if median:
        name = figure_name(*thing, measure="median_wait_s short")
        told.add(name, DUTCH.days(median, short=True), "kaart.js")


PAPER = re.compile(
    r"(?P<from>[^:]+): (?P<before>.+) > (?P<to>[^:]+): (?P<after>.+?):"
    r" (?P<kind>verwezen |stil |tegelijk |niet te beoordelen |tussen contacten )?(?P<n>[\d.]+)×; (?P<rest>.*)"
)
PAPER_PAIR = re.compile(
    r"(?P<from>[^:>]+) > (?P<to>[^:>]+): (?P<n>[\d.]+) overdracht(?:en)?, waarvan [\d.]+ terug"
    r" bij wie er eerder was; (?P<rest>.*)"
)
WAITED = re.compile(
    r"(?P<n_waits>[\d.]+) keer gewacht in (?P<n_wait_journeys>[\d.]+) klantrei\w+,"
    r"(?: mediaan van de wachttijd (?P<median_wait_s>[^,]+(?:,\d [a-z]+)?),)?"
    r" samen (?P<total_wait_s>.+)"
)
KINDS = {
    "verwezen ": "referred",
    "stil ": "silent",
    "tegelijk ": "parallel",
    "niet te beoordelen ": "unknown",
    "tussen contacten ": "contacts",
    None: "step",
}


def _of_paper(told, maps):
    """What the lines of the paper maps say of themselves."""
    lines = defaultdict(list)
    for found in _titles(maps / "klantreiskaart.svg", PAPER):
        names = (found["from"], found["before"], found["to"], found["after"])
        lines[names].append((KINDS[found["kind"]], found))
    moves = {name.rsplit("|", 1)[0] for name in told.values if name.startswith("move|")}
    for names, kinds in lines.items():
        for kind, found in kinds:
            one = ("move", *names, kind)
            is_one_of_several = figure_name(*one, measure="n").rsplit("|", 1)[0] in moves
            thing = one if is_one_of_several or len(dict(kinds)) > 1 else ("step", *names)
            _paper_row(told, thing, found, "klantreiskaart.svg")
    for found in _titles(maps / "partnernetwerk.svg", PAPER_PAIR):
        _paper_row(told, ("handover", found["from"], found["to"]), found, "partnernetwerk.svg")


def _titles(path, pattern):
    for title in etree.parse(path).iter(SVG + "title"):
        if found := pattern.fullmatch(title.text or ""):
            yield found.groupdict()


def _paper_row(told, thing, found, place):
    told.add(figure_name(*thing, measure="n"), found["n"], place)
    waited = WAITED.fullmatch(found["rest"])
    for measure, value in (waited.groupdict() if waited else {}).items():
        if value:
            told.add(figure_name(*thing, measure=measure), value, place)
