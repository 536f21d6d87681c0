"""Folders of iJw and iWmo messages (kinds ijw, iwmo): what gemeenten and aanbieders tell each other.

One row is one thing that happened (`connectors.messages.istandaard.rows`); its key is the standard's own
identity of that thing, so that a correction replaces and a deletion takes back, on whatever night the
message comes and in whatever order files are read. A file that is no message to trust is one rejected
row (row 1) with the reason, and gives no other row: a message is in whole or not at all.

Versions 2.x and 3.x are read, by the local names of their elements.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - pydantic needs it while running
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict

from connectors.ceilings import DEFAULTS, Ceilings
from connectors.formats.gathering import Gatherer
from connectors.messages.istandaard.about import COLUMNS as ROW_COLUMNS
from connectors.messages.istandaard.checks import MessageRefusedError
from connectors.messages.istandaard.partners import read_partners
from connectors.messages.istandaard.reading import read_message
from connectors.messages.istandaard.rows import CLAIM, rows_of
from connectors.messages.istandaard.schemas import Schemas
from connectors.source import PERSON_COLUMNS
from journeys.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from connectors.messages.istandaard.partners import Partners
    from connectors.source import Batch, InputFile, Source

COLUMNS: Final = {
    "case_id": ("zaak",),
    "activity": ("activiteit",),
    "started_at": ("begin",),
    "ended_at": ("einde",),
    "partner": ("partner",),
    "referred_to": ("verwezen_naar",),
    "domain": ("domein",),
    "municipality": ("gemeente",),
    "cost_eur": ("bedrag",),
    "version": ("versie",),
    **PERSON_COLUMNS,
    "family_name": ("achternaam",),
}
"""What a row's columns are where the config says nothing else."""

KEY: Final = ("sleutel",)
MARKS: Final = ("source_file", "is_withdrawn")


class MessageOptions(BaseModel):
    """`[sources.options]` of kinds ijw and iwmo; paths are relative to the config file.

    Attributes:
        partners: CSV file with the columns code and name, for gemeenten (4 digits) and aanbieders (AGB).
        schemas: folder of the standard's XSDs to validate against, beside the program's own checks.
        claims: whether declaraties (323) and their refusals (325) are events too.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    partners: Path | None = None
    schemas: Path | None = None
    claims: bool = False


@dataclass
class Messages:
    """The messages of a folder that changed, as one extract.

    Attributes:
        columns: what each row has.
        notes: what is no row, or not whole; complete when all batches are read.
    """

    files: Sequence[InputFile]
    standard: str
    partners: Partners
    schemas: Schemas | None = None
    claims: bool = False
    ceilings: Ceilings = DEFAULTS
    columns: Sequence[str] | None = ROW_COLUMNS
    notes: list[Note] = field(default_factory=list)
    lineage: str = ""

    def batches(self, column_names: Sequence[str]) -> Iterator[Batch]:
        """What the messages tell, file by file in the order of their names.

        Raises:
            ConnectorError: an XSD does not compile.
        """
        names = list(dict.fromkeys(column_names))
        gathered = Gatherer([*names, *MARKS])
        for file in self.files:
            self._gather(file, names, gathered)
            yield from gathered.full()
        yield from gathered.rest()
        if self.partners.n_unlisted:
            self.notes.append(Note("partners_unlisted", self.partners.n_unlisted))

    def _gather(self, file: InputFile, names: Sequence[str], gathered: Gatherer) -> None:
        """Take in one file: all that it tells, or one rejected row."""
        try:
            message = read_message(file.path, self.standard, self.schemas, self.ceilings)
        except MessageRefusedError as error:
            gathered.reject(1, error.reason, "", error.column, file=file.name)
            return
        rows = rows_of(message, self.partners, claims=self.claims)
        is_claim = message.about == CLAIM and not self.claims
        tally = Counter(without_xsd=int(self.schemas is not None and not message.is_validated))
        if not rows:
            tally["claims_no_events" if is_claim else "answers_no_events"] += 1
        for number, row in enumerate(rows, start=1):
            values = [row.values.get(name, "") for name in names]
            tally["ends_ahead"] += bool(
                row.values.get("einde", "") > message.dated and not row.is_withdrawn
            )
            withdrawn = str(row.is_withdrawn).lower()
            gathered.add(number, [*values, file.name, withdrawn], sum(map(len, values)))
        self.notes += [Note(kind, n, file=file.name) for kind, n in tally.items() if n]


def open_ijw(files: Sequence[InputFile], source: Source) -> Messages:
    """Opens iJw messages (Jeugdwet).

    Raises:
        ConnectorError: the code list or the folder of XSDs is not as it should be.
    """
    return _opened(files, source, "jw")


def open_iwmo(files: Sequence[InputFile], source: Source) -> Messages:
    """Opens iWmo messages (Wet maatschappelijke ondersteuning).

    Raises:
        ConnectorError: as `open_ijw`.
    """
    return _opened(files, source, "wmo")


def _opened(files: Sequence[InputFile], source: Source, standard: str) -> Messages:
    message_options = source.options
    options = message_options if isinstance(message_options, MessageOptions) else MessageOptions()
    partners = read_partners(options.partners)
    schemas = Schemas(options.schemas) if options.schemas else None
    return Messages(files, standard, partners, schemas, options.claims, source.ceilings)
