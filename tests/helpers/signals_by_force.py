"""Every kind of signal by brute force, straight from the definitions: slow, and easy to believe.

Gives kind to a list of (journey_id, household_id, since, until, value, event_ids). Works on rows of
`events` alone, with the tables of `brute_force`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from itertools import groupby, pairwise, zip_longest
from zoneinfo import ZoneInfo

from brute_force import tables_of
from meldingen_by_force import meldingen_of

DAY = 86_400
LIMITS = {
    "wachtmoment": 14, "verwijzing_traag": 42, "regie_gat": 7, "geen_regisseur": 14, "onveilig": 183,
    "hermelding": 365, "stapeling": 4, "nooit_afgesloten": 365, "dubbele_wissel": 7,
    "veel_regisseurs": 5, "meer_regisseurs": 2,
}  # fmt: skip


AWAITED = {"melding", "verwijzing", "acceptatie", "weigering", "besluit", "afsluiting"}


def signals_of(
    events,
    *,
    closing=(),
    lost_after_days=42,
    as_of=None,
    zone="Europe/Amsterdam",
    layer_of=None,
    **limits,
):
    """Every finding, by kind; `layer_of` gives an event's layer of the regie."""
    if not events:
        return {}
    as_of = as_of or max(event["ended_at"] for event in events)
    whole, events = events, happened(events, as_of)
    if not events:
        return {}
    seen = Seen(events, closing, lost_after_days, as_of, ZoneInfo(zone), {**LIMITS, **limits})
    layer_of = layer_of or (lambda _: "proces")
    seen.spells = spells_of(seen, layer_of)["proces"]
    # what a source can tell is told by all that it holds
    seen.referring, seen.ending = (
        {event["source"] for event in whole if says(event)}
        for says in (
            lambda event: event["referred_to"] is not None,
            lambda event: event["is_running"] or event["ended_at"] > event["started_at"],
        )
    )
    seen.directed = {
        event["source"]
        for event in whole
        if event["regisseur"] is not None and layer_of(event) == "proces"
    }
    found = {kind: list(find(seen)) for kind, find in FINDERS.items()}
    return {kind: rows for kind, rows in found.items() if rows}


def happened(events, as_of):
    """The world at as_of: nobody knows what begins later, and what ends later has lasted until now."""
    begun = [event for event in events if event["started_at"] <= as_of]
    return [{**event, "ended_at": min(event["ended_at"], as_of)} for event in begun]


class Seen:
    """What the finders look at."""

    def __init__(self, events, closing, lost_after_days, as_of, zone, limits):
        self.events = events
        self.as_of, self.zone, self.limits, self.closing = as_of, zone, limits, closing
        self.tables = tables_of(
            events, closing=closing, lost_after_days=lost_after_days, as_of=as_of
        )
        self.by_id = {event["event_id"]: event for event in events}
        self.of_journey = defaultdict(list)
        for event in sorted(events, key=lambda event: event["seq"]):
            self.of_journey[event["journey_id"]].append(event)
        self.journeys = {row["journey_id"]: row for row in self.tables["journeys"]}
        self.home = {name: only(rows, "household_id") for name, rows in self.of_journey.items()}
        self.referring = {event["source"] for event in events if event["referred_to"] is not None}
        self.household_of_client = {
            client: only([e for e in events if e["client_id"] == client], "household_id")
            for client in {e["client_id"] for e in events} - {None}
        }

    def found(self, journey_id, since, until, value, *event_ids):
        """A row of a finding in one journey."""
        return (journey_id, self.home[journey_id], since, until, value, sorted(set(event_ids)))


def spells_of(seen, layer_of):
    """The spells of each layer: a journey's events of that layer, cut where the regisseur is another."""
    found = defaultdict(list)
    for journey_id, rows in seen.of_journey.items():
        layers = defaultdict(list)
        for row in rows:
            if row["regisseur"] is not None:
                layers[layer_of(row)].append(row)
        for layer, named in layers.items():
            runs = [list(run) for _, run in groupby(named, key=lambda row: row["regisseur"])]
            for run, later in zip_longest(runs, runs[1:]):
                ends = [row["ended_at"] for row in run if row["kind"] == "regie_einde"]
                end = later[0]["started_at"] if later else max(row["ended_at"] for row in rows)
                found[layer].append(
                    {
                        "journey_id": journey_id,
                        "regisseur": run[0]["regisseur"],
                        "event_id": run[0]["event_id"],
                        "from_at": run[0]["started_at"],
                        "until_at": max(ends, default=end),
                        "n_events": len(run),
                    }
                )
    return found


