"""The report on an address: what is handed out, to whom, and what never."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import threading

import pytest

from outputs.report.build import POLICY
from pipelines.cli.report_server import Server, answer, report_folder
from pipelines.errors import ConfigError, PipelineError


@pytest.fixture
def run_folder(tmp_path):
    """A run's folder with a report of a few files, a table beside it, and ways out."""
    files = {
        "report/index.html": "<h1>Voor</h1>",
        "report/klantreis.js": "klantreis",
        "report/data/kaart.js": "klantreis.put()",
        "report/manager/index.html": "<h1>Team</h1>",
        "report/leeg/kaart.js": "",
        "report/.geheim.html": "geheim",
        "report/tabel.parquet": "geheim",
        "tables/events.parquet": "geheim",
        "tables/geheim.html": "geheim",
        "reportage/geheim.html": "geheim",
    }
    for name, text in files.items():
        path = tmp_path / "run" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "run" / "report" / "uit").symlink_to(tmp_path / "run" / "tables")
    return tmp_path / "run"


@pytest.fixture
def served(run_folder):
    """A running server of that report."""
    with Server(report_folder(run_folder), 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(server, target, method="GET", **headers):
    """Status, headers and text of an answer; `target` goes as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.putrequest(method, target, skip_host="Host" in given)
    for name, value in given.items():
        connection.putheader(name, value)
    connection.endheaders()
    with connection.getresponse() as found:
        told = found.status, dict(found.headers), found.read().decode()
    connection.close()
    return told


def test_a_file_comes_with_every_header_that_keeps_it_in(served):
    status, headers, text = ask(served, "/")
    assert (status, text) == (200, "<h1>Voor</h1>")
    del headers["Date"]
    assert headers == {
        "Server": "klantreis",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": "13",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    assert ask(served, "/data/kaart.js?x=1")[1]["Content-Type"] == "text/javascript; charset=utf-8"
    assert ask(served, "/index.html", "HEAD") == (
        200,
        {**headers, "Date": ask(served, "/")[1]["Date"]},
        "",
    )


def test_the_icon_that_every_browser_asks_for_is_no_error(served):
    status, headers, text = ask(served, "/favicon.ico")
    assert (status, headers["Content-Length"], text) == (204, "0", "")


def test_a_folder_with_a_page_leads_to_it_and_one_without_shows_nothing(served):
    status, headers, _ = ask(served, "/manager")
    assert (status, headers["Location"]) == (301, "/manager/")
    assert ask(served, "/manager/")[2] == "<h1>Team</h1>"
    for target in ("/leeg", "/leeg/", "/data/", "/manager/index.html/"):
        status, headers, text = ask(served, target)
        assert (status, text) == (404, "Dit staat niet in het verslag.")
        assert headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize(
    "target",
    [
        "/../tables/geheim.html", "/%2e%2e/tables/geheim.html", "/..%2ftables%2fgeheim.html",
        "/data/../../tables/geheim.html", "//tables/geheim.html", "/..\\tables\\geheim.html",
        "/uit/geheim.html", "/../reportage/geheim.html", "/.geheim.html", "/tabel.parquet",
        "/%00index.html", "/index.html%00.js", "/%ff", "/C:/geheim.html", "*", "//example.nl/..",
        "/" + "a" * 5000 + ".html", "/[::1", "//[/index.html",
    ],
)  # fmt: skip
def test_nothing_outside_the_report_is_handed_out(served, target):
    status, headers, text = ask(served, target)
    assert status == 404
    assert text == "Dit staat niet in het verslag."
    assert "Location" not in headers


@pytest.mark.parametrize(
    "host", ["example.nl", "example.nl:{port}", "localhost", "127.0.0.1:1", "", "0.0.0.0:{port}"]
)
def test_another_name_than_this_machines_own_is_refused(served, host):
    assert ask(served, "/", Host=host.format(port=served.server_port))[0] == 421


@pytest.mark.parametrize("host", ["localhost:{port}", "LOCALHOST:{port}", "127.0.0.1:{port}"])
def test_this_machines_own_names_are_served(served, host):
    assert ask(served, "/", Host=host.format(port=served.server_port))[0] == 200


def test_a_page_elsewhere_cannot_read_the_data_as_a_script_but_may_link_here(served):
    for site in ("cross-site", "same-site"):
        assert (
            ask(served, "/data/kaart.js", Sec_Fetch_Site=site, Sec_Fetch_Mode="no-cors")[0] == 403
        )
        assert ask(served, "/", Sec_Fetch_Site=site, Sec_Fetch_Mode="navigate")[0] == 200
    assert (
        ask(served, "/data/kaart.js", Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="no-cors")[0]
        == 200
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_it_is_read_only(served, method):
    status, headers, _ = ask(served, "/", method)
    assert (status, headers["Content-Security-Policy"]) == (501, POLICY)


def test_it_listens_to_this_machine_alone_and_says_which_port_is_taken(served, run_folder):
    assert served.server_address[0] == "127.0.0.1"
    with pytest.raises(PipelineError, match=f"port {served.server_port} cannot be had"):
        Server(report_folder(run_folder), served.server_port)


def test_a_report_is_found_from_a_config_a_run_or_itself(run_folder, tmp_path):
    report = (run_folder / "report").resolve()
    assert report_folder(run_folder) == report_folder(report) == report
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "latest").symlink_to(run_folder)
    config = tmp_path / "klantreis.toml"
    config.write_text(
        '[project]\nname = "Proef"\n[[sources]]\nname = "a"\nkind = "csv"\npath = "a.csv"\npartner = "A"\n'
        '[sources.columns]\ncase_id = "Zaak"\nactivity = "Wat"\nstarted_at = "Begin"\n'
    )
    assert report_folder(config) == report
    for wrong in (run_folder / "tables", tmp_path / "none"):
        with pytest.raises(ConfigError, match="there is no report here"):
            report_folder(wrong)


def test_a_port_that_http_means_by_none_needs_not_be_named(run_folder):
    assert answer(report_folder(run_folder), 80, "/", {"host": "localhost"}).status == 200


def test_the_command_serves_until_it_is_stopped_and_tells_nobody_what_was_seen(run_folder):
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli.main", "--language", "nl", "serve", run_folder, "--port",
         "0"],
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - a background job ignores it
    )  # fmt: skip
    try:
        line = process.stderr.readline()
        port = int(line.split("127.0.0.1:")[1].split("/")[0])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/data/kaart.js")
        with connection.getresponse() as found:
            assert found.read() == b"klantreis.put()"
        connection.close()
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, out, told) == (0, "", "gestopt\n")


def test_the_command_says_where_there_is_no_report(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli.main", "serve", tmp_path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "there is no report here" in done.stderr
    assert json.dumps(str(tmp_path)) not in done.stderr
