"""A command and a webhook hear of a night that needs somebody: a real process, a real server, no client."""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from nights import failure, run, run_wholly, write_config, write_export

from pipelines.config.settings import read_config
from pipelines.demo import write_region
from pipelines.errors import ConfigError, PipelineError
from pipelines.upkeep.last_night import LastNight, new_signals, signal_ids
from pipelines.upkeep.notifying import message
from pipelines.upkeep.status import SourceStatus, Status

PLANTED = ("Anneke-Geheim", "123456782")
FINE = SourceStatus("a", "read", None, 1, 3, 3, "fine", 60.0, 60.0, "fine", 3, 3)
FIGURES = {"a": {"error": None}}


@pytest.fixture
def server():
    """A webhook: answers as `status` says, and keeps what it got."""

    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            web.got.append((self.path, self.headers["Content-Type"], json.loads(body)))
            self.send_response(web.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    web = HTTPServer(("127.0.0.1", 0), Webhook)
    web.got, web.status = [], 200
    thread = threading.Thread(target=web.serve_forever)
    thread.start()
    yield web
    web.shutdown()
    thread.join()
    web.server_close()


def address(server):
    return f"http://127.0.0.1:{server.server_address[1]}/hook"


def with_notify(config, text):
    config.write_text(config.read_text() + f"\n[notify]\n{text}\n")
    return config


@pytest.fixture
def region(tmp_path):
    """A source that delivers, one that does not, and somebody's name in cells that cannot be read."""
    config = write_config(tmp_path, ("a", "b"))
    rows = (f"1;{PLANTED[0]};Intake;2024-01-01", f"2;{PLANTED[1]};Intake;{PLANTED[0]}")
    write_export(tmp_path, "a", f"{PLANTED[0]}.csv", *rows)
    write_export(tmp_path, "b", "1.csv", "9;k9;Start;2024-02-01")
    return config


def keeper(folder):
    """A command that keeps what it hears, as the config writes it."""
    code = f"import sys; open({str(folder / 'heard.json')!r}, 'ab').write(sys.stdin.buffer.read())"
    return "command = " + json.dumps([sys.executable, "-c", code])


def test_a_command_and_a_webhook_hear_of_a_source_that_failed(region, server, monkeypatch):
    monkeypatch.setenv(
        "HTTP_PROXY", "http://127.0.0.1:9"
    )  # nothing to this machine goes through a proxy
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with_notify(region, f'{keeper(region.parent)}\nwebhook = "{address(server)}"')
    (region.parent / "b" / "1.csv").unlink()
    outcome = run(region)
    ((path, kind, told),) = server.got
    assert (path, kind) == ("/hook", "application/json")
    assert json.loads((region.parent / "heard.json").read_bytes()) == told
    assert (told["run_id"], told["status"]) == (outcome.run_id, "partial")
    assert (told["reasons"], told["failed_sources"]) == (["failure"], ["b"])
    assert "no file" in told["errors"][0]


@pytest.mark.parametrize("content", ["", "<html>", f"Zaak;{PLANTED[1]}\n1;{PLANTED[1]}\n"])
def test_nothing_of_a_client_is_told_not_even_a_name_of_a_file(region, server, content):
    with_notify(region, f'webhook = "{address(server)}"')
    (region.parent / "a" / f"{PLANTED[0]}.csv").write_text(content)
    assert run(region).status == "partial"
    ((_, _, told),) = server.got
    assert "source 'a', file '…'" in told["errors"][0]
    assert [name for name in PLANTED if name in json.dumps(told)] == []


def test_nobody_hears_of_a_night_that_is_fine(region, server):
    with_notify(region, f'webhook = "{address(server)}"')
    assert run(region).status == "complete"
    assert server.got == []


def test_a_night_that_fails_as_a_whole_is_told_also_before_it_has_the_store(region, server):
    with_notify(region, f'webhook = "{address(server)}"')
    for name, export in (("a", f"{PLANTED[0]}.csv"), ("b", "1.csv")):
        (region.parent / name / export).unlink()
    text = failure(region)
    (region.parent / "store" / "store.json").write_text("{")
    with pytest.raises(PipelineError, match=r"store.json of the store is damaged"):
        run(region)
    (_, _, first), (_, _, second) = server.got
    assert (first["status"], first["reasons"], first["errors"]) == ("failed", ["failure"], [text])
    assert "store.json of the store is damaged" in second["errors"][0]


def test_a_signal_is_new_that_the_night_before_had_not(tmp_path):
    tables = tmp_path / "tables"
    tables.mkdir()
    assert new_signals(tmp_path, ()) is None
    assert signal_ids(tmp_path) == frozenset()
    signals = [
        ("s1", "onveilig", "hoog"),
        ("s2", "onveilig", "hoog"),
        ("s3", "wachtmoment", "midden"),
    ]
    changes = [("s1", "new"), ("s2", "new"), ("s3", "still"), ("s4", "gone")]
    for name, columns, rows in (
        ("signals", ("signal_id", "kind", "severity"), signals),
        ("signal_changes", ("signal_id", "status"), changes),
    ):
        table = pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in rows])
        pq.write_table(table, tables / f"{name}.parquet")
    assert signal_ids(tmp_path) == {"s1", "s2", "s3"}
    assert new_signals(tmp_path, ()) == {("onveilig", "hoog"): 2}
    assert new_signals(tmp_path, {"s1"}) == {("onveilig", "hoog"): 1}


