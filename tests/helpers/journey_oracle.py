"""What a journey's pack has to hold, worked out in plain Python from the run's tables."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from journey_packs import told_journeys

from outputs.report.text import cut, visible

LAYERS = ("proces", "casus", "gedwongen", "contact", "onbekend")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def us(moment):
    return None if moment is None else (moment - EPOCH) // timedelta(microseconds=1)


def span(seconds):
    return None if seconds is None else round(seconds * 1_000_000)


def day(local):
    return None if local is None else (local - date(1970, 1, 1)).days


def shown(text):
    return None if text is None else cut(visible(text), 500)


def explained(text):
    """An explanation as it is shown: of a very long one the middle is gone, and ␡ is kept for figures."""
    short = text if len(text) <= 450 else text[:300] + "…" + text[-149:]
    return visible(short.replace("\x7f", "\ufffd").replace("␡", "\ufffd"))


def by_journey(rows):
    found = defaultdict(list)
    for row in rows:
        found[row["journey_id"]].append(row)
    return found


def expected(tables):
    """What each journey has to hold, in plain Python from the tables."""
    events = by_journey(sorted(tables["events"], key=lambda row: row["seq"]))
    seq = {row["event_id"]: row["seq"] for row in tables["events"]}
    home = {row["event_id"]: row["journey_id"] for row in tables["events"]}
    causes = {(row["journey_id"], row["seq"]): row for row in tables["waiting_causes"]}
    gaps = {
        (row["journey_id"], row["layer"], row["spell"]): row["gap_days"]
        for row in tables["regie_changes"]
    }
    safety = {row["journey_id"]: row for row in tables["safety"]}
    waits, handovers, spells, norms = (
        by_journey(tables[name]) for name in ("waits", "handovers", "regie_spells", "norm_checks")
    )
    referrals = by_journey(tables["referrals"])
    residents = by_journey(sorted(tables["resident_steps"], key=lambda row: row["seq"] or 0))
    naming = {row["source"] for row in tables["events"] if row["regisseur"] is not None}
    shared = defaultdict(list)
    for row in tables["shared_events"]:
        shared[home[row["event_id"]]].append(
            {"seq": seq[row["event_id"]], "client": row["client_id"]}
        )
    signals = defaultdict(list)
    for row in tables["signals"]:
        own = row["journey_id"]
        for journey in {own} if own else {home[event] for event in row["event_ids"]}:
            signals[journey].append(
                (
                    {"hoog": 1, "midden": 2, "laag": 3}[row["severity"]],
                    row["since"],
                    row["signal_id"],
                    {
                        "kind": row["kind"],
                        "severity": row["severity"],
                        "is_shared": own is None,
                        "explanation": explained(row["explanation"]),
                        "seqs": sorted(
                            seq[each] for each in row["event_ids"] if home[each] == journey
                        ),
                    },
                )
            )
    return {
        row["journey_id"]: {
            "facts": {
                "client": row["client_id"],
                "household": row["household_id"],
                "municipality": shown(row["municipality"]),
                "started": us(row["started_at"]),
                "duration": us(row["ended_at"]) - us(row["started_at"]),
                "waiting": span(row["waiting_s"] - row["between_contacts_s"]),
                "contacts": span(row["between_contacts_s"]),
                "names_regisseur": any(
                    each["source"] in naming for each in events[row["journey_id"]]
                ),
                **{
                    name: row[name]
                    for name in (
                        "closed",
                        "n_events",
                        "n_partners",
                        "n_handovers",
                        "n_regisseurs",
                        "calendar_days",
                        "working_days",
                    )
                },
                "n_incidents": safety.get(row["journey_id"], {}).get("n_incidents"),
                "safety": safety.get(row["journey_id"], {}).get("status"),
                "n_later": 0,  # of what is ahead tests/outputs/report/test_ahead.py tells
                "n_longer": 0,
            },
            "events": [
                {
                    "started": us(event["started_at"]),
                    "duration": us(event["ended_at"]) - us(event["started_at"]),
                    "activity": shown(event["activity"]),
                    "term": shown(event["activity_source"])
                    if event["activity_source"] != event["activity"]
                    else None,
                    "client": event["client_id"],
                    "role": shown(event["regisseur_role"]),
                    "running": event["is_running"],
                    "file": shown(event["source_file"]),
                    "row": event["source_row"],
                    **{
                        name: shown(event[name])
                        for name in (
                            "kind",
                            "partner",
                            "team",
                            "regisseur",
                            "referred_to",
                            "precision",
                            "source",
                        )
                    },
                }
                for event in events[row["journey_id"]]
            ],
            "shared": sorted(
                shared[row["journey_id"]], key=lambda each: (each["seq"], each["client"])
            ),
            "waits": [
                {
                    "seq": wait["seq"],
                    "idle": span(wait["idle_s"]),
                    "between_contacts": wait["is_between_contacts"],
                    "because": cause["unknown_because"],
                    **{
                        name: span(cause[f"{name}_s"])
                        for name in (
                            "unknown",
                            "batching",
                            "contention",
                            "prioritisation",
                            "unavailability",
                            "extraneous",
                        )
                    },
                }
                for wait in waits[row["journey_id"]]
                for cause in [causes[wait["journey_id"], wait["seq"]]]
            ],
            "handovers": [
                {
                    "seq": each["seq"],
                    "kind": each["judgement"],
                    "is_return": each["returns"],
                    "from_partner": shown(each["from_partner"]),
                    "to_partner": shown(each["to_partner"]),
                }
                for each in handovers[row["journey_id"]]
            ],
            "spells": [
                {
                    "layer": each["layer"],
                    "seq": seq[each["event_id"]],
                    "regisseur": each["regisseur"],
                    "duration": us(each["until_at"]) - us(each["from_at"]),
                    "n_events": each["n_events"],
                    "gap": None if gap is None else round(gap * 86_400_000_000),
                }
                for each in sorted(
                    spells[row["journey_id"]],
                    key=lambda each: (LAYERS.index(each["layer"]), each["spell"]),
                )
                for gap in [gaps.get((each["journey_id"], each["layer"], each["spell"]))]
            ],
            "norms": [
                {
                    "norm": shown(each["norm"]),
                    "from_seq": seq[each["from_event_id"]],
                    "to_seq": seq.get(each["to_event_id"]),
                    **{name: day(each[name]) for name in ("started_on", "due_on", "finished_on")},
                    **{name: each[name] for name in ("verdict", "days_left", "suspended_days")},
                }
                for each in sorted(
                    norms[row["journey_id"]],
                    key=lambda each: (each["due_on"], each["norm"], seq[each["from_event_id"]]),
                )
            ],
            "referrals": [
                {
                    "seq": seq[each["event_id"]],
                    "outcome": each["outcome"],
                    "answer_seq": seq.get(each["answer_event_id"]),
                    "wait": span(each["wait_s"]),
                }
                for each in sorted(
                    referrals[row["journey_id"]], key=lambda each: seq[each["event_id"]]
                )
            ],
            "residents": [
                {
                    "started": us(each["started_at"]),
                    "duration": us(each["ended_at"]) - us(each["started_at"]),
                    "activity": shown(each["activity"]),
                    "term": shown(each["activity_source"])
                    if each["activity_source"] != each["activity"]
                    else None,
                    "running": each["is_running"],
                    "file": shown(each["source_file"]),
                    "row": each["source_row"],
                    **{
                        name: shown(each[name])
                        for name in ("kind", "actor", "partner", "precision", "source")
                    },
                }
                for each in residents[row["journey_id"]]
            ],
            "signals": [
                each[-1] for each in sorted(signals[row["journey_id"]], key=lambda each: each[:3])
            ],
        }
        for row in tables["journeys"]
    }


def filled(journey):
    """A journey whose explanations have their figures again."""
    for signal in journey["signals"]:
        figures = iter(signal.pop("figures"))
        parts = signal.pop("template").split("␡")
        signal["explanation"] = parts[0] + "".join(f"{next(figures)}{part}" for part in parts[1:])
        assert next(figures, None) is None
    return journey


def told(folder):
    return {name: filled(journey) for name, journey in told_journeys(folder).items()}
