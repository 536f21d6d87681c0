"""The pictures beside the map: one a file, each with its definition, its n and its table."""

from __future__ import annotations

from typing import Any, Final

from outputs.pictures import (
    ageing,
    causes,
    changes,
    handover_matrix,
    network,
    norms,
    regie,
    regisseurs,
    routes,
    stacking,
    survival,
    teams,
    trend,
)
from outputs.pictures.picture import Picture, Subject, Table, TableColumn

__all__ = ["SUBJECTS", "Picture", "Subject", "Table", "TableColumn"]

SUBJECTS: Final[tuple[Subject[Any], ...]] = (
    changes.SUBJECT,
    handover_matrix.SUBJECT,
    network.SUBJECT,
    routes.SUBJECT,
    regie.SUBJECT,
    regisseurs.SUBJECT,
    *survival.SUBJECTS,
    ageing.SUBJECT,
    stacking.SUBJECT,
    trend.SUBJECT,
    causes.SUBJECT,
    norms.SUBJECT,
    teams.SUBJECT,
)
"""Every picture, in the order in which the page shows them."""
