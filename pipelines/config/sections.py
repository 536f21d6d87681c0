"""What every section of the config is made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from journeys.spelling import spelled


def several(value: object) -> object:
    """One text where several may stand."""
    return (value,) if isinstance(value, str) else value


Spelled = Annotated[str, AfterValidator(spelled)]
"""A text that is compared with the data: in its one spelling."""

Terms = Annotated[tuple[Spelled, ...], BeforeValidator(several), Field(min_length=1)]
"""One such text or several."""

Names = Annotated[tuple[str, ...], BeforeValidator(several), Field(min_length=1)]
"""One name or several."""


class Section(BaseModel):
    """A section: an option that it does not have is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)
