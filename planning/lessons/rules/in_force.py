"""Which version of a plan an operation works by: the last that every required agency signed."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from planning.sign_offs.rules import Current, Given, holding


class Signable(msgspec.Struct, frozen=True):
    """What each agency would sign in one version of a plan."""

    number: int
    schedules: Mapping[UUID, Current]


class NumberedAnswer(Given, frozen=True, kw_only=True):
    """An answer of an agency, and to which version it was given."""

    agency_id: UUID
    number: int


def awaited(
    version: Signable, required: Sequence[UUID], answers: Sequence[NumberedAnswer]
) -> list[UUID]:
    """Agencies without a signature that holds for the version.

    What was answered to a later one says nothing about this one.
    """
    return [
        agency
        for agency in required
        if not holding(
            [one for one in answers if one.agency_id == agency and one.number <= version.number],
            version.schedules.get(agency),
        )
    ]


def version_in_force(
    versions: Sequence[Signable], required: Sequence[UUID], answers: Sequence[NumberedAnswer]
) -> int | None:
    """The number of the last version that every required agency signed; no agency: none."""
    signed = [one.number for one in versions if required and not awaited(one, required, answers)]
    return max(signed, default=None)
