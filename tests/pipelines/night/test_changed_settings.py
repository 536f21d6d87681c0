"""A config that changed since a file was read changes nothing of it; that is said until it is read anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from nights import failure, run, table
from profiles import with_few

from pipelines.config.settings import read_config
from pipelines.night.checking import check

CONFIG = """
[project]
name = "Proef"
max_rejected_share = 1.0
[journeys]
level = "case"
[[sources]]
name = "a"
kind = "csv"
path = "*.csv"
{settings}
[sources.columns]
case_id = "Zaak"
activity = "Wat"
started_at = "Begin"
{columns}
[sources.formats]
{formats}
"""
DAY_FIRST, MONTH_FIRST = 'Begin = "%d-%m-%Y"', 'Begin = "%m-%d-%Y"'
BEFORE = {"settings": 'partner = "P"', "columns": "", "formats": DAY_FIRST}
CHANGES = {
    "formats": {"formats": MONTH_FIRST},
    "partner": {"settings": 'partner = "Q"'},
    "encoding": {"settings": 'partner = "P"\nencoding = "cp1252"'},
    "delimiter": {"settings": 'partner = "P"\ndelimiter = ";"'},
    "domain": {"settings": 'partner = "P"\ndomain = "jeugd"'},
    "municipality": {"settings": 'partner = "P"\nmunicipality = "Noord"'},
    "encoding, formats": {
        "settings": 'partner = "P"\nencoding = "cp1252"',
        "formats": MONTH_FIRST,
    },
}
IDS = {
    "columns": {"columns": 'team = "Team"'},
    "missing": {"settings": 'partner = "P"\nmissing = ["x"]'},
    "empty_end": {"settings": 'partner = "P"\nempty_end = "instant"'},
    "skip_rows_where": {"settings": 'partner = "P"\nskip_rows_where = { Zaak = "T" }'},
}


def write(folder, name="1.csv", *rows):
    lines = ["Zaak;Wat;Begin;Team", *(rows or ("1;A;02-03-2024;t",))]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def configured(folder, **changed):
    path = folder / "klantreis.toml"
    path.write_text(CONFIG.format(**{**BEFORE, **changed}), encoding="utf-8")
    return path


def changes(source):
    return [(row.n, row.detail) for row in source.note_rows if row.kind == "settings_changed"]


@pytest.mark.parametrize("names", with_few(CHANGES, "partner", "encoding, formats"))
def test_what_was_read_with_another_setting_is_said_by_name_until_it_is_read_anew(tmp_path, names):
    write(tmp_path)
    first = run(configured(tmp_path))
    assert changes(first.sources[0]) == []
    config = configured(tmp_path, **CHANGES[names])
    (checked,) = check(read_config(config)).sources
    nights = [run(config), run(config)]
    for source in (checked, *(night.sources[0] for night in nights)):
        assert changes(source) == [(1, names)]
        assert "--reread" in source.notes[0]
    assert changes(run(config, reread=["a"]).sources[0]) == []
    assert changes(run(config).sources[0]) == []


def test_what_stands_is_as_it_was_read_and_the_day_changes_with_a_reread(tmp_path):
    write(tmp_path)
    run(configured(tmp_path))
    config = configured(tmp_path, formats=MONTH_FIRST)
    days = []
    for reread in ([], ["a"]):
        run(config, reread=reread)
        (event,) = table(tmp_path, "events")
        days.append(event["started_at"].strftime("%d-%m"))
    assert days == ["01-03", "02-02"]  # local midnight, in UTC


def test_files_that_are_read_now_are_not_counted(tmp_path):
    write(tmp_path)
    run(configured(tmp_path))
    write(tmp_path, "2.csv", "2;A;05-06-2024;t")
    config = configured(tmp_path, formats=MONTH_FIRST)
    assert changes(run(config).sources[0]) == [(1, "formats")]


def test_a_setting_that_is_as_it_was_is_not_said(tmp_path):
    write(tmp_path)
    run(configured(tmp_path))
    run(configured(tmp_path, formats=MONTH_FIRST))
    assert changes(run(configured(tmp_path)).sources[0]) == []


@pytest.mark.parametrize("name", IDS)
def test_a_setting_that_ids_hang_on_is_refused_by_its_name(tmp_path, name):
    write(tmp_path)
    run(configured(tmp_path))
    config = configured(tmp_path, **IDS[name])
    (checked,) = check(read_config(config)).sources
    for error in (checked.error, failure(config)):
        assert f"other {name}" in error
        assert "--reread a" in error


def test_with_a_key_what_is_there_is_read_anew_and_what_is_gone_is_said(tmp_path):
    write(tmp_path)
    write(tmp_path, "2.csv", "2;A;05-06-2024;t")
    keyed = 'partner = "P"\nkey = ["Zaak"]'
    run(configured(tmp_path, settings=keyed))
    (tmp_path / "2.csv").unlink()
    outcome = run(configured(tmp_path, settings=keyed, columns='team = "Team"'))
    assert outcome.status == "complete"
    assert changes(outcome.sources[0]) == [(1, "columns")]
    teams = {row["source_file"]: row["team"] for row in table(tmp_path, "events")}
    assert teams == {"1.csv": "t", "2.csv": None}


def test_a_database_that_is_asked_on_from_a_cursor_likewise(tmp_path):
    with closing(sqlite3.connect(tmp_path / "a.db")) as database:
        database.execute("create table t (nr integer primary key, zaak, wat, op)")
        database.execute("insert into t values (1, '1', 'A', '02-03-2024')")
        database.commit()
    text = (
        CONFIG.replace('kind = "csv"\npath = "*.csv"', 'kind = "sql"\nkey = ["nr"]')
        .replace("Zaak", "zaak")
        .replace('"Wat"', '"wat"')
        .replace('"Begin"', '"op"')
        .format(settings='partner = "P"', columns="", formats='op = "{}"')
        + f'[sources.options]\nurl = "sqlite:///{tmp_path / "a.db"}"\ntable = "t"\n'
        + '[sources.options.cursor]\ncolumn = "nr"\n'
    )
    path = tmp_path / "klantreis.toml"
    path.write_text(text.format("%d-%m-%Y"), encoding="utf-8")
    assert changes(run(path).sources[0]) == []
    path.write_text(text.format("%m-%d-%Y"), encoding="utf-8")
    assert changes(run(path).sources[0]) == [(1, "formats")]
