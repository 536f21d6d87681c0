"""The synthetic region: the same for a seed, true to its own truth, readable as its config says."""

from __future__ import annotations

import csv
import gzip
import itertools
import re
import tomllib
import zipfile
from collections import Counter, defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import pyarrow.parquet as pq
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from pipelines.demo import Region, write_region
from pipelines.demo.exports.minimal_xlsx import write_xlsx
from pipelines.demo.scenarios import SCENARIOS
from pipelines.demo.simulation import simulate

if TYPE_CHECKING:
    from pathlib import Path


class Truth(NamedTuple):
    """The tables of waarheid/, and what each client went through."""

    tables: dict[str, list[dict[str, str]]]
    scenarios: dict[str, str]
    own: dict[tuple[str, str | None], list[dict[str, str]]]

    def of(self, table: str, client: str) -> list[dict[str, str]]:
        return self.own.get((table, client), [])


def rows(path: Path, **dialect: str) -> list[dict[str, str]]:
    encoding = dialect.pop("encoding", "utf-8")
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, **dialect))


def contents(folder: Path) -> dict[str, bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    return write_region(tmp_path_factory.mktemp("region"))


@pytest.fixture(scope="module")
def truth(region: Region) -> Truth:
    tables = {path.stem: rows(path) for path in (region.folder / "waarheid").glob("*.csv")}
    scenarios = {row["client"]: row["scenario"] for row in tables["scenarios"]}
    own = defaultdict(list)
    for name, table in tables.items():
        for row in table:
            own[name, row.get("client")].append(row)
    return Truth(tables, scenarios, own)


@pytest.fixture(scope="module")
def config(region: Region) -> dict:
    return tomllib.loads((region.folder / "klantreis.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def exported(region: Region) -> dict[str, list[dict]]:
    """File to its data rows, each kind read by a library that did not write it."""
    place = region.folder / "exports"
    windows = {"encoding": "cp1252", "delimiter": ";"}
    wijkteam = {path.name: rows(path, **windows) for path in (place / "wijkteam").iterdir()}
    return {
        **wijkteam,
        "registraties.csv": rows(place / "politie/registraties.csv"),
        "trajecten.csv": rows(place / "ggz/trajecten.csv", encoding="utf-8-sig", delimiter="|"),
        "voorzieningen.csv": rows(place / "wmo/voorzieningen.csv", delimiter=";"),
        "meldingen.xlsx": sheet(place / "veilig_thuis/meldingen.xlsx", "Meldingen"),
        "gebeurtenissen.parquet": pq.read_table(
            place / "jeugdbescherming/gebeurtenissen.parquet"
        ).to_pylist(),
        "stappen.csv": rows(place / "mijn_omgeving/stappen.csv", delimiter=";"),
        "verzuim.xes.gz": instances(place / "leerplicht/verzuim.xes.gz"),
    }


def row_of(exported: dict[str, list[dict]], file: str, number: str) -> dict:
    """The data row with a number; in the log that of the XES event that completes it."""
    if file == "verzuim.xes.gz":
        return next(row for row in exported[file] if row["event_number"] == int(number))
    return exported[file][int(number) - 1]


def sheet(path: Path, name: str) -> list[dict]:
    header, *lines = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()
    return [dict(zip(header, line, strict=True)) for line in lines]


def instances(path: Path) -> list[dict]:
    """The completes of a log, each with its case's attributes and its start."""
    found = []
    numbers = itertools.count(1)
    with gzip.open(path) as file:
        log = etree.parse(file)
    for trace in log.iter("trace"):
        case = {f"case:{a.get('key')}": a.get("value") for a in trace if a.tag != "event"}
        begun = None
        for event in trace.iter("event"):
            told = {a.get("key"): a.get("value") for a in event}
            told["event_number"] = next(numbers)
            if told["lifecycle:transition"] == "start":
                begun = told["time:timestamp"]
                continue
            found.append({**case, **told, "start_timestamp": begun or told["time:timestamp"]})
            begun = None
    return found


# the same for a seed


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    write_region(tmp_path / "one", households=40, seed=5)
    write_region(tmp_path / "two", households=40, seed=5)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_every_seed_gives_another_region(tmp_path: Path) -> None:
    regions = []
    for seed in range(6):
        write_region(tmp_path / str(seed), households=20, seed=seed)
        regions.append(contents(tmp_path / str(seed)))
    for one, other in itertools.combinations(regions, 2):
        differing = {name for name in one if one[name] != other.get(name)}
        assert {name for name in one if name.startswith("exports/")} <= differing


def test_no_file_says_when_it_was_written(region: Region) -> None:
    place = region.folder / "exports"
    with zipfile.ZipFile(place / "veilig_thuis/meldingen.xlsx") as workbook:
        assert {part.date_time for part in workbook.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    header = (place / "leerplicht/verzuim.xes.gz").read_bytes()[:10]
    assert header[3] == 0, "no file name"
    assert header[4:8] == bytes(4), "no time"


def test_a_second_region_in_a_folder_replaces_the_first(tmp_path: Path) -> None:
    write_region(tmp_path / "used", households=30, seed=1)
    write_region(tmp_path / "used", households=20, seed=2)
    write_region(tmp_path / "fresh", households=20, seed=2)
    assert contents(tmp_path / "used") == contents(tmp_path / "fresh")


def test_a_region_of_one_household_can_be_written(tmp_path: Path) -> None:
    region = write_region(tmp_path, households=1)
    assert region.rows == region.events + region.repeated
    assert region.rejected == 0


def test_a_region_of_no_household_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="expected 1 or more, got 0"):
        write_region(tmp_path, households=0)


# what was planted


def test_every_scenario_occurs_once_there_are_as_many_households() -> None:
    courses = simulate(len(SCENARIOS), seed=9)
    planted = {course.client.household: course.scenario.name for course in courses}
    assert Counter(planted.values()) == dict.fromkeys((s.name for s in SCENARIOS), 1)


def test_the_members_of_a_household_share_its_scenario() -> None:
    planted = defaultdict(set)
    for course in simulate(100, seed=3):
        planted[course.client.household].add(course.scenario.name)
    assert {len(names) for names in planted.values()} == {1}


def test_what_is_meant_to_end_ends_within_the_period() -> None:
    cut_off = {c.scenario.name for c in simulate(2500, seed=11) if c.is_cut_off}
    assert cut_off == {"loopt_nog", "nooit_afgesloten", "rust_na_incident", "herstel_na_incident"}


def test_the_region_has_the_size_that_it_says(region: Region, truth: Truth) -> None:
    assert 6_000 <= region.events <= 11_000
    assert region.households == len({row["household"] for row in truth.tables["scenarios"]}) == 300
    assert region.clients == len(truth.scenarios)
    assert region.events == len(truth.tables["gebeurtenissen"])
    assert set(region.scenarios) == {scenario.name for scenario in SCENARIOS}
    assert sum(region.scenarios.values()) == 300


def _has_long_wait(t: Truth, client: str) -> bool:
    return any(
        row["from_partner"] == "Wijkteam"
        and row["to_partner"] == "GGZ"
        and 60 <= float(row["days"]) <= 120
        for row in t.of("waits", client)
    )


def _has_outcome(outcome: str):
    return lambda t, client: outcome in {row["outcome"] for row in t.of("referrals", client)}


def _went_well(t: Truth, client: str) -> bool:
    return (
        {row["outcome"] for row in t.of("referrals", client)} <= {"accepted"}
        and "silent" not in {row["kind"] for row in t.of("handovers", client)}
        and [row["closed"] for row in t.of("journeys", client)] == ["true"]
    )


def _still_runs(t: Truth, client: str) -> bool:
    runs = any(row["is_running"] == "true" for row in t.of("gebeurtenissen", client))
    return runs and t.of("journeys", client)[-1]["closed"] == "false"


def _was_handed_over(kind: str, sender: str = "", receiver: str = ""):
    return lambda t, client: any(
        row["kind"] == kind
        and sender in {"", row["from_partner"]}
        and receiver in {"", row["to_partner"]}
        for row in t.of("handovers", client)
    )


def _went_to_and_fro(t: Truth, client: str) -> bool:
    ways = [(row["from_partner"], row["to_partner"]) for row in t.of("handovers", client)]
    return sum(one == other[::-1] for one, other in itertools.pairwise(ways)) >= 3


def _changed_regisseur(gap: float, receiver: str):
    return lambda t, client: any(
        row["to_regisseur"].startswith(receiver) and float(row["gap_days"]) >= gap
        for row in t.of("regisseur_changes", client)
    )


def _changed_layer(before: str, after: str):
    return lambda t, client: (
        [(row["from_layer"], row["to_layer"]) for row in t.of("rolovergangen", client)]
        == [(before, after)]
    )


def _has_two_layers_at_once(t: Truth, client: str) -> bool:
    spells = {row["layer"]: row for row in t.of("regie_spells", client)}
    return (
        set(spells) == {"proces", "casus"}
        and len(t.of("regie_spells", client)) == 2
        and len(t.of("regisseurs", client)) >= 3  # without layers they seem to take turns
        and spells["proces"]["from_at"] < spells["casus"]["from_at"] < spells["proces"]["until_at"]
        and not t.of("rolovergangen", client)
    )


def _is_now(status: str):
    return lambda t, client: [row["status"] for row in t.of("safety", client)] == [status]


def _was_reported_along(t: Truth, client: str) -> bool:
    own = t.of("gebeurtenissen", client)[0]
    case = [row for row in t.tables["gebeurtenissen"] if row["case_id"] == own["case_id"]]
    members = {row["client"] for row in case}
    (melding,) = [
        row
        for row in t.tables["meldingen"]
        if row["household"] == own["household"] and row["partner"] == "Veilig Thuis"
    ]
    return (melding["class"], melding["n_clients"]) == ("eerste", str(len(members)))


def _told_it_again(t: Truth, client: str) -> bool:
    return sum(row["kind"] == "intake" for row in t.of("gebeurtenissen", client)) >= 3


def _was_reported_again(t: Truth, client: str) -> bool:
    kinds = [row["kind"] for row in t.of("gebeurtenissen", client)]
    return "incident" in kinds and "melding" in kinds[kinds.index("afsluiting") :]


def _saw_both_clock_changes(t: Truth, client: str) -> bool:
    starts = {row["started_at"][5:13] for row in t.of("gebeurtenissen", client)}
    autumns = [{"10-29T00", "10-29T01"}, {"10-27T00", "10-27T01"}]
    springs = [{"03-31T00", "03-31T01"}, {"03-30T00", "03-30T01"}]
    return any(a | s <= starts for a, s in zip(autumns, springs, strict=True))


@pytest.mark.parametrize(
    ("scenario", "shows"),
    [
        ("soepel", _went_well),
        ("loopt_nog", _still_runs),
        ("verwijzing_lang_wachten", _has_long_wait),
        ("verwijzing_verloren", _has_outcome("lost")),
        ("verwijzing_geweigerd", _has_outcome("refused")),
        ("verwijzing_open", _has_outcome("open")),
        ("stille_overdracht", _was_handed_over("silent", "Leerplicht", "Wijkteam")),
        ("pingpong", _went_to_and_fro),
        ("parallel_hulp", _was_handed_over("parallel")),
        ("rolovergang_bij_escalatie", _changed_layer("proces", "gedwongen")),
        ("twee_lagen_regie", _has_two_layers_at_once),
        ("wissel_van_regie_en_partner", _changed_regisseur(0, "WMO-")),
        ("kort_na_incident", _is_now("onveilig")),
        ("rust_na_incident", _is_now("rustig")),
        ("herstel_na_incident", _is_now("stabiel")),
        ("meegemeld", _was_reported_along),
        ("regie_gat", _changed_regisseur(19, "WT-")),
        ("geen_regisseur", lambda t, client: not t.of("regisseurs", client)),
        ("opnieuw_intake", _told_it_again),
        ("incident_hermelding", _was_reported_again),
        ("incident_bij_klokwissel", _saw_both_clock_changes),
    ],
)
def test_every_client_of_a_scenario_shows_its_pattern(truth, scenario, shows) -> None:
    clients = [client for client, name in truth.scenarios.items() if name == scenario]
    assert clients
    assert [client for client in clients if not shows(truth, client)] == []


def test_households_with_meer_regisseurs_have_two_at_one_time(truth: Truth) -> None:
    spells = defaultdict(list)
    household = {row["client"]: row["household"] for row in truth.tables["scenarios"]}
    for row in truth.tables["regisseurs"]:
        if truth.scenarios[row["client"]] == "meer_regisseurs":
            spells[household[row["client"]]].append(row)
    assert spells
    for own in spells.values():
        assert any(
            one["regisseur"] != other["regisseur"]
            and one["from_at"] < other["until_at"]
            and other["from_at"] < one["until_at"]
            for one, other in itertools.combinations(own, 2)
        )


def test_stapeling_has_four_partners_active_in_one_week(truth: Truth) -> None:
    clients = [client for client, name in truth.scenarios.items() if name == "stapeling"]
    assert clients
    for client in clients:
        active = defaultdict(set)
        for row in truth.of("gebeurtenissen", client):
            first, last = (at(row[time]).toordinal() for time in ("started_at", "ended_at"))
            for week in range((first - 1) // 7, (last - 1) // 7 + 1):
                active[week].add(row["partner"])
        assert max(map(len, active.values())) >= 4, client


# the truth agrees with itself and with the files


def test_new_rejected_and_repeated_rows_are_all_rows(region: Region, truth: Truth) -> None:
    counts = truth.tables["counts"]
    for row in counts:
        parts = [int(row[what]) for what in ("new", "rejected", "repeated")]
        assert int(row["rows"]) == sum(parts)
        least = 2 if int(row["rows"]) > 100 else 0  # no fault is planted in so few rows
        assert least <= int(row["rejected"]) < 0.02 * int(row["rows"])
    assert sum(int(row["rows"]) for row in counts) == region.rows
    assert sum(int(row["rejected"]) for row in counts) == len(truth.tables["rejected"])
    assert {row["source"] for row in counts if row["repeated"] != "0"} == {"wijkteam", "politie"}
    of_events = Counter(row["source"] for row in truth.tables["gebeurtenissen"])
    assert of_events == {row["source"]: int(row["new"]) for row in counts}


def test_the_files_hold_as_many_rows_as_the_truth_counts(exported, truth: Truth) -> None:
    written = {name: len(found) for name, found in exported.items()}
    assert written.pop("stappen.csv") == len(truth.tables["resident_steps"])
    wijkteam = written.pop("wijkteam_2023.csv") + written.pop("wijkteam_2024_2025.csv")
    counted = {row["source"]: int(row["rows"]) for row in truth.tables["counts"]}
    assert counted.pop("wijkteam") == wijkteam
    assert sorted(counted.values()) == sorted(written.values())


def test_the_rejected_rows_stand_where_the_truth_says(exported, truth: Truth) -> None:
    impossible = ("-02-31", "31-02-", "30-02-", "2022-12-01", "01-12-2022")
    for place in truth.tables["rejected"]:
        row = row_of(exported, place["file"], place["row"])
        value = str(row.get(place["column"]) or "")
        assert value == "" or any(part in value for part in impossible), place


def test_no_other_row_misses_its_case(exported, truth: Truth) -> None:
    names = {"Zaaknummer", "Meldnummer", "Zaak", "Traject", "zaak_id", "Dossier"}
    names |= {"case:concept:name", "Inlog"}
    planted = {
        (row["file"], int(row["row"])) for row in truth.tables["rejected"] if row["column"] in names
    }
    missing = {
        (file, row.get("event_number", number))
        for file, found in exported.items()
        for number, row in enumerate(found, 1)
        if not any(row.get(name) for name in names)
    }
    assert missing == planted


def test_every_event_is_the_row_that_the_truth_names(exported, truth: Truth) -> None:
    for event in truth.tables["gebeurtenissen"]:
        row = row_of(exported, event["source_file"], event["source_row"])
        assert {event["case_id"], event["client"], event["activity_source"]} <= set(row.values())
        assert event["worker"] in row.values()


def test_the_workbook_holds_true_dates_of_whole_minutes(exported) -> None:
    ends = [row["Einde"] for row in exported["meldingen.xlsx"] if row["Einde"]]
    begins = [
        row["Begin"] for row in exported["meldingen.xlsx"] if "31-02" not in str(row["Begin"])
    ]
    assert all(isinstance(moment, datetime) for moment in ends + begins)
    assert {(moment.second, moment.microsecond) for moment in ends + begins} == {(0, 0)}


def test_the_latest_time_is_as_of(region: Region, truth: Truth) -> None:
    assert max(at(row["ended_at"]) for row in truth.tables["gebeurtenissen"]) == region.as_of
    assert (region.as_of.year, region.as_of.month) == (2025, 6)


def test_every_outcome_and_kind_of_handover_occurs(truth: Truth) -> None:
    outcomes = {row["outcome"] for row in truth.tables["referrals"]}
    assert outcomes == {"accepted", "refused", "lost", "open"}
    kinds = {row["kind"] for row in truth.tables["handovers"]}
    assert kinds == {"referred", "silent", "parallel"}


def test_the_police_knows_both_times_of_the_hour_that_comes_twice(exported) -> None:
    nights = [r["Tijdstip"] for r in exported["registraties.csv"] if "-10-2" in r["Tijdstip"]]
    in_the_hour = [time for time in nights if "T02:" in time]
    assert {time[-6:] for time in in_the_hour} == {"+01:00", "+02:00"}


def test_no_key_could_be_taken_for_a_person(truth: Truth) -> None:
    clients = {row["client"] for row in truth.tables["gebeurtenissen"]}
    assert all(re.fullmatch(r"SYN-\d{6}", client) for client in clients)


# the config fits the files


def test_the_config_names_files_and_columns_that_are_there(region, config, exported) -> None:
    assert len(config["sources"]) == 8
    for source in config["sources"]:
        files = list(region.folder.glob(source["path"]))
        assert files
        present = {name for file in files for row in exported[file.name] for name in row}
        for names in source["columns"].values():
            assert set([names] if isinstance(names, str) else names) <= present


def test_the_config_names_the_partners_as_the_referrals_do(config, truth: Truth) -> None:
    partners = {source["partner"] for source in config["sources"] if "actor" not in source}
    assert partners == {row["partner"] for row in truth.tables["gebeurtenissen"]}
    assert {row["to_partner"] for row in truth.tables["referrals"]} <= partners
    constant = {s["partner"]: s["domain"] for s in config["sources"] if "domain" in s}
    for row in truth.tables["gebeurtenissen"]:
        assert row["domain"] == constant.get(row["partner"], row["domain"])


def test_the_vocabulary_knows_all_terms_but_two(region: Region, truth: Truth) -> None:
    known = {(row["source"], row["term"]): row for row in rows(region.folder / "begrippen.csv")}
    unknown = set()
    for event in truth.tables["gebeurtenissen"]:
        term = known.get((event["source"], event["activity_source"]))
        if term is None:
            unknown.add((event["source"], event["activity_source"]))
            assert (event["activity"], event["kind"]) == (event["activity_source"], "overig")
        else:
            assert event["activity"] == term["activity"]
            assert (event["kind"], event["rank"]) == (
                term["kind"] or "overig",
                term["rank"] or "0",
            )
    assert unknown == {("wijkteam", "Dossiernotitie"), ("politie", "Mutatie")}


def test_a_workbook_keeps_odd_texts_times_and_empty_cells(tmp_path: Path) -> None:
    moment = datetime(2024, 2, 29, 23, 59)  # noqa: DTZ001 (Excel knows no zones)
    written = [["a", "b", "c"], [' <&"é€ ', moment, "x"], ["=1+1", None, "y"]]
    write_xlsx(tmp_path / "odd.xlsx", {"Één & twee": written, "leeg": []})
    workbook = CalamineWorkbook.from_path(tmp_path / "odd.xlsx")
    assert workbook.sheet_names == ["Één & twee", "leeg"]
    found = workbook.get_sheet_by_name("Één & twee").to_python()
    assert found == [["a", "b", "c"], [' <&"é€ ', moment, "x"], ["=1+1", "", "y"]]