def only(rows, column):
    """The only value of a column; None where there are none or several."""
    values = {row[column] for row in rows} - {None}
    return values.pop() if len(values) == 1 else None


def days(one, other):
    return (other - one).total_seconds() / DAY


def sender(seen, step):
    """The latest event up to the step's first that has a partner; None where none has."""
    rows = seen.of_journey[step["journey_id"]]
    named = [row for row in rows[: step["seq"]] if row["partner"] is not None]
    return named[-1] if named else None


def is_between_contacts(seen, wait):
    before, after = seen.by_id[wait["from_event_id"]], seen.by_id[wait["to_event_id"]]
    if before["source"] in seen.ending or after["kind"] == "start":
        return False
    if before["kind"] in AWAITED or before["activity"] in seen.closing or before["referred_to"]:
        return False
    is_named = before["partner"] is not None
    return before["partner"] == after["partner"] and (
        is_named or before["source"] == after["source"]
    )


def wachtmoment(seen):
    for wait in seen.tables["waits"]:
        if is_between_contacts(seen, wait):
            continue
        if wait["idle_s"] >= seen.limits["wachtmoment"] * DAY:
            until = seen.by_id[wait["to_event_id"]]["started_at"]
            since = until - timedelta(seconds=wait["idle_s"])
            yield seen.found(
                wait["journey_id"], since, until, wait["idle_s"] / DAY,
                wait["from_event_id"], wait["to_event_id"],
            )  # fmt: skip


def stille_overdracht(seen):
    for handover in seen.tables["handovers"]:
        if handover["kind"] == "silent" and sender(seen, handover)["source"] in seen.referring:
            ends = handover["from_event_id"], handover["to_event_id"]
            since = seen.by_id[ends[0]]["ended_at"]
            until = seen.by_id[ends[1]]["started_at"]
            yield seen.found(handover["journey_id"], since, until, handover["idle_s"] / DAY, *ends)


def referral(outcome):
    def find(seen):
        for row in seen.tables["referrals"]:
            if row["outcome"] != outcome:
                continue
            sent_at = seen.by_id[row["event_id"]]["ended_at"]
            journey = seen.journeys[row["journey_id"]]
            if outcome == "lost":
                until = journey["ended_at"] if journey["closed"] else None
                value = max(0.0, days(sent_at, until or seen.as_of))
                yield seen.found(row["journey_id"], sent_at, until, value, row["event_id"])
                continue
            if outcome == "accepted" and row["wait_s"] < seen.limits["verwijzing_traag"] * DAY:
                continue
            answer = seen.by_id[row["answer_event_id"]]
            yield seen.found(
                row["journey_id"], sent_at, answer["started_at"], row["wait_s"] / DAY,
                row["event_id"], answer["event_id"],
            )  # fmt: skip

    return find


def pingpong(seen):
    for journey_id in seen.of_journey:
        mine = [row for row in seen.tables["handovers"] if row["journey_id"] == journey_id]
        mine.sort(key=lambda row: row["seq"])
        for before, after in pairwise(mine):
            there = before["from_partner"], before["to_partner"]
            back = after["to_partner"], after["from_partner"]
            if there == back:
                since = seen.by_id[before["to_event_id"]]["started_at"]
                until = seen.by_id[after["to_event_id"]]["started_at"]
                ends = before["to_event_id"], after["to_event_id"]
                yield seen.found(journey_id, since, until, days(since, until), *ends)


def changes(seen):
    """Each change of regisseur with the spell before it and its number."""
    for journey_id in seen.of_journey:
        spells = [row for row in seen.spells if row["journey_id"] == journey_id]
        for nth, (before, after) in enumerate(pairwise(spells), 1):
            yield journey_id, nth, before, after


