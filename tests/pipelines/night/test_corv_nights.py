"""Whole nights over a folder of CORV messages."""

from datetime import UTC, datetime

import corv_messages as m
import pytest
from nights import bytes_of, run, table

from pipelines.errors import PipelineError

CONFIG = """
[project]
name = "Proef"
max_rejected_share = 1.0
[journeys]
level = "client"
[[sources]]
name = "corv"
kind = "corv"
path = "corv/*.xml"
[sources.options]
partners = "partners.csv"
{options}
[vocabulary]
file = "begrippen.csv"
"""
PARTNERS = "code;partner\nGM0344;Gemeente\nRK0001;Raad\nPL0600;Politie\nVT0012;Veilig Thuis\n"
TERMS = """source,term,activity,kind,rank
corv,Zorgmelding,Zorgmelding,melding,1
corv,Verzoek tot onderzoek,Verzoek tot onderzoek,verwijzing,1
corv,"Notificatie van de Raad: intake afgerond, verzoek tot onderzoek afgewezen",Verzoek afgewezen,weigering,1
corv,Bericht niet verwerkt,Bericht niet verwerkt,weigering,1
"""
KIM = m.person("111222333", "Jansen", "Kim", "20120304", "V", ("3511AB", "12"))
TIM = m.person("234567892", "Jansen", "Tim", "20140501")


@pytest.fixture
def region(tmp_path):
    """A folder with a config, and a way to put messages in it."""
    (tmp_path / "klantreis.toml").write_text(CONFIG.format(options=""), encoding="utf-8")
    (tmp_path / "partners.csv").write_text(PARTNERS, encoding="utf-8")
    (tmp_path / "begrippen.csv").write_text(TERMS, encoding="utf-8")
    (tmp_path / "corv").mkdir()

    def put(**messages):
        for name, text in messages.items():
            (tmp_path / "corv" / f"{name}.xml").write_text(text, encoding="utf-8")
        return run(tmp_path / "klantreis.toml")

    return put


def test_two_nights_tell_a_verzoek_and_its_refusal(region, tmp_path):
    first = region(
        a=m.zorgmelding("1", "20250301120000", "K1", [KIM]),
        b=m.vto("2", "20250303090000", "0344-Z1", [KIM, TIM]),
        c=m.confirmation("3", "20250303090100", "2", m.RAAD, m.GEMEENTE),
    )
    assert (first.rows_read, first.new, first.rejected, first.repeated) == (3, 3, 0, 0)
    events = table(tmp_path, "events")
    assert sorted(
        (event["activity"], event["partner"], event["referred_to"], event["started_at"])
        for event in events
    ) == [
        ("Verzoek tot onderzoek", "Gemeente", "Raad", datetime(2025, 3, 3, 8, tzinfo=UTC)),
        ("Verzoek tot onderzoek", "Gemeente", "Raad", datetime(2025, 3, 3, 8, tzinfo=UTC)),
        ("Zorgmelding", "Politie", "Gemeente", datetime(2025, 3, 1, 11, tzinfo=UTC)),
    ]
    assert len({event["client_id"] for event in events}) == 2
    asked = [event for event in events if event["kind"] == "verwijzing"]
    assert len({(e["source_file"], e["source_row"], e["case_id"]) for e in asked}) == 1
    refused = "Verzoek tot onderzoek afgewezen"
    second = region(
        d=m.notificatie(
            "4", "20250310100000", "Intake afgerond", [KIM], case="0344-Z1", result=refused
        )
    )
    assert (second.new, second.repeated, second.rejected) == (1, 0, 0)
    outcomes = sorted(
        (each["from_partner"], each["to_partner"], each["outcome"])
        for each in table(tmp_path, "referrals")
    )
    assert outcomes == [
        ("Gemeente", "Raad", "open"),  # the Raad has not answered for Tim
        ("Gemeente", "Raad", "refused"),
        ("Politie", "Gemeente", "accepted"),
    ]
    assert len({e["case_id"] for e in table(tmp_path, "events")}) == 2


