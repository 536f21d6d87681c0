"""`[[rules]]`: what a config changes in the rules of signals (docs/normen.md)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from journeys.errors import said, unknown
from journeys.rules import Rule, kinds
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
        if self.kind not in kinds():
            raise ValueError(unknown("kind", self.kind, kinds()))
        kind = kinds()[self.kind]
        limits = [name for name in self.model_fields_set if name.startswith("limit")]
        if limits and kind.limit is None:
            raise ValueError(said("{kind} has no limit", kind=kind.name))
        if len(limits) > 1:
            raise ValueError(
                said("{limits}: one limit is enough", limits=", ".join(sorted(limits)))
            )
        right = f"limit_{kind.unit}"
        if limits and limits[0] not in ("limit", right):
            raise ValueError(
                said(
                    "{limit}: the limit of {kind} is in {unit} ({right})",
                    limit=limits[0],
                    kind=kind.name,
                    unit=kind.unit,
                    right=right,
                )
            )
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
