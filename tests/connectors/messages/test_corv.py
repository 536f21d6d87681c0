"""CORV: messages to rows, answers to their questions, and what is refused."""

import corv_messages as m
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from profiles import examples

from connectors.ceilings import Ceilings
from connectors.errors import ConnectorError
from connectors.formats.xsd import read_schema
from connectors.messages import corv
from connectors.messages.betrokkenen import clients_of
from connectors.messages.corv import ROOT, CorvOptions, open_corv
from connectors.messages.jeugdzorg import MESSAGES, read_message
from connectors.source import InputFile, Source
from journeys.notes import Note

KIM = m.person("111222333", "Jansen", "Kim", "20120304", "V", ("3511AB", "12"))
TIM = m.person("", "Jansen", "Tim", "20140501")
SAM = m.person("123456782", "Bakker", "Sam", "20100101", "M")
PLAIN = m.person("123456782", "Bakker", "Sam", "20100101")
NOON = "20250301120000"


@pytest.fixture
def read(tmp_path):
    """Writes messages to a folder and reads `tonight`, or all: rows (dicts), bad rows, notes."""

    def run(messages, tonight=None, **options):
        for name, text in messages.items():
            path = tmp_path / f"{name}.xml"
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        files = [
            InputFile(f"{name}.xml", tmp_path / f"{name}.xml")
            for name in sorted(messages if tonight is None else tonight)
        ]
        extract = open_corv(files, Source("corv", "corv", {}, options=CorvOptions(**options)))
        rows, bad = [], []
        for batch in extract.batches(corv.COLUMNS):
            rows += batch.rows.to_pylist()
            bad += [(each.file, each.row, each.reason) for each in batch.bad]
        return rows, bad, extract.notes

    return run


def told(rows, *columns):
    return [tuple(row[column] for column in columns) for row in rows]


def test_a_zorgmelding_is_one_event_that_refers_to_its_receiver(read):
    rows, bad, notes = read({"a": m.zorgmelding("1", "20250301101112345", "K1", [KIM])})
    assert (bad, notes) == ([], [])
    (row,) = rows
    assert row == {
        "source_row": 1,
        "source_file": "a.xml",
        "zaaknummer": "zorgmelding|K1",
        "term": "Zorgmelding",
        "soort": "zorgmeldingDi01",
        "uitkomst": None,
        "foutcode": None,
        "tijdstipBericht": "2025-03-01 10:11:12.345",
        "referentienummer": "1",
        "crossRefnummer": None,
        "zaak": None,
        "zender": "PL0600",
        "ontvanger": "GM0344",
        "partner": "PL0600",
        "verwezen_naar": "GM0344",
        "medewerker": "A. Agent",
        "persoon": "bsn|111222333",
        "bsn": "111222333",
        "persoonnummer": None,
        "geslachtsnaam": "Jansen",
        "voorvoegsel": None,
        "voornamen": "Kim",
        "geslacht": "V",
        "geboortedatum": "2012-03-04",
        "postcode": "3511AB",
        "huisnummer": "12",
    }


def test_a_verzoek_tot_onderzoek_is_a_row_for_each_child_and_none_for_the_parent(read):
    rows, *_ = read({"a": m.vto("1", NOON, "0344-Z1", [KIM, TIM])})
    assert told(rows, "source_row", "persoon", "bsn", "verwezen_naar", "medewerker") == [
        (1, "bsn|111222333", "111222333", "RK0001", "C. Wijk"),
        (1, "Jansen|Tim|2014-05-01", None, "RK0001", "C. Wijk"),
    ]


