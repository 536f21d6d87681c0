"""Exports in the manner of real systems, made up: what a newcomer has, and what each column of them is.

Each maker writes its files below a folder and returns what a config has to say of them: role to column,
for the columns that matter. The people are drawn by a seed.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

STEPS = (
    "Melding", "Intake", "Huisbezoek", "Telefonisch contact", "MDO", "Plan vastgesteld", "Verwijzing GGZ",
    "Evaluatie", "Afgesloten",
)  # fmt: skip
NAMES = (
    "Jansen",
    "de Vries",
    "El Idrissi",
    "Bakker",
    "Yilmaz",
    "van den Berg",
    "Smit",
    "Mulder",
    "Kaya",
    "Visser",
    "Bos",
    "Dekker",
)
FIRST = ("Sanne", "Mo", "Fleur", "Daan", "Ayse", "Tim", "Noor", "Bram", "Lina", "Sem")
WORKERS = ("mjansen", "pdvries", "akaya", "lbos", "rsmit")


@dataclass
class Manner:
    """What is right of one export.

    Attributes:
        columns: role to source column, of the columns that matter.
        n_events: how many events a run has.
        settings: further options of the source.
    """

    columns: dict[str, object]
    n_events: int
    settings: dict[str, object] = field(default_factory=dict)


@dataclass
class Step:
    case: int
    client: int
    what: str
    at: dt.datetime
    until: dt.datetime
    worker: str
    euros: float
    nr: int


def steps(seed, n_cases=60, n_clients=40):
    """The steps of some cases, in the order of time."""
    chance = random.Random(seed)
    found = []
    for case in range(n_cases):
        client = chance.randrange(n_clients)
        at = dt.datetime(2023, 1, 2) + dt.timedelta(  # noqa: DTZ001 - a clock on the wall
            days=chance.randint(0, 500), minutes=chance.randint(480, 1000)
        )
        n = chance.randint(3, 8)
        for nr in range(n):
            what = STEPS[0] if nr == 0 else STEPS[-1] if nr == n - 1 else chance.choice(STEPS[1:-1])
            until = at + dt.timedelta(minutes=chance.choice((15, 30, 60)))
            found.append(
                Step(
                    case,
                    client,
                    what,
                    at,
                    until,
                    chance.choice(WORKERS),
                    chance.randint(500, 90_000) / 100,
                    0,
                )
            )
            at += dt.timedelta(days=chance.randint(1, 40), minutes=chance.randint(-60, 60))
    found.sort(key=lambda step: step.at)
    for nr, step in enumerate(found, start=1):
        step.nr = nr
    return found


def bsn(client):
    """A number that passes the elfproef."""
    base = 10_000_000 + client * 7919
    while True:
        digits = [int(digit) for digit in f"{base:08}"]
        last = sum((9 - at) * digit for at, digit in enumerate(digits)) % 11
        if last < 10:
            return f"{base:08}{last}"
        base += 1


def person(client):
    """Family name, given name, date of birth, sex, postcode, house number."""
    return (
        NAMES[client % len(NAMES)], FIRST[client % len(FIRST)], dt.date(1970, 1,
        1) + dt.timedelta(days=client * 211),
        "MV"[client % 2], f"{1000 + client * 13}{'ABCDEFGH'[client % 8]}X", str(client + 1),
    )  # fmt: skip


def nl(euros):
    return f"{euros:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")


def write(path, lines, encoding="utf-8"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding=encoding)


def table(path, sign, header, rows, encoding="utf-8"):
    """A text file with a delimiter; the header's names are parted by |."""
    lines = [header.split("|"), *([str(cell) for cell in row] for row in rows)]
    write(path, [sign.join(line) for line in lines], encoding)


def wijkteam(folder):
    """`;`, cp1252, a euro sign in a header, a day and a clock time in one column."""
    rows = steps(1)
    table(
        folder / "wijkteam_export.csv", ";",
        "Zaaknummer|Cliëntnummer|Activiteit|Datum/tijd|Medewerker|Kosten (€)|Wijk",
        [
            (f"Z{s.case:05}", 4000 + s.client, s.what, f"{s.at:%d-%m-%Y %H:%M}", s.worker,
             f"€ {nl(s.euros)}", "Noord")
            for s in rows
        ],
        "cp1252",
    )  # fmt: skip
    return Manner(
        {
            "case_id": "Zaaknummer", "client": "Cliëntnummer", "activity": "Activiteit",
            "started_at": "Datum/tijd",
            "worker": "Medewerker", "cost_eur": "Kosten (€)",
        },
        len(rows), {"partner": "Wijkteam"},
    )  # fmt: skip


