"""Tables in; maps, reports and exports out: one product per file.

For questions of one's own, in a notebook (docs/notitieboek.md):

    import outputs

    run = outputs.open_run("out/latest")
    run.waits                                   # a table as a pandas frame
    run.only(municipality="Noorderveld").map()  # a map that shows itself

What is named here is loaded when it is first used: the command line, which starts without it, is as quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from outputs.notebook.maps import Map
    from outputs.notebook.run import Run, klantreiskaart, open_run, partnernetwerk, regiekaart

__all__ = ["Map", "Run", "klantreiskaart", "open_run", "partnernetwerk", "regiekaart"]

_PLACES: Final = {
    "Map": "outputs.notebook.maps",
    "Run": "outputs.notebook.run",
    "klantreiskaart": "outputs.notebook.run",
    "open_run": "outputs.notebook.run",
    "partnernetwerk": "outputs.notebook.run",
    "regiekaart": "outputs.notebook.run",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for by name."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=None)
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    """The names, for who completes them."""
    return sorted([*globals(), *_PLACES])
