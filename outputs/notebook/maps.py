"""Maps that show themselves in a notebook: `run.map()`."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, fields, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeys.errors import said
from outputs.errors import OutputError, did_you_mean
from outputs.exports.files import replacing
from outputs.maps import MAPS
from outputs.maps.dot import dot
from outputs.maps.fit import fit
from outputs.maps.options import MapOptions
from outputs.maps.svg import svg
from outputs.maps.text import clean
from outputs.run_tables import lay_waits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from journeys.engine import Engine
    from outputs.maps.scene import Scene


@dataclass(frozen=True)
class Map:
    """A drawn map. In a notebook it shows itself, no wider than the page, with its text alternative.

    Attributes:
        name: of the map.
        title: over it.
        summary: what it shows, in words.
        svg: the drawing, a document of its own.
        dot: the same for Graphviz and other programs.
    """

    name: str
    title: str
    summary: str
    svg: str
    dot: str

    def save(self, path: Path | str) -> Path:
        """Write it to a file: `.svg` or `.dot`.

        Raises:
            OutputError: the name ends in something else.
        """
        path = Path(path)
        forms = {".svg": self.svg, ".dot": self.dot}
        if path.suffix not in forms:
            raise OutputError(
                "a map is not written in that form",
                expected=" or ".join(forms),
                got=repr(path.suffix),
            )
        with replacing(path) as coming:
            coming.write_text(forms[path.suffix], encoding="utf-8", newline="\n")
        return path

    def __repr__(self) -> str:
        """What it is, in a line."""
        return f"<Map {self.name}: {self.summary}>"

    def _repr_svg_(self) -> str:
        """The drawing, for what shows no HTML."""
        return self.svg

    def _repr_html_(self) -> str:
        """The drawing as a picture, in which nothing can act, and in words under it."""
        data = b64encode(self.svg.encode("utf-8")).decode("ascii")
        return (
            f'<figure lang="nl"><img src="data:image/svg+xml;base64,{data}"'
            f' alt="{escape(self.title)}" style="max-width:100%;height:auto">'
            f"<figcaption>{escape(self.summary)}</figcaption></figure>"
        )


def draw(connection: Engine, name: str, part: str, options: Mapping[str, Any]) -> Map:
    """Draw a map of tables that are open.

    Args:
        connection: with the tables that the maps need.
        name: of the map.
        part: what is chosen, in Dutch; '' where the tables are a whole run's.
        options: of `MapOptions`.

    Raises:
        OutputError: there is no such map or option.
    """
    _known("map", name, list(MAPS))
    for option in options:
        _known("option of a map", option, [field.name for field in fields(MapOptions)])
    lay_waits(connection)
    make = MAPS[name](connection)
    drawing = fit(lambda allowed: _of_part(make(allowed), part), MapOptions(**options))
    scene = drawing.scene
    picture = svg(scene, drawing.layout, drawing.page).decode("utf-8")
    return Map(scene.name, scene.title, scene.summary, picture, dot(scene))


def _of_part(scene: Scene, part: str) -> Scene:
    """A scene that says which part of a run it shows."""
    if not part:
        return scene
    words = f"Alleen {clean(part)}"
    return replace(
        scene,
        subtitle=f"{words}. {scene.subtitle}" if scene.subtitle else words,
        summary=f"{words}. {scene.summary}",
    )


def _known(what: str, name: str, names: list[str]) -> None:
    if name not in names:
        raise OutputError(
            said("no {what} is called {name!r}", what=what, name=name),
            expected=", ".join(names),
            hint=did_you_mean(name, names),
        )
