"""The regie in layers: which role of a source is which, and in which layer it holds the regie."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from journeys.errors import said

if TYPE_CHECKING:
    from collections.abc import Sequence

LAYERS: Final = ("proces", "casus", "gedwongen", "contact")
"""Who guards the whole, who leads one case, who is imposed by a judge, who is the contact person."""


@dataclass(frozen=True)
class Role:
    """A role in the regie.

    Attributes:
        name: of the role.
        layer: one of `LAYERS`.
        aliases: how sources write the role, beside its name; capitals make no difference.
        sources: whose rows have the role where they name a regisseur and no role.
    """

    name: str
    layer: str
    aliases: Sequence[str] = ()
    sources: Sequence[str] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """Name and aliases as they are compared.

        >>> Role("Procesregisseur", "proces", ["PR "]).terms
        ('procesregisseur', 'pr')
        """
        return tuple(term.strip().lower() for term in (self.name, *self.aliases))


def fault_of_roles(roles: Sequence[Role]) -> str:
    """What is wrong with roles beside one another; '' where nothing is.

    >>> fault_of_roles([Role("PR", "proces"), Role("CR", "casus", ["pr"])])
    "roles: 'pr' stands there twice as a name or an alias (PR, CR)"
    """
    for what, values in (
        ("a name or an alias", [(term, role.name) for role in roles for term in role.terms]),
        ("a source", [(source, role.name) for role in roles for source in role.sources]),
    ):
        counts = Counter(value for value, _ in values)
        for value, n in counts.items():
            if n > 1:
                names = ", ".join(name for value_of, name in values if value_of == value)
                return said(
                    "roles: {value!r} stands there twice as {what} ({names})",
                    value=value,
                    what=what,
                    names=names,
                )
    return ""


def roles_table(roles: Sequence[Role]) -> dict[str, tuple[str, Sequence[object]]]:
    """The table `roles`: a row for each term, and for each source whose rows name no role."""
    rows = [("", term, role) for role in roles for term in role.terms]
    rows += [(source, "", role) for role in roles for source in role.sources]
    return {
        "source": ("VARCHAR", [source for source, _, _ in rows]),
        "term": ("VARCHAR", [term for _, term, _ in rows]),
        "role": ("VARCHAR", [role.name for _, _, role in rows]),
        "layer": ("VARCHAR", [role.layer for _, _, role in rows]),
    }
