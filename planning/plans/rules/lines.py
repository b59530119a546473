"""Roles and resource lines: what an agency commits, and every fault of one."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.operations.rules import text_faults
from planning.plans.rules.values import YEARS, decimal_faults


class Phase(StrEnum):
    """When a resource is drawn on, seen from go-live."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    TRIAL = "trial"


PHASE_WORDS = {
    Phase.BEFORE: "before go-live",
    Phase.DURING: "during the live phase",
    Phase.AFTER: "after the live phase",
    Phase.TRIAL: "trial",
}


class RoleDraft(msgspec.Struct, frozen=True):
    """A role as somebody describes it; both dates are included."""

    agency_id: UUID
    title: str
    responsibilities: str
    authority_limit: str
    holder_id: UUID | None
    deputy_id: UUID | None
    contact_24h: str
    from_on: date
    until_on: date


class ResourceDraft(msgspec.Struct, frozen=True):
    """A resource line as somebody describes it; both dates are included."""

    agency_id: UUID
    kind: str
    unit: str
    requested: Decimal
    committed: Decimal
    phase: Phase
    funding: str
    from_on: date
    until_on: date


class RoleLine(RoleDraft, frozen=True, kw_only=True):
    """A role of a plan."""

    id: UUID
    mandatory: bool


class ResourceLine(ResourceDraft, frozen=True, kw_only=True):
    """A resource line of a plan."""

    id: UUID


class Schedule(msgspec.Struct, frozen=True):
    """What one agency commits in a plan."""

    roles: list[RoleLine]
    resources: list[ResourceLine]

    @property
    def is_empty(self) -> bool:
        """Whether the agency has no row, so that "no role" is a true answer."""
        return not self.roles and not self.resources


class Staffing(msgspec.Struct, frozen=True):
    """Who holds a role now, which no fingerprint holds."""

    role_id: UUID
    holder_id: UUID | None
    deputy_id: UUID | None
    accepted_at: datetime | None


ROLE_TERMS = ("agency_id", "title", "responsibilities", "authority_limit", "from_on", "until_on")
RESOURCE_TERMS = (
    "agency_id", "kind", "unit", "requested", "committed", "phase", "funding", "from_on",
    "until_on",
)  # fmt: skip
"""What an agency signs of a role and of a resource line; nothing else is in its fingerprint."""

TERM_WORDS = {
    "agency_id": "agency",
    "title": "title",
    "responsibilities": "responsibilities",
    "authority_limit": "authority limit",
    "from_on": "first day",
    "until_on": "last day",
    "kind": "resource",
    "unit": "unit",
    "requested": "requested",
    "committed": "committed",
    "phase": "phase",
    "funding": "funding",
}


def role_faults(draft: RoleDraft) -> list[Blocker]:
    """Every fault of a role, by field."""
    faults = [
        *text_faults(draft.title, field="title", what="a title", limit=200, needed=True),
        *text_faults(
            draft.responsibilities,
            field="responsibilities",
            what="the responsibilities",
            limit=4000,
            needed=False,
        ),
        *text_faults(
            draft.authority_limit,
            field="authority_limit",
            what="the authority limit",
            limit=500,
            needed=False,
        ),
        *text_faults(
            draft.contact_24h,
            field="contact_24h",
            what="the 24-hour contact",
            limit=200,
            needed=False,
        ),
        *date_faults(draft.from_on, draft.until_on),
    ]
    if draft.deputy_id is not None and draft.deputy_id == draft.holder_id:
        faults.append(Blocker("Choose a deputy who is not the holder.", "deputy_id"))
    if draft.deputy_id is not None and draft.holder_id is None:
        faults.append(Blocker("Choose a holder before a deputy.", "holder_id"))
    return faults


def resource_faults(draft: ResourceDraft) -> list[Blocker]:
    """Every fault of a resource line, by field."""
    return [
        *text_faults(draft.kind, field="kind", what="what the resource is", limit=100, needed=True),
        *text_faults(draft.unit, field="unit", what="the unit", limit=50, needed=True),
        *decimal_faults(draft.requested, "requested"),
        *decimal_faults(draft.committed, "committed"),
        *text_faults(draft.funding, field="funding", what="the funding", limit=500, needed=False),
        *date_faults(draft.from_on, draft.until_on),
    ]


def date_faults(from_on: date, until_on: date) -> list[Blocker]:
    """Faults of a period whose both dates are included."""
    faults = [
        Blocker("Enter a real date, from 2000 to 2100.", field)
        for field, day in (("from_on", from_on), ("until_on", until_on))
        if day.year not in YEARS
    ]
    if not faults and until_on < from_on:
        faults.append(Blocker("The last day cannot be before the first.", "until_on"))
    return faults


def gaps(resources: list[ResourceLine]) -> list[ResourceLine]:
    """Lines that commit less than the operation asks for (review §4.20, §4.25)."""
    return [line for line in resources if line.committed < line.requested]
