"""A JSON object's long lists, one element at a time."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.ceilings import Ceilings
from connectors.formats import json_parts
from connectors.formats.json_parts import DamagedError, parts

TEXTS = st.text(st.characters(codec="utf-8"), max_size=8)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(
    log=st.dictionaries(TEXTS, st.lists(VALUES, max_size=5) | VALUES, max_size=4),
    indent=st.sampled_from([None, 0, 3]),
    chunk=st.integers(1, 40),
    is_ascii=st.booleans(),
)
def test_whatever_the_size_of_the_chunks_all_elements_are_told_as_the_library_reads_them(
    tmp_path, log, indent, chunk, is_ascii
):
    path = tmp_path / "log.json"
    text = json.dumps(log, indent=indent, ensure_ascii=is_ascii)
    path.write_text(text, encoding="utf-8")
    expected = [
        (key, each)
        for key, value in json.loads(text).items()
        for each in (value if isinstance(value, list) else [value])
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_parts, "CHUNK", chunk)
        assert list(parts(path, Ceilings())) == expected


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", '{"a"', '{"a":', '{"a":[', '{"a":[1', '{"a":[1,', '{"a":[1]', '{"a":[1]}x',
     '{"a":[1]} {}', '{"a":[1,]}', '{"a":1,}', '{"a" 1}', "{'a': 1}"],
)  # fmt: skip
def test_what_is_no_whole_json_object_is_refused(tmp_path, text):
    path = tmp_path / "log.json"
    path.write_text(text)
    with pytest.raises(DamagedError, match="truncated or damaged"):
        list(parts(path, Ceilings()))


@pytest.mark.parametrize("number", ["1.25", "-1.5e+10", "12e3", "120"])
def test_a_number_is_whole_wherever_the_text_is_cut(tmp_path, monkeypatch, number):
    path = tmp_path / "log.json"
    path.write_text(f'{{"a": [{number}, {number}], "b": {number}}}')
    for chunk in range(1, 30):
        monkeypatch.setattr(json_parts, "CHUNK", chunk)
        assert list(parts(path, Ceilings())) == [(key, json.loads(number)) for key in "aab"]


def test_bytes_that_are_no_utf_8_are_refused(tmp_path):
    path = tmp_path / "log.json"
    path.write_bytes(b'{"a": ["caf\xe9"]}')
    with pytest.raises(DamagedError, match="no UTF-8"):
        list(parts(path, Ceilings()))
