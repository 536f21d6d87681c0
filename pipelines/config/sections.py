"""What every section of the config is made of."""

from __future__ import annotations

import difflib
from typing import Annotated, Any

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


def nearest(name: str, known: Any) -> str:
    """The known name that is most like this one, as an addition to a message; else nothing.

    >>> nearest("melidng", ["melding", "besluit"])
    ' (did you mean melding?)'
    """
    near = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]}?)" if near else ""