def test_without_a_vocabulary_messages_refer_and_answers_refuse(region, tmp_path):
    (tmp_path / "begrippen.csv").write_text("source,term\n", encoding="utf-8")
    region(a=m.vto("2", "20250303090000", "0344-Z1", [KIM]))
    refused = "Verzoek tot onderzoek afgewezen"
    region(
        d=m.notificatie(
            "4", "20250310100000", "Intake afgerond", [KIM], case="0344-Z1", result=refused
        )
    )
    assert sorted(event["kind"] for event in table(tmp_path, "events")) == [
        "verwijzing",
        "weigering",
    ]
    assert [row["outcome"] for row in table(tmp_path, "referrals")] == ["refused"]


def test_a_message_that_is_sent_again_repeats_nothing(region, tmp_path):
    text = m.vto("2", "20250303090000", "0344-Z1", [KIM, TIM])
    region(a=text)
    again = region(b=text)
    assert (again.rows_read, again.new, again.rejected, again.repeated) == (2, 0, 0, 2)
    assert len(table(tmp_path, "events")) == 2
    nothing = region()
    assert (nothing.rows_read, nothing.new) == (0, 0)


def test_an_error_of_a_later_night_refuses_the_verzoek_for_each_child(region, tmp_path):
    region(a=m.vto("2", "20250303090000", "0344-Z1", [KIM, TIM]))
    night = region(b=m.error("3", "20250303100000", "2", m.RAAD, m.GEMEENTE))
    assert night.new == 2
    events = table(tmp_path, "events")
    assert len({event["case_id"] for event in events}) == 1
    assert [each["outcome"] for each in table(tmp_path, "referrals")] == ["refused", "refused"]


def test_a_child_without_a_bsn_is_not_taken_for_the_sibling_who_has_one(region, tmp_path):
    region(
        a=m.vto("2", "20250303090000", "0344-Z1", [KIM, m.person("", "Jansen", "Jo", "20160101")])
    )
    events = table(tmp_path, "events")
    assert len({event["client_id"] for event in events}) == 2
    assert len({event["journey_id"] for event in events}) == 2


def test_the_manifest_names_no_folder_of_an_option(region, tmp_path):
    from pipelines.config.settings import read_config

    text = (tmp_path / "klantreis.toml").read_text(encoding="utf-8")
    path = tmp_path / "klantreis.toml"
    path.write_text(text.replace('"partners.csv"', '"sub/map/partners.csv"'), encoding="utf-8")
    config = read_config(path)
    assert config.as_manifest()["sources"][0]["options"] == {"partners": "partners.csv"}
    found = config.sources[0].source(config.folder).options
    assert found.partners == tmp_path / "sub" / "map" / "partners.csv"


def test_a_bad_file_is_one_rejected_row_and_loses_nothing(region, tmp_path):
    region(a=m.vto("2", "20250303090000", "0344-Z1", [KIM]))
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    night = region(b=bomb, c=m.zorgmelding("1", "20250301120000", "K1", [KIM]))
    assert (night.rows_read, night.new, night.rejected, night.repeated) == (2, 1, 1, 0)
    assert len(table(tmp_path, "events")) == 2
    (bad,) = table(tmp_path, "rejected")
    assert (bad["source_file"], bad["source_row"], bad["value"]) == ("b.xml", 1, "")
    assert bad["reason"] == "is an XML file with a document type (DTD)"


def test_a_code_list_that_is_gone_leaves_all_as_it_was(region, tmp_path):
    region(a=m.vto("2", "20250303090000", "0344-Z1", [KIM]))
    (tmp_path / "partners.csv").unlink()
    before = bytes_of(tmp_path / "store" / "records")
    with pytest.raises(PipelineError, match="'corv': the code list partners.csv cannot be used"):
        region(b=m.zorgmelding("1", "20250301120000", "K1", [KIM]))
    assert bytes_of(tmp_path / "store" / "records") == before
    (tmp_path / "partners.csv").write_text(PARTNERS, encoding="utf-8")
    assert region().new == 1


def test_no_person_of_a_message_is_in_what_a_night_leaves(region, tmp_path):
    region(
        a=m.vto("2", "20250303090000", "0344-Z1", [KIM, TIM]),
        b=m.vto("3", "20250303090000", "0344-Z1", [KIM, TIM])[:1500],
    )
    planted = [
        b"111222333",
        b"234567892",
        b"Jansen",
        b"3511AB",
        b"20120304",
        b"2012-03-04",
        b"C. Wijk",
    ]
    left = {**bytes_of(tmp_path / "store"), **bytes_of(tmp_path / "out")}
    assert left
    assert [(path, word) for path, data in left.items() for word in planted if word in data] == []
