"""Parsers for what a person writes: lines, long text, e-mail addresses, numbers."""

from decimal import Decimal
from typing import TypeVar

from planning.people.rules import LONGEST_ADDRESS, is_address
from service.pages.forms import numbers
from service.pages.forms.cleaning import clean_line, clean_lines, has_hidden_characters
from service.pages.forms.faults import Fault
from service.pages.forms.fields import Fields

Number = TypeVar("Number", int, Decimal)

LINE = 200
TEXT = 10_000
MILLION = 1_000_000


class TextFields(Fields):
    """Text and numbers. `label` begins messages; `required` is the message when empty."""

    def text(
        self, field: str, *, label: str, required: str | None = None, max_length: int = LINE
    ) -> str:
        """One line of text; "" when empty or wrong."""
        return self._limited(field, clean_line(self._first(field)), label, required, max_length)

    def long_text(
        self, field: str, *, label: str, required: str | None = None, max_length: int = TEXT
    ) -> str:
        """Text over several lines; "" when empty or wrong."""
        return self._limited(field, clean_lines(self._first(field)), label, required, max_length)

    def secret(self, field: str, *, required: str) -> str:
        """A password exactly as typed, save for what no encoding can carry."""
        typed = self._first(field).encode(errors="replace").decode()
        if not typed:
            self.add_error(field, required)
        return typed

    def email(self, field: str, *, label: str, required: str | None = None) -> str:
        """An e-mail address, its capitals kept; "" when empty or wrong."""
        typed = self.text(field, label=label, required=required, max_length=LONGEST_ADDRESS)
        if typed and not is_address(typed):
            self.add_error(field, f"{label} must be in the correct format, like name@example.com")
            return ""
        return typed

    def integer(
        self,
        field: str,
        *,
        label: str,
        required: str | None = None,
        minimum: int = 0,
        maximum: int = MILLION,
    ) -> int | None:
        """A whole number; both bounds are allowed values."""
        typed = self.text(field, label=label, required=required)
        read = numbers.read_integer(typed, minimum, maximum) if typed else None
        return self._number(field, label, read)

    def decimal(
        self,
        field: str,
        *,
        label: str,
        required: str | None = None,
        minimum: Decimal = Decimal(0),
        maximum: Decimal = Decimal(MILLION),
        places: int = 2,
    ) -> Decimal | None:
        """A number with at most `places` decimals; both bounds are allowed values."""
        typed = self.text(field, label=label, required=required)
        read = numbers.read_decimal(typed, minimum, maximum, places) if typed else None
        return self._number(field, label, read)

    def _number(self, field: str, label: str, read: Number | Fault | None) -> Number | None:
        if isinstance(read, Fault):
            self.add_error(field, f"{label} {read.message}")
            return None
        return read

    def _limited(
        self, field: str, text: str, label: str, required: str | None, max_length: int
    ) -> str:
        if has_hidden_characters(self._first(field)):
            self.add_error(
                field, f"{label} had hidden characters in it: they are gone now, check what is left"
            )
            return ""
        if not text:
            self._require(field, required)
        if len(text) > max_length:
            self.add_error(field, f"{label} must be {max_length:,} characters or fewer")
            return ""
        return text
