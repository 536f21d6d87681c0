"""What `klantreis init` proposes of a real database: its tables, with no value and no password in it."""

from __future__ import annotations

import tomllib

import pytest
from manners import bsn, steps
from nights import run

from journeys.errors import KlantreisError
from pipelines.proposal.config_text import text_of
from pipelines.proposal.propose import propose


@pytest.fixture
def url(postgres):
    """A database with contacts, of which a view is the log, and a table that is none."""
    postgres.run(
        "create table medewerker (code text, naam text)",
        "insert into medewerker values ('mj', 'M. Jansen')",
        "create table contact (contact_id int, casusnummer text, bsn text, soort int,"
        " begin timestamptz, einde timestamptz, medewerker text)",
        "create table soort (nr int, omschrijving text)",
        "create view contactmoment as select contact_id, casusnummer, bsn, omschrijving, begin, einde,"
        " medewerker from contact join soort on soort.nr = contact.soort",
    )
    rows = steps(30)
    kinds = sorted({step.what for step in rows})
    for nr, kind in enumerate(kinds):
        postgres.run("insert into soort values (%(nr)s, %(kind)s)", nr=nr, kind=kind)
    for step in rows:
        postgres.run(
            "insert into contact values (%(nr)s, %(case)s, %(bsn)s, %(kind)s, %(at)s, %(until)s, %(worker)s)",
            nr=step.nr, case=f"C{step.case}", bsn=bsn(step.client), kind=kinds.index(step.what),
            at=step.at, until=step.until, worker=step.worker,
        )  # fmt: skip
    return postgres.url.replace(":///", "://lezer@/"), len(rows)


def test_a_view_that_is_a_log_is_read_without_an_edit(tmp_path, url, postgres):
    address, n = url
    proposal = propose([address], tmp_path)
    config = tmp_path / "klantreis.toml"
    text = text_of(proposal, "Proef")
    config.write_text(text, encoding="utf-8")
    (source,) = tomllib.loads(text)["sources"]
    assert (source["name"], source["key"]) == ("contactmoment", ["contact_id"])
    assert source["options"] == {
        "url": address, "password_env": "KLANTREIS_DB", "table": "contactmoment",
    }  # fmt: skip
    assert source["columns"] == {
        "case_id": "casusnummer", "bsn": "bsn", "activity": "omschrijving", "started_at": "begin",
        "ended_at": "einde", "worker": "medewerker",
    }  # fmt: skip
    assert [name for name, _ in proposal.left_out] == ["contact", "medewerker", "soort"]
    assert postgres.password not in text
    assert bsn(1) not in text
    assert run(config).events == n


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda address: address.replace("lezer@", "lezer:geheim@"), "holds a password"),
        (lambda _: "niets://x", "no driver for this database"),
    ],
    ids=["password", "no driver"],
)
def test_a_url_that_cannot_be_asked_is_refused_with_what_to_do(tmp_path, url, change, words):
    with pytest.raises(KlantreisError) as caught:
        propose([change(url[0])], tmp_path)
    assert words in str(caught.value)
    assert "geheim" not in str(caught.value)


def test_a_wrong_password_is_said(tmp_path, url, monkeypatch):
    monkeypatch.setenv("KLANTREIS_DB", "verlopen")
    with pytest.raises(KlantreisError) as caught:
        propose([url[0]], tmp_path)
    assert "refuses this user and password" in str(caught.value)
    assert "verlopen" not in str(caught.value)