EVERY = {
    "zorgmelding": (m.zorgmelding("1", NOON, "K1", [KIM]), "Zorgmelding", m.GEMEENTE),
    "terugkoppeling": (
        m.terugkoppeling("1", NOON, "K1", "Vervolgactie nodig"),
        "Terugkoppeling op zorgmelding: vervolgactie nodig",
        None,
    ),
    "vto": (m.vto("1", NOON, "0344-Z1", [KIM]), "Verzoek tot onderzoek", m.RAAD),
    "intake": (
        m.notificatie("1", NOON, "Intake afgerond", [KIM], case="0344-Z1"),
        "Notificatie van de Raad: intake afgerond",
        None,
    ),
    "refused": (
        m.notificatie(
            "1", NOON, "Intake afgerond", [KIM], result="Verzoek tot onderzoek afgewezen"
        ),
        "Notificatie van de Raad: intake afgerond, verzoek tot onderzoek afgewezen",
        None,
    ),
    "jr": (m.notificatiejr("1", NOON, [SAM]), "Notificatie jeugdreclassering", None),
    "vt": (m.vt_melding("1", NOON, "M1", [("jeugdige", SAM)]), "Melding aan Veilig Thuis", m.VT),
    "vt handed over": (
        m.vt_terugkoppeling(
            "1", NOON, "M1", "uitkomst veiligheidsbeoordeling", "overdracht", "Wijkteam"
        ),
        "Terugkoppeling van Veilig Thuis: uitkomst veiligheidsbeoordeling, overdracht",
        "Wijkteam",
    ),
    "vt kept": (
        m.vt_terugkoppeling("1", NOON, "M1", "overdracht", "", m.VT),
        "Terugkoppeling van Veilig Thuis: overdracht",
        None,
    ),
    "melding": (m.melding("1", NOON, "PL-000001", SAM), "Melding Veilig Thuis", m.VT),
    "zvh": (
        m.melding("1", NOON, "PL-000001", SAM, sort="ZVH", receiver="ZVH01"),
        "Melding Zorg- en Veiligheidshuis",
        "ZVH01",
    ),
    "uitkomst": (
        m.uitkomst("1", NOON, "PL-000001", "VT-99", to="Veilig Thuis Noord"),
        "Uitkomst melding Veilig Thuis: melding onjuist geadresseerd",
        "Veilig Thuis Noord",
    ),
    "vcob": (m.vcob("1", NOON, "0012-Q1", PLAIN), "Vraag of iemand bekend is", None),
    "ucob": (
        m.ucob("1", NOON, "0012-Q1", PLAIN, "9", "N"),
        "Antwoord of iemand bekend is: niet bekend",
        None,
    ),
    "vci": (m.vci("1", NOON, "0012-Q1", PLAIN), "Vraag om informatie", None),
    "uci": (
        m.uci("1", NOON, "0012-Q1", PLAIN, "9"),
        "Antwoord op vraag om informatie: bekend",
        None,
    ),
    "bv01": (m.confirmation("1", NOON, "9", "a", "b"), "Ontvangst bevestigd", None),
    "bv03": (m.confirmation("1", NOON, "9", "a", "b", code="Bv03"), "Ontvangst bevestigd", None),
    "bv04": (m.confirmation("1", NOON, "9", "a", "b", code="Bv04"), "Ontvangst bevestigd", None),
    "fo01": (m.error("1", NOON, "9", "a", "b"), "Bericht niet verwerkt", None),
    "fo03": (m.error("1", NOON, "9", "a", "b", code="Fo03"), "Bericht niet verwerkt", None),
    "twice": (
        m.error("1", NOON, "9", "a", "b", code="Fo03", fault="StUF016"),
        "Bericht was al ontvangen",
        None,
    ),
}


@pytest.mark.parametrize("name", EVERY)
def test_each_kind_has_its_term_and_passes_on_where_it_does(read, name):
    text, term, referred_to = EVERY[name]
    rows, bad, _ = read({"a": text}, confirmations=True)
    assert bad == []
    assert told(rows, "term", "verwezen_naar") == [(term, referred_to)]


def test_every_kind_of_the_standard_is_among_these():
    roots = {etree.fromstring(text.encode()).tag.split("}")[1] for text, *_ in EVERY.values()}
    assert roots == set(MESSAGES)


def test_each_message_of_these_tests_validates_against_the_standard(shared):
    schema = read_schema(shared / "data" / "standards" / "corv", ROOT)
    assert {
        name: schema.fault(etree.fromstring(each[0].encode())) for name, each in EVERY.items()
    } == (dict.fromkeys(EVERY, ""))
    both = etree.fromstring(m.vto("1", NOON, "0344-Z1", [KIM, TIM]).encode())
    assert schema.fault(both) == ""


def test_the_kinds_are_those_of_the_standard(shared):
    folder = shared / "data" / "standards" / "corv" / "schemas_normatief" / "jz0100"
    roots = {
        element.get("name")
        for path in folder.glob("*berichten/*_msg_*.xsd")
        for element in etree.parse(path).getroot().iterfind("{*}element")
    }
    assert roots == {name for name in MESSAGES if name.endswith("Di01")}
    assert len(roots) == 13


