"""The table `meldingen` by brute force, straight from the definition: slow, and easy to believe.

Works on the rows of `events` and `shared_events` alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

ONE_DAY = timedelta(days=1)


@dataclass
class Row:
    """What one row of a source tells of one family: at level client several events maybe."""

    order: tuple
    events: list
    members: set
    closes: bool

    def __getattr__(self, name):
        return self.events[0][name]

    @property
    def case(self):
        return self.source, self.case_id

    @property
    def until(self):
        return max(event["ended_at"] for event in self.events)


def families_of(events):
    """event_id to the family that the event is about."""
    homes = defaultdict(set)
    for event in events:
        if event["household_id"] is not None:
            homes[event["client_id"]].add(event["household_id"])
    found = {}
    for event in events:
        client = event["client_id"]
        home = event["household_id"]
        if home is None and client is not None and len(homes[client]) == 1:
            (home,) = homes[client]
        case = event["source"], event["case_id"]
        found[event["event_id"]] = ("h", home) if home else ("c", client) if client else ("s", case)
    return found


def rows_of(events, shared, closing):
    """The rows of each family in order."""
    families = families_of(events)
    members = defaultdict(set)
    for each in shared:
        members[each["event_id"]].add(each["client_id"])
    kept = defaultdict(list)
    for event in events:
        place = event["source"], event["source_file"], event["source_row"]
        order = event["started_at"], event["rank"], event["ended_at"], *place
        kept[families[event["event_id"]], order].append(event)
    found = defaultdict(list)
    for family, order in sorted(kept, key=str):
        found[family].append(
            Row(
                order,
                kept[family, order],
                {
                    member
                    for event in kept[family, order]
                    for member in members[event["event_id"]] or {event["client_id"]}
                },
                any(
                    event["kind"] == "afsluiting" or event["activity"] in closing
                    for event in kept[family, order]
                ),
            )
        )
    return {family: sorted(rows, key=lambda row: row.order) for family, rows in found.items()}


def meldingen_of(events, shared=(), *, closing=(), lookback_days=1096):
    """event_id of each melding to (class, referral's, afsluiting's, all of its events)."""
    found = {}
    for rows in rows_of(events, shared, closing).values():
        for partner in {row.partner for row in rows}:
            there = [row for row in rows if row.partner == partner]
            if partner is None:
                for row in there:
                    for event in row.events:
                        if row.kind == "melding":
                            ids = [event["event_id"]]
                            found[event["event_id"]] = None, None, None, ids
                continue
            for together in joined(there):
                first = min(event["event_id"] for event in together[0].events)
                ids = sorted(event["event_id"] for row in together for event in row.events)
                since = together[0].started_at - timedelta(days=lookback_days)
                found[first] = *class_of(rows, there, together, since), ids
    return found


def joined(there):
    """The rows that are one melding: the nth ones of the members in a case, until it is closed."""
    found = {}
    counts = defaultdict(int)
    closed = defaultdict(int)
    for row in there:
        place = row.case, closed[row.case]
        if row.kind == "melding":
            for member in row.members:
                counts[place, member] += 1
            turn = max(counts[place, member] for member in row.members)
            found.setdefault((place, turn), []).append(row)
        closed[row.case] += row.closes
    return found.values()


def class_of(rows, there, together, since):
    """The class of a melding, the referral that it answers and the afsluiting that it follows."""
    first = together[0]
    sent = [row for melding in together for row in open_for(rows, there, melding)]
    if sent:
        latest = max(sent, key=lambda row: row.order)
        if latest.until > since:
            return "overgedragen", min(event["event_id"] for event in latest.events), None
    before = [row for row in there if row.order < first.order]
    if not any(row.until > since for row in before):
        return "eerste", None, None
    cases = {row.case: row for row in before}
    ends = [row for row in before if row.closes]
    if any(not row.closes for row in cases.values()):
        return "vervolgmelding", None, None
    if first.started_at - ends[-1].until < ONE_DAY:
        return "vervolgmelding", None, None
    return "hermelding", None, min(event["event_id"] for event in ends[-1].events)


def open_for(rows, there, melding):
    """The referrals to the partner that stand open when the melding comes in."""
    for sent in rows:
        if sent.referred_to != melding.partner or sent.order >= melding.order:
            continue
        between = [row for row in there if sent.order < row.order < melding.order]
        # an event that refers to its own partner is there too
        for member in melding.members:
            for who in sent.members:
                if who is None or member is None:
                    if not between:
                        yield sent
                elif who == member and not any(row.members & {member, None} for row in between):
                    yield sent
