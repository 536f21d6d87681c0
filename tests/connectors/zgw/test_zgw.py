"""Zaken out of an Open Zaak: its owners' history, its paging, its tokens, and when it misbehaves."""

from __future__ import annotations

import logging
import re
import time
import tomllib
from pathlib import Path
from types import SimpleNamespace

import jwt
import pytest
from openzaak import CLIENT, RSIN, SECRET, no_proxy, open_zaak, uuid_of, zaken_source

from connectors.errors import ConnectorError, SourceUnavailableError
from connectors.zgw.options import ZgwOptions
from connectors.zgw.reader import open_zgw
from connectors.zgw.tokens import ZgwTokens
from journeys.notes import Note
from pipelines.config.settings import SourceSection

SHOWN = ("soort", "gebeurtenis", "moment", "regisseur", "medewerker", "team")
BSN = "999990019"


@pytest.fixture(autouse=True)
def _secret(monkeypatch):
    no_proxy(monkeypatch)


@pytest.fixture
def server():
    with open_zaak() as running:
        yield running


def pull(server, since=None, *, partner="Wijkteam", **options):
    given = {"first_wait_s": 0, "requests_per_second": 10_000, **options}
    return open_zgw(zaken_source(server.url, partner=partner, **given), since)


def rows(pulled, *wanted):
    batches = pulled.batches(wanted or pulled.columns)
    return [row for batch in batches for row in batch.rows.to_pylist()]


def shown(found, *names):
    return [tuple(row[name] for name in names or SHOWN) for row in found]


def test_a_zaak_is_told_from_its_registration_to_its_end(server):
    zaak = server.zaak("Z1")
    server.person(zaak, BSN)
    rol = server.employee(zaak, "jdv", "2026-01-06T09:00:00Z")
    server.status(zaak, "Intake", "2026-01-07T10:00:00Z", by=rol)
    server.result(zaak, "Toegekend", "2026-02-03T12:00:00Z")
    server.status(zaak, "Afgehandeld", "2026-02-03T12:30:00Z", is_end=True)
    found = rows(pull(server))
    assert shown(found) == [
        ("registratie", "Zaak geregistreerd", "2026-01-05", None, None, None),
        ("regie", "Behandelaar begint", "2026-01-06T09:00:00Z", "jdv", "jdv", None),
        ("status", "Intake", "2026-01-07T10:00:00Z", None, "jdv", None),
        ("resultaat", "Resultaat: Toegekend", "2026-02-03T12:00:00Z", None, None, None),
        ("status", "Afgehandeld", "2026-02-03T12:30:00Z", None, "jdv", None),
        ("einde", "Zaak afgesloten", "2026-02-03T12:30:00Z", None, "jdv", None),
    ]
    assert {row["bsn"] for row in found} == {BSN}
    assert {row["identificatie"] for row in found} == {"Z1"}
    assert [row["source_row"] for row in found] == [1, 2, 3, 4, 5, 6]
    assert {row["is_withdrawn"] for row in found} == {"false"}
    assert {row["organisatie"] for row in found} == {None}, "the config names the partner"


def test_the_organisation_is_the_partner_where_the_config_names_none(server):
    server.zaak("Z1")
    assert shown(rows(pull(server, partner="")), "organisatie", "gemeente") == [(RSIN, None)]
    named = pull(server, partner="", organisations={RSIN: "Gemeente Noord"})
    assert shown(rows(named), "organisatie", "gemeente") == [("Gemeente Noord", "Gemeente Noord")]


def test_an_owner_who_was_removed_is_known_by_the_audittrail(server):
    zaak = server.zaak("Z1")
    first = server.employee(zaak, "jdv", "2026-01-06T09:00:00Z")
    server.remove(first, "2026-02-01T11:00:00Z")
    server.employee(zaak, "kbo", "2026-02-10T09:00:00Z")
    assert shown(rows(pull(server, events=("regie",))), "gebeurtenis", "moment", "regisseur") == [
        ("Behandelaar begint", "2026-01-06T09:00:00Z", "jdv"),
        ("Behandelaar stopt", "2026-02-01T11:00:00Z", "jdv"),
        ("Behandelaar begint", "2026-02-10T09:00:00Z", "kbo"),
    ]