def test_with_schemas_a_message_that_does_not_validate_is_rejected_and_says_no_value(read, shared):
    wrong = m.vto("1", NOON, "Z1", [KIM])  # five characters at least
    folder = shared / "data" / "standards" / "corv"
    right = m.zorgmelding("2", NOON, "K1", [KIM])
    rows, bad, _ = read({"a": wrong, "b": right}, schemas=folder)
    assert told(rows, "source_file") == [("b.xml",)]
    assert bad == [
        (
            "a.xml",
            1,
            "does not validate against the schema of the standard at line 2: cvc_minlength_valid",
        )
    ]


def test_the_client_of_a_report_to_veilig_thuis_is_the_young_person(read):
    involved = [("ouder met gezag", SAM), ("jeugdige", KIM), ("jeugdige", TIM), ("melder", SAM)]
    rows, *_ = read({"a": m.vt_melding("1", NOON, "M1", involved)})
    assert told(rows, "persoon") == [("bsn|111222333",), ("Jansen|Tim|2014-05-01",)]


def test_without_a_young_person_it_is_everybody_but_the_professionals(read):
    involved = [("ouder, gezag niet benoemd", SAM), ("hulpverlener", KIM), ("informant", TIM)]
    rows, *_ = read({"a": m.vt_melding("1", NOON, "M1", involved)})
    assert told(rows, "persoon") == [("bsn|123456782",)]


def test_roles_can_be_chosen(read):
    involved = [("jeugdige", KIM), ("ouder met gezag", SAM)]
    rows, *_ = read({"a": m.vt_melding("1", NOON, "M1", involved)}, roles=["ouder met gezag"])
    assert told(rows, "persoon") == [("bsn|123456782",)]


def test_twins_without_a_first_name_are_two_clients_and_one_person_twice_is_one():
    twin = m.person("", "Jansen", "", "20140501")
    two = etree.fromstring(m.vto("1", NOON, "0344-Z1", [twin, twin]).encode())
    assert [each["persoon"] for each in clients_of(two, ())] == [
        "Jansen||2014-05-01|1",
        "Jansen||2014-05-01|2",
    ]
    one = etree.fromstring(m.vto("1", NOON, "0344-Z1", [KIM, KIM]).encode())
    assert [each["bsn"] for each in clients_of(one, ())] == ["111222333"]


def test_an_unborn_child_of_whom_nothing_is_known_is_a_client_without_an_identity(read):
    unborn = m.person()
    rows, *_ = read(
        {"a": m.notificatie("1", NOON, "Intake afgerond", [unborn], role="Client (ongeboren kind)")}
    )
    assert told(rows, "persoon", "bsn", "geslachtsnaam") == [("|||1", None, None)]


@pytest.mark.parametrize(
    ("born", "known"),
    [("20120304", "2012-03-04"), ("2012", None), ("20120300", None), ("20121301", None)],
)
def test_a_birth_date_that_is_not_whole_is_left_out(read, born, known):
    rows, *_ = read({"a": m.zorgmelding("1", NOON, "K1", [m.person("", "Bos", "Jo", born)])})
    assert told(rows, "geboortedatum") == [(known,)]


def test_a_birth_date_marked_as_incomplete_is_left_out(read):
    text = m.zorgmelding("1", NOON, "K1", [KIM]).replace(
        "<BG:geboortedatum>", '<BG:geboortedatum StUF:indOnvolledigeDatum="D">'
    )
    assert told(read({"a": text})[0], "geboortedatum") == [(None,)]


# Which question an answer belongs to


CHAINS = {
    "the answer to a zorgmelding repeats its mark, and is about the same child": (
        m.zorgmelding("1", NOON, "K1", [KIM]),
        m.terugkoppeling("2", NOON, "K1", "Geen actie nodig"),
        "zorgmelding|K1",
    ),
    "a notificatie tells the municipality's case": (
        m.vto("1", NOON, "0344-Z1", [KIM]),
        m.notificatie("2", NOON, "Intake afgerond", [KIM], case="0344-Z1"),
        "vto|0344-Z1",
    ),
    "Veilig Thuis tells the number of the report": (
        m.vt_melding("1", NOON, "M1", [("jeugdige", KIM)]),
        m.vt_terugkoppeling("2", NOON, "M1", "overdracht"),
        "vt|M1",
    ),
    "the outcome of a generic report tells its number": (
        m.melding("1", NOON, "PL-000001", KIM),
        m.uitkomst("2", NOON, "PL-000001", "VT-02"),
        "melding|PL-000001",
    ),
    "an enrichment is answered by crossRefnummer": (
        m.vcob("1", NOON, "0012-Q1", KIM),
        m.ucob("2", NOON, "0012-Q1", KIM, "1"),
        "bericht|vt0012|1",
    ),
    "an error by crossRefnummer is in the case that its question names": (
        m.vto("1", NOON, "0344-Z1", [KIM]),
        m.error("2", NOON, "1", "CORV", m.GEMEENTE),
        "vto|0344-Z1",
    ),
    "an error that writes the sender another way is found by a number that one alone has": (
        m.vto("1", NOON, "0344-Z1", [KIM]),
        m.error("2", NOON, "1", "CORV", "Gemeente Utrecht"),
        "vto|0344-Z1",
    ),
}


