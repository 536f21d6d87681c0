"""One klantreis: every journey of a run in packed files beside the page that draws it."""

from outputs.report.pages.klantreis.page import write_journeys

__all__ = ["write_journeys"]