def test_without_the_audittrail_only_the_present_owner_is_known(server):
    zaak = server.zaak("Z1")
    server.remove(server.employee(zaak, "jdv", "2026-01-06T09:00:00Z"), "2026-02-01T11:00:00Z")
    server.employee(zaak, "kbo", "2026-02-10T09:00:00Z")
    asked = pull(server, events=("regie",), audittrail=False)
    assert shown(rows(asked), "gebeurtenis", "moment", "regisseur") == [
        ("Behandelaar begint", "2026-02-10T09:00:00Z", "kbo")
    ]
    assert not [path for path, _ in server.asked if "audittrail" in path]
    assert Note("no_audittrail") in asked.notes


def test_a_rol_that_changes_hands_is_two_holders(server):
    zaak = server.zaak("Z1")
    rol = server.employee(zaak, "jdv", "2026-01-06T09:00:00Z", role="zaakcoordinator")
    server.hand_over(rol, "kbo", "2026-03-01T09:00:00Z")
    found = shown(
        rows(pull(server, events=("regie",))), "gebeurtenis", "moment", "regisseur", "sleutel"
    )
    assert found == [
        ("Zaakcoordinator begint", "2026-01-06T09:00:00Z", "jdv", f"{rol}|1|begin"),
        ("Zaakcoordinator stopt", "2026-03-01T09:00:00Z", "jdv", f"{rol}|1|einde"),
        ("Zaakcoordinator begint", "2026-03-01T09:00:00Z", "kbo", f"{rol}|2|begin"),
    ]


def test_a_rol_that_says_its_own_period_is_believed(server):
    zaak = server.zaak("Z1")
    period = {"beginGeldigheid": "2026-01-02", "eindeGeldigheid": "2026-01-20"}
    server.employee(zaak, "jdv", "2026-01-06T09:00:00Z", **period)
    assert shown(rows(pull(server, events=("regie",))), "gebeurtenis", "moment") == [
        ("Behandelaar begint", "2026-01-02"),
        ("Behandelaar stopt", "2026-01-20"),
    ]


def test_an_action_that_failed_has_changed_nothing(server):
    zaak = server.zaak("Z1")
    server.employee(zaak, "jdv", "2026-01-06T09:00:00Z")
    server.trails[zaak].append(
        {
            **server.trails[zaak][0],
            "actie": "destroy",
            "resultaat": 403,
            "aanmaakdatum": "2026-02-01T09:00:00Z",
        }
    )
    assert shown(rows(pull(server, events=("regie",))), "gebeurtenis") == [("Behandelaar begint",)]


def test_a_team_in_the_rol_is_a_team_and_no_regisseur(server):
    zaak = server.zaak("Z1")
    server.rol(
        zaak,
        "behandelaar",
        "organisatorische_eenheid",
        {"naam": "Team West"},
        "2026-01-06T09:00:00Z",
    )
    server.status(zaak, "Intake", "2026-01-07T10:00:00Z")
    assert shown(rows(pull(server)), "gebeurtenis", "team", "regisseur", "medewerker") == [
        ("Zaak geregistreerd", None, None, None),
        ("Behandelaar begint", "Team West", None, None),
        ("Intake", "Team West", None, None),
    ]


def test_roles_that_do_not_count_as_regisseur_tell_nothing(server):
    zaak = server.zaak("Z1")
    server.employee(zaak, "jdv", "2026-01-06T09:00:00Z", role="adviseur")
    assert rows(pull(server, events=("regie",))) == []
    assert shown(
        rows(pull(server, events=("regie",), regisseur_roles=("adviseur",))), "gebeurtenis"
    ) == [("Adviseur begint",)]


def test_a_zaak_that_is_reopened_has_two_ends(server):
    zaak = server.zaak("Z1")
    server.status(zaak, "Afgehandeld", "2026-02-01T12:00:00Z", is_end=True)
    server.status(zaak, "In behandeling", "2026-03-01T12:00:00Z")
    server.status(zaak, "Afgehandeld", "2026-04-01T12:00:00Z", is_end=True)
    assert shown(rows(pull(server, events=("einde", "heropend"))), "gebeurtenis", "moment") == [
        ("Zaak afgesloten", "2026-02-01T12:00:00Z"),
        ("Zaak heropend", "2026-03-01T12:00:00Z"),
        ("Zaak afgesloten", "2026-04-01T12:00:00Z"),
    ]


def test_an_end_without_an_end_status_is_the_zaaks_own_date(server):
    server.zaak("Z1", ended="2026-02-01")
    assert shown(rows(pull(server, events=("einde",))), "gebeurtenis", "moment") == [
        ("Zaak afgesloten", "2026-02-01")
    ]


