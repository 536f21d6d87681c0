"""The report for the ketenregisseur: one page in Dutch that opens from disk, without a network."""

from outputs.report.about import About, SourceFigures
from outputs.report.page import write_report

__all__ = ["About", "SourceFigures", "write_report"]
