"""What may be declared, and which weeks a line is about."""

from datetime import date
from decimal import Decimal

import pytest

from planning.capacity.rules.declaring import (
    LINES_AT_MOST,
    Declaration,
    declaration_faults,
    weeks_of,
)
from planning.plans.rules.resource_types import Per, TypeDraft, key_of, type_faults

TYPES = {"nurses": Per.WEEK, "money": Per.TOTAL}
APRIL = date(2026, 4, 6)


def line(key: str = "nurses", last: date | None = None, amount: str = "4") -> Declaration:
    return Declaration(key, APRIL, last, Decimal(amount))


def fields(*lines: Declaration) -> list[str]:
    return [fault.field for fault in declaration_faults(lines, TYPES)]


def test_a_line_without_a_fault_has_none() -> None:
    assert fields(line(), line("money"), line(last=date(2026, 12, 31))) == []


def test_something_is_declared_and_not_too_much_at_once() -> None:
    assert fields() == ["lines"]
    assert fields(*[line()] * (LINES_AT_MOST + 1)) == ["lines"]


@pytest.mark.parametrize("amount", ["-0.01", "10000001", "NaN", "Infinity", "0.005"])
def test_no_absurd_amount_is_declared(amount: str) -> None:
    assert fields(line(amount=amount)) == ["lines.0.amount"]


def test_weeks_follow_each_other_for_three_years_at_most() -> None:
    assert fields(line(last=date(2026, 4, 5))) == ["lines.0.last_on"]
    assert fields(line(last=date(2029, 4, 1))) == []
    assert fields(line(last=date(2029, 4, 2))) == ["lines.0.last_on"]
    assert fields(line(last=date(2101, 1, 1))) == ["lines.0.last_on"]


def test_a_sum_has_no_last_week() -> None:
    assert fields(line("money", last=APRIL)) == ["lines.0.last_on"]


def test_an_unknown_type_is_named() -> None:
    assert fields(line("unicorns", last=APRIL)) == ["lines.0.type_key"]


def test_any_day_says_its_week() -> None:
    days = Declaration("nurses", date(2026, 4, 12), date(2026, 4, 20), Decimal(1))
    assert weeks_of(days) == [APRIL, date(2026, 4, 13), date(2026, 4, 20)]
    assert weeks_of(line()) == [APRIL]


def test_a_key_is_made_of_the_letters_of_its_words() -> None:
    assert key_of("  Dog handlers (night) ") == "dog_handlers_night"
    assert key_of("2nd responders") == "nd_responders"
    assert len(key_of("a" * 80)) == 50
    assert [fault.field for fault in type_faults(TypeDraft("Ω", "people"))] == ["words"]
    assert [fault.field for fault in type_faults(TypeDraft(" ", "people"))] == ["words"]