def test_without_the_audittrail_a_result_is_of_the_day_the_zaak_ended(server):
    zaak = server.zaak("Z1", ended="2026-02-01")
    server.result(zaak, "Toegekend", "2026-01-28T12:00:00Z")
    for expand in (True, False):
        found = rows(pull(server, events=("resultaat",), audittrail=False, expand=expand))
        assert shown(found, "gebeurtenis", "moment") == [("Resultaat: Toegekend", "2026-02-01")]


def test_a_zaak_about_two_people_is_told_of_each(server):
    zaak = server.zaak("Z1")
    second = server.person(zaak, "999990020", role="belanghebbende")
    server.person(zaak, BSN)
    roles = ("initiator", "belanghebbende")
    names = ("sleutel", "volgnummer", "bsn", "is_withdrawn")
    key = f"{zaak}|registratie"
    assert shown(rows(pull(server, client_roles=roles)), *names) == [
        (key, "1", BSN, "false"),
        (key, "2", "999990020", "false"),
    ]
    server.remove(second, "2026-02-01T11:00:00Z")
    assert shown(rows(pull(server, client_roles=roles)), *names) == [
        (key, "1", BSN, "false"),
        (key, "2", None, "true"),
    ], "the second one's event is taken back"


def test_a_service_that_knows_no_expand_is_asked_apart(server):
    zaak = server.zaak("Z1", ended="2026-02-01")
    server.person(zaak, BSN)
    server.employee(zaak, "jdv", "2026-01-06T09:00:00Z")
    server.result(zaak, "Toegekend", "2026-01-28T12:00:00Z")
    whole = rows(pull(server))
    server.knows_expand = False
    assert rows(pull(server)) == whole
    assert [path for path, _ in server.asked if path.endswith("/rollen")]


def test_pages_are_read_to_the_last_in_bounded_parts(server):
    for n in range(23):
        server.zaak(f"Z{n:02}")
    found = rows(pull(server, page_size=5))
    assert [row["identificatie"] for row in found] == [f"Z{n:02}" for n in range(23)]
    pages = [query.get("page", "1") for path, query in server.asked if path.endswith("/zaken")]
    assert pages == ["1", "2", "3", "4", "5"]


def test_a_type_is_asked_once(server):
    for n in range(20):
        server.status(server.zaak(f"Z{n:02}"), "Intake", "2026-01-07T10:00:00Z")
    rows(pull(server))
    assert len([path for path, _ in server.asked if "statustypen" in path]) == 1


def test_the_next_night_asks_for_what_is_open_or_late(server):
    server.zaak("open and old", registered="2020-01-01")
    server.zaak("closed lately", registered="2020-01-01", ended="2026-03-20")
    server.zaak("closed long ago", registered="2020-01-01", ended="2020-06-01")
    server.zaak("new, with an old end", registered="2026-03-19", ended="2020-06-01")
    server.zaak("new and closed", registered="2026-03-19", ended="2026-03-20")
    asked = pull(server, "2026-03-31", lag_days=14)
    found = [row["identificatie"] for row in rows(asked) if row["soort"] == "registratie"]
    assert sorted(found) == [
        "closed lately",
        "new and closed",
        "new, with an old end",
        "open and old",
    ]
    assert asked.name == "zaken open of na 2026-03-17"
    assert asked.cursor == time.strftime("%Y-%m-%d", time.gmtime())


@pytest.mark.parametrize("sweep", [True, False])
def test_a_zaak_that_is_closed_with_a_date_of_long_ago_is_found_by_when_it_changed(server, sweep):
    server.zaak("closed long ago", registered="2020-01-01", ended="2020-06-01")
    zaak = server.zaak("closed now, with an old date", registered="2020-01-01")
    server.status(zaak, "Klaar", "2020-05-01T10:00:00Z", is_end=True)
    today = time.strftime("%Y-%m-%d", time.gmtime())
    found = {row["identificatie"] for row in rows(pull(server, today, sweep=sweep))}
    assert found == ({"closed now, with an old date"} if sweep else set())


def test_a_service_that_does_not_tell_when_a_zaak_changed_is_said_so(server):
    server.zaak("new, with an old end", registered="2026-03-30", ended="2020-06-01")
    server.zaak("closed long ago", registered="2020-01-01", ended="2020-06-01")
    for zaak in server.zaken.values():
        del zaak["laatstGemuteerd"]
    asked = pull(server, "2026-03-31")
    assert {row["identificatie"] for row in rows(asked)} == {"new, with an old end"}
    assert Note("no_last_change") in asked.notes


