"""What every form has: names, what was typed, errors, rows. The parsers build on it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from planning.errors import Blocker
from service.pages.forms.filling import flattened
from service.pages.forms.raw import Multidict, RawFields

_CHOSEN = re.compile(r"[a-z0-9_:,.-]*")
"""Ids, figures and names of choices, which nobody has to type again."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault. `field` is the input's full name, "" for the whole form; `target` its id."""

    field: str
    message: str
    target: str


class FormInvalid(Exception):
    """The form has errors: show its page again, with what was typed, as status 422."""

    def __init__(self, fields: "Fields") -> None:
        super().__init__("; ".join(error.message for error in fields.errors))
        self.form = fields


class Fields:
    """Fields of one request, or starting values."""

    def __init__(
        self,
        data: Multidict | Mapping[str, object] | RawFields | None = None,
        *,
        prefix: str = "",
        errors: list[FieldError] | None = None,
    ) -> None:
        self._raw = data if isinstance(data, RawFields) else RawFields(data)
        self._prefix = prefix
        self.errors: list[FieldError] = [] if errors is None else errors

    @classmethod
    def filled(cls, **values: object) -> Self:
        """A form that shows stored values: text, dates, times, moments, ids, numbers, lists."""
        return cls(flattened(values))

    def afresh(self) -> Self:
        """The same answers, without the faults noted so far."""
        return type(self)(self._raw, prefix=self._prefix)

    def name(self, field: str) -> str:
        """The input's full name, also its id: inside a row it carries the row's prefix."""
        return self._prefix + field

    def value(self, field: str) -> str:
        """What was typed, as one string."""
        return next(iter(self.values(field)), "")

    def values(self, field: str) -> list[str]:
        """What was typed or ticked."""
        return self._raw.shown(self.name(field))

    def typed(self) -> list[str]:
        """All that was written, without what was chosen from what a page offers."""
        texts = [
            text
            for name in self._raw.names()
            for text in self._raw.shown(name)
            if not name.startswith("_") and not _CHOSEN.fullmatch(text)
        ]
        return list(dict.fromkeys(texts))

    def error(self, field: str) -> str:
        """The field's first error, or ""."""
        name = self.name(field)
        return next((error.message for error in self.errors if error.field == name), "")

    def faulty_part(self, field: str) -> str:
        """The id of the input, of several, that its first error is about; or ""."""
        name = self.name(field)
        return next((error.target for error in self.errors if error.field == name), "")

    def is_valid(self) -> bool:
        """Whether no parser so far found a fault, in any row either."""
        return not self.errors

    def check(self) -> None:
        """Raises FormInvalid when anything was found wrong."""
        if self.errors:
            raise FormInvalid(self)

    def add_error(self, field: str, message: str, *, part: str = "") -> None:
        """Note a fault once; field "" means the whole form, `part` one input of several."""
        name = self.name(field) if field else ""
        error = FieldError(name, message, f"{name}-{part}" if part else name)
        if error not in self.errors:
            self.errors.append(error)

    def add_blockers(self, blockers: Iterable[Blocker]) -> None:
        """Show the domain's reasons like the form's own."""
        for blocker in blockers:
            self.add_error(blocker.field, blocker.message)

    def rows(self, group: str, *, spare: int = 0, at_most: int = 50) -> list[Self]:
        """One form for each `group-0-…`, `group-1-…`; all share this form's errors.

        `spare` adds blank ones at the end, for showing. Leave blank rows out with `is_blank`.
        """
        found = self._row_numbers(group)
        if len(found) > at_most:
            self.add_error(group, f"Add no more than {at_most}")
        numbers = found[:at_most]
        first_spare = numbers[-1] + 1 if numbers else 0
        return [
            type(self)(self._raw, prefix=self.name(f"{group}-{number}-"), errors=self.errors)
            for number in [*numbers, *range(first_spare, first_spare + spare)]
        ]

    def is_blank(self, *fields: str) -> bool:
        """Whether nothing was typed: in the fields named, or in any of this form or row."""
        names = [self.name(field) for field in fields] or [
            name for name in self._raw.names() if name.startswith(self._prefix)
        ]
        return not any(text.strip() for name in names for text in self._raw.all(name))

    def _row_numbers(self, group: str) -> list[int]:
        pattern = re.compile(re.escape(self.name(group)) + r"-(0|[1-9][0-9]{0,3})-.+")
        matches = (pattern.fullmatch(name) for name in self._raw.names())
        return sorted({int(match[1]) for match in matches if match})

    def _first(self, field: str) -> str:
        return self._raw.first(self.name(field))

    def _require(self, field: str, message: str | None, *, part: str = "") -> None:
        if message is not None:
            self.add_error(field, message, part=part)
