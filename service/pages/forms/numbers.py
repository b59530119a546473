"""Numbers as people type them; every fault comes back as words, never as an exception."""

import re
from decimal import Decimal

from service.pages.forms.faults import Fault

_WHOLE = re.compile(r"-?[0-9]{1,12}")
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.([0-9]{1,12}))?")


def read_integer(typed: str, minimum: int, maximum: int) -> int | Fault:
    """A whole number; commas and spaces between thousands are allowed."""
    digits = _without_separators(typed)
    if not _WHOLE.fullmatch(digits):
        return Fault("must be a whole number, like 12")
    number = int(digits)
    return _outside(number, minimum, maximum) or number


def read_decimal(typed: str, minimum: Decimal, maximum: Decimal, places: int) -> Decimal | Fault:
    """A plain decimal number, never an exponent, an infinity or "not a number"."""
    match = _NUMBER.fullmatch(_without_separators(typed))
    if match is None:
        return Fault("must be a number, like 7.5")
    if len(match[1] or "") > places:
        return Fault(f"must have no more than {places} decimal places")
    number = Decimal(match[0])
    return _outside(number, minimum, maximum) or number


def _without_separators(typed: str) -> str:
    return typed.replace(",", "").replace(" ", "")


def _outside(number: int | Decimal, minimum: int | Decimal, maximum: int | Decimal) -> Fault | None:
    if number < minimum:
        return Fault(f"must be {minimum:,} or more")
    if number > maximum:
        return Fault(f"must be {maximum:,} or fewer")
    return None
