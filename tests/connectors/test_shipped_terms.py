"""The terms that readers make themselves: each has its kind without any vocabulary."""

import pytest

from connectors.messages.istandaard import words
from connectors.messages.jeugdzorg import MESSAGES, SORTS
from connectors.messages.meanings import ANSWERS, SORTED
from connectors.registry import KINDS
from journeys.contract import RANKS

CARE_MESSAGES = """
besluit|Toewijzing
besluit|Toewijzing ingetrokken
besluit|Toewijzing gestopt: overlijden
besluit|Toewijzing verlengd
besluit|Toewijzing verkort
besluit|Toewijzing gestopt: ander domein
besluit|Toewijzing gestopt: verhuizing
besluit|Toewijzing gestopt: andere aanbieder
besluit|Toewijzing gewijzigd: op verzoek van aanbieder
overig|Toewijzing gewijzigd
overig|Toewijzing gewijzigd: contract
overig|Toewijzing gewijzigd: leveringsvorm
overig|Toewijzing gewijzigd: bekostiging
overig|Toewijzing gewijzigd: gemeentelijke herindeling
overig|Stop zorg: tijdelijk
overig|Stop zorg: na verzoek om wijziging
overig|Stop zorg: andere aanbieder
overig|Stop zorg: ander domein
overig|Antwoord op verzoek
overig|Verzoek in onderzoek
overig|Bericht afgekeurd: start zorg
overig|Bericht afgekeurd: stop zorg
overig|Bericht afgekeurd: antwoord op verzoek
overig|Declaratie afgekeurd
overig|Declaratie
start|Zorg
afsluiting|Stop zorg
afsluiting|Stop zorg: overlijden
afsluiting|Stop zorg: volgens plan
afsluiting|Stop zorg: voortijdig, door cliënt
afsluiting|Stop zorg: voortijdig, door aanbieder
afsluiting|Stop zorg: voortijdig, in overleg
afsluiting|Stop zorg: externe oorzaak
afsluiting|Stop zorg: door gemeente
verwijzing|Verzoek om toewijzing
verwijzing|Verzoek om wijziging
weigering|Verzoek afgewezen
weigering|Verzoek afgewezen: nieuwe aanvraag nodig
weigering|Verzoek afgewezen: past niet binnen budget
weigering|Verzoek afgewezen: geen contract
weigering|Verzoek afgewezen: past niet binnen contract
weigering|Verzoek afgewezen: andere gemeente
weigering|Verzoek afgewezen: stapeling
weigering|Verzoek afgewezen: zorginhoudelijk
weigering|Verzoek afgewezen: woonplaatsbeginsel
weigering|Verzoek afgewezen: leeftijdsgrens
weigering|Bericht afgekeurd: toewijzing
weigering|Bericht afgekeurd: verzoek om toewijzing
weigering|Bericht afgekeurd: verzoek om wijziging
"""
ZAKEN = """
melding|Zaak geregistreerd
start|Zaak heropend
afsluiting|Zaak afgesloten
regie_start|Adviseur begint
regie_start|Behandelaar begint
regie_start|Belanghebbende begint
regie_start|Beslisser begint
regie_start|Initiator begint
regie_start|Klantcontacter begint
regie_start|Zaakcoordinator begint
regie_start|Mede_initiator begint
regie_einde|Adviseur stopt
regie_einde|Behandelaar stopt
regie_einde|Belanghebbende stopt
regie_einde|Beslisser stopt
regie_einde|Initiator stopt
regie_einde|Klantcontacter stopt
regie_einde|Zaakcoordinator stopt
regie_einde|Mede_initiator stopt
"""
CORV = """
overig|Bericht was al ontvangen
overig|Terugkoppeling op zorgmelding
overig|Terugkoppeling op zorgmelding: geen actie nodig
overig|Terugkoppeling op zorgmelding: anders
overig|Notificatie van de Raad
overig|Notificatie van de Raad: onderzoek afgerond
overig|Notificatie van de Raad: anders
overig|Notificatie jeugdreclassering
overig|Terugkoppeling van Veilig Thuis
overig|Terugkoppeling van Veilig Thuis: anders
overig|Uitkomst melding
overig|Uitkomst melding: nader onderzoek via triage
overig|Uitkomst melding: anders afgedaan
overig|Uitkomst melding: anders
overig|Uitkomst melding Veilig Thuis
overig|Uitkomst melding Veilig Thuis: nader onderzoek via triage
overig|Uitkomst melding Veilig Thuis: anders afgedaan
overig|Uitkomst melding Veilig Thuis: anders
overig|Uitkomst melding Zorg- en Veiligheidshuis
overig|Uitkomst melding Zorg- en Veiligheidshuis: nader onderzoek via triage
overig|Uitkomst melding Zorg- en Veiligheidshuis: anders afgedaan
overig|Uitkomst melding Zorg- en Veiligheidshuis: anders
overig|Uitkomst melding niet-acute zorg
overig|Uitkomst melding niet-acute zorg: nader onderzoek via triage
overig|Uitkomst melding niet-acute zorg: anders afgedaan
overig|Uitkomst melding niet-acute zorg: anders
overig|Vraag of iemand bekend is
overig|Antwoord of iemand bekend is
overig|Antwoord of iemand bekend is: bekend
overig|Antwoord of iemand bekend is: niet bekend
overig|Antwoord of iemand bekend is: anders
overig|Vraag om informatie
overig|Antwoord op vraag om informatie
overig|Antwoord op vraag om informatie: bekend
overig|Antwoord op vraag om informatie: niet bekend
overig|Antwoord op vraag om informatie: anders
overig|Ontvangst bevestigd
verwijzing|Zorgmelding
verwijzing|Verzoek tot onderzoek
verwijzing|Melding aan Veilig Thuis
verwijzing|Terugkoppeling van Veilig Thuis: overdracht na veiligheidsbeoordeling
verwijzing|Terugkoppeling van Veilig Thuis: overdracht
verwijzing|Melding
verwijzing|Melding Veilig Thuis
verwijzing|Melding Zorg- en Veiligheidshuis
verwijzing|Melding niet-acute zorg
verwijzing|Uitkomst melding: overdracht na veiligheidsbeoordeling
verwijzing|Uitkomst melding: overdracht
verwijzing|Uitkomst melding Veilig Thuis: overdracht na veiligheidsbeoordeling
verwijzing|Uitkomst melding Veilig Thuis: overdracht
verwijzing|Uitkomst melding Zorg- en Veiligheidshuis: overdracht na veiligheidsbeoordeling
verwijzing|Uitkomst melding Zorg- en Veiligheidshuis: overdracht
verwijzing|Uitkomst melding niet-acute zorg: overdracht na veiligheidsbeoordeling
verwijzing|Uitkomst melding niet-acute zorg: overdracht
acceptatie|Terugkoppeling op zorgmelding: vervolgactie nodig
acceptatie|Uitkomst melding: in behandeling als casus
acceptatie|Uitkomst melding Veilig Thuis: in behandeling als casus
acceptatie|Uitkomst melding Zorg- en Veiligheidshuis: in behandeling als casus
acceptatie|Uitkomst melding niet-acute zorg: in behandeling als casus
intake|Notificatie van de Raad: intake afgerond
afsluiting|Notificatie van de Raad: zaak afgerond
afsluiting|Terugkoppeling van Veilig Thuis: afsluiting zonder overdracht
afsluiting|Uitkomst melding: afsluiting zonder overdracht
afsluiting|Uitkomst melding Veilig Thuis: afsluiting zonder overdracht
afsluiting|Uitkomst melding Zorg- en Veiligheidshuis: afsluiting zonder overdracht
afsluiting|Uitkomst melding niet-acute zorg: afsluiting zonder overdracht
weigering|Notificatie van de Raad: verzoek tot onderzoek afgewezen
weigering|Terugkoppeling van Veilig Thuis: melding niet ontvankelijk
weigering|Terugkoppeling van Veilig Thuis: melding onjuist geadresseerd
weigering|Uitkomst melding: melding niet ontvankelijk
weigering|Uitkomst melding: melding onjuist geadresseerd
weigering|Uitkomst melding Veilig Thuis: melding niet ontvankelijk
weigering|Uitkomst melding Veilig Thuis: melding onjuist geadresseerd
weigering|Uitkomst melding Zorg- en Veiligheidshuis: melding niet ontvankelijk
weigering|Uitkomst melding Zorg- en Veiligheidshuis: melding onjuist geadresseerd
weigering|Uitkomst melding niet-acute zorg: melding niet ontvankelijk
weigering|Uitkomst melding niet-acute zorg: melding onjuist geadresseerd
weigering|Bericht niet verwerkt
besluit|Notificatie van de Raad: geen rekest Kinderbescherming
besluit|Notificatie van de Raad: maatregel opgelegd
besluit|Notificatie van de Raad: geen maatregel opgelegd
besluit|Terugkoppeling van Veilig Thuis: uitkomst veiligheidsbeoordeling
besluit|Terugkoppeling van Veilig Thuis: vervolgstappen belegd bij VT
besluit|Terugkoppeling van Veilig Thuis: geen vervolgstappen nodig
besluit|Terugkoppeling van Veilig Thuis: inzet regionaal maatwerk VT
besluit|Uitkomst melding: uitkomst veiligheidsbeoordeling
besluit|Uitkomst melding: vervolgstappen belegd bij VT
besluit|Uitkomst melding: geen vervolgstappen nodig
besluit|Uitkomst melding: inzet regionaal maatwerk VT
besluit|Uitkomst melding Veilig Thuis: uitkomst veiligheidsbeoordeling
besluit|Uitkomst melding Veilig Thuis: vervolgstappen belegd bij VT
besluit|Uitkomst melding Veilig Thuis: geen vervolgstappen nodig
besluit|Uitkomst melding Veilig Thuis: inzet regionaal maatwerk VT
besluit|Uitkomst melding Zorg- en Veiligheidshuis: uitkomst veiligheidsbeoordeling
besluit|Uitkomst melding Zorg- en Veiligheidshuis: vervolgstappen belegd bij VT
besluit|Uitkomst melding Zorg- en Veiligheidshuis: geen vervolgstappen nodig
besluit|Uitkomst melding Zorg- en Veiligheidshuis: inzet regionaal maatwerk VT
besluit|Uitkomst melding niet-acute zorg: uitkomst veiligheidsbeoordeling
besluit|Uitkomst melding niet-acute zorg: vervolgstappen belegd bij VT
besluit|Uitkomst melding niet-acute zorg: geen vervolgstappen nodig
besluit|Uitkomst melding niet-acute zorg: inzet regionaal maatwerk VT
"""


