"""`[[norms]]` and `[[calendars]]` of the config: what they mean, and what is wrong with one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from nights import HEADER, run, table, write_config, write_export

from journeys.norms import Selector, statutory_norms
from journeys.working_time import Opening
from pipelines.config.norm_sections import NormSection
from pipelines.config.settings import read_config
from pipelines.config.template import TEMPLATE
from pipelines.errors import ConfigError

NORM = """
[[norms]]
name = "Onderzoek"
from = { kind = "melding", partner = "a" }
to = { kind = ["besluit", "plan"] }
limit = 6
unit = "weeks"
"""
CALENDAR = """
[[calendars]]
partner = "a"
hours = "09:00-17:00"
"""


def config(folder, *sections, change=("", "")):
    path = write_config(folder)
    text = path.read_text(encoding="utf-8") + "".join(sections)
    path.write_text(text.replace(*change, 1) if change[0] else text, encoding="utf-8")
    return path


def test_a_norm_is_as_the_config_writes_it(tmp_path):
    (section,) = read_config(config(tmp_path, NORM)).norms
    norm = section.norm()
    assert norm.start == Selector(kind=("melding",), partner=("a",))
    assert norm.end == Selector(kind=("besluit", "plan"))
    assert (norm.limit, norm.unit, norm.extend, norm.source) == (6, "weeks", False, "")
    assert norm.suspend is norm.resume is None


def test_a_suspension_has_a_begin_and_an_end(tmp_path):
    suspend = 'suspend = { from = { activity = "Brief" }, until = { activity = "Antwoord" } }\n'
    (section,) = read_config(config(tmp_path, NORM, suspend, 'partner = "b"\n')).norms
    assert section.norm().suspend == Selector(activity=("Brief",), partner=("b",))
    assert section.norm().resume == Selector(activity=("Antwoord",), partner=("b",))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('name = "Onderzoek"', ""), "[[norms]] 1 name: is missing"),
        (('kind = "melding"', 'kind = "melidng"'), "(did you mean melding?)"),
        (('kind = "melding"', 'knid = "melding"'), "[[norms]] 1 from.knid: is no option (did you mean"),
        (('from = { kind = "melding", partner = "a" }', "from = {}"), "picks every event"),
        (('from = { kind = "melding", partner = "a" }', ""), "[[norms]] 1 from: is missing"),
        (("limit = 6", "limit = 0"), "[[norms]] 1 limit"),
        (("limit = 6", "limit = 1.5"), "[[norms]] 1 limit"),
        (('unit = "weeks"', 'unit = "weken"'), "[[norms]] 1 unit: has to be one of calendar_days"),
        (('unit = "weeks"', 'unit = "weeks"\nform = 1'), "[[norms]] 1 form: is no option (did you mean from"),
        (('unit = "weeks"', 'unit = "weeks"\nsuspend = { from = { kind = "overleg" } }'),
         "[[norms]] 1 suspend.until: is missing"),
        (('unit = "weeks"', 'unit = "weeks"\nstatutory = "wmo-onderzok"'), "(did you mean wmo-onderzoek?)"),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)  # fmt: skip
def test_a_wrong_norm_is_told_by_place_and_nearest_name(tmp_path, change, told):
    with pytest.raises(ConfigError) as caught:
        read_config(config(tmp_path, NORM, change=change))
    assert told in str(caught.value)


def test_two_norms_of_one_name_are_refused(tmp_path):
    with pytest.raises(ConfigError, match="two norms are named 'Onderzoek'"):
        read_config(config(tmp_path, NORM, NORM))


@pytest.mark.parametrize("name", statutory_norms())
def test_every_statutory_norm_can_be_taken_as_it_is_for_a_partner(name):
    norm = NormSection(statutory=name, partner="P").norm()
    assert norm.source
    assert norm.start.partner == norm.end.partner == ("P",)
    assert norm.start != norm.end


@pytest.mark.parametrize("name", statutory_norms())
def test_every_statutory_norm_is_in_the_guide_with_its_source_and_in_what_init_writes(name):
    guide = (Path(__file__).parents[3] / "docs" / "normen.md").read_text(encoding="utf-8")
    (line,) = [each for each in guide.splitlines() if each.startswith(f"| `{name}` |")]
    norm = statutory_norms()[name]
    assert norm["source"] in line
    assert str(norm["limit"]) in line
    assert name in TEMPLATE


def test_what_a_config_says_goes_before_the_statutory_norm(tmp_path):
    taken = '[[norms]]\nstatutory = "wmo-onderzoek"\npartner = "a"\nname = "Eigen"\nlimit = 4\n'
    (section,) = read_config(config(tmp_path, taken)).norms
    norm = section.norm()
    assert (norm.name, norm.limit, norm.unit, norm.extend) == ("Eigen", 4, "weeks", True)
    assert norm.source == statutory_norms()["wmo-onderzoek"]["source"]


def test_a_statutory_norm_by_kind_alone_wants_a_partner(tmp_path):
    with pytest.raises(ConfigError, match="partner is missing: at which partner"):
        read_config(config(tmp_path, '[[norms]]\nstatutory = "wmo-onderzoek"\n'))
    of_messages = '[[norms]]\nstatutory = "ijw-startbericht"\n'
    assert read_config(config(tmp_path, of_messages)).norms[0].norm().start.partner == ()


def test_a_manifest_tells_a_norm_as_the_config_writes_it(tmp_path):
    (told,) = read_config(config(tmp_path, NORM)).as_manifest()["norms"]
    assert told["from"]["kind"] == ["melding"]
    assert told["to"]["kind"] == ["besluit", "plan"]


def test_hours_without_a_day_are_those_of_monday_to_friday(tmp_path):
    hours = ('"09:00-17:00"', '["13:00-17:00", "09:00-12:30"]')
    (section,) = read_config(config(tmp_path, CALENDAR, change=hours)).calendars
    (calendar,) = section.calendars()
    assert calendar.hours == {day: [Opening(540, 750), Opening(780, 1020)] for day in range(1, 6)}
    assert (calendar.partner, calendar.holidays, calendar.closed) == ("a", True, frozenset())


def test_a_calendar_can_be_of_several_partners_by_day_with_days_closed(tmp_path):
    more = 'closed = [2024-12-24, "2024-07-29/2024-08-02"]\nholidays = false\n'
    text = (
        CALENDAR.replace('"a"', '["a", "b"]')
        .replace('"09', '{ saturday = "09')
        .replace('0"', '0" }')
    )
    one, other = read_config(config(tmp_path, text, more)).calendars[0].calendars()
    assert (one.partner, other.partner) == ("a", "b")
    assert one.hours == {6: [Opening(540, 1020)]}
    assert date(2024, 12, 24) in one.closed
    assert len(one.closed) == 6


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('"09:00-17:00"', '"17:00-09:00"'), "[[calendars]] 1: hours.monday: expected an end after the"),
        (('"09:00-17:00"', '{ mondag = "09:00-17:00" }'), "(did you mean monday?)"),
        (('"09:00-17:00"', '["09:00-12:00", "11:00-13:00"]'), "openings that do not overlap"),
        (('"09:00-17:00"', '"09:00-17:00"\nclosed = "kerst"'), "a day is written as 2024-12-24"),
        (('"09:00-17:00"', '"09:00-17:00"\nclosed = "2024-12-24/2024-01-01"'), "comes before the first"),
        (('"09:00-17:00"', '"09:00-17:00"\nholiday = true'), "(did you mean holidays?)"),
        (("hours =", "# hours ="), "[[calendars]] 1 hours: is missing"),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)  # fmt: skip
def test_a_wrong_calendar_says_what_was_expected(tmp_path, change, told):
    with pytest.raises(ConfigError) as caught:
        read_config(config(tmp_path, CALENDAR, change=change))
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("sections", "told"),
    [
        ((CALENDAR, CALENDAR), "two calendars for 'a'"),
        ((CALENDAR.replace('partner = "a"', ""),) * 2, "two calendars for all"),
    ],
    ids=["a partner", "all"],
)
def test_a_partner_has_one_calendar(tmp_path, sections, told):
    with pytest.raises(ConfigError, match=told):
        read_config(config(tmp_path, *sections))


def test_a_night_checks_norms_and_knows_working_time(tmp_path):
    path = config(tmp_path, NORM, CALENDAR, '[vocabulary]\nfile = "b.csv"\n')
    (tmp_path / "b.csv").write_text(
        "source,term,activity,kind,rank\n,M,M,melding,\n,B,B,besluit,\n"
    )
    rows = ["1;k;M;2024-02-16 09:00", "1;k;B;2024-04-02 10:00", "2;l;M;2024-04-01 09:00"]
    write_export(tmp_path, "a", "1.csv", *rows, header=HEADER)
    run(path, "norm_checks", "waits_working")
    checks = sorted(table(tmp_path, "norm_checks"), key=lambda row: row["started_on"])
    shown = [(r["norm"], r["due_on"], r["verdict"], r["days_left"]) for r in checks]
    # not extended, so that Good Friday is the last day
    assert shown == [
        ("Onderzoek", date(2024, 3, 29), "exceeded", None),
        ("Onderzoek", date(2024, 5, 13), "running", 41),
    ]
    (wait,) = table(tmp_path, "waits_working")
    assert wait["working_idle_s"] == pytest.approx((30 * 8 + 1) * 3600)
