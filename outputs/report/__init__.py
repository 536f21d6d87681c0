"""The report for the ketenregisseur: pages that open from disk, without a network."""

from outputs.options import ReportOptions
from outputs.report.about import About, SourceFigures
from outputs.report.site import write_report

__all__ = ["About", "ReportOptions", "SourceFigures", "write_report"]
