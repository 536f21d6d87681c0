"""The seven ketenpartners of the region, each with words, codes and habits of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, eq=False)
class DemoPartner:
    """One ketenpartner.

    Attributes:
        source: what the config calls its export.
        name: what everybody calls the partner, also in "verwezen naar".
        case_format: its case numbers, of a year and a running number.
        terms: activity to the partner's own word, and its later words from 2024 and 2025 on.
        workers: its workers' codes.
        regisseurs: its regisseurs' codes; none where it never holds the regie.
        regisseur_role: what it calls that role; empty where it does not say.
        case_regisseurs: the codes of its casusregisseurs, who lead one case beside that.
        case_role: what it calls their role.
        domain: of all it does; empty where the export says it row by row.
        is_by_day: it writes bare dates.
        has_end: its export has a column for the end.
        can_run: an empty end there means that it is still running.
        is_at_night: it also works in the night and at weekends.
    """

    source: str
    name: str
    case_format: str
    terms: Mapping[str, tuple[str, ...]]
    workers: tuple[str, ...]
    regisseurs: tuple[str, ...] = ()
    regisseur_role: str = ""
    case_regisseurs: tuple[str, ...] = ()
    case_role: str = ""
    domain: str = ""
    is_by_day: bool = False
    has_end: bool = False
    can_run: bool = False
    is_at_night: bool = False

    def term(self, activity: str, year: int) -> str:
        """The partner's word for an activity in a year: words drift.

        >>> WIJKTEAM.term("Intake", 2023), WIJKTEAM.term("Intake", 2025)
        ('Intakegesprek', 'Vraagverheldering')
        """
        words = self.terms[activity]
        return words[min(year - 2023, len(words) - 1)]


def codes(pattern: str, count: int) -> tuple[str, ...]:
    """Codes 1 to count.

    >>> codes("mw{:03d}", 2)
    ('mw001', 'mw002')
    """
    return tuple(pattern.format(number) for number in range(1, count + 1))


WIJKTEAM: Final = DemoPartner(
    source="wijkteam",
    name="Wijkteam",
    case_format="WT-{year}-{number:05d}",
    terms={
        "Melding": ("Aanmelding", "Melding inwoner"),
        "Intake": ("Intakegesprek", "Vraagverheldering"),
        "Start regie": ("Regie gestart",),
        "Start casusregie": ("Casusregie gestart",),
        "Start hulp": ("Ondersteuning gestart",),
        "Casusgesprek": ("Gesprek casusregisseur",),
        "Gesprek": ("Gesprek inwoner",),
        "Huisbezoek": ("Huisbezoek",),
        "Overleg": ("Casusoverleg", "Casusoverleg", "Coördinatieoverleg"),
        "Plan": ("Gezinsplan opgesteld",),
        "Evaluatie": ("Evaluatie gezinsplan",),
        "Verwijzing": ("Doorverwezen",),
        "Administratie": ("Dossier bijgewerkt",),
        "Notitie": ("Dossiernotitie",),
        "Herstel gestart": ("Herstelplan gestart",),
        "Einde casusregie": ("Casusregie beëindigd",),
        "Einde regie": ("Regie beëindigd",),
        "Afsluiting": ("Dossier gesloten",),
    },
    workers=codes("mw-{:03d}", 40),
    regisseurs=codes("WT-R{:02d}", 12),
    regisseur_role="gezinsregisseur",
    case_regisseurs=codes("WT-C{:02d}", 10),
    case_role="casusregisseur",
)

VEILIG_THUIS: Final = DemoPartner(
    source="veilig_thuis",
    name="Veilig Thuis",
    case_format="VT{year}/{number}",
    terms={
        "Melding": ("Melding ontvangen", "Melding huiselijk geweld"),
        "Veiligheidsbeoordeling": ("Veiligheidsbeoordeling",),
        "Onderzoek": ("Onderzoek",),
        "Gesprek": ("Gesprek betrokkenen",),
        "Overleg": ("Multidisciplinair overleg",),
        "Risico beheerst": ("Directe veiligheid geborgd",),
        "Verwijzing": ("Overdracht vervolghulp",),
        "Weigering": ("Niet in behandeling genomen",),
        "Afsluiting": ("Afsluiting dossier",),
    },
    workers=codes("VT{:02d}", 15),
    domain="veiligheid",
    has_end=True,
)

POLITIE: Final = DemoPartner(
    source="politie",
    name="Politie",
    case_format="PL0100-{year}{number:06d}",
    terms={
        "Incident": ("Incident huiselijk geweld", "Huiselijk geweld"),
        "Verwijzing": ("Zorgformulier verzonden",),
        "Notitie": ("Mutatie",),
    },
    workers=codes("W{:05d}", 25),
    domain="veiligheid",
    is_at_night=True,
)

GGZ: Final = DemoPartner(
    source="ggz",
    name="GGZ",
    case_format="T{number:07d}",
    terms={
        "Acceptatie": ("Verwijzing geaccepteerd",),
        "Weigering": ("Verwijzing afgewezen",),
        "Intake": ("Intake", "Intakefase"),
        "Behandeling": ("Behandeltraject",),
        "Gesprek": ("Consult",),
        "Evaluatie": ("ROM-meting",),
        "Verwijzing": ("Terugverwijzing",),
        "Afsluiting": ("Uitgeschreven",),
    },
    # initials; Nora A. is a worker, not an empty cell
    workers=("NA", "BK", "CD", "DJ", "EV", "FB", "GH", "HS", "JW", "KL", "MP", "RT"),
    domain="zorg",
    is_by_day=True,
    has_end=True,
    can_run=True,
)

JEUGDBESCHERMING: Final = DemoPartner(
    source="jeugdbescherming",
    name="Jeugdbescherming",
    case_format="{year}{number:04d}-JB",
    terms={
        "Acceptatie": ("verzoek_geaccepteerd",),
        "Weigering": ("verzoek_afgewezen",),
        "Besluit": ("beschikking_ots",),
        "Start regie": ("jeugdbeschermer_toegewezen",),
        "Plan": ("plan_van_aanpak",),
        "Start hulp": ("uitvoering_ots",),
        "Gesprek": ("gezinsgesprek",),
        "Evaluatie": ("evaluatie_maatregel",),
        "Verwijzing": ("overdracht_lokaal",),
        "Einde regie": ("jeugdbeschermer_einde",),
        "Afsluiting": ("maatregel_beeindigd",),
    },
    workers=codes("jb{:03d}", 20),
    regisseurs=codes("JB-R{:02d}", 8),
    regisseur_role="jeugdbeschermer",
    domain="jeugd",
    has_end=True,
    can_run=True,
)

GEMEENTE_WMO: Final = DemoPartner(
    source="wmo",
    name="Gemeente Wmo",
    case_format="WMO{number:06d}",
    terms={
        "Aanvraag": ("Melding hulpvraag",),
        "Onderzoek": ("Onderzoek Wmo", "Onderzoek (keukentafelgesprek)"),
        "Besluit": ("Beschikking",),
        "Start regie": ("Procesregie toegewezen",),
        "Voorziening": ("Begeleiding individueel",),
        "Evaluatie": ("Heronderzoek",),
        "Einde regie": ("Procesregie beëindigd",),
        "Afsluiting": ("Einde voorziening",),
    },
    workers=codes("C{:02d}", 14),
    regisseurs=codes("WMO-R{:02d}", 6),
    domain="wmo",
    is_by_day=True,
    has_end=True,
    can_run=True,
)

LEERPLICHT: Final = DemoPartner(
    source="leerplicht",
    name="Leerplicht",
    case_format="LP-{number:05d}",
    terms={
        "Melding": ("Verzuimmelding",),
        "Gesprek": ("Verzuimgesprek",),
        "Overleg": ("Overleg met school",),
        "Verwijzing": ("Verwijzing hulpverlening",),
        "Afsluiting": ("Verzuim opgelost",),
    },
    workers=codes("lpa{:02d}", 9),
    domain="onderwijs",
    has_end=True,
)

PARTNERS: Final = (
    WIJKTEAM, VEILIG_THUIS, POLITIE, GGZ, JEUGDBESCHERMING, GEMEENTE_WMO, LEERPLICHT,
)  # fmt: skip
