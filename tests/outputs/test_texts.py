"""Every text that a user reads is in the catalogue in English, once, and nothing else is."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import outputs
from outputs.texts import LANGUAGES, catalogue, marked

ROOT = Path(outputs.__file__).parent
KEYWORDS = {"text": None, "plural": (1, 2), "marked": None, "_": None}
PARTS = sorted((ROOT / "texts" / "en").glob("*.po"))


def texts_of(path):
    """The texts of a file: (line, text) or (line, (one, many)); a text that is no literal is None."""
    with path.open("rb") as opened:
        if path.name.endswith(".j2"):
            options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
            for line, function, message, _ in babel_extract(opened, ("_", "plural"), (), options):
                given = message if isinstance(message, tuple) else (message,)
                if given[0] is not None:  # else a name, marked in Python
                    yield line, given[:2] if function == "plural" else given[0]
            return
        method = "javascript" if path.suffix == ".js" else "python"
        for line, message, _, _ in extract(method, opened, KEYWORDS):
            yield line, message


def files():
    """Everything that holds texts."""
    yield from sorted(ROOT.rglob("*.py"))
    yield from sorted(ROOT.rglob("*.j2"))
    yield from sorted(ROOT.rglob("*.js"))


def needed():
    """Every text of the code: by its first form, all forms with which it is used."""
    found = {}
    for path in files():
        for _, message in texts_of(path):
            forms = message if isinstance(message, tuple) else (message,)
            found.setdefault(forms[0], set()).add(forms)
    return found


def messages():
    """Every message of every part of the catalogue, with its part."""
    for part in PARTS:
        with part.open("rb") as opened:
            read = read_po(opened, locale="en", abort_invalid=True)
        for message in read:
            if message.id:
                yield part.stem, message
        for message in read.obsolete.values():
            yield part.stem, message


def forms(text):
    """The forms of a message or its translation."""
    return tuple(text) if isinstance(text, (tuple, list)) else (text,)


def test_texts_are_found_in_code_templates_and_scripts():
    found = needed()
    assert len(PARTS) >= 2
    for text in ("onbekend", "Naar de inhoud", "stille overdracht", "minder dan 1 minuut"):
        assert (text,) in found[text]
    assert ("{n} minuut", "{n} minuten") in found["{n} minuut"]


def test_every_text_is_translated_in_exactly_one_part():
    there = Counter(forms(message.id)[0] for _, message in messages())
    missing = sorted(set(needed()) - set(there))
    assert missing == []
    assert [text for text, n in there.items() if n != 1] == []


def test_no_translation_is_left_of_a_text_that_is_gone():
    known = needed()
    assert [
        (part, message.id) for part, message in messages() if forms(message.id)[0] not in known
    ] == []


def test_a_text_has_the_same_forms_wherever_it_is_used():
    assert {one: used for one, used in needed().items() if len(used) != 1} == {}
    known = needed()
    for part, message in messages():
        assert {forms(message.id)} == known[forms(message.id)[0]], part


def test_every_translation_is_whole():
    for part, message in messages():
        said = forms(message.string)
        assert not message.fuzzy, (part, message.id)
        assert len(said) == len(forms(message.id)), (part, message.id)
        assert all(each.strip() for each in said), (part, message.id)


PLACEHOLDER = re.compile(r"\{(\w*)[^}]*\}")
TAG = re.compile(r"</?\w+[^>]*>")


@pytest.mark.parametrize("pattern", [PLACEHOLDER, TAG], ids=["placeholders", "tags"])
def test_what_is_put_in_and_what_is_marked_up_is_the_same_in_both_languages(pattern):
    for part, message in messages():
        for dutch, english in zip(forms(message.id), forms(message.string), strict=True):
            assert Counter(pattern.findall(dutch)) == Counter(pattern.findall(english)), (
                part,
                dutch,
            )


def test_a_sentence_ends_alike_in_both_languages():
    for part, message in messages():
        for dutch, english in zip(forms(message.id), forms(message.string), strict=True):
            assert (dutch[-1] in ".:?") == (english[-1] in ".:?"), (part, dutch)
            assert dutch == dutch.strip(), (part, dutch)
            assert english == english.strip(), (part, dutch)


def test_only_literal_texts_are_looked_up():
    """A text that is put together at run time would escape the catalogue."""
    for path in files():
        if path.suffix == ".py":
            assert not re.search(r"\.(text|plural)\(\s*f[\"']", path.read_text("utf-8")), path.name


def test_the_catalogue_that_is_read_has_every_part():
    assert set(catalogue("en")) == {forms(message.id)[0] for _, message in messages()}
    assert catalogue(LANGUAGES[0]) == {}
    assert marked("x") == "x"
