"""Our questions, and the answers that other tests record, against Open Zaak's own OpenAPI files."""

from __future__ import annotations

import json

import httpx
import pytest
from openzaak import no_proxy, open_zaak, zaken_source
from prism import NotHereError, free_port, install, open_zaak_api, prism

from connectors.zgw.reader import open_zgw


@pytest.fixture(scope="module")
def program():
    try:
        return install()
    except NotHereError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def standards(shared):
    folder = shared / "data" / "standards" / "zgw"
    if not folder.is_dir():
        pytest.skip(f"no folder {folder.name}/ with Open Zaak's OpenAPI files")
    return folder


def ask(address, monkeypatch, since=None, **options):
    no_proxy(monkeypatch)
    given = {"requests_per_second": 1000, "retries": 0, **options}
    pulled = open_zgw(zaken_source(f"{address}/zaken/api/v1", **given), since)
    return [row for batch in pulled.batches(pulled.columns) for row in batch.rows.to_pylist()]


@pytest.mark.parametrize("since", [None, "2026-03-31"], ids=["the first night", "a later night"])
@pytest.mark.parametrize("expand", [True, False], ids=["expanded", "asked apart"])
def test_a_server_made_of_the_api_file_answers_every_question(
    program, standards, tmp_path, monkeypatch, since, expand
):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with prism(program, open_zaak_api(standards, address), tmp_path, port) as log:
        found = ask(
            address,
            monkeypatch,
            since,
            expand=expand,
            zaaktypen=("Melding",),
            registered_after="2019-01-01",
            page_size=500,
        )
        told = log()
    assert {row["soort"] for row in found} >= {"registratie", "status", "einde", "resultaat"}
    assert {row["identificatie"] for row in found} == {"string"}
    assert {row["moment"][:10] for row in found} == {"2019-08-24"}
    assert "Request" not in "\n".join(line for line in told.splitlines() if "VALIDATOR" in line)


def test_the_mock_refuses_what_the_api_does_not_take(program, standards, tmp_path):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with prism(program, open_zaak_api(standards, address), tmp_path, port):
        for query, headers, status in (
            ("page=x", {"Authorization": "Bearer x"}, 400),
            ("expand=zaakje", {"Authorization": "Bearer x"}, 400),
            ("page=1", {}, 401),
        ):
            url = f"{address}/zaken/api/v1/zaken?{query}"
            assert httpx.get(url, headers=headers, trust_env=False).status_code == status


def test_what_our_own_open_zaak_answers_obeys_the_api_file(
    program, standards, tmp_path, monkeypatch
):
    port = free_port()
    api = open_zaak_api(standards, "")
    with open_zaak() as server:
        own, server.address = server.address, f"http://127.0.0.1:{port}"
        zaak = server.zaak("Z1")
        server.person(zaak, "999990019")
        rol = server.employee(zaak, "jdv", "2026-01-06T09:00:00Z")
        server.rol(
            zaak,
            "behandelaar",
            "organisatorische_eenheid",
            {"naam": "West"},
            "2026-01-06T09:00:00Z",
        )
        server.status(zaak, "Intake", "2026-01-07T10:00:00Z", by=rol)
        server.hand_over(rol, "kbo", "2026-01-20T10:00:00Z")
        server.remove(rol, "2026-01-30T10:00:00Z")
        server.result(zaak, "Toegekend", "2026-02-03T12:00:00Z")
        server.status(zaak, "Klaar", "2026-02-03T12:30:00Z", is_end=True)
        server.zaak("Z2")
        for kind in server.types.values():
            _fill(kind, api)
        with prism(program, api, tmp_path, port, before=own) as log:
            found = ask(server.address, monkeypatch, page_size=1)
            found += ask(server.address, monkeypatch, expand=False, page_size=1)
            told = log()
    assert len(found) == 2 * 11
    assert "Violation" not in told
    _only_known_questions(server.asked, api)


def _fill(kind, api):
    """What a type needs besides, made of the API file: our server's types are bare."""
    name = {"statustypen": "StatusType", "resultaattypen": "ResultaatType", "zaaktypen": "ZaakType"}
    schema = name.get(kind["url"].split("/")[-2])
    if schema is None:
        return
    body = api["components"]["schemas"][f"catalogi_{schema}"]
    for field in body["required"]:
        kind.setdefault(field, _some(body["properties"][field], api))


def _some(schema, api):
    """A value that a schema allows."""
    if "$ref" in schema:
        schema = api["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for part in schema.get("allOf", [])[:1]:
        return _some(part, api)
    if "enum" in schema or schema.get("nullable"):
        return schema.get("enum", [None])[0]
    if schema.get("type") == "string":
        texts = {"date": "2026-01-01", "uri": "http://127.0.0.1/x", "duration": "P1D"}
        return texts.get(schema.get("format"), "x" * max(1, schema.get("minLength", 1)))
    if schema.get("type") in {"integer", "boolean", "array"}:
        return {"integer": schema.get("minimum", 1), "boolean": False, "array": []}[schema["type"]]
    body = schema.get("properties", {})
    return {key: _some(body[key], api) for key in schema.get("required", body)}


def _only_known_questions(asked, api):
    """Prism lets unknown parameters pass: each that we ask with stands in the API file."""
    for path, query in asked:
        parts = ["{x}" if part.count("-") == 4 else part for part in path.split("/")]
        like = [
            known
            for known in api["paths"]
            if ["{x}" if part.startswith("{") else part for part in known.split("/")] == parts
        ]
        assert like, path
        parameters = {each["name"] for each in api["paths"][like[0]]["get"].get("parameters", [])}
        assert set(query) <= parameters, json.dumps([path, *query])
