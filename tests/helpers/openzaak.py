"""A small Open Zaak: answers over HTTP as the Zaken and Catalogi APIs do, and can misbehave."""

from __future__ import annotations

import json
import re
import threading
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

from connectors.registry import KINDS
from connectors.source import Source
from connectors.zgw.options import ZgwOptions

SECRET = "a-secret-that-nobody-may-see-in-any-log-or-file"  # noqa: S105 - of the tests alone
CLIENT = "klantreis"
ZAKEN, TYPES = "/zaken/api/v1", "/catalogi/api/v1"
RSIN = "002220647"


def zaken_source(url, *, partner="", **options):
    """A source that asks the API at `url`, with its secret in ZGW_SECRET."""
    kind = KINDS["zgw"]
    given = ZgwOptions(**{"url": url, "client_id": CLIENT, "secret_env": "ZGW_SECRET", **options})
    return Source("zaken", "zgw", kind.columns, partner=partner, key=kind.key, options=given)


def no_proxy(monkeypatch):
    """Loopback is asked without what the machine has between itself and the world."""
    monkeypatch.setenv("ZGW_SECRET", SECRET)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def uuid_of(*words):
    """A uuid that is the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, words))))


class OpenZaak(ThreadingHTTPServer):
    """Holds zaken and what hangs on them; answers on loopback.

    Attributes:
        address: where clients reach it; another than its own behind a proxy.
        asked: (path, query) of every question, in order.
        faults: pattern of a path to the answers that are given first: a status, (status, headers),
            or a function that is handed the request handler.
        tokens: every token that it was shown.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.zaken, self.statussen, self.rollen, self.resultaten = {}, {}, {}, {}
        self.trails, self.types = {}, {}
        self.asked, self.faults, self.tokens = [], {}, set()
        self.secret, self.next_address, self.knows_expand = SECRET, None, True

    @property
    def url(self):
        return self.address + ZAKEN

    def type(self, kind, name, **more):
        key = uuid_of(kind, name)
        url = f"{self.address}{TYPES}/{kind}/{key}"
        self.types[f"{TYPES}/{kind}/{key}"] = {"url": url, "omschrijving": name, **more}
        return url

    def zaak(self, name, *, registered="2026-01-05", ended=None, zaaktype="Melding Jeugd"):
        key = uuid_of("zaak", name)
        kind = self.type("zaaktypen", zaaktype)
        self.zaken[key] = {
            "url": f"{self.url}/zaken/{key}",
            "uuid": key,
            "identificatie": name,
            "bronorganisatie": RSIN,
            "omschrijving": "",
            "zaaktype": kind,
            "registratiedatum": registered,
            "verantwoordelijkeOrganisatie": RSIN,
            "startdatum": registered,
            "einddatum": ended,
            "laatstGemuteerd": f"{registered}T08:00:00Z",
            "betalingsindicatieWeergave": "",
            "deelzaken": [],
            "eigenschappen": [],
            "rollen": [],
            "status": None,
            "zaakinformatieobjecten": [],
            "zaakobjecten": [],
            "resultaat": None,
        }
        self.trails[key] = []
        return key

    def status(self, zaak, name, moment, *, is_end=False, by=None):
        key = uuid_of("status", zaak, name, moment)
        body = {
            "url": f"{self.url}/statussen/{key}",
            "uuid": key,
            "zaak": self.zaken[zaak]["url"],
            "statustype": self.type("statustypen", name, isEindstatus=is_end),
            "datumStatusGezet": moment,
            "statustoelichting": "",
            "indicatieLaatstGezetteStatus": True,
            "gezetdoor": self.rollen[by]["url"] if by else None,
            "zaakinformatieobjecten": [],
        }
        self.statussen[key] = body
        self.zaken[zaak]["status"] = body["url"]
        self.zaken[zaak]["einddatum"] = moment[:10] if is_end else None
        self.zaken[zaak]["laatstGemuteerd"] = datetime.now(UTC).isoformat()
        self._log(zaak, "status", "create", body["url"], moment, None, body)
        return key

    def rol(self, zaak, role, kind, who, moment, **more):
        key = uuid_of("rol", zaak, role, kind, json.dumps(who), moment)
        body = {
            "url": f"{self.url}/rollen/{key}",
            "uuid": key,
            "zaak": self.zaken[zaak]["url"],
            "betrokkeneType": kind,
            "roltype": self.type("roltypen", role),
            "omschrijving": role,
            "omschrijvingGeneriek": role,
            "roltoelichting": "",
            "registratiedatum": moment,
            "statussen": [],
            "betrokkeneIdentificatie": who,
            **more,
        }
        self.rollen[key] = body
        self.zaken[zaak]["rollen"].append(body["url"])
        self._log(zaak, "rol", "create", body["url"], moment, None, body)
        return key

    def employee(self, zaak, who, moment, role="behandelaar", **more):
        return self.rol(zaak, role, "medewerker", {"identificatie": who}, moment, **more)

    def person(self, zaak, bsn, moment="2026-01-05T08:00:00Z", role="initiator"):
        who = {"inpBsn": bsn, "geslachtsnaam": "Zwartewaterbrug", "geboortedatum": "1987-02-11"}
        return self.rol(zaak, role, "natuurlijk_persoon", who, moment)

    def hand_over(self, rol, who, moment):
        """Changes who is in a rol, as PUT does."""
        old = dict(self.rollen[rol])
        self.rollen[rol] = {**old, "betrokkeneIdentificatie": {"identificatie": who}}
        zaak = old["zaak"].rpartition("/")[2]
        self._log(zaak, "rol", "update", old["url"], moment, old, self.rollen[rol])

    def remove(self, rol, moment):
        body = self.rollen.pop(rol)
        zaak = body["zaak"].rpartition("/")[2]
        self.zaken[zaak]["rollen"].remove(body["url"])
        self._log(zaak, "rol", "destroy", body["url"], moment, body, None)

    def result(self, zaak, name, moment):
        key = uuid_of("resultaat", zaak, name)
        body = {
            "url": f"{self.url}/resultaten/{key}",
            "uuid": key,
            "zaak": self.zaken[zaak]["url"],
            "resultaattype": self.type("resultaattypen", name),
        }
        self.resultaten[key] = body
        self.zaken[zaak]["resultaat"] = body["url"]
        self._log(zaak, "resultaat", "create", body["url"], moment, None, body)
        return key

    def _log(self, zaak, resource, action, url, moment, old, new):
        self.trails[zaak].append(
            {
                "uuid": uuid_of("log", url, action, moment),
                "bron": "zrc",
                "applicatieId": "",
                "applicatieWeergave": "",
                "gebruikersId": "",
                "gebruikersWeergave": "",
                "actie": action,
                "actieWeergave": "",
                "resultaat": 204 if action == "destroy" else 200,
                "hoofdObject": self.zaken[zaak]["url"],
                "resource": resource,
                "resourceUrl": url,
                "toelichting": "",
                "resourceWeergave": "",
                "aanmaakdatum": moment,
                "wijzigingen": {"oud": old, "nieuw": new},
            }
        )

    def answer(self, path, query):
        """The body for a question; None where there is no such thing."""
        if path in self.types:
            return self.types[path]
        where = path.removeprefix(ZAKEN).strip("/").split("/")
        match where:
            case ["zaken"]:
                found = [
                    self._expanded(z, query) for z in self.zaken.values() if _fits(z, query, self)
                ]
                return self._page(path, query, sorted(found, key=lambda z: z["identificatie"]))
            case ["zaken", key, "audittrail"]:
                return self.trails.get(key)
            case [("rollen" | "statussen") as name]:
                rows = [r for r in getattr(self, name).values() if r["zaak"] == query.get("zaak")]
                return self._page(path, query, rows)
            case ["resultaten", key]:
                return self.resultaten.get(key)
        return None

    def _expanded(self, zaak, query):
        if "expand" not in query or not self.knows_expand:
            return zaak
        rollen = [rol for rol in self.rollen.values() if rol["zaak"] == zaak["url"]]
        more = {"rollen": rollen}
        if zaak["resultaat"]:
            more["resultaat"] = self.resultaten[zaak["resultaat"].rpartition("/")[2]]
        return {**zaak, "_expand": more}

    def _page(self, path, query, rows):
        size, n = int(query.get("pageSize", 100)), int(query.get("page", 1))
        more = n * size < len(rows)
        link = f"{self.next_address or self.address}{path}?{urlencode({**query, 'page': n + 1})}"
        part = rows[(n - 1) * size : n * size]
        return {
            "count": len(rows),
            "next": link if more else None,
            "previous": None,
            "results": part,
        }