@pytest.mark.parametrize("name", CHAINS)
@pytest.mark.parametrize("question_first", [True, False])
def test_an_answer_is_in_the_case_of_its_question(read, name, question_first):
    question, answer, case = CHAINS[name]
    names = ("a", "b") if question_first else ("b", "a")
    rows, *_ = read(dict(zip(names, (question, answer), strict=True)))
    assert told(rows, "zaaknummer", "persoon") == [(case, "bsn|111222333")] * 2


@pytest.mark.parametrize("name", CHAINS)
def test_an_answer_of_another_night_finds_its_question_in_the_folder(read, name):
    question, answer, case = CHAINS[name]
    rows, _, notes = read({"a": question, "b": answer}, tonight=["b"])
    assert told(rows, "source_file", "zaaknummer", "persoon") == [("b.xml", case, "bsn|111222333")]
    assert notes == []


def test_a_question_in_a_folder_of_another_month_is_found_too(read):
    question, answer, case = CHAINS[
        "an error by crossRefnummer is in the case that its question names"
    ]
    rows, *_ = read({"2025-03/a": question, "2025-04/a": answer}, tonight=["2025-04/a"])
    assert told(rows, "source_file", "zaaknummer") == [("2025-04/a.xml", case)]


@pytest.mark.parametrize("name", list(CHAINS)[:5])
def test_a_question_that_is_gone_still_names_the_case_where_its_answer_repeats_the_number(
    read, name
):
    _, answer, case = CHAINS[name]
    rows, _, notes = read({"b": answer})
    assert told(rows, "zaaknummer") == [(case,)]
    assert [(note.kind, note.n) for note in notes] == [("questions_lost", 1)]


def test_an_error_whose_question_is_gone_has_a_case_of_its_own_and_nobody(read):
    rows, *_ = read({"a": m.error("2", NOON, "1", "CORV", m.GEMEENTE)})
    assert told(rows, "zaaknummer", "persoon", "crossRefnummer") == [
        ("bericht|gm0344|1", None, "1")
    ]


def test_a_number_that_two_senders_have_is_told_apart_by_the_sender(read):
    rows, *_ = read(
        {
            "a": m.vto("1", NOON, "0344-Z1", [KIM], sender="GM0344"),
            "b": m.vto("1", NOON, "0363-Z2", [SAM], sender="GM0363"),
            "c": m.error("7", NOON, "1", "CORV", "gm0363"),
            "d": m.error("8", NOON, "1", "CORV", "somebody else"),
        }
    )
    assert told(rows, "zaaknummer", "bsn") == [
        ("vto|0344-Z1", "111222333"),
        ("vto|0363-Z2", "123456782"),
        ("vto|0363-Z2", "123456782"),
        ("bericht|somebody else|1", None),
    ]


def test_a_chain_of_three_is_one_case(read):
    rows, *_ = read(
        {
            "a": m.error("3", NOON, "2", "CORV", m.GEMEENTE, code="Fo03"),
            "b": m.ucob("2", NOON, "0012-Q1", KIM, "1"),
            "c": m.vcob("1", NOON, "0012-Q1", KIM),
        }
    )
    assert told(rows, "zaaknummer", "bsn") == [("bericht|vt0012|1", "111222333")] * 3


def test_messages_that_answer_each_other_end(read):
    one = m.error("1", NOON, "2", "a", "a")
    two = m.error("2", NOON, "1", "a", "a")
    itself = m.error("3", NOON, "3", "a", "a")
    rows, *_ = read({"a": one, "b": two, "c": itself})
    assert len(rows) == 3