def test_only_the_chosen_kinds_of_zaak_and_days_are_asked_for(server):
    server.zaak("Z1", zaaktype="Melding Jeugd")
    server.zaak("Z2", zaaktype="Kapvergunning")
    server.zaak("Z3", zaaktype="Melding Jeugd", registered="2019-01-01")
    asked = pull(server, zaaktypen=("Melding Jeugd",), registered_after="2020-01-01")
    assert shown(rows(asked), "identificatie", "zaaktype") == [("Z1", "Melding Jeugd")]


def test_a_zaak_that_is_deleted_meanwhile_is_counted(server):
    server.zaak("Z1")
    del server.trails[server.zaak("Z2")]
    asked = pull(server)
    assert shown(rows(asked), "identificatie") == [("Z1",)]
    assert Note("zaken_deleted", 1) in asked.notes


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_refused_is_renewed_once(server, status):
    server.zaak("Z1")
    server.faults = {"audittrail": [status]}
    assert len(rows(pull(server))) == 1
    assert len([path for path, _ in server.asked if "audittrail" in path]) == 2
    server.faults = {"audittrail": [status, status]}
    with pytest.raises(ConnectorError, match="audittrail: the service"):
        rows(pull(server))


def test_a_token_that_expired_is_no_failure(server):
    server.zaak("Z1")
    asked = pull(server)
    asked.tokens.life_s = -1000
    expired = asked.tokens.current()
    asked.tokens.life_s = 600
    assert len(rows(asked)) == 1
    assert expired in server.tokens
    assert len(server.tokens) == 2
    assert len(server.asked) == 5, "zaken twice; the audittrail, statuses and zaaktype once"


def test_a_token_is_renewed_before_it_expires(monkeypatch):
    clock = SimpleNamespace(monotonic=lambda: clock.now, time=lambda: clock.now, now=1_800_000_000)
    monkeypatch.setattr("connectors.zgw.tokens.time", clock)
    tokens = ZgwTokens(CLIENT, SECRET, "nacht", life_s=600)
    first = tokens.current()
    clock.now += 600
    assert tokens.current() == first
    clock.now += 1
    second = tokens.current()
    assert second != first
    assert tokens.renewed(first) == second, "another thread has renewed it"
    claims = jwt.decode(
        second, SECRET, algorithms=["HS256"], options={"verify_exp": False, "verify_iat": False}
    )
    assert claims == {
        "iss": CLIENT,
        "iat": clock.now - 30,
        "exp": clock.now + 630,
        "client_id": CLIENT,
        "user_id": "nacht",
        "user_representation": "nacht",
    }


def test_a_wrong_secret_is_a_clear_error_without_the_secret(server):
    server.zaak("Z1")
    server.secret = "x" * 40
    with pytest.raises(ConnectorError, match="refuses") as caught:
        rows(pull(server))
    assert not isinstance(caught.value, SourceUnavailableError)
    assert "client_id, the secret" in caught.value.hint
    assert SECRET not in str(caught.value)
    assert len(server.asked) == 2, "once, and once with a new token"


def test_a_secret_that_is_not_there_is_told_by_the_name_of_its_place(server, monkeypatch):
    monkeypatch.delenv("ZGW_SECRET")
    with pytest.raises(ConnectorError, match="secret of the client is not there") as caught:
        pull(server)
    assert "ZGW_SECRET" in caught.value.expected
    with pytest.raises(ConnectorError, match="secret of the client is not there"):
        pull(server, secret_env="")


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_passes_is_asked_again(server, status):
    server.status(server.zaak("Z1"), "Intake", "2026-01-07T10:00:00Z")
    server.faults = {"/zaken\\?": [status], "statussen": [status, status]}
    assert len(rows(pull(server))) == 2


@pytest.fixture
def sleeps(monkeypatch):
    """How long was waited, each time that it was, in seconds; nobody waits, the clock goes on at once."""
    waits = []
    clock = SimpleNamespace(monotonic=lambda: sum(waits), sleep=waits.append)
    monkeypatch.setattr("connectors.formats.web.time", clock)
    return waits


def test_a_service_that_asks_for_patience_gets_it(server, sleeps):
    server.zaak("Z1")
    server.faults = {"audittrail": [(429, {"Retry-After": "30"})]}
    rows(pull(server))
    assert [wait for wait in sleeps if wait > 1] == [30]


