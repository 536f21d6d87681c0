"""Nested JSON: paths, rows, and what is no JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import nights
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profiles import examples

from connectors.errors import ColumnMissingError, ConnectorError, FileUnreadableError
from connectors.formats import gathering
from connectors.nested.paths import place_of, steps_of
from connectors.nested.reader import JsonOptions, open_nested
from connectors.source import Source
from journeys.notes import Note

FAMILY = {
    "gemeente": {"naam": "Noord"},
    "aanvragen": [
        {
            "nummer": "A1",
            "datum": "2026-01-05",
            "regeling": {"code": "JW"},
            "spoed": True,
            "bedrag": 12.50,
            "soorten": ["begeleiding", "verblijf", None],
            "leveringen": [
                {"nummer": 1, "begin": "2026-02-01", "einde": None},
                {"nummer": 2, "begin": "2026-03-01", "einde": "2026-04-01"},
            ],
        },
        {"nummer": "A2", "datum": "2026-01-06", "regeling": None, "leveringen": []},
        {"nummer": "A3", "datum": "2026-01-07"},
    ],
    "versie": 3,
}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "export.json"


def opened(path, content, rows="", columns=None, key=(), **options):
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    path.write_bytes(content)
    source = Source("s", "json", columns or {}, key=key, options=JsonOptions(rows=rows, **options))
    return open_nested(path, source)


def read(path, content, rows="", *wanted, **more):
    """The rows as tuples of the wanted columns."""
    batches = opened(path, content, rows, **more).batches(wanted)
    found = [row for batch in batches for row in batch.rows.to_pylist()]
    assert [row["source_row"] for row in found] == list(range(1, len(found) + 1))
    return [tuple(row[name] for name in wanted) for row in found]


def test_a_row_is_an_element_of_the_list_and_sees_its_parents(path):
    wanted = ("nummer", "begin", "einde", "/aanvragen[].nummer", "/aanvragen[].regeling.code")
    assert read(path, FAMILY, "aanvragen[].leveringen[]", *wanted) == [
        ("1", "2026-02-01", None, "A1", "JW"),
        ("2", "2026-03-01", "2026-04-01", "A1", "JW"),
    ]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("nummer", ["A1", "A2", "A3"]),
        ("regeling.code", ["JW", None, None]),
        ("spoed", ["true", None, None]),
        ("bedrag", ["12.5", None, None]),
        ("soorten[]", ["begeleiding, verblijf", None, None]),
        ("leveringen[].nummer", ["1, 2", None, None]),
        ("#", ["1", "2", "3"]),
        ("=Aanvraag", ["Aanvraag"] * 3),
        ("/gemeente.naam", ["Noord"] * 3),
        ("/versie", ["3"] * 3),
        ("/aanvragen[].datum", ["2026-01-05", "2026-01-06", "2026-01-07"]),
        ("nergens", [None] * 3),
    ],
)
def test_a_column_is_a_path(path, column, expected):
    assert read(path, FAMILY, "aanvragen[]", column) == [(value,) for value in expected]


def test_a_number_is_the_text_that_the_file_holds(path):
    content = b'[{"n": 1.50}, {"n": 100000000000000000000001}, {"n": 0.1}, {"n": -0}]'
    assert read(path, content, "[]", "n") == [
        ("1.50",),
        ("100000000000000000000001",),
        ("0.1",),
        ("0",),
    ]


@pytest.mark.parametrize(
    ("content", "rows", "expected"),
    [
        ([{"a": 1}, {"a": 2}], "[]", ["1", "2"]),
        ({"a": 1}, "", ["1"]),
        ([[{"a": 1}], [], [{"a": 2}]], "[][]", ["1", "2"]),
        ({"x": {"y": [{"a": 1}]}}, "x.y[]", ["1"]),
        ({"x": []}, "x[]", []),
        ({"x": None}, "x[]", []),
    ],
)
def test_rows_may_stand_anywhere(path, content, rows, expected):
    if content == {"x": None}:
        with pytest.raises(ColumnMissingError):
            read(path, content, rows, "a")
        return
    assert read(path, content, rows, "a") == [(value,) for value in expected]


def test_an_element_that_is_no_object_is_its_own_value(path):
    assert read(path, {"x": ["a", "b"]}, "x[]", ".", "#") == [("a", "1"), ("b", "2")]


def test_a_position_counts_within_its_own_list(path):
    content = {"x": [{"y": ["a", "b"]}, {"y": ["c"]}]}
    assert read(path, content, "x[].y[]", ".", "#") == [("a", "1"), ("b", "2"), ("c", "1")]


def test_elements_without_a_required_value_are_no_rows_and_are_counted(path):
    file = opened(path, FAMILY, "aanvragen[].leveringen[]", required=("einde",))
    (batch,) = file.batches(["nummer"])
    assert batch.rows.to_pylist() == [{"source_row": 1, "nummer": "2"}]
    assert file.notes == [Note("elements_no_rows", 1)]


def test_json_lines_are_one_value_after_another(path):
    content = b'{"a": 1, "b": [{"c": 2}]}\n\n{"a": 3, "b": [{"c": 4}, {"c": 5}]}\n'
    assert read(path, content, "", "a", lines=True) == [("1",), ("3",)]
    found = read(path, content, "b[]", "c", "/a", lines=True)
    assert found == [("2", "1"), ("4", "3"), ("5", "3")]


def test_a_mark_at_the_begin_of_the_file_is_no_part_of_it(path):
    assert read(path, b"\xef\xbb\xbf" + b'[{"a": "\xc3\xa9"}]', "[]", "a") == [("é",)]


@pytest.mark.parametrize(
    ("content", "got"),
    [
        (b"", "an empty file"),
        (b"PK\x03\x04", "zip"),
        (b"<html></html>", "web page"),
        ('{"a": 1}'.encode("utf-16"), "UTF-16"),
        (b'[{"a": "geheim-123"}, {"a": "geh', "truncated"),
        (b'[{"a": "geheim-123"}', "truncated"),
        (b'[{"a": geheim-123}]', "no JSON"),
        (b'[{"a": NaNa}]', "no JSON"),
        (b"[{'a': 'geheim-123'}]", "no JSON"),
        (b'[{"a": 1}] geheim-123', "no JSON"),
        (b'[{"a": "geheim-\xe9"}]', "no JSON"),
        (b'[{"geheim-123": 1, "geheim-123": 2}]', "one name twice"),
        (b'[{"a": ' + b"9" * 6000 + b"}]", "1,000 digits"),
        (b'[{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]", "more than 64 levels"),
        (b'[{"a": ' * 50_000, "more than 64 levels"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_whole_json_is_refused_without_a_word_of_it(path, content, got):
    with pytest.raises(FileUnreadableError) as caught:
        read(path, content, "[]", "a")
    assert got in caught.value.got
    assert "geheim" not in str(caught.value)


def test_a_name_twice_beside_the_rows_is_refused_too(path):
    with pytest.raises(FileUnreadableError) as caught:
        read(path, b'{"x": [{"a": 1}], "x": [{"a": 2}]}', "x[]", "a")
    assert "one name twice" in caught.value.got


@pytest.mark.parametrize(
    ("rows", "column", "got"),
    [
        ("gemeente[]", "naam", "an object"),
        ("versie[]", "naam", "a value"),
        ("gemeente.naam[]", "naam", "a value"),
        ("aanvragen[].regeling[]", "code", "an object"),
        ("aanvragen[]", "regeling", "an object"),
        ("aanvragen[]", "soorten", "a list"),
        ("aanvragen[]", "nummer.deel", "a value"),
        ("aanvragen[]", "nummer[]", "a value"),
        ("[]", "naam", "an object"),
    ],
)
def test_a_file_that_is_built_otherwise_than_a_path_says_is_refused_by_name(
    path, rows, column, got
):
    with pytest.raises(ConnectorError, match="built otherwise") as caught:
        read(path, FAMILY, rows, column)
    assert got in caught.value.got


def test_a_list_that_is_nowhere_is_a_changed_schema(path):
    with pytest.raises(ColumnMissingError, match="list of rows is not in the file"):
        read(path, FAMILY, "verzoeken[]", "nummer")


def test_a_path_that_every_event_needs_and_no_row_has_is_a_changed_schema(path):
    columns = {
        "case_id": ("zaak", "/aanvragen[].zaak"),
        "activity": ("=x",),
        "started_at": ("datum",),
    }
    file = opened(path, FAMILY, "aanvragen[]", columns=columns)
    with pytest.raises(ColumnMissingError) as caught:
        list(file.batches(["zaak", "/aanvragen[].zaak", "=x", "datum"]))
    assert caught.value.expected == "/aanvragen[].zaak or zaak"


def test_a_path_that_no_row_has_is_said(path):
    file = opened(path, FAMILY, "aanvragen[]")
    list(file.batches(["nummer", "team"]))
    assert file.notes == [Note("path_in_no_row", column="team")]
    file = opened(path, {"aanvragen": [{"nummer": 1}]}, "aanvragen[].leveringen[]")
    list(file.batches(["nummer"]))
    assert file.notes == [Note("path_in_no_element", column="leveringen[]")]


@pytest.mark.parametrize("path_text", ["a..b", "a[0]", "a.[]", "[", "a[]b", "."[:0] + "a."])
def test_what_is_no_path_is_refused(path_text):
    with pytest.raises(ConnectorError, match="no path"):
        steps_of(path_text)


def test_options_that_cannot_be_meant_are_refused():
    for given_ in ({"rows": "a"}, {"rows": "a..b[]"}, {"row": "a[]"}):
        with pytest.raises(ValueError, match=r"rows|row"):
            JsonOptions(**given_)


def test_a_list_beside_the_rows_is_no_column(path):
    with pytest.raises(ConnectorError, match="beside the rows"):
        read(path, FAMILY, "aanvragen[]", "/anderen[].naam")


def test_small_batches_hold_the_same_rows(path, monkeypatch):
    content = [{"a": n} for n in range(100)]
    monkeypatch.setattr(gathering, "BATCH_ROWS", 7)
    file = opened(path, content, "[]")
    batches = list(file.batches(["a"]))
    assert len(batches) == 15
    found = [row["a"] for batch in batches for row in batch.rows.to_pylist()]
    assert found == [str(n) for n in range(100)]


VALUES = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text('ab é"\\', max_size=3))
TREES = st.dictionaries(
    st.sampled_from("abcd"),
    VALUES | st.lists(st.dictionaries(st.sampled_from("xyz"), VALUES, max_size=3), max_size=3),
    max_size=4,
)


@examples(200)
@given(st.lists(TREES, max_size=4))
def test_rows_are_those_that_plain_python_finds(path, trees):
    expected = []
    for tree in trees:
        inner = tree.get("a")
        if inner is not None and not isinstance(inner, list):
            return
        for n, element in enumerate(inner or [], start=1):
            b = tree.get("b")
            if isinstance(b, list):
                return
            told = [element.get("x"), b]
            texts = [str(v).lower() if isinstance(v, bool) else v for v in told]
            expected.append((str(n), *[None if v is None else str(v) for v in texts]))
    assert read(path, trees, "[].a[]", "#", "x", "/[].b") == expected


CONFIG = """
[project]
name = "Proef"
[journeys]
level = "case"
[[sources]]
name = "aanvragen"
kind = "json"
path = "zorg.json"
partner = "Gemeente"
key = ["nummer"]
[sources.options]
rows = "aanvragen[]"
[sources.columns]
case_id = "nummer"
activity = "=Aanvraag"
started_at = "datum"
[[sources]]
name = "leveringen"
kind = "json"
path = "zorg.json"
partner = "Aanbieder"
key = ["/aanvragen[].nummer", "nummer"]
[sources.options]
rows = "aanvragen[].leveringen[]"
[sources.columns]
case_id = "/aanvragen[].nummer"
activity = "=Levering"
started_at = "begin"
ended_at = "einde"
"""


def test_two_sources_over_one_file_tell_two_kinds_of_events_night_after_night(tmp_path):
    (tmp_path / "klantreis.toml").write_text(CONFIG, encoding="utf-8")
    file = tmp_path / "zorg.json"
    file.write_text(json.dumps(FAMILY), encoding="utf-8")
    assert nights.run(tmp_path / "klantreis.toml").status == "complete"
    events = nights.table(tmp_path, "events")
    assert sorted(
        (e["activity"], e["started_at"].isoformat()[:10], e["is_running"]) for e in events
    ) == [
        ("Aanvraag", "2026-01-04", False),
        ("Aanvraag", "2026-01-05", False),
        ("Aanvraag", "2026-01-06", False),
        ("Levering", "2026-01-31", True),
        ("Levering", "2026-02-28", False),
    ]
    ids = {e["event_id"] for e in events}
    changed = json.loads(json.dumps(FAMILY))
    changed["aanvragen"][0]["leveringen"][0]["einde"] = "2026-05-01"
    file.write_text(json.dumps(changed), encoding="utf-8")
    nights.run(tmp_path / "klantreis.toml")
    events = nights.table(tmp_path, "events")
    assert {e["event_id"] for e in events} == ids
    assert not any(e["is_running"] for e in events)
    file.write_text(json.dumps(changed)[:-40], encoding="utf-8")
    assert "JSON that is truncated" in nights.failure(tmp_path / "klantreis.toml")
    file.write_text(json.dumps(changed), encoding="utf-8")
    nights.run(tmp_path / "klantreis.toml")
    assert {e["event_id"] for e in nights.table(tmp_path, "events")} == ids


PRODUCT = "_embedded.aanvraag[].beschikking.beschikteProducten[].toegewezenProduct"
ZORGNED = {
    "aanvragen": ("_embedded.aanvraag[]", ("identificatie", "datumAanvraag"), (), 72),
    "toewijzingen": (f"{PRODUCT}.toewijzingen[]", ("toewijzingNummer", "ingangsdatum"), (), 60),
    "leveringen": (f"{PRODUCT}.toewijzingen[].leveringen[]", ("begindatum",), (), 53),
    "stops": (f"{PRODUCT}.toewijzingen[].leveringen[]", ("einddatum",), ("einddatum",), 34),
}


ZORGNED_EVENTS = {
    "zorgned-aanvragen": 71,  # of 72: one stands there twice, and differs in a name alone
    "zorgned-besluiten": 71,
    "zorgned-toewijzingen": 60,
    "zorgned-leveringen": 53,
    "zorgned-stops": 34,
}


@pytest.mark.parametrize("name", ZORGNED)
def test_zorgneds_own_answers_are_read_whole(shared, name):
    file = shared / "data" / "standards" / "zorgned" / "zorgned-jzd-aanvragen.json"
    if not file.exists():
        pytest.skip(f"no {file.name}")
    rows, wanted, required, n = ZORGNED[name]
    parent = "/_embedded.aanvraag[].identificatie"
    source = Source("z", "json", {}, options=JsonOptions(rows=rows, required=required))
    opened_ = open_nested(file, source)
    found = [row for b in opened_.batches([*wanted, parent]) for row in b.rows.to_pylist()]
    assert len(found) == n
    assert all(row[parent] for row in found)
    content = json.loads(file.read_text(encoding="utf-8"))
    assert {row[parent] for row in found} <= {
        each["identificatie"] for each in content["_embedded"]["aanvraag"]
    }


def test_the_guides_config_reads_zorgneds_own_answers(shared, tmp_path):
    file = shared / "data" / "standards" / "zorgned" / "zorgned-jzd-aanvragen.json"
    if not file.exists():
        pytest.skip(f"no {file.name}")
    guide = (Path(__file__).parents[3] / "docs" / "bronsoorten.md").read_text(encoding="utf-8")
    (block,) = re.findall(
        r"```toml\n(\[\[sources\]\]\nname = \"zorgned-aanvragen\".*?)```", guide, re.DOTALL
    )
    head = '[project]\nname = "Z"\n[journeys]\nlevel = "case"\n'
    (tmp_path / "klantreis.toml").write_text(head + block, encoding="utf-8")
    (tmp_path / "zorgned").mkdir()
    (tmp_path / "zorgned" / "a.json").write_bytes(file.read_bytes())
    outcome = nights.run(tmp_path / "klantreis.toml")
    assert outcome.status == "complete"
    events = nights.table(tmp_path, "events")
    assert Counter(event["source"] for event in events) == ZORGNED_EVENTS
    nights.run(tmp_path / "klantreis.toml")
    assert len(nights.table(tmp_path, "events")) == len(events)


def test_a_delivery_of_2013_under_an_assignment_of_2023_is_told_as_it_stands(shared):
    file = shared / "data" / "standards" / "zorgned" / "zorgned-jzd-aanvragen.json"
    if not file.exists():
        pytest.skip(f"no {file.name}")
    rows = f"{PRODUCT}.toewijzingen[].leveringen[]"
    wanted = ["begindatum", f"/{PRODUCT}.toewijzingen[].ingangsdatum"]
    source = Source("z", "json", {}, options=JsonOptions(rows=rows))
    found = [row for b in open_nested(file, source).batches(wanted) for row in b.rows.to_pylist()]
    odd = [r for r in found if r[wanted[0]][:4] == "2013" and r[wanted[1]][:4] == "2023"]
    assert len(odd) >= 1


@pytest.mark.parametrize(
    ("name", "n_clients", "n_organisations"),
    [
        ("enkelvoudigVoorbeeld", 1, 1),
        ("samenloopVoorbeeldDeel1", 5, 1),
        ("meervoudigVoorbeeld", 10, 1),
        ("meerdereLeveringenVoorbeeld", 5, 5),
        ("UitgebreidMeervoudigVoorbeeld", 5, 1),
    ],
)
def test_ddas_examples_tell_each_client_of_each_traject(shared, name, n_clients, n_organisations):
    file = shared / "data" / "standards" / "ddas" / "v1.0" / f"{name}.json"
    if not file.exists():
        pytest.skip(f"no {file.name}")
    content = json.loads(file.read_text(encoding="utf-8-sig"))
    rows = "leveringen[].schuldhulptrajecten[].client[]"
    wanted = [
        "Burgerservicenummer",
        "/leveringen[].schuldhulptrajecten[].startdatum",
        "/leveringen[].aanleverende_organisatie.(Statutaire) Naam",
        "/codeGegevensleverancier",
    ]
    source = Source("d", "json", {}, options=JsonOptions(rows=rows))
    found = [
        tuple(row[each] for each in wanted)
        for batch in open_nested(file, source).batches(wanted)
        for row in batch.rows.to_pylist()
    ]
    expected = [
        (
            client.get("Burgerservicenummer"),
            traject.get("startdatum"),
            levering["aanleverende_organisatie"]["(Statutaire) Naam"],
            content["codeGegevensleverancier"],
        )
        for levering in content["leveringen"]
        for traject in levering["schuldhulptrajecten"]
        for client in traject["client"]
    ]
    assert found == expected
    assert (len(found), len({row[2] for row in found})) == (n_clients, n_organisations)


def test_a_place_is_seen_from_the_last_list_that_it_shares_with_the_rows():
    rows = steps_of("a[].b.c[]")
    assert [
        (p.level, p.steps)
        for p in (place_of(t, rows) for t in ("/a[].x", "/a[].b.x", "/y", "/a[].b.c[].z"))
    ] == [
        (1, ("x",)),
        (1, ("b", "x")),
        (0, ("y",)),
        (2, ("z",)),
    ]
