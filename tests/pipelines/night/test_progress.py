"""What is said and seen while a night goes on: a line of what was done, and meanwhile what is being done."""

from __future__ import annotations

import pytest
from nights import run, write_config, write_export

from connectors.registry import kind_of
from connectors.source import Source, share_read
from pipelines.config.settings import read_config
from pipelines.night.checking import check
from pipelines.night.onlooker import Onlooker, watched_by
from pipelines.night.progress import listening

ROWS = ("1;k1;Intake;2024-01-01", "1;k1;Gesprek;2024-03-01", "2;k2;Intake;2024-01-02")


class Record(Onlooker):
    """Keeps what it sees, and the lines that are said, in their order."""

    def __init__(self):
        self.weights, self.seen = {}, []

    def plan(self, weights):
        self.weights = weights

    def see(self, part, share, doing=""):
        self.seen.append((part, share, str(doing)))

    def hear(self, line):
        self.seen.append(line.partition(" (")[0])


@pytest.fixture
def recorded(tmp_path):
    """A night of two sources, as who looks on sees it."""
    config, record = write_config(tmp_path, ("a", "b")), Record()
    for source in ("a", "b"):
        for n in range(2):
            write_export(tmp_path, source, f"{n}.csv", *ROWS[n:])
    with watched_by(record), listening(record.hear):
        assert run(config).status == "complete"
    return record


def test_a_step_is_seen_before_it_is_said_and_nothing_stands_between(recorded):
    for name in ("the maps", "the report", "the audit", "the store"):
        (said,) = [n for n, each in enumerate(recorded.seen) if each == f"publish: {name}"]
        assert recorded.seen[said - 1][::2] == ("publish", name)


def test_no_part_goes_back_and_each_that_is_planned_comes_to_its_end(recorded):
    shares = {}
    for part, share, _ in (each for each in recorded.seen if isinstance(each, tuple)):
        assert 0 <= shares.get(part, 0) <= share <= 1
        shares[part] = share
    assert shares == dict.fromkeys(recorded.weights, 1.0)
    assert set(shares) == {"ingest a", "ingest b", "reconstruct", "analyse", "publish"}


def test_reading_is_seen_by_its_rows_and_the_share_of_its_bytes(recorded):
    reading = [
        each[1:] for each in recorded.seen if each[0] == "ingest a" and isinstance(each, tuple)
    ]
    assert [doing for _, doing in reading] == ["", "3 rows", "5 rows", ""]
    assert 0 < reading[1][0] < reading[2][0] == 1.0


def test_a_second_night_is_planned_by_the_seconds_of_the_first(tmp_path):
    config, record = write_config(tmp_path), Record()
    write_export(tmp_path, "a", "1.csv", *ROWS)
    seconds = run(config).seconds
    with watched_by(record):
        run(config)
    assert record.weights == {
        "ingest a" if part == "ingest" else part: s for part, s in seconds.items()
    }


def test_a_check_is_seen_source_by_source(tmp_path):
    config, record = write_config(tmp_path, ("a", "b")), Record()
    write_export(tmp_path, "a", "1.csv", *ROWS)
    with watched_by(record):
        check(read_config(config))
    assert record.seen == [
        ("ingest a", 0.0, ""), ("ingest a", 1.0, "3 rows"), ("ingest a", 1.0, ""),
        ("ingest b", 0.0, ""), ("ingest b", 1.0, ""), ("reconstruct", 0.0, ""),
    ]  # fmt: skip


def test_a_large_text_file_is_seen_halfway(tmp_path):
    path = write_export(tmp_path, ".", "1.csv", *ROWS * 60_000)
    extract = kind_of("csv").reader(path, Source("a", "csv", {"case_id": ("Zaak",)}))
    shares = [share_read(extract) for _ in extract.batches(["Zaak"])]
    assert shares == sorted(shares)
    assert (0 < shares[0] < shares[-1], shares[-1]) == (True, 1.0)
