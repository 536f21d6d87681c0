"""Households out of several partners: a number at one, an address at another, and who moves."""

from nights import run, table
from registrations import ANNEKE, PIET, row, write_project, write_rows

FOSTER = ("Smit", "Kim", "2012-03-04", "v", "3511ZZ", "1")


def homes(folder):
    """Source and row to household."""
    return {
        (event["source"], event["source_row"]): event["household_id"]
        for event in table(folder, "events")
    }


def test_one_address_is_one_household_whatever_its_people_are_called(tmp_path):
    config = write_project(tmp_path, level="household")
    other = ("El Amrani", "Yasmin", "1985-06-07", "v", "9712AB", "12")
    write_rows(tmp_path, "a", "1.csv", row(1, "", *ANNEKE), row(2, "", *other))
    write_rows(tmp_path, "b", "1.csv", row(9, "", *PIET, "Start", "2024-02-01"))
    run(config)
    found = homes(tmp_path)
    assert len(set(found.values())) == 1
    assert found["a", 1].startswith("h")
    assert len(table(tmp_path, "journeys")) == 1


def test_a_foster_child_is_of_the_household_where_it_lives_then(tmp_path):
    config = write_project(tmp_path, level="household")
    moved = (*FOSTER[:4], "9712AB", "12")
    write_rows(tmp_path, "a", "1.csv", row(1, "234567892", *FOSTER, "Intake", "2023-01-01"),
               row(2, "", *ANNEKE, "Intake", "2023-01-01"))  # fmt: skip
    write_rows(tmp_path, "b", "1.csv", row(9, "234567892", *moved, "Start", "2024-01-01"))
    run(config)
    found = homes(tmp_path)
    assert found["a", 1] != found["a", 2]
    assert found["b", 1] == found["a", 2]


def test_a_number_at_one_partner_and_an_address_at_another_are_one_household(tmp_path):
    config = write_project(tmp_path, level="household")
    text = config.read_text(encoding="utf-8")
    first, second = text.split('name = "b"')
    config.write_text(
        first.replace('started_at = "Begin"', 'started_at = "Begin"\nhousehold = "Gezin"', 1)
        + 'name = "b"'
        + second,
        encoding="utf-8",
    )
    path = write_rows(
        tmp_path, "a", "1.csv", row(1, "234567892", *ANNEKE), row(2, "111222333", *PIET)
    )
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join([lines[0] + ";Gezin", *(line + ";G7" for line in lines[1:])]) + "\n",
        encoding="utf-8",
    )
    write_rows(
        tmp_path,
        "b",
        "1.csv",
        row(8, "234567892", *ANNEKE, "Start", "2024-02-01"),
        row(9, "111222333", *PIET, "Start", "2024-02-02"),
    )
    run(config, "lanes")
    assert len(set(homes(tmp_path).values())) == 1
    (journey,) = table(tmp_path, "journeys")
    assert journey["n_events"] == 4
    # and its lanes say who was helped by whom
    lanes = {(lane["client_id"], lane["partner"]) for lane in table(tmp_path, "lanes")}
    assert len(lanes) == 4
