"""The language of the command line's errors: Dutch, unless somebody chooses English."""

from __future__ import annotations

import pytest

DUTCH = """configuratie nee.toml: kan niet gelezen worden
  verwacht: een TOML-bestand in UTF-8
  gevonden: FileNotFoundError
  tip:      klantreis init schrijft er een om mee te beginnen
"""
ENGLISH = """config nee.toml: cannot be read
  expected: a TOML file in UTF-8
  got:      FileNotFoundError
  hint:     klantreis init writes one to start from
"""


@pytest.mark.parametrize(
    ("words", "text"), [((), DUTCH), (("--language", "nl"), DUTCH), (("--language", "en"), ENGLISH)]
)
def test_an_error_is_in_the_language_that_was_chosen(klantreis, tmp_path, monkeypatch, words, text):
    monkeypatch.delenv("KLANTREIS_LANGUAGE")
    code, out, error = klantreis(*words, "check", tmp_path / "nee.toml")
    assert (code, out, error) == (2, "", text)


def test_a_variable_chooses_it_for_every_night(klantreis, tmp_path, monkeypatch):
    monkeypatch.setenv("KLANTREIS_LANGUAGE", "en")
    assert klantreis("check", tmp_path / "nee.toml")[2] == ENGLISH


def test_another_language_is_refused_by_name(klantreis, tmp_path):
    code, _, error = klantreis("--language", "fr", "check", tmp_path / "nee.toml")
    assert (code, error) == (2, "no language 'fr'\n  expected: nl, en\n")
