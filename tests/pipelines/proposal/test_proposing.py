"""`klantreis init FILE` and `klantreis run FILE`: what is asked, marked, refused, and never said."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib

import pytest
from manners import STEPS, bsn, person, provisions, steps, table, wijkteam
from nights import run

from pipelines.config.settings import read_config
from pipelines.errors import ConfigError
from pipelines.proposal.config_text import text_of
from pipelines.proposal.propose import propose


def config_of(folder):
    return tomllib.loads((folder / "klantreis.toml").read_text(encoding="utf-8"))


def test_no_value_of_a_person_is_in_the_config_or_on_the_screen(klantreis, tmp_path):
    provisions(tmp_path)
    config = tmp_path / "klantreis.toml"
    code, out, error = klantreis("init", tmp_path, "--to", config)
    assert code == 0
    said = out + error + config.read_text(encoding="utf-8")
    for client in range(40):
        family, given, born, _, postcode, _ = person(client)
        for value in (bsn(client), family, f"{born:%d-%m-%Y}", postcode):
            assert value not in said
        assert not re.search(rf"\b{given}\b", said)
    assert "bsn, family_name" in said


def test_what_is_in_doubt_is_marked_and_counted_and_the_report_says_so(
    klantreis, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    rows = steps(20)
    table(
        tmp_path / "x.csv", ",", "Ref|Soort|Datum|Door",
        [(s.case, s.what, f"{s.at.month:02}-{s.at.day % 12 + 1:02}-2024", s.worker) for s in rows],
    )  # fmt: skip
    code, _, error = klantreis("run", "x.csv")
    assert code == 0, error
    text = (tmp_path / "klantreis.toml").read_text(encoding="utf-8")
    marked = [line for line in text.splitlines() if "# TODO" in line and not line.startswith("#")]
    unchecked = read_config(tmp_path / "klantreis.toml").project.unchecked
    assert len(marked) == unchecked > 0
    assert any(line.startswith('Datum = "%d-%m-%Y"  # TODO') for line in marked)
    page = (tmp_path / "out" / "latest" / "report" / "index.en.html").read_text(encoding="utf-8")
    first = page[page.index("<main") :][:600]
    assert "This report is a first look" in first
    assert f"{unchecked} choices are in doubt" in first


def test_a_config_that_a_person_checked_says_nothing_of_it(klantreis, tmp_path):
    wijkteam(tmp_path)
    config = tmp_path / "klantreis.toml"
    config.write_text(text_of(propose([str(tmp_path)], tmp_path), "Proef", is_checked=True))
    assert read_config(config).project.unchecked is None
    assert klantreis("run", config)[0] == 0
    page = (tmp_path / "out" / "latest" / "report" / "index.html").read_text(encoding="utf-8")
    assert "eerste blik" not in page


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal on this system")
def test_in_a_terminal_what_is_in_doubt_is_asked(tmp_path):
    import pty

    rows = steps(21)
    table(
        tmp_path / "x.csv", ",", "Ref|Soort|Datum|Door",
        [(s.case, s.what, f"{s.at:%d-%m-%Y}", s.worker) for s in rows],
    )  # fmt: skip
    ours, theirs = pty.openpty()
    os.write(ours, b"\n" * 2 + b"Huiskamer\n" + b"\n" * 9)
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli.main", "--language", "en", "init", "x.csv"],
        cwd=tmp_path, stdin=theirs, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, done.stderr
    config = config_of(tmp_path)
    assert "unchecked" not in config["project"]
    assert "# TODO " not in (tmp_path / "klantreis.toml").read_text().split("[[sources]]")[1]
    assert "a number, 0 for none of these, or another value" in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "Jansen;12-3-2024;Intake\nde Vries;13-3-2024;Gesprek\n", "no header was found"),
        ("a.csv", "Naam;Postcode\nJansen;1234AB\n", "no column says which case it is about"),
        ("a.csv", "Zaak;Activiteit;Datum\n", "there are no rows"),
        ("a.pdf", "%PDF-1.7", "it is no export of a kind that can be read"),
        ("a.csv", "", "an empty file"),
        ("a.bin", "\0\1\2", "it is no export of a kind that can be read"),
    ],
    ids=["no header", "no events", "no rows", "no export", "empty", "binary"],
)
def test_what_is_no_export_is_refused_with_the_reason_and_no_value(
    klantreis, tmp_path, name, content, words
):
    (tmp_path / name).write_text(content, encoding="utf-8")
    code, out, error = klantreis("init", tmp_path / name, "--to", tmp_path / "klantreis.toml")
    flat = " ".join((out + error).split())
    assert code == 2
    assert words in flat
    assert "Jansen" not in flat
    assert not (tmp_path / "klantreis.toml").exists()


def test_what_is_beside_the_exports_is_left_out_by_name(klantreis, tmp_path):
    wijkteam(tmp_path)
    (tmp_path / "LEESMIJ.md").write_text("Lees mij")
    (tmp_path / "medewerkers.csv").write_text("Code;Naam\nmj;M. Jansen\n")
    config = tmp_path / "klantreis.toml"
    code, _, error = klantreis("init", tmp_path, "--to", config)
    assert code == 0
    assert "left out: medewerkers: no column says" in " ".join(error.split())
    assert [source["name"] for source in config_of(tmp_path)["sources"]] == ["wijkteam"]
    assert "# LEESMIJ.md:" in config.read_text(encoding="utf-8")


def test_a_config_that_is_there_is_never_written_over(klantreis, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wijkteam(tmp_path)
    (tmp_path / "klantreis.toml").write_text("mine")
    for command in ("init", "run"):
        code, _, error = klantreis(command, "wijkteam_export.csv")
        assert (code, "is there already" in error) == (2, True)
    assert (tmp_path / "klantreis.toml").read_text() == "mine"


def test_exports_of_which_the_columns_got_other_names_are_one_source(tmp_path):
    rows = steps(22)
    for year, header in (
        (2023, "Zaaknr|Klantnr|Activiteit|Datum"),
        (2024, "Zaaknummer|Klantnummer|Activiteit|Datum"),
    ):
        table(
            tmp_path / f"wijkteam_{year}.csv", ";", header,
            [(s.case, s.client + 5000, s.what, f"{s.at:%d-%m-%Y}") for s in rows if s.at.year == year],
        )  # fmt: skip
    (tmp_path / "klantreis.toml").write_text(text_of(propose([str(tmp_path)], tmp_path), "Proef"))
    (source,) = config_of(tmp_path)["sources"]
    assert source["path"] == "wijkteam_*.csv"
    assert source["columns"]["case_id"] == ["Zaaknr", "Zaaknummer"]
    assert source["columns"]["client"] == ["Klantnr", "Klantnummer"]


def test_what_is_the_same_in_all_rows_of_a_case_is_no_event(tmp_path):
    rows = steps(23)
    opened = {}
    for s in rows:
        opened.setdefault(s.case, s.at)
    table(
        tmp_path / "tickets.csv", ",", "number|opened_at|short_description|state|sys_created_on",
        [
            (f"INC{s.case:05}", opened[s.case].isoformat(" "), "Hulpvraag", s.what, s.at.isoformat(" "))
            for s in rows
        ],
    )  # fmt: skip
    (source,) = propose([str(tmp_path)], tmp_path).sources
    columns = {line.name: line.value for line in source.columns}
    assert (columns["activity"], columns["started_at"]) == ("state", "sys_created_on")


@pytest.mark.parametrize(
    ("header", "row", "words"),
    [
        (
            "Zaaknr|Wijk|Datum melding|Datum onderzoek|Datum besluit",
            lambda s: (f"Z{s.nr}", "Noord", *(f"{s.at:%d-%m-%Y}" for _ in range(3))),
            "a column for each of 3 milestones",
        ),
        (
            "Zaaknr|Soort melding|Datum melding|Datum onderzoek|Datum besluit",
            lambda s: (f"Z{s.nr}", s.nr % 9, *(f"{s.at:%d-%m-%Y}" for _ in range(3))),
            "",
        ),
        (
            "Dossier|Activiteit|Datum",
            lambda s: (s.case if s.nr % 4 == 0 else "", s.what, f"{s.at:%d-%m-%Y}"),
            "a report by groups; export it as a table",
        ),
    ],
    ids=["milestones", "milestones with a kind", "groups"],
)
def test_a_form_that_is_no_log_is_refused_by_name(tmp_path, header, row, words):
    table(tmp_path / "x.csv", ";", header, [row(s) for s in steps(24)])
    with pytest.raises(ConfigError) as caught:
        propose([str(tmp_path)], tmp_path)
    assert words in str(caught.value)


def test_extracts_of_a_state_in_folders_of_their_day_and_by_a_column_are_snapshots(tmp_path):
    header = "zaaknr|client|status"
    states = [
        (f"2024-02-0{day}", [(n, 500 + n, STEPS[(n + day) % 3]) for n in range(12)])
        for day in (1, 2, 3)
    ]
    for day, rows in states:
        table(tmp_path / "dump" / day / "zaken.csv", ";", header, rows)
    table(
        tmp_path / "stand.csv", ";", f"{header}|peildatum",
        [(*row, day) for day, rows in states for row in rows],
    )  # fmt: skip
    text = text_of(propose([str(tmp_path)], tmp_path), "Proef")
    dump, stand = tomllib.loads(text)["sources"]
    assert (dump["path"], dump["snapshot"]["taken_at"]) == ("dump/*/zaken.csv", "%Y-%m-%d")
    assert "started_at" not in dump["columns"]
    assert (stand["snapshot"]["watch"], stand["columns"]["started_at"]) == (
        ["activity"],
        "peildatum",
    )


def test_without_a_case_the_client_is_taken_for_it_in_doubt(tmp_path):
    table(
        tmp_path / "x.csv", ";", "Klant-id|Richting|Soort contact|Datum",
        [(s.client + 100, "in", s.what, f"{s.at:%d-%m-%Y}") for s in steps(25)],
    )  # fmt: skip
    (source,) = propose([str(tmp_path)], tmp_path).sources
    case = next(line for line in source.columns if line.name == "case_id")
    assert (case.value, case.is_doubtful) == ("Klant-id", True)


def test_numbers_that_could_be_dates_are_what_their_names_say(tmp_path):
    table(
        tmp_path / "x.csv", ";", "DSR_NR|CLNT_NR|ACT_OMS|DAT_ACT|DAT_RAPPEL",
        [
            (
                f"2023{s.case % 12 + 1:02}{s.case % 28 + 1:02}", s.client + 900, s.what,
                f"{s.at:%Y%m%d}", f"{s.until:%Y%m%d}",
            )
            for s in steps(26)
        ],
    )  # fmt: skip
    (source,) = propose([str(tmp_path)], tmp_path).sources
    columns = {line.name: line.value for line in source.columns}
    assert columns == {
        "case_id": "DSR_NR", "client": "CLNT_NR", "activity": "ACT_OMS", "started_at": "DAT_ACT",
    }  # fmt: skip


def test_a_name_is_no_key_of_a_person(tmp_path):
    names = [f"{person(n)[0].title()}, {person(n)[1]}" for n in range(12)]
    table(
        tmp_path / "x.csv", ";", "Zaaknr|Betrokkene|Activiteit|Datum",
        [(s.case, names[s.case % 12], s.what, f"{s.at:%d-%m-%Y}") for s in steps(27)],
    )  # fmt: skip
    (source,) = propose([str(tmp_path)], tmp_path).sources
    columns = {line.name: line for line in source.columns}
    assert "client" not in columns
    assert columns["family_name"].value == "Betrokkene"


def test_extracts_with_a_month_in_their_name_are_one_source_with_the_notations_that_it_had(
    tmp_path,
):
    rows = steps(28)
    for month, name, form in (
        (1, "januari", "%d-%m-%Y"),
        (2, "februari", "%Y-%m-%d"),
        (3, "maart", "%d-%m-%Y"),
    ):
        table(
            tmp_path / f"consulten_{name}_2024.csv", ";",
            f"KindNr|Consult{'omschr' * (month == 3)}|Dossiernummer|Datum contact",
            [(s.client, s.what, s.case, s.at.strftime(form)) for s in rows if s.at.month == month],
        )  # fmt: skip
    text = text_of(propose([str(tmp_path)], tmp_path), "Proef")
    (source,) = tomllib.loads(text)["sources"]
    assert source["path"] == "consulten_*.csv"
    assert set(source["formats"]["Datum contact"]) == {"%d-%m-%Y", "ISO 8601"}


def test_a_header_with_names_on_several_lines_is_read(klantreis, tmp_path):
    lines = ['"Wat is het\ndossiernummer?";"Soort\ncontact";Datum']
    lines += [f"{s.case};{s.what};{s.at:%d-%m-%Y}" for s in steps(29)]
    (tmp_path / "x.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    config = tmp_path / "klantreis.toml"
    assert klantreis("init", tmp_path / "x.csv", "--to", config)[0] == 0
    (source,) = config_of(tmp_path)["sources"]
    assert source["columns"]["activity"] == "Soort contact"
    assert run(config).rejected == 0


def test_an_open_zaak_is_asked_nothing_and_waits_for_its_secret(klantreis, tmp_path, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection"))
    config = tmp_path / "klantreis.toml"
    assert klantreis("init", "https://openzaak.example.nl", "--to", config)[0] == 0
    (source,) = config_of(tmp_path)["sources"]
    assert (source["name"], source["kind"]) == ("openzaak", "zgw")
    assert source["options"] == {
        "url": "https://openzaak.example.nl/zaken/api/v1",
        "client_id": "klantreis",
        "secret_env": "KLANTREIS_ZGW",
    }
    assert read_config(config).project.unchecked == 2


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://openzaak.example.nl", "begins with https://"),
        ("https://naam:geheim@openzaak.example.nl", "is an address alone"),
    ],
)
def test_an_address_that_would_tell_a_secret_is_refused(klantreis, tmp_path, address, words):
    code, out, error = klantreis("init", address, "--to", tmp_path / "klantreis.toml")
    assert (code, words in " ".join((out + error).split())) == (2, True)
    assert "geheim" not in out + error
