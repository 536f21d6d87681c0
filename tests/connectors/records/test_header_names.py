"""Which names of a header a message shows."""

import pytest

from connectors.errors import ColumnMissingError
from connectors.records.header_names import as_in_header
from connectors.source import Source

HEADERLESS = {
    "numbers": ["123456782", "Intake", "2024-05-01"],
    "names": ["Zaak 12", "Activiteiten", "J. Jansen"],
    "what is like a column": ["Zaaknummers", "Activiteiten", "Datums"],
    "dates": ["Z1", "Activiteit 3", "01-05-2024"],
}


@pytest.mark.parametrize("line", HEADERLESS.values(), ids=HEADERLESS)
def test_no_cell_of_a_line_that_may_be_data_is_shown(line):
    source = Source("a", "csv", {"case_id": ("Zaaknummer",), "activity": ("Activiteit",)})
    with pytest.raises(ColumnMissingError) as caught:
        as_in_header(source, line)
    assert [cell for cell in line if cell in str(caught.value)] == []


def test_a_name_is_shown_where_the_line_is_a_header_and_the_name_has_no_digit():
    source = Source("a", "csv", {"case_id": ("Zaaknummer",), "activity": ("Activiteit",)})
    with pytest.raises(ColumnMissingError) as caught:
        as_in_header(source, ["Zaaknummer", "Activiteiten", "Activiteit 7"])
    assert "Activiteiten" in str(caught.value)
    assert "Activiteit 7" not in str(caught.value)
