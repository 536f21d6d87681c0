"""iJw and iWmo: what each message tells, what is refused, and that nothing of a client is in a reason."""

import pytest
from care_messages import (
    AANBIEDER,
    BSN,
    GEMEENTE,
    HOME,
    OTHER,
    antwoord,
    client,
    declaratie,
    message,
    prestatie,
    refused,
    start,
    stop,
    toewijzing,
    verzoek,
    wijziging,
)

from connectors.errors import ConnectorError
from connectors.messages.ijw import MessageOptions, open_ijw, open_iwmo
from connectors.source import InputFile, Source
from journeys.notes import Note

TOLD = ("activiteit", "begin", "einde", "partner", "verwezen_naar")


@pytest.fixture
def read(tmp_path):
    """Writes messages to files and reads them: rows (dicts), rejected rows, notes."""

    def run(*texts, opened=open_ijw, **options):
        folder = tmp_path / "berichten"
        folder.mkdir(exist_ok=True)
        files = []
        for n, text in enumerate(texts):
            path = folder / f"{n}.xml"
            path.write_text(text, encoding="utf-8")
            files.append(InputFile(path.name, path))
        source = Source("jeugd", "ijw", {}, options=MessageOptions(**options))
        return read_files(files, source, opened)

    return run


def read_files(files, source, opened):
    messages = opened(files, source)
    rows, bad = [], []
    for batch in messages.batches(messages.columns):
        rows += batch.rows.to_pylist()
        bad += batch.bad
    return rows, bad, messages.notes


def told(rows):
    return [tuple(row[name] for name in TOLD) for row in rows]


CASES = [
    (
        "a toewijzing refers the client to the aanbieder",
        message(301, client(toewijzing())),
        [("Toewijzing", "2026-04-01", "2026-04-01", GEMEENTE, AANBIEDER)],
    ),
    (
        "a start message begins care that runs",
        message(305, client(start())),
        [("Zorg", "2026-04-10", "", AANBIEDER, "")],
    ),
    (
        "a stop message ends the care and tells why",
        message(307, client(stop())),
        [
            ("Zorg", "2026-04-10", "2026-06-01", AANBIEDER, ""),
            ("Stop zorg: volgens plan", "2026-06-01", "2026-06-01", AANBIEDER, ""),
        ],
    ),
    (
        "a stop for another aanbieder is an activity of its own and refers to nobody that it names",
        message(307, client(stop(reason="38"))),
        [
            ("Zorg", "2026-04-10", "2026-06-01", AANBIEDER, ""),
            ("Stop zorg: andere aanbieder", "2026-06-01", "2026-06-01", AANBIEDER, ""),
        ],
    ),
    (
        "likewise a stop for another domain",
        message(307, client(stop(reason="39"))),
        [
            ("Zorg", "2026-04-10", "2026-06-01", AANBIEDER, ""),
            ("Stop zorg: ander domein", "2026-06-01", "2026-06-01", AANBIEDER, ""),
        ],
    ),
    (
        "a reason that this version does not know is a stop all the same",
        message(307, client(stop(reason="77"))),
        [
            ("Zorg", "2026-04-10", "2026-06-01", AANBIEDER, ""),
            ("Stop zorg", "2026-06-01", "2026-06-01", AANBIEDER, ""),
        ],
    ),
    (
        "a verzoek om toewijzing asks the gemeente",
        message(315, client(verzoek())),
        [("Verzoek om toewijzing", "2026-04-01", "2026-04-01", AANBIEDER, GEMEENTE)],
    ),
    (
        "so does a verzoek om wijziging",
        message(317, client(wijziging())),
        [("Verzoek om wijziging", "2026-04-01", "2026-04-01", AANBIEDER, GEMEENTE)],
    ),
    (
        "the gemeente refuses, and says why",
        message(319, antwoord(reason="2")),
        [("Verzoek afgewezen: past niet binnen budget", "2026-04-01", "2026-04-01", GEMEENTE, "")],
    ),
    (
        "the gemeente looks into it",
        message(319, antwoord(answer="2", reason=None)),
        [("Verzoek in onderzoek", "2026-04-01", "2026-04-01", GEMEENTE, "")],
    ),
    (
        "a changed toewijzing is no second referral",
        message(301, client(toewijzing(on="2026-05-01", reason="04"))),
        [("Toewijzing verlengd", "2026-05-01", "2026-05-01", GEMEENTE, "")],
    ),
    (
        "a return message that refuses nothing tells nothing",
        message(306, returned=("T1", "2026-04-02"), codes=("0200",)),
        [],
    ),
    (
        "the gemeente refuses a start message whole",
        message(306, returned=("T1", "2026-04-02"), codes=("8848",)),
        [("Bericht afgekeurd: start zorg", "2026-04-02", "2026-04-02", GEMEENTE, "")],
    ),
    (
        "the aanbieder refuses a toewijzing",
        message(302, client(toewijzing(), refused("9074")), returned=("T1", "2026-04-02")),
        [("Bericht afgekeurd: toewijzing", "2026-04-02", "2026-04-02", AANBIEDER, "")],
    ),
    (
        "the gemeente refuses one of two verzoeken",
        message(
            316,
            client(verzoek("R1", refused("9347")), verzoek("R2", refused("0200"))),
            returned=("T1", "2026-04-02"),
        ),
        [("Bericht afgekeurd: verzoek om toewijzing", "2026-04-02", "2026-04-02", GEMEENTE, "")],
    ),
    (
        "the aanbieder refuses an answer",
        message(320, antwoord("R1", "2", None, refused("9360")), returned=("T1", "2026-04-02")),
        [("Bericht afgekeurd: antwoord op verzoek", "2026-04-02", "2026-04-02", AANBIEDER, "")],
    ),
    ("a declaratie is no event", message(323, declaratie(prestatie("P1", "5000"))), []),
]


