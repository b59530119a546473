"""Parsers for what a person picks: radios, checkboxes, selects, people."""

import re
from collections.abc import Collection
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from service.pages.forms.fields import Fields

Answer = TypeVar("Answer", bound=StrEnum)

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class ChoiceFields(Fields):
    """Choices. `label` begins messages; `required` is the message when nothing is picked."""

    def flag(self, field: str) -> bool:
        """Whether a single checkbox is ticked."""
        return bool(self._first(field))

    def choice(
        self, field: str, *, label: str, options: Collection[str], required: str | None = None
    ) -> str:
        """One of `options`; "" when none, or another, was sent."""
        picked = self._picked(field, required)
        if picked and picked[0] not in options:
            self._refuse(field, label)
            return ""
        return picked[0] if picked else ""

    def enum(
        self, field: str, *, label: str, kind: type[Answer], required: str | None = None
    ) -> Answer | None:
        """A member of `kind` by its value; None when none, or another, was sent."""
        members = {member.value: member for member in kind}
        return members.get(self.choice(field, label=label, options=members, required=required))

    def choices(
        self, field: str, *, label: str, options: Collection[str], required: str | None = None
    ) -> list[str]:
        """The ticked ones of `options`, each once."""
        picked = self._picked(field, required)
        if any(item not in options for item in picked):
            self._refuse(field, label)
        return [item for item in picked if item in options]

    def uuid(self, field: str, *, label: str, required: str | None = None) -> UUID | None:
        """An id; whether it exists and may be seen is for the query to say."""
        picked = self._picked(field, required)
        if picked and not _UUID.fullmatch(picked[0]):
            self._refuse(field, label)
            return None
        return UUID(picked[0]) if picked else None

    def uuids(
        self, field: str, *, label: str, required: str | None = None, at_most: int = 300
    ) -> list[UUID]:
        """Ticked ids, each once; empty when there are too many."""
        picked = self._picked(field, required)
        if len(picked) > at_most:
            self.add_error(field, f"{label}: select no more than {at_most:,}")
            return []
        if not all(_UUID.fullmatch(item) for item in picked):
            self._refuse(field, label)
        return list(dict.fromkeys(UUID(item) for item in picked if _UUID.fullmatch(item)))

    def _picked(self, field: str, required: str | None) -> list[str]:
        """What was picked, each once; an empty value, as of a first blank option, is nothing."""
        typed = (text.strip() for text in self._raw.all(self.name(field)))
        picked = list(dict.fromkeys(text for text in typed if text))
        if not picked:
            self._require(field, required)
        return picked

    def _refuse(self, field: str, label: str) -> None:
        self.add_error(field, f"{label} must be one of the answers shown")
