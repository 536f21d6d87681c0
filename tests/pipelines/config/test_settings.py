"""A config that is wrong says what, where and what is meant instead."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nights import write_config

from outputs.options import ReportOptions
from pipelines.config.settings import read_config
from pipelines.config.template import TEMPLATE
from pipelines.config.vocabulary import read_vocabulary
from pipelines.errors import ConfigError


def test_the_config_that_init_writes_is_right(tmp_path):
    path = tmp_path / "klantreis.toml"
    path.write_text(TEMPLATE, encoding="utf-8")
    config = read_config(path)
    assert config.journeys.level == "client"
    assert config.sources[0].columns["started_at"] == ("Datum", "Datum tijd")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("[project]", "[projet]"), "projet: is no option (did you mean project?)"),
        (
            ('level = "client"', 'level = "cliënt"'),
            "[journeys] level: has to be one of case, client, household (did you mean client?)",
        ),
        (('kind = "csv"', 'kind = "cvs"'), "(did you mean csv?)"),
        (('case_id = "Zaak"', 'caseid = "Zaak"'), "(did you mean case_id?)"),
        (('activity = "Wat"', ""), "columns.activity is missing"),
        (('name = "Proef"', 'name = "Proef"\ntimezone = "Amsterdam"'), "is no time zone"),
        (
            ('name = "Proef"', 'name = "Proef"\nmemory = "veel"'),
            "[project] memory: has to be a size",
        ),
        (('name = "Proef"', 'naam = "Proef"'), "[project] naam: is no option (did you mean name?)"),
        (("max_rejected_share = 1.0", "max_rejected_share = 5"), "has to be 1 or less"),
        (
            ("[sources.columns]", '[sources.formats]\nx = "%Y"\n[sources.columns]'),
            "formats.x is no mapped",
        ),
        (
            ('partner = "a"', 'partner = "a"\nskip_rows_where = { Zaak = [] }'),
            '[[sources]] 1 skip_rows_where: is a column and its texts, such as { Zaak = ["Totaal"',
        ),
        (("[project]", "[project"), "is no TOML"),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_a_wrong_config_is_told_by_place_and_nearest_name(tmp_path, change, told):
    path = write_config(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert told in str(caught.value)


def test_two_sources_of_one_name_are_refused(tmp_path):
    with pytest.raises(ConfigError, match="two sources are named 'a'"):
        read_config(write_config(tmp_path, sources=("a", "a")))


def test_a_config_that_is_not_there_says_so(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(tmp_path / "none.toml")


def test_an_xes_source_needs_no_columns(tmp_path):
    path = tmp_path / "k.toml"
    path.write_text(
        '[project]\nname = "x"\n[[sources]]\nname = "log"\nkind = "xes"\npath = "log.xes"\n'
        '[sources.columns]\nstarted_at = "time:timestamp"\npartner = "org:group"\n'
    )
    columns = read_config(path).sources[0].source().columns
    assert columns == {
        "case_id": ("case:concept:name",),
        "activity": ("concept:name",),
        "started_at": ("start_timestamp",),
        "ended_at": ("time:timestamp",),
        "transition": ("lifecycle:transition",),
        "instance": ("concept:instance",),
        "partner": ("org:group",),
    }


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ('[sources.transitions]\ngestart = "start"', "columns.transition is missing"),
        (
            'transition = "S"\n[sources.transitions]\ngestart = "strat"',
            "transitions.gestart: there is no 'strat'; one of",
        ),
        ('instance = "N"', "columns.instance: is for the rows that columns.transition tells apart"),
        (
            'transition = "S"\n[sources.snapshot]\n',
            "snapshot: a snapshot tells how a case is; it has no transition",
        ),
    ],
)
def test_a_life_cycle_that_cannot_be_is_refused(tmp_path, columns, told):
    with pytest.raises(ConfigError) as caught:
        read_config(write_config(tmp_path, columns=columns))
    assert told in str(caught.value)


def test_as_of_without_a_zone_is_local(tmp_path):
    path = write_config(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[journeys]", "[journeys]\nas_of = 2024-07-01T00:00:00", 1))
    assert read_config(path).settings().as_of == datetime(2024, 6, 30, 22, tzinfo=UTC)


def test_a_manifests_config_holds_no_path_and_no_key(tmp_path):
    told = read_config(write_config(tmp_path)).as_manifest()
    assert "privacy" not in told
    assert str(tmp_path) not in str(told)


def test_a_kind_without_options_refuses_them(tmp_path):
    path = write_config(tmp_path, options="options = { url = 'x' }")
    with pytest.raises(ConfigError, match="a source of kind csv has none"):
        read_config(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_vocabulary_is_read_as_excel_may_have_saved_it(tmp_path, encoding, delimiter):
    path = tmp_path / "begrippen.csv"
    rows = [
        "source,term,activity,kind,rank",
        "a,Cliënt gezien,Gesprek,contact,3",
        ",Dicht,,afsluiting,",
    ]
    path.write_text("\n".join(rows).replace(",", delimiter), encoding=encoding)
    terms = [(t.source, t.term, t.activity, t.kind, t.rank) for t in read_vocabulary(path)]
    assert terms == [
        ("a", "Cliënt gezien", "Gesprek", "contact", 3),
        ("", "Dicht", "Dicht", "afsluiting", 0),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("bron,term\na,b\n", "no source"),
        ("source,term,activity,kind,rank\na,b,c,praatje,1\n", "row 1: unknown kind"),
        ("source,term,activity,kind,rank\na,b,c,contact,hoog\n", "row 1: rank is no whole number"),
        (
            "source,term,activity,kind,rank\na,b,c,contact,1\na,b,d,contact,1\n",
            "row 2: the same term",
        ),
    ],
    ids=["no source column", "unknown kind", "rank", "twice"],
)
def test_a_wrong_vocabulary_names_the_row(tmp_path, text, told):
    path = tmp_path / "begrippen.csv"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        read_vocabulary(path)
    assert told in str(caught.value)


def test_bottlenecks_have_a_period_and_a_least_number_of_journeys(tmp_path):
    path = write_config(tmp_path)
    assert read_config(path).settings().period_days == 91
    text = path.read_text(encoding="utf-8")
    told = "[bottlenecks]\nperiod_days = 28\nmin_journeys = 10\n[journeys]"
    path.write_text(text.replace("[journeys]", told, 1), encoding="utf-8")
    settings = read_config(path).settings()
    assert (settings.period_days, settings.min_journeys) == (28, 10)
    path.write_text(text.replace("[journeys]", "[bottlenecks]\nmin_journey = 9\n[journeys]", 1))
    with pytest.raises(ConfigError, match=r"did you mean min_journeys\?"):
        read_config(path)


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ('levels = ["directeur"]', "[report] levels 1: has to be one of manager, bestuurder"),
        ('levels = ["uitvoerder"]', "[report] levels 1: has to be one of manager, bestuurder"),
        (
            'views = ["gemeente"]',
            "[report] views 1: has to be one of municipality, domain, route, period",
        ),
        ("max_views = 0", "[report] max_views: has to be 1 or more"),
        ("max_views = 61", "[report] max_views: has to be 60 or less"),
        ('period = "week"', "[report] period: has to be one of month, quarter, year"),
        ("smallest_group = 0", "[report] smallest_group: has to be 1 or more"),
        ("smallest_group = 2.5", "[report] smallest_group: has to be a whole number"),
        ('journeys = "soms"', "[report] journeys: has to be true or false"),
        ("smallest = 5", "[report] smallest: is no option (did you mean smallest_group?)"),
        ('level = ["manager"]', "[report] level: is no option (did you mean levels?)"),
    ],
)
def test_a_wrong_option_of_the_report_is_told_by_place(tmp_path, option, told):
    path = write_config(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n[report]\n{option}\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert told in str(caught.value)


def test_the_options_of_the_report_reach_it_and_each_stands_in_the_guide(tmp_path):
    path = write_config(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        f'{text}\n[report]\nlevels = ["bestuurder"]\nviews = ["domain"]\nmax_views = 3\n'
        'period = "year"\nsmallest_group = 10\njourneys = false\ncontact = "a@b.nl"\n',
        encoding="utf-8",
    )
    told = read_config(path).report.options(tmp_path)
    assert told == ReportOptions(
        levels=("bestuurder",),
        views=("domain",),
        max_views=3,
        period="year",
        smallest_group=10,
        journeys=False,
        contact="a@b.nl",
    )
    assert [level.name for level in told.all_levels()] == ["manager", "bestuurder"]
    guide = (Path(__file__).parents[3] / "docs" / "configuratie.md").read_text(encoding="utf-8")
    section = guide.partition("## [report]")[2].partition("\n## ")[0]
    for field in fields(ReportOptions):
        assert f"| `{field.name}` |" in section


def test_a_theme_is_looked_at_when_the_config_is_read_and_its_path_stays_out_of_the_manifest(
    tmp_path,
):
    path = write_config(tmp_path)
    text = path.read_text(encoding="utf-8")
    told = '[report]\ncontact = "zorg@regio.example"\ntheme = "huis/thema.css"\n[journeys]'
    path.write_text(text.replace("[journeys]", told, 1), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"report\.theme: cannot be read \(there is no such file"):
        read_config(path)
    (tmp_path / "huis").mkdir()
    theme = tmp_path / "huis" / "thema.css"
    theme.write_text(":root { --nl-link-color: #eee }", encoding="utf-8")
    with pytest.raises(ConfigError, match="nl-link-color on paper"):
        read_config(path)
    theme.write_text(":root { --nl-link-color: #105f26 }", encoding="utf-8")
    config = read_config(path)
    options = config.report.options(config.folder)
    assert options.contact == "zorg@regio.example"
    assert options.theme is not None
    assert dict(options.theme.light) == {"nl-link-color": "#105f26"}
    assert config.as_manifest()["report"]["theme"] == "thema.css"
