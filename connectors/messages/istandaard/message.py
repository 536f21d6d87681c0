"""One message: which of the standard it is, between whom, and of when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from connectors.messages.istandaard.part import Element

ANSWERED: Final = {302: 301, 306: 305, 308: 307, 316: 315, 318: 317, 320: 319, 325: 323}
"""Return message to the message that it answers, whose header it repeats."""

BY_GEMEENTE: Final = frozenset({301, 306, 308, 316, 318, 319, 325})
"""The messages in which the gemeente acts; in the others it is the aanbieder."""

ITEMS: Final = {
    301: ("toegewezenproducten/toegewezenproduct", "beschikking/toegewezenproducten/toegewezenproduct"),
    305: ("startproducten/startproduct",),
    307: ("stopproducten/stopproduct",),
    315: ("aangevraagdeproducten/aangevraagdproduct", "producten/product"),
    317: ("verzoek",),
    323: ("prestaties/prestatie",),
}  # fmt: skip
"""Where the things stand that a message is about, within its client."""


@dataclass(frozen=True)
class CareMessage:
    """A message of iJw or iWmo.

    Attributes:
        standard: `jw` or `wmo`.
        number: 301, 302, 305 …
        gemeente: code of the gemeente, 4 digits.
        aanbieder: AGB code of the aanbieder, 8 digits.
        identity: berichtidentificatie; of a return message that of the return, where it has one.
        answered: identity of the message that a return message answers.
        dated: dagtekening, likewise.
        root: what stands in it.
        is_validated: whether an XSD was there to validate it against.
    """

    standard: str
    number: int
    gemeente: str
    aanbieder: str
    identity: str
    answered: str
    dated: str
    root: Element
    is_validated: bool

    @property
    def about(self) -> int:
        """The number of the message that this is one of, or an answer to."""
        return ANSWERED.get(self.number, self.number)

    @property
    def actor(self) -> str:
        """Code of the partner that acts in it."""
        return self.gemeente if self.number in BY_GEMEENTE else self.aanbieder

    @property
    def clients(self) -> list[Element]:
        """The clients that it names."""
        paths = (
            "client",
            "clienten/client",
            "declaratie/clienten/client",
            "declaratieantwoord/clienten/client",
        )
        return [part for path in paths for part in self.root.all(path)]

    def items(self, client: Element) -> list[Element]:
        """The things that it tells of a client."""
        return [part for path in ITEMS.get(self.about, ()) for part in client.all(path)]
