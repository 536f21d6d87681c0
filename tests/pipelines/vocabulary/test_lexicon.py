"""The lexicon: what a term of the field may mean, and what it may not."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.contract import KINDS
from journeys.spelling import spelled
from pipelines.vocabulary.concepts import lexicon, read_lexicon
from pipelines.vocabulary.lexicon import Meaning, meaning_of

SURE = 0.9
WORDS = (
    "intake", "geen", "niet", "naar", "GGZ", "doorverwezen", "afgesloten", "zonder", "aan", "Veilig", "Thuis",
    "plan", "(", ":", "-", "overleg", "geannuleerd", "melding", "de", "verzoek", "tot", "regie", "12",
)  # fmt: skip


def sure_kind(term):
    """The kind that is filled in by `--accept 0.9`; None where nothing is."""
    meaning = meaning_of(term)
    return meaning.kind if meaning and meaning.likelihood >= SURE else None


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        ("Aanmelding", "melding"), ("Zorgmelding", "melding"), ("heraanmelding", "melding"),
        ("Meldingen", "melding"), ("Referral received", "melding"), ("Melding huiselijk geweld", "melding"),
        ("Intakegesprek", "intake"), ("Telefonische intake", "intake"), ("Intake (vervolg)", "intake"),
        ("Doorverwezen naar GGZ", "verwijzing"), ("Warme overdracht", "verwijzing"),
        ("Melding in behandeling genomen", "acceptatie"), ("Referral accepted", "acceptatie"),
        ("Verwijzing geweigerd", "weigering"), ("Niet in behandeling genomen", "weigering"),
        ("Start hulp", "start"), ("Inzet ambulante hulp", "start"), ("Uithuisplaatsing", "start"),
        ("Huisbezoek", "contact"), ("Telefoongesprekken", "contact"), ("Startgesprek", "contact"),
        ("MDO", "overleg"), ("Casusoverleg", "overleg"), ("Overleg plan van aanpak", "overleg"),
        ("Plan van aanpak", "plan"), ("zorgplan vastgesteld", "plan"), ("Behandelplannen", "plan"),
        ("Beschikking verzonden", "besluit"), ("beschikt", "besluit"),
        ("Verlenging OTS", "besluit"),
        ("Eindevaluatie", "evaluatie"), ("Evaluatiegesprek", "evaluatie"), ("Plan review", "evaluatie"),
        ("Regie gestart", "regie_start"), ("jeugdbeschermer_toegewezen", "regie_start"),
        ("Casusregie beëindigd", "regie_einde"), ("Lead professional ended", "regie_einde"),
        ("Incident gemeld", "incident"), ("Suïcidepoging", "incident"),
        ("Veiligheid voldoende geborgd", "risico_beheerst"), ("Herstelplan gestart", "herstel_gestart"),
        ("Afgesloten", "afsluiting"), ("Dossier gesloten", "afsluiting"), ("Uitstroom", "afsluiting"),
        ("Trajectafsluiting", "afsluiting"), ("CaseClosed", "afsluiting"),
        ("Afgesloten zonder overdracht", "afsluiting"),
        ("Notitie", "overig"), ("Brief verzonden", "overig"), ("Terugkoppeling huisarts", "overig"),
    ],
)  # fmt: skip
def test_a_term_of_the_field_has_its_kind(term, kind):
    assert sure_kind(term) == kind


@pytest.mark.parametrize(
    "term",
    ["Geen intake", "Intake geannuleerd", "Intake: no show", "Afspraak verzet", "Niet verschenen",
     "Intake gepland", "Concept plan", "Conceptbeschikking opgesteld", "Verzoek tot verlenging machtiging",
     "Beschikking aangevraagd", "Voorbereiding afsluiting",
     "Hulp tijdelijk stopgezet", "Aanvraag ingetrokken", "Intakeverslag", "Contract afgesloten",
     "Ontvangstbevestiging verzonden"],
)  # fmt: skip
def test_what_did_not_happen_is_of_no_kind_that_counts(term):
    assert sure_kind(term) == "overig"


@pytest.mark.parametrize(
    "term",
    ["Melding gesloten", "Afgesloten periode", "Einde werkdag", "Nog niet afgesloten",
     "Sluiting loket", "Besluit tot afsluiting", "Beschikking beëindigd", "Overdracht", "Verwijsbrief",
     "Reden afsluiting", "Afgesloten dossier ingezien", "Afgesloten verzekering", "Plan afgesloten",
     "Verwijzing afgesloten",

     "Afmelding", "Aanvraag beschikking", "Overdracht regie", "Melding Veilig Thuis", "Verwijzing huisarts",
     "Eerste gesprek", "Zaak", "Team", "GGZ"],
)  # fmt: skip
def test_where_the_field_means_more_than_one_thing_a_person_decides(term):
    assert sure_kind(term) is None


@pytest.mark.parametrize(
    "term",
    ["", "  ", "1", "2024-01-01", "ja", "Jansen", "Amsterdam", "1011 AB", "kaplan", "Kwartaalcijfers",
     "Cliënt belde vanmorgen op om te zeggen dat het met de kinderen beter gaat en hulp niet meer nodig is"],
)  # fmt: skip
def test_what_the_lexicon_does_not_know_stays_unknown(term):
    assert meaning_of(term) is None


@pytest.mark.parametrize(
    ("term", "partner"),
    [
        ("Doorverwezen naar GGZ", "GGZ"),
        ("Doorverwezen naar de GGZ Rivierduinen", "GGZ Rivierduinen"),
        ("doorverwezen_naar_wijkteam", "wijkteam"),
        ("Verwijzing GGZ", "GGZ"),
        ("HALT-verwijzing", "HALT"),
        ("Overgedragen aan Veilig Thuis", "Veilig Thuis"),
        ("Overgedragen aan Raad voor de Kinderbescherming", "Raad voor de Kinderbescherming"),
        ("Zorgmelding verstuurd aan Veilig Thuis", "Veilig Thuis"),
        ("Referred to mental health services", "mental health services"),
        ("Doorverwezen", ""),
        ("Doorverwezen naar elders", ""),
        ("Toeleiding naar jeugdhulp", ""),
    ],
)
def test_a_referral_tells_where_to(term, partner):
    meaning = meaning_of(term)
    assert (meaning.kind, meaning.referred_to) == ("verwijzing", partner)


@pytest.mark.parametrize(
    ("term", "kind"),
    [
        ("Zaak gesloten na onderzoek", "afsluiting"),
        ("Gesprek over beëindiging hulp", "contact"),
        ("Evaluatie van het plan", "evaluatie"),
        ("Overleg over doorverwijzing naar GGZ", "overleg"),
        ("Klachtgesprek", "contact"),
        ("Contactjournaal", "overig"),
        ("Start van de hulp", "start"),
    ],
)
def test_what_leads_says_what_it_is_and_what_follows_a_preposition_says_more_of_it(term, kind):
    assert sure_kind(term) == kind


@pytest.mark.parametrize(
    ("term", "kind", "likelihood"),
    [
        ("Afgerond", "afsluiting", 0.75),
        ("Ontvangen", "melding", 0.7),
        ("Begeleiding individueel", "start", 0.6),
    ],
)
def test_a_weak_word_proposes_a_kind_where_no_other_word_does(term, kind, likelihood):
    assert meaning_of(term) == Meaning(kind, "", likelihood)


@pytest.mark.parametrize("inside", ["collega", "de administratie", "nachtdienst", "mevr. De Vries"])
def test_what_is_handed_over_within_the_organisation_is_no_referral(inside):
    assert sure_kind(f"Overgedragen aan {inside}") == "overig"


@pytest.mark.parametrize(
    "written", ["INTAKE", " intake ", "01. Intake", "in\u00adtake", "Intake", "A10 - Intake"]
)
def test_capitals_codes_and_white_space_make_no_difference(written):
    assert meaning_of(written) == meaning_of("Intake")


def test_each_word_that_is_unknown_makes_it_less_likely_most_where_a_mistake_does_harm():
    assert meaning_of("Intake Zonnebloem").likelihood == pytest.approx(0.95)
    assert meaning_of("Afgesloten Zonnebloem").likelihood == pytest.approx(0.79)
    assert meaning_of("Afgesloten: Zonnebloem").likelihood == pytest.approx(0.93)


def test_the_data_file_names_kinds_of_the_contract_alone_and_every_concept_that_meets():
    known = lexicon()
    kinds = {kind for kind, _ in known.alone.values()} | {each.kind for each in known.meetings}
    assert kinds <= {*KINDS, ""}
    concepts = set(known.forms.values())
    assert {
        name.removeprefix("^") for each in known.meetings for some in each.of for name in some
    } <= concepts
    assert known.later | known.careful <= concepts | set(KINDS)
    assert all(0 < likelihood < 1 for _, likelihood in known.alone.values())


def test_no_meeting_stands_below_those_that_decide_all_of_it():
    meetings = lexicon().meetings
    for n, meeting in enumerate(meetings):
        every = [set(concepts) for concepts in product(*meeting.of)]
        free = [
            concepts
            for concepts in every
            if not any(all(concepts & some for some in before.of) for before in meetings[:n])
        ]
        assert free, meeting


def test_every_kind_can_be_found():
    known = lexicon()
    kinds = {kind for kind, _ in known.alone.values()} | {each.kind for each in known.meetings}
    assert kinds - {""} == set(KINDS)


@pytest.mark.parametrize(
    ("term", "partner", "kind", "referred_to"),
    [
        ("Melding Veilig Thuis", "Veilig Thuis", "melding", ""),
        ("Melding Veilig Thuis", "Politie", None, ""),
        ("Verwijzing GGZ", "GGZ", "verwijzing", ""),
        ("Verwijzing GGZ", "Wijkteam", "verwijzing", "GGZ"),
        ("Aanmelding schuldhulpverlening", "Kredietbank", "melding", ""),
    ],
)
def test_who_names_itself_says_nothing_of_another(term, partner, kind, referred_to):
    meaning = meaning_of(term, partner)
    assert (meaning.kind if meaning.likelihood >= SURE else None) == kind
    assert meaning.referred_to == referred_to


@given(st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_of_any_text_it_says_a_kind_with_a_likelihood_or_nothing(text):
    meaning = meaning_of(text)
    assert meaning is None or (meaning.kind in KINDS and 0 < meaning.likelihood < 1)
    if meaning and meaning.referred_to:
        assert meaning.kind == "verwijzing"
        assert meaning.referred_to in spelled(text)


def test_a_word_stands_for_one_concept():
    document = {
        "weights": {"longest": 14, "careful": [], "later_concepts": []},
        "concepts": {"a": {"words": "intake"}, "b": {"words": "*intake"}},
        "organisations": {}, "reporters": {}, "meetings": [],
    }  # fmt: skip
    with pytest.raises(ValueError, match="'intake' stands for a and b"):
        read_lexicon(document)
