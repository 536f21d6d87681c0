"""All that is wrong is said at once: every section, every source, every file, every column."""

from __future__ import annotations

import pytest
from nights import write_config, write_export

from pipelines.config.settings import read_config, sound_part
from pipelines.errors import ConfigError
from pipelines.night.checking import check, trial

HEADER = "Zaak;Klant;Wat;Begin;Eind;Kosten;Geboren"
COLUMNS = 'ended_at = "Eind"\ncost_eur = "Kosten"\nbirth_date = "Geboren"'
BOTH_WAYS = "1;k1;Intake;01-02-2024;03-04-2024;1.234;01-02-2010"


def error_of(config):
    with trial(read_config(config)) as tried:
        return tried.errors["a"]


def test_every_column_that_reads_both_ways_is_told(tmp_path):
    config = write_config(tmp_path, columns=COLUMNS)
    write_export(tmp_path, "a", "1.csv", BOTH_WAYS, header=HEADER)
    error = error_of(config)
    assert [f"column '{name}'" in error for name in ("Begin", "Eind", "Kosten")] == [True] * 3


def test_a_missing_column_hides_no_other_fault(tmp_path):
    config = write_config(tmp_path, columns='ended_at = "Einde"\nteam = "Ploeg"')
    write_export(tmp_path, "a", "1.csv", BOTH_WAYS, header=HEADER)
    error = error_of(config)
    assert "columns for ended_at, team are missing" in error
    assert "column 'Begin' (started_at): reads both ways" in error


def test_every_file_that_cannot_be_read_is_told_up_to_what_a_person_reads(tmp_path):
    config = write_config(tmp_path)
    for n in range(8):
        write_export(tmp_path, "a", f"{n}.csv", "1;k;2024-01-01", header="Zaak;Klant;Begin")
    error = error_of(config)
    assert [f"file '{n}.csv'" in error for n in range(8)] == [True] * 5 + [False] * 3
    assert "3 more files of this source cannot be read either" in error


def test_a_section_that_is_wrong_hides_no_other_and_no_source(tmp_path):
    config = write_config(tmp_path, ("a", "b"))
    text = config.read_text().replace('level = "client"', 'level = "x"')
    text = text.replace('name = "b"\nkind = "csv"\n', 'name = "b"\nkind = "cvs"\n')
    config.write_text(text + '\n[[norms]]\nname = "n"\n')
    write_export(tmp_path, "a", "1.csv", "1;k;Intake;2024-01-01")
    sound, faults = sound_part(config)
    assert {fault.split("]")[0].strip("[") for fault in faults} == {"sources", "journeys", "norms"}
    assert [source.new for source in check(sound).sources] == [1]
    with pytest.raises(ConfigError, match=f"{len(faults)} things wrong"):
        read_config(config)


def test_a_source_that_is_wrong_in_several_ways_says_them_all(tmp_path):
    config = write_config(tmp_path, options='actor = "inwoner"\nheader_row = 2')
    text = (
        config.read_text()
        .replace('kind = "csv"', 'kind = "xes"')
        .replace('Begin"', 'Begin"\nstap = "x"')
    )
    config.write_text(text + '\n[sources.formats]\nEinde = "%Y"\n')
    _, faults = sound_part(config)
    assert len(faults) == 3


def test_a_vocabulary_that_is_wrong_hides_no_source(tmp_path):
    config = write_config(tmp_path)
    config.write_text(config.read_text() + '\n[vocabulary]\nfile = "weg.csv"\n')
    write_export(tmp_path, "a", "1.csv", "1;k;Intake;2024-01-01")
    forecast = check(read_config(config))
    assert [source.new for source in forecast.sources] == [1]
    assert "vocabulary weg.csv: cannot be read" in forecast.errors[0]


def test_an_option_that_is_wrong_by_itself_hides_nothing_in_its_section(tmp_path):
    config = write_config(tmp_path, options='delimiter = ";;"\nkye = "Nr"')
    text = config.read_text().replace('activity = "Wat"', 'activty = "Wat"')
    config.write_text(text.replace('name = "Proef"', 'name = "Proef"\nmemory = "veel"'))
    _, faults = sound_part(config)
    assert [fault.partition(": ")[0] for fault in faults[:3]] == [
        "[project] memory", "[[sources]] 1 delimiter", "[[sources]] 1 kye",
    ]  # fmt: skip
    assert "there is no 'activty'" in faults[3]
    assert "columns.activity is missing" in faults[4]
    assert len(faults) == 5


def test_what_is_wrong_between_sections_is_told_beside_what_is_wrong_in_one(tmp_path):
    config = write_config(tmp_path, ("a", "a"))
    config.write_text(config.read_text() + '\n[[calendars]]\nhours = "9-17"\n')
    sound, faults = sound_part(config)
    assert (sound, len(faults)) == (None, 2)
    assert "two sources are named 'a'" in faults[1]
