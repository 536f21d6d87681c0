"""OCEL 2.0 logs of literal rows, written by pm4py in each of the three forms."""

from __future__ import annotations

FORMS = ("json", "xml", "sqlite")


def write_log(folder, events, objects, *, changes=(), relations=()):
    """Writes a log in each form; the path of each.

    events: (id, type, time, {attribute: value}, [(object, qualifier)])
    objects: (id, type, {attribute: value})
    changes: (object, time, attribute, value)
    relations: (object, object, qualifier)
    """
    import pandas as pd
    import pm4py
    from pm4py.objects.ocel.obj import OCEL

    rows = [
        {"ocel:eid": e, "ocel:activity": a, "ocel:timestamp": pd.Timestamp(t), **values}
        for e, a, t, values, _ in events
    ]
    frame = pd.DataFrame(rows)
    things = pd.DataFrame([{"ocel:oid": o, "ocel:type": t, **values} for o, t, values in objects])
    kinds = {o: t for o, t, _ in objects}
    related = pd.DataFrame(
        [
            {
                "ocel:eid": e,
                "ocel:activity": a,
                "ocel:timestamp": pd.Timestamp(t),
                "ocel:oid": o,
                "ocel:type": kinds[o],
                "ocel:qualifier": q,
            }
            for e, a, t, _, others in events
            for o, q in others
        ]
    )
    more = {}
    if changes:
        more["object_changes"] = pd.DataFrame(
            [
                {
                    "ocel:oid": o,
                    "ocel:type": kinds[o],
                    "ocel:timestamp": pd.Timestamp(t),
                    "ocel:field": name,
                    name: value,
                }
                for o, t, name, value in changes
            ]
        )
    if relations:
        more["o2o"] = pd.DataFrame(relations, columns=["ocel:oid", "ocel:oid_2", "ocel:qualifier"])
    log = OCEL(events=frame, objects=things, relations=related, **more)
    paths = {form: folder / f"log.{form}" for form in FORMS}
    pm4py.write_ocel2_json(log, str(paths["json"]))
    pm4py.write_ocel2_xml(log, str(paths["xml"]))
    pm4py.write_ocel2_sqlite(log, str(paths["sqlite"]))
    return paths