def workbook(folder):
    """A title, a selection line, the table from row 4, a total below it, and a sheet of explanation."""
    rows = steps(2)
    header = [
        "Dossiernummer",
        "BSN",
        "Soort activiteit",
        "Datum begin",
        "Datum einde",
        "Uitgevoerd door",
        "Gemeente",
    ]
    with xlsxwriter.Workbook(folder / "Rapportage Veilig Thuis 2024.xlsx") as book:
        sheet, day = book.add_worksheet("Meldingen"), book.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_row(0, 0, ["Overzicht meldingen Veilig Thuis"])
        sheet.write_row(1, 0, ["Selectie: periode 01-01-2023 t/m 31-12-2024; regio Noord"])
        sheet.write_row(3, 0, header)
        for at, s in enumerate(rows, start=4):
            sheet.write_row(at, 0, [f"VT-{s.case:04}", bsn(s.client), s.what])
            sheet.write_datetime(at, 3, s.at.replace(hour=0, minute=0), day)
            if s.what != "Evaluatie":
                sheet.write_datetime(at, 4, s.until.replace(hour=0, minute=0), day)
            sheet.write_row(at, 5, [s.worker, ("Assen", "Emmen")[s.client % 2]])
        sheet.write_row(4 + len(rows), 0, ["Totaal", None, len(rows)])
        notes = book.add_worksheet("Toelichting")
        notes.write_column(
            0,
            0,
            [
                "Toelichting",
                "Bron: registratie van Veilig Thuis",
                "Datum begin: de dag van de activiteit",
            ],
        )
    roles = ("case_id", "bsn", "activity", "started_at", "ended_at", "worker", "municipality")
    return Manner(
        dict(zip(roles, header, strict=True)),
        len(rows),
        {"partner": "Veilig Thuis", "sheet": "Meldingen"},
    )


def snapshots(folder):
    """Three nightly extracts of how all cases are, the day in the file's name."""
    chance, state, n = random.Random(3), dict.fromkeys(range(30), 0), 30
    for day in (5, 6, 7):
        lines = ["zaakid,clientid,status,behandelaar,laatst_gewijzigd"]
        for case in state:
            if day > 5 and chance.random() < 0.4:
                state[case], n = (
                    min(state[case] + 1, len(STEPS) - 1),
                    n + (state[case] < len(STEPS) - 1),
                )
            lines.append(
                f"{7000 + case},{300 + case // 2},{STEPS[state[case]]},{WORKERS[case % 5]},2024-02-0{day}"
            )
        write(folder / "stand" / f"ggz_trajecten_2024020{day}.csv", lines)
    return Manner(
        {"case_id": "zaakid", "client": "clientid", "activity": "status", "worker": "behandelaar"},
        n, {"snapshot": {"taken_at": "%Y%m%d"}, "partner": "GGZ"},
    )  # fmt: skip


def odbc(folder):
    """Names in capitals, dates and clock times as digits, NULL as text, tabs."""
    rows = steps(4)
    table(
        folder / "DUMP_JB_HANDELINGEN.txt", "\t",
        "HANDELING_ID|DOSSIER_NR|CLIENT_NR|HANDELING_OMS|DAT_BEGIN|TIJD_BEGIN|MEDEWERKER_CD|REGISSEUR",
        [
            (90000 + s.nr, s.case + 100, s.client + 5000, s.what, f"{s.at:%Y%m%d}", f"{s.at:%H%M}", s.worker,
             "NULL" if s.nr % 5 == 0 else WORKERS[s.case % 3])
            for s in rows
        ],
    )  # fmt: skip
    return Manner(
        {
            "case_id": "DOSSIER_NR", "client": "CLIENT_NR", "activity": "HANDELING_OMS",
            "worker": "MEDEWERKER_CD",
            "started_at": ["DAT_BEGIN", "TIJD_BEGIN"], "regisseur": "REGISSEUR", "key": "HANDELING_ID",
        },
        len(rows),
    )  # fmt: skip


def servicenow(folder):
    """The history of tickets, as an IT system exports it."""
    rows = steps(5)
    table(
        folder / "incident_metrics.csv", ",",
        "Number|Caller|Value|Start|End|Assignment group|Assigned to|Sys ID",
        [
            (f"INC{s.case:07}", f"U{s.client:05}", f'"{s.what}"', s.at.isoformat(" "), s.until.isoformat(" "),
             f'"Team {"AB"[s.case % 2]}"', s.worker, f"{s.nr:032x}")
            for s in rows
        ],
    )  # fmt: skip
    return Manner(
        {
            "case_id": "Number", "client": "Caller", "activity": "Value", "started_at": "Start",
            "ended_at": "End",
            "team": "Assignment group", "worker": "Assigned to", "key": "Sys ID",
        },
        len(rows),
    )  # fmt: skip


