"""A thousand people are planted, and every byte that a run leaves is read: nobody is found."""

import hashlib
import json
import os
import random
import re
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from registrations import row, write_project, write_rows

from journeys.linking.bsn import is_bsn
from outputs.report.packs import packed, unpacked
from pipelines.config.settings import read_config
from pipelines.night.begin import begin
from pipelines.night.ingest import ingest
from pipelines.night.reconstruct import reconstruct

N = 1000
WORD = re.compile(rb"[A-Za-z]{7,}")
NUMBER = re.compile(rb"\d{9}")
HEX = re.compile(rb"[0-9a-f]{32,64}")
BORN = re.compile(rb"19\d\d-?\d\d-?\d\d|\d\d-\d\d-19\d\d|19\d{6}")
PLACE = re.compile(rb"[1-9]\d{3} ?[A-Z]{2}(?![A-Za-z0-9])")


def planted(seed=7):
    """People whose names, numbers, addresses and birth dates stand nowhere by chance."""
    chance = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    people, numbers = [], set()
    while len(numbers) < N:
        number = f"{chance.randrange(10**8, 10**9)}"
        if is_bsn(number):
            numbers.add(number)
    for number in sorted(numbers):
        family = "Q" + "".join(chance.choices(letters, k=11))
        given = "X" + "".join(chance.choices(letters, k=9))
        born = f"19{chance.randrange(30, 99)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        place = f"{chance.randrange(1000, 9999)}{''.join(chance.choices('QXZ', k=2))}"
        people.append((number, family, given, born, "mv"[len(people) % 2], place, len(people) + 1))
    return people


def sought(people):
    """All that must stand nowhere: as text, and as a bare hash of a BSN."""
    words = {name.encode() for person in people for name in person[1:3]}
    words |= {word.lower() for word in words}
    numbers = {person[0].encode() for person in people}
    hashes = {
        hashlib.new(name, number).hexdigest().encode()
        for number in numbers
        for name in ("md5", "sha1", "sha256")
    }
    born = {
        text.encode()
        for person in people
        for year, month, day in [person[3].split("-")]
        for text in (person[3], f"{day}-{month}-{year}", f"{year}{month}{day}")
    }
    places = {person[5].encode() for person in people}
    return words | numbers | hashes | born | places


def texts(path):
    """A file's bytes; of Parquet and packed data, which are compressed, its values as well."""
    yield path.read_bytes()
    if path.suffix == ".js" and "gzip" in (text := path.read_text(encoding="utf-8")):
        yield json.dumps(unpacked(text), ensure_ascii=False).encode()
    if path.suffix == ".parquet":
        for batch in pq.ParquetFile(path).iter_batches():
            for column in batch.columns:
                values = column.flatten() if pa.types.is_list(column.type) else column
                if pa.types.is_binary(values.type):
                    yield from filter(None, values.to_pylist())
                else:
                    yield "\n".join(str(value) for value in set(values.to_pylist())).encode()


def found_in(folder, wanted, *, but=()):
    """What of the wanted stands in which file."""
    found, n_files = {}, 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if any(part.name in but for part in (path, *path.parents)):
            continue
        n_files += 1
        for data in texts(path):
            seen = {
                match for kind in (WORD, NUMBER, HEX, BORN, PLACE) for match in kind.findall(data)
            }
            if hit := seen & wanted:
                found.setdefault(path.relative_to(folder).as_posix(), set()).update(hit)
    return found, n_files


@pytest.fixture
def region(tmp_path):
    people = planted()
    config = write_project(tmp_path, ("a", "b", "c"), level="household")
    own = config.read_text(encoding="utf-8").replace(
        'partner = "c"', 'partner = "c"\nactor = "inwoner"'
    )
    config.write_text(own, encoding="utf-8")
    for source, part in (("a", people[:700]), ("b", people[400:]), ("c", people[600:800])):
        rows = [
            row(
                n, number, family, given, born, sex, place, house, "Intake", f"2024-0{n % 9 + 1}-11"
            )
            for n, (number, family, given, born, sex, place, house) in enumerate(part)
        ]
        # a bad time in one row, a name where the time should be in another
        rows += [
            row(9001, *part[0], "Intake", "31-31-2024"),
            row(9002, *part[1], "Intake", part[1][1]),
            row(9003, *part[2], "", "2024-01-01"),
        ]
        write_rows(tmp_path, source, "1.csv", *rows)
    return config, sought(people)


def test_the_search_finds_what_is_there(region, tmp_path):
    _, wanted = region
    found, _ = found_in(tmp_path, wanted)
    assert set(found) == {"a/1.csv", "b/1.csv", "c/1.csv"}
    pq.write_table(pa.table({"x": [next(iter(wanted)).decode()]}), tmp_path / "x.parquet")
    script = packed("x", [next(iter(wanted)).decode()], squeezed=True)
    (tmp_path / "x.js").write_text(script, encoding="utf-8")
    assert {"x.parquet", "x.js"} <= set(found_in(tmp_path, wanted)[0])


def test_a_run_leaves_nobody_in_store_tables_logs_report_or_prefects_database(region, tmp_path):
    config, wanted = region
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment = {
        **os.environ,
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "TMPDIR": str(temporary),
        "PREFECT_LOGGING_LEVEL": "DEBUG",
    }
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.cli.main", "run", str(config), "--prefect", "--json"],
        env=environment, capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    (tmp_path / "stdout").write_bytes(done.stdout)
    (tmp_path / "stderr").write_bytes(done.stderr)
    assert done.returncode == 0, done.stderr.decode()
    found, n_files = found_in(tmp_path, wanted, but=("a", "b", "c"))
    assert found == {}
    assert n_files > 40
    assert list((tmp_path / "prefect").rglob("*.db"))
    assert (tmp_path / "klantreis.key").stat().st_mode & 0o777 == 0o600


def test_the_key_stands_in_its_own_file_alone(region, tmp_path):
    config, _ = region
    with begin(read_config(config), "r") as night:
        key = night.pseudonyms.key
        for section in night.config.sources:
            ingest(night, section)
        for path in (path for path in tmp_path.rglob("*") if path.is_file()):
            if path.name != "klantreis.key":
                data = path.read_bytes()
                assert key not in data
                assert key.hex().encode() not in data


def test_what_lies_in_the_work_folder_halfway_names_nobody(region, tmp_path):
    config, wanted = region
    with begin(read_config(config), "r") as night:
        reads = [ingest(night, section) for section in night.config.sources]
        reconstruct(night, reads)
        found, n_files = found_in(tmp_path, wanted, but=("a", "b", "c"))
        assert found == {}
        assert n_files > 10
