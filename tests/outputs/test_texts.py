"""Every text that a user reads is in the catalogue in English, once, and nothing else is."""

from __future__ import annotations

import ast
import re
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.jslexer import tokenize, unquote_string
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import outputs
from outputs.texts import LANGUAGES, catalogue, marked

ROOT = Path(outputs.__file__).parent
NAMES = {"text", "plural", "marked"}
PARTS = sorted((ROOT / "texts" / "en").glob("*.po"))


def of_python(source):
    """The texts of Python code."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", None))
            if name in NAMES:
                yield name, [arg.value for arg in call.args if isinstance(arg, ast.Constant)]


def of_template(source):
    """The texts of a template; not a name that is marked in Python and looked up here."""
    options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    opened = BytesIO(source.encode())
    for _, name, message, _ in babel_extract(opened, ("_", "plural"), (), options):
        given = message if isinstance(message, tuple) else (message,)
        yield name, [each for each in given if each is not None]


def of_script(source):
    """The texts of a script; a long one may be several strings with + between them."""
    tokens = list(tokenize(source, dotted=False))
    for place, token in enumerate(tokens[:-1]):
        if token.type == "name" and token.value in NAMES and tokens[place + 1].value == "(":
            given = [""]
            for each in tokens[place + 2 :]:
                if each.type == "string":
                    given[-1] += unquote_string(each.value)
                elif each.value == ",":
                    given.append("")
                elif each.value != "+":
                    break
            yield token.value, [text for text in given if text]


READERS = {".py": of_python, ".j2": of_template, ".js": of_script}


def texts_of(path):
    """The texts of a file: each a tuple of its forms, one or two."""
    for name, given in READERS[path.suffix](path.read_text("utf-8")):
        texts = [text for text in given if isinstance(text, str)][: 2 if name == "plural" else 1]
        if len(texts) == (2 if name == "plural" else 1):
            yield tuple(texts)


def files():
    """Everything that holds texts."""
    yield from sorted(ROOT.rglob("*.py"))
    yield from sorted(ROOT.rglob("*.j2"))
    yield from sorted(ROOT.rglob("*.js"))


def needed():
    """Every text of the code: by its first form, all forms with which it is used."""
    found = {}
    for path in files():
        for text in texts_of(path):
            if not any(char.isalpha() for char in text[0]):
                continue  # a sign
            found.setdefault(text[0], set()).add(text)
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


@pytest.mark.parametrize(
    ("read", "source", "texts"),
    [
        (of_python, 'x.text("a" "b", n=x.plural("c", "d", 2))', [["ab"], ["c", "d", 2]]),
        (of_python, "marked('é'); x.text(name); x.other('z')", [["é"], []]),
        (of_template, '{{ _("a {n}", n=plural("b", "c", n)) }}{{ _(x) }}', [["a {n}"], ["b", "c"], []]),
        (of_script, 'k.svg.text(1, 2, k.text("a", { n: k.plural("b", "c", 3) }))', [[], ["a"], ["b", "c"]]),
        (of_script, 'text("a " + "b\\u00e9"); const x = text; // text("z")', [["a bé"]]),
    ],
)  # fmt: skip
def test_texts_are_found_wherever_they_stand(read, source, texts):
    assert [given for _, given in read(source)] == texts


def test_texts_are_found_in_code_templates_and_scripts():
    found = needed()
    assert len(PARTS) > 1
    for text in ("onbekend", "Naar de inhoud", "stille overdracht", "minder dan 1 minuut"):
        assert found[text] == {(text,)}
    assert found["{n} minuut"] == {("{n} minuut", "{n} minuten")}


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