def english(folder):
    """A log as process mining tools exchange it."""
    words = (
        "Report received", "Intake", "Home visit", "Phone call", "Case conference", "Plan approved",
        "Referral to mental health", "Evaluation", "Case closed",
    )  # fmt: skip
    rows, said = steps(6), dict(zip(STEPS, words, strict=True))
    table(
        folder / "family_support_log.csv", ",",
        "Case ID|Activity|Start Timestamp|Complete Timestamp|Resource|Organisation|Family ID|Cost",
        [
            (f"C{s.case}", said[s.what], f"{s.at:%d/%m/%Y %H:%M}", f"{s.until:%d/%m/%Y %H:%M}", s.worker,
             ("Council", "Health Trust")[s.case % 2], f"F{s.client}", f"{s.euros:.2f}")
            for s in rows
        ],
    )  # fmt: skip
    return Manner(
        {
            "case_id": "Case ID", "activity": "Activity", "started_at": "Start Timestamp", "cost_eur": "Cost",
            "ended_at": "Complete Timestamp", "worker": "Resource", "partner": "Organisation",
            "household": "Family ID",
        },
        len(rows),
    )  # fmt: skip


def nested(folder):
    """A service's answer: cases, and in each its events."""
    rows = steps(7)
    cases = {}
    for s in rows:
        new = {
            "zaaknummer": f"W{s.case:04}",
            "betrokkene": {"bsn": bsn(s.client)},
            "gebeurtenissen": [],
        }
        cases.setdefault(s.case, new)["gebeurtenissen"].append(
            {
                "id": s.nr,
                "omschrijving": s.what,
                "tijdstip": s.at.isoformat(),
                "medewerker": s.worker,
            }
        )
    content = {"gemaakt": "2024-12-01", "zaken": list(cases.values())}
    (folder / "wmo_zaken.json").write_text(json.dumps(content), encoding="utf-8")
    return Manner(
        {
            "case_id": "/zaken[].zaaknummer", "bsn": "/zaken[].betrokkene.bsn", "activity": "omschrijving",
            "started_at": "tijdstip", "worker": "medewerker",
        },
        len(rows), {"options": {"rows": "zaken[].gebeurtenissen[]"}},
    )  # fmt: skip


def parquet(folder):
    """A typed table out of a data warehouse."""
    rows = steps(8)
    columns = {
        "traject_id": [s.case for s in rows],
        "patient_id": [s.client + 100 for s in rows],
        "verrichting": [s.what for s in rows],
        "starttijd": [s.at for s in rows],
        "eindtijd": [s.until for s in rows],
        "behandelaar": [s.worker for s in rows],
        "bedrag": [s.euros for s in rows],
        "locatiecode": [s.case % 3 for s in rows],
    }
    pq.write_table(pa.table(columns), folder / "ggz_verrichtingen.parquet")
    roles = ("case_id", "client", "activity", "started_at", "ended_at", "worker", "cost_eur")
    return Manner(dict(zip(roles, columns, strict=False)), len(rows), {"partner": "GGZ"})


def provisions(folder):
    """A register of care that was granted, with all of the person beside it."""
    chance = random.Random(9)
    products = (
        "Ambulante begeleiding",
        "Dagbehandeling",
        "Pleegzorg",
        "Intake jeugdhulp",
        "Crisisopvang",
    )
    header = (
        "Beschikkingsnummer|BSN|Geslachtsnaam|Voornamen|Geboortedatum|Geslacht|Postcode|Huisnummer|Productomschrijving"
        "|Aanbieder|Ingangsdatum|Einddatum|Status"
    )
    rows = []
    for nr in range(150):
        client = chance.randrange(40)
        family, given, born, sex, postcode, house = person(client)
        begin = dt.date(2023, 1, 1) + dt.timedelta(days=chance.randint(0, 600))
        end = begin + dt.timedelta(days=chance.randint(30, 200))
        rows.append((
            f"B{nr // 2:05}", bsn(client), family, given, f"{born:%d-%m-%Y}", sex, postcode, house,
            chance.choice(products),
            f"Stichting {'ABC'[nr % 3]}", f"{begin:%d-%m-%Y}", f"{end:%d-%m-%Y}",
            "Beëindigd" if nr % 3 else "Lopend",
        ))  # fmt: skip
    table(folder / "toewijzingen jeugd.csv", ";", header, rows)
    roles = (
        "case_id", "bsn", "family_name", "given_name", "birth_date", "sex", "postcode", "house_number",
        "activity",
        "partner", "started_at", "ended_at",
    )  # fmt: skip
    return Manner(dict(zip(roles, header.split("|"), strict=False)), 150)