@pytest.mark.thorough
def test_new_serious_signals_are_told_by_kind(tmp_path, server):
    write_region(tmp_path, households=20, seed=1)
    config = with_notify(tmp_path / "klantreis.toml", f'webhook = "{address(server)}"')
    run_wholly(config)
    ((_, _, told),) = server.got
    assert told["reasons"] == ["signals"]
    assert "geen_regisseur" in told["new_signals"]
    assert all(isinstance(n, int) and n > 0 for n in told["new_signals"].values())
    run_wholly(config)  # they are no news any more
    assert len(server.got) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('command = ["no-such-command"]', "there is no such file or folder"),
        (f'command = ["{sys.executable}", "-c", "raise SystemExit(3)"]', "exit code 3"),
        (
            f'command = ["{sys.executable}", "-c", "import time; time.sleep(99)"]\ntimeout_s = 0.2',
            "took too long",
        ),
        ('webhook = "http://127.0.0.1:9/hook"', "does not answer"),
        ('webhook_env = "NO_SUCH_VARIABLE"', "is not there"),
    ],
)
def test_what_cannot_be_told_is_said_and_fails_no_night(region, text, says, caplog):
    with_notify(region, text)
    (region.parent / "b" / "1.csv").unlink()
    assert run(region).status == "partial"
    (line,) = [each.getMessage() for each in caplog.records if "notify: " in each.getMessage()]
    assert says in line


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_refuses_is_said_without_its_address(
    region, server, status, caplog, monkeypatch
):
    server.status = status
    monkeypatch.setenv("HOOK", address(server))
    with_notify(region, 'webhook_env = "HOOK"')
    (region.parent / "b" / "1.csv").unlink()
    run(region)
    assert len(server.got) == 1  # a redirect is not followed
    (line,) = [each.getMessage() for each in caplog.records if "notify: " in each.getMessage()]
    assert f"status {status}" in line
    assert "/hook" not in line


@pytest.mark.parametrize(
    ("url", "is_right"),
    [
        ("https://example.org/x", True),
        ("http://localhost:8080/x", True),
        ("http://[::1]/x", True),
        ("http://example.org/x", False),
        ("http://127.0.0.1.example.org/", False),
        ("ftp://example.org/", False),
        ("example.org", False),
        ("https://[", False),
    ],
)
def test_a_webhook_is_encrypted_unless_it_is_this_machine(region, url, is_right):
    with_notify(region, f'webhook = "{url}"')
    if is_right:
        assert read_config(region).notify.webhook == url
    else:
        with pytest.raises(ConfigError, match=r"\[notify\] webhook: "):
            read_config(region)


LATE = SourceStatus("b", "read", None, 0, 0, 0, "late", 12 * 86_400.0, None, "unknown", 3, 3)
SMALL = SourceStatus("c", "read", None, 1, 1, 1, "fine", 60.0, 60.0, "dropped", 1, 90)
UNKNOWN = SourceStatus("d", "absent", None, 0, 0, 0, "absent", None, None, "absent", 0, 0)
SIGNALS = {("onveilig", "hoog"): 2, ("wachtmoment", "midden"): 9}


@pytest.mark.parametrize(
    ("status", "sources", "signals", "on", "reasons"),
    [
        ("complete", [FINE, UNKNOWN], None, None, None),
        ("complete", [FINE], {("wachtmoment", "midden"): 9}, None, None),
        ("complete", [FINE, LATE], None, None, ["delivery"]),
        ("complete", [SMALL], None, None, ["delivery"]),
        ("complete", [FINE], SIGNALS, None, ["signals"]),
        ("rejected", [LATE], SIGNALS, None, ["failure", "delivery", "signals"]),
        ("complete", [LATE], SIGNALS, ["failure"], None),
        ("failed", [], None, ["failure"], ["failure"]),
    ],
    ids=[
        "fine, and a source of which nothing is known",
        "new signals that are not serious",
        "a delivery that stays away",
        "a delivery that is much smaller",
        "new serious signals",
        "all at once",
        "what nobody asked for",
        "a night that failed",
    ],
)
def test_somebody_hears_of_what_needs_them_and_of_what_they_asked_for(
    region, status, sources, signals, on, reasons
):
    if on is not None:
        with_notify(region, f"on = {json.dumps(on)}")
    night = LastNight("r1", status, 1.0, [], FIGURES, signals)
    told = message(read_config(region), night, Status(is_running=False, sources=sources))
    assert (told and told["reasons"]) == reasons
    if told and "signals" in told["reasons"]:
        assert told["new_signals"] == {"onveilig": 2}
    if told and LATE in sources:
        assert told["missing_deliveries"] == [
            {"source": "b", "delivery": "late", "size": "unknown", "days": 12.0, "rows": 3, "usual_rows": 3}
        ]  # fmt: skip
