"""`[regie]` of the config: which roles hold the regie, and in which layer each of them does."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from journeys.errors import unknown
from journeys.regie import LAYERS, Role, fault_of_roles
from pipelines.config.sections import Section, several


class RoleSection(Section):
    """`[[regie.roles]]`: one role, as `journeys.regie.Role` has it."""

    name: str = Field(min_length=1)
    layer: str
    aliases: Annotated[tuple[str, ...], BeforeValidator(several)] = ()
    sources: Annotated[tuple[str, ...], BeforeValidator(several)] = ()

    @model_validator(mode="after")
    def _is_complete(self) -> RoleSection:
        if self.layer not in LAYERS:
            raise ValueError(unknown("layer", self.layer, LAYERS))
        if not all(self.role().terms):
            raise ValueError(
                "a name or an alias is empty; of rows without a role, name the sources"
            )
        return self

    def role(self) -> Role:
        """The role as the models know it."""
        return Role(self.name, self.layer, self.aliases, self.sources)


class RegieSection(Section):
    """`[regie]`: the roles; without any, all regie is one layer."""

    roles: tuple[RoleSection, ...] = ()

    @model_validator(mode="after")
    def _told_apart(self) -> RegieSection:
        if fault := fault_of_roles(self.as_roles()):
            raise ValueError(fault)
        return self

    def as_roles(self) -> tuple[Role, ...]:
        """The roles as the models know them."""
        return tuple(section.role() for section in self.roles)

    def fault_of_sources(self, sources: list[str]) -> str:
        """Which source a role names that there is not; '' where all are there."""
        for role in self.roles:
            for name in role.sources:
                if name not in sources:
                    return unknown(f"regie.roles.{role.name}.sources", name, sources)
        return ""