def test_a_service_that_asks_for_too_much_patience_is_left(server):
    server.zaak("Z1")
    server.faults = {"audittrail": [(429, {"Retry-After": "3600"})]}
    with pytest.raises(SourceUnavailableError, match="does not answer"):
        rows(pull(server))


def test_a_service_that_stays_away_is_unavailable(server):
    for n in range(8):
        server.zaak(f"Z{n}")
    server.faults = {"audittrail": [500] * 100}
    asked = pull(server, retries=2, concurrency=1)
    with pytest.raises(SourceUnavailableError, match="does not answer") as caught:
        rows(asked)
    assert caught.value.got == "status 500, 3 times"
    assert asked.cursor is None, "the next night asks for the same"


def half(handler):
    """Promises more than it sends, and hangs up."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b'{"count": 3, "results": [{"url": "')
    handler.close_connection = True


def cut(handler):
    """Sends half a page as if it were whole."""
    handler.reply(200, b'{"count": 3, "next": null, "results": [{"url": "http')


def silent(handler):
    """Says nothing for longer than anybody waits."""
    time.sleep(0.6)
    handler.close_connection = True


def hang_up(handler):
    handler.close_connection = True


def damaged(handler):
    handler.reply(200, b"no gzip at all", {"Content-Encoding": "gzip"})


@pytest.mark.parametrize("fault", [half, cut, silent, hang_up, damaged])
def test_half_an_answer_is_asked_again_and_never_half_taken(server, fault):
    server.zaak("Z1")
    server.zaak("Z2")
    server.faults = {"/zaken\\?": [fault]}
    assert len(rows(pull(server, timeout_s=0.3))) == 2
    server.faults = {"page=2": [fault] * 9}
    asked = pull(server, page_size=1, timeout_s=0.3, retries=1)
    with pytest.raises(SourceUnavailableError):
        rows(asked)
    assert asked.cursor is None


def test_a_link_to_another_host_is_not_followed(server):
    with open_zaak() as other:
        server.zaak("Z1")
        server.zaak("Z2")
        server.next_address = other.address
        with pytest.raises(ConnectorError, match="link to elsewhere"):
            rows(pull(server, page_size=1))
        assert other.asked == []


@pytest.mark.parametrize(
    "link",
    [
        "{address}/elsewhere",
        "{address}/zaken/api/v1/../../../admin",
        "https://127.0.0.1:{port}/zaken/api/v1/zaken",
        "http://klantreis:x@127.0.0.1:{port}/zaken/api/v1/zaken",
        "http://127.0.0.1:{port}@elsewhere.example/zaken/api/v1/zaken",
        "//elsewhere.example/zaken/api/v1/zaken",
        "file:///etc/passwd",
        "http://[",
    ],
)
def test_a_link_that_is_not_below_the_api_is_not_followed(server, link):
    server.zaak("Z1")
    told = link.format(address=server.address, port=server.server_port)
    page = {"count": 2, "next": told, "results": []}
    server.faults = {"/zaken\\?": [lambda handler: handler.reply(200, page)]}
    with pytest.raises(ConnectorError, match="link to elsewhere"):
        rows(pull(server))
    assert len(server.asked) == 1


def test_a_type_in_another_catalogue_is_not_asked_with_our_token(server):
    with open_zaak() as other:
        zaak = server.zaak("Z1")
        status = server.status(zaak, "Intake", "2026-01-07T10:00:00Z")
        server.statussen[status]["statustype"] = other.type("statustypen", "Intake")
        with pytest.raises(ConnectorError, match="link to elsewhere"):
            rows(pull(server))
        assert other.asked == []
        named = pull(server, catalogi_url=f"{other.address}/catalogi/api/v1", events=("status",))
        assert shown(rows(named, "gebeurtenis"), "gebeurtenis") == [("Intake",)]


def test_pages_that_go_round_are_refused(server):
    server.zaak("Z1")
    page = {"count": 9, "next": f"{server.url}/zaken?page=2", "results": []}
    server.faults = {"/zaken\\?": [lambda handler: handler.reply(200, page)] * 9}
    with pytest.raises(ConnectorError, match="never end"):
        rows(pull(server))


@pytest.mark.parametrize(
    "answer",
    [[], {}, {"results": 3}, {"results": ["x"]}, "text", {"results": [{"uuid": "x"}]}],
    ids=["a list", "an object", "a number", "a list of texts", "a text", "a zaak without address"],
)
def test_an_answer_of_another_form_is_refused(server, answer):
    server.faults = {"/zaken\\?": [lambda handler: handler.reply(200, answer)]}
    with pytest.raises(ConnectorError) as caught:
        rows(pull(server))
    assert not isinstance(caught.value, SourceUnavailableError)


def test_a_redirect_is_not_followed(server):
    server.faults = {"/zaken\\?": [(301, {"Location": "http://elsewhere.example/"})]}
    with pytest.raises(ConnectorError, match="status 301") as caught:
        rows(pull(server))
    assert "not followed" in caught.value.got


def test_a_status_without_a_moment_is_a_row_of_its_own_that_canonical_can_reject(server):
    status = server.status(server.zaak("Z1"), "Intake", "2026-01-07T10:00:00Z")
    server.statussen[status]["datumStatusGezet"] = None
    assert shown(rows(pull(server, events=("status",))), "gebeurtenis", "moment") == [
        ("Intake", "")
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"url": "http://openzaak.example/zaken/api/v1"}, "https://"),
        ({"url": "https://a:b@openzaak.example/zaken/api/v1"}, "an address alone"),
        ({"url": "https://openzaak.example/zaken/api/v1?x=1"}, "an address alone"),
        ({"url": "https://openzaak.example/v1"}, "catalogi_url is missing"),
        ({"secret_env": "A", "secret_block": "b"}, "not both"),
        ({"secret": "x"}, "secret"),
        ({"client_roles": ["regisseur"]}, "behandelaar"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(given, message):
    whole = {"url": "https://openzaak.example/zaken/api/v1", "client_id": "k", **given}
    with pytest.raises(ValueError, match=message):
        ZgwOptions(**whole)


def test_the_guides_config_is_one():
    guide = (Path(__file__).parents[3] / "docs" / "bronsoorten.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n([^`]*kind = \"zgw\"[^`]*)```", guide)
    (section,) = tomllib.loads(block)["sources"]
    options = SourceSection(**section).source().options
    assert options.registered_after.isoformat() == "2022-12-31"
    told = {
        line.split("|")[1]
        for line in guide.split("## Open Zaak")[1].split("\n## ")[0].splitlines()
        if line.startswith("| `")
    }
    named = set(re.findall(r"`(\w+)`", " ".join(told)))
    assert named | {"secret_block"} == set(ZgwOptions.model_fields)


def test_an_answer_without_end_is_given_up(server, monkeypatch):
    monkeypatch.setattr("connectors.formats.web.MAX_BYTES", 1000)
    for n in range(9):
        server.zaak(f"Z{n}")
    with pytest.raises(ConnectorError, match="answers too much"):
        rows(pull(server))


def test_questions_come_no_faster_than_they_may(server, sleeps):
    for n in range(4):
        server.zaak(f"Z{n}")
    rows(pull(server, requests_per_second=20))
    assert len(server.asked) > 4
    assert sum(sleeps) >= (len(server.asked) - 1) / 20 - 1e-9


def test_no_log_and_no_question_holds_a_secret_or_a_bsn(server, caplog):
    caplog.set_level(logging.DEBUG)
    zaak = server.zaak("Z1")
    server.person(zaak, BSN)
    server.status(zaak, "Intake", "2026-01-07T10:00:00Z")
    server.faults = {"statussen": [500, 401]}
    asked = pull(server, expand=False)
    rows(asked)
    told = caplog.text + str(server.asked) + repr(asked) + asked.name + repr(asked.notes)
    assert "statussen" in told
    for secret in (BSN, SECRET, "Zwartewaterbrug", *server.tokens):
        assert secret not in told


def test_a_certificate_that_is_not_trusted_is_no_matter_of_trying_again(server, tls, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    server.address = server.address.replace("http:", "https:")
    server.handle_error = lambda *_: None
    server.zaak("Z1")
    with pytest.raises(ConnectorError, match="cannot be trusted") as caught:
        rows(pull(server))
    assert "SSL_CERT_FILE" in caught.value.hint


@pytest.fixture
def tls(tmp_path):
    """A TLS context with a certificate that nobody signed."""
    import datetime as dt
    import ssl

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "tls.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_the_same_uuid_tells_the_same_key(server):
    zaak = server.zaak("Z1")
    server.status(zaak, "Intake", "2026-01-07T10:00:00Z")
    key = uuid_of("status", zaak, "Intake", "2026-01-07T10:00:00Z")
    assert [row["sleutel"] for row in rows(pull(server))] == [f"{zaak}|registratie", key]
    assert rows(pull(server)) == rows(pull(server))
