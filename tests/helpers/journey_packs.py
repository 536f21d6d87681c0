"""What stands in the packs of a report's journeys, taken apart in plain Python as the page does."""

from __future__ import annotations

from outputs.report.packs import unpacked


def told_journeys(folder):
    """Journey id -> its facts and sections, of every pack in `folder`/data."""
    about = unpacked((folder / "data" / "reizen.js").read_text(encoding="utf-8"))
    told = {}
    for number in range(2 ** about["bits"] if about["n"] else 0):
        pack = unpacked((folder / "data" / f"reis-{number}.js").read_text(encoding="utf-8"))
        for place, journey_id in enumerate(pack["ids"]):
            assert int(journey_id[:4], 16) >> (16 - about["bits"]) == number
            told[journey_id] = one(pack, about, place)
    assert len(told) == about["n"]
    return told


def one(pack, about, place):
    """A journey's facts, and a list of rows for each section; times in microseconds."""
    facts = {
        name: values(pack["facts"][name], kind, pack["words"], slice(place, place + 1), 0)[0]
        for name, kind in about["facts"].items()
    }
    told = {"facts": facts}
    for section, kinds in about["sections"].items():
        counts = pack[section]["n"]
        rows = slice(sum(counts[:place]), sum(counts[: place + 1]))
        columns = {
            name: values(pack[section][name], kind, pack["words"], rows, facts["started"])
            for name, kind in kinds.items()
        }
        told[section] = [{name: columns[name][k] for name in columns} for k in range(counts[place])]
    return told


def values(column, kind, words, rows, since):
    """Some rows of a column."""
    if kind == "word":
        return [words[n] for n in column[rows]]
    if kind == "flag":
        return [None if n is None else n == 1 for n in column[rows]]
    if kind in ("count", "list"):
        return column[rows]
    if kind == "walk":
        return running(column[rows], 0)
    found = [None if n is None else n * column["unit"] for n in column["values"][rows]]
    return running(found, since) if kind == "step" else found


def running(steps, total):
    """The sums of all steps so far."""
    sums = []
    for step in steps:
        total += step
        sums.append(total)
    return sums
