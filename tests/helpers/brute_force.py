"""Every table by brute force, straight from the definitions, row by row: slow, and easy to believe."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

DAY = 86_400


def tables_of(events, *, closing=(), lost_after_days=42, as_of=None):
    """The tables of docs/definitions.md from rows of `events`."""
    journeys = defaultdict(list)
    for event in events:
        journeys[event["journey_id"]].append(event)
    as_of = as_of or max(event["ended_at"] for event in events)
    made = defaultdict(list)
    for journey_id, rows in journeys.items():
        rows.sort(key=lambda row: row["seq"])
        _journey(journey_id, rows, set(closing), timedelta(days=lost_after_days), as_of, made)
    made["routes"] = _routes(made["journeys"])
    made["activities"] = _activities(events)
    made["flows"] = _flows(made["steps"], ("from_activity", "to_activity"))
    made["partner_flows"] = _flows(made["handovers"], ("from_partner", "to_partner"))
    return made


def percentile(values, share):
    values = sorted(values)
    place = (len(values) - 1) * share
    low, high = values[math.floor(place)], values[math.ceil(place)]
    return low + (high - low) * (place - math.floor(place))


def _journey(journey_id, rows, closing, lost_after, as_of, made):
    is_closed = rows[-1]["kind"] == "afsluiting" or rows[-1]["activity"] in closing
    ended = max(row["ended_at"] for row in rows)
    waiting, handovers = 0.0, 0
    for k in range(len(rows) - 1):
        now, then = rows[k], rows[k + 1]
        busy = max(row["ended_at"] for row in rows[: k + 1])
        idle = max(0.0, (then["started_at"] - busy).total_seconds())
        waiting += idle
        known = [row["partner"] for row in rows[: k + 1] if row["partner"] is not None]
        step = {
            "journey_id": journey_id,
            "seq": k + 1,
            "from_event_id": now["event_id"],
            "to_event_id": then["event_id"],
            "from_activity": now["activity"],
            "to_activity": then["activity"],
            "from_partner": now["partner"],
            "to_partner": then["partner"],
            "idle_s": idle,
            "parallel": then["started_at"] < busy,
        }
        made["steps"].append(step)
        if idle:
            made["waits"].append(step)
        if known and then["partner"] not in (None, known[-1]):
            handovers += 1
            made["handovers"].append(
                {
                    **step,
                    "from_partner": known[-1],
                    "kind": _kind(rows, k, step["parallel"]),
                    "returns": then["partner"] in known,
                }
            )
    for k, row in enumerate(rows):
        if row["referred_to"] is not None:
            made["referrals"].append(_referral(rows, k, is_closed, lost_after, as_of))
    spells = _spells(rows, ended)
    made["regisseurs"] += spells
    for before, after in pairwise(spells):
        gap = (after["from_at"] - before["until_at"]).total_seconds() / DAY
        made["regisseur_changes"].append(
            {
                "journey_id": journey_id,
                "from_regisseur": before["regisseur"],
                "to_regisseur": after["regisseur"],
                "at": after["from_at"],
                "event_id": after["event_id"],
                "gap_days": max(0.0, gap),
            }
        )
    made["journeys"].append(
        {
            "journey_id": journey_id,
            "started_at": rows[0]["started_at"],
            "ended_at": ended,
            "closed": is_closed,
            "n_events": len(rows),
            "n_partners": len({row["partner"] for row in rows} - {None}),
            "n_handovers": handovers,
            "n_regisseurs": len({row["regisseur"] for row in rows} - {None}),
            "duration_s": (ended - rows[0]["started_at"]).total_seconds(),
            "waiting_s": waiting,
            "route": " > ".join(row["activity"] for row in rows),
        }
    )


def _kind(rows, k, is_parallel):
    if is_parallel:
        return "parallel"
    place = rows[k + 1]["partner"]
    for j in range(k + 1):
        between = [row["partner"] for row in rows[j + 1 : k + 1]]
        if rows[j]["referred_to"] == place and place not in between:
            return "referred"
    return "silent"


def _referral(rows, k, is_closed, lost_after, as_of):
    sent = rows[k]
    answer = next((row for row in rows[k + 1 :] if row["partner"] == sent["referred_to"]), None)
    if answer is not None:
        outcome = "refused" if answer["kind"] == "weigering" else "accepted"
    else:
        outcome = "lost" if is_closed or as_of - sent["ended_at"] >= lost_after else "open"
    return {
        "event_id": sent["event_id"],
        "journey_id": sent["journey_id"],
        "from_partner": sent["partner"],
        "to_partner": sent["referred_to"],
        "outcome": outcome,
        "answer_event_id": answer and answer["event_id"],
        "wait_s": answer and max(0.0, (answer["started_at"] - sent["ended_at"]).total_seconds()),
    }


def _spells(rows, ended):
    spells = []
    for row in rows:
        if row["regisseur"] is None:
            continue
        if not spells or spells[-1]["regisseur"] != row["regisseur"]:
            spells.append(
                {
                    "journey_id": row["journey_id"],
                    "spell": len(spells) + 1,
                    "regisseur": row["regisseur"],
                    "event_id": row["event_id"],
                    "from_at": row["started_at"],
                    "given_up": [],
                    "n_events": 0,
                }
            )
        spells[-1]["n_events"] += 1
        if row["kind"] == "regie_einde":
            spells[-1]["given_up"].append(row["ended_at"])
    for n, spell in enumerate(spells):
        following = spells[n + 1]["from_at"] if n + 1 < len(spells) else ended
        spell["until_at"] = max(spell.pop("given_up"), default=following)
    return spells


def _routes(journeys):
    n = Counter(journey["route"] for journey in journeys)
    return [
        {"route": route, "n_journeys": count, "share": count / len(journeys)}
        for route, count in n.items()
    ]


def _activities(events):
    n = Counter(event["activity"] for event in events)
    return [
        {
            "activity": activity,
            "n": count,
            "n_journeys": len({e["journey_id"] for e in events if e["activity"] == activity}),
        }
        for activity, count in n.items()
    ]


def _flows(steps, ends):
    grouped = defaultdict(list)
    for step in steps:
        grouped[tuple(step[end] for end in ends)].append(step)
    made = []
    for pair, rows in grouped.items():
        idle = [row["idle_s"] for row in rows]
        made.append(
            {
                **dict(zip(ends, pair, strict=True)),
                "n": len(rows),
                "n_journeys": len({row["journey_id"] for row in rows}),
                "mean_idle_s": sum(idle) / len(idle),
                "median_idle_s": percentile(idle, 0.5),
                "p90_idle_s": percentile(idle, 0.9),
                "total_idle_s": sum(idle),
                **(
                    {"n_returns": sum(row["returns"] for row in rows)}
                    if "returns" in rows[0]
                    else {}
                ),
            }
        )
    return made