def school(folder):
    """A workbook of the leerplicht, with names and birth dates as text."""
    rows, said = (
        steps(10),
        "Gesproken over het verzuim en wat er thuis speelt, en een vervolg afgesproken met school.",
    )
    header = [
        "Dossiernr.", "Leerlingnummer", "Naam leerling", "Geb. datum", "Soort contact", "Datum contact",
        "Consulent",
        "School", "Opmerking",
    ]  # fmt: skip
    with xlsxwriter.Workbook(folder / "leerplicht.xlsx") as book:
        sheet, moment = book.add_worksheet(), book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        sheet.write_row(0, 0, header)
        for at, s in enumerate(rows, start=1):
            family, given, born, *_ = person(s.client)
            sheet.write_row(
                at,
                0,
                [s.case + 1, s.client + 88000, f"{given} {family}", f"{born:%d-%m-%Y}", s.what],
            )
            sheet.write_datetime(at, 5, s.at, moment)
            sheet.write_row(
                at, 6, [s.worker, ("De Brug", "Het Baken")[s.client % 2], said if at % 3 else ""]
            )
    roles = ("case_id", "client", "family_name", "birth_date", "activity", "started_at", "worker")
    return Manner(dict(zip(roles, header, strict=False)), len(rows), {"partner": "Leerplicht"})


def xes(folder):
    """A log of the XES standard."""
    rows, cases = steps(11), {}
    for s in rows:
        cases.setdefault(s.case, []).append(s)

    def text(key, value):
        return f'<string key="{key}" value="{value}"/>'

    def event(s):
        moment = f'<date key="time:timestamp" value="{s.at.isoformat()}+01:00"/>'
        words = (
            text("concept:name", s.what)
            + text("org:resource", s.worker)
            + text("org:group", "Wijkteam")
        )
        return f"<event>{words}{moment}</event>"

    traces = "".join(
        f"<trace>{text('concept:name', f'T{case}')}{text('clientnummer', found[0].client + 1)}"
        f"{''.join(map(event, found))}</trace>"
        for case, found in cases.items()
    )
    write(
        folder / "sociaal.xes",
        [f'<?xml version="1.0" encoding="UTF-8"?><log xes.version="1.0">{traces}</log>'],
    )
    return Manner(
        {"client": "case:clientnummer", "worker": "org:resource", "partner": "org:group"}, len(rows)
    )


def database(folder):
    """A database with contacts, and a table that is no log."""
    rows = steps(12)
    columns = (
        "contact_id",
        "casus_id",
        "klant_id",
        "soort_contact",
        "begin",
        "einde",
        "medewerker",
        "verwezen_naar",
    )
    with closing(sqlite3.connect(folder / "registratie.db")) as connection, connection:
        connection.execute("create table medewerkers (code text, team text)")
        connection.executemany(
            "insert into medewerkers values (?, ?)", [(worker, "Team A") for worker in WORKERS]
        )
        connection.execute(f"create table contacten ({', '.join(columns)})")
        connection.executemany(
            "insert into contacten values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (s.nr, s.case, s.client + 900, s.what, s.at.isoformat(" "), s.until.isoformat(" "), s.worker,
                 "GGZ Noord" if "GGZ" in s.what else None)
                for s in rows
            ],
        )  # fmt: skip
    roles = (
        "key",
        "case_id",
        "client",
        "activity",
        "started_at",
        "ended_at",
        "worker",
        "referred_to",
    )
    return Manner(dict(zip(roles, columns, strict=True)), len(rows))


def clocks(folder):
    """A day, a begin and an end in three columns, Dutch months."""
    months = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
    rows = steps(13)
    table(
        folder / "maatschappelijk werk 2024.csv", ",",
        "Casusnummer|Persoonsnummer|Contactsoort|Datum|Begintijd|Eindtijd|Hulpverlener",
        [
            (s.case + 1, s.client + 20000, s.what, f"{s.at.day} {months[s.at.month - 1]} {s.at.year}",
             f"{s.at:%H:%M}", f"{s.until:%H:%M}", s.worker)
            for s in rows
        ],
    )  # fmt: skip
    return Manner(
        {
            "case_id": "Casusnummer", "client": "Persoonsnummer", "activity": "Contactsoort",
            "worker": "Hulpverlener",
            "started_at": ["Datum", "Begintijd"], "ended_at": ["Datum", "Eindtijd"],
        },
        len(rows), {"partner": "Maatschappelijk werk"},
    )  # fmt: skip


MANNERS = (
    wijkteam,
    workbook,
    snapshots,
    odbc,
    servicenow,
    english,
    nested,
    parquet,
    provisions,
    school,
    xes,
    database,
    clocks,
)
