"""The animation's data as its pages read them, and what they should say by brute force."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

from outputs.options import Level, ReportOptions
from outputs.report.about import About
from outputs.report.build import Build
from outputs.report.pages.animatie import MapKeys, prepare_animation, write_animation
from outputs.run_tables import open_tables

NAMES = ("events", "steps", "waits", "handovers", "journeys")
JOURNEYS = Level("uitvoerder", journeys=True, teams=True)
TEAMS = Level("manager", "manager", teams=True)


def keys_of(events):
    """Every activity at a partner and every move has a box and a line."""
    places = sorted({(e["partner"], e["activity"]) for e in events}, key=repr)
    kinds = ("step", "referred", "silent", "parallel")
    return MapKeys(
        {place: (f"p{n}", f"q{n}") for n, place in enumerate(places)},
        {
            (one, other, kind): (f"m{n}-{m}-{kind}",)
            for n, one in enumerate(places)
            for m, other in enumerate(places)
            for kind in kinds
        },
    )


def animate(run, events, as_of, level=JOURNEYS, **options):
    """The index and the months of a run's folder."""
    about = About("Proef", as_of)
    with open_tables(run / "tables", NAMES) as connection:
        build = Build(
            connection, run / "report" / level.name, level, ReportOptions(), about, run / "maps"
        )
        write_animation(build, prepare_animation(connection, keys_of(events), about, **options))
    data = run / "report" / level.name / "data"
    return unpacked(data / "animatie.js"), {
        path.stem[6:]: unpacked(path) for path in sorted(data.glob("maand-*.js"))
    }


def unpacked(path):
    """What a data file holds."""
    found = re.fullmatch(
        r'klantreis\.put\("([a-z0-9-]+)", (.*)\);\n', path.read_text("utf-8"), re.DOTALL
    )
    value = json.loads(found[2])
    assert found[1] == path.stem
    if isinstance(value, dict) and "gzip" in value:
        value = json.loads(gzip.decompress(base64.b64decode(value["gzip"])))
    return value


def moment(month, step):
    """The moment of a step: the last microsecond before its hour, or as_of."""
    at = datetime.fromtimestamp(month["start"] / 1000, UTC) + timedelta(hours=month["hours"][step])
    is_as_of = month["cut"] and step == len(month["hours"]) - 1
    return at if is_as_of else at - timedelta(microseconds=1)


def state(rows, closed, at, ending):
    """Of one journey's events at a moment: None before it begins, closed, waiting or helped.

    `ending`: the sources that register ends; of another nobody sees what goes on after a contact.
    """
    if at < rows[0]["started_at"]:
        return None
    if closed and at >= max(row["ended_at"] for row in rows):
        return "closed"
    begun = [row for row in rows if row["started_at"] <= at]
    if any(at < row["ended_at"] or row["is_running"] for row in begun):
        return "helped"
    later = [row for row in rows if row["started_at"] > at]
    assert later or not closed
    last = begun[-1]
    if last["source"] in ending:
        return "waiting"
    if not later:
        return "helped"
    is_contact = (
        last["kind"] != "afsluiting"
        and last["partner"] == later[0]["partner"]
        and (last["partner"] is not None or last["source"] == later[0]["source"])
    )
    return "helped" if is_contact else "waiting"


def by_journey(tables):
    """Each journey's events in order, whether it is closed, and the sources that register ends."""
    rows = defaultdict(list)
    for event in sorted(tables["events"], key=lambda e: e["seq"]):
        rows[event["journey_id"]].append(event)
    ending = {
        event["source"]
        for event in tables["events"]
        if event["is_running"] or event["ended_at"] > event["started_at"]
    }
    return [(rows[each["journey_id"]], each["closed"], ending) for each in tables["journeys"]]


def counted(journeys, start, at):
    """How many journeys are open, waiting, closed since `start` and begun since then, at a moment."""
    found = Counter()
    for rows, closed, ending in journeys:
        now = state(rows, closed, at, ending)
        before = state(rows, closed, start - timedelta(microseconds=1), ending)
        found["open"] += now in ("waiting", "helped")
        found["waiting"] += now == "waiting"
        found["closed"] += now == "closed" and before != "closed"
        found["started"] += now is not None and before is None
    return found


def standing_dots(month, step):
    """Of a month's dots and those that stand still, by place and state, how many there are at a step."""
    found = Counter()
    for begins, leaves, closes, stays, waits in month["dots"]:
        if step < begins or (leaves is not None and step >= leaves):
            continue
        at = [stays[n] for n in range(0, len(stays), 4) if stays[n + 3] <= step]
        spans = [(waits[n], waits[n + 1]) for n in range(0, len(waits), 2)]
        waiting = any(since <= step and (until is None or step < until) for since, until in spans)
        here = at[-1] if at else stays[0]
        if closes is not None and step >= closes:
            found["closed"] += 1
        else:
            found[here, "waiting" if waiting else "helped"] += 1
    for place, waiting, helped in month["still"]:
        found[place, "waiting"] += waiting
        found[place, "helped"] += helped
    return +found


def standing_by_force(journeys, places, start, at):
    """The same from the events: where the latest event of each open journey began."""
    numbers = {place: n for n, place in enumerate(places)}
    found = Counter()
    for rows, closed, ending in journeys:
        now = state(rows, closed, at, ending)
        if now is None:
            continue
        if now == "closed":
            found["closed"] += (
                state(rows, closed, start - timedelta(microseconds=1), ending) != "closed"
            )
            continue
        last = [row for row in rows if row["started_at"] <= at][-1]
        found[numbers[last["partner"], last["activity"]], now] += 1
    return +found
