"""The Zaken API of an Open Zaak, or of any that follows the ZGW standard (kind zgw).

Every night are asked: all open zaken, and those closed or registered since the last night minus
`lag_days`. An open zaak changes without a date that can be asked for: a rol that is added leaves the
zaak as it is. So an open zaak costs two questions a night (its statussen, its audittrail), one
without the audittrail, two more where the service knows no `expand`; a type is asked once.

A zaak may be closed with a date of long ago. So the closed ones are paged through, 500 a question,
for those that were changed lately (`laatstGemuteerd`: experimental, no filter, and blind for rollen);
`sweep = false` saves that. One that is deleted is not noticed: what was told of it stays.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from connectors.errors import ConnectorError
from connectors.formats.gathering import Gatherer
from connectors.formats.web import Patience, Service
from connectors.identity.secret import read_secret
from connectors.zgw.events import COLUMNS, Dossier, DossierReading, Row, needed, rows_of
from connectors.zgw.options import ZgwOptions
from connectors.zgw.tokens import ZgwTokens
from journeys.errors import said
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connectors.source import Batch, Source
    from connectors.zgw.roles import Body

_SHORT_SECRET: Final = 32
_HEADERS: Final = {"Accept": "application/json", "Accept-Crs": "EPSG:4326"}
_EXPANDED: Final = "rollen,resultaat"
_MOST: Final = 500  # what the API puts on a page at most

WHAT: Final = "the secret of the client"


def open_zgw(source: Source, since: str | None) -> Zaken:
    """Makes ready to ask; the first question is asked with the first batch.

    Raises:
        ConnectorError: there is no secret.
    """
    options = source.options
    if not isinstance(options, ZgwOptions):
        raise ConnectorError("no options", expected="[sources.options] with url and client_id")
    secret = read_secret(WHAT, env=options.secret_env, block=options.secret_block)
    if not secret:
        raise ConnectorError(
            said("{what} is not there", what=WHAT),
            expected="secret_env or secret_block, which say where it is",
            got="neither",
            hint="the secret itself never stands in the config",
        )
    tokens = ZgwTokens(options.client_id, secret, options.user, options.token_s)
    if not since:
        return Zaken(source, options, tokens)
    after = date.fromisoformat(since) - timedelta(days=options.lag_days)
    return Zaken(source, options, tokens, f"zaken open of na {after}", after)


@dataclass
class Zaken:
    """What an Open Zaak answers tonight.

    Attributes:
        columns: of a row (`connectors.zgw.events.COLUMNS`).
        name: what was asked, without where.
        after: the day after which a zaak was closed or registered, or it is open; None: all.
        cursor: the day (UTC) on which it was asked, once all is read.
        notes: what there is to say of the service and its zaken, once all is read.
    """

    source: Source
    options: ZgwOptions
    tokens: ZgwTokens = field(repr=False)
    name: str = "zaken"
    after: date | None = None
    columns: Sequence[str] | None = COLUMNS
    cursor: str | None = None
    notes: Sequence[Note] = ()
    lineage: str = ""
    _more_notes: list[Note] = field(default_factory=list)

    def batches(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """The rows of all zaken asked for, page by page; each zaak's in order of time.

        Raises:
            SourceUnavailableError: the service does not answer, or not whole.
            ConnectorError: it refuses, or answers in another form.
        """
        asked = datetime.now(UTC).date()
        options = self.options
        patience = Patience(
            options.timeout_s, options.retries, options.requests_per_second, options.first_wait_s
        )
        n_gone = n_zaken = row_no = 0
        names = [*dict.fromkeys(column_names), "is_withdrawn"]
        gathered = Gatherer(names)
        bases = [options.url, options.types_url]
        with Service(bases, self.tokens, _HEADERS, patience, self.source.ceilings) as service:
            reading = self._reading(service, column_names)
            pool = ThreadPoolExecutor(options.concurrency)
            try:
                for page in self._pages(service):
                    for rows in pool.map(partial(self._rows, service, reading), page):
                        n_zaken += 1
                        n_gone += rows is None
                        for row in rows or ():
                            row_no += 1
                            values = [row[name] for name in names]
                            gathered.add(row_no, values, sum(len(v or "") for v in values))
                        yield from gathered.full()
            finally:
                pool.shutdown(cancel_futures=True)
        yield from gathered.rest()
        self._tell(n_zaken, n_gone)
        self.cursor = asked.isoformat()

    def _reading(self, service: Service, column_names: Sequence[str]) -> DossierReading:
        options = self.options
        return DossierReading(
            _Catalogue(service).get,
            client_roles=options.client_roles,
            regisseur_roles=options.regisseur_roles,
            events=options.events,
            organisations=options.organisations,
            has_partner=bool(self.source.partner),
            has_municipality=bool(self.source.municipality),
            with_zaaktype="zaaktype" in column_names,
        )

    def _pages(self, service: Service) -> Iterator[list[Body]]:
        """The pages of zaken that may hold something new; no two questions answer the same zaak."""
        if self.after is None:
            yield from self._answers(service, {})
            return
        day = self.after.isoformat()
        long_ago = {"einddatum__lt": (self.after + timedelta(days=1)).isoformat()}
        yield from self._answers(service, {"einddatum__isnull": "true"})
        yield from self._answers(service, {"einddatum__gt": day})
        if self.options.sweep:
            for page in self._answers(service, long_ago, is_sweep=True):
                if page and not any(zaak.get("laatstGemuteerd") for zaak in page):
                    self._more_notes.append(Note("no_last_change"))
                    break
                yield [zaak for zaak in page if _last_word(zaak) >= day]
            else:
                return
        late = max(self.after, self.options.registered_after or self.after)
        yield from self._answers(service, {**long_ago, "registratiedatum__gt": late.isoformat()})

    def _answers(
        self, service: Service, part: dict[str, str], *, is_sweep: bool = False
    ) -> Iterator[list[Body]]:
        """The pages of a part of the zaken, of the chosen zaaktypen alone."""
        options = self.options
        question = {"ordering": "identificatie", "pageSize": str(options.page_size)}
        if is_sweep:
            question["pageSize"] = str(_MOST)
        elif options.expand:
            question["expand"] = _EXPANDED
        if options.registered_after:
            question["registratiedatum__gt"] = options.registered_after.isoformat()
        for kind in [{"zaaktype__omschrijving": name} for name in options.zaaktypen] or [{}]:
            yield from service.pages("zaken", {**question, **part, **kind})

    def _rows(self, service: Service, reading: DossierReading, zaak: Body) -> list[Row] | None:
        """A zaak's rows; None where it was deleted meanwhile."""
        url, uuid, _ = needed(zaak, "url", "uuid", "registratiedatum")
        trail: Any = []
        if self.options.audittrail:
            trail = service.get(f"{self.options.url}zaken/{uuid}/audittrail", gone=True)
            if trail is None:
                return None
            if not isinstance(trail, list):
                raise ConnectorError("the audittrail is no list", got=type(trail).__name__)
        more = zaak.get("_expand") or {}
        about = {"zaak": url}
        rollen = more.get("rollen")
        if rollen is None:
            rollen = [rol for page in service.pages("rollen", about) for rol in page]
        resultaat = more.get("resultaat")
        if resultaat is None and zaak.get("resultaat"):
            resultaat = service.get(str(zaak["resultaat"]), gone=True)
        statussen = [status for page in service.pages("statussen", about) for status in page]
        return rows_of(Dossier(zaak, statussen, rollen, resultaat, trail), reading)

    def _tell(self, n_zaken: int, n_gone: int) -> None:
        notes = [Note("zaken_asked", n_zaken)]
        if n_gone:
            notes.append(Note("zaken_deleted", n_gone))
        if not self.options.audittrail:
            notes.append(Note("no_audittrail"))
        if len(self.tokens.secret) < _SHORT_SECRET:
            notes.append(Note("short_secret", detail=str(_SHORT_SECRET)))
        self.notes = [*notes, *self._more_notes]


def _last_word(zaak: Body) -> str:
    """The day on which a zaak was registered or last changed, the latest."""
    changed, registered = zaak.get("laatstGemuteerd"), zaak.get("registratiedatum")
    return max(str(changed or "")[:10], str(registered or ""))


class _Catalogue:
    """The types of statuses, results and zaken: each is asked once a night."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._known: dict[str, Body] = {}
        self._lock = threading.Lock()

    def get(self, url: str) -> Body:
        """What the catalogus says of the type at an address."""
        if url not in self._known:
            with self._lock:
                if url not in self._known:
                    answer = self._service.get(url)
                    if not isinstance(answer, dict):
                        raise ConnectorError("a type is no object", got=type(answer).__name__)
                    self._known[url] = answer
        return self._known[url]