@given(
    hops=st.lists(st.integers(0, 6), min_size=1, max_size=7),
    order=st.randoms(use_true_random=False),
)
@examples(40)
def test_whatever_the_order_of_the_files_every_answer_is_in_the_case_of_its_chains_first(
    tmp_path_factory, hops, order
):
    """Message n+1 answers message hops[n], if that is an earlier one; the oracle follows the numbers."""
    texts = [m.vcob("0", NOON, "0012-Q1", KIM, sender="a")]
    root = {0: "bericht|a|0"}
    for n, to in enumerate(hops, start=1):
        cross = str(min(to, n - 1))
        texts.append(m.error(str(n), NOON, cross, "a", "a"))
        root[n] = root[int(cross)]
    names = [f"{n:02}" for n in range(len(texts))]
    order.shuffle(names)
    folder = tmp_path_factory.mktemp("chain")
    for name, text in zip(names, texts, strict=True):
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    files = [InputFile(path.name, path) for path in sorted(folder.iterdir())]
    extract = open_corv(files, Source("corv", "corv", {}, options=CorvOptions()))
    rows = [row for batch in extract.batches(corv.COLUMNS) for row in batch.rows.to_pylist()]
    assert {int(row["referentienummer"]): row["zaaknummer"] for row in rows} == root
    assert {row["bsn"] for row in rows} == {"111222333"}


def test_a_notificatie_of_the_raads_own_accord_is_in_the_raads_case(read):
    rows, *_ = read(
        {
            "a": m.notificatie("1", NOON, "Onderzoek afgerond", [KIM]),
            "b": m.notificatie("2", NOON, "Zaak afgerond", [KIM]),
        }
    )
    assert told(rows, "zaaknummer") == [("raad|0363-R1",)] * 2


# Confirmations, partners, and what is refused


def test_confirmations_are_no_events_unless_asked_for(read):
    messages = {
        "a": m.vto("1", NOON, "0344-Z1", [KIM]),
        "b": m.confirmation("2", NOON, "1", m.RAAD, m.GEMEENTE),
        "c": m.confirmation("3", NOON, "2", m.GEMEENTE, m.RAAD, code="Bv03"),
    }
    rows, _, notes = read(messages)
    assert told(rows, "soort") == [("vtoDi01",)]
    assert [(note.kind, note.n) for note in notes] == [("confirmations_no_events", 1)] * 2
    rows, _, notes = read(messages, confirmations=True)
    assert told(rows, "soort", "partner", "zaaknummer", "bsn") == [
        ("vtoDi01", "GM0344", "vto|0344-Z1", "111222333"),
        ("Bv01", "RK0001", "vto|0344-Z1", "111222333"),
        ("Bv03", "GM0344", "vto|0344-Z1", "111222333"),
    ]


def test_partners_are_named_by_the_code_list_and_the_unknown_ones_counted(read, tmp_path):
    (tmp_path / "partners.csv").write_text(
        "code;partner\ngm0344;Gemeente Utrecht\nPL0600;Politie\n", encoding="utf-8-sig"
    )
    messages = {
        "a": m.zorgmelding("1", NOON, "K1", [KIM]),
        "b": m.vto("2", NOON, "0344-Z1", [KIM]),
    }
    rows, _, notes = read(messages, partners=tmp_path / "partners.csv")
    assert told(rows, "partner", "verwezen_naar") == [
        ("Politie", "Gemeente Utrecht"),
        ("Gemeente Utrecht", "RK0001"),
    ]
    assert notes == [Note("organisations_unlisted", 1)]


