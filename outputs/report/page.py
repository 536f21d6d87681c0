"""The page: figures, maps and sources put into the template, and written as the same bytes."""

from __future__ import annotations

from base64 import b64encode
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from outputs import words
from outputs.report import figures
from outputs.report.matrix import matrix
from outputs.report.pictures import picture
from outputs.report.routes import shorten
from outputs.report.text import cut, local_date, local_moment, visible
from outputs.tables import open_tables

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

    from outputs.report.about import About

MAPS: Final = ("klantreiskaart", "partnernetwerk", "regiekaart")

_HERE: Final = Path(__file__).parent


def write_report(
    tables: Path, maps: Path, folder: Path, *, about: About, memory: str = "2GB"
) -> Path:
    """Write the report of a run.

    Args:
        tables: the run's tables, NAME.parquet each.
        maps: the run's maps; one that is not there is left out, and the page says so.
        folder: gets index.html; it lies beside `maps` and `tables`, to which the page links.
        about: what the run says of itself.
        memory: what the engine may use before it spills, as DuckDB writes it.

    Returns:
        The page. The same tables, maps and `about` give the same bytes.

    Raises:
        OutputError: a table is missing, or a map is no SVG.
    """
    with open_tables(tables, figures.TABLES, memory=memory) as connection:
        told = told_figures(connection)
    drawn = {name: picture(maps / f"{name}.svg") for name in MAPS}
    found = {name: (maps / f"{name}.svg").is_file() for name in MAPS}
    style = (_HERE / "style.css").read_text(encoding="utf-8")
    page = (
        _environment(about.timezone)
        .get_template("report.html.j2")
        .render(
            about=about,
            maps=drawn,
            found=found,
            style=Markup(style),  # noqa: S704 - our own file
            policy=policy(style),
            **told,
        )
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "index.html"
    path.write_bytes(page.encode("utf-8"))
    return path


def policy(style: str) -> str:
    """What the page may do, as its Content-Security-Policy: be styled by its own style alone.

    >>> policy("p { color: red }")
    "default-src 'none'; style-src 'sha256-ngewhhP73WDIbgwseeu52VAAJgKdGUsu1IUQQsAm8m4='; \
base-uri 'none'; form-action 'none'"
    """
    digest = b64encode(sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def told_figures(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Every figure by its name in the template."""
    closed = {row["closed"]: row for row in _rows(figures.throughput(connection))}
    return {
        "events": _row(figures.event_totals(connection)),
        "journeys": _row(figures.journey_totals(connection)),
        "closed": closed.get(True),
        "open": closed.get(False),
        "durations": next(iter(_rows(figures.durations_with_open(connection))), None),
        "kinds": _rows(figures.handover_kinds(connection)),
        "outcomes": _rows(figures.referral_outcomes(connection)),
        "changes": _row(figures.regisseur_changes(connection)),
        "n_waits": _row(figures.wait_totals(connection))["n_waits"],
        "waits": _rows(figures.longest_waits(connection)),
        "matrix": matrix(figures.partner_pairs(connection)),
        "routes": [
            (shorten(row["route"], **_facts(row)), row["n_routes"])
            for row in _rows(figures.dominant_routes(connection))
        ],
        "signal_kinds": _rows(figures.signal_kinds(connection)),
        "signals": _rows(figures.gravest_signals(connection)),
        "unmapped": _rows(figures.unmapped_terms(connection)),
    }


def _environment(timezone: str) -> Environment:
    """Templates that escape all and show what could not be seen."""
    environment = Environment(
        loader=PackageLoader("outputs.report", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters |= {
        "cut": cut,
        "number": words.number_nl,
        "percent": words.percent_nl,
        "days": words.days_nl,
        "date": partial(local_date, timezone=timezone),
        "moment": partial(local_moment, timezone=timezone),
    }
    environment.globals |= {"count": words.count_nl, "share": words.share_nl}
    return environment


def _finalize(value: object) -> object:
    """Every text that the template writes passes here on its way to being escaped."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("n_steps", "n_journeys", "share")}


def _row(frame: pd.DataFrame) -> dict[str, Any]:
    return _rows(frame)[0]


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows, with None for what is missing."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]
