"""The report of a run on this machine's own address, for who would rather not open it from disk.

The standard library's server is enough, and starts at once: it hands out a few dozen files that do not
change, to one reader. What a server must not do is left to no default here: `answer` decides on every
request, and is a function of its path and headers alone.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from journeys.errors import reason_of, said
from outputs.report.build import POLICY
from pipelines.config.settings import read_config
from pipelines.errors import ConfigError, PipelineError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ADDRESS: Final = "127.0.0.1"
HTTP_PORT: Final = 80
"""What a Host header without a port means."""

ICON: Final = "/favicon.ico"
"""A browser asks for it unbidden, and calls it an error where there is nothing."""

TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".csv": "text/csv; charset=utf-8",
    ".woff2": "font/woff2",
}
"""What a report holds. A file of another kind is not handed out."""

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""On every answer. A data file is a script, which any site could otherwise run, and read, in its own page."""


@dataclass(frozen=True)
class HttpAnswer:
    """What a request gets.

    Attributes:
        status: of HTTP.
        content: a file's bytes, or a text of ours.
        headers: beside `HEADERS`.
    """

    status: HTTPStatus
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def report_folder(place: Path) -> Path:
    """The folder of the report to show.

    Args:
        place: a config file: of its latest run; the folder of a run; or that of a report.

    Raises:
        ConfigError: there is none.
    """
    place = read_config(place).latest if place.suffix == ".toml" else place
    for folder in (place / "report", place):
        if (folder / "index.html").is_file() and (folder / "klantreis.js").is_file():
            return folder.resolve()
    raise ConfigError(
        "there is no report here",
        expected="a config that has had a run, the folder of a run, or the folder of a report",
        got=place.name,
        hint="klantreis run makes one",
    )


def answer(folder: Path, port: int, target: str, headers: Mapping[str, str]) -> HttpAnswer:
    """What a request for `target` gets out of `folder`, which has no symbolic link left in it."""
    refused = _refused(port, headers)
    if refused:
        return refused
    try:
        path = unquote(urlsplit(target).path, errors="strict")
        if path == ICON:
            return HttpAnswer(HTTPStatus.NO_CONTENT)
        there = _within(folder, path)
        if there is not None and there.is_file() and there.suffix in TYPES:
            return HttpAnswer(
                HTTPStatus.OK, there.read_bytes(), {"Content-Type": TYPES[there.suffix]}
            )
        if there is not None and (there / "index.html").is_file():
            return HttpAnswer(HTTPStatus.MOVED_PERMANENTLY, headers={"Location": f"{path}/"})
    except (ValueError, OSError):
        pass  # no path at all, or one that the machine cannot have
    return HttpAnswer(HTTPStatus.NOT_FOUND, b"Dit staat niet in het verslag.")


def _refused(port: int, headers: Mapping[str, str]) -> HttpAnswer | None:
    """Refuses another name than this machine's own, and what a page of another site asks for.

    A site elsewhere can let its own name lead here (DNS rebinding), and can try to run our data as a script.
    """
    ends = (f":{port}", "") if port == HTTP_PORT else (f":{port}",)
    if headers.get("host", "").lower() not in {
        name + end for name in (ADDRESS, "localhost") for end in ends
    }:
        return HttpAnswer(HTTPStatus.MISDIRECTED_REQUEST, b"Dit adres is hier niet bekend.")
    elsewhere = headers.get("sec-fetch-site", "none") in {"cross-site", "same-site"}
    if elsewhere and headers.get("sec-fetch-mode") != "navigate":
        return HttpAnswer(HTTPStatus.FORBIDDEN, b"Dit verslag is niet voor een andere site.")
    return None


def _within(folder: Path, path: str) -> Path | None:
    """The file or folder that a path means, if it is really in `folder`; a folder's page for `.../`."""
    *folders, name = path.removeprefix("/").split("/")
    parts = (*folders, name or "index.html")
    if not all(_is_plain(part) for part in parts):
        return None
    file = folder.joinpath(*parts).resolve()
    return file if file.is_relative_to(folder) else None


def _is_plain(part: str) -> bool:
    r"""Whether a part of a path is a name as a report has them.

    >>> [_is_plain(part) for part in ("data", "kaart.en.html", "..", ".git", "a\\b", "C:", "", "é")]
    [True, True, False, False, False, False, False, False]
    """
    return part[:1] not in {"", "."} and all(
        char.isascii() and (char.isalnum() or char in "-_.") for char in part
    )


class Server(ThreadingHTTPServer):
    """Serves one folder, on this machine alone, and tells nobody who asked for what."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there it lets a second one take the port

    def __init__(self, folder: Path, port: int) -> None:
        """Listen; a port of 0 is any that is free.

        Raises:
            PipelineError: the port is taken.
        """
        self.folder = folder
        try:
            super().__init__((ADDRESS, port), Handler)
        except OSError as error:
            raise PipelineError(
                said("port {port} cannot be had", port=port),
                expected="a free port",
                got=reason_of(error),
                hint="give another one with --port",
            ) from None

    @property
    def url(self) -> str:
        """Where the report is."""
        return f"http://{ADDRESS}:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who left, or a broken request: nothing to tell."""


class Handler(BaseHTTPRequestHandler):
    """One reader's requests."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        """Hand out a file."""
        self._give(body=True)

    def do_HEAD(self) -> None:
        """Likewise, without the file."""
        self._give(body=False)

    def _give(self, *, body: bool) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = answer(self.server.folder, self.server.server_port, self.path, headers)
        self.send_response(reply.status)
        for name, value in {
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Length": str(len(reply.content)),
            **reply.headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        if body:
            self.wfile.write(reply.content)

    def end_headers(self) -> None:
        """Every answer has them, the library's own refusals too."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def version_string(self) -> str:
        """Who answers, without the version of anything."""
        return "klantreis"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Nothing: what somebody looked at is in no log."""
