"""No figure reaches a page, a script or a file of the report around the gate for small groups."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from literal import run_models
from regions import AS_OF, TERMS, region

import outputs
from outputs.maps import draw_maps
from outputs.options import Level, ReportOptions
from outputs.queries import Queries
from outputs.report import About, write_report
from outputs.report.build import Build
from outputs.small_groups import GROUP, Cases, Gate

REPORT = Path(outputs.__file__).parent / "report"
LEVELS = (
    Level("manager", teams=True, least_group=5),
    Level("bestuurder", smallest_group=5, least_group=5),
)
TEMPLATES = sorted(REPORT.rglob("*.j2"))
CODE = sorted(REPORT.rglob("*.py"))

FIGURE = re.compile(
    r"n|n_\w+|share|median_\w+|p90_\w+|total_\w+|idle_s|idle_us|wait_us|quantiles_s"
    r"|waiting|helped|moving|started|closed"
)
"""The columns of a query that are about journeys; the others are names, places and moments."""


class AroundTheGateError(Exception):
    """A figure that has not passed is written."""


def tainted(kind):
    """A kind of number that cannot be written; what is worked out with it cannot either."""

    def shown(self, *_):
        raise AroundTheGateError(kind.__repr__(self))

    def worked_out(deed):
        def method(self, *others):
            return taint(getattr(kind, deed)(self, *others))

        return method

    names = ("add", "sub", "mul", "truediv", "floordiv")
    deeds = ["__neg__", "__round__", *(f"__{side}{name}__" for name in names for side in ("", "r"))]
    return type(
        f"Tainted{kind.__name__}",
        (kind,),
        {"__str__": shown, "__format__": shown, **{deed: worked_out(deed) for deed in deeds}},
    )


def taint(value):
    """A figure, or all in a list of them, that cannot be written; anything else as it is."""
    if isinstance(value, list):
        return [taint(part) for part in value]
    if type(value) in (int, float):
        return TAINTED[type(value)](value)
    return value


def clean(value):
    """A figure that has passed the gate."""
    if isinstance(value, Cases):
        return Cases(clean(value.n), clean(value.of))
    for kind, other in TAINTED.items():
        if isinstance(value, other):
            return kind(value)
    return value


TAINTED = {int: tainted(int), float: tainted(float)}


def look(value):
    """Raise where a value for a script holds a figure that has not passed."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            look(part)
    elif isinstance(value, tuple(TAINTED.values())):
        raise AroundTheGateError(repr(value))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of a region's tables and maps."""
    folder = tmp_path_factory.mktemp("gate")
    run_models(region(), folder, vocabulary=TERMS, as_of=AS_OF)
    draw_maps(folder / "tables", folder / "maps")
    return folder


@pytest.fixture
def report(monkeypatch, run, tmp_path):
    """A function that writes the pages of a level from a run whose figures are tainted."""
    rows, data = Queries.rows, Build.data

    def tainted_rows(self, connection, name, **values):
        for row in rows(self, connection, name, **values):
            is_ours = self.package != "outputs.maps"
            yield {
                column: taint(value) if is_ours and FIGURE.fullmatch(column) else value
                for column, value in row.items()
            }

    def looked_at(self, name, value, **options):
        look(value)
        data(self, name, value, **options)

    def write(level):
        monkeypatch.setattr(ReportOptions, "all_levels", lambda _: (level,))
        monkeypatch.setattr(Queries, "rows", tainted_rows)
        monkeypatch.setattr(Build, "data", looked_at)
        # The pictures are held to the gate by their own tests.
        monkeypatch.setattr("outputs.report.site.write_pictures", lambda _: None)
        folder = tmp_path / "report"
        write_report(run / "tables", run / "maps", folder, about=About("Proef", AS_OF))
        return folder

    return write


@pytest.mark.parametrize("level", LEVELS, ids=lambda level: level.name)
def test_every_figure_of_a_report_passes_the_gate(report, monkeypatch, level):
    monkeypatch.setattr(Gate, "let_pass", lambda _, value: clean(value))
    written = report(level)
    assert {path.stem for path in written.rglob("*.html")} >= {"index", "kaart", "cijfers"}
    assert len(list(written.rglob("data/*.js"))) > 3


@pytest.mark.parametrize("writer", ["write_front", "write_map", "write_animation", "write_figures"])
def test_a_page_whose_figures_do_not_pass_is_not_written(report, monkeypatch, writer):
    for other in {"write_front", "write_map", "write_animation", "write_figures"} - {writer}:
        monkeypatch.setattr(f"outputs.report.site.{other}", lambda *_: None)
    with pytest.raises(AroundTheGateError):
        report(LEVELS[0])


class Answer(list):
    """Rows that know their columns, also where there are none."""

    columns = (GROUP,)


def test_each_row_that_passes_says_of_how_many_journeys_it_is_even_where_there_are_none(
    run, tmp_path, monkeypatch
):
    """An answer that is empty in a test has rows one night."""
    ask, gated, lacking = Queries.ask, Gate.rows, []

    def asked(self, connection, name, **values):
        answer = Answer(ask(self, connection, name, **values))
        answer.columns = self.table(connection, name, **values).column_names
        answer.name = name
        return answer

    def looked_at(self, rows, *more, **options):
        if isinstance(rows, Answer) and GROUP not in rows.columns:
            lacking.append(rows.name)
        return gated(self, rows, *more, **options)

    monkeypatch.setattr(Queries, "ask", asked)
    monkeypatch.setattr(Gate, "rows", looked_at)
    write_report(run / "tables", run / "maps", tmp_path / "report", about=About("Proef", AS_OF))
    assert lacking == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_asks_nothing_of_the_gate(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"smallest_group|least_group|\bgate\b|small_groups", text)
    # It says how small a group is held back, and compares nothing with it.
    asked = re.findall(r"[^{(]*\b(?:smallest|least)\b[^})]*", text)
    allowed = re.compile(r"(?:n=\()?(?:smallest|least) \| number|%\s*(?:el)?if (?:not )?smallest %")
    assert [part for part in asked if not allowed.search(part)] == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(REPORT).as_posix())
def test_no_page_compares_with_the_smallest_group_by_itself(path):
    found = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare) and re.search(r"\b(smallest|least)", ast.unparse(node))
    ]
    assert found == []
