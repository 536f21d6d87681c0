"""State snapshots by brute force: every snapshot laid out in time, case by case."""

from __future__ import annotations

TERMS = {"team": "team gewijzigd", "regisseur": "regisseur gewijzigd"}


def events_of(snapshots, *, watch=("activity",), gone=""):
    """The events of snapshots: (moment, case, term, row) in the order of moment and case.

    Args:
        snapshots: moment to case to its row, a dict with `activity` and what else is watched.
        watch: what makes an event when it differs.
        gone: the term of a case that is missing.
    """
    events, last, present = [], {}, set()
    for moment in sorted(snapshots):
        now = snapshots[moment]
        for case in sorted(now):
            row, before = now[case], last.get(case)
            is_first = before is None or (gone and case not in present)
            if is_first or ("activity" in watch and row["activity"] != before["activity"]):
                term = row["activity"]
            else:
                changed = [column for column in watch if row.get(column) != before.get(column)]
                term = TERMS[changed[0]] if changed else None
            if term:
                events.append((moment, case, term, row))
            last[case] = row
        if gone:
            events += [(moment, case, gone, last[case]) for case in sorted(present - set(now))]
        present = set(now)
    return sorted(events, key=lambda event: event[:2])
