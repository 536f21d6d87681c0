"""`[[rules]]`: what a config changes in the rules of signals, and what is wrong with one."""

from __future__ import annotations

import pytest
from nights import run, table, write_config, write_export

from journeys.rules import Rule
from pipelines.config.settings import read_config
from pipelines.errors import ConfigError


def with_rules(folder, text, **options):
    path = write_config(folder, **options)
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return path


def test_a_rule_of_the_config_is_what_the_models_are_told(tmp_path):
    path = with_rules(
        tmp_path,
        '[[rules]]\nkind = "wachtmoment"\nlimit_days = 21\nseverity = "hoog"\npartners = "GGZ"\n'
        '[[rules]]\nkind = "stapeling"\nname = "te veel"\nlimit_partners = 5\n'
        '[[rules]]\nkind = "regie_gat"\nlimit = 3\n[[rules]]\nkind = "pingpong"\nenabled = false\n'
        '[[rules]]\nkind = "contact_laat"\n[rules.colours]\n"Code rood" = 7\n',
    )
    assert [section.rule() for section in read_config(path).rules] == [
        Rule("wachtmoment", limit=21, severity="hoog", partners=("GGZ",)),
        Rule("stapeling", name="te veel", limit=5),
        Rule("regie_gat", limit=3),
        Rule("pingpong", enabled=False),
        Rule("contact_laat", colours={"Code rood": 7}),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('kind = "wachtmomenten"', "kind: there is no 'wachtmomenten'; one of"),
        ('kind = "wachtmoment"\nlimit_dagen = 3', "is no option (did you mean limit_days?)"),
        ('kind = "wachtmoment"\nlimit_partners = 3', "the limit of wachtmoment is in days (limit_days)"),
        ('kind = "pingpong"\nlimit_days = 3', "pingpong has no limit"),
        ('kind = "wachtmoment"\nlimit = 3\nlimit_days = 3', "one limit is enough"),
        ('kind = "wachtmoment"\nlimit_days = -1', "has to be 0 or more"),
        ('kind = "wachtmoment"\nseverity = "erg"', "has to be one of laag, midden, hoog"),
        ('kind = "wachtmoment"\n[rules.colours]\nrood = 7', "colours belong to the kind contact_laat"),
        ('kind = "pingpong"\n[[rules]]\nkind = "pingpong"', "two rules are of kind 'pingpong'"),
        ("limit = 3", "kind: is missing"),
    ],
    ids=["no such kind", "no such option", "another unit", "no limit", "two limits", "below zero",
         "no severity", "colours elsewhere", "twice", "no kind"],
)  # fmt: skip
def test_a_wrong_rule_is_told_by_place_and_nearest_name(tmp_path, text, told):
    with pytest.raises(ConfigError) as caught:
        read_config(with_rules(tmp_path, f"[[rules]]\n{text}\n"))
    assert told in str(caught.value)


def test_a_run_goes_by_the_rules_of_its_config(tmp_path):
    rule = '[[rules]]\nkind = "wachtmoment"\nlimit_days = 3\n'
    config = with_rules(tmp_path, rule, columns='ended_at = "Eind"')
    write_export(
        tmp_path,
        "a",
        "1.csv",
        "1;k1;Intake;2024-01-01;2024-01-01",
        "1;k1;Gesprek;2024-01-04;",
        header="Zaak;Klant;Wat;Begin;Eind",
    )
    run(config, "signals")
    found = [(row["kind"], row["limit"], row["value"]) for row in table(tmp_path, "signals")]
    assert found == [("wachtmoment", 3.0, 3.0)]
