"""Whatever is wrong with an option, the config says it in sentences of its own, in Dutch and in English."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import get_args

import pytest
from pydantic import BaseModel, ValidationError

from connectors.registry import KINDS
from journeys.errors import speak, wording
from outputs.texts import sentences_in
from pipelines.config.faults import ANOTHER, FAULTS, faults_of
from pipelines.config.settings import Config

WRONG = (
    True, 0, -1, 1.5, 10**6, float("nan"), float("inf"), "", "x", "9" * 5000, [], [1], ["x"], {}, {"x": 1},
    {"x": []}, [{"x": 1}], date(2025, 7, 1), datetime(2025, 7, 1, 12, tzinfo=UTC), time(12),
)  # fmt: skip
"""What a TOML file can hold where something else belongs."""


def sections(annotation):
    """Every section below an annotation, and below these."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from sections(field.annotation)
    for part in get_args(annotation):
        yield from sections(part)


MODELS = {
    model.__name__: model
    for whole in (Config, *(kind.options for kind in KINDS.values() if kind.options))
    for model in sections(whole)
}


def errors_of(model):
    """What pydantic finds with each wrong value of each option, and with none at all."""
    options = [field.alias or name for name, field in model.model_fields.items()]
    sets = [{}, {"noption": 1}, *({name: value} for name in options for value in WRONG)]
    for values in sets:
        try:
            model(**values)
        except ValidationError as error:
            yield error


@pytest.fixture
def dutch():
    speak("nl", lambda: sentences_in("nl"))
    yield
    speak("en", dict)


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_fault_is_a_sentence_of_ours_in_both_languages(model, dutch):
    n = 0
    for error in errors_of(model):
        found = error.errors(include_url=False)
        pydantics = {fault["msg"] for fault in found if fault["type"] != "value_error"}
        for sentence in faults_of(error, model):
            n += 1
            assert wording(sentence) != sentence
            assert not [msg for msg in pydantics if msg in sentence or msg in wording(sentence)]
            assert not sentence.endswith(f": {ANOTHER}"), found
    assert n


def test_every_kind_of_fault_that_has_words_can_come_up():
    kinds = {
        fault["type"]
        for model in MODELS.values()
        for error in errors_of(model)
        for fault in error.errors(include_url=False)
    }
    assert FAULTS.keys() - kinds - {kind.partition("_")[0] for kind in kinds} == set()


NEEDED = ("case_id", "activity", "started_at")
MISSING = "ontbreekt: in welke kolom van de bron staat het?"


@pytest.mark.parametrize(
    ("document", "sentences"),
    [
        ({}, ["[project]: ontbreekt", "[[sources]]: ontbreekt"]),
        (
            {"project": {"naam": "x"}, "sources": [], "projet": {}},
            [
                "[project] name: ontbreekt",
                "[project] naam: is geen optie (bedoelt u name?)",
                "[[sources]]: mag niet leeg zijn",
                "projet: is geen optie (bedoelt u project?)",
            ],
        ),
        (
            {
                "project": {"name": "x"},
                "journeys": {"level": "cliënt", "closing": ["a", 1]},
                "sources": [{"name": "a", "kind": "sql", "options": {"url": 1, "cursor": {"lags": 2}}}],
            },
            [
                '[[sources]] 1: options.url: moet een tekst zijn, tussen "aanhalingstekens"',
                "[[sources]] 1: options.cursor.column: ontbreekt",
                "[[sources]] 1: options.cursor.lags: is geen optie (bedoelt u lag?)",
                *(f"[[sources]] 1: columns.{name} {MISSING}" for name in NEEDED),
                "[journeys] level: moet een van deze zijn: case, client, household (bedoelt u client?)",
                '[journeys] closing 2: moet een tekst zijn, tussen "aanhalingstekens"',
            ],
        ),
        (
            {
                "project": {"name": "x"},
                "sources": [{"name": "a", "kind": "csv", "path": "a.csv", "columns": {"caseid": "Z"}}],
                "calendars": [{"hours": "9-17"}],
                "regie": {"roles": [{"layer": "proces"}]},
            },
            [
                *(f"[[sources]] 1: columns.{name} {MISSING}" for name in NEEDED),
                "[[calendars]] 1: hours.monday: verwacht uren zoals \"09:00-17:00\", gevonden '9-17'",
                "[[regie.roles]] 1 name: ontbreekt",
            ],
        ),
    ],
    ids=["empty", "names", "values", "tables"],
)  # fmt: skip
def test_a_fault_says_where_it_is_and_what_is_meant(dutch, document, sentences):
    with pytest.raises(ValidationError) as caught:
        Config(**document, folder=".")
    said = [wording(sentence) for sentence in faults_of(caught.value, Config)]
    assert [sentence for sentence in said if "caseid" not in sentence] == sentences