def test_the_official_list_of_instances_is_a_code_list(read, tmp_path, shared):
    import csv

    import python_calamine

    folder = shared / "data" / "standards" / "corv" / "referentielijsten"
    book = python_calamine.load_workbook(next(folder.glob("*.xlsx")))
    _, *rows = book.get_sheet_by_name(book.sheet_names[2]).to_python()
    with (tmp_path / "instanties.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    sent = m.notificatiejr("1", NOON, [SAM], sender="AR0040")
    by_oin = m.notificatiejr("2", NOON, [SAM], sender="00000004000000025000")
    rows, *_ = read({"a": sent, "b": by_oin}, partners=tmp_path / "instanties.csv")
    assert told(rows, "partner") == [("Rechtbank Amsterdam",)] * 2


@pytest.mark.parametrize("text", ["naam\nx\n", "", "code;x\n1;2\n"])
def test_a_code_list_without_its_columns_is_refused(read, tmp_path, text):
    (tmp_path / "partners.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ConnectorError, match="code list"):
        read({"a": m.vto("1", NOON, "0344-Z1", [KIM])}, partners=tmp_path / "partners.csv")


def test_a_folder_without_the_schema_is_refused(read, tmp_path):
    with pytest.raises(ConnectorError) as caught:
        read({"a": m.vto("1", NOON, "0344-Z1", [KIM])}, schemas=tmp_path)
    assert caught.value.expected == f"a folder that holds {ROOT}"


def test_a_half_schema_is_refused(read, tmp_path):
    (tmp_path / ROOT).write_text("<xs:schema", encoding="utf-8")
    with pytest.raises(ConnectorError, match="schema"):
        read({"a": m.vto("1", NOON, "0344-Z1", [KIM])}, schemas=tmp_path)


BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;">]><x>&c;</x>"""
OTHERS = {
    "an entity bomb": (BOMB, "is an XML file with a document type (DTD)"),
    "a truncated message": (m.vto("1", NOON, "0344-Z1", [KIM])[:900], "is no whole XML (line 2)"),
    "an empty file": ("", "is an empty file"),
    "no XML at all": ("Zaak;Klant\n1;2\n", "is no whole XML (line 1)"),
    "another kind of XML": ("<log/>", "is an XML file of another kind"),
    "a kind in a namespace of another standard": (
        m.vto("1", NOON, "0344-Z1", [KIM]).replace("jz0100", "jz0090"),
        "is an XML file of another kind",
    ),
    "an envelope without a message": (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>',
        "is an XML file of another kind",
    ),
    "no number": (m.vto("", NOON, "0344-Z1", [KIM]), "is one without referentienummer"),
    "no time": (
        m.vto("1", "2025-03-01", "0344-Z1", [KIM]),
        "is one without tijdstipBericht as yyyymmddhhmmss",
    ),
    "no question": (m.error("1", NOON, "", "a", "b"), "is one without crossRefnummer"),
    "an enrichment's answer without a question": (
        m.ucob("1", NOON, "0012-Q1", KIM, ""),
        "is one without crossRefnummer",
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_that_is_no_message_is_one_rejected_row_and_the_others_are_read(read, name):
    text, reason = OTHERS[name]
    good = m.vto("9", NOON, "0344-Z1", [KIM])
    rows, bad, _ = read({"a": good, "b": text, "c": m.zorgmelding("8", NOON, "K1", [KIM])})
    assert told(rows, "source_file") == [("a.xml",), ("c.xml",)]
    assert bad == [("b.xml", 1, reason)]


def test_a_message_in_a_soap_envelope_is_read(read):
    inner = m.vto("1", NOON, "0344-Z1", [KIM]).split("\n", 1)[1]
    text = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body>'
        f"{inner}</s:Body></s:Envelope>"
    )
    assert told(read({"a": text})[0], "zaaknummer") == [("vto|0344-Z1",)]


def test_a_large_document_in_a_message_is_passed_over(read, shared):
    text = m.vto("1", NOON, "0344-Z1", [KIM], content="QUJD" * 4_000_000)
    rows, bad, _ = read({"a": text}, schemas=shared / "data" / "standards" / "corv")
    assert bad == []
    assert told(rows, "zaaknummer") == [("vto|0344-Z1",)]


def test_an_outcome_that_the_standard_does_not_know_is_not_told(read):
    text = m.terugkoppeling("1", NOON, "K1", "Kim Jansen is veilig")
    assert told(read({"a": text})[0], "uitkomst", "term") == [
        ("anders", "Terugkoppeling op zorgmelding: anders")
    ]


def test_rows_come_in_batches_of_bounded_size(read, monkeypatch):
    from connectors.formats import gathering

    monkeypatch.setattr(gathering, "BATCH_ROWS", 2)
    messages = {f"{n}": m.zorgmelding(str(n), NOON, f"K{n}", [KIM]) for n in range(5)}
    rows, *_ = read(messages)
    assert told(rows, "referentienummer") == [(str(n),) for n in range(5)]


def test_a_message_shows_no_person_where_it_is_printed(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(m.vto("1", NOON, "0344-Z1", [KIM]), encoding="utf-8")
    assert "111222333" not in repr(read_message(path, Ceilings()))
