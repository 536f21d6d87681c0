"""What a reader calls the codes that stand in tables: kinds, outcomes, verdicts."""

from __future__ import annotations

from typing import Final

from outputs.texts import marked

NAMES: Final = {
    "signal": {
        "contact_laat": marked("te lang geen contact"),
        "dubbele_wissel": marked("regie en partner wisselen tegelijk"),
        "geen_regisseur": marked("te lang geen regisseur"),
        "hermelding": marked("nieuwe melding na afsluiting"),
        "meer_regisseurs": marked("meer regisseurs tegelijk"),
        "nooit_afgesloten": marked("nooit afgesloten"),
        "norm_dreigt": marked("norm wordt bijna overschreden"),
        "norm_overschreden": marked("norm overschreden"),
        "onveilig": marked("kort geleden een incident"),
        "opnieuw_intake": marked("opnieuw een intake"),
        "pingpong": marked("heen en weer tussen twee partners"),
        "regie_gat": marked("gat in de regie"),
        "regisseurwissel": marked("wissel van regisseur"),
        "stapeling": marked("veel partners tegelijk"),
        "stille_overdracht": marked("stille overdracht"),
        "terug_bij_start": marked("terug bij het begin"),
        "veel_regisseurs": marked("veel regisseurs"),
        "verwijzing_geweigerd": marked("geweigerde verwijzing"),
        "verwijzing_traag": marked("trage verwijzing"),
        "verwijzing_verloren": marked("verloren verwijzing"),
        "wachtmoment": marked("lang wachtmoment"),
    },
    "severity": {
        "hoog": marked("hoog"),
        "midden": marked("midden"),
        "laag": marked("laag"),
    },
    "handover": {
        "referred": marked("verwezen"),
        "silent": marked("stil"),
        "parallel": marked("tegelijk"),
        "unknown": marked("niet te beoordelen"),
    },
    "handover meaning": {
        "referred": marked("het antwoord op een verwijzing naar deze partner"),
        "silent": marked("een andere partner gaat verder zonder dat een verwijzing is vastgelegd"),
        "parallel": marked("de volgende partner begon terwijl er nog iemand bezig was"),
        "unknown": marked("de bron van de vorige partner noemt nooit een verwijzing"),
    },
    "rule status": {
        "judged": marked("beoordeeld"),
        "part": marked("deels beoordeeld"),
        "no_input": marked("niet te beoordelen"),
        "off_by_config": marked("uitgezet"),
    },
    "judgement": {
        "active_partners": marked("partners per week"),
        "caseload": marked("klantreizen per regisseur"),
        "handovers": marked("soort van een overdracht"),
        "households": marked("huishoudens"),
        "journey_costs": marked("kosten"),
        "norm_checks": marked("normen"),
        "referral_delays": marked("wachten na een verwijzing"),
        "referrals": marked("uitkomst van een verwijzing"),
        "regisseurs": marked("wie de regie had"),
        "safety": marked("veiligheid"),
        "survival": marked("wanneer klantreizen zijn afgesloten"),
        "waiting_causes": marked("oorzaken van wachten"),
        "waits": marked("wachten"),
        "waits_working": marked("wachten binnen werktijd"),
    },
    "rule input": {
        "afsluiting": marked("een afsluiting"),
        "calendars": marked("werktijden in de instellingen"),
        "closing": marked("een afgesloten klantreis"),
        "colours": marked("kleuren in de instellingen"),
        "cost": marked("kosten"),
        "ends": marked("een einde"),
        "household": marked("een huishouden"),
        "incident": marked("een incident"),
        "intake": marked("een intake"),
        "melding": marked("een melding"),
        "norms": marked("normen in de instellingen"),
        "partner": marked("een partner"),
        "partners": marked("een tweede partner"),
        "person": marked("een cliënt of huishouden"),
        "referral": marked("een verwijzing"),
        "regisseur": marked("een regisseur"),
        "weigering": marked("een weigering"),
        "worker": marked("een medewerker"),
    },
    "outcome": {
        "accepted": marked("aangenomen"),
        "refused": marked("geweigerd"),
        "lost": marked("verloren"),
        "open": marked("open"),
    },
    "outcome meaning": {
        "accepted": marked("de partner kwam daarna in actie"),
        "refused": marked("het antwoord van de partner was een weigering"),
        "lost": marked("geen antwoord, en de klantreis is afgesloten of de termijn is verstreken"),
        "open": marked("nog geen antwoord, en de termijn loopt nog"),
    },
    "verdict": {
        "met": marked("gehaald"),
        "exceeded": marked("overschreden"),
        "running": marked("loopt nog"),
        "running_over": marked("loopt nog, over de termijn"),
    },
    "rule": {
        "key": marked("dezelfde sleutel"),
        "bsn": marked("hetzelfde burgerservicenummer"),
        "probability": marked("gelijkende gegevens (kans)"),
        "review": marked("een antwoord van een mens"),
        "alone": marked("nergens anders gezien"),
    },
    "level": {
        "case": marked("Eén klantreis is hier alle gebeurtenissen van één zaak van één bron."),
        "client": marked(
            "Eén klantreis is hier alle gebeurtenissen van één cliënt, bij alle partners samen."
        ),
        "household": marked(
            "Eén klantreis is hier alle gebeurtenissen van één huishouden, bij alle partners samen."
        ),
    },
    "map": {
        "klantreiskaart": marked("Klantreiskaart"),
        "partnernetwerk": marked("Partnernetwerk"),
        "regiekaart": marked("Regiekaart"),
    },
}
"""Per kind of code its Dutch name, which the catalogue has in English too."""


def name_of(sort: str, code: str) -> str:
    """The Dutch name of a code; one that has none is told as it is.

    Args:
        sort: a key of `NAMES`.
        code: as it stands in a table.

    >>> name_of("signal", "pingpong"), name_of("signal", "iets_nieuws")
    ('heen en weer tussen twee partners', 'iets nieuws')
    """
    return NAMES[sort].get(code, code.replace("_", " "))
