"""The causes of every wait by brute force: each minute on its own, straight from the definition."""

from __future__ import annotations

from collections import Counter, defaultdict

from literal import at

CAUSES = ("batching", "contention", "prioritisation", "unavailability", "extraneous", "unknown")


def causes_by_minute(events, open_minutes):
    """Minutes of each cause, by the event that ends the wait; open_minutes None: no calendar.

    Minutes count from 4 March 2024, midnight in UTC.
    """
    journeys = defaultdict(list)
    for event in events:
        journeys[event["journey_id"]].append(event)
    facts = {}
    for rows in journeys.values():
        rows.sort(key=lambda row: row["seq"])
        for k, row in enumerate(rows):
            facts[row["event_id"]] = _fact(row, [facts[each["event_id"]] for each in rows[:k]])
    workers = defaultdict(list)
    for fact in facts.values():
        workers[fact["worker"]].append(fact)
    for work_of in workers.values():
        _batches([fact for fact in work_of if fact["told"]])
    return {
        name: dict(
            Counter(
                _cause(m, fact, workers[fact["worker"]], open_minutes)
                for m in range(fact["enabled"], fact["start"])
            )
        )
        for name, fact in facts.items()
        if fact["enabled"] < fact["start"]
    }


def _fact(row, earlier):
    """What the times of an event tell, after the earlier ones of its journey."""
    start, end = (
        round((moment - at("2024-03-04")).total_seconds() / 60)
        for moment in (row["started_at"], row["ended_at"])
    )
    exact = row["precision"] == "second"
    busy = max((each["end"] for each in earlier), default=None)
    told = exact and start < end and not row["is_running"]
    is_end_told = (
        busy is None or busy >= start or any(e["told"] for e in earlier if e["end"] == busy)
    )
    enabled = start if busy is None else min(busy, start)
    return {
        "journey": row["journey_id"],
        "activity": row["activity"],
        "worker": row["worker"],
        "start": start,
        "end": end,
        "enabled": enabled,
        "told": told,
        "known": (told or (exact and row["is_running"])) and is_end_told,
        "batch": [],
        "order": (start, enabled, row["event_id"]),
    }


def _batches(work_of):
    """Give each batch of one worker's told work its members, by growing runs one by one."""
    for activity in {fact["activity"] for fact in work_of}:
        runs = []
        for fact in sorted(work_of, key=lambda fact: fact["order"]):
            if fact["activity"] != activity:
                continue
            if runs and fact["start"] <= max(each["end"] for each in runs[-1]):
                runs[-1].append(fact)
            else:
                runs.append([fact])
        for run in runs:
            ready = [f for f in run if f["known"] and f["enabled"] <= run[0]["start"]]
            if len({f["journey"] for f in ready}) > 1:
                for fact in ready:
                    fact["batch"] = ready


def _cause(m, fact, work_of, open_minutes):
    """The one cause of a minute of the wait before an event."""
    if fact["worker"] is None or not fact["known"]:
        return "unknown"
    ready = max((each["enabled"] for each in fact["batch"]), default=fact["enabled"])
    if m < ready:
        return "batching"
    on = [each for each in work_of if each["told"] and each["start"] <= m < each["end"]]
    if on:
        return _busy(min(on, key=lambda each: each["order"]), fact, ready)
    return _idle(m, fact, work_of, ready, open_minutes)


def _busy(owner, fact, ready):
    since = fact["enabled"] if any(owner is each for each in fact["batch"]) else ready
    if owner["known"] or owner["start"] <= since:
        return "contention" if owner["enabled"] <= since else "prioritisation"
    return "unknown"


def _idle(m, fact, work_of, ready, open_minutes):
    if open_minutes is None:
        return "unknown"
    if m not in open_minutes:
        return "unavailability"
    told = all(
        each["told"] or each["start"] >= fact["start"] or each["end"] <= ready for each in work_of
    )
    return "extraneous" if told else "unknown"