def regisseurwissel(seen):
    for journey_id, nth, before, after in changes(seen):
        at = after["from_at"]
        yield seen.found(journey_id, at, at, nth, before["event_id"], after["event_id"])


def regie_gat(seen):
    for journey_id, _, before, after in changes(seen):
        gap = max(0.0, days(before["until_at"], after["from_at"]))
        if gap >= seen.limits["regie_gat"]:
            since = min(before["until_at"], after["from_at"])
            ends = before["event_id"], after["event_id"]
            yield seen.found(journey_id, since, after["from_at"], gap, *ends)


def geen_regisseur(seen):
    for journey_id, rows in seen.of_journey.items():
        if not {row["source"] for row in rows} & seen.directed:
            continue
        journey = seen.journeys[journey_id]
        heard = [row for row in rows if row["kind"] in ("melding", "incident")] or rows
        spells = [row for row in seen.spells if row["journey_id"] == journey_id][:1]
        until = journey["ended_at"] if journey["closed"] else None
        until = spells[0]["from_at"] if spells else until
        since = heard[0]["started_at"]
        value = days(since, until or seen.as_of)
        if value >= seen.limits["geen_regisseur"]:
            shown = [row["event_id"] for row in [heard[0], *spells]]
            yield seen.found(journey_id, since, until, value, *shown)


def meer_regisseurs(seen):
    held = defaultdict(list)
    for spell in seen.spells:
        if seen.home[spell["journey_id"]] is not None:
            held[seen.home[spell["journey_id"]]].append(spell)
    for household, spells in held.items():
        moments = sorted({spell[end] for spell in spells for end in ("from_at", "until_at")})
        runs = []
        for since, until in pairwise(moments):
            holders = {
                spell["regisseur"]
                for spell in spells
                if spell["from_at"] <= since and spell["until_at"] >= until
            }
            if len(holders) < seen.limits["meer_regisseurs"]:
                continue
            if runs and runs[-1][1] == since:
                runs[-1] = (runs[-1][0], until, max(runs[-1][2], len(holders)))
            else:
                runs.append((since, until, len(holders)))
        for since, until, most in runs:
            shown = [
                spell
                for spell in spells
                if max(spell["from_at"], since) < min(spell["until_at"], until)
            ]
            ids = sorted({spell["event_id"] for spell in shown})
            yield only(shown, "journey_id"), household, since, until, most, ids


def opnieuw_intake(seen):
    for journey_id, rows in seen.of_journey.items():
        intakes = [row for row in rows if row["kind"] == "intake"]
        for nth, row in enumerate(intakes[1:], 2):
            ids = intakes[0]["event_id"], row["event_id"]
            yield seen.found(journey_id, row["started_at"], row["ended_at"], nth, *ids)


def onveilig(seen):
    for journey_id, rows in seen.of_journey.items():
        incidents = [row for row in rows if row["kind"] == "incident"]
        if not incidents:
            continue
        last = max(incidents, key=lambda row: (row["ended_at"], row["seq"]))
        since = days(last["ended_at"], seen.as_of)
        if since < seen.limits["onveilig"]:
            yield seen.found(journey_id, last["ended_at"], None, max(0.0, since), last["event_id"])


def hermelding(seen):
    for event_id, (kind, _, closing_id, _) in meldingen_of(
        seen.events, closing=seen.closing
    ).items():
        if kind == "hermelding":
            since = seen.by_id[closing_id]["ended_at"]
            melding = seen.by_id[event_id]
            value = days(since, melding["started_at"])
            if value <= seen.limits["hermelding"]:
                ids = closing_id, event_id
                yield seen.found(melding["journey_id"], since, melding["started_at"], value, *ids)