@pytest.mark.parametrize(("text", "rows"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_what_a_message_tells(read, text, rows):
    found, bad, _ = read(text)
    assert (told(found), bad) == (rows, [])


def test_declaraties_are_events_with_their_cost_where_the_config_wants_them(read):
    text = message(323, declaratie(prestatie("P1", "5000"), prestatie("P1", "1250", "C")))
    rows, bad, _ = read(text, claims=True)
    assert bad == []
    assert [(row["activiteit"], row["begin"], row["bedrag"]) for row in rows] == [
        ("Declaratie", "2026-05-05", "50.00"),
        ("Declaratie", "2026-05-05", "-12.50"),
    ]
    assert len({row["sleutel"] for row in rows}) == 2


def test_who_the_client_is_stands_in_columns_for_linking(read):
    (row,), _, _ = read(message(301, client(toewijzing(), home=HOME)))
    assert [row[name] for name in ("bsn", "achternaam", "voornamen", "geboortedatum")] == [
        BSN, "van Proefje", "Pip", "2012-03-04",
    ]  # fmt: skip
    assert [row[name] for name in ("geslacht", "postcode", "huisnummer")] == [
        "vrouw",
        "9999ZZ",
        "7",
    ]


def test_a_birth_date_that_is_not_known_to_the_day_is_none(read):
    text = message(
        305, client(start()).replace("</Datum>", "</Datum><DatumGebruik>2</DatumGebruik>")
    )
    (row,), _, _ = read(text)
    assert row["geboortedatum"] == ""


def test_a_relation_of_the_client_is_never_taken_for_the_client(read):
    relation = client().replace("Client", "Relatie").replace(BSN, "999990020")
    home = client(home=HOME).partition("<Contactgegevens>")[2].partition("</Contactgegevens>")[0]
    relation = relation.replace("</Relatie>", f"{home}</Relatie>")
    (row,), _, _ = read(message(301, client(f"<Relaties>{relation}</Relaties>", toewijzing())))
    assert (row["bsn"], row["postcode"]) == (BSN, "")


def test_an_answer_is_in_the_case_of_its_verzoek(read):
    rows, *_ = read(message(315, client(verzoek("R7"))), message(319, antwoord("R7")))
    asked, answered = rows
    assert asked["zaak"] == answered["zaak"]
    assert (asked["verwijzer"], answered["bsn"]) == ("Huisarts", "")


def test_partners_have_the_names_of_the_code_list_and_others_are_counted(read, tmp_path):
    codes = tmp_path / "agb.csv"
    codes.write_text("code;name\n999;Gemeente Noord\n41410001;Jeugdhulp Noord\n", encoding="utf-8")
    rows, _, notes = read(
        message(301, client(toewijzing())), message(301, client(toewijzing("78")), aanbieder=OTHER),
        partners=codes,
    )  # fmt: skip
    assert [(row["partner"], row["verwezen_naar"], row["gemeente"]) for row in rows] == [
        ("Gemeente Noord", "Jeugdhulp Noord", "Gemeente Noord"),
        ("Gemeente Noord", OTHER, "Gemeente Noord"),
    ]
    assert [note for note in notes if note.kind == "partners_unlisted"] == [
        Note("partners_unlisted", 1)
    ]


def test_the_domain_is_that_of_the_standard(read):
    (jeugd,), *_ = read(message(301, client(toewijzing())))
    (wmo,), *_ = read(message(301, client(toewijzing()), standard="wmo"), opened=open_iwmo)
    assert (jeugd["domein"], wmo["domein"]) == ("jeugd", "wmo")


BOMB = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>'
REFUSED = [
    ("an empty file", "", "cannot be read: an empty file"),
    ("half a message", message(301, client(toewijzing()))[:-40], "cannot be read: no whole XML (line 1)"),
    (
        "an entity bomb",
        message(301, client(toewijzing())).replace("<Bericht", BOMB + "<Bericht", 1),
        "cannot be read: an XML file with a document type (DTD)",
    ),
    ("another kind of XML", "<log/>", "is no message of iJw or iWmo: the root element is no Bericht"),
    (
        "a message of the other standard",
        message(301, client(toewijzing()), standard="wmo"),
        "is a message of the other standard: kind ijw reads iJw, iwmo reads iWmo",
    ),
    (
        "a berichtcode that is not that of its namespace",
        message(301, client(toewijzing()), code="438"),
        "is no message of those that are read, or its berichtcode and namespace do not agree",
    ),
    (
        "a version of years ago",
        message(301, client(toewijzing()), version="1_0"),
        "is in a version of the standard that is not read",
    ),
    (
        "a sender that is no organisation",
        message(301, client(toewijzing()), gemeente="Jansen"),
        "is not between a gemeente (4 digits) and an aanbieder (8 digits)",
    ),
    ("no dagtekening", message(301, client(toewijzing()), dated=""), "the header is not complete"),
    (
        "a date that does not exist",
        message(305, client(start(begins="2026-02-30"))),
        "a date that does not exist (line 1)",
    ),
    (
        "a year that cannot be",
        message(305, client(start(begins="0026-02-03"))),
        "a date outside 1900-2100 (line 1)",
    ),
    (
        "care that ends before it began",
        message(307, client(stop(ends="2026-04-09"))),
        "the care ends before it began (line 1)",
    ),
    ("a client without a bsn", message(305, client(start(), bsn=None)), "a client without a bsn (line 1)"),
    ("no client at all", message(305), "tells nothing: no client, or nothing of the client"),
    (
        "no reason for a stop",
        message(307, client(stop(reason=None))),
        "an element is missing (line 1)",
    ),
    (
        "a status out of the list",
        message(305, client(start(status="8"))),
        "a status that is not in COD467 (line 1)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_a_file_that_is_no_whole_message_is_one_rejected_row_and_the_others_are_read(
    read, text, reason
):
    good = message(305, client(start("99")), identity="B2")
    rows, bad, _ = read(text, good)
    assert [row["source_file"] for row in rows] == ["1.xml"]
    assert [(row.file, row.row, row.reason, row.value) for row in bad] == [("0.xml", 1, reason, "")]


def test_of_a_message_with_one_wrong_thing_nothing_is_told(read):
    text = message(305, client(start("1"), start("2", begins="2026-02-30"), start("3")))
    rows, bad, _ = read(text)
    assert (rows, len(bad)) == ([], 1)


def test_nothing_of_a_client_is_in_a_reason(read):
    for text in (case[1] for case in REFUSED):
        _, bad, _ = read(text)
        for secret in (BSN, "Proefje", "Pip", "2012-03-04", "Jansen"):
            assert all(secret not in f"{row.reason} {row.column} {row.value}" for row in bad)


XSD = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"
  targetNamespace="http://www.istandaarden.nl/ijw/3_2/jw305/schema"><xs:element name="Bericht">
  <xs:complexType><xs:sequence><xs:element name="Header"/><xs:element name="Client"/>
  </xs:sequence></xs:complexType></xs:element></xs:schema>"""


def test_a_message_is_validated_where_there_is_an_xsd_of_its_namespace(read, tmp_path):
    (tmp_path / "xsd").mkdir()
    (tmp_path / "xsd" / "JW305.xsd").write_text(XSD)
    rows, bad, notes = read(
        message(305, client(start())),
        message(305, client(start()), "<Jansen/>"),
        message(301, client(toewijzing())),
        schemas=tmp_path / "xsd",
    )
    assert [row["activiteit"] for row in rows] == ["Zorg", "Toewijzing"]
    assert [(row.file, row.column, row.reason) for row in bad] == [
        (
            "1.xml",
            "Bericht",
            "does not validate against the XSD (line 1): an element is missing here, or one stands"
            " here that does not belong",
        )
    ]
    assert next((note.kind, note.n) for note in notes) == ("without_xsd", 1)


@pytest.mark.parametrize(
    ("options", "what"),
    [({"schemas": "niets"}, "options.schemas: no XSD"), ({"partners": "niets.csv"}, "code list")],
    ids=["no folder of XSDs", "no code list"],
)
def test_an_option_that_names_nothing_fails_by_name(read, tmp_path, options, what):
    with pytest.raises(ConnectorError) as caught:
        read(message(305, client(start())), **{k: tmp_path / v for k, v in options.items()})
    assert what in str(caught.value)


@pytest.mark.parametrize("with_xsd", [True, False], ids=["with XSDs", "by structure alone"])
@pytest.mark.parametrize(
    ("kind", "opened", "invalid", "n"),
    [("ijw", open_ijw, ["JW315.xml", "JW318.xml"], 22), ("iwmo", open_iwmo, [], 15)],
    ids=["iJw", "iWmo"],
)
def test_the_standards_own_samples_are_read_and_the_invalid_ones_rejected(
    shared, kind, opened, invalid, n, with_xsd
):
    folder = shared / "data" / "standards" / kind
    if not folder.is_dir():
        pytest.skip(f"the samples of {kind} are not at {folder}")
    files = [InputFile(path.name, path) for path in sorted((folder / "samples").glob("*.xml"))]
    options = MessageOptions(schemas=folder / "xsd" if with_xsd else None, claims=True)
    rows, bad, _ = read_files(files, Source(kind, kind, {}, options=options), opened)
    assert [row.file for row in bad] == invalid
    assert len(rows) == n
    silent = {"JW308.xml", *invalid}
    assert {row["source_file"] for row in rows} == {file.name for file in files} - silent


def test_the_cases_of_version_2_0_are_told(shared):
    folder = shared / "data" / "standards" / "iwmo" / "samples_2.0"
    if not folder.is_dir():
        pytest.skip(f"the samples of iWmo 2.0 are not at {folder}")
    files = [InputFile(path.name, path) for path in sorted(folder.glob("*.xml"))]
    rows, bad, _ = read_files(files, Source("wmo", "iwmo", {}), open_iwmo)
    assert bad == []
    found = [
        (row["source_file"][5:9], row["activiteit"], row["begin"], row["is_withdrawn"])
        for row in rows
    ]
    assert found == [
        ("A-01", "Verzoek om toewijzing", "2016-02-18", "false"),
        ("A-02", "Toewijzing", "2016-02-20", "false"),
        ("A-04", "Toewijzing ingetrokken", "2016-11-08", "false"),
        ("B-01", "Toewijzing", "2016-03-07", "false"),
        ("B-02", "Zorg", "2016-03-10", "false"),
        ("B-04", "Zorg", "2016-03-10", "false"),
        ("B-04", "Stop zorg: overlijden", "2016-10-02", "false"),
        ("C-01", "Toewijzing ingetrokken", "2016-10-10", "false"),
        ("C-02", "Toewijzing", "2016-10-10", "false"),
        ("E-01", "Zorg", "2016-03-10", "true"),
        ("E-01", "Zorg", "2016-03-21", "false"),
        ("F-01", "Zorg", "2016-03-10", "true"),
        ("F-02", "Zorg", "2016-03-10", "false"),
    ]
