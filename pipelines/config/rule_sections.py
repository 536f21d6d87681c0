"""`[[rules]]`: what a config changes in the rules of signals (docs/gebruik.md)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from journeys.rules import Rule, kinds, unknown_kind
from pipelines.config.sections import Section, Spelled, several


class RuleSection(Section):
    """`[[rules]]`: what changes in the rule of one kind of signal, as `journeys.rules.Rule` has it."""

    kind: str
    name: str | None = Field(default=None, min_length=1)
    limit: float | None = Field(default=None, ge=0)
    limit_days: float | None = Field(default=None, ge=0)
    limit_partners: float | None = Field(default=None, ge=1)
    limit_regisseurs: float | None = Field(default=None, ge=2)
    severity: Literal["laag", "midden", "hoog"] | None = None
    enabled: bool = True
    partners: Annotated[tuple[Spelled, ...], BeforeValidator(several)] | None = None
    colours: dict[str, Annotated[float, Field(gt=0)]] = Field(default={})

    @model_validator(mode="after")
    def _fits(self) -> RuleSection:
        if fault := unknown_kind(self.kind):
            raise ValueError(f"kind {self.kind!r} {fault}; one of {', '.join(kinds())}")
        kind = kinds()[self.kind]
        limits = [name for name in self.model_fields_set if name.startswith("limit")]
        if limits and kind.limit is None:
            raise ValueError(f"{kind.name} has no limit")
        if len(limits) > 1:
            raise ValueError(f"{', '.join(sorted(limits))}: one limit is enough")
        right = f"limit_{kind.unit}"
        if limits and limits[0] not in ("limit", right):
            raise ValueError(f"{limits[0]}: the limit of {kind.name} is in {kind.unit} ({right})")
        if self.colours and self.kind != "contact_laat":
            raise ValueError("colours belong to the kind contact_laat")
        return self

    def rule(self) -> Rule:
        """The rule as the models know it."""
        limits = (self.limit, self.limit_days, self.limit_partners, self.limit_regisseurs)
        return Rule(
            kind=self.kind,
            name=self.name,
            limit=next((limit for limit in limits if limit is not None), None),
            severity=self.severity,
            enabled=self.enabled,
            partners=self.partners,
            colours=self.colours,
        )