def _fits(zaak, query, server):
    ended, registered = zaak["einddatum"], zaak["registratiedatum"]
    kind = server.types[urlsplit(zaak["zaaktype"]).path]["omschrijving"]
    tests = {
        "einddatum__isnull": lambda v: (ended is None) == (v == "true"),
        "einddatum__lt": lambda v: ended is not None and ended < v,
        "einddatum__gt": lambda v: ended is not None and ended > v,
        "registratiedatum__gt": lambda v: registered > v,
        "zaaktype__omschrijving": lambda v: kind == v,
    }
    return all(test(query[name]) for name, test in tests.items() if name in query)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body in one packet

    def log_message(self, *_):
        pass

    def do_GET(self):
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.server.asked.append((parts.path, query))
        for pattern, planned in self.server.faults.items():
            if re.search(pattern, self.path) and planned:
                fault = planned.pop(0)
                if callable(fault):
                    return fault(self)
                status, headers = fault if isinstance(fault, tuple) else (fault, {})
                return self.reply(status, {"code": "x"}, headers)
        if not self._is_known():
            return self.reply(403, {"code": "jwt-expired"})
        body = self.server.answer(parts.path, query)
        return self.reply(200 if body is not None else 404, body if body is not None else {})

    def _is_known(self):
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        self.server.tokens.add(token)
        try:
            claims = jwt.decode(token, self.server.secret, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return False
        return claims["client_id"] == CLIENT == claims["iss"]

    def reply(self, status, body, headers=()):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("API-version", "1.5.1")
        self.send_header("Content-Crs", "EPSG:4326")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def open_zaak():
    """A running server, stopped at the end."""
    server = OpenZaak()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
