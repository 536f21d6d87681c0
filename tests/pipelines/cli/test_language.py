"""The language of the command line's errors: Dutch, unless somebody chooses English."""

from __future__ import annotations

import pytest

DUTCH = """configuratie nee.toml: kan niet gelezen worden
  verwacht: een TOML-bestand in UTF-8
  gevonden: er is geen bestand of map van die naam
  tip:      klantreis init schrijft er een om mee te beginnen
"""
ENGLISH = """config nee.toml: cannot be read
  expected: a TOML file in UTF-8
  got:      there is no such file or folder
  hint:     klantreis init writes one to start from
"""


@pytest.mark.parametrize(
    ("words", "text"), [((), DUTCH), (("--language", "nl"), DUTCH), (("--language", "en"), ENGLISH)]
)
def test_an_error_is_in_the_language_that_was_chosen(klantreis, tmp_path, monkeypatch, words, text):
    for name in ("KLANTREIS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    code, out, error = klantreis(*words, "check", tmp_path / "nee.toml")
    assert (code, out, error) == (2, "", text)


def test_a_variable_chooses_it_for_every_night(klantreis, tmp_path, monkeypatch):
    monkeypatch.setenv("KLANTREIS_LANG", "en")
    assert klantreis("check", tmp_path / "nee.toml")[2] == ENGLISH


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ({}, DUTCH),
        ({"LANG": "en_US.UTF-8"}, ENGLISH),
        ({"LANG": "en"}, ENGLISH),
        ({"LANG": "nl_NL.UTF-8"}, DUTCH),
        ({"LANG": "C.UTF-8"}, DUTCH),
        ({"LANG": "enq_PG"}, DUTCH),
        ({"LC_ALL": "nl_NL.UTF-8", "LANG": "en_US.UTF-8"}, DUTCH),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB.UTF-8", "LANG": "nl_NL.UTF-8"}, ENGLISH),
        ({"KLANTREIS_LANG": "nl", "LC_ALL": "en_GB.UTF-8"}, DUTCH),
    ],
    ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else "",
)
def test_where_nobody_chooses_the_locale_does(klantreis, tmp_path, monkeypatch, locale, text):
    for name in ("KLANTREIS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in locale.items():
        monkeypatch.setenv(name, value)
    assert klantreis("check", tmp_path / "nee.toml")[2] == text


def test_another_language_is_refused_by_name(klantreis, tmp_path):
    code, _, error = klantreis("--language", "fr", "check", tmp_path / "nee.toml")
    assert code == 2
    assert error.startswith("no language 'fr'\n  expected: nl, en\n")
