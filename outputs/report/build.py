"""A report being built: its pages in both languages, and the data that they load when asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from journeys.errors import spoken
from outputs.names import name_of
from outputs.notes import sentence
from outputs.reader import Reader
from outputs.report import packs
from outputs.report.marks import figure_name, mark
from outputs.report.sheet import sheet
from outputs.report.text import cut, visible
from outputs.small_groups import Cases, HeldBack
from outputs.texts import LANGUAGES, catalogue, marked
from outputs.theme import style_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from journeys.engine import Engine
    from outputs.options import Level, ReportOptions
    from outputs.report.about import About

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
    " require-trusted-types-for 'script'; trusted-types klantreis;"
    " base-uri 'none'; form-action 'none'"
)
"""What a page may do: run and be styled by the files beside it. Nothing else is loaded or sent."""

THEME: Final = "thema.css"
"""The file of an organisation's own tokens."""

PAGES: Final = {
    "index": marked("Overzicht"),
    "kaart": marked("Kaart"),
    "beelden": marked("Beelden"),
    "klantreis": marked("Klantreis"),
    "cijfers": marked("Cijfers"),
    "toegankelijkheid": marked("Toegankelijkheid"),
}
"""Every page's name, in the order in which one goes through them."""

LEVELS: Final = {
    "uitvoerder": marked("voor uitvoerders"),
    "manager": marked("voor managers"),
    "bestuurder": marked("voor bestuurders"),
}
"""What each level is called over its pages."""


@dataclass(frozen=True)
class Build:
    """What every part of a report knows.

    Attributes:
        connection: the run's tables, as views.
        folder: of this level's report.
        level: for whom it is.
        options: what the config says.
        about: what the run says of itself.
        maps: the run's maps.
    """

    connection: Engine
    folder: Path
    level: Level
    options: ReportOptions
    about: About
    maps: Path

    @property
    def readers(self) -> tuple[Reader, ...]:
        """One for each language."""
        return tuple(Reader(language, self.about.timezone) for language in LANGUAGES)

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages of this level."""
        return tuple(name for name in PAGES if self.level.journeys or name != "klantreis")

    def page(
        self,
        name: str,
        template: str,
        *,
        values: Callable[[Reader], Mapping[str, Any]] = lambda _: {},
        scripts: Sequence[str] = (),
        styles: Sequence[str] = (),
    ) -> None:
        """Write a page in each language: NAME.html and NAME.en.html.

        Args:
            name: of its file, one of `PAGES`.
            template: in outputs/report/templates.
            values: what the template shows, for a reader.
            scripts: files of a folder `web` that run on it, in order.
            styles: style sheets of a folder `web` beside style.css.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        gate = self.level.gate
        for reader in self.readers:
            html = (
                environment(reader)
                .get_template(template)
                .render(
                    page=name,
                    pages=self.pages,
                    scripts=scripts,
                    styles=styles,
                    about=self.about,
                    level=self.level,
                    theme=THEME if self.options.theme else None,
                    reader=reader,
                    smallest=None if gate.is_open else gate.smallest,
                    least=gate.least,
                    policy=Markup(POLICY),  # noqa: S704 - our own
                    **values(reader),
                )
            )
            self._write(file_of(name, reader), html)

    def data(self, name: str, value: object, *, packed: bool = False) -> None:
        """Write a value for the pages' scripts: data/NAME.js.

        Args:
            name: letters, digits and hyphens.
            value: what JSON can hold.
            packed: compressed; the browser takes it apart.
        """
        (self.folder / "data").mkdir(parents=True, exist_ok=True)
        self._write(f"data/{name}.js", packs.packed(name, value, squeezed=packed))

    def assets(self) -> None:
        """Write what all pages share: style, scripts, and the English texts of the scripts."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for folder in (files("outputs.report") / "web", *(page / "web" for page in page_folders())):
            for file in folder.iterdir() if folder.is_dir() else ():
                if file.name.endswith((".js", ".css")):
                    (self.folder / file.name).write_bytes(file.read_bytes())
        self._write("texts.en.js", f"klantreis.texts({packs.literal(catalogue('en'))});\n")
        if self.options.theme:
            self._write(THEME, style_sheet(self.options.theme))
        for reader in self.readers:
            level, project = reader.text(LEVELS[self.level.name]), self.about.project
            css = sheet(reader, project=project, level=level, as_of=self.about.as_of)
            self._write(sheet_of(reader), css)

    def _write(self, name: str, text: str) -> None:
        """Write a file of this level's report; the same bytes on any machine."""
        (self.folder / name).write_text(text, encoding="utf-8", newline="\n")


def file_of(page: str, reader: Reader) -> str:
    """The file of a page in a reader's language.

    >>> file_of("kaart", Reader("en"))
    'kaart.en.html'
    """
    return f"{page}.html" if reader.language == LANGUAGES[0] else f"{page}.{reader.language}.html"


def sheet_of(reader: Reader) -> str:
    """The file that tells what stands at the edges of a printed page.

    >>> sheet_of(Reader("en"))
    'blad.en.css'
    """
    return file_of("blad", reader).replace(".html", ".css")


def page_folders() -> list[Traversable]:
    """The package of each page: its template, and in `web` its scripts and styles.

    >>> "kaart" in {page.name for page in page_folders()}
    True
    """
    pages = (files("outputs.report") / "pages").iterdir()
    return sorted(
        (page for page in pages if (page / "__init__.py").is_file()), key=lambda page: page.name
    )


@cache
def environment(reader: Reader) -> Environment:
    """Templates that escape all, show what could not be seen, and speak the reader's language."""
    templates = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("outputs.report", "templates"),
                *(
                    PackageLoader(f"outputs.report.pages.{page.name}", "")
                    for page in page_folders()
                ),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    templates.filters |= {
        "cut": cut,
        "number": reader.number,
        "percent": reader.percent,
        "days": reader.days,
        "whole_days": reader.whole_days,
        "longer": reader.longer,
        "at_most": reader.at_most,
        "date": reader.date,
        "moment": reader.moment,
        "sentence": lambda note: sentence(note, reader.language),
    }
    templates.tests |= {
        "held_back": lambda value: isinstance(value, HeldBack),
        "of_few": lambda value: isinstance(value, Cases),
    }
    templates.globals |= {
        "_": partial(_text, reader),
        "plural": partial(_plural, reader),
        "share": reader.share,
        "mark": mark,
        "figure_name": figure_name,
        "named": lambda sort, code: reader.text(name_of(sort, code)),
        "link": lambda page: file_of(page, reader),
        "sheet": sheet_of(reader),
        "other": lambda page: file_of(page, Reader("en" if reader.language == "nl" else "nl")),
        "error_language": spoken,
        "titles": PAGES,
        "level_titles": LEVELS,
    }
    return templates


def _text(reader: Reader, dutch: str, /, **values: object) -> Markup:
    """A text that may hold markup of ours, with values that may not."""
    return Markup(reader.text(dutch)).format(**_safe(values))  # noqa: S704 - the text is our own


def _plural(reader: Reader, one: str, many: str, n: int, /, **values: object) -> Markup:
    return Markup(reader.plural(one, many, n, **_safe(values)))  # noqa: S704 - values are escaped


def _safe(values: Mapping[str, object]) -> dict[str, Markup]:
    return {name: escape(_finalize(value)) for name, value in values.items()}


def _finalize(value: object) -> object:
    """Every text that a template writes passes here on its way to being escaped."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
