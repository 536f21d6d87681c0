"""The event: the one table that everything reads, and the words that it may hold.

The definitions are those of docs/definitions.md. The centre of the program: connectors write this
table, models read it, and nobody else says what a column means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

KINDS: Final = (
    "melding", "intake", "verwijzing", "acceptatie", "weigering", "start", "contact", "overleg",
    "plan", "besluit", "evaluatie", "regie_start", "regie_einde", "incident", "risico_beheerst",
    "herstel_gestart", "afsluiting", "overig",
)  # fmt: skip
"""What an event can be. A term without a kind in the vocabulary is `overig`."""

RANKS: Final = {
    "incident": 5, "melding": 10, "acceptatie": 15, "weigering": 15, "intake": 20, "regie_start": 25,
    "start": 30, "contact": 40, "overleg": 50, "plan": 55, "besluit": 60, "evaluatie": 65,
    "risico_beheerst": 66, "herstel_gestart": 67, "verwijzing": 70, "regie_einde": 80, "afsluiting": 90,
    "overig": 0,
}  # fmt: skip
"""The order of kinds at one moment, of a meaning that is proposed or comes with klantreis."""

LEVELS: Final = ("case", "client", "household")
"""What a journey is taken to be: one source's case, one client, or one household."""


@dataclass(frozen=True)
class Detail:
    """A column of what a record says beside its activity.

    Attributes:
        word: what a reader calls it.
        is_person: it names somebody: it is stored as a pseudonym, and renewed with the key.
    """

    word: str
    is_person: bool = False


DETAILS: Final = {
    "partner": Detail("partner"),
    "team": Detail("team"),
    "worker": Detail("medewerker", is_person=True),
    "regisseur": Detail("regisseur", is_person=True),
    "regisseur_role": Detail("rol van de regisseur"),
    "referred_to": Detail("verwijzing"),
    "domain": Detail("domein"),
    "municipality": Detail("gemeente"),
}
"""What a record may say beside its activity, in words of its own.

This is where such a column is declared: the config maps it, connectors read it, the store keeps it, a
snapshot can watch it and the tables have it. What uses it, an analysis, an export or a page, names it.
"""

PERSONS: Final = tuple(name for name, detail in DETAILS.items() if detail.is_person)
"""The details that name somebody."""

_DETAILS: Final = dict.fromkeys(DETAILS, "VARCHAR")
_TIMES: Final = {
    "started_at": "TIMESTAMP WITH TIME ZONE",
    "ended_at": "TIMESTAMP WITH TIME ZONE",
    "is_running": "BOOLEAN",
    "precision": "VARCHAR",
}

RECORDS: Final = {
    "event_id": "VARCHAR",
    "source": "VARCHAR",
    "source_file": "VARCHAR",
    "source_row": "BIGINT",
    "case_id": "VARCHAR",
    "client_id": "VARCHAR",
    "household_id": "VARCHAR",
    "activity_source": "VARCHAR",
    **_DETAILS,
    **_TIMES,
    "cost_eur": "DOUBLE",
    "version": "VARCHAR",
    "is_withdrawn": "BOOLEAN",
    "key_doubts": "VARCHAR",
}
"""A record: an event as its source told it, before the vocabulary, the journeys and as_of.

One row is one thing that one partner did or recorded for one client. This is what the store keeps:
what a night can change (terms, journeys, the end of what is running) is worked out anew from it.
`ended_at` is null where `is_running`. `client_id` is who the row itself says it is about: who that is
over all sources stands in `PEOPLE`. `version` tells which of two rows of one key is the later; where
`is_withdrawn` the source took the event back: it is kept, so that an old export cannot bring it back,
and no model sees it. Of a state snapshot it says what the record tells (`pipelines.store.snapshots`).
`key_doubts` says which of its keys cannot be, such as `client=filler` (`connectors.records.key_faults`).
Column to DuckDB type.
"""

PEOPLE: Final = {
    "person": "VARCHAR",
    "client_id": "VARCHAR",
    "household_id": "VARCHAR",
    "rule": "VARCHAR",
    "probability": "DOUBLE",
}
"""Who a record's `client_id` (here `person`) is over all sources, and by which rule that is known."""

EVENTS: Final = {
    "event_id": "VARCHAR",
    "journey_id": "VARCHAR",
    "seq": "BIGINT",
    "source": "VARCHAR",
    "source_file": "VARCHAR",
    "source_row": "BIGINT",
    "case_id": "VARCHAR",
    "client_id": "VARCHAR",
    "household_id": "VARCHAR",
    "activity": "VARCHAR",
    "activity_source": "VARCHAR",
    "kind": "VARCHAR",
    "rank": "BIGINT",
    **_DETAILS,
    **_TIMES,
    "cost_eur": "DOUBLE",
}
"""An event as every model reads it: a record in its journey, in the vocabulary's words."""

REJECTED: Final = {
    "source": "VARCHAR",
    "source_file": "VARCHAR",
    "source_row": "BIGINT",
    "column": "VARCHAR",
    "reason": "VARCHAR",
    "value": "VARCHAR",
}
"""A row that could not be read: where it stands, which column, why, and the value masked."""

NOTES: Final = {
    "source": "VARCHAR",
    "source_file": "VARCHAR",
    "column": "VARCHAR",
    "kind": "VARCHAR",
    "n": "BIGINT",
    "n_over": "BIGINT",
    "detail": "VARCHAR",
}
"""What a reader noticed of a file (`journeys.notes.Note`); '' where it is about no file, column or detail."""

READINGS: Final = {
    "source": "VARCHAR",
    "source_file": "VARCHAR",
    "read_at": "TIMESTAMP WITH TIME ZONE",
}
"""When what a file holds was first read: no time in it can be later, but by mistake or as a plan."""

SIGNAL_HISTORY: Final = {
    "signal_id": "VARCHAR",
    "kind": "VARCHAR",
    "status": "VARCHAR",
    "since": "DATE",
    "last_seen": "DATE",
    "n_nights": "BIGINT",
    "gone_on": "DATE",
}
"""A signal as the last complete run knew it: a row of its table `signal_changes`."""
