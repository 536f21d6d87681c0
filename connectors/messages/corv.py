"""Messages of the StUF koppelvlak Jeugdzorg, as CORV passes them on (kind corv): a folder of XML files.

One message is one event: of its kind (`term`), at `tijdstipBericht` (local time), by its sender. It is a
row for each young person whom it is about, with the same `source_row`; a message about nobody, such as an
answer that names only its question, has the persons of the question, where that is known
(`connectors.messages.threads`). A message that was sent again has its key: sender, number and person.

StUF's own confirmations (Bv01, Bv03, Bv04) are no events, unless `confirmations` says so: that a system
has taken a message in is no help, and would answer a referral. Errors (Fo01, Fo03) are: a message that
was not processed has not arrived.

A file that is no such message is one rejected row; the others are read. Source: StUF-koppelvlak
Jeugdzorg 1.0.9.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from connectors.errors import FileUnreadableError
from connectors.formats.gathering import Gatherer
from connectors.formats.xsd import read_schema
from connectors.messages.betrokkenen import PERSON, YOUNG
from connectors.messages.codelist import folded, read_codes
from connectors.messages.jeugdzorg import read_message
from connectors.messages.threads import Known, Threads
from connectors.source import PERSON_COLUMNS
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from connectors.ceilings import Ceilings
    from connectors.formats.xsd import Schema
    from connectors.messages.jeugdzorg import JeugdzorgMessage
    from connectors.source import Batch, InputFile, Source

ROOT: Final = "jz0100_msg_totaal.xsd"
COLUMNS: Final = (
    "zaaknummer", "term", "soort", "uitkomst", "foutcode", "tijdstipBericht", "referentienummer",
    "crossRefnummer", "zaak", "zender", "ontvanger", "partner", "verwezen_naar", "medewerker",
    "persoon", *PERSON,
)  # fmt: skip
"""What a message becomes; `zaaknummer` names the case over all its messages."""

CORV_COLUMNS: Final = {
    "case_id": ("zaaknummer",),
    "activity": ("term",),
    "started_at": ("tijdstipBericht",),
    "partner": ("partner",),
    "worker": ("medewerker",),
    "referred_to": ("verwezen_naar",),
    "version": ("tijdstipBericht",),
    **PERSON_COLUMNS,
}
"""What a row's columns are where the config says nothing else."""

CORV_KEY: Final = ("zender", "referentienummer", "persoon")
_KEPT: Final = 1024
"""Questions whose persons are kept at hand."""

UNFINISHED: Final = ("~$", ".")
"""How the names of files begin that a program still has open, or hides."""


class CorvOptions(BaseModel):
    """`[sources.options]` of kind corv.

    Attributes:
        schemas: folder of the standard's XSDs; with it each message is validated.
        partners: a code list that names the organisations (`connectors.messages.codelist`).
        roles: the jeugdzorgrollen of the clients in a report to Veilig Thuis.
        confirmations: whether Bv messages are events.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    schemas: Path | None = None
    partners: Path | None = None
    roles: tuple[str, ...] = YOUNG
    confirmations: bool = False


def open_corv(files: Sequence[InputFile], source: Source) -> Corv:
    """Opens messages: those in `files`.

    Raises:
        ConnectorError: the code list or the schema cannot be used.
    """
    options = source.options if isinstance(source.options, CorvOptions) else CorvOptions()
    partners = read_codes(options.partners) if options.partners else {}
    schema = read_schema(options.schemas, ROOT) if options.schemas else None
    return Corv(files, options, partners, schema, source.ceilings)


@dataclass
class Corv:
    """The messages in a folder's files.

    Attributes:
        columns: all that a row has.
        notes: what is no row, or not as it might be; complete when all is read.
    """

    files: Sequence[InputFile]
    options: CorvOptions
    partners: Mapping[str, str]
    schema: Schema | None
    ceilings: Ceilings
    columns: Sequence[str] | None = COLUMNS
    notes: list[Note] = field(default_factory=list)
    lineage: str = ""

    def batches(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """A row for each message and client, in the order of the files."""
        names = list(dict.fromkeys(column_names))
        gathered = Gatherer(["source_file", *names])
        threads = Threads(self._older)
        threads.add(_known((file.path for file in self.files), self.ceilings))
        persons = lru_cache(_KEPT)(self._persons)
        unknown: set[str] = set()
        for file in self.files:
            try:
                message = read_message(file.path, self.ceilings)
            except FileUnreadableError as error:
                gathered.reject(1, f"is {error.got}", "", file=file.name)
                continue
            if self.schema and (fault := self.schema.fault(message.root)):
                reason = f"does not validate against the schema of the standard {fault}"
                gathered.reject(1, reason, "", file=file.name)
                continue
            if message.name.startswith("Bv") and not self.options.confirmations:
                self.notes.append(Note("confirmations_no_events", 1, file=file.name))
                continue
            chain = threads.chain_of(Known(message.own, message.question, file.path))
            if message.question and len(chain) == 1:
                self.notes.append(Note("questions_lost", 1, file=file.name))
            about = message.clients(self.options.roles) or next(
                (found for each in chain[1:] if (found := persons(each.path))), [{}]
            )
            values = {**message.values, **self._named(message, unknown)}
            values["zaaknummer"] = threads.case_of(chain)
            for person in about:
                values_of_row = values | person
                row = [file.name, *(values_of_row.get(name) or None for name in names)]
                gathered.add(1, row, sum(len(value or "") for value in row))
            yield from gathered.full()
        yield from gathered.rest()
        if unknown:
            self.notes.append(Note("organisations_unlisted", len(unknown)))

    def _named(self, message: JeugdzorgMessage, unknown: set[str]) -> dict[str, str]:
        """The partners of a message by their names; a code that is not in the list stays as it is."""
        codes = {}
        for column, code in (("partner", "zender"), ("verwezen_naar", "doorverwezen")):
            written = message.values[code]
            codes[column] = self.partners.get(folded(written), written)
            if written and self.partners and folded(written) not in self.partners:
                unknown.add(folded(written))
        if codes["verwezen_naar"] == codes["partner"]:
            codes["verwezen_naar"] = ""
        return codes

    def _persons(self, path: Path) -> list[dict[str, str]]:
        """The clients of a message that is known."""
        return read_message(path, self.ceilings).clients(self.options.roles)

    def _older(self) -> Iterator[Known]:
        """The messages of the same folder that are not among the files."""
        mine = {file.path for file in self.files}
        shapes = {
            (
                file.path.parents[len(Path(file.name).parts) - 1],
                len(Path(file.name).parts),
                file.path.suffix,
            )
            for file in self.files
        }
        for base, depth, suffix in sorted(shapes):
            pattern = "/".join(["*"] * depth) + suffix
            paths = (path for path in sorted(base.glob(pattern)) if path not in mine)
            yield from _known(
                (path for path in paths if not path.name.startswith(UNFINISHED)), self.ceilings
            )


def _known(paths: Iterator[Path], ceilings: Ceilings) -> Iterator[Known]:
    """What is kept of each message; a file that is none is passed by."""
    for path in paths:
        try:
            message = read_message(path, ceilings)
        except FileUnreadableError:
            continue
        yield Known(message.own, message.question, path)
