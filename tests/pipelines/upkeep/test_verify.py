"""`klantreis verify`: the checksums of a run's folder, as a person asks for them."""

from __future__ import annotations

import json

from nights import run, write_config, write_export


def test_what_is_missing_changed_and_extra_is_named(tmp_path, klantreis):
    config = write_config(tmp_path)
    write_export(tmp_path, "a", "1.csv", "1;k1;Intake;2024-01-01")
    run(config)
    latest = tmp_path / "out" / "latest"
    assert klantreis("verify", latest) == (0, "", "Every file is as the manifest says.\n")
    (latest / "tables" / "events.parquet").unlink()
    (latest / "tables" / "rejected.parquet").write_bytes(b"x")
    (latest / "mine.txt").write_text("x")
    assert klantreis("verify", latest)[::2] == (
        1,
        "tables/events.parquet is missing\n"
        "tables/rejected.parquet has changed\n"
        "mine.txt is not in the manifest\n",
    )
    code, out, _ = klantreis("verify", latest, "--json")
    assert code == 1
    assert json.loads(out) == {
        "missing": ["tables/events.parquet"],
        "changed": ["tables/rejected.parquet"],
        "extra": ["mine.txt"],
    }


def test_what_is_no_run_is_an_error(tmp_path, klantreis):
    code, out, err = klantreis("verify", tmp_path)
    assert (code, out) == (1, "")
    assert "no manifest that can be read" in err
