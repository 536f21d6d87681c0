"""`[[norms]]` of the config: within which term one milestone has to follow another."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field, model_validator

from journeys.contract import KINDS
from journeys.errors import said, unknown
from journeys.norms import FIELDS, Norm, Selector, Unit, statutory_norms
from pipelines.config.sections import Names, Section, Terms


class SelectorSection(Section):
    """A milestone: the events that have one of the values in each of these columns."""

    kind: Names | None = None
    activity: Terms | None = None
    partner: Terms | None = None
    domain: Terms | None = None
    municipality: Terms | None = None

    @model_validator(mode="after")
    def _says_something(self) -> SelectorSection:
        if not self.model_fields_set:
            raise ValueError(
                said("picks every event; give one of {known}", known=", ".join(FIELDS))
            )
        for kind in self.kind or ():
            if kind not in KINDS:
                raise ValueError(unknown("kind", kind, KINDS))
        return self

    @property
    def is_by_kind_alone(self) -> bool:
        """Whether a partner that does the same kind of thing would be picked too."""
        return self.model_fields_set == {"kind"}

    def selector(self, partner: Terms | None) -> Selector:
        """As the models know it; `partner` where it names none."""
        values = {name: getattr(self, name) or () for name in FIELDS}
        return Selector(**{**values, "partner": self.partner or partner or ()})


class SuspendSection(Section):
    """`suspend`: what stops a term, and what lets it go on."""

    model_config = ConfigDict(serialize_by_alias=True)

    start: SelectorSection = Field(alias="from")
    until: SelectorSection


class NormSection(Section):
    """`[[norms]]`: one norm, or a statutory one with what differs here."""

    model_config = ConfigDict(serialize_by_alias=True)

    name: str = Field(min_length=1)
    start: SelectorSection = Field(alias="from")
    end: SelectorSection = Field(alias="to")
    limit: int = Field(ge=1, le=3660)
    unit: Unit
    extend: bool = False
    source: str = ""
    suspend: SuspendSection | None = None
    partner: Terms | None = None
    statutory: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_the_law(cls, section: Any) -> Any:
        """What the statutory norm says, where the config does not say otherwise."""
        taken = section.get("statutory") if isinstance(section, dict) else None
        if not isinstance(taken, str):
            return section
        known = statutory_norms()
        if taken not in known:
            raise ValueError(unknown("statutory", taken, known))
        return {**known[taken], **section}

    @model_validator(mode="after")
    def _at_a_partner(self) -> NormSection:
        by_kind = self.start.is_by_kind_alone or self.end.is_by_kind_alone
        if self.statutory and by_kind and not self.partner:
            raise ValueError("partner is missing: at which partner does this norm hold?")
        return self

    def norm(self) -> Norm:
        """The norm as the models know it."""
        suspend = self.suspend
        return Norm(
            name=self.name,
            start=self.start.selector(self.partner),
            end=self.end.selector(self.partner),
            limit=self.limit,
            unit=self.unit,
            extend=self.extend,
            source=self.source,
            suspend=suspend.start.selector(self.partner) if suspend else None,
            resume=suspend.until.selector(self.partner) if suspend else None,
        )