def stapeling(seen):
    def week(moment):
        day = moment.astimezone(seen.zone).date()
        return day - timedelta(days=day.weekday())

    groups = defaultdict(list)
    for event in seen.events:
        household = event["household_id"] or seen.household_of_client.get(event["client_id"])
        if event["partner"] is not None and (household or event["client_id"]):
            groups[household, None if household else event["client_id"]].append(event)
    for (household, _), rows in groups.items():
        monday, last = (
            week(min(row["started_at"] for row in rows)),
            week(max(row["ended_at"] for row in rows)),
        )
        runs = []
        while monday <= last:
            active = [
                row for row in rows if week(row["started_at"]) <= monday <= week(row["ended_at"])
            ]
            n = len({row["partner"] for row in active})
            if n >= seen.limits["stapeling"]:
                if not runs or runs[-1]["until"] != monday:
                    runs.append({"since": monday, "most": 0, "rows": []})
                runs[-1]["until"] = monday + timedelta(days=7)
                runs[-1]["most"] = max(runs[-1]["most"], n)
                runs[-1]["rows"] += active
            monday += timedelta(days=7)
        for run in runs:
            since, until = (
                datetime.combine(run[end], time(), seen.zone).astimezone(UTC)
                for end in ("since", "until")
            )
            ids = sorted({row["event_id"] for row in run["rows"]})
            yield only(run["rows"], "journey_id"), household, since, until, run["most"], ids


def nooit_afgesloten(seen):
    for journey_id, rows in seen.of_journey.items():
        for row in rows:
            value = days(row["started_at"], seen.as_of)
            later = [
                other
                for other in rows
                if other["seq"] > row["seq"]
                and (
                    (row["partner"] is not None and other["partner"] == row["partner"])
                    or (other["source"], other["case_id"]) == (row["source"], row["case_id"])
                )
            ]
            if row["is_running"] and value >= seen.limits["nooit_afgesloten"] and not later:
                yield seen.found(journey_id, row["started_at"], None, value, row["event_id"])


def dubbele_wissel(seen):
    for journey_id, _, _, after in changes(seen):
        near = [
            (abs(days(seen.by_id[row["to_event_id"]]["started_at"], after["from_at"])), row["seq"], row)
            for row in seen.tables["handovers"]
            if row["journey_id"] == journey_id
        ]  # fmt: skip
        if near and min(near, key=lambda each: each[:2])[0] <= seen.limits["dubbele_wissel"]:
            value, _, row = min(near, key=lambda each: each[:2])
            at, ids = after["from_at"], (after["event_id"], row["to_event_id"])
            yield seen.found(journey_id, at, at, value, *ids)


def veel_regisseurs(seen):
    met = defaultdict(list)
    for spell in seen.spells:
        if seen.home[spell["journey_id"]] is not None:
            met[seen.home[spell["journey_id"]]].append(spell)
    for household, spells in met.items():
        firsts = {}
        for spell in sorted(spells, key=lambda spell: (spell["from_at"], spell["event_id"])):
            firsts.setdefault(spell["regisseur"], spell)
        limit = seen.limits["veel_regisseurs"]
        if len(firsts) >= limit:
            at = sorted(spell["from_at"] for spell in firsts.values())
            ids = sorted({spell["event_id"] for spell in firsts.values()})
            journey_id = only(spells, "journey_id")
            yield journey_id, household, at[0], at[limit - 1], len(firsts), ids


def terug_bij_start(seen):
    for journey_id, rows in seen.of_journey.items():
        start = next((row["partner"] for row in rows if row["partner"] is not None), None)
        mine = [row for row in seen.tables["handovers"] if row["journey_id"] == journey_id]
        back = [row for row in mine if row["to_partner"] == start]
        if back:
            at = seen.by_id[back[0]["to_event_id"]]["started_at"]
            ids = mine[0]["from_event_id"], back[0]["to_event_id"]
            yield seen.found(journey_id, at, at, len(back), *ids)


FINDERS = {
    "wachtmoment": wachtmoment,
    "stille_overdracht": stille_overdracht,
    "verwijzing_verloren": referral("lost"),
    "verwijzing_geweigerd": referral("refused"),
    "verwijzing_traag": referral("accepted"),
    "pingpong": pingpong,
    "regisseurwissel": regisseurwissel,
    "regie_gat": regie_gat,
    "geen_regisseur": geen_regisseur,
    "meer_regisseurs": meer_regisseurs,
    "opnieuw_intake": opnieuw_intake,
    "onveilig": onveilig,
    "hermelding": hermelding,
    "stapeling": stapeling,
    "nooit_afgesloten": nooit_afgesloten,
    "dubbele_wissel": dubbele_wissel,
    "veel_regisseurs": veel_regisseurs,
    "terug_bij_start": terug_bij_start,
}
