"""Exports that name people: what several tests of linking and privacy write and run."""

from __future__ import annotations

from nights import table

IDENTITY = {
    "bsn": "BSN",
    "family_name": "Achternaam",
    "given_name": "Voornaam",
    "birth_date": "Geboren",
    "sex": "Geslacht",
    "postcode": "Postcode",
    "house_number": "Nr",
}
HEADER = ("Zaak", *IDENTITY.values(), "Wat", "Begin")

ANNEKE = ("de Vries", "Anneke", "1980-02-13", "v", "9712AB", "12")
PIET = ("de Vries", "Piet", "2010-05-24", "m", "9712AB", "12")
JAN = ("de Vries", "Jan", "2010-05-24", "m", "9712AB", "12")
KAREL = ("Bakker", "Karel", "1975-07-01", "m", "9713XX", "3")
BSN = ("234567892", "111222333", "100000009")


def write_project(folder, sources=("a", "b"), *, level="client", more=""):
    """A config over CSV sources that name people; its path."""
    columns = "\n".join(f'{column} = "{name}"' for column, name in IDENTITY.items())
    text = f'[project]\nname = "Proef"\nmax_rejected_share = 1.0\n[journeys]\nlevel = "{level}"\n{more}\n'
    for name in sources:
        text += f"""
[[sources]]
name = "{name}"
kind = "csv"
path = "{name}/*.csv"
partner = "{name}"
[sources.columns]
case_id = "Zaak"
activity = "Wat"
started_at = "Begin"
{columns}
[sources.formats]
birth_date = "%Y-%m-%d"
"""
    path = folder / "klantreis.toml"
    path.write_text(text, encoding="utf-8")
    return path


def row(case, bsn, *told):
    """One row of an export: the person's values, then what happened and when, where that matters."""
    values = (
        (case, bsn, *told)
        if len(told) > len(ANNEKE)
        else (case, bsn, *told, "Intake", "2024-01-01")
    )
    return ";".join(str(value) for value in values)


def write_rows(folder, source, name, *rows):
    """One export."""
    path = folder / source / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([";".join(HEADER), *rows]) + "\n", encoding="utf-8")
    return path


def clients(folder):
    """Source and case to client."""
    return {
        (event["source"], event["source_row"]): event["client_id"]
        for event in table(folder, "events")
    }
