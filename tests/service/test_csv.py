"""Tables to take away: read back as they were, and harmless in a spreadsheet."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from service.web.csv import csv_response, csv_text

RUNS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"


def read(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def test_each_kind_of_cell_has_one_form() -> None:
    moment = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
    row = ["Åsa", None, 3, -2.5, Decimal("0.10"), date(2026, 3, 3), moment, True]
    assert csv_text(["a"], [row]) == (
        "\ufeffa\r\nÅsa,,3,-2.5,0.10,2026-03-03,2026-07-01 10:30,yes\r\n"
    )


def test_a_file_is_not_kept_by_any_cache_and_named_neutrally() -> None:
    answer = csv_response(["a"], [], name="list")
    assert answer.headers == {
        "Content-Disposition": 'attachment; filename="list.csv"',
        "Cache-Control": "no-store",
    }


@settings(max_examples=50)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_every_text_comes_back_and_none_is_run(cells: list[str]) -> None:
    _, *rows = read(csv_text(["first"], [["whole", *cells]]))
    assert [cell.removeprefix("'") if cell[1:2] in RUNS else cell for cell in rows[0][1:]] == [
        cell.removeprefix("'") if cell[1:2] in RUNS else cell for cell in cells
    ]
    assert not [cell for cell in rows[0] if cell.startswith(tuple(RUNS))]