def table_of(text):
    return {
        term: kind for kind, _, term in (line.partition("|") for line in text.split("\n")[1:-1])
    }


@pytest.mark.parametrize(
    ("kind", "text"),
    [("ijw", CARE_MESSAGES), ("iwmo", CARE_MESSAGES), ("zgw", ZAKEN), ("corv", CORV)],
)
def test_every_term_of_a_reader_has_its_kind(kind, text):
    kinds = {term.term: term.kind for term in KINDS[kind].terms}
    assert {
        term: kinds[term] for term in kinds if ", " not in term or term in table_of(text)
    } == table_of(text)


def test_every_activity_that_the_istandaard_reader_can_make_is_there():
    made = {
        words.ALLOCATED, words.CARE, words.STOP, words.ALLOCATION_REQUESTED, words.CHANGE_REQUESTED,
        words.REFUSED, words.ANSWERED, words.CLAIMED, words.WITHDRAWN, words.CHANGED, *words.STOPS.values(),
        *words.CHANGES.values(), *words.ANSWERS.values(), *words.RETURNED.values(),
        *(f"{words.REFUSED}: {reason}" for reason in words.REFUSALS.values()),
    }  # fmt: skip
    assert {term.term for term in KINDS["ijw"].terms} == made


def test_every_message_of_corv_is_there_and_each_that_answers_has_its_outcomes():
    terms = {term.term for term in KINDS["corv"].terms}
    assert {message.term for message in MESSAGES.values()} <= terms
    assert set(ANSWERS) == {name for name, message in MESSAGES.items() if message.outcomes}
    assert {f"{MESSAGES[name].term} {sort}" for name in SORTED for sort in SORTS.values()} <= terms


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("Notificatie van de Raad: intake afgerond, verzoek tot onderzoek afgewezen", "weigering"),
        ("Notificatie van de Raad: zaak afgerond, maatregel opgelegd", "besluit"),
        ("Notificatie van de Raad: maatregel opgelegd, zaak afgerond", "besluit"),
        (
            "Terugkoppeling van Veilig Thuis: uitkomst veiligheidsbeoordeling, overdracht",
            "verwijzing",
        ),
        ("Terugkoppeling van Veilig Thuis: anders, afsluiting zonder overdracht", "afsluiting"),
        ("Antwoord of iemand bekend is: bekend, niet bekend", "overig"),
    ],
)
def test_of_two_outcomes_the_one_that_weighs_most_counts(told, kind):
    assert {term.term: term.kind for term in KINDS["corv"].terms}[told] == kind


def test_what_is_shipped_has_the_order_of_its_kind_and_is_no_proposal():
    for kind in KINDS.values():
        for term in kind.terms:
            assert (term.rank, term.likelihood, term.is_shipped) == (RANKS[term.kind], None, True)
