"""Nights over a folder of iJw messages: many small files, of which few are new on any one night.

    python benchmarks/messages.py [number of messages]

Four messages a client: toewijzing, start, stop, and for some the stop deleted. Each night is a process of
its own; the maps are not drawn.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HELPERS = Path(__file__).parents[1] / "tests" / "helpers"
sys.path.insert(0, str(HELPERS))

CONFIG = """
[project]
name = "Maat"
[[sources]]
name = "jeugd"
kind = "ijw"
path = "berichten/*.xml"
"""


def main() -> None:
    """Write the messages, and time a reading alone and four nights."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "klantreis.toml").write_text(CONFIG)
        write_messages(folder / "berichten", 0, n)
        say("messages read, no night", folder, "read")
        say(f"first night, {n:,} messages", folder, "night")
        say("second night, nothing new", folder, "night")
        write_messages(folder / "berichten", n, n + 100)
        (folder / "berichten" / "stuk.xml").write_text("<Bericht>")
        say("third night, 100 new and one broken", folder, "night")
        (folder / "klantreis.toml").write_text(CONFIG + 'missing = ["onbekend"]\n')
        say("fourth night, another mapping: all again", folder, "night")


def write_messages(folder: Path, first: int, last: int) -> None:
    """Messages `first` to `last`, as files."""
    from care_messages import client, message, start, stop, toewijzing

    folder.mkdir(exist_ok=True)
    for i in range(first, last):
        who, step = divmod(i, 4)
        number, begins = str(who), f"2026-04-{1 + who % 28:02}"
        told = (
            (301, toewijzing(number), "2026-04-01"),
            (305, start(number, begins), "2026-05-01"),
            (307, stop(number, begins, reason=("31", "38", "39")[who % 3]), "2026-06-05"),
            (307, stop(number, begins, status="3" if who % 10 == 0 else "1"), "2026-06-06"),
        )[step]
        kind, part, dated = told
        person = client(
            part,
            bsn=bsn_of(who),
            born=f"{2008 + who % 17}-{1 + who % 12:02}-{1 + who * 7 % 28:02}",
            name=made_up(who),
            given=made_up(who * 7919),
            home=(f"{1000 + who % 8999}AB", str(1 + who % 211)),
        )
        text = message(kind, person, dated=dated, identity=f"B{i}", aanbieder=f"4141{who % 97:04}")
        (folder / f"{i:06}.xml").write_text(text)


def bsn_of(who: int) -> str:
    """A number that passes the elfproef, another for everybody."""
    digits = f"{10_000_000 + who:08}"
    rest = (
        sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1), strict=True)) % 11
    )
    return f"{digits}{rest}" if rest < 10 else bsn_of(who + 50_000_000)


def made_up(number: int) -> str:
    """A name of three syllables."""
    syllables = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
    n = len(syllables)
    return "".join(syllables[number // n**at % n] for at in range(3)).capitalize()


def say(what: str, folder: Path, part: str) -> None:
    """Run a part in a process of its own; print its time and peak memory."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--part", part, str(folder)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    peak = told.pop("peak_mb")
    print(f"{what}: {time.perf_counter() - began:.1f} s, peak {peak:,} MB, {told}")


def run_part(part: str, folder: Path) -> dict[str, int]:
    """What `say` runs."""
    if part == "night":
        from nights import run_wholly

        outcome = run_wholly(folder / "klantreis.toml")
        told = {
            name: getattr(outcome, name) for name in ("rows_read", "new", "updated", "rejected")
        }
        return {**told, "events": outcome.events}
    from connectors.messages.ijw import open_ijw
    from connectors.source import InputFile, Source

    files = [InputFile(path.name, path) for path in sorted((folder / "berichten").iterdir())]
    messages = open_ijw(files, Source("jeugd", "ijw", {}))
    return {"rows": sum(batch.rows.num_rows for batch in messages.batches(messages.columns or ()))}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--part"]:
        result = run_part(sys.argv[2], Path(sys.argv[3]))
        result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps(result))
    else:
        main()
