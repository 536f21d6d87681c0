"""The config that `klantreis init` writes: every option, with what it means, ready to fill in."""

from __future__ import annotations

from typing import Final

from journeys.contract import DETAILS

_TEXT: Final = """\
# De configuratie van klantreis. Paden zijn relatief aan dit bestand.
# Kijk wat een run zou doen met: klantreis check DIT_BESTAND

[project]
name = "Mijn ketenbeeld"
timezone = "Europe/Amsterdam"    # van tijden zonder zone
store = "store"                  # wat bewaard blijft, zonder wie het is
output = "out"                   # een map per run; out/latest is de laatste volledige
max_rejected_share = 0.05        # meer afgekeurd: exitcode 3, en de store blijft zoals hij was
memory = "4GB"                   # daarboven gaat het werk via de schijf

[journeys]
level = "client"                 # wat een klantreis is: case, client of household
# split_after_days = 183         # een nieuwe klantreis na zoveel dagen waarin niemand actief was
closing = []                     # activiteiten die een klantreis sluiten, naast soort afsluiting
lost_after_days = 42             # een verwijzing zonder antwoord is dan verloren
# as_of = 2025-07-01T00:00:00    # peilmoment; weggelaten: de laatste tijd in de bronnen

[privacy]
key_file = "klantreis.key"       # de sleutel van de pseudoniemen: wordt gemaakt, bewaar hem apart

# key_env = "KLANTREIS_SLEUTEL"  # of: in een omgevingsvariabele (key_block: een Secret-blok van Prefect)
# retention_days = 5475          # wie zo lang geen gebeurtenis had, verdwijnt uit opslag en runs

# [upkeep]
# keep_runs = 30                 # hoeveel mappen van nachten blijven; met keep_days: of hoeveel dagen

# [notify]
# command = ["/usr/local/bin/meld"]  # hoort van een nacht die iemand nodig heeft; of webhook = "https://…"

# [linking]                      # wanneer partners geen nummer delen; de waarden zijn gemeten
# upper = 0.95                   # vanaf deze kans dezelfde persoon
# lower = 0.1                    # daartussen een vraag: klantreis review

# Een bron per registratie. Herhaal dit blok.
[[sources]]
name = "wijkteam"
kind = "csv"                     # csv, xlsx, parquet, xes, ocel, json; ijw, iwmo, corv; sql, zgw
path = "exports/wijkteam/*.csv"
partner = "Wijkteam"             # als geen kolom het zegt; zo ook domain en municipality
# key = ["Regelnummer"]          # kolommen die een rij aanwijzen: een rij die later wijzigt, vervangt
# missing = ["onbekend"]         # wat, naast de lege cel, 'niet ingevuld' betekent
# empty_end = "running"          # een leeg einde: running (loopt nog) of instant (één moment)
# encoding = "cp1252"            # wordt anders uit het bestand opgemaakt
# delimiter = ";"                # wordt anders uit het bestand opgemaakt
# sheet = "Blad1"                # van een werkmap met meer bladen

[sources.columns]
case_id = "Zaaknummer"
client = "Klantnummer"           # een sleutel die partners delen; komt nooit in de store
# household = "Gezinsnummer"     # idem
# bsn, family_name, given_name, birth_date, sex, postcode, house_number: koppelen zonder gedeeld nummer
activity = "Activiteit"
started_at = ["Datum", "Datum tijd"]  # alle namen die de kolom door de jaren heen had
# ended_at = "Einddatum"
# {details}, cost_eur

[sources.formats]                # weggelaten: afgeleid uit de hele kolom, dag-maand nooit geraden
started_at = "%d-%m-%Y %H:%M"
# cost_eur = "nl"                # 1.234,56 (nl) of 1,234.56 (en)

# [vocabulary]                   # klantreis vocabulary DIT_BESTAND --accept 0.9 vult het in
# file = "begrippen.csv"         # source, term, activity, kind, rank, referred_to

# Normen: binnen welke termijn iets hoort te gebeuren. Wettelijke normen zitten in klantreis:
# wmo-onderzoek, wmo-beschikking, awb-beschikking, jeugdwet-plan, gi-jeugdbeschermer,
# gi-eerste-contact, veilig-thuis-triage, veilig-thuis-onderzoek, ijw-verzoek, ijw-startbericht,
# ijw-stopbericht.
[[norms]]
statutory = "wmo-onderzoek"      # zes weken na de melding
partner = "Wijkteam"             # voor wie hij geldt

# Een eigen norm:
# [[norms]]
# name = "Eerste gesprek"
# from = { kind = "melding", partner = "Wijkteam" }  # kind, activity, partner, domain, municipality
# to = { kind = ["intake", "contact"] }
# limit = 10
# unit = "working_days"          # calendar_days, working_days, weeks of months
# extend = false                 # true: loopt door na weekend of feestdag (Algemene termijnenwet)
# source = "Werkafspraak 2025"
# suspend = { from = { activity = "Opschorting" }, until = { activity = "Hervatting" } }

# Werktijden van een partner; zonder partner: van elke partner zonder eigen blok.
# [[calendars]]
# partner = "Wijkteam"
# hours = ["09:00-12:30", "13:00-17:00"]  # maandag tot en met vrijdag, of per dag: { monday = … }
# holidays = true                # op feestdagen dicht
# closed = ["2025-12-24", "2025-07-28/2025-08-08"]
"""

TEMPLATE: Final = _TEXT.replace("{details}", ", ".join(DETAILS))
