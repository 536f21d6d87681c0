"""Prism: answers from an OpenAPI file, or stands before a server and checks both ways (npm)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import yaml
from filelock import FileLock

MOCK = Path(__file__).parents[1] / "mock"
SCHEMAS = "#/components/schemas/"


class NotHereError(Exception):
    """Prism cannot run on this machine; says what is missing."""


def install():
    """The prism program, installed once in a cache folder outside the project.

    Raises:
        NotHereError: no node, no npm, or no packages to be had.
    """
    npm = shutil.which("npm")
    if not (npm and shutil.which("node")):
        raise NotHereError("no node with npm on this machine")
    lock = (MOCK / "package-lock.json").read_bytes()
    name = f"klantreis-mock-{os.getuid()}-{hashlib.sha256(lock).hexdigest()[:12]}"
    folder = Path(os.environ.get("XDG_CACHE_HOME") or tempfile.gettempdir()) / name
    program = folder / "node_modules" / ".bin" / "prism"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(folder / "lock"):
        if not (folder / "whole").exists():
            for file in ("package.json", "package-lock.json", ".npmrc"):
                shutil.copy(MOCK / file, folder)
            done = subprocess.run(
                [npm, "ci"], cwd=folder, capture_output=True, timeout=600, check=False
            )
            if done.returncode:
                raise NotHereError("npm ci could not get the packages of tests/mock")
            (folder / "whole").touch()
    return program


def open_zaak_api(folder, server):
    """One OpenAPI file of Open Zaak's Zaken and Catalogi APIs, below the paths that they have.

    What is changed: only what is read (GET); the one schema that stands elsewhere on the web is the
    Catalogi API's own; examples of links lead to `server`, and there is no next page, so that what
    prism makes up can be followed. And one fault in the files (open-zaak/open-zaak#2212): a filter that
    is described as an address of a zaak is typed as a number. Of what is one of several kinds, prism
    wants exactly one to fit and takes no notice of the discriminator: any may.
    """
    found = {"openapi": "3.0.3", "info": {"title": "Open Zaak", "version": "1"}}
    paths, schemas, schemes = {}, {}, {}
    for name in ("zaken", "catalogi"):
        text = (folder / f"openzaak_{name}_openapi.yaml").read_text(encoding="utf-8")
        given = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
        for path, operations in given["paths"].items():
            if "get" in operations:
                kept = {key: operations[key] for key in ("get", "parameters") if key in operations}
                for each in kept["get"].get("parameters", []):
                    if each.get("description", "").startswith("URL-referentie"):
                        each["schema"] = {"type": "string", "format": "uri"}
                paths[f"/{name}/api/v1{path}"] = _prefixed(kept, f"{name}_")
        for schema, body in given["components"]["schemas"].items():
            schemas[f"{name}_{schema}"] = _prefixed(body, f"{name}_")
        schemes |= given["components"]["securitySchemes"]
    if server:
        _lead_to(schemas, server)
    components = {"schemas": schemas, "securitySchemes": schemes}
    return {**found, "paths": paths, "components": components}


def _prefixed(given, prefix):
    if isinstance(given, dict):
        if "discriminator" in given:
            given = {"anyOf": given["oneOf"]}
        return {key: _prefixed(value, prefix) for key, value in given.items()}
    if isinstance(given, list):
        return [_prefixed(value, prefix) for value in given]
    if isinstance(given, str) and given.startswith(SCHEMAS):
        return SCHEMAS + prefix + given.removeprefix(SCHEMAS)
    if isinstance(given, str) and given.endswith("/openapi.yaml#/components/schemas/ZaakType"):
        return f"{SCHEMAS}catalogi_ZaakType"
    return given


def _lead_to(schemas, server):
    some = "095be615-a8ad-4c33-8e9c-c7612fbf6c9f"
    links = {
        ("zaken_Zaak", "url"): f"zaken/api/v1/zaken/{some}",
        ("zaken_Zaak", "zaaktype"): f"catalogi/api/v1/zaaktypen/{some}",
        ("zaken_Zaak", "resultaat"): f"zaken/api/v1/resultaten/{some}",
        ("zaken_Status", "statustype"): f"catalogi/api/v1/statustypen/{some}",
        ("zaken_Resultaat", "resultaattype"): f"catalogi/api/v1/resultaattypen/{some}",
    }
    for (schema, name), path in links.items():
        schemas[schema]["properties"][name]["example"] = f"{server}/{path}"
    for schema, body in schemas.items():
        if "Paginated" in schema and "next" in body.get("properties", {}):
            body["properties"]["next"]["example"] = None


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@contextmanager
def prism(program, api, folder, port, *, before=""):
    """A running prism on loopback: a mock of `api`, or a checking proxy `before` a server.

    Yields what it has written so far: a function.
    """
    spec, log = folder / f"api-{port}.json", folder / f"prism-{port}.log"
    spec.write_text(json.dumps(api), encoding="utf-8")
    what = ["proxy", str(spec), before, "--errors"] if before else ["mock", str(spec)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [program, *what, "-h", "127.0.0.1", "-p", str(port)], stdout=out, stderr=out
        )
    try:
        _wait_for(port, process)
        yield lambda: log.read_text(encoding="utf-8")
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port, process):
    until = time.monotonic() + 120
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < until and process.poll() is None:
        try:
            opener.open(f"http://127.0.0.1:{port}/", timeout=5)
        except urllib.error.HTTPError as error:
            error.close()
            return  # it answers: there is nothing at /
        except OSError:
            time.sleep(0.1)
    raise NotHereError("prism does not start")
