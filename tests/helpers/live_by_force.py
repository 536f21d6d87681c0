"""The live map's figures once more, in plain Python, from a run's tables as lists of rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from math import floor
from zoneinfo import ZoneInfo

BOUNDS = (1, 7, 28, 84)
GRAVITY = {"hoog": 2, "midden": 1, "laag": 0}
DAY = 86_400


def percentile(values, share):
    """Linear between closest ranks."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def wait_class(seconds):
    """0 is no wait at all."""
    if seconds == 0:
        return 0
    return 1 + sum(seconds >= bound * DAY for bound in BOUNDS)


def waited(step):
    """How long was waited in a step: not at all between contacts."""
    return 0.0 if step["is_between_contacts"] else step["idle_s"]


class ByForce:
    """A run's tables, asked one question at a time."""

    def __init__(self, tables, timezone="Europe/Amsterdam", months=3):
        """Nothing is counted before it is asked."""
        self.zone, self.months = ZoneInfo(timezone), months
        self.events = {(row["journey_id"], row["seq"]): row for row in tables["events"]}
        self.by_id = {row["event_id"]: row for row in tables["events"]}
        self.kinds = {(row["journey_id"], row["seq"]): row for row in tables["handovers"]}
        self.steps = tables["steps"]
        self.contacts = {
            (row["journey_id"], row["seq"]) for row in self.steps if row["is_between_contacts"]
        }
        self.signals = tables["signals"]
        self.journeys = {row["journey_id"]: row for row in tables["journeys"]}
        self.domains = defaultdict(set)
        for row in tables["events"]:
            self.domains[row["domain"]].add(row["journey_id"])

    def period(self, moment):
        local = moment.astimezone(self.zone)
        return (local.year * 12 + local.month - 1) // self.months

    def day(self, moment):
        return (moment.astimezone(self.zone).date() - date(1970, 1, 1)).days

    def sees(self, view, journey, moment):
        """Whether a view holds what happened in a journey at a moment."""
        if view.kind == "all":
            return True
        if view.kind == "period":
            return self.period(moment) == view.period
        if view.kind == "domain":
            return journey in self.domains[view.value]
        column = {"municipality": "municipality", "route": "route_id"}[view.kind]
        return self.journeys[journey][column] == view.value

    def belongs(self, thing, step):
        """Whether a step's waiting belongs to a thing: ("p", partner, activity) and so on."""
        earlier = self.events[step["journey_id"], step["seq"]]
        later = self.events[step["journey_id"], step["seq"] + 1]
        handover = self.kinds.get((step["journey_id"], step["seq"]))
        letter, *what = thing
        if letter == "p":
            return what == [later["partner"], later["activity"]]
        if letter == "q":
            return what == [later["partner"]]
        if letter == "m":
            return what == [
                earlier["partner"],
                earlier["activity"],
                later["partner"],
                later["activity"],
                handover["judgement"]
                if handover
                else "contacts"
                if (step["journey_id"], step["seq"]) in self.contacts
                else "step",
            ]
        return handover is not None and what == [handover["from_partner"], handover["to_partner"]]

    def steps_of(self, view, thing):
        return [
            step
            for step in self.steps
            if self.belongs(thing, step) and self.sees(view, step["journey_id"], self.ended(step))
        ]

    def events_of(self, view, thing):
        letter, *what = thing
        return [
            event
            for event in self.events.values()
            if ([event["partner"], event["activity"]] if letter == "p" else [event["partner"]])
            == what
            and self.sees(view, event["journey_id"], event["started_at"])
        ]

    def ended(self, step):
        return self.events[step["journey_id"], step["seq"] + 1]["started_at"]

    def waiting(self, view, thing):
        """A thing's steps and their journeys; its waits, theirs, and their median, p90 and total.

        None where there are no steps; no median and no p90 where there are no waits.
        """
        steps = self.steps_of(view, thing)
        if not steps:
            return None
        waits = [step for step in steps if waited(step) > 0]
        idle = [step["idle_s"] for step in waits]
        return (
            len(steps),
            len({step["journey_id"] for step in steps}),
            len(waits),
            len({step["journey_id"] for step in waits}),
            percentile(idle, 0.5) if idle else None,
            percentile(idle, 0.9) if idle else None,
            sum(idle),
        )

    def visits(self, view, thing):
        """n, journeys, begins and ends of a place or partner."""
        events = self.events_of(view, thing)
        last = {}
        for journey, seq in self.events:
            last[journey] = max(seq, last.get(journey, 0))
        return (
            len(events),
            len({event["journey_id"] for event in events}),
            sum(event["seq"] == 1 for event in events),
            sum(event["seq"] == last[event["journey_id"]] for event in events),
        )

    def grouped(self, view, thing, of):
        """Steps by a function of theirs (None: not at all): n, journeys and median."""
        groups = defaultdict(list)
        for step in self.steps_of(view, thing):
            groups[of(step)].append(step)
        groups.pop(None, None)
        return {
            name: (
                len(steps),
                len({step["journey_id"] for step in steps}),
                percentile([step["idle_s"] for step in steps], 0.5),
            )
            for name, steps in groups.items()
        }

    def periods(self, view, thing):
        """The waits by the period in which they ended."""
        return self.grouped(
            view, thing, lambda step: self.period(self.ended(step)) if waited(step) > 0 else None
        )

    def classes(self, view, thing):
        return self.grouped(
            view,
            thing,
            lambda step: None if step["is_between_contacts"] else wait_class(step["idle_s"]),
        )

    def longest(self, view, thing, most):
        """Journeys, the longest first; of equal ones the first by name."""
        idle, day = defaultdict(float), {}
        for step in self.steps_of(view, thing):
            if waited(step) > 0:
                journey = step["journey_id"]
                idle[journey] += step["idle_s"]
                day[journey] = max(day.get(journey, -1), self.day(self.ended(step)))
        ordered = sorted(idle, key=lambda journey: (-round(idle[journey], 6), journey))
        return [(journey, round(idle[journey], 6), day[journey]) for journey in ordered[:most]]

    def signal_numbers(self, view, thing):
        """The signals that touch a thing, counted by kind and severity."""
        letter, *what = thing
        found = defaultdict(int)
        for signal in self.signals:
            touched = [self.by_id[each] for each in signal["event_ids"] if each in self.by_id]
            places = {(event["journey_id"], event["seq"]) for event in touched}
            if letter == "p":
                hits = [e for e in touched if [e["partner"], e["activity"]] == what]
            elif letter == "q":
                about = signal["partner"]
                hits = [
                    e for e in touched if [e["partner"]] == what and about in (None, e["partner"])
                ]
            else:
                hits = [
                    e
                    for e in touched
                    if (e["journey_id"], e["seq"] - 1) in places
                    and self.belongs(thing, {"journey_id": e["journey_id"], "seq": e["seq"] - 1})
                ]
            if any(self.sees(view, e["journey_id"], e["started_at"]) for e in hits):
                found[signal["kind"], signal["severity"]] += 1
        return dict(found)
