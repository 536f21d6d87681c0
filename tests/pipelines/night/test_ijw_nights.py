"""Nights over iJw messages: corrections and deletions take effect, in whatever order messages come."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest
from care_messages import (
    AANBIEDER,
    BSN,
    GEMEENTE,
    HOME,
    OTHER,
    antwoord,
    client,
    message,
    start,
    stop,
    toewijzing,
    verzoek,
)
from hypothesis import given
from hypothesis import strategies as st
from nights import bytes_of, run, table
from profiles import examples

from connectors.messages.ijw import open_ijw
from connectors.source import InputFile, Source

CONFIG = """
[project]
name = "Proef"
max_rejected_share = 1.0
[journeys]
level = "client"
[vocabulary]
file = "begrippen.csv"
[[sources]]
name = "jeugd"
kind = "ijw"
path = "berichten/*.xml"
[sources.options]
partners = "agb.csv"
"""
VOCABULARY = """source,term,activity,kind,rank
jeugd,Verzoek afgewezen: zorginhoudelijk,,weigering,3
jeugd,Stop zorg: volgens plan,,afsluiting,9
"""
CODES = f"code,name\n{GEMEENTE},Gemeente Noord\n{AANBIEDER},Jeugdhulp Noord\n"
NORTH, HELP = "Gemeente Noord", "Jeugdhulp Noord"


@pytest.fixture
def region(tmp_path):
    """A function that makes a folder with a config, and gives its path."""

    def make(name="region"):
        folder = tmp_path / name
        (folder / "berichten").mkdir(parents=True)
        (folder / "klantreis.toml").write_text(CONFIG, encoding="utf-8")
        (folder / "begrippen.csv").write_text(VOCABULARY, encoding="utf-8")
        (folder / "agb.csv").write_text(CODES, encoding="utf-8")
        (folder / "klantreis.key").write_text("ab" * 32)
        return folder

    return make


def night(folder, **messages):
    for name, text in messages.items():
        (folder / "berichten" / f"{name}.xml").write_text(text, encoding="utf-8")
    return run(folder / "klantreis.toml")


def events(folder):
    return [
        (
            event["activity"], event["partner"], str(event["started_at"].date()),
            None if event["is_running"] else str(event["ended_at"].date()),
        )
        for event in table(folder, "events")
    ]  # fmt: skip


A301 = message(301, client(toewijzing(begins="2026-04-05"), home=HOME), identity="G1")
A305 = message(305, client(start()), dated="2026-04-12", identity="A1")
A305_DELETED = message(305, client(start(status="3")), dated="2026-04-20", identity="A2")
A305_AGAIN = message(305, client(start(begins="2026-04-13")), dated="2026-04-20", identity="A3")
A307 = message(307, client(stop(begins="2026-04-13")), dated="2026-06-03", identity="A4")
A307_DELETED = message(
    307, client(stop(begins="2026-04-13", status="3")), dated="2026-06-10", identity="A5"
)
A307_AGAIN = message(
    307, client(stop(begins="2026-04-13", ends="2026-07-01", reason="38")), dated="2026-07-02", identity="A6"
)  # fmt: skip
STORY = {
    "a301": A301, "b305": A305, "c305": A305_DELETED, "d305": A305_AGAIN, "e307": A307,
    "f307": A307_DELETED, "g307": A307_AGAIN,
}  # fmt: skip
ALLOCATED = ("Toewijzing", NORTH, "2026-03-31", "2026-03-31")  # local midnight, told in UTC


def test_without_a_vocabulary_care_starts_and_its_stop_closes(region):
    folder = region()
    (folder / "begrippen.csv").write_text("source,term\n", encoding="utf-8")
    night(folder, a301=A301, d305=A305_AGAIN, e307=A307)
    kinds = [(event["activity"], event["kind"]) for event in table(folder, "events")]
    assert kinds == [
        ("Toewijzing", "besluit"),
        ("Zorg", "start"),
        ("Stop zorg: volgens plan", "afsluiting"),
    ]
    assert table(folder, "journeys")[0]["closed"]
    night(folder, f307=A307_DELETED, g307=A307_AGAIN)  # another provider goes on: closes nothing
    assert not table(folder, "journeys")[0]["closed"]


def test_night_after_night_the_events_are_what_is_known_by_then(region):
    folder = region()
    night(folder, a301=A301)
    assert events(folder) == [ALLOCATED]
    assert [row["outcome"] for row in table(folder, "referrals")] == ["open"]
    outcome = night(folder, b305=A305)
    assert (outcome.rows_read, outcome.new) == (1, 1)
    assert events(folder) == [ALLOCATED, ("Zorg", HELP, "2026-04-09", None)]
    assert [(row["to_partner"], row["outcome"]) for row in table(folder, "referrals")] == [
        (HELP, "accepted")
    ]
    assert [row["kind"] for row in table(folder, "handovers")] == ["referred"]
    night(folder, c305=A305_DELETED)
    assert events(folder) == [ALLOCATED]
    night(folder, d305=A305_AGAIN)
    assert events(folder) == [ALLOCATED, ("Zorg", HELP, "2026-04-12", None)]
    outcome = night(folder, e307=A307)
    assert (outcome.rows_read, outcome.new, outcome.updated) == (2, 1, 1)
    assert events(folder) == [
        ALLOCATED,
        ("Zorg", HELP, "2026-04-12", "2026-05-31"),
        ("Stop zorg: volgens plan", HELP, "2026-05-31", "2026-05-31"),
    ]
    assert table(folder, "journeys")[0]["closed"]
    night(folder, f307=A307_DELETED)
    assert events(folder) == [ALLOCATED, ("Zorg", HELP, "2026-04-12", None)]
    night(folder, g307=A307_AGAIN)
    last = [
        ALLOCATED,
        ("Zorg", HELP, "2026-04-12", "2026-06-30"),
        ("Stop zorg: andere aanbieder", HELP, "2026-06-30", "2026-06-30"),
    ]
    assert events(folder) == last
    # and an unchanged folder adds nothing
    store = bytes_of(folder / "store" / "records")
    outcome = night(folder)
    assert (outcome.rows_read, outcome.new, outcome.rejected, outcome.repeated) == (0, 0, 0, 0)
    assert bytes_of(folder / "store" / "records") == store


@examples(5)
@given(data=st.data())
def test_any_order_and_any_split_over_nights_gives_the_same_events(region, data):
    order = data.draw(st.permutations(sorted(STORY)))
    cut = data.draw(st.integers(0, len(order)))
    folder = region("".join(name[0] for name in order) + str(cut))
    for part in (order[:cut], order[cut:]):
        if part:
            # a file's name says nothing of when its message was written
            night(folder, **{f"{order.index(name)}_{len(order)}": STORY[name] for name in part})
    assert events(folder) == [
        ALLOCATED,
        ("Zorg", HELP, "2026-04-12", "2026-06-30"),
        ("Stop zorg: andere aanbieder", HELP, "2026-06-30", "2026-06-30"),
    ]


STEPS = st.lists(
    st.tuples(st.sampled_from(["start", "stop", "unstop", "unstart"]), st.integers(1, 2)),
    max_size=12,
)


@examples(60)
@given(steps=STEPS, seed=st.randoms(use_true_random=False))
def test_the_care_is_what_the_standards_rules_leave_of_it(tmp_path, steps, seed):
    """The oracle keeps care as the standard lets parties do: no stop without a start, and so on."""
    care, texts, n = {}, [], 0
    for day, (step, number) in enumerate(steps, start=2):
        known, on = care.get(number), f"2026-07-{day:02}"
        part = client(
            (stop if "stop" in step else start)(str(number), status="3" if "un" in step else "1")
        )
        if (step, known) == ("start", None) or (step, known) == ("unstop", "ended"):
            care[number] = "running"
        elif (step, known) == ("stop", "running"):
            care[number] = "ended"
        elif (step, known) == ("unstart", "running"):
            care[number] = None
        else:
            continue  # the receiver refuses such a message
        n += 1
        kind = 307 if "stop" in step else 305
        texts.append(message(kind, part, dated=on, identity=f"{seed.randrange(10**6)}-{n}"))
    seed.shuffle(texts)
    files = []
    for at, text in enumerate(texts):
        path = tmp_path / f"{at}.xml"
        path.write_text(text, encoding="utf-8")
        files.append(InputFile(path.name, path))
    latest = {}
    messages = open_ijw(files, Source("jeugd", "ijw", {}))
    for batch in messages.batches(messages.columns):
        for row in batch.rows.to_pylist():
            known = latest.get(row["sleutel"])
            if known is None or row["versie"] >= known["versie"]:
                latest[row["sleutel"]] = row
    there = [row for row in latest.values() if row["is_withdrawn"] == "false"]
    assert {
        int(row["toewijzingnummer"]): "ended" if row["einde"] else "running"
        for row in there
        if row["activiteit"] == "Zorg"
    } == {number: state for number, state in care.items() if state}
    assert {int(row["toewijzingnummer"]) for row in there if row["activiteit"] != "Zorg"} == {
        number for number, state in care.items() if state == "ended"
    }


@pytest.mark.parametrize("order", ["ab", "ba"], ids=["deleted first", "delivered first"])
def test_on_one_day_a_deletion_goes_before_a_delivery(region, order):
    folder = region()
    texts = {
        "a": message(305, client(start(status="3")), dated="2026-04-20", identity="Z"),
        "b": message(305, client(start()), dated="2026-04-20", identity="A"),
    }
    night(folder, first=A305)
    for name in order:
        night(folder, **{name: texts[name]})
    assert events(folder) == [("Zorg", HELP, "2026-04-09", None)]


def test_a_deleted_toewijzing_is_gone_and_a_corrected_one_stays_where_it_was(region):
    folder = region()
    corrected = client(toewijzing(on="2026-05-05", reason="14"), toewijzing("78"))
    night(folder, a=A301, b=message(301, corrected, dated="2026-05-05", identity="G2"))
    assert events(folder) == [ALLOCATED, ALLOCATED]
    deleted = client(toewijzing(on="2026-05-06", reason="13"))
    night(folder, c=message(301, deleted, dated="2026-05-06", identity="G3"))
    assert events(folder) == [ALLOCATED]


def test_a_refused_verzoek_is_a_refused_referral_of_that_client(region):
    folder = region()
    night(folder, a=message(315, client(verzoek("R1")), identity="A1"), b=A301)
    night(folder, c=message(319, antwoord("R1"), dated="2026-04-09", identity="G9"))
    refused = [row for row in table(folder, "referrals") if row["from_partner"] == HELP]
    assert [row["to_partner"] for row in refused] == [NORTH]
    assert len({event["journey_id"] for event in table(folder, "events")}) == 1
    assert "Verzoek afgewezen: zorginhoudelijk" in {event[0] for event in events(folder)}


def test_a_verzoek_that_is_refused_and_nothing_else_is_a_refused_referral(region):
    folder = region()
    night(
        folder,
        a=message(315, client(verzoek("R1")), identity="A1"),
        c=message(319, antwoord("R1"), dated="2026-04-09", identity="G9"),
    )
    assert [row["outcome"] for row in table(folder, "referrals")] == ["refused"]


def test_a_broken_file_is_rejected_once_and_read_when_it_is_mended(region):
    folder = region()
    broken = A305.replace("2026-04-10", "2026-04-31")
    outcome = night(folder, a=A301, b=broken)
    assert (outcome.rows_read, outcome.new, outcome.rejected) == (2, 1, 1)
    (row,) = table(folder, "rejected")
    assert (row["source_file"], row["source_row"], row["column"]) == ("b.xml", 1, "Begindatum")
    assert (row["reason"], row["value"]) == ("a date that does not exist (line 1)", "")
    again = night(folder)
    assert (again.rows_read, len(table(folder, "rejected"))) == (0, 1)
    mended = night(folder, b=A305)
    assert (mended.new, table(folder, "rejected")) == (1, [])
    assert len(events(folder)) == 2


def test_a_name_that_comes_into_the_code_list_is_that_of_earlier_events_too(region):
    folder = region()
    night(folder, a=message(305, client(start()), aanbieder=OTHER))
    assert [event[1] for event in events(folder)] == [OTHER]
    (folder / "agb.csv").write_text(f"{CODES}{OTHER},Jeugdhulp Zuid\n", encoding="utf-8")
    outcome = night(folder)
    assert (outcome.new, outcome.updated) == (0, 1)
    assert [event[1] for event in events(folder)] == ["Jeugdhulp Zuid"]


def test_no_file_that_a_night_leaves_holds_who_the_client_is(region):
    folder = region()
    night(folder, a=A301, b=A305, c="<Bericht>" + BSN)
    left = [
        path for top in ("store", "out") for path in (folder / top).rglob("*") if path.is_file()
    ]
    assert len(left) > 10
    for path in left:
        is_table = path.suffix == ".parquet"
        data = str(pq.read_table(path).to_pylist()).encode() if is_table else path.read_bytes()
        for secret in (BSN, "Proefje", "9999ZZ"):
            assert secret.encode() not in data, path.name
